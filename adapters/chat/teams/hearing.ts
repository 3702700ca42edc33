// Whether Teams lets us hear what is written without a mention. Nothing tells so except such a message itself
// (permission ChannelMessage.Read.Group, granted per team), so the last one is noted for the doctor.
import type { Clock, Log, Memory } from '../../../src/ports/process.ts';

const KEY = 'heard';
const AGAIN_AFTER_MS = 24 * 3_600_000;

export type Hearing = {
  /** A message of a channel came that does not mention us. Noted at most once a day. */
  heard(): Promise<void>;
  /** ISO time of the last one noted. */
  last(): Promise<string | undefined>;
};

export function createHearing({ memory, now, log }: { memory: Memory; now: Clock; log: Log }): Hearing {
  let noted = Number.NEGATIVE_INFINITY;
  return {
    async heard() {
      const time = now().getTime();
      if (time - noted < AGAIN_AFTER_MS) return;
      noted = time;
      try {
        await memory.write(KEY, new Date(time).toISOString());
      } catch (cause) {
        // Only the doctor misses it, and the next day's first message tells it again.
        log.warn({ err: cause }, 'a message heard without a mention was not noted');
      }
    },
    last: () => memory.read(KEY),
  };
}
