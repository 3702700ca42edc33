// WhatsApp's approval of a content, in our words. The same fact comes flat, nested under `whatsapp`, in a list, or as nothing
// at all; a form we do not know is `unknown`, because "never submitted" would be a guess.
import type { Quality, Review, ReviewState } from '../../../../src/domain/review/review.ts';
import { CATEGORIES, type Category } from '../../../../src/domain/templates/template.ts';
import { Approval } from '../schema.ts';

export type ReadApproval =
  | { readonly kind: 'submitted'; readonly approval: Approval }
  | { readonly kind: 'unsubmitted' }
  /** `form`: what it looked like, in a word. */
  | { readonly kind: 'unknown'; readonly form: string };

/** Reads `approval_requests` of a list, or the answer about one content. Never throws. */
export function readApproval(value: unknown): ReadApproval {
  if (value === undefined || value === null || value === '') return { kind: 'unsubmitted' };
  if (Array.isArray(value)) return readList(value);
  if (typeof value !== 'object') return { kind: 'unknown', form: typeof value };
  const fields = new Map(Object.entries(value));
  if (fields.has('whatsapp')) return readApproval(fields.get('whatsapp'));
  const flat = Approval.safeParse(value);
  if (flat.success)
    return flat.data.status === 'unsubmitted' ? { kind: 'unsubmitted' } : { kind: 'submitted', approval: flat.data };
  // The answer about one content names itself even where there is no approval.
  const rest = [...fields].filter(([name, member]) => !OWN_NAMES.has(name) && member !== null && member !== '');
  return rest.length === 0 ? { kind: 'unsubmitted' } : { kind: 'unknown', form: 'object' };
}

const OWN_NAMES = new Set(['sid', 'account_sid', 'url', 'links']);

function readList(items: readonly unknown[]): ReadApproval {
  const read = items.map(readApproval);
  const submitted = read.find((one) => one.kind === 'submitted');
  return submitted ?? read.find((one) => one.kind === 'unknown') ?? { kind: 'unsubmitted' };
}

// Twilio, "Content types overview". `received`: at Twilio, not yet at WhatsApp.
const STATES: Readonly<Record<string, ReviewState>> = {
  received: 'pending',
  pending: 'pending',
  approved: 'approved',
  rejected: 'rejected',
  paused: 'paused',
  disabled: 'disabled',
};

/** The review an approval tells. What was never submitted, or cannot be read, is no state of WhatsApp's. */
export function reviewOf(read: ReadApproval): Review {
  if (read.kind === 'unsubmitted') return { state: 'unknown', raw: 'unsubmitted' };
  if (read.kind === 'unknown') return { state: 'unknown', raw: `unreadable ${read.form}` };
  return reviewOfStatus(read.approval.status, read.approval.rejection_reason ?? '');
}

/** A bare status word, with the reason where WhatsApp gave one: a code such as INVALID_FORMAT, or free text. */
export function reviewOfStatus(status: string, reason = ''): Review {
  const raw = status.slice(0, 60);
  const state = Object.hasOwn(STATES, raw.toLowerCase()) ? STATES[raw.toLowerCase()] : undefined;
  const text = reason.trim();
  const code = /\b[A-Z]+(?:_[A-Z]+)+\b/.exec(text)?.[0];
  return {
    state: state ?? 'unknown',
    raw,
    ...(code === undefined || code === 'NONE' ? {} : { reason: code }),
    ...(text === '' || text === code || text === 'NONE' ? {} : { explanation: text.slice(0, 1_000) }),
  };
}

const FORMER_CATEGORIES: Readonly<Record<string, Category>> = { TRANSACTIONAL: 'UTILITY', OTP: 'AUTHENTICATION' };

/** Twilio's category word in any case, former ones included; undefined for what is no category. */
export function readCategory(word: string | null | undefined): Category | undefined {
  const upper = (word ?? '').toUpperCase();
  if (Object.hasOwn(FORMER_CATEGORIES, upper)) return FORMER_CATEGORIES[upper];
  return CATEGORIES.find((category) => category === upper);
}

const QUALITIES: readonly Quality[] = ['green', 'yellow', 'red'];

export function readQuality(word: string | null | undefined): Quality {
  return QUALITIES.find((quality) => quality === word?.toLowerCase()) ?? 'unknown';
}

/** The name WhatsApp has for it, once it is there; undefined while only Twilio's own is known. */
export function filedName(read: ReadApproval): string | undefined {
  const name = read.kind === 'submitted' ? (read.approval.name ?? '') : '';
  return shownName(name) === name ? undefined : name;
}

/** The name people gave: WhatsApp's side knows it with `_hx…` at its end. For show and search, never as a key. */
export function shownName(name: string): string {
  return name.replace(/_hx[0-9a-f]{32}$/i, '');
}
