// What Slack tells of channels and of our access, heard before the first call fails.
import { afterEach, describe, expect, test } from 'vitest';
import { EVENTS } from '../../../../../adapters/chat/slack/app-facts.ts';
import { PLACE_EVENTS } from '../../../../../adapters/chat/slack/in/place-events.ts';
import type { PlatformEvent } from '../../../../../src/ports/chat.ts';
import { BOT_USER } from '../../../../support/slack/fake-slack-methods.ts';
import { type RunningSlack, startSlack } from '../../../../support/slack/platform.ts';
import { JSON_TYPE, postSigned } from '../../../../support/slack/transport.ts';

let slack: RunningSlack;
afterEach(() => slack.stop());

const EVENT_TS = '1790000000.000100';
const AT = '2026-09-21T14:13:20.000Z';

async function start(hear?: (event: PlatformEvent) => Promise<void>) {
  const heard: PlatformEvent[] = [];
  slack = await startSlack({ hear: hear ?? (async (event) => void heard.push(event)) });
  return heard;
}

function delivery(event: object) {
  return JSON.stringify({
    type: 'event_callback',
    team_id: slack.platform.tenant(),
    event_id: 'Ev1',
    event_time: 1_790_000_000,
    event: { event_ts: EVENT_TS, ...event },
  });
}
const sends = (event: object) => postSigned(slack.target, delivery(event), JSON_TYPE);

describe('heard', () => {
  const lost = (fault: string) => ({ kind: 'place_lost', channel: 'C0APPROVAL', fault });
  const back = { kind: 'place_back', channel: 'C0APPROVAL' };
  const channel = 'C0APPROVAL';

  test.each([
    [{ type: 'channel_archive', channel, user: 'U0ANA' }, lost('place_archived')],
    [{ type: 'group_archive', channel }, lost('place_archived')],
    [{ type: 'channel_deleted', channel }, lost('place_gone')],
    [{ type: 'group_deleted', channel }, lost('place_gone')],
    [{ type: 'channel_left', channel }, lost('place_closed')],
    [{ type: 'group_left', channel }, lost('place_closed')],
    [{ type: 'member_left_channel', channel, user: BOT_USER }, lost('place_closed')],
    [{ type: 'member_joined_channel', channel, user: BOT_USER }, back],
    [{ type: 'channel_unarchive', channel }, back],
    [{ type: 'group_unarchive', channel: { id: channel } }, back],
    [
      { type: 'channel_id_changed', old_channel_id: channel, new_channel_id: 'C0NEW' },
      { kind: 'place_moved', channel, to: 'C0NEW' },
    ],
    [{ type: 'tokens_revoked', tokens: { oauth: [], bot: [BOT_USER] } }, { kind: 'access_lost' }],
    [{ type: 'app_uninstalled' }, { kind: 'access_lost' }],
  ])('$type', async (event, expected) => {
    const heard = await start();

    expect((await sends(event)).status).toBe(200);
    expect(heard).toEqual([{ platform: 'slack', eventId: 'Ev1', at: AT, ...expected }]);
  });
});

test.each([
  ['somebody else leaves', { type: 'member_left_channel', channel: 'C0APPROVAL', user: 'U0ANA' }],
  ['somebody else joins', { type: 'member_joined_channel', channel: 'C0APPROVAL', user: 'U0ANA' }],
  ['a person’s own token', { type: 'tokens_revoked', tokens: { oauth: ['U0ANA'] } }],
  ['no channel', { type: 'channel_archive' }],
])('not ours to tell: %s', async (_, event) => {
  const heard = await start();

  expect((await sends(event)).status).toBe(200);
  expect(heard).toEqual([]);
});

test('what could not be kept is not acknowledged, so that Slack sends it again', async () => {
  await start(() => Promise.reject(new Error('database is gone')));

  expect((await sends({ type: 'channel_archive', channel: 'C0APPROVAL' })).status).toBe(500);
});

test('each is subscribed to, and nothing else is but messages', async () => {
  await start();

  expect(EVENTS.filter((name) => !name.startsWith('message.')).toSorted()).toEqual([...PLACE_EVENTS].toSorted());
});
