// How fast Meta may be used and how long it takes, each figure with where it comes from.
import type { Limits } from '../../../src/domain/senders/limits.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export const LIMITS: Limits = {
  // Meta, "Messaging throughput": 80 messages a second and number by default.
  throughput: { capacity: 80, refillPerSecond: 80 },
  // Meta, "Pair rate limits": 1 message in 6 s to one person, with a burst of 45 on credit; we stay at a small burst.
  pair: { capacity: 3, refillPerSecond: 1 / 6 },
  // Meta, "Business use case rate limits": 5,000 management calls an hour for an account with a registered number, which a
  // sender has. A fifth is ours for reading back.
  readsPerHour: 1_000,
  // Seen at Meta: a new template may be missing from the lists for some minutes.
  listedWithinMs: 10 * MINUTE,
  // Statuses usually come within seconds; Meta sends no answer twice.
  statusWithinMs: 2 * MINUTE,
  // Ours: four calls of 15 s. A submit fetches and uploads a media sample first (`templates/upload.ts`).
  timeouts: { submit: 2 * MINUTE, read: MINUTE, send: MINUTE },
  // Meta, "Webhooks": an unanswered event is repeated for up to 7 days.
  repeatsWithinDays: 7,
  // Meta, "Create a webhook endpoint": payloads up to 3 MB.
  // Meta, "Template management": the name of a deleted approved template is kept for 30 days; one edit a day.
  nameLockedDays: 30,
  editAgainHours: 24,
  webhookBytes: 3 * 1024 * 1024,
};
