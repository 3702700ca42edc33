// Thread messages that are for us and those that are not, and the recorded payloads of every kind.
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Dispatch, Intent } from '../../../../../src/ports/chat.ts';
import { aCard } from '../../../../support/chat-samples.ts';
import { startFakeSlack } from '../../../../support/slack/fake-slack.ts';
import { BOT_USER } from '../../../../support/slack/fake-slack-methods.ts';
import { type RunningSlack, type SlackOptions, startSlack } from '../../../../support/slack/platform.ts';
import { JSON_TYPE, postSigned } from '../../../../support/slack/transport.ts';

let slack: RunningSlack;
let intents: Intent[] = [];
afterEach(() => slack.stop());

async function start(options: SlackOptions = {}): Promise<RunningSlack> {
  intents = [];
  const dispatch: Dispatch = async (intent) => {
    intents.push(intent);
    return { show: 'nothing' };
  };
  slack = await startSlack({ dispatch, ...options });
  return slack;
}
const post = (body: string, type: string) => postSigned(slack.target, body, type);
const root = { platform: 'slack', channel: 'C0APPROVAL', message: '1.1', thread: '1.1' };

describe('messages', () => {
  test.each([
    ['a bot', { bot_id: 'B1' }],
    ['an edit', { subtype: 'message_changed' }],
    ['a deletion', { subtype: 'message_deleted' }],
    ['a join', { subtype: 'channel_join' }],
    ['a message outside threads', { thread_ts: undefined }],
    ['the root itself', { thread_ts: '5.5', ts: '5.5' }],
  ])('%s is not for us', async (_, change) => {
    await start();

    expect((await post(JSON.stringify(slack.ana.messageEvent(root, 'x', change)), JSON_TYPE)).status).toBe(200);
    expect(intents).toEqual([]);
  });

  test.each(['file_share', 'thread_broadcast'])('%s is a person talking', async (subtype) => {
    await start();

    await post(JSON.stringify(slack.ana.messageEvent(root, 'see this', { subtype })), JSON_TYPE);

    expect(intents).toMatchObject([{ kind: 'thread_message', text: 'see this' }]);
  });

  test('our name in a message asks for an answer, in a thread or not, and its answer stays where it was asked', async () => {
    const heard: Intent[] = [];
    await start({
      dispatch: async (intent) => {
        heard.push(intent);
        return { show: 'notice', card: aCard({ title: 'Only a note', actions: [] }) };
      },
    });
    const event = slack.ana.messageEvent(root, '', { text: `<@${BOT_USER}> thanks!` });
    const alone = slack.ana.messageEvent(root, '', { text: `hey <@${BOT_USER}>`, thread_ts: undefined });

    await post(JSON.stringify(event), JSON_TYPE);
    await post(JSON.stringify(alone), JSON_TYPE);
    await post(JSON.stringify(slack.ana.messageEvent(root, 'hello', { thread_ts: undefined })), JSON_TYPE);

    await vi.waitFor(() => expect(slack.fake.callsOf('chat.postEphemeral')).toHaveLength(2));
    expect(heard).toMatchObject([{ toUs: true }, { toUs: true }]);
    expect(slack.fake.callsOf('chat.postEphemeral').map(({ args }) => args.thread_ts)).toEqual(['1.1', undefined]);
  });

  test('what is written to us directly needs no name and no thread, and its answer stays there', async () => {
    const heard: Intent[] = [];
    await start({
      dispatch: async (intent) => {
        heard.push(intent);
        return { show: 'notice', card: aCard({ title: 'What you can do', actions: [] }) };
      },
    });
    const direct = { platform: 'slack', channel: 'D0ANA', message: '9.1', thread: '9.1' };
    const hello = slack.ana.messageEvent(direct, 'hello', { thread_ts: undefined, channel_type: 'im' });

    await post(JSON.stringify(hello), JSON_TYPE);

    await vi.waitFor(() => expect(slack.fake.callsOf('chat.postMessage')).toHaveLength(1));
    expect(heard).toMatchObject([{ kind: 'thread_message', text: 'hello', toUs: true }]);
    expect(slack.fake.callsOf('chat.postMessage')[0]?.args).toMatchObject({ channel: 'D0ANA' });
    expect(slack.fake.callsOf('chat.postEphemeral')).toEqual([]);
  });

  test('a guest comes as one, once Slack has said so', async () => {
    await start();
    slack.fake.users.set('U0ANA', { is_ultra_restricted: true });

    await slack.ana.say(root, 'first');
    await vi.waitFor(() => expect(slack.fake.callsOf('users.info')).toHaveLength(1));
    await vi.waitFor(async () => {
      await slack.ana.say(root, 'again');
      expect(intents.at(-1)?.actor).toMatchObject({ id: 'U0ANA', guest: true });
    });
  });

  test('a notice in answer to a message is whispered in its thread', async () => {
    await start({ dispatch: async () => ({ show: 'notice', card: aCard({ title: 'Only a note', actions: [] }) }) });

    await slack.ana.say(root, 'hello');

    await vi.waitFor(() =>
      expect(slack.fake.callsOf('chat.postEphemeral')[0]?.args).toMatchObject({
        user: 'U0ANA',
        thread_ts: '1.1',
        channel: 'C0APPROVAL',
      }),
    );
  });
});

describe('recorded payloads', () => {
  const folder = new URL('../../../../fixtures/slack/', import.meta.url);

  test.each(readdirSync(folder))('%s is understood', async (file) => {
    const { contentType, team, expected, body } = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    await start({ fake: await startFakeSlack({ team }) });
    const text =
      contentType === JSON_TYPE
        ? JSON.stringify(body)
        : new URLSearchParams(body.type ? { payload: JSON.stringify(body) } : body).toString();

    expect((await post(text, contentType)).status).toBe(200);
    await vi.waitFor(() => expect(intents).toMatchObject(expected));
  });
});
