// What adapters remember over restarts.
import { expect, test } from 'vitest';
import { createMemory } from '../../src/store/memory.ts';
import { describeOnBothEngines } from '../support/process/database.ts';

describeOnBothEngines('what an adapter remembers', ({ fresh }) => {
  test('is read back by key, and the last write wins', async () => {
    const { store } = await fresh();
    const memory = createMemory(store, 'teams', store.clock.now);

    await memory.write('person:1', '{"at":"first"}');
    await memory.write('person:1', '{"at":"second"}');

    expect(await memory.read('person:1')).toBe('{"at":"second"}');
    expect(await memory.read('person:2')).toBeUndefined();
    expect(await memory.list('')).toHaveLength(1);
  });

  test('outlives the process that wrote it', async () => {
    const { store, another } = await fresh();
    await createMemory(store, 'teams', store.clock.now).write('k', 'kept');

    const later = createMemory(await another(), 'teams', store.clock.now);

    expect(await later.read('k')).toBe('kept');
  });

  test('belongs to one platform', async () => {
    const { store } = await fresh();
    await createMemory(store, 'teams', store.clock.now).write('k', 'ours');

    const other = createMemory(store, 'slack', store.clock.now);

    expect(await other.read('k')).toBeUndefined();
    expect(await other.list('')).toEqual([]);
  });

  test('is listed by the exact beginning of its key, in order', async () => {
    const { store } = await fresh();
    const memory = createMemory(store, 'teams', store.clock.now);
    for (const key of ['channel:b', 'channel:A', 'channelX', 'CHANNEL:c', 'chan%el:d', '👩channel:e'])
      await memory.write(key, `at ${key}`);

    expect(await memory.list('channel:')).toEqual([
      { key: 'channel:A', text: 'at channel:A' },
      { key: 'channel:b', text: 'at channel:b' },
    ]);
    expect(await memory.list('chan%')).toEqual([{ key: 'chan%el:d', text: 'at chan%el:d' }]);
    expect((await memory.list('👩c')).map((one) => one.key)).toEqual(['👩channel:e']);
  });

  test('written at once by many, ends as one of the texts', async () => {
    const { store, another } = await fresh();
    const stores = [store, await another(), await another()];

    await Promise.all(
      Array.from({ length: 24 }, (_, i) =>
        createMemory(stores[i % 3]!, 'teams', store.clock.now).write('same', `text ${i}`),
      ),
    );

    const memory = createMemory(store, 'teams', store.clock.now);
    expect(await memory.read('same')).toMatch(/^text \d+$/);
    expect(await memory.list('same')).toHaveLength(1);
  });

  test('holds whatever text came, as far as a database can', async () => {
    const { store } = await fresh();
    const memory = createMemory(store, 'teams', store.clock.now);

    await memory.write('k\u0000', 'a\u0000b \ud800');

    expect(await memory.read('k\u0000')).toBe('a\ufffdb \ufffd');
  });
});
