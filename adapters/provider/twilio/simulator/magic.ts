// Names that decide a review and numbers that decide what becomes of a message. Five-digit error codes of Twilio's are their
// own numbers: after a 0 the code is the answer to the send, after a 9 it comes later, by callback.
import type { Spoilt, Step } from './model.ts';

export type NameEffect =
  | { readonly kind: 'reject'; readonly reason: string }
  | { readonly kind: 'instant' }
  | { readonly kind: 'slow' }
  /** Approved, and nobody is told: only asking finds it. */
  | { readonly kind: 'silent' }
  /** Approved, and a while later this status or category. */
  | { readonly kind: 'later'; readonly status?: string; readonly category?: string }
  /** Twilio takes it for another category at once. */
  | { readonly kind: 'category'; readonly category: string }
  /** The first call of this kind is carried out or not, and its answer spoilt. */
  | { readonly kind: 'spoil'; readonly call: 'create' | 'approve'; readonly how: Spoilt; readonly done: boolean };

export type MagicName = { readonly part: string; readonly does: string; readonly effect: NameEffect };

/** The first part that is in the name counts. */
export const MAGIC_NAMES: readonly MagicName[] = [
  { part: 'reject_format', does: 'rejected: INVALID_FORMAT', effect: { kind: 'reject', reason: 'INVALID_FORMAT' } },
  {
    part: 'reject_tag',
    does: 'rejected, in free words: TAG_CONTENT_MISMATCH among them',
    effect: { kind: 'reject', reason: 'The category does not fit the text (TAG_CONTENT_MISMATCH).' },
  },
  { part: 'slow', does: 'the review takes 80 hours', effect: { kind: 'slow' } },
  { part: 'instant', does: 'approved in the answer to the submission', effect: { kind: 'instant' } },
  { part: 'silent', does: 'approved without an event: only asking finds it', effect: { kind: 'silent' } },
  { part: 'pause_later', does: 'approved, then paused', effect: { kind: 'later', status: 'paused' } },
  { part: 'disable_later', does: 'approved, then disabled', effect: { kind: 'later', status: 'disabled' } },
  {
    part: 'marketing_later',
    does: 'approved, then made MARKETING',
    effect: { kind: 'later', category: 'MARKETING' },
  },
  {
    part: 'marketing_now',
    does: 'made MARKETING in the answer to the submission',
    effect: { kind: 'category', category: 'MARKETING' },
  },
  {
    part: 'create_lost',
    does: 'content made, the answer is lost',
    effect: { kind: 'spoil', call: 'create', how: 'drop', done: true },
  },
  {
    part: 'create_down',
    does: 'nothing made, a 502 page once',
    effect: { kind: 'spoil', call: 'create', how: 'html', done: false },
  },
  {
    part: 'approve_lost',
    does: 'approval asked for, the answer is lost',
    effect: { kind: 'spoil', call: 'approve', how: 'drop', done: true },
  },
  {
    part: 'approve_down',
    does: 'approval not asked for, a 502 page once',
    effect: { kind: 'spoil', call: 'approve', how: 'html', done: false },
  },
];

export function effectOfName(name: string): NameEffect | undefined {
  return MAGIC_NAMES.find((entry) => name.includes(entry.part))?.effect;
}

export type NumberEffect =
  | { readonly kind: 'refuse'; readonly code: number; readonly status: number; readonly times?: number }
  | { readonly kind: 'steps'; readonly steps: readonly Step[] }
  | { readonly kind: 'spoil'; readonly how: Spoilt; readonly done: boolean }
  | { readonly kind: 'answers'; readonly text: string }
  /** Known by a business-scoped id only. */
  | { readonly kind: 'no_number' };

export type MagicNumber = { readonly suffix: string; readonly does: string; readonly effect: NumberEffect };

const SENT: Step = { status: 'sent' };
const DELIVERED: Step = { status: 'delivered' };
const READ: Step = { status: 'read' };

/** What happens to a message nobody interferes with. */
export const USUAL_STEPS: readonly Step[] = [SENT, DELIVERED, READ];

function answered(code: number, does: string, status = 400, times?: number): MagicNumber {
  const effect = { kind: 'refuse' as const, code, status, ...(times === undefined ? {} : { times }) };
  return { suffix: `0${code}`, does: `${does} (${code})`, effect };
}

function later(code: number, does: string, status = 'undelivered'): MagicNumber {
  return {
    suffix: `9${code}`,
    does: `${does} (${code}); told later`,
    effect: { kind: 'steps', steps: [{ status, code }] },
  };
}

function spoilt(suffix: string, does: string, how: Spoilt, done: boolean): MagicNumber {
  return { suffix, does, effect: { kind: 'spoil', how, done } };
}

/** Every number that behaves in a special way, by its last six digits. All other numbers: sent, delivered, read. */
export const MAGIC_NUMBERS: readonly MagicNumber[] = [
  answered(20003, 'credentials refused', 401),
  answered(20429, 'too many requests twice, then accepted', 429, 2),
  answered(21211, 'no valid number'),
  answered(21610, 'customer wrote STOP'),
  answered(21656, 'values refused'),
  answered(21703, 'service without a sender'),
  later(63003, 'not on WhatsApp'),
  later(63016, 'more than 24 hours since the customer wrote'),
  later(63018, 'WhatsApp is asked too fast', 'failed'),
  later(63024, 'not a WhatsApp number'),
  later(63032, 'customer is part of an experiment'),
  later(63033, 'customer blocked us'),
  later(63041, 'template paused'),
  later(63049, 'marketing cap of this customer'),
  later(63050, 'customer stopped marketing messages'),
  later(63051, 'account locked'),
  spoilt('900001', 'accepted, the call never answers; statuses follow', 'hang', true),
  spoilt('900002', 'lost: the call never answers and nothing follows', 'hang', false),
  spoilt('900003', 'accepted, connection closed half-way through the answer; statuses follow', 'cut', true),
  spoilt('900004', 'connection closed without an answer, nothing follows', 'drop', false),
  spoilt('900005', '502 with an HTML page, nothing follows', 'html', false),
  spoilt('900006', '502 with an HTML page, accepted nevertheless; statuses follow', 'html', true),
  { suffix: '900010', does: 'sent, never delivered', effect: { kind: 'steps', steps: [SENT] } },
  { suffix: '900011', does: 'delivered, never read', effect: { kind: 'steps', steps: [SENT, DELIVERED] } },
  {
    suffix: '900012',
    does: 'read is told before delivered',
    effect: { kind: 'steps', steps: [SENT, READ, DELIVERED] },
  },
  {
    suffix: '900013',
    does: 'an unknown status in between',
    effect: { kind: 'steps', steps: [SENT, { status: 'mislaid' }, DELIVERED] },
  },
  { suffix: '900020', does: 'reads it and answers by itself', effect: { kind: 'answers', text: 'OK, gracias!' } },
  { suffix: '900021', does: 'reads it and writes STOP', effect: { kind: 'answers', text: 'STOP' } },
  { suffix: '900031', does: 'has a username: answers arrive without a phone number', effect: { kind: 'no_number' } },
];

const BY_SUFFIX = new Map(MAGIC_NUMBERS.map((entry) => [entry.suffix, entry.effect]));

/** By the end of the number, whatever stands before it. */
export function effectOfNumber(address: string): NumberEffect | undefined {
  return BY_SUFFIX.get(address.slice(-6));
}
