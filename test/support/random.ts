// Chance that can be repeated: the same seed gives the same numbers.

/** Numbers in [0, 1). The mulberry32 generator. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A seed to print, so that a failure can be repeated. */
export function newSeed(): number {
  return Math.floor(Math.random() * 2 ** 32);
}
