// Updates of one message: one runs, and of those that come meanwhile only the last is made. Two at once could reach Teams in
// the wrong order and leave the older one standing.

/** `take` hands out the newest content; what comes after that call is for the next run. */
export type Make<Content, Answer> = (take: () => Content) => Promise<Answer>;

type Slot<Content, Answer> = { content: Content; taken: boolean; done: Promise<Answer> };

export type Latest<Content, Answer> = {
  /** Resolves with the answer of the run that carried this content or a newer one. `make` must not throw. */
  run(id: string, content: Content, make: Make<Content, Answer>): Promise<Answer>;
};

export function createLatest<Content, Answer>(): Latest<Content, Answer> {
  /** The newest slot of each id. */
  const slots = new Map<string, Slot<Content, Answer>>();

  return {
    run(id, content, make) {
      const before = slots.get(id);
      if (before && !before.taken) {
        before.content = content;
        return before.done;
      }
      const slot: Slot<Content, Answer> = { content, taken: false, done: carryOut() };
      slots.set(id, slot);
      return slot.done;

      async function carryOut(): Promise<Answer> {
        // Yields in any case: the slot is in place before anything is taken from it. What the one before came to is told to
        // its own callers.
        await before?.done.catch(() => undefined);
        try {
          return await make(() => {
            slot.taken = true;
            return slot.content;
          });
        } finally {
          if (slots.get(id) === slot) slots.delete(id);
        }
      }
    },
  };
}
