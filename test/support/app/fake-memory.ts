// A memory in a map: what one process wrote, the next one reads. It fails while it is told to.
import type { Memory } from '../../../src/ports/process.ts';

export type FakeMemory = Memory & {
  readonly texts: Map<string, string>;
  /** Keys in the order they were written. */
  readonly writes: string[];
  broken: boolean;
};

export function fakeMemory(): FakeMemory {
  const texts = new Map<string, string>();
  const writes: string[] = [];
  const refuse = () => {
    if (memory.broken) throw new Error('the database is away');
  };
  const memory: FakeMemory = {
    texts,
    writes,
    broken: false,
    async read(key) {
      refuse();
      return texts.get(key);
    },
    async write(key, text) {
      refuse();
      texts.set(key, text);
      writes.push(key);
    },
    async list(prefix) {
      refuse();
      const found = [...texts].filter(([key]) => key.startsWith(prefix));
      return found.map(([key, text]) => ({ key, text })).toSorted((a, b) => (a.key < b.key ? -1 : 1));
    },
  };
  return memory;
}
