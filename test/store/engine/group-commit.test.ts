// Writes that share one transaction: who shares, who waits, who is to blame.
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type Committed, createGroupCommit } from '../../../src/store/engine/group-commit.ts';
import { openTestStore } from '../../support/process/database.ts';

type Work = () => Promise<unknown>;

/** Runs pieces of work and remembers how they were put together. */
function recorder(durable: () => Promise<void> = async () => undefined) {
  const groups: number[] = [];
  const together = async (works: readonly Work[]): Promise<Committed> => {
    groups.push(works.length);
    const values: unknown[] = [];
    for (const work of works) values.push(await work());
    return { values, durable: durable() };
  };
  return { groups, write: createGroupCommit(together) };
}

describe('writes in groups', () => {
  test('writes of one turn share a transaction, and each gets its own value', async () => {
    const { groups, write } = recorder();

    const values = await Promise.all(['a', 'b', 'c'].map((name) => write(async () => name)));

    expect(values).toEqual(['a', 'b', 'c']);
    expect(groups).toEqual([3]);
  });

  test('a group is bounded; who is left goes with the next one', async () => {
    const { groups, write } = recorder();

    const values = await Promise.all(Array.from({ length: 20 }, (_, n) => write(async () => n)));

    expect(values).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(groups).toEqual([16, 4]);
  });

  test('a write alone is a transaction alone, and a later one is not forgotten', async () => {
    const { groups, write } = recorder();

    await write(async () => 1);
    await write(async () => 2);

    expect(groups).toEqual([1, 1]);
  });

  test('one that fails is to blame alone: the others run again without it', async () => {
    const { groups, write } = recorder();
    const good = write(async () => 'good');
    const bad = write(async () => Promise.reject(new Error('no')));
    const late = write(async () => 'late');

    await expect(bad).rejects.toThrow('no');
    expect(await Promise.all([good, late])).toEqual(['good', 'late']);
    expect(groups).toEqual([3, 1, 1, 1]);
  });

  test('nobody hears of success before it is on disk, and the next group does not wait for the disk', async () => {
    const disk: (() => void)[] = [];
    const { groups, write } = recorder(() => new Promise((resolve) => void disk.push(resolve)));
    let heard = '';
    const first = write(async () => 'first').then((value) => {
      heard = String(value);
    });
    while (disk.length < 1) await turn();
    const second = write(async () => 'second');
    while (disk.length < 2) await turn();

    expect(groups).toEqual([1, 1]);
    expect(heard).toBe('');
    for (const flushed of disk) flushed();
    expect(await second).toBe('second');
    await first;
    expect(heard).toBe('first');
  });

  test('a disk that refuses is told to everybody in the group', async () => {
    const { write } = recorder(() => Promise.reject(new Error('disk full')));

    const both = await Promise.allSettled([write(async () => 1), write(async () => 2)]);

    expect(both.map((each) => each.status)).toEqual(['rejected', 'rejected']);
  });
});

test('of writes that share a transaction on SQLite, the failed one leaves nothing and the others everything', async () => {
  const store = await openTestStore();
  const add = (id: string, fails: boolean) =>
    store.write(async (tx) => {
      await tx.db.insertInto('people').values({ id, name: id, created_at: store.clock.iso() }).execute();
      tx.record({ actor: id, kind: 'joined', subjectKind: 'person', subjectId: id });
      tx.enqueue({ kind: 'greet', payload: {}, key: `greet:${id}` });
      if (fails) throw new Error(`not ${id}`);
      return id;
    });

  const done = await Promise.allSettled([add('ana', false), add('eve', true), add('ben', false), add('ana', false)]);

  const ids = (table: 'people' | 'outbox') => store.db.selectFrom(table).select('id').execute();
  const people = (await ids('people')).map((row) => row.id).sort();
  const jobs = await store.db.selectFrom('outbox').select('key').orderBy('key').execute();
  const events = await store.db.selectFrom('events').select(['seq', 'actor']).orderBy('seq').execute();
  await store.close();
  expect(done.map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
  expect(people).toEqual(['ana', 'ben']);
  expect(jobs.map((row) => row.key)).toEqual(['greet:ana', 'greet:ben']);
  expect(events).toEqual([
    { seq: 1, actor: 'ana' },
    { seq: 2, actor: 'ben' },
  ]);
});

test('what is to happen after a write happens once, though a neighbour made it run twice, and never for the one undone', async () => {
  const store = await openTestStore();
  const happened: string[] = [];
  let runs = 0;
  const add = (id: string, fails: boolean) =>
    store.write(async (tx) => {
      runs += 1;
      tx.after(() => void happened.push(id));
      await tx.db.insertInto('people').values({ id, name: id, created_at: store.clock.iso() }).execute();
      if (fails) throw new Error(`not ${id}`);
    });

  await Promise.allSettled([add('ana', false), add('eve', true), add('ben', false)]);

  await store.close();
  expect(runs).toBeGreaterThan(3);
  expect(happened).toEqual(['ana', 'ben']);
});
