// Links a person can open to reach a message. https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams
import type { MessageRef } from '../../../../src/ports/chat.ts';
import type { ConversationRef } from './references.ts';
import { hasThreads } from './threads.ts';

const HOME = 'https://teams.microsoft.com/l/message/';

/** Undefined for a chat with the bot itself: Teams has links to group chats and channels only (ids that begin with `19:`). */
export function messageLink(ref: MessageRef, place: ConversationRef): string | undefined {
  if (!ref.channel.startsWith('19:')) return undefined;
  const link = new URL(`${encodeURIComponent(ref.channel)}/${encodeURIComponent(ref.message)}`, HOME);
  if (place.tenant) link.searchParams.set('tenantId', place.tenant);
  if (!hasThreads(place)) {
    link.searchParams.set('context', JSON.stringify({ contextType: 'chat' }));
    return link.href;
  }
  if (place.group) link.searchParams.set('groupId', place.group);
  link.searchParams.set('parentMessageId', ref.thread);
  return link.href;
}
