// Recipients whose last six digits decide what happens. Six-digit error codes are their own suffix; the same code with a
// leading 9 comes later, as a failed status, instead of as the answer to the send.
import type { Step } from './model.ts';

export type NumberEffect =
  /** Answered with the error. With `times`: only so often in a row, then a send is accepted. */
  | { readonly kind: 'refuse'; readonly code: number; readonly times?: number }
  /** Accepted, then these statuses. */
  | { readonly kind: 'statuses'; readonly steps: readonly Step[]; readonly held?: true }
  /** The call itself goes wrong. `accepted`: the message is on its way nevertheless. */
  | { readonly kind: 'transport'; readonly fault: TransportFault; readonly accepted: boolean }
  /** Accepted and delivered; the customer then does something. */
  | { readonly kind: 'customer'; readonly does: 'answers' | 'stops_marketing' }
  /** Accepted and delivered; Meta knows the customer by another id. */
  | { readonly kind: 'identity'; readonly as: 'other_wa_id' | 'username' };

/** `hang`: no answer at all · `cut`: connection closed in the middle of the answer · `drop`: closed without a byte · `late`: answered after `lateAnswerMs`. */
export type TransportFault = 'hang' | 'cut' | 'drop' | 'html' | 'late';

export type MagicNumber = {
  /** Last six digits. */
  readonly suffix: string;
  /** A valid number that ends so. */
  readonly example: string;
  readonly does: string;
  readonly effect: NumberEffect;
};

function magic(suffix: string, does: string, effect: NumberEffect): MagicNumber {
  return { suffix, example: `+5491155${suffix}`, does, effect };
}

const SENT: Step = { status: 'sent' };
const DELIVERED: Step = { status: 'delivered' };
const READ: Step = { status: 'read' };

/** What happens to a message nobody interferes with. */
export const USUAL_STEPS: readonly Step[] = [SENT, DELIVERED, READ];

const REFUSALS: readonly MagicNumber[] = [
  magic('000002', 'Meta is down twice, then accepts', { kind: 'refuse', code: 2, times: 2 }),
  magic('000100', 'invalid parameter', { kind: 'refuse', code: 100 }),
  magic('000190', 'access token expired', { kind: 'refuse', code: 190 }),
  magic('000368', 'account restricted for policy violations', { kind: 'refuse', code: 368 }),
  magic('130429', 'throughput reached twice, then accepts', { kind: 'refuse', code: 130429, times: 2 }),
  magic('130472', 'customer is part of an experiment', { kind: 'refuse', code: 130472 }),
  magic('130497', 'country not allowed for this business', { kind: 'refuse', code: 130497 }),
  magic('131000', 'unknown error', { kind: 'refuse', code: 131000 }),
  magic('131005', 'permission missing', { kind: 'refuse', code: 131005 }),
  magic('131016', 'service unavailable twice, then accepts', { kind: 'refuse', code: 131016, times: 2 }),
  magic('131021', 'recipient is the sender', { kind: 'refuse', code: 131021 }),
  magic('131031', 'business account locked', { kind: 'refuse', code: 131031 }),
  magic('131037', 'display name not approved', { kind: 'refuse', code: 131037 }),
  magic('131042', 'payment problem', { kind: 'refuse', code: 131042 }),
  magic('131045', 'sender number not registered', { kind: 'refuse', code: 131045 }),
  magic('131047', 'more than 24 hours since the customer wrote', { kind: 'refuse', code: 131047 }),
  magic('131048', 'spam limit of the sender', { kind: 'refuse', code: 131048 }),
  magic('131049', 'marketing cap of this customer', { kind: 'refuse', code: 131049 }),
  magic('131050', 'customer stopped marketing messages', { kind: 'refuse', code: 131050 }),
  magic('131056', 'pair rate reached once, then accepts', { kind: 'refuse', code: 131056, times: 1 }),
  magic('131057', 'account in maintenance twice, then accepts', { kind: 'refuse', code: 131057, times: 2 }),
  magic('131064', 'template sends limited for wrong categories', { kind: 'refuse', code: 131064 }),
  magic('132000', 'number of parameters is wrong', { kind: 'refuse', code: 132000 }),
  magic('132001', 'template does not exist in this language', { kind: 'refuse', code: 132001 }),
  magic('132005', 'text too long once filled in', { kind: 'refuse', code: 132005 }),
  magic('132007', 'template content against policy', { kind: 'refuse', code: 132007 }),
  magic('132012', 'parameter format is wrong', { kind: 'refuse', code: 132012 }),
  magic('132015', 'template paused', { kind: 'refuse', code: 132015 }),
  magic('132016', 'template disabled', { kind: 'refuse', code: 132016 }),
  magic('133010', 'sender number not registered on the platform', { kind: 'refuse', code: 133010 }),
];

function failsLater(suffix: string, code: number, does: string): MagicNumber {
  return magic(suffix, `${does}; told later, in a failed status`, {
    kind: 'statuses',
    steps: [{ status: 'failed', code }],
  });
}

const LATE_FAILURES: readonly MagicNumber[] = [
  failsLater('131026', 131026, 'undeliverable, not on WhatsApp'),
  failsLater('931000', 131000, 'unknown error'),
  failsLater('931031', 131031, 'business account locked'),
  failsLater('931042', 131042, 'payment problem'),
  failsLater('931047', 131047, 'more than 24 hours since the customer wrote'),
  failsLater('931048', 131048, 'spam limit of the sender'),
  failsLater('931049', 131049, 'marketing cap of this customer'),
  failsLater('931050', 131050, 'customer stopped marketing messages'),
  failsLater('931053', 131053, 'media could not be fetched'),
  failsLater('930472', 130472, 'customer is part of an experiment'),
];

const TRANSPORT: readonly MagicNumber[] = [
  magic('900001', 'accepted, the call never answers; statuses follow', {
    kind: 'transport',
    fault: 'hang',
    accepted: true,
  }),
  magic('900002', 'lost: the call never answers and nothing follows', {
    kind: 'transport',
    fault: 'hang',
    accepted: false,
  }),
  magic('900003', 'accepted, connection closed half-way through the answer; statuses follow', {
    kind: 'transport',
    fault: 'cut',
    accepted: true,
  }),
  magic('900004', 'connection closed without an answer, nothing follows', {
    kind: 'transport',
    fault: 'drop',
    accepted: false,
  }),
  magic('900005', '502 with an HTML page, nothing follows', { kind: 'transport', fault: 'html', accepted: false }),
  magic('900006', '502 with an HTML page, accepted nevertheless; statuses follow', {
    kind: 'transport',
    fault: 'html',
    accepted: true,
  }),
  magic('900007', 'accepted, answered after the caller has given up; statuses follow', {
    kind: 'transport',
    fault: 'late',
    accepted: true,
  }),
];

const STATUSES: readonly MagicNumber[] = [
  magic('900010', 'sent, never delivered', { kind: 'statuses', steps: [SENT] }),
  magic('900011', 'delivered, never read', { kind: 'statuses', steps: [SENT, DELIVERED] }),
  magic('900012', 'read is told before delivered', { kind: 'statuses', steps: [SENT, READ, DELIVERED] }),
  magic('900013', 'read at once, delivered is never told', { kind: 'statuses', steps: [SENT, READ] }),
  magic('900014', 'held for a quality check, then let go', { kind: 'statuses', steps: USUAL_STEPS, held: true }),
  magic('900015', 'held for a quality check, then dropped (132015)', {
    kind: 'statuses',
    steps: [{ status: 'failed', code: 132015 }],
    held: true,
  }),
  magic('900016', 'sent, then undeliverable (131026)', {
    kind: 'statuses',
    steps: [SENT, { status: 'failed', code: 131026 }],
  }),
  magic('900017', 'failed (131000), then delivered after all', {
    kind: 'statuses',
    steps: [SENT, { status: 'failed', code: 131000 }, DELIVERED],
  }),
];

const CUSTOMERS: readonly MagicNumber[] = [
  magic('900020', 'reads it and answers by itself', { kind: 'customer', does: 'answers' }),
  magic('900021', 'reads it and stops marketing messages', { kind: 'customer', does: 'stops_marketing' }),
  magic('900030', 'known to WhatsApp under another form of the number', { kind: 'identity', as: 'other_wa_id' }),
  magic('900031', 'has a username: answers arrive without a phone number', { kind: 'identity', as: 'username' }),
];

/** Every number that behaves in a special way. All other numbers: sent, delivered, read. */
export const MAGIC_NUMBERS: readonly MagicNumber[] = [
  ...REFUSALS,
  ...LATE_FAILURES,
  ...TRANSPORT,
  ...STATUSES,
  ...CUSTOMERS,
];

const BY_SUFFIX = new Map(MAGIC_NUMBERS.map((entry) => [entry.suffix, entry.effect]));

/** `e164` with `+`. */
export function effectOf(e164: string): NumberEffect | undefined {
  return BY_SUFFIX.get(e164.slice(-6));
}
