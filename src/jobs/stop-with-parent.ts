// `npm start` runs a shell that runs us, and a signal sent to npm may end with the shell: we would go on unseen, holding the
// port. So whoever was started by npm stops when what started it is gone.

const LOOK_EVERY_MS = 250;

/** Calls `stop` once when the process above this one has ended. */
export function stopWithParent(stop: () => void): void {
  const parent = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(looking);
    stop();
  }, LOOK_EVERY_MS);
  looking.unref();
}
