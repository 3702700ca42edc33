// Live fields send an event per keystroke. One re-rendering per modal runs at a time and only the newest waiting one follows.
import { LRUCache } from 'lru-cache';

type Slot = { running: boolean; next: (() => Promise<void>) | undefined; hash: string | undefined };
const SLOTS_MAX = 500;

export type LiveUpdates = {
  /** Runs `work` now, or after the running one if no newer work for the same modal comes first. */
  run(viewId: string, work: () => Promise<void>): void;
  /** The modal's hash after our own last live update: newer than the one the person's client sent along. */
  hashOf(viewId: string): string | undefined;
  setHash(viewId: string, hash: string | undefined): void;
  /** The modal shows another page now; what is waiting for the old one is dropped. */
  forget(viewId: string): void;
};

export function createLiveUpdates(track: (work: Promise<unknown>) => void): LiveUpdates {
  const slots = new LRUCache<string, Slot>({ max: SLOTS_MAX });

  function slotOf(viewId: string): Slot {
    let slot = slots.get(viewId);
    if (!slot) {
      slot = { running: false, next: undefined, hash: undefined };
      slots.set(viewId, slot);
    }
    return slot;
  }

  async function drain(slot: Slot): Promise<void> {
    slot.running = true;
    try {
      for (let work = slot.next; work; work = slot.next) {
        slot.next = undefined;
        await work();
      }
    } finally {
      slot.running = false;
    }
  }

  return {
    run(viewId, work) {
      const slot = slotOf(viewId);
      slot.next = work;
      if (!slot.running) track(drain(slot));
    },
    hashOf: (viewId) => slots.get(viewId)?.hash,
    setHash(viewId, hash) {
      const slot = slots.get(viewId);
      if (slot) slot.hash = hash;
    },
    forget(viewId) {
      const slot = slots.get(viewId);
      if (slot) slot.next = undefined;
      slots.delete(viewId);
    },
  };
}
