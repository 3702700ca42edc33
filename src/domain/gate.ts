// The send gate: every check is answered, so that a person sees all reasons at once, each with its way out.
// A check that could not be made counts as failed.
import type { Fault } from './fault.ts';
import { roleFor } from './people/may.ts';
import type { GateAnswer, GateCheck, Refusal } from './refusal.ts';
import type { Review } from './review/review.ts';
import type { Category } from './templates/template.ts';

/** A fact that had to be looked up somewhere and could not be. */
export type Unknown = { readonly unknown: string };

export type GateFacts = {
  readonly isAgent: boolean;
  /** Display names of people who can grant what is missing. */
  readonly ask: readonly string[];
  readonly template:
    | {
        readonly name: string;
        readonly language: string;
        readonly category: Category;
        readonly review: Review;
        readonly enabled: boolean;
        readonly drifted: boolean;
        /** Component Aval cannot fill, when there is one. */
        readonly unfillable?: string;
      }
    | Unknown;
  readonly recipient:
    | {
        readonly isOwnNumber: boolean;
        readonly optedIn: boolean;
        /** The agent states consent with this send. */
        readonly consentGiven: boolean;
        readonly optedOutAt?: string;
        readonly unreachableAt?: string;
        /** The cap on marketing to one person: no retry before this ISO time. */
        readonly marketingBlockedUntil?: string;
      }
    | Unknown;
  readonly requireOptIn: boolean;
  readonly sender: { readonly label: string; readonly stopped?: { readonly fault: Fault; readonly since: string } };
  /** When the next message to this number may leave (ISO); left out = now. */
  readonly pairWaitUntil?: string;
};

/** Answers every check in a fixed order. Passing all of them is the only way to a send. */
export function runGate(facts: GateFacts): readonly GateAnswer[] {
  return [
    answer('role', facts.isAgent ? undefined : { kind: 'not_allowed', role: roleFor('send'), ask: facts.ask }),
    answer('template', templateRefusal(facts.template, facts.ask)),
    answer('number', numberRefusal(facts.recipient)),
    answer('opt_in', optInRefusal(facts)),
    answer('opt_out', optOutRefusal(facts)),
    answer('sender', senderRefusal(facts)),
    // Not a refusal: the send waits for its turn, and the person is told how long.
    { check: 'pair_rate', passed: true, ...(facts.pairWaitUntil && { until: facts.pairWaitUntil }) },
  ];
}

export function passesGate(answers: readonly GateAnswer[]): boolean {
  return answers.every((a) => a.passed);
}

function answer(check: GateCheck, refusal: Refusal | undefined): GateAnswer {
  return refusal ? { check, passed: false, refusal } : { check, passed: true };
}

function unavailable(fact: Unknown): Refusal {
  return { kind: 'check_unavailable', why: fact.unknown };
}

/** Why a template cannot be sent, or undefined when it can: approved, unchanged since approval, fillable, enabled. */
export function templateRefusal(template: GateFacts['template'], ask: readonly string[]): Refusal | undefined {
  if ('unknown' in template) return unavailable(template);
  const { name, language, review } = template;
  if (review.state !== 'approved') {
    return {
      kind: 'not_sendable',
      name,
      language,
      review: review.state,
      raw: review.raw,
      ...(review.state === 'unknown' && review.reason && { reason: review.reason }),
      ...(review.until && { until: review.until }),
    };
  }
  if (template.drifted) return { kind: 'drift', name, language };
  if (template.unfillable) return { kind: 'unsupported', what: template.unfillable };
  return template.enabled ? undefined : { kind: 'not_enabled', name, language, ask };
}

function numberRefusal(recipient: GateFacts['recipient']): Refusal | undefined {
  if ('unknown' in recipient) return unavailable(recipient);
  if (recipient.isOwnNumber) return { kind: 'own_number' };
  return recipient.unreachableAt ? { kind: 'unreachable', since: recipient.unreachableAt } : undefined;
}

function optInRefusal({ recipient, requireOptIn }: GateFacts): Refusal | undefined {
  if ('unknown' in recipient) return unavailable(recipient);
  if (!requireOptIn || recipient.optedIn || recipient.consentGiven) return undefined;
  return { kind: 'no_opt_in' };
}

// WhatsApp lets utility and authentication messages through after a marketing opt-out; marketing never.
function optOutRefusal({ recipient, template }: GateFacts): Refusal | undefined {
  if ('unknown' in recipient) return unavailable(recipient);
  const marketing = 'unknown' in template || template.category === 'MARKETING';
  if (!marketing) return undefined;
  if (recipient.optedOutAt) return { kind: 'opted_out', scope: 'marketing', since: recipient.optedOutAt };
  return recipient.marketingBlockedUntil
    ? { kind: 'marketing_cap', until: recipient.marketingBlockedUntil }
    : undefined;
}

function senderRefusal({ sender, ask }: GateFacts): Refusal | undefined {
  if (!sender.stopped) return undefined;
  return {
    kind: 'sender_stopped',
    sender: sender.label,
    fault: sender.stopped.fault,
    since: sender.stopped.since,
    ask,
  };
}
