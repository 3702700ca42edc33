// Whether agents can pick a template right now, and if not, why: the gate's own check of the template, asked early.
import { type GateFacts, templateRefusal } from '../../domain/gate.ts';
import type { Right } from '../../domain/people/may.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { unsendableReason } from '../../domain/sends/slots.ts';
import type { StoredTemplate } from '../../store/templates.ts';

/** `ask`: display names of people who can enable it; `rights`: what the reader may do themselves. Undefined when it can be sent. */
export function refusalFor(
  template: StoredTemplate,
  ask: readonly string[],
  rights?: ReadonlySet<Right>,
): Refusal | undefined {
  return templateRefusal(templateFacts(template), ask, rights);
}

export function textChanged({ name, language }: StoredTemplate): Refusal {
  return { kind: 'text_changed', name, language };
}

/** What the gate looks at. */
export function templateFacts(template: StoredTemplate): GateFacts['template'] {
  const unfillable = unsendableReason(template.content);
  return {
    name: template.name,
    language: template.language,
    category: template.category,
    review: template.review,
    enabled: template.enabledAt !== undefined,
    drifted: template.driftedAt !== undefined,
    ...(unfillable && { unfillable: [unfillable.reason, unfillable.detail].filter((part) => part !== '').join(' ') }),
  };
}
