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

/** `first`: a number no earlier process has reached, so that its pages see a difference. */
export function createEvents(first: number): Events {
  const streams = new Set<PassThrough>();
  let version = first;
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
      // An end, not a cut: the browser comes back by itself.
      for (const stream of streams) stream.end();
    },
  };
}

function event(version: number): string {
  return `event: version\ndata: ${version}\n\n`;
}
