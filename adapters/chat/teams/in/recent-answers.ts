// Answers given lately by this process. Teams sends an activity again when ours came late: the copy is given the same answer,
// where the app, which has done the work, could only say that there is nothing more to do, or show the same once more.
import { LRUCache } from 'lru-cache';
import type { RawResponse } from '../../../../src/ports/http.ts';
import { type Activity, deliveryOf } from './activity.ts';

/** At most some 20 KB each. */
const MAX = 200;

export type RecentAnswers = {
  /** Runs `work` for a delivery that is new. */
  once(deliveryId: string, work: () => Promise<RawResponse>): Promise<RawResponse>;
  /** The work failed: a copy may try again. */
  forget(deliveryId: string): void;
};

/** The same for all copies of one activity, and for those of one person only: what one was told is not another's. */
export function copyKey(activity: Activity): string {
  return `${activity.name} ${activity.from.aadObjectId} ${deliveryOf(activity)}`;
}

export function createRecentAnswers(): RecentAnswers {
  const answers = new LRUCache<string, Promise<RawResponse>>({ max: MAX });
  return {
    once(deliveryId, work) {
      const known = answers.get(deliveryId);
      if (known !== undefined) return known;
      const answer = work();
      answers.set(deliveryId, answer);
      return answer;
    },
    forget(deliveryId) {
      answers.delete(deliveryId);
    },
  };
}
