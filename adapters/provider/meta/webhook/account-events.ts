// Webhooks about the account or the number as a whole. Only what stops or frees the sender acts; the rest is told to
// admins as a notice, in Meta's own words because they change without warning.
import type { ProviderEvent } from '../../../../src/ports/provider.ts';
import { Seconds } from '../schema.ts';
import { type Change, eventId, fingerprint, isoTime, listOf, member } from './event-base.ts';

type State = Extract<ProviderEvent, { kind: 'sender' }>['state'];

// Members that may be quoted to admins, per field: words of Meta's, never a customer's or a person's.
const QUOTED: Readonly<Record<string, readonly string[]>> = {
  account_update: ['event'],
  account_review_update: ['decision'],
  account_alerts: ['event', 'entity_type'],
  security: ['event'],
  phone_number_name_update: ['decision', 'requested_verified_name', 'rejection_reason'],
  phone_number_quality_update: ['event', 'current_limit', 'max_daily_conversations_per_business'],
  business_capability_update: ['max_daily_conversation_per_phone', 'max_daily_conversations_per_business'],
};

export const ACCOUNT_FIELDS: readonly string[] = Object.keys(QUOTED);

/** The event of an account-level change; undefined when the field is not one of these. */
export function readAccountChange(change: Change): ProviderEvent | undefined {
  const quoted = Object.hasOwn(QUOTED, change.field) ? QUOTED[change.field] : undefined;
  if (quoted === undefined) return undefined;
  const words = quoted.map((name) => member(change.value, name)).filter(isShown);
  const when = change.entryTime === undefined ? fingerprint(change.value) : `${change.entryTime}`;
  return {
    id: eventId('a', change.field, when, fingerprint(change.value)),
    ...(change.heardBy === undefined ? {} : { heardBy: change.heardBy }),
    at: isoTime(change.entryTime, change.now),
    kind: 'sender',
    state: change.field === 'account_update' ? stateOf(change.value, change.now) : 'notice',
    detail: [change.field, ...words, ...details(change.value)].join(' · ').slice(0, 500),
  };
}

const RESTRICTING = new Set(['DISABLED_UPDATE', 'ACCOUNT_DELETED', 'PARTNER_APP_UNINSTALLED', 'ACCOUNT_OFFBOARDED']);
// What is restricted without touching messages that we begin. Words we do not know stop the sender.
const HARMLESS = new Set(['RESTRICTED_ADD_PHONE_NUMBER_ACTION', 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING']);

/** The ban state decides where there is one: `DISABLED_UPDATE` announces reinstatement as well. */
function stateOf(value: unknown, now: Date): State {
  const ban = member(member(value, 'ban_info'), 'waba_ban_state');
  const states = Array.isArray(ban) ? ban : [ban];
  if (states.includes('REINSTATE')) return 'restored';
  if (states.includes('DISABLE') || states.includes('SCHEDULE_FOR_DISABLE')) return 'restricted';
  const event = member(value, 'event');
  if (event === 'ACCOUNT_RESTRICTION') return stopsSends(value, now) ? 'restricted' : 'notice';
  return typeof event === 'string' && RESTRICTING.has(event) ? 'restricted' : 'notice';
}

/** Whether any restriction that still holds is about messages of ours. */
function stopsSends(value: unknown, now: Date): boolean {
  const all = listOf(member(value, 'restriction_info'));
  return all.length === 0 || all.some((one) => !isHarmless(member(one, 'restriction_type')) && !isOver(one, now));
}

function isHarmless(type: unknown): boolean {
  return typeof type === 'string' && HARMLESS.has(type);
}

function isOver(restriction: unknown, now: Date): boolean {
  const until = Seconds.parse(member(restriction, 'expiration'));
  return until !== undefined && isoTime(until, now) < now.toISOString();
}

/** The nested words that say what happened and until when. */
function details(value: unknown): readonly string[] {
  const ban = member(value, 'ban_info');
  const found = [
    member(ban, 'waba_ban_state'),
    member(ban, 'waba_ban_date'),
    member(member(value, 'violation_info'), 'violation_type'),
    ...listOf(member(value, 'restriction_info')).flatMap((one) => [
      member(one, 'restriction_type'),
      member(one, 'expiration'),
    ]),
    member(member(value, 'alert_info'), 'alert_type'),
    member(member(value, 'alert_info'), 'alert_status'),
    member(member(value, 'alert_info'), 'alert_severity'),
  ];
  return found
    .flatMap((word) => (Array.isArray(word) ? word : [word]))
    .filter(isShown)
    .map(String);
}

function isShown(word: unknown): word is string | number {
  return (typeof word === 'string' && word !== '') || typeof word === 'number';
}
