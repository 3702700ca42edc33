// Messages of the application: where they go, and how a repaint finds its card and moves the guided path.
import type { Failure } from '../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../src/domain/result.ts';
import type { Destination, MessageRef } from '../../../src/ports/chat.ts';
import type { Card } from '../../../src/views/view.ts';
import { factsOf } from './pages/guide.ts';
import { BOT, type ConsoleSettings, privatePlace } from './settings.ts';
import type { ConsoleState, Message, NewMessage } from './state.ts';

export function refOf(message: Message): MessageRef {
  return { platform: 'console', channel: message.place, message: message.id, thread: message.thread };
}

export async function publish(
  desk: { readonly settings: ConsoleSettings; readonly state: ConsoleState },
  to: Destination,
  card: Card,
  key: string,
): Promise<Result<MessageRef, Failure>> {
  const target = targetOf(desk, to);
  if (target === undefined) return err(unknownPlace('no such channel, thread or person in the console'));
  return kept(async () => {
    const message = await desk.state.post({
      ...target,
      key: `post:${key}`,
      author: BOT,
      content: { kind: 'card', card },
    });
    await learn(desk.state, message, undefined, card);
    return message;
  });
}

export async function repaint(state: ConsoleState, ref: MessageRef, card: Card): Promise<Result<MessageRef, Failure>> {
  const before = state.message(ref.message);
  if (before?.content.kind !== 'card') return err(unknownPlace('no such message in the console'));
  const old = before.content.card;
  return kept(async () => {
    const message = await state.update(ref.message, card);
    await learn(state, before, old, card);
    return message ?? before;
  });
}

/** Only a request's own card counts, which is the root of its thread. */
async function learn(state: ConsoleState, message: Message, before: Card | undefined, after: Card): Promise<void> {
  if (message.thread !== message.id) return;
  for (const fact of factsOf(before, after)) await state.learn(fact);
}

function targetOf(
  { settings, state }: { readonly settings: ConsoleSettings; readonly state: ConsoleState },
  to: Destination,
): Pick<NewMessage, 'place' | 'thread' | 'alsoInChannel'> | undefined {
  switch (to.to) {
    case 'channel':
      return settings.channels.some((channel) => channel.id === to.channel) ? { place: to.channel } : undefined;
    case 'person':
      return settings.people.some((person) => person.id === to.id) ? { place: privatePlace(to.id) } : undefined;
    case 'thread': {
      const root = state.message(to.root.thread);
      if (root === undefined) return undefined;
      return { place: root.place, thread: root.id, ...(to.alsoInChannel === true ? { alsoInChannel: true } : {}) };
    }
  }
}

/** A disk that will not take a line is a platform that is down: the outbox tries again under the same key. */
async function kept(work: () => Promise<Message>): Promise<Result<MessageRef, Failure>> {
  try {
    return ok(refOf(await work()));
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return err({
      kind: 'unavailable',
      fault: 'service_down',
      reaction: 'retry',
      detail: `console state: ${error.message}`,
    });
  }
}

function unknownPlace(detail: string): Failure {
  return { kind: 'misconfigured', fault: 'invalid_parameter', reaction: 'permanent', detail };
}
