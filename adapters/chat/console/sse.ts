// Tells open pages that something changed, by server-sent events. An event carries a version and nothing else: the page
// asks for itself again, as the person it shows.
import { PassThrough, type Readable } from 'node:stream';

/** A browser keeps one per tab; more than this is not a person. */
const MAX_STREAMS = 64;
/** Shorter than the idle limits of anything in between. */
const BEAT_MS = 20_000;

export type Events = {
  /** Grows with every change. */
  version(): number;
  changed(): void;
  /** Undefined when too many are open. */
  subscribe(): Readable | undefined;
  close(): void;
};

export function createEvents(): Events {
  const streams = new Set<PassThrough>();
  // Starts high, so that a page of an earlier process sees a difference.
  let version = Date.now();
  const tell = (text: string) => {
    for (const stream of streams) stream.write(text);
  };
  const beat = setInterval(() => tell(': here\n\n'), BEAT_MS).unref();
  return {
    version: () => version,
    changed() {
      version += 1;
      tell(event(version));
    },
    subscribe() {
      if (streams.size >= MAX_STREAMS) return undefined;
      const stream = new PassThrough();
      streams.add(stream);
      stream.on('close', () => streams.delete(stream));
      stream.write(`retry: 1000\n${event(version)}`);
      return stream;
    },
    close() {
      clearInterval(beat);
      for (const stream of streams) stream.destroy();
    },
  };
}

function event(version: number): string {
  return `event: version\ndata: ${version}\n\n`;
}
