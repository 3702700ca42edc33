// The whole way on Slack: the event comes in signed, the use-case decides, and what people then read stands in the fake.
import { afterEach, expect, test } from 'vitest';
import { createHear } from '../../../src/app/posting/place-events.ts';
import type { ChatPlatform } from '../../../src/ports/chat.ts';
import { startTestApp, type TestApp } from '../../support/app/app.ts';
import { roleTable } from '../../support/app/settings.ts';
import { BOT_USER } from '../../support/slack/fake-slack-methods.ts';
import { type RunningSlack, startSlack } from '../../support/slack/platform.ts';
import { JSON_TYPE, postSigned } from '../../support/slack/transport.ts';

let slack: RunningSlack;
afterEach(() => slack.stop());

/** Slack alone, with its approval channel as the admin place. */
async function start(): Promise<TestApp> {
  const place = { platform: 'slack', channel: 'C0APPROVAL' };
  const app = await startTestApp({
    places: { approval: [place], admin: [place], sends: [] },
    roles: roleTable({ approver: ['slack:U0BEN'], admin: ['slack:U0MARTA'] }),
  });
  slack = await startSlack({ hear: createHear(app.deps) });
  (app.deps.platforms as Map<string, ChatPlatform>).set('slack', slack.platform); // the map the test app was made with
  return app;
}

let count = 0;
async function tells(event: object): Promise<void> {
  count += 1;
  const ts = 1_790_000_000 + count;
  const delivery = { type: 'event_callback', team_id: slack.platform.tenant(), event_id: `Ev${count}`, event_time: ts };
  const answer = await postSigned(
    slack.target,
    JSON.stringify({ ...delivery, event: { event_ts: `${ts}.0001`, ...event } }),
    JSON_TYPE,
  );
  expect(answer.status).toBe(200);
}

const posted = () => slack.fake.messages.map(({ channel, text }) => `${channel}: ${text}`);

test.each([
  ['archived', { type: 'channel_archive', channel: 'C0APPROVAL' }, /archived/],
  ['left', { type: 'member_left_channel', channel: 'C0APPROVAL', user: BOT_USER }, /may not write/],
  ['deleted', { type: 'channel_deleted', channel: 'C0APPROVAL' }, /deleted/],
])('%s: the admin reads it privately at once, nothing goes to the channel', async (_, event, cure) => {
  const app = await start();

  await tells(event);
  await tells(event);
  await app.settle();

  expect(posted()).toEqual([expect.stringMatching(cure)]);
  expect(posted()[0]).not.toMatch(/^C0APPROVAL/);
  expect(slack.fake.callsOf('conversations.open')[0]?.args).toMatchObject({ users: 'U0MARTA' });
});
