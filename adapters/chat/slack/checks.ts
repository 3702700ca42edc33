// `aval doctor` for Slack: token, scopes against the app's list, clock, channels. Each line says what to do.
import type { Check, Clock } from '../../../src/ports/process.ts';
import { SCOPES } from './app-facts.ts';
import { checkPeople, whyOf } from './check-people.ts';
import { MAX_SKEW_S } from './in/signature.ts';
import type { SlackClient } from './out/client.ts';
import { readIdentity } from './out/identity.ts';

const okay = (name: string, detail: string): Check => ({ name, status: 'ok', detail, fix: '' });

/** `channels`: ids of the configured Slack channels; `people`: of the people its roles name, most important first. */
export async function checkSlack(
  client: SlackClient,
  channels: readonly string[],
  now: Clock,
  people: readonly string[] = [],
): Promise<readonly Check[]> {
  const identity = await readIdentity(client);
  if (!identity.ok) {
    const fix =
      identity.error.fault === 'token_invalid'
        ? 'Install the app again and put its Bot User OAuth Token (xoxb-…) into SLACK_BOT_TOKEN.'
        : 'Let this machine reach SLACK_API_URL (https://slack.com/api/) by HTTPS, directly or through a proxy.';
    return [{ name: 'slack token', status: 'failed', detail: `auth.test: ${whyOf(identity.error)}`, fix }];
  }
  const { team, botUserId, called } = identity.value;
  const reached = await Promise.all([...new Set(channels)].map((channel) => checkChannel(client, channel)));
  return [
    okay('slack token', `workspace ${team}, bot ${botUserId}`),
    scopes(called.scopes),
    clock(called.date, now),
    ...reached.flat(),
    ...(await checkPeople(client, people)),
  ];
}

function scopes(granted: string | undefined): Check {
  const name = 'slack scopes';
  if (granted === undefined)
    return {
      name,
      status: 'warning',
      detail: 'Slack did not say which scopes the token has',
      fix: 'Compare them with manifests/slack.yaml by hand.',
    };
  const has = new Set(granted.split(',').map((scope) => scope.trim()));
  const missing = Object.entries(SCOPES).filter(([scope]) => !has.has(scope));
  if (missing.length === 0) return okay(name, granted);
  const detail = `missing: ${missing.map(([scope, use]) => `${scope} (${use})`).join(', ')}`;
  return {
    name,
    status: 'failed',
    detail,
    fix: 'Paste manifests/slack.yaml into the app settings (App Manifest), save, and install the app again.',
  };
}

function clock(date: string | undefined, now: Clock): Check {
  const name = 'slack clock';
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs))
    return {
      name,
      status: 'warning',
      detail: 'Slack sent no Date header',
      fix: 'Check that nothing between here and Slack removes headers.',
    };
  const skew = Math.round((now().getTime() - theirs) / 1000);
  const detail = `this machine is ${Math.abs(skew)} s ${skew < 0 ? 'behind' : 'ahead of'} Slack`;
  if (Math.abs(skew) <= 30) return okay(name, detail);
  return {
    name,
    status: Math.abs(skew) > MAX_SKEW_S ? 'failed' : 'warning',
    detail,
    fix: 'Set the clock (NTP): requests more than 5 minutes off are refused.',
  };
}

async function checkChannel(client: SlackClient, channel: string): Promise<readonly Check[]> {
  const name = `slack channel ${channel}`;
  const got = await client.call('conversations.info', { channel }, { lane: 'background' });
  if (!got.ok) {
    const fix =
      got.error.code === 'channel_not_found'
        ? 'Put the channel id (C…) into the configuration, and invite the bot if it is private.'
        : 'See the token and scope lines above.';
    return [{ name, status: 'failed', detail: `conversations.info: ${whyOf(got.error)}`, fix }];
  }
  const info = (got.value.answer.channel ?? {}) as Readonly<Record<string, unknown>>;
  if (info.is_archived === true)
    return [{ name, status: 'failed', detail: 'archived', fix: 'Unarchive it, or configure another channel.' }];
  if (info.is_member !== true)
    return [{ name, status: 'failed', detail: 'the bot is not a member', fix: 'Write /invite @Aval in the channel.' }];
  if (info.is_ext_shared === true) {
    const detail = 'shared with another company: its people see what is posted there, though they cannot use it';
    return [
      { name, status: 'warning', detail, fix: 'Use a channel that is not shared (Slack Connect) for approvals.' },
    ];
  }
  return [okay(name, 'member, not shared')];
}
