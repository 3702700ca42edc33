// The note a submission leaves for its next try, kept in memory.
import type { Progress } from '../../../src/ports/provider.ts';

/** Empty at first; handed to a second try, it still knows what the first one wrote. */
export function aProgress(): Progress {
  let noted = '';
  return {
    read: async () => noted,
    write: async (note) => {
      noted = note;
    },
  };
}
