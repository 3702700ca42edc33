// Meta's errors as this server words them. Surprise: one code may come as an HTTP answer or, later, inside a `failed`
// status, in two different shapes.
import { STATUS_CODES } from 'node:http';
import type { Fields } from './json.ts';
import type { TransportFault } from './magic-numbers.ts';

export type GraphError = {
  readonly status: number;
  readonly code: number;
  readonly subcode?: number;
  readonly message: string;
  readonly details?: string;
  readonly userTitle?: string;
  readonly userMessage?: string;
};

type Known = { readonly status: number; readonly title: string; readonly details: string };

/** Code → HTTP status and Meta's words. */
const KNOWN: Readonly<Record<number, Known>> = {
  1: { status: 400, title: 'API Unknown', details: 'Invalid request or possible server error.' },
  2: { status: 503, title: 'API Service', details: 'Temporary due to downtime or due to being overloaded.' },
  10: { status: 403, title: 'Permission Denied', details: 'Permission is either not granted or has been removed.' },
  100: {
    status: 400,
    title: 'Invalid parameter',
    details: 'The request included one or more unsupported or misspelled parameters.',
  },
  190: { status: 401, title: 'Access token has expired', details: 'The access token has expired.' },
  368: {
    status: 403,
    title: 'Temporarily blocked for policies violations',
    details: 'The WhatsApp Business Account has been restricted or disabled for violating a platform policy.',
  },
  80007: {
    status: 400,
    title: 'Rate limit issues',
    details: 'The WhatsApp Business Account has reached its rate limit.',
  },
  130429: { status: 429, title: 'Rate limit hit', details: 'Cloud API message throughput has been reached.' },
  130472: {
    status: 400,
    title: "User's number is part of an experiment",
    details: 'Message was not sent as part of an experiment.',
  },
  130497: {
    status: 403,
    title: 'Business account is restricted from messaging users in this country.',
    details: 'The business account may not message users in certain countries.',
  },
  131000: { status: 500, title: 'Something went wrong', details: 'Message failed to send due to an unknown error.' },
  131005: { status: 403, title: 'Access denied', details: 'Permission is either not granted or has been removed.' },
  131008: {
    status: 400,
    title: 'Required parameter is missing',
    details: 'The request is missing a required parameter.',
  },
  131009: { status: 400, title: 'Parameter value is not valid', details: 'One or more parameter values are invalid.' },
  131016: { status: 503, title: 'Service unavailable', details: 'A service is temporarily unavailable.' },
  131021: {
    status: 400,
    title: 'Recipient cannot be sender',
    details: 'Sender and recipient phone number is the same.',
  },
  131026: {
    status: 400,
    title: 'Message undeliverable',
    details: 'Unable to deliver message: not a WhatsApp number, an old version, or the terms were not accepted.',
  },
  131031: {
    status: 403,
    title: 'Business Account locked',
    details: 'The account has been locked for a policy violation or because data could not be verified.',
  },
  131037: {
    status: 400,
    title: 'WhatsApp provided number needs display name approval before message can be sent',
    details: 'The display name of this number has not been approved.',
  },
  131042: {
    status: 402,
    title: 'Business eligibility payment issue',
    details: 'There was an error related to your payment method.',
  },
  131045: {
    status: 500,
    title: 'Incorrect certificate',
    details: 'Message failed to send due to a phone number registration error.',
  },
  131047: {
    status: 400,
    title: 'Re-engagement message',
    details: 'More than 24 hours have passed since the recipient last replied to the sender number.',
  },
  131048: {
    status: 429,
    title: 'Spam rate limit hit',
    details: 'Message failed to send because of restrictions on how many messages can be sent from this phone number.',
  },
  131049: {
    status: 400,
    title: 'This message was not delivered to maintain healthy ecosystem engagement.',
    details: 'Meta chose not to deliver this message. Do not send it again at once.',
  },
  131050: {
    status: 400,
    title: 'User stopped marketing messages',
    details: 'The recipient chose to stop receiving marketing messages from this business.',
  },
  131051: { status: 400, title: 'Unsupported message type', details: 'Message type is currently not supported.' },
  131053: { status: 400, title: 'Media upload error', details: 'Unable to upload the media used in the message.' },
  131056: {
    status: 400,
    title: 'Pair rate limit hit',
    details: 'Too many messages sent from this phone number to the same recipient in a short time.',
  },
  131057: { status: 500, title: 'Account in maintenance mode', details: 'Business account is in maintenance mode.' },
  131059: { status: 400, title: 'Invalid cursor', details: 'The paging cursor is stale; list again without a cursor.' },
  131064: {
    status: 403,
    title: 'Template category restriction',
    details: 'Template sends are limited because of repeated wrong categories.',
  },
  132000: {
    status: 400,
    title: 'Number of parameters does not match the expected number of params',
    details: 'The parameter values do not match the variables of the template.',
  },
  132001: {
    status: 404,
    title: 'Template name does not exist in the translation',
    details: 'The template does not exist in the specified language or has not been approved.',
  },
  132005: { status: 400, title: 'Translated text too long', details: 'The translated text is too long.' },
  132007: {
    status: 400,
    title: 'Template content policy violated',
    details: 'Template content violates a WhatsApp policy.',
  },
  132012: {
    status: 400,
    title: 'Parameter format does not match format in the created template',
    details: 'Variable parameter values are formatted incorrectly.',
  },
  132015: {
    status: 400,
    title: 'Template is paused',
    details: 'Template is paused due to low quality so it cannot be sent in a template message.',
  },
  132016: {
    status: 400,
    title: 'Template is disabled',
    details: 'Template has been paused too many times due to low quality and is now permanently disabled.',
  },
  132018: {
    status: 400,
    title: 'Template parameter validation failed',
    details: 'A parameter text may not have new-line or tab characters or more than 4 consecutive spaces.',
  },
  133010: {
    status: 400,
    title: 'Phone number not registered',
    details: 'Phone number is not registered on the WhatsApp Business Platform.',
  },
  135000: {
    status: 400,
    title: 'Generic user error',
    details: 'Message failed to send because of an unknown error with the request parameters.',
  },
};

/** Error of a known code, with its own details when given. */
export function graphError(code: number, details?: string): GraphError {
  const known = KNOWN[code] ?? { status: 400, title: 'Unknown error', details: 'Unknown error.' };
  const message = code < 1000 ? known.title : `(#${code}) ${known.title}`;
  return { status: known.status, code, message, details: details ?? known.details };
}

/** Refusal of a template: code 100 with what Meta's editor would show. Several faults have no published subcode. */
export function templateError(subcode: number | undefined, userTitle: string, userMessage: string): GraphError {
  return {
    status: 400,
    code: 100,
    message: 'Invalid parameter',
    userTitle,
    userMessage,
    ...(subcode === undefined ? {} : { subcode }),
  };
}

/** Body of the HTTP answer. */
export function errorBody(error: GraphError, traceId: string): Fields {
  return {
    error: {
      message: error.message,
      type: 'OAuthException',
      code: error.code,
      ...(error.subcode === undefined ? {} : { error_subcode: error.subcode, is_transient: false }),
      ...(error.userTitle === undefined ? {} : { error_user_title: error.userTitle }),
      ...(error.userMessage === undefined ? {} : { error_user_msg: error.userMessage }),
      ...(error.details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details: error.details } }),
      fbtrace_id: traceId,
    },
  };
}

/** Item of a failed status' `errors`. */
export function statusError(code: number): Fields {
  const error = graphError(code);
  return {
    code,
    title: KNOWN[code]?.title ?? error.message,
    message: KNOWN[code]?.title ?? error.message,
    error_data: { details: error.details },
    href: 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/',
  };
}

/** What a broken proxy in front of Meta answers. */
export function htmlPage(status: number): string {
  const reason = STATUS_CODES[status] ?? 'Error';
  return `<!DOCTYPE html><html><head><title>${status} ${reason}</title></head><body><h1>${reason}</h1></body></html>`;
}

/** What a Graph call answers. `transport`: how the answer is spoilt on its way. */
export type Answer = (
  | { readonly ok: true; readonly body: Fields }
  | { readonly ok: false; readonly error: GraphError }
) & {
  readonly transport?: TransportFault;
};

export function answer(body: Fields): Answer {
  return { ok: true, body };
}

export function refuse(error: GraphError): Answer {
  return { ok: false, error };
}
