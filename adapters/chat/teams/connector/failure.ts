// Teams' statuses and error codes → our faults. Literal table; https://learn.microsoft.com/microsoftteams/platform/bots/
// build-conversational-capability#status-codes-from-bot-conversational-apis lists them, send-proactive-messages the subcode.
import type { Failure, FailureKind, Fault, Reaction } from '../../../../src/domain/fault.ts';
import { jsonObject } from '../../../shared/vendor-call.ts';

/** What a call was about: a private chat, or a channel or group where the app stands or does not. */
export type About = 'person' | 'place';

type Row = readonly [FailureKind, Fault, Reaction];
const TOKEN: Row = ['unauthorized', 'token_invalid', 'credentials'];
const PERMISSION: Row = ['misconfigured', 'permission_missing', 'credentials'];
const PLACE_CLOSED: Row = ['misconfigured', 'place_closed', 'credentials'];
const PLACE_GONE: Row = ['misconfigured', 'place_gone', 'credentials'];
/** A word that nobody here knows may be a rule that is mended tomorrow: what it stops waits, and people are told. */
const UNKNOWN: Row = ['misconfigured', 'unknown_error', 'credentials'];
const AWAY: Row = ['rejected', 'person_unreachable', 'permanent'];
const GONE: Row = ['rejected', 'unknown_error', 'permanent'];
const DELETED: Row = ['rejected', 'message_gone', 'permanent'];
const MALFORMED: Row = ['rejected', 'invalid_parameter', 'permanent'];
const TOO_LONG: Row = ['rejected', 'over_length', 'permanent'];
const BUSY: Row = ['unavailable', 'service_down', 'retry'];

/** The same word means "not in this team" about a place and "does not want us" about a person. */
const CLOSED: Readonly<Record<About, Row>> = { person: AWAY, place: PLACE_CLOSED };
/** A channel or team that is gone says nothing about what was to stand there. */
const LOST: Readonly<Record<About, Row>> = { person: AWAY, place: PLACE_GONE };
const always = (row: Row): Readonly<Record<About, Row>> => ({ person: row, place: row });

const BY_CODE: Readonly<Record<string, Readonly<Record<About, Row>>>> = {
  MessageWritesBlocked: CLOSED,
  BotNotInConversationRoster: CLOSED,
  ConversationBlockedByUser: CLOSED,
  BotDisabledByAdmin: CLOSED,
  ForbiddenOperationException: CLOSED,
  NotEnoughPermissions: always(PERMISSION),
  InvalidBotApiHost: always(PERMISSION),
  BotNotRegistered: always(TOKEN),
  BadArgument: always(MALFORMED),
  'Bad Argument': always(MALFORMED),
  BadSyntax: always(MALFORMED),
  ConversationNotFound: LOST,
  ActivityNotFoundInConversation: always(DELETED),
  MessageNotFound: always(DELETED),
  MemberNotFoundInConversation: always(GONE),
  MessageSizeTooBig: always(TOO_LONG),
};

const BY_STATUS: Readonly<Record<number, Readonly<Record<About, Row>>>> = {
  400: always(MALFORMED),
  401: always(TOKEN),
  403: CLOSED,
  404: LOST,
  412: always(BUSY),
  413: always(TOO_LONG),
};

/** Teams answered and said no: every status below 500. `text`: its answer; `traceId`: what Microsoft asks for in a report. */
export function refused(status: number, text: string, about: About, traceId?: string): Failure {
  const { code, message } = errorOf(text);
  const rows = (code !== undefined ? BY_CODE[code] : undefined) ?? BY_STATUS[status] ?? always(UNKNOWN);
  const [kind, fault, reaction] = rows[about];
  return {
    kind,
    fault,
    reaction,
    code: code ?? String(status),
    ...(message && { detail: message }),
    ...(traceId && { traceId }),
  };
}

/** A person cannot be found for a new private chat: 403 and 404 mean the same there. */
export function refusedCreate(status: number, text: string, traceId?: string): Failure {
  const failure = refused(status, text, 'person', traceId);
  const [kind, fault, reaction] = AWAY;
  return status === 404 ? { ...failure, kind, fault, reaction } : failure;
}

/** Too many calls. `retryAt` ISO; `code`: who says so, Teams (`429`) or we (`paced`). */
export function limited(retryAt: string, code: '429' | 'paced'): Failure {
  return { kind: 'limited', fault: 'call_budget', reaction: 'retry', code, retryAt };
}

/** The address is not one our token may go to. */
export function foreignService(): Failure {
  const [kind, fault, reaction] = PERMISSION;
  return { kind, fault, reaction, code: 'foreign_service_url' };
}

/** Entra's answer to our login. `AADSTS…` codes: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
export function loginRefused(status: number, text: string): Failure {
  const body = jsonObject(text);
  const said = typeof body?.error_description === 'string' ? body.error_description : '';
  const error = typeof body?.error === 'string' ? body.error : `login_${status}`;
  // After the first sentence come trace ids and a timestamp.
  const detail = said.split(/\r?\n| Trace ID/)[0]?.slice(0, 300);
  const [kind, fault, reaction] = TOKEN;
  return { kind, fault, reaction, code: /AADSTS\d+/.exec(said)?.[0] ?? error, ...(detail && { detail }) };
}

// `{error:{code,message}}`, or `{errorCode,message}` whose message is JSON with the subCode in it.
function errorOf(text: string): { readonly code?: string; readonly message?: string } {
  const body = jsonObject(text);
  const error = typeof body?.error === 'object' && body.error !== null ? (body.error as Record<string, unknown>) : body;
  const message = typeof error?.message === 'string' ? error.message : undefined;
  const inner = message === undefined ? undefined : jsonObject(message);
  const code = [inner?.subCode, error?.subCode, error?.code].find((each) => typeof each === 'string' && each !== '');
  const sentence = typeof inner?.details === 'string' ? inner.details : message;
  return {
    ...(typeof code === 'string' && { code: code.slice(0, 100) }),
    ...(sentence !== undefined && { message: sentence.slice(0, 300) }),
  };
}
