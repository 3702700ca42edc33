// Twilio's error codes and what they mean to us, as one literal table, for answers and for status callbacks alike. Twilio's
// sentences change and are translated: only codes and statuses decide, the words are quoted.
import { maskNumber } from '../../../src/domain/contacts/mask.ts';
import type { Failure, FailureKind, Fault, Reaction } from '../../../src/domain/fault.ts';

/** Ms, or the start of the next GMT day, which is when Twilio counts a day anew. */
type Backoff = number | 'next_day';

type Row = {
  readonly kind: FailureKind;
  readonly fault: Fault;
  readonly reaction: Reaction;
  /** What the refusal is about, where it is less than everything. */
  readonly scope?: 'marketing';
  /** Shortest useful wait, where the caller's own growing back-off would start too early. */
  readonly backoff?: Backoff;
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

function row(kind: FailureKind, fault: Fault, reaction: Reaction, backoff?: Backoff): Row {
  return { kind, fault, reaction, ...(backoff === undefined ? {} : { backoff }) };
}

// Twilio, "Error and warning dictionary". Warnings (63037, 63046, 63052) come with messages that did not fail; their rows
// count only where a status says that the message failed.
const BY_CODE: Readonly<Record<string, Row>> = {
  11200: row('rejected', 'unknown_error', 'permanent'),
  20003: row('unauthorized', 'token_invalid', 'credentials'),
  20429: row('limited', 'call_budget', 'retry', SECOND),
  20500: row('unavailable', 'service_down', 'retry'),
  21211: row('rejected', 'undeliverable', 'permanent'),
  21608: row('rejected', 'undeliverable', 'permanent'),
  21610: row('rejected', 'opted_out', 'permanent'),
  21617: row('rejected', 'text_too_long', 'template'),
  21654: row('rejected', 'template_missing', 'template'),
  21655: row('rejected', 'template_missing', 'template'),
  21656: row('rejected', 'parameter_format', 'template'),
  21703: row('misconfigured', 'not_registered', 'credentials'),
  21910: row('rejected', 'invalid_parameter', 'template'),
  30410: row('uncertain', 'no_answer', 'permanent'),
  63001: row('unauthorized', 'permission_missing', 'credentials'),
  63002: row('misconfigured', 'not_registered', 'credentials'),
  63003: row('rejected', 'undeliverable', 'permanent'),
  63005: row('rejected', 'invalid_parameter', 'template'),
  63006: row('rejected', 'invalid_parameter', 'template'),
  63007: row('misconfigured', 'not_registered', 'credentials'),
  63008: row('misconfigured', 'not_registered', 'credentials'),
  63009: row('unavailable', 'service_down', 'retry', 30 * SECOND),
  63010: row('unavailable', 'service_down', 'retry', 30 * SECOND),
  63011: row('rejected', 'invalid_parameter', 'template'),
  63012: row('unavailable', 'service_down', 'retry', 30 * SECOND),
  63013: row('rejected', 'policy', 'template'),
  // The customer blocked the business: no message of ours is wanted.
  63014: row('rejected', 'opted_out', 'permanent'),
  63015: row('rejected', 'undeliverable', 'permanent'),
  63016: row('rejected', 'window_closed', 'permanent'),
  63017: row('limited', 'throughput', 'retry', SECOND),
  // Comes by callback, minutes after the send was accepted.
  63018: row('limited', 'throughput', 'retry', MINUTE),
  63019: row('rejected', 'media_failed', 'template'),
  63020: row('unauthorized', 'account_restricted', 'stop_sender'),
  63021: row('rejected', 'text_too_long', 'template'),
  63022: row('misconfigured', 'display_name', 'credentials'),
  63023: row('unavailable', 'service_down', 'retry', 30 * SECOND),
  63024: row('rejected', 'undeliverable', 'permanent'),
  63025: row('unavailable', 'media_failed', 'retry'),
  63026: row('limited', 'spam_limit', 'stop_sender'),
  63027: row('rejected', 'template_missing', 'template'),
  63028: row('rejected', 'parameter_count', 'template'),
  63029: row('rejected', 'undeliverable', 'permanent'),
  63030: row('rejected', 'parameter_format', 'template'),
  63031: row('rejected', 'same_number', 'template'),
  63032: row('rejected', 'experiment', 'permanent'),
  63033: row('rejected', 'opted_out', 'permanent'),
  63034: row('rejected', 'media_failed', 'template'),
  63035: row('rejected', 'unsupported_type', 'permanent'),
  63036: row('rejected', 'undeliverable', 'permanent'),
  63037: row('rejected', 'media_failed', 'permanent'),
  63038: row('limited', 'throughput', 'retry', 'next_day'),
  63039: row('unauthorized', 'account_restricted', 'stop_sender'),
  63040: row('rejected', 'template_missing', 'template'),
  63041: row('rejected', 'template_paused', 'template'),
  63042: row('rejected', 'template_disabled', 'template'),
  63043: row('rejected', 'media_failed', 'template'),
  63044: row('rejected', 'media_failed', 'template'),
  63045: row('rejected', 'media_failed', 'template'),
  63046: row('rejected', 'unknown_error', 'permanent'),
  63047: row('rejected', 'media_failed', 'template'),
  // Never again by itself; a person may try once the day is over.
  63049: row('rejected', 'marketing_cap', 'permanent', DAY),
  // WhatsApp's switch for marketing, which leaves everything else open.
  63050: { ...row('rejected', 'opted_out', 'permanent'), scope: 'marketing' },
  63051: row('unauthorized', 'account_locked', 'stop_sender'),
  63052: row('rejected', 'template_missing', 'template'),
  63053: row('unavailable', 'maintenance', 'retry', 10 * MINUTE),
  63054: row('rejected', 'marketing_disabled', 'template'),
  63055: row('rejected', 'marketing_disabled', 'template'),
  63057: row('limited', 'call_budget', 'retry', 5 * MINUTE),
  63058: row('rejected', 'country_not_allowed', 'permanent'),
  63059: row('misconfigured', 'not_registered', 'credentials'),
  63109: row('misconfigured', 'not_registered', 'credentials'),
  63110: row('misconfigured', 'not_registered', 'credentials'),
  63111: row('misconfigured', 'not_registered', 'credentials'),
  63112: row('unauthorized', 'account_restricted', 'stop_sender'),
  63117: row('unavailable', 'service_down', 'retry', 30 * SECOND),
  63119: row('limited', 'call_budget', 'retry', 5 * MINUTE),
  63120: row('unauthorized', 'account_restricted', 'stop_sender'),
};

// Codes of WhatsApp's former on-premises API, which old accounts still get. Twilio's own table of what they are called now.
const FORMER: Readonly<Record<string, string>> = {
  400: '63019',
  402: '63020',
  408: '63021',
  410: '63021',
  429: '63018',
  430: '63022',
  432: '63022',
  433: '63022',
  470: '63016',
  471: '63018',
  472: '63032',
  500: '63012',
  1000: '63005',
  1002: '63024',
  1004: '63025',
  1005: '63001',
  1006: '63003',
  1007: '63033',
  1008: '63013',
  1009: '63013',
  1010: '63030',
  1011: '63012',
  1013: '63003',
  1014: '63012',
  1015: '63018',
  1021: '63003',
  1022: '63010',
  1023: '63012',
  1025: '63012',
  1026: '63024',
  2000: '63028',
  2001: '63027',
  2002: '63029',
  2003: '63027',
};

const UNKNOWN_REFUSAL = row('rejected', 'invalid_parameter', 'permanent');

export type Circumstances = {
  /** When the answer or the callback came. */
  readonly at: Date;
  /** The call was a send: a fault of Twilio's own servers leaves the message in doubt. */
  readonly isSend: boolean;
  /** From `Retry-After`, ms. */
  readonly retryAfterMs?: number;
};

/** The failure an error object of Twilio's stands for. From status 500 on a send is in doubt whatever the code says. */
export function failureOfAnswer(
  error: { readonly code: string; readonly words: string },
  circumstances: Circumstances & { readonly status: number },
): Failure {
  const { status, isSend } = circumstances;
  const found = status >= 500 ? byStatus(status, isSend) : (listed(error.code) ?? byStatus(status, isSend));
  return failure(found, error, circumstances);
}

/** The failure a status callback or a read message tells. */
export function failureOfMessage(error: { readonly code: string; readonly words: string }, at: Date): Failure {
  const former = Object.hasOwn(FORMER, error.code) ? FORMER[error.code] : undefined;
  const found = listed(former ?? error.code) ?? row('rejected', 'unknown_error', 'permanent');
  return failure(found, error, { at, isSend: false });
}

/** The failure an answer without a readable error object stands for, by its status alone. `seen`: how it begins. */
export function failureOfStatus(seen: string, circumstances: Circumstances & { readonly status: number }): Failure {
  const { status, isSend } = circumstances;
  return failure(byStatus(status, isSend), { code: `HTTP ${status}`, words: seen }, circumstances);
}

/** No answer: `started` says whether any byte of the request may have left. */
export function failureOfSilence(
  cause: string,
  call: { readonly started: boolean; readonly isSend: boolean },
): Failure {
  if (!call.started) return { kind: 'unavailable', fault: 'unreachable', reaction: 'retry', detail: cause };
  if (call.isSend) return { kind: 'uncertain', fault: 'no_answer', reaction: 'permanent', detail: cause };
  return { kind: 'unavailable', fault: 'no_answer', reaction: 'retry', detail: cause };
}

/** An answer with a good status that cannot be read. After a send it proves nothing about the message. */
export function failureOfGarble(cause: string, isSend: boolean): Failure {
  return isSend
    ? { kind: 'uncertain', fault: 'unreadable_answer', reaction: 'permanent', detail: cause }
    : { kind: 'unavailable', fault: 'unreadable_answer', reaction: 'retry', detail: cause };
}

/** Something we refuse before any call is made. */
export function refusal(fault: Fault, detail: string): Failure {
  return { kind: 'rejected', fault, reaction: 'template', detail };
}

function listed(code: string): Row | undefined {
  return Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
}

function byStatus(status: number, isSend: boolean): Row {
  if (status === 401) return row('unauthorized', 'token_invalid', 'credentials');
  if (status === 403) return row('unauthorized', 'permission_missing', 'credentials');
  // A path of ours that does not exist there: another account's id, or an API its region does not have.
  if (status === 404) return row('misconfigured', 'permission_missing', 'credentials');
  if (status === 429) return row('limited', 'call_budget', 'retry', SECOND);
  if (status >= 400 && status < 500 && status !== 408) return UNKNOWN_REFUSAL;
  // A redirect or an odd 2xx is not Twilio speaking: something stands between, or the address is wrong.
  if (status < 400)
    return row(isSend ? 'uncertain' : 'misconfigured', 'unreadable_answer', isSend ? 'permanent' : 'credentials');
  return isSend ? row('uncertain', 'no_answer', 'permanent') : row('unavailable', 'service_down', 'retry');
}

function failure(
  found: Row,
  error: { readonly code: string; readonly words: string },
  circumstances: Circumstances,
): Failure {
  const retryAt = retryTime(found, circumstances);
  const detail = withoutNumbers(error.words).slice(0, LONGEST_DETAIL);
  return {
    kind: found.kind,
    fault: found.fault,
    reaction: found.reaction,
    ...(found.scope && { scope: found.scope }),
    code: error.code,
    ...(detail === '' ? {} : { detail }),
    ...(retryAt === undefined ? {} : { retryAt }),
  };
}

const LONGEST_DETAIL = 500;

function retryTime(found: Row, { at, retryAfterMs }: Circumstances): string | undefined {
  const own = found.backoff === 'next_day' ? DAY - (at.getTime() % DAY) : found.backoff;
  const wait = found.reaction === 'retry' ? (retryAfterMs ?? own) : own;
  return wait === undefined ? undefined : new Date(at.getTime() + wait).toISOString();
}

/** Twilio's sentences name the customer's number. */
function withoutNumbers(words: string): string {
  return words.replace(/(?<!\w)\+?\d{8,15}(?!\w)/g, (digits) =>
    maskNumber(digits.startsWith('+') ? digits : `+${digits}`),
  );
}
