// A platform that hangs gets a few hands of the worker and no more; one that is well notices nothing.
import { expect, test, vi } from 'vitest';
import { boundedPlatform } from '../../../src/app/posting/bounded-platform.ts';
import type { Failure } from '../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../src/domain/result.ts';
import type { ChatPlatform, MessageRef } from '../../../src/ports/chat.ts';
import type { Card } from '../../../src/views/view.ts';
import { fakeChat } from '../../support/app/fake-chat.ts';

const NOW = new Date('2026-11-20T12:00:00.000Z');
const REF: MessageRef = { platform: 'chat', channel: 'c', message: 'm', thread: 'm' };
const CARD: Card = { title: 't', tone: 'plain', facts: [], sections: [], actions: [], summary: 's' };
const AWAY: Failure = { kind: 'unavailable', fault: 'no_answer', reaction: 'retry' };
const BUSY = { ok: false, error: { kind: 'limited', code: 'busy', retryAt: '2026-11-20T12:00:02.000Z' } };

/** Two calls at once in a channel, three in all. Every update waits until it is answered here. */
function aPlatform(patienceMs = 5) {
  const open: ((answer: Result<MessageRef, Failure>) => void)[] = [];
  const inner: ChatPlatform = {
    ...fakeChat({ now: () => NOW }),
    update: () => new Promise((resolve) => open.push(resolve)),
  };
  const platform = boundedPlatform(inner, { now: () => NOW, atOnce: 3, patienceMs });
  return { inner, platform, open, update: () => platform.update(REF, CARD) };
}

function nextTurn<T>(value: T): Promise<T> {
  return new Promise((resolve) => setImmediate(() => resolve(value)));
}

test('while calls hang, others are given back as limited, so that their jobs wait without losing an attempt', async () => {
  const { platform, open, update } = aPlatform();
  void update();
  void update();

  expect(await update()).toMatchObject(BUSY);
  expect(await platform.post({ to: 'channel', channel: 'c' }, CARD, 'k')).toMatchObject(BUSY);
  expect(open).toHaveLength(2);
});

test('a call waits for a place while others are only slow, and they take turns', async () => {
  const { open, update } = aPlatform(60_000);
  const ended: number[] = [];
  const calls = [0, 1, 2, 3].map((n) => update().then(() => ended.push(n)));

  expect(open).toHaveLength(0);
  for (let n = 0; n < 4; n += 1) {
    await vi.waitFor(() => expect(open.length).toBeGreaterThan(n));
    expect(open.length).toBeLessThanOrEqual(n + 2);
    open[n]?.(ok(REF));
  }
  await Promise.all(calls);

  expect(ended).toEqual([0, 1, 2, 3]);
});

test('a platform known to hang makes nobody wait again, until it has answered', async () => {
  const { open, update } = aPlatform(20);
  const first = update();
  void update();
  await update();

  const refused = update();
  expect(await Promise.race([refused, nextTurn('still waiting')])).toMatchObject(BUSY);

  // Its call ends without an answer: the place is free for another try, and nobody waits for one all the same.
  open[0]?.(err(AWAY));
  await first;
  const probe = update();
  expect(await Promise.race([update(), nextTurn('still waiting')])).toMatchObject(BUSY);
  open[2]?.(ok(REF));
  expect(await probe).toEqual(ok(REF));

  void update();
  expect(await Promise.race([update(), nextTurn('still waiting')])).toBe('still waiting');
});

test('a call that throws frees its place', async () => {
  const { inner, platform } = aPlatform();
  inner.post = async () => {
    throw new Error('bug');
  };
  const broken = boundedPlatform(inner, { now: () => NOW, atOnce: 2, patienceMs: 5 });

  for (let n = 0; n < 3; n += 1)
    await expect(broken.post({ to: 'channel', channel: 'c' }, CARD, `k${n}`)).rejects.toThrow('bug');
  expect(platform.id).toBe('chat');
});

test('a busy channel leaves a place to other channels and to people', async () => {
  const { platform, open, update } = aPlatform();
  void update();
  void update();
  await update();

  const elsewhere = platform.update({ ...REF, channel: 'd' }, CARD);
  await nextTurn(undefined);
  expect(open).toHaveLength(3);
  open[2]?.(ok(REF));
  expect(await elsewhere).toEqual(ok(REF));
  expect(await platform.post({ to: 'person', id: 'ana' }, CARD, 'k')).toMatchObject({ ok: true });
});
