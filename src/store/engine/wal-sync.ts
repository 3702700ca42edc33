// Makes committed SQLite transactions survive a power cut without stopping the event loop: SQLite writes its log at
// commit, we flush that file in a thread, and all commits that wait meanwhile share the next flush.
import { closeSync, fdatasync, openSync } from 'node:fs';

export type WalSync = {
  /** Resolves when everything committed before the call is on disk; rejects when the disk refuses. */
  readonly flush: () => Promise<void>;
  readonly close: () => void;
};

/**
 * `path` is the `-wal` file of an open database; it must exist, and stays the same file until the last connection
 * closes. This is the flush that `synchronous = FULL` does inside each commit, where it would block every request.
 */
export function openWalSync(path: string): WalSync {
  const fd = openSync(path, 'r+');
  /** A flush that has begun may miss a commit made since; `next` is the one that cannot. */
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  function begin(): Promise<void> {
    running = sync(fd).finally(() => {
      running = undefined;
    });
    return running;
  }

  function flush(): Promise<void> {
    if (running === undefined) return begin();
    next ??= running
      .catch(() => undefined) // its own callers are told; this flush decides for itself
      .then(() => {
        next = undefined;
        return begin();
      });
    return next;
  }

  return { flush, close: () => closeSync(fd) };
}

function sync(fd: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fdatasync(fd, (error) => (error === null ? resolve() : reject(error)));
  });
}
