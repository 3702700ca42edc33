// A review that takes longer than usual is told, twice at most: people then know that nothing is wrong on their side.

import { changeTemplate, type StoredTemplate, templatesToPoll } from '../../store/templates.ts';
import { type AppDeps, isoNow } from '../deps.ts';
import { tellTemplateNews } from './news.ts';

const SLOW_HOURS = [24, 72] as const;
const HOUR_MS = 3_600_000;

/** Part of `templates.poll`: a day after the submission, and again after three. */
export async function noticeSlowReviews(deps: AppDeps): Promise<void> {
  const waiting = await templatesToPoll(deps.store.db, isoNow(deps), 500);
  for (const template of waiting) {
    const step = slowStep(template, deps.now());
    if (step === undefined || template.submittedAt === undefined) continue;
    const { submittedAt } = template;
    await deps.store.write(async (tx) => {
      if (!(await changeTemplate(tx.db, template, { slowNotices: step + 1 }, isoNow(deps)))) return;
      const news = { kind: 'slow', templateId: template.id, hours: SLOW_HOURS[step] ?? 72, submittedAt } as const;
      await tellTemplateNews(deps, tx, template, news, `${submittedAt}:${step}`);
    });
  }
}

function slowStep(template: StoredTemplate, now: Date): 0 | 1 | undefined {
  if (template.submittedAt === undefined || template.review.state !== 'pending') return undefined;
  const hours = (now.getTime() - Date.parse(template.submittedAt)) / HOUR_MS;
  if (hours >= SLOW_HOURS[1] && template.slowNotices < 2) return 1;
  return hours >= SLOW_HOURS[0] && template.slowNotices < 1 ? 0 : undefined;
}
