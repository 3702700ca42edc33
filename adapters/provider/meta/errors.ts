// Meta's error codes and what they mean to us, as one literal table, for answers and for webhooks alike.
// A subcode counts before its code: almost every template fault arrives as code 100.
import type { Failure, FailureKind, Fault, Reaction } from '../../../src/domain/fault.ts';
import type { MetaError } from './schema.ts';

type Row = {
  readonly kind: FailureKind;
  readonly fault: Fault;
  readonly reaction: Reaction;
  /** Shortest useful wait, ms, where the caller's own growing back-off would start too early. */
  readonly backoff?: number;
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

function row(kind: FailureKind, fault: Fault, reaction: Reaction, backoff?: number): Row {
  return { kind, fault, reaction, ...(backoff === undefined ? {} : { backoff }) };
}

const UNKNOWN_REFUSAL = row('rejected', 'invalid_parameter', 'permanent');
const BY_RULE = row('rejected', 'refused_by_rule', 'permanent');
const UNKNOWN_OUTAGE = row('unavailable', 'unknown_error', 'retry');

// Meta, WhatsApp "Error codes"; 200–299 are looked up as 200.
const BY_CODE: Readonly<Record<string, Row>> = {
  0: row('unauthorized', 'token_invalid', 'credentials'),
  1: row('unavailable', 'unknown_error', 'retry'),
  2: row('unavailable', 'service_down', 'retry', 30 * SECOND),
  3: row('unauthorized', 'permission_missing', 'credentials'),
  4: row('limited', 'call_budget', 'retry', 5 * MINUTE),
  10: row('unauthorized', 'permission_missing', 'credentials'),
  17: row('limited', 'call_budget', 'retry', 5 * MINUTE),
  32: row('limited', 'call_budget', 'retry', 5 * MINUTE),
  33: row('misconfigured', 'number_deleted', 'credentials'),
  100: row('rejected', 'invalid_parameter', 'template'),
  190: row('unauthorized', 'token_invalid', 'credentials'),
  200: row('unauthorized', 'permission_missing', 'credentials'),
  368: row('unauthorized', 'account_restricted', 'stop_sender'),
  613: row('limited', 'call_budget', 'retry', 5 * MINUTE),
  80007: row('limited', 'call_budget', 'retry', 5 * MINUTE),
  80008: row('limited', 'call_budget', 'retry', 5 * MINUTE),
  130403: row('rejected', 'recipient_blocked', 'permanent'),
  130429: row('limited', 'throughput', 'retry', SECOND),
  130472: row('rejected', 'experiment', 'permanent'),
  130497: row('rejected', 'country_not_allowed', 'permanent'),
  131000: row('unavailable', 'unknown_error', 'retry'),
  131005: row('unauthorized', 'permission_missing', 'credentials'),
  131008: row('rejected', 'invalid_parameter', 'permanent'),
  131009: row('rejected', 'invalid_parameter', 'permanent'),
  131016: row('unavailable', 'service_down', 'retry', 30 * SECOND),
  131021: row('rejected', 'same_number', 'permanent'),
  131026: row('rejected', 'undeliverable', 'permanent'),
  131030: row('rejected', 'not_on_test_list', 'permanent'),
  131031: row('unauthorized', 'account_locked', 'stop_sender'),
  131037: row('misconfigured', 'display_name', 'credentials'),
  131042: row('misconfigured', 'payment', 'stop_sender'),
  131043: row('rejected', 'expired', 'permanent'),
  131044: row('rejected', 'refused_by_rule', 'permanent'),
  131045: row('misconfigured', 'not_registered', 'credentials'),
  131047: row('rejected', 'window_closed', 'permanent'),
  131048: row('limited', 'spam_limit', 'stop_sender'),
  // Never again by itself; a person may try once the day is over.
  131049: row('rejected', 'marketing_cap', 'permanent', DAY),
  131050: row('rejected', 'opted_out', 'permanent'),
  131051: row('rejected', 'unsupported_type', 'permanent'),
  131052: row('rejected', 'media_failed', 'permanent'),
  131053: row('rejected', 'media_failed', 'template'),
  131055: row('unavailable', 'maintenance', 'retry', 10 * MINUTE),
  // Meta's series is 4^n s from n = 0; one second is never enough because the pair refills once in six.
  131056: row('limited', 'pair_rate', 'retry', 4 * SECOND),
  131057: row('unavailable', 'maintenance', 'retry', MINUTE),
  131059: row('unavailable', 'unknown_error', 'retry', SECOND),
  131060: row('rejected', 'not_available', 'permanent'),
  131062: row('rejected', 'needs_number', 'permanent'),
  131063: row('misconfigured', 'marketing_disabled', 'credentials'),
  131064: row('limited', 'misclassification', 'stop_sender'),
  132000: row('rejected', 'parameter_count', 'template'),
  132001: row('rejected', 'template_missing', 'template'),
  132005: row('rejected', 'text_too_long', 'template'),
  132007: row('rejected', 'policy', 'template'),
  132012: row('rejected', 'parameter_format', 'template'),
  132015: row('rejected', 'template_paused', 'template'),
  132016: row('rejected', 'template_disabled', 'template'),
  132018: row('rejected', 'parameter_format', 'template'),
  132068: row('rejected', 'flow_blocked', 'template'),
  132069: row('rejected', 'flow_blocked', 'template'),
  133004: row('unavailable', 'service_down', 'retry', 30 * SECOND),
  133005: row('misconfigured', 'not_registered', 'credentials'),
  133006: row('misconfigured', 'not_registered', 'credentials'),
  133008: row('misconfigured', 'not_registered', 'credentials'),
  133009: row('misconfigured', 'not_registered', 'credentials'),
  133010: row('misconfigured', 'not_registered', 'credentials'),
  133015: row('misconfigured', 'not_registered', 'credentials'),
  133016: row('misconfigured', 'not_registered', 'credentials'),
  134011: row('misconfigured', 'payment', 'credentials'),
  134100: row('rejected', 'unsupported_type', 'template'),
  134101: row('unavailable', 'maintenance', 'retry', 10 * MINUTE),
  134102: row('rejected', 'unsupported_type', 'template'),
  135000: row('rejected', 'invalid_parameter', 'permanent'),
  139100: row('rejected', 'invalid_parameter', 'permanent'),
  139101: row('rejected', 'quota_reached', 'permanent'),
  139102: row('unavailable', 'service_down', 'retry'),
  139103: row('unavailable', 'service_down', 'retry'),
  2494100: row('unavailable', 'maintenance', 'retry', MINUTE),
};

// Meta, "Template management". `33` is Graph's "no such object, or not yours".
const BY_SUBCODE: Readonly<Record<string, Row>> = {
  33: row('misconfigured', 'permission_missing', 'credentials'),
  2388019: row('limited', 'quota_reached', 'permanent'),
  2388023: row('rejected', 'name_locked', 'template'),
  2388024: row('rejected', 'template_exists', 'template'),
  2388039: row('rejected', 'edit_not_allowed', 'template'),
  2388040: row('rejected', 'over_length', 'template'),
  2388047: row('rejected', 'header_format', 'template'),
  2388072: row('rejected', 'body_format', 'template'),
  2388073: row('rejected', 'footer_format', 'template'),
  2388293: row('rejected', 'too_many_variables', 'template'),
  2388299: row('rejected', 'variable_at_edge', 'template'),
};

export type Circumstances = {
  /** Time of the answer or, in a webhook, the provider's time. */
  readonly at: Date;
  /** HTTP status, when the error came as an answer. */
  readonly status?: number;
  /** The call was a send: a fault of the server with an unlisted code leaves the message in doubt. */
  readonly isSend?: boolean;
  /** From `Retry-After`, ms. */
  readonly retryAfterMs?: number;
};

/** The failure an error object of Meta's stands for. Codes not in the table: refused below 500, an outage from 500 on. */
export function failureOf(error: MetaError, circumstances: Circumstances): Failure {
  const found = listed(error) ?? unlisted(error, circumstances);
  const wait = waitOf(found, circumstances);
  const detail = detailOf(error);
  return {
    kind: found.kind,
    fault: found.fault,
    reaction: found.reaction,
    // The code is WhatsApp's switch for marketing, which leaves everything else open.
    ...(found.fault === 'opted_out' && { scope: 'marketing' as const }),
    code: error.error_subcode === undefined ? `${error.code}` : `${error.code}/${error.error_subcode}`,
    ...(detail === '' ? {} : { detail }),
    ...(error.fbtrace_id === undefined ? {} : { traceId: error.fbtrace_id }),
    ...(wait === undefined ? {} : { retryAt: after(circumstances.at, wait) }),
  };
}

/** The failure an answer without a readable error object stands for, by its status alone. */
export function failureOfStatus(circumstances: Circumstances & { readonly status: number }): Failure {
  const found = byStatus(circumstances.status, circumstances.isSend === true);
  const wait = waitOf(found, circumstances);
  return {
    kind: found.kind,
    fault: found.fault,
    reaction: found.reaction,
    code: `HTTP ${circumstances.status}`,
    ...(wait === undefined ? {} : { retryAt: after(circumstances.at, wait) }),
  };
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

function listed(error: MetaError): Row | undefined {
  const bySubcode = error.error_subcode === undefined ? undefined : BY_SUBCODE[`${error.error_subcode}`];
  return bySubcode ?? BY_CODE[`${error.code >= 200 && error.code <= 299 ? 200 : error.code}`] ?? ofGroup(error.code);
}

/** Meta's 130xxx are its rules about accounts and customers: nothing to correct in the message. */
function ofGroup(code: number): Row | undefined {
  return code >= 130_000 && code <= 130_999 ? BY_RULE : undefined;
}

function unlisted(error: MetaError, { status, isSend }: Circumstances): Row {
  if (status === undefined) return UNKNOWN_REFUSAL;
  if (status < 500) return error.is_transient === true ? UNKNOWN_OUTAGE : byStatus(status, false);
  return isSend ? row('uncertain', 'unknown_error', 'permanent') : UNKNOWN_OUTAGE;
}

function byStatus(status: number, isSend: boolean): Row {
  if (status === 401) return row('unauthorized', 'token_invalid', 'credentials');
  if (status === 403) return row('unauthorized', 'permission_missing', 'credentials');
  if (status === 429) return row('limited', 'call_budget', 'retry', 5 * MINUTE);
  if (status >= 400 && status < 500 && status !== 408) return UNKNOWN_REFUSAL;
  // A redirect or an odd 2xx is not Meta speaking: something stands between, or `apiUrl` is wrong.
  if (status < 400)
    return row(isSend ? 'uncertain' : 'misconfigured', 'unreadable_answer', isSend ? 'permanent' : 'credentials');
  return isSend ? row('uncertain', 'unreadable_answer', 'permanent') : row('unavailable', 'service_down', 'retry');
}

function waitOf(found: Row, { retryAfterMs }: Circumstances): number | undefined {
  if (found.reaction !== 'retry') return found.backoff;
  return retryAfterMs ?? found.backoff;
}

function after(at: Date, waitMs: number): string {
  return new Date(at.getTime() + waitMs).toISOString();
}

/** Meta's words, the ones meant for people first. */
function detailOf(error: MetaError): string {
  const forPeople = [error.error_user_title, error.error_user_msg].filter((part) => part !== undefined && part !== '');
  const words =
    forPeople.length > 0 ? forPeople.join(': ') : (error.error_data?.details ?? error.message ?? error.title ?? '');
  return words.slice(0, LONGEST_DETAIL);
}

const LONGEST_DETAIL = 1_000;
