// Delivery ids seen lately by this process, so that a copy of a click is not shown twice. The durable answer to copies is the
// app's inbox; this only saves its work and a second notice.

const MAX = 10_000;

export type RecentDeliveries = {
  /** True the first time an id is seen. */
  firstTime(deliveryId: string): boolean;
  /** The work failed: a copy may try again. */
  forget(deliveryId: string): void;
};

export function createRecentDeliveries(): RecentDeliveries {
  const seen = new Set<string>();
  return {
    firstTime(deliveryId) {
      if (seen.has(deliveryId)) return false;
      if (seen.size >= MAX) seen.delete(seen.values().next().value ?? '');
      seen.add(deliveryId);
      return true;
    },
    forget(deliveryId) {
      seen.delete(deliveryId);
    },
  };
}
