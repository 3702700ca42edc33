// Whose time decides between processes: the database's, not that of the machine a process runs on.
import { expect, test } from 'vitest';
import { createDatabaseClock } from '../../../src/store/engine/clock.ts';
import { claim } from '../../../src/store/queues/outbox.ts';
import { describeOnBothEngines } from '../../support/process/database.ts';

const MINUTE = 60_000;

describeOnBothEngines('the clock of the database', ({ engine, fresh }) => {
  test('is followed by a process whose machine is a minute ahead', async () => {
    const { store } = await fresh();
    const ahead = createDatabaseClock({ now: () => new Date(Date.now() + MINUTE), elapsed: () => performance.now() });

    const leave = await ahead.follow(store);
    const offMs = ahead.now().getTime() - Date.now();
    leave();

    if (engine === 'postgres') expect(Math.abs(offMs)).toBeLessThan(2_000);
    else expect(offMs).toBeGreaterThan(MINUTE - 2_000);
  });

  test('keeps the lease of a job under way from a process whose machine is a minute ahead', async () => {
    const { store } = await fresh();
    const right = createDatabaseClock();
    const ahead = createDatabaseClock({ now: () => new Date(Date.now() + MINUTE), elapsed: () => performance.now() });
    const leave = [await right.follow(store), await ahead.follow(store)];
    await store.write(async (tx) => tx.enqueue({ kind: 'work', payload: {}, key: 'work' }));
    const take = (now: Date) =>
      claim(store.db, engine, { now, newId: store.newId, limit: 1, leaseMs: { work: 20_000 } });

    const first = await take(right.now());
    const second = await take(ahead.now());
    for (const each of leave) each();

    expect(first).toHaveLength(1);
    expect(second).toHaveLength(engine === 'postgres' ? 0 : 1);
  });

  test('goes on by elapsed time when the machine is set to another hour', async () => {
    if (engine === 'sqlite') return; // one process, one clock
    const { store } = await fresh();
    let own = Date.now();
    let passed = 0;
    const clock = createDatabaseClock({ now: () => new Date(own), elapsed: () => passed });
    const leave = await clock.follow(store);
    const before = clock.now().getTime();

    own += 60 * MINUTE;
    passed += 1_000;
    const after = clock.now().getTime();
    leave();

    expect(after - before).toBe(1_000);
  });
});
