// Teams names a thread by its channel and its first message in one id: `<channel>;messageid=<root>`. Chats have no threads.
import type { Address } from './connector.ts';
import type { ConversationRef } from './references.ts';

/** Ids of chats, for conversations that were never seen. Whatever else was configured is taken for a channel. */
const CHAT_ID = /^a:|@(thread\.v2|unq\.gbl\.spaces)$/;

export function hasThreads({ kind, conversation }: ConversationRef): boolean {
  return kind === undefined ? !CHAT_ID.test(conversation) : kind === 'channel';
}

/** Where a message under `root` goes, or the root itself is changed. */
export function threadAddress(place: ConversationRef, root: string | undefined): Address {
  const { serviceUrl, conversation } = place;
  return { serviceUrl, conversation: root && hasThreads(place) ? `${conversation};messageid=${root}` : conversation };
}
