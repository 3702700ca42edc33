// Whether agents can pick a template right now, and if not, why.
import type { Refusal } from '../domain/refusal.ts';
import { unsendableReason } from '../domain/slots.ts';
import type { StoredTemplate } from '../store/templates.ts';

/** Why agents cannot pick this template now; undefined when they can. */
export function refusalFor(template: StoredTemplate, ask: readonly string[]): Refusal | undefined {
  const { name, language, review } = template;
  if (review.state !== 'approved') {
    return {
      kind: 'not_sendable',
      name,
      language,
      review: review.state,
      raw: review.raw,
      ...(review.until && { until: review.until }),
    };
  }
  if (template.driftedAt !== undefined) return { kind: 'drift', name, language };
  const unfillable = unsendableReason(template.content);
  if (unfillable)
    return { kind: 'unsupported', what: [unfillable.reason, unfillable.detail].filter((p) => p !== '').join(' ') };
  return template.enabledAt === undefined ? { kind: 'not_enabled', name, language, ask } : undefined;
}
