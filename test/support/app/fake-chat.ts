// A chat platform in memory: keeps every message as people see it now, and fails when told to. Like a real platform it
// recognises a key it has answered for, wherever the second call wants to post.
import type { Failure } from '../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../src/domain/result.ts';
import type { ChatPlatform, Destination, MessageRef, PostHow } from '../../../src/ports/chat.ts';
import type { Card } from '../../../src/views/view.ts';

export type Shown = {
  readonly ref: MessageRef;
  readonly to: Destination;
  readonly key: string;
  /** As it looks now. */
  readonly card: Card;
  /** How often it was repainted. */
  readonly repaints: number;
};

/**
 * `lost`: the message is posted or repainted, but the answer never comes. `dead`: the platform does not answer at all. `locked`:
 * the message can no longer be changed, so the platform says the new state in its thread.
 */
export type ChatTrouble = 'limited' | 'lost' | 'rejected' | 'dead' | 'locked';

export type FakeChat = ChatPlatform & {
  /** The next calls of this kind fail, in this order; after them everything works again. */
  fails(call: 'post' | 'update', ...how: readonly ChatTrouble[]): void;
  /** From now on every call fails, until `answers`. */
  dies(): void;
  answers(): void;
  /** These people cannot be written to privately, until they are taken out of the set. */
  readonly unreachable: Set<string>;
  /** What the directory vouches for, by account id; asked for by `emailOf`. */
  readonly emails: Map<string, string>;
  /** Keys of posts for which we were told to look first, because an earlier try may have made them. */
  readonly looked: string[];
  /** What stands in a channel, oldest first; threads are not part of it. */
  channel(name: string): readonly Shown[];
  /** What stands under a message. */
  thread(root: MessageRef): readonly Shown[];
  /** What one person was told privately. */
  privately(id: string): readonly Shown[];
  /** Everything, in the order it was posted. */
  all(): readonly Shown[];
};

const LIMITED_MS = 30_000;

export function fakeChat(deps: { readonly now: () => Date; readonly id?: string }): FakeChat {
  const id = deps.id ?? 'chat';
  const shown: Shown[] = [];
  const answered = new Map<string, MessageRef>();
  const troubles: Record<'post' | 'update', ChatTrouble[]> = { post: [], update: [] };
  const unreachable = new Set<string>();
  const emails = new Map<string, string>();
  const looked: string[] = [];
  let isDead = false;

  function troubleOf(call: 'post' | 'update'): { how: ChatTrouble; failure: Failure } | undefined {
    const how = isDead ? 'dead' : troubles[call].shift();
    return how && { how, failure: failureOf(how, deps.now()) };
  }

  async function post(to: Destination, card: Card, key: string, how?: PostHow): Promise<Result<MessageRef, Failure>> {
    if (how?.again !== undefined) looked.push(key);
    const trouble = troubleOf('post');
    if (trouble && trouble.how !== 'lost') return err(trouble.failure);
    if (to.to === 'person' && unreachable.has(to.id)) return err(UNREACHABLE);
    const known = answered.get(key);
    const ref = known ?? refOf(id, to, shown.length + 1);
    if (!known) shown.push({ ref, to, key, card, repaints: 0 });
    answered.set(key, ref);
    return trouble ? err(trouble.failure) : ok(ref);
  }

  async function update(ref: MessageRef, card: Card): Promise<Result<MessageRef, Failure>> {
    const trouble = troubleOf('update');
    if (trouble?.how === 'locked') return post({ to: 'thread', root: ref }, card, `instead of ${ref.message}`);
    if (trouble && trouble.how !== 'lost') return err(trouble.failure);
    const at = shown.findIndex((message) => message.ref.message === ref.message);
    const before = shown[at];
    if (!before) return err(failureOf('rejected', deps.now()));
    shown[at] = { ...before, card, repaints: before.repaints + 1 };
    return trouble ? err(trouble.failure) : ok(ref);
  }

  return {
    id,
    tenant: () => 'home',
    routes: [],
    start: async () => undefined,
    stop: async () => undefined,
    post,
    update,
    localeOf: async () => undefined,
    nameOf: async () => undefined,
    emailOf: async (person) => (isDead ? err(failureOf('dead', deps.now())) : ok(emails.get(person))),
    channelName: async () => undefined,
    linkTo: async () => undefined,
    check: async () => [],
    fails: (call, ...how) => void troubles[call].push(...how),
    dies: () => {
      isDead = true;
    },
    answers: () => {
      isDead = false;
    },
    unreachable,
    emails,
    looked,
    channel: (name) => shown.filter(({ to }) => to.to === 'channel' && to.channel === name),
    thread: (root) => shown.filter(({ to }) => to.to === 'thread' && to.root.message === root.message),
    privately: (person) => shown.filter(({ to }) => to.to === 'person' && to.id === person),
    all: () => [...shown],
  };
}

function refOf(platform: string, to: Destination, count: number): MessageRef {
  const message = `m${count}`;
  switch (to.to) {
    case 'channel':
      return { platform, channel: to.channel, message, thread: message };
    case 'person':
      return { platform, channel: `dm-${to.id}`, message, thread: message };
    case 'thread':
      return { ...to.root, message };
  }
}

const UNREACHABLE: Failure = { kind: 'rejected', fault: 'person_unreachable', reaction: 'permanent' };

function failureOf(how: ChatTrouble, now: Date): Failure {
  switch (how) {
    case 'limited': {
      const retryAt = new Date(now.getTime() + LIMITED_MS).toISOString();
      return { kind: 'limited', fault: 'throughput', reaction: 'retry', code: 'ratelimited', retryAt };
    }
    case 'lost':
      return { kind: 'uncertain', fault: 'no_answer', reaction: 'retry' };
    case 'locked':
    case 'rejected':
      return { kind: 'rejected', fault: 'invalid_parameter', reaction: 'permanent', code: 'channel_not_found' };
    case 'dead':
      return { kind: 'unavailable', fault: 'unreachable', reaction: 'retry' };
  }
}
