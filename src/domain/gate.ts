// The send gate: every check is answered, so that a person sees all reasons at once, each with its way out.
// A check that could not be made counts as failed.
import type { Fault } from './fault.ts';
import { type Right, roleFor } from './people/may.ts';
import type { GateAnswer, GateCheck, Refusal } from './refusal.ts';
import type { Review } from './review/review.ts';
import type { Address } from './senders/capabilities.ts';
import type { Category } from './templates/template.ts';

/** A fact that had to be looked up somewhere and could not be. */
export type Unknown = { readonly unknown: string };

export type GateFacts = {
  readonly isAgent: boolean;
  /** Display names of people who can grant what is missing. */
  readonly ask: readonly string[];
  /** What the person may do themselves about what stands in the way. */
  readonly rights?: ReadonlySet<Right>;
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
        /** Wants no marketing. */
        readonly optedOutAt?: string;
        /** Wants nothing; `blocked`: the provider says so. */
        readonly stopped?: { readonly since: string; readonly blocked: boolean };
        /** How they are addressed, and whether this provider takes that; left out = by a number it takes. */
        readonly address?: { readonly kind: Address; readonly taken: boolean };
        readonly unreachableAt?: string;
        /** When the number may be tried again, whatever anybody says. */
        readonly unreachableUntil?: string;
        /** The provider's cap on marketing to one person: no retry before this ISO time. */
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
    answer('template', templateRefusal(facts.template, facts.ask, facts.rights)),
    answer('number', numberRefusal(facts)),
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
export function templateRefusal(
  template: GateFacts['template'],
  ask: readonly string[],
  rights?: ReadonlySet<Right>,
): Refusal | undefined {
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
  return template.enabled
    ? undefined
    : { kind: 'not_enabled', name, language, ask, ...yours(rights, 'enable_template') };
}

function numberRefusal({ recipient, template, sender, rights }: GateFacts): Refusal | undefined {
  if ('unknown' in recipient) return unavailable(recipient);
  const category = 'unknown' in template ? undefined : template.category;
  const address = recipient.address && addressRefusal(recipient.address, category, sender.label);
  if (address) return address;
  if (recipient.isOwnNumber) return { kind: 'own_number' };
  return unreachable(recipient, rights);
}

/** Why a customer cannot be addressed with a template of this category from this sender; undefined when they can. */
export function addressRefusal(
  address: { readonly kind: Address; readonly taken: boolean },
  category: Category | undefined,
  sender: string,
): Refusal | undefined {
  if (!address.taken) return { kind: 'not_reached', address: address.kind, sender };
  return address.kind === 'bsuid' && category === 'AUTHENTICATION' ? { kind: 'number_needed' } : undefined;
}

function optInRefusal({ recipient, requireOptIn }: GateFacts): Refusal | undefined {
  if ('unknown' in recipient) return unavailable(recipient);
  if (!requireOptIn || recipient.optedIn || recipient.consentGiven) return undefined;
  return { kind: 'no_opt_in' };
}

// A stop ends every category; switching marketing off ends marketing only. The category is the provider's current one.
function optOutRefusal({ recipient, template, rights }: GateFacts): Refusal | undefined {
  if ('unknown' in recipient) return unavailable(recipient);
  const marketing = 'unknown' in template || template.category === 'MARKETING';
  return optedOut(recipient, marketing, rights);
}

type Reach = Pick<
  Exclude<GateFacts['recipient'], Unknown>,
  'stopped' | 'optedOutAt' | 'unreachableAt' | 'unreachableUntil' | 'marketingBlockedUntil'
>;

/** Everything that is known to stand between us and a customer, before there is a template. */
export function recipientRefusals(recipient: Reach, rights?: ReadonlySet<Right>): readonly Refusal[] {
  return [optedOut(recipient, true, rights), unreachable(recipient, rights)].filter((one) => one !== undefined);
}

function unreachable({ unreachableAt, unreachableUntil }: Reach, rights?: ReadonlySet<Right>): Refusal | undefined {
  if (unreachableAt === undefined) return undefined;
  const until = unreachableUntil !== undefined && { until: unreachableUntil };
  return { kind: 'unreachable', since: unreachableAt, ...until, ...yours(rights, 'lift_unreachable') };
}

function optedOut(recipient: Reach, marketing: boolean, rights?: ReadonlySet<Right>): Refusal | undefined {
  if (recipient.stopped) {
    const { since, blocked } = recipient.stopped;
    return { kind: 'opted_out', scope: 'all', since, ...(blocked && { blocked }), ...yours(rights, 'lift_stop') };
  }
  if (!marketing) return undefined;
  if (recipient.optedOutAt)
    return { kind: 'opted_out', scope: 'marketing', since: recipient.optedOutAt, ...yours(rights, 'lift_stop') };
  return recipient.marketingBlockedUntil
    ? { kind: 'marketing_cap', until: recipient.marketingBlockedUntil }
    : undefined;
}

function yours(rights: ReadonlySet<Right> | undefined, right: Right): { readonly yours?: true } {
  return rights?.has(right) ? { yours: true } : {};
}

function senderRefusal({ sender, ask, rights }: GateFacts): Refusal | undefined {
  if (!sender.stopped) return undefined;
  return {
    kind: 'sender_stopped',
    sender: sender.label,
    fault: sender.stopped.fault,
    since: sender.stopped.since,
    ask,
    ...yours(rights, 'resume_sender'),
  };
}
