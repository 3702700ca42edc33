// Slack's error words → our faults. Literal table; https://docs.slack.dev/reference/methods lists them per method.
import type { Failure, FailureKind, Fault, Reaction } from '../../../../src/domain/fault.ts';

type Row = readonly [FailureKind, Fault, Reaction];
const TOKEN: Row = ['unauthorized', 'token_invalid', 'credentials'];
const PERMISSION: Row = ['misconfigured', 'permission_missing', 'credentials'];
const DOWN: Row = ['unavailable', 'service_down', 'retry'];
const TOO_LONG: Row = ['rejected', 'over_length', 'permanent'];
const MALFORMED: Row = ['rejected', 'invalid_parameter', 'permanent'];

const BY_ERROR: Readonly<Record<string, Row>> = {
  invalid_auth: TOKEN,
  not_authed: TOKEN,
  account_inactive: TOKEN,
  token_revoked: TOKEN,
  token_expired: TOKEN,
  missing_scope: PERMISSION,
  not_allowed_token_type: PERMISSION,
  no_permission: PERMISSION,
  access_denied: PERMISSION,
  not_in_channel: PERMISSION,
  channel_not_found: PERMISSION,
  is_archived: PERMISSION,
  restricted_action: PERMISSION,
  restricted_action_read_only_channel: PERMISSION,
  restricted_action_thread_only_channel: PERMISSION,
  restricted_action_non_threadable_channel: PERMISSION,
  restricted_action_thread_locked: PERMISSION,
  messages_tab_disabled: PERMISSION,
  ekm_access_denied: PERMISSION,
  internal_error: DOWN,
  fatal_error: DOWN,
  service_unavailable: DOWN,
  request_timeout: DOWN,
  team_added_to_org: DOWN,
  msg_too_long: TOO_LONG,
  view_too_large: TOO_LONG,
  msg_blocks_too_long: TOO_LONG,
  invalid_blocks: MALFORMED,
  invalid_blocks_format: MALFORMED,
  invalid_arguments: MALFORMED,
  message_limit_exceeded: ['limited', 'call_budget', 'retry'],
  ratelimited: ['limited', 'call_budget', 'retry'],
  rate_limited: ['limited', 'call_budget', 'retry'],
};

/** `error` is Slack's word; unknown words are refusals, because Slack answered and said no. */
export function refused(error: string, detail?: string, retryAt?: string): Failure {
  const [kind, fault, reaction] = BY_ERROR[error] ?? ['rejected', 'unknown_error', 'permanent'];
  return { kind, fault, reaction, code: error, ...(detail && { detail }), ...(retryAt && { retryAt }) };
}

/** Slack said to wait. `retryAt` ISO. */
export function limited(retryAt: string): Failure {
  return { kind: 'limited', fault: 'call_budget', reaction: 'retry', code: 'ratelimited', retryAt };
}
