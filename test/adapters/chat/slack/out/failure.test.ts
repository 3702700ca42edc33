// Slack's words for no: what is mended waits and is told, what is final is refused, and a word nobody here knows waits.
import { describe, expect, test } from 'vitest';
import { refused } from '../../../../../adapters/chat/slack/out/failure.ts';

const waits = (word: string) => {
  const { kind, reaction } = refused(word);
  return kind !== 'rejected' && (reaction === 'credentials' || reaction === 'retry');
};
const isTold = (word: string) => refused(word).reaction === 'credentials';

describe('waits, and is told, because somebody mends it', () => {
  test.each([
    'org_login_required',
    'accesslimited',
    'team_access_not_granted',
    'two_factor_setup_required',
    'ekm_access_denied',
    'messages_tab_disabled',
    'missing_scope',
    'no_permission',
    'access_denied',
    'not_allowed_token_type',
    'token_revoked',
    'token_expired',
    'account_inactive',
    'invalid_auth',
    'not_authed',
    'is_archived',
    'not_in_channel',
    'channel_not_found',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'restricted_action_non_threadable_channel',
    'restricted_action_thread_locked',
    // Nobody here knows these.
    'a_word_of_next_year',
    'enterprise_is_restricted',
    'team_quota_exceeded',
    '',
  ])('%s', (word) => {
    expect(waits(word)).toBe(true);
    expect(isTold(word)).toBe(true);
  });
});

test.each([
  'external_channel_migrating',
  'team_added_to_org',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
])('waits by itself, for minutes: %s', (word) => {
  expect(refused(word)).toMatchObject({ reaction: 'retry' });
  expect(refused(word).kind).not.toBe('rejected');
});

test.each([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'block_mismatch',
  'thread_not_found',
  'expired_trigger_id',
  'msg_too_long',
  'invalid_blocks',
  'user_disabled',
  'user_not_found',
  'is_inactive',
])('is final, and refuses what it is about: %s', (word) => {
  expect(refused(word)).toMatchObject({ kind: 'rejected', reaction: 'permanent', code: word });
});

test('a refused scope is named beside the word', () => {
  expect(refused('missing_scope', 'needed scope: im:history')).toMatchObject({ detail: 'needed scope: im:history' });
});
