// Which e-mail addresses of Slack accounts count as the person's own.
import { afterEach, expect, test } from 'vitest';
import { ok } from '../../../../../src/domain/result.ts';
import { type RunningSlack, startSlack } from '../../../../support/slack/platform.ts';

let slack: RunningSlack;
afterEach(() => slack.stop());

const TRUSTED = { is_email_confirmed: true, profile: { email: 'ana@example.com' } };

async function emailOf(user: Readonly<Record<string, unknown>>): Promise<unknown> {
  slack = await startSlack({});
  slack.fake.users.set('U0ANA', { team_id: slack.fake.team, ...user });
  return slack.platform.emailOf('U0ANA');
}

test('a confirmed address of a full member of this workspace', async () => {
  expect(await emailOf({ ...TRUSTED, is_bot: false, is_restricted: false, is_stranger: false })).toEqual(
    ok('ana@example.com'),
  );
});

test.each<[string, Readonly<Record<string, unknown>>]>([
  ['an unconfirmed one', { is_email_confirmed: false }],
  ['one nobody speaks of', { is_email_confirmed: undefined }],
  ['a bot’s', { is_bot: true }],
  ['a guest’s', { is_restricted: true }],
  ['a single-channel guest’s', { is_ultra_restricted: true }],
  ['a stranger’s', { is_stranger: true }],
  ['somebody’s of another workspace', { team_id: 'T0OTHER' }],
  ['somebody’s who left', { deleted: true }],
  ['none, as without the scope', { profile: {} }],
  ['an empty one', { profile: { email: '' } }],
])('never %s', async (_what, change) => {
  expect(await emailOf({ ...TRUSTED, ...change })).toEqual(ok(undefined));
});

test('none of somebody Slack does not know', async () => {
  slack = await startSlack({});

  expect(await slack.platform.emailOf('U0NOBODY')).toEqual(ok(undefined));
});

test.each([
  ['is away', { status: 503 }],
  ['is broken', { error: 'internal_error' }],
  ['locks us out', { error: 'invalid_auth' }],
])('no answer while Slack %s', async (_, behaviour) => {
  slack = await startSlack({});
  slack.fake.users.set('U0ANA', { team_id: slack.fake.team, ...TRUSTED });
  slack.fake.behave('users.info', behaviour);

  expect(await slack.platform.emailOf('U0ANA')).toMatchObject({ ok: false });
});

test('none where the app lacks the permission to ask', async () => {
  slack = await startSlack({});
  slack.fake.users.set('U0ANA', { team_id: slack.fake.team, ...TRUSTED });
  slack.fake.behave('users.info', { error: 'missing_scope' });

  expect(await slack.platform.emailOf('U0ANA')).toEqual(ok(undefined));
});
