// Teams' limits, kept by us: never more starts than a window allows, in order, and nobody waits for long.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLatest } from '../../../../../adapters/chat/teams/connector/latest.ts';
import { createPace, LIMITS, type Pacing, type Window } from '../../../../../adapters/chat/teams/connector/pace.ts';
import { steppedTime } from '../../../../support/stepped-time.ts';

type Started = { readonly name: string; readonly key: string; readonly at: number };

function start() {
  const time = steppedTime();
  const pace = createPace({ now: time.now, wait: time.wait });
  const started: Started[] = [];
  const limited: string[] = [];
  const zero = time.now().getTime();
  const ask = (name: string, key = 'a', pacing: Pacing = 'write', urgent = false) => {
    void pace.turn(pacing, key, urgent).then((turn) => {
      if (turn.ok) started.push({ name, key: `${pacing} ${key}`, at: time.now().getTime() - zero });
      else limited.push(name);
    });
  };
  return { time, pace, started, limited, ask };
}

const names = (started: readonly Started[]) => started.map((each) => each.name);
const times = (count: number) => Array.from({ length: count }, (_, i) => i);

/** How many starts the fullest window of this length holds. */
function fullest(starts: readonly Started[], { ms }: Window): number {
  const at = starts.map((each) => each.at).sort((a, b) => a - b);
  return Math.max(0, ...at.map((first, i) => at.slice(i).filter((each) => each < first + ms).length));
}

describe('calls to one conversation', () => {
  test('start at once while the windows have room, then one after another in order', async () => {
    const { time, started, ask } = start();

    for (const i of times(10)) ask(`${i}`);
    await time.advance(0);
    expect(names(started)).toEqual(['0', '1', '2', '3', '4', '5', '6']);

    await time.advance(1000);
    expect(names(started)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);

    await time.advance(1000);
    expect(names(started)).toEqual(times(10).map(String));
  });

  test('go on after a timer that rang a millisecond early', async () => {
    const time = steppedTime();
    let early = 1;
    const wait = (ms: number, signal: AbortSignal) => {
      const shorter = ms - early;
      early = 0;
      return time.wait(shorter, signal);
    };
    const pace = createPace({ now: time.now, wait });
    const started: number[] = [];
    for (const i of times(8)) void pace.turn('write', 'a').then(() => started.push(i));

    await time.advance(1000);
    expect(started).toEqual(times(8));
  });

  test('who would wait longer than five seconds is told when to come back', async () => {
    const { time, pace } = start();
    for (const _ of times(60)) {
      await pace.turn('write', 'a');
      await time.advance(500);
    }
    // 30 s have passed, so the first may follow; then the window of 30 s is full again until the next half second.
    const turns = times(20).map(() => pace.turn('write', 'a'));
    await time.advance(6000);
    const answers = await Promise.all(turns);

    const refused = answers.filter((each) => !each.ok);
    expect(refused.length).toBeGreaterThan(5);
    expect(refused[0]).toMatchObject({
      error: { kind: 'limited', fault: 'call_budget', reaction: 'retry', code: 'paced', retryAt: expect.any(String) },
    });
  });

  test('urgent ones go before those that wait', async () => {
    const { time, started, ask } = start();

    for (const i of times(9)) ask(`${i}`);
    ask('urgent', 'a', 'write', true);
    await time.advance(1000);

    expect(names(started).slice(7)).toEqual(['urgent']);
  });

  test('wait for the time Teams named, and longer waits are told at once', async () => {
    const { time, pace, started, limited, ask } = start();

    pace.hold('write', 'a', time.now().getTime() + 3000);
    ask('short');
    pace.hold('write', 'b', time.now().getTime() + 60_000);
    ask('long', 'b');
    await time.advance(2999);
    const before = names(started);
    await time.advance(1);

    expect(before).toEqual([]);
    expect(names(started)).toEqual(['short']);
    expect(limited).toEqual(['long']);
  });

  test('are not stopped by a clock that is set back', async () => {
    const { time, pace } = start();
    for (const _ of times(7)) await pace.turn('write', 'a');

    time.setBack(3_600_000);

    expect(await pace.turn('write', 'a')).toMatchObject({ ok: true });
  });
});

describe('calls to many conversations', () => {
  test('do not wait for each other', async () => {
    const { time, started, ask } = start();

    for (const i of times(12)) ask(`busy-${i}`, 'busy');
    ask('quiet', 'quiet');
    ask('read', 'busy', 'read');
    await time.advance(0);

    expect(names(started)).toEqual(expect.arrayContaining(['quiet', 'read']));
  });

  test('share the fifty a second of the tenant, each conversation in its turn', async () => {
    const { time, started, ask } = start();

    for (const i of times(70)) ask(`${i}`, `chat-${i}`);
    await time.advance(0);
    expect(started).toHaveLength(50);

    await time.advance(1000);
    expect(names(started)).toEqual(times(70).map(String));
  });

  test('that come while somebody is about to start do not take the place', async () => {
    const { time, started, ask } = start();
    for (const i of times(51)) ask(`${i}`, `chat-${i}`);
    await time.advance(0);

    time.oversleep(1000);
    for (const i of times(50)) ask(`new-${i}`, `new-${i}`);
    await time.advance(0);

    expect(names(started).slice(50, 53)).toEqual(['50', 'new-0', 'new-1']);
    expect(started).toHaveLength(100);
  });

  test('are counted for a few thousand conversations, the longest unused are forgotten', async () => {
    const { pace } = start();
    const eighth = async () => {
      for (const _ of times(7)) await pace.turn('write', 'a');
      return Promise.race([pace.turn('write', 'a').then(() => 'started'), Promise.resolve().then(() => 'waits')]);
    };

    for (const i of times(4000)) pace.hold('read', `${i}`, 0);
    const few = await eighth();
    for (const i of times(6000)) pace.hold('write', `${i}`, 0);
    // The one that waits keeps its conversation; another has nobody.
    for (const _ of times(7)) await pace.turn('write', 'b');
    for (const i of times(6000)) pace.hold('write', `more-${i}`, 0);

    expect(few).toBe('waits');
    expect(await pace.turn('write', 'b')).toMatchObject({ ok: true });
    pace.close();
  });

  test('are refused, not kept, when a thousand wait', async () => {
    const { time, started, limited, ask } = start();

    for (const i of times(1500)) ask(`${i}`, `chat-${i}`);
    await time.advance(0);
    expect(limited).toHaveLength(450);

    await time.advance(6000);
    expect(started.length + limited.length).toBe(1500);
    expect(started.length).toBe(300);
  });

  test('never go over any window, start in order, and are all answered within five seconds', async () => {
    const call = fc.record({ key: fc.constantFrom('a', 'b', 'c'), pacing: fc.constantFrom<Pacing>('write', 'read') });
    const step = fc.oneof(call, fc.record({ ms: fc.integer({ min: 1, max: 2500 }) }));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 150 }), async (steps) => {
        const { time, started, limited, ask } = start();
        let asked = 0;
        for (const each of steps) {
          if ('ms' in each) await time.advance(each.ms);
          else {
            asked += 1;
            ask(String(asked), each.key, each.pacing);
          }
        }
        await time.advance(5000);

        expect(started.length + limited.length).toBe(asked);
        for (const limit of LIMITS.tenant) expect(fullest(started, limit)).toBeLessThanOrEqual(limit.count);
        for (const key of new Set(started.map((each) => each.key))) {
          const own = started.filter((each) => each.key === key);
          expect(own.map((each) => Number(each.name))).toEqual(
            own.map((each) => Number(each.name)).sort((a, b) => a - b),
          );
          for (const limit of key.startsWith('write') ? LIMITS.write : LIMITS.read)
            expect(fullest(own, limit)).toBeLessThanOrEqual(limit.count);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('closing', () => {
  test('answers everybody who waits, and lets nobody start', async () => {
    const { pace } = start();
    const turns = times(9).map(() => pace.turn('write', 'a'));

    pace.close();

    expect((await Promise.all(turns)).map((turn) => turn.ok)).toEqual([...times(7).map(() => true), false, false]);
    expect(await pace.turn('write', 'b')).toMatchObject({ ok: false, error: { kind: 'unavailable', code: 'closing' } });
  });
});

describe('updates of one message', () => {
  /** Runs that end when the test says so. */
  function runs() {
    const latest = createLatest<string, string>();
    const made: string[] = [];
    const ends: ((answer: string) => void)[] = [];
    const update = (content: string, id = 'message') =>
      latest.run(id, content, async (take) => {
        made.push(take());
        return new Promise<string>((resolve) => ends.push(resolve));
      });
    const next = async (answer: string) => {
      await new Promise<void>((resolve) => setImmediate(resolve));
      ends.shift()?.(answer);
      await new Promise<void>((resolve) => setImmediate(resolve));
    };
    return { made, update, next };
  }

  test('that wait become one, with the last content, and all get its answer', async () => {
    const { made, update, next } = runs();

    const all = [update('1'), update('2'), update('3')];
    await next('done');

    expect(made).toEqual(['3']);
    expect(await Promise.all(all)).toEqual(['done', 'done', 'done']);
  });

  test('never run side by side', async () => {
    const { made, update, next } = runs();
    const first = update('1');
    await next('one');
    const running = update('2');
    await new Promise<void>((resolve) => setImmediate(resolve));

    const waiting = [update('3'), update('4')];
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(made).toEqual(['1', '2']);

    await next('two');
    await next('four');
    expect(made).toEqual(['1', '2', '4']);
    expect(await Promise.all([first, running, ...waiting])).toEqual(['one', 'two', 'four', 'four']);
  });

  test('do not wait for those of another message', async () => {
    const { made, update } = runs();
    void update('1', 'a');
    void update('2', 'b');
    await new Promise<void>((resolve) => setImmediate(resolve));

    expect(made).toEqual(['1', '2']);
  });
});
