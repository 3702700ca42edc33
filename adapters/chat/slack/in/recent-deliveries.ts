// Delivery ids seen lately by this process, so that a copy of a click is not shown twice. The durable answer to copies is the
// app's inbox; this only saves its work and a second notice.
import { LRUCache } from 'lru-cache';

const MAX = 10_000;

export type RecentDeliveries = {
  /** True the first time an id is seen. */
  firstTime(deliveryId: string): boolean;
  /** The work failed: a copy may try again. */
  forget(deliveryId: string): void;
};

export function createRecentDeliveries(): RecentDeliveries {
  const seen = new LRUCache<string, true>({ max: MAX });
  return {
    firstTime(deliveryId) {
      if (seen.has(deliveryId)) return false;
      seen.set(deliveryId, true);
      return true;
    },
    forget(deliveryId) {
      seen.delete(deliveryId);
    },
  };
}
