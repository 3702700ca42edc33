// Slack's error words → our faults. Literal table; https://docs.slack.dev/reference/methods lists them per method.
import type { Failure, FailureKind, Fault, Reaction } from '../../../../src/domain/fault.ts';

type Row = readonly [FailureKind, Fault, Reaction];
const TOKEN: Row = ['unauthorized', 'token_invalid', 'credentials'];
const PERMISSION: Row = ['misconfigured', 'permission_missing', 'credentials'];
const ARCHIVED: Row = ['misconfigured', 'place_archived', 'credentials'];
const NO_PLACE: Row = ['misconfigured', 'place_gone', 'credentials'];
const CLOSED: Row = ['misconfigured', 'place_closed', 'credentials'];
/** A rule of the workspace stands in the way, and goes again: waited for, and told. */
const SET_UP: Row = ['misconfigured', 'unknown_error', 'credentials'];
const AWAY: Row = ['rejected', 'person_unreachable', 'permanent'];
const FINAL: Row = ['rejected', 'unknown_error', 'permanent'];
const DELETED: Row = ['rejected', 'message_gone', 'permanent'];
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
  not_in_channel: CLOSED,
  channel_not_found: NO_PLACE,
  is_archived: ARCHIVED,
  restricted_action: CLOSED,
  restricted_action_read_only_channel: CLOSED,
  restricted_action_thread_only_channel: CLOSED,
  restricted_action_non_threadable_channel: CLOSED,
  restricted_action_thread_locked: CLOSED,
  messages_tab_disabled: PERMISSION,
  ekm_access_denied: PERMISSION,
  org_login_required: SET_UP,
  accesslimited: SET_UP,
  team_access_not_granted: SET_UP,
  two_factor_setup_required: SET_UP,
  message_not_found: DELETED,
  // A channel on its way to another workspace; minutes.
  external_channel_migrating: DOWN,
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
  invalid_metadata_format: MALFORMED,
  metadata_too_large: TOO_LONG,
  no_text: MALFORMED,
  too_many_attachments: TOO_LONG,
  user_disabled: AWAY,
  user_not_found: AWAY,
  users_not_found: AWAY,
  user_not_visible: AWAY,
  is_inactive: AWAY,
  cannot_dm_bot: AWAY,
  message_limit_exceeded: ['limited', 'call_budget', 'retry'],
  ratelimited: ['limited', 'call_budget', 'retry'],
  rate_limited: ['limited', 'call_budget', 'retry'],
};

/** Final words that say nothing more than no: about one message, one view, one trigger. */
const NO = new Set([
  'thread_not_found',
  'cannot_reply_to_message',
  'invalid_thread_ts',
  'cant_update_message',
  'edit_window_closed',
  'block_mismatch',
  'trigger_expired',
  'trigger_exchanged',
  'expired_trigger_id',
  'exchanged_trigger_id',
  'invalid_trigger',
  'invalid_trigger_id',
  'hash_conflict',
  'not_found',
  'view_not_found',
  'duplicate_external_id',
  'push_limit_reached',
  'foreign_response_url',
  'used_url',
  'expired_url',
  'invalid_post_type',
  'method_not_supported_for_channel_type',
]);

/**
 * `error` is Slack's word. Only words known to be final refuse: one that nobody here knows may be a rule that is mended
 * tomorrow, so what it stops waits, and people are told.
 */
export function refused(error: string, detail?: string, retryAt?: string): Failure {
  const [kind, fault, reaction] = BY_ERROR[error] ?? (isFinal(error) ? FINAL : SET_UP);
  return { kind, fault, reaction, code: error, ...(detail && { detail }), ...(retryAt && { retryAt }) };
}

function isFinal(error: string): boolean {
  return NO.has(error) || error.startsWith('response_url_');
}

/** Slack said to wait. `retryAt` ISO. */
export function limited(retryAt: string): Failure {
  return { kind: 'limited', fault: 'call_budget', reaction: 'retry', code: 'ratelimited', retryAt };
}
