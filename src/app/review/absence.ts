// A template that a read did not find. Lists lag and answers have gaps, so it counts as gone only when it stays away.

import { READ_TRAILS_MS } from '../../domain/review/news-order.ts';
import type { Tx } from '../../store/store.ts';
import { changeTemplate, type StoredTemplate } from '../../store/templates.ts';
import { type AppDeps, isoNow } from '../deps.ts';

/** When a read first did not find it; undefined: it is there. */
export async function noteAbsence(
  deps: AppDeps,
  tx: Tx,
  template: StoredTemplate,
  absentAt: string | undefined,
): Promise<void> {
  const { absentAt: before, ...heard } = template.heard ?? {};
  if (before === absentAt) return;
  await changeTemplate(tx.db, template, { heard: absentAt ? { ...heard, absentAt } : heard }, isoNow(deps));
}

// One answer without it proves nothing.
export function isAbsentStill({ heard }: StoredTemplate, readAt: string): boolean {
  return heard?.absentAt !== undefined && Date.parse(readAt) - Date.parse(heard.absentAt) >= READ_TRAILS_MS;
}

// A new template stands in the lists only after a while; until then its absence says nothing.
export function isFresh({ submittedAt }: StoredTemplate, readAt: string, listedWithinMs: number): boolean {
  return submittedAt !== undefined && Date.parse(readAt) - Date.parse(submittedAt) < listedWithinMs;
}
