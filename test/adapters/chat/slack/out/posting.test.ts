// Posting, repainting, and what every kind of trouble with the Web API becomes.
import { afterEach, describe, expect, test } from 'vitest';
import { createClient, type SlackClient } from '../../../../../adapters/chat/slack/out/client.ts';
import { createPosting } from '../../../../../adapters/chat/slack/out/posting.ts';
import { aCard } from '../../../../support/chat-samples.ts';
import { type Behaviour, type FakeSlack, startFakeSlack } from '../../../../support/slack/fake-slack.ts';
import { type RunningSlack, startSlack } from '../../../../support/slack/platform.ts';

let slack: RunningSlack | undefined;
let fake: FakeSlack | undefined;
let client: SlackClient | undefined;
afterEach(async () => {
  await slack?.stop();
  await client?.close();
  if (!slack) await fake?.stop();
  slack = undefined;
  fake = undefined;
  client = undefined;
});

const channel = { to: 'channel', channel: 'C0APPROVAL' } as const;
const start = async () => {
  slack = await startSlack({ deps: { deadlineMs: { background: 300 } } });
  return slack;
};

describe('posting', () => {
  test('sends the summary, the blocks and our key, and unfurls nothing', async () => {
    const {
      platform,
      fake: { callsOf },
    } = await start();

    await platform.post(channel, aCard(), 'key-1');

    expect(callsOf('chat.postMessage')[0]?.args).toMatchObject({
      channel: 'C0APPROVAL',
      text: 'Order ready: please decide',
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: 'aval_card', event_payload: { key: 'key-1' } },
    });
  });

  test.each<[string, Behaviour]>([
    ['the connection breaks after the message was taken', { lost: true, times: 1 }],
    ['no answer comes', { hang: true, times: 1 }],
    ['the answer is cut off', { cut: true, times: 1 }],
    ['a proxy answers', { html: true, times: 1 }],
    ['Slack breaks', { status: 502, times: 1 }],
  ])('is uncertain when %s, and the next try looks before it posts', async (_, how) => {
    const { platform, fake } = await start();
    fake.behave('chat.postMessage', how);

    const first = await platform.post(channel, aCard(), 'key-1');
    const second = await platform.post(channel, aCard(), 'key-1');

    expect(first).toMatchObject({ ok: false, error: { kind: 'uncertain' } });
    expect(second).toMatchObject({ ok: true });
    expect(fake.messages).toHaveLength(1);
    expect(fake.callsOf('conversations.history')).toHaveLength(1);
  });

  test('looks in the thread when the lost message was a reply', async () => {
    const { platform, fake } = await start();
    const root = await platform.post(channel, aCard(), 'root');
    if (!root.ok) throw new Error('not posted');
    fake.behave('chat.postMessage', { lost: true, times: 1 });

    await platform.post({ to: 'thread', root: root.value, alsoInChannel: true }, aCard(), 'reply');
    const again = await platform.post({ to: 'thread', root: root.value, alsoInChannel: true }, aCard(), 'reply');

    expect(again).toMatchObject({ ok: true, value: { thread: root.value.message } });
    expect(fake.messages).toHaveLength(2);
    expect(fake.callsOf('chat.postMessage')[1]?.args).toMatchObject({
      thread_ts: root.value.message,
      reply_broadcast: true,
    });
  });

  test('finds its lost reply behind hundreds of others, also from a process that never tried', async () => {
    const { platform, fake } = await start();
    const root = await platform.post(channel, aCard(), 'root');
    if (!root.ok) throw new Error('not posted');
    const thread = { to: 'thread', root: root.value } as const;
    for (let each = 0; each < 150; each += 1) await platform.post(thread, aCard(), `earlier-${each}`);
    fake.behave('chat.postMessage', { lost: true, times: 1 });
    await platform.post(thread, aCard(), 'reply');
    const lost = fake.messages.at(-1)?.ts;

    const other = createClient({ botToken: 'xoxb', apiUrl: fake.apiUrl }, { now: () => new Date() });
    // The fake's clock stands in September 2026.
    const again = '2026-09-21T00:00:00.000Z';
    const found = await createPosting(
      other,
      () => new Date(),
      async () => false,
    ).post(thread, aCard(), 'reply', { again });
    await other.close();

    expect(found).toMatchObject({ ok: true, value: { message: lost } });
    expect(fake.messages).toHaveLength(152);
  });

  test('cannot post blind while it cannot look', async () => {
    const { platform, fake } = await start();
    fake.behave('chat.postMessage', { lost: true, times: 1 });
    fake.behave('conversations.history', { error: 'missing_scope' });

    await platform.post(channel, aCard(), 'key-1');
    const second = await platform.post(channel, aCard(), 'key-1');

    expect(second).toMatchObject({ ok: false, error: { fault: 'permission_missing' } });
    expect(fake.messages).toHaveLength(1);
  });

  test('opens a direct channel once per person', async () => {
    const { platform, fake } = await start();

    await platform.post({ to: 'person', id: 'U0ANA' }, aCard(), 'a');
    await platform.post({ to: 'person', id: 'U0ANA' }, aCard(), 'b');

    expect(fake.callsOf('conversations.open')).toHaveLength(1);
    expect(fake.messages.map((message) => message.channel)).toEqual(['D-U0ANA', 'D-U0ANA']);
  });

  test.each(['channel_not_found', 'is_archived', 'is_inactive'])(
    'a private chat that answers %s is opened anew, once, and else its person is unreachable',
    async (error) => {
      const { platform, fake } = await start();
      const ana = { to: 'person', id: 'U0ANA' } as const;
      const root = await platform.post(ana, aCard(), 'a');
      if (!root.ok) throw new Error('not posted');
      fake.behave('chat.postMessage', { error });

      const unreachable = { ok: false, error: { kind: 'rejected', fault: 'person_unreachable', code: error } };
      expect(await platform.post(ana, aCard(), 'b')).toMatchObject(unreachable);
      expect(await platform.post({ to: 'thread', root: root.value }, aCard(), 'c')).toMatchObject(unreachable);
      expect(fake.callsOf('conversations.open')).toHaveLength(2);
    },
  );

  test('nothing is posted to a deactivated person, whose chat would take it, nor under a card in it', async () => {
    const { platform, fake } = await start();
    fake.users.set('U0ANA', { deleted: true });
    const root = { platform: 'slack', channel: 'D-U0ANA', message: '1.1', thread: '1.1' };

    const gone = { ok: false, error: { kind: 'rejected', fault: 'person_unreachable' } };
    expect(await platform.post({ to: 'person', id: 'U0ANA' }, aCard(), 'a')).toMatchObject(gone);
    expect(await platform.post({ to: 'thread', root }, aCard(), 'b')).toMatchObject(gone);
    expect(fake.messages).toEqual([]);
  });

  test('Retry-After closes a channel until then, and no other', async () => {
    const { platform, fake } = await start();
    fake.channels.set('C0OTHER', { id: 'C0OTHER' });
    fake.behave('chat.postMessage', { status: 429, retryAfter: 7, times: 1 });

    const first = await platform.post(channel, aCard(), 'a');
    const second = await platform.post(channel, aCard(), 'a');
    const other = await platform.post({ to: 'channel', channel: 'C0OTHER' }, aCard(), 'b');

    expect(first).toMatchObject({ ok: false, error: { kind: 'limited', reaction: 'retry' } });
    const wait = first.ok ? 0 : Date.parse(first.error.retryAt ?? '') - Date.now();
    expect(wait).toBeGreaterThan(5000);
    expect(wait).toBeLessThanOrEqual(7000);
    expect(second).toMatchObject({ ok: false, error: { kind: 'limited' } });
    expect(other.ok).toBe(true);
    expect(fake.callsOf('chat.postMessage')).toHaveLength(2);
  });
});

describe('repainting', () => {
  test.each(['edit_window_closed', 'cant_update_message', 'block_mismatch'])(
    '%s: the new state is said in the thread',
    async (error) => {
      const { platform, fake } = await start();
      const root = await platform.post(channel, aCard(), 'root');
      if (!root.ok) throw new Error('not posted');
      fake.behave('chat.update', { error });

      const updated = await platform.update(root.value, aCard({ title: 'Approved' }));

      expect(updated).toMatchObject({ ok: true, value: { thread: root.value.message } });
      expect(fake.messages[1]).toMatchObject({ thread_ts: root.value.message });

      const later = await platform.update(root.value, aCard({ title: 'Submitted' }));
      expect(later).toEqual(updated);
      expect(fake.messages).toHaveLength(2);
    },
  );

  test('a deleted message is a refusal with its code', async () => {
    const { platform } = await start();

    const updated = await platform.update(
      { platform: 'slack', channel: 'C0APPROVAL', message: '9.9', thread: '9.9' },
      aCard(),
    );

    expect(updated).toMatchObject({
      ok: false,
      error: { kind: 'rejected', code: 'message_not_found', reaction: 'permanent' },
    });
  });

  test('may be repeated when no answer came', async () => {
    const { platform, fake } = await start();
    const root = await platform.post(channel, aCard(), 'root');
    if (!root.ok) throw new Error('not posted');
    fake.behave('chat.update', { lost: true });

    expect(await platform.update(root.value, aCard())).toMatchObject({
      ok: false,
      error: { kind: 'unavailable', reaction: 'retry' },
    });
  });
});

describe('links and languages', () => {
  test('a link leads to the message in its workspace', async () => {
    const { platform } = await start();

    expect(await platform.linkTo({ platform: 'slack', channel: 'C1', message: '17.000100', thread: '16.5' })).toBe(
      'https://aval.slack.example/archives/C1/p17000100?thread_ts=16.5&cid=C1',
    );
  });

  test("a person's language is asked for once, and unknown while Slack does not answer", async () => {
    const { platform, fake } = await start();
    fake.locales.set('U0ANA', 'es-AR');
    fake.behave('users.info', { status: 500, times: 1 });

    expect(await platform.localeOf('U0ANA')).toBeUndefined();
    expect(await platform.localeOf('U0ANA')).toBe('es-AR');
    expect(await platform.localeOf('U0ANA')).toBe('es-AR');
    expect(fake.callsOf('users.info')).toHaveLength(2);
  });

  test('once known it comes along with what the person does', async () => {
    const locales: (string | undefined)[] = [];
    slack = await startSlack({
      dispatch: async (intent) => {
        locales.push(intent.actor.locale);
        return { show: 'nothing' };
      },
    });
    slack.fake.locales.set('U0ANA', 'es-AR');

    await slack.platform.localeOf('U0ANA');
    await slack.ana.command('/template', 'list');

    expect(locales).toEqual(['es-AR']);
  });
});

describe('the Web API client', () => {
  async function startClient(): Promise<{ fake: FakeSlack; client: SlackClient }> {
    fake = await startFakeSlack();
    client = createClient(
      { botToken: 'xoxb-test', apiUrl: fake.apiUrl },
      { now: () => new Date(), deadlineMs: { interactive: 300 } },
    );
    return { fake, client };
  }

  test.each<[string, Behaviour, object]>([
    [
      'invalid_auth',
      { error: 'invalid_auth' },
      { kind: 'unauthorized', fault: 'token_invalid', reaction: 'credentials' },
    ],
    ['not_in_channel', { error: 'not_in_channel' }, { kind: 'misconfigured', fault: 'place_closed' }],
    ['is_archived', { error: 'is_archived' }, { kind: 'misconfigured', fault: 'place_archived' }],
    ['channel_not_found', { error: 'channel_not_found' }, { kind: 'misconfigured', fault: 'place_gone' }],
    ['org_login_required', { error: 'org_login_required' }, { kind: 'misconfigured', reaction: 'credentials' }],
    ['accesslimited', { error: 'accesslimited' }, { kind: 'misconfigured', reaction: 'credentials' }],
    ['two_factor_setup_required', { error: 'two_factor_setup_required' }, { reaction: 'credentials' }],
    ['external_channel_migrating', { error: 'external_channel_migrating' }, { kind: 'unavailable' }],
    ['invalid_blocks', { error: 'invalid_blocks' }, { kind: 'rejected', reaction: 'permanent' }],
    ['user_disabled', { error: 'user_disabled' }, { kind: 'rejected', fault: 'person_unreachable' }],
    [
      'a word we do not know, which may pass',
      { error: 'brand_new' },
      { kind: 'misconfigured', fault: 'unknown_error', reaction: 'credentials', code: 'brand_new' },
    ],
    ['internal_error', { error: 'internal_error' }, { kind: 'unavailable', fault: 'service_down', reaction: 'retry' }],
    ['ratelimited', { error: 'ratelimited' }, { kind: 'limited', fault: 'call_budget' }],
    ['HTTP 500', { status: 500 }, { kind: 'unavailable', fault: 'service_down' }],
    ['HTML', { html: true }, { kind: 'unavailable', fault: 'unreadable_answer' }],
    ['a cut answer', { cut: true }, { kind: 'unavailable', fault: 'no_answer' }],
    ['silence', { hang: true }, { kind: 'unavailable', fault: 'no_answer', code: 'deadline' }],
  ])('%s becomes a Failure', async (_, how, expected) => {
    const { fake, client } = await startClient();
    fake.behave('users.info', how);

    expect(await client.call('users.info', { user: 'U1' }, { lane: 'interactive' })).toMatchObject({
      ok: false,
      error: expected,
    });
    expect(fake.callsOf('users.info')).toHaveLength(1);
  });

  test('nobody there is unreachable, even for a write that may not run twice', async () => {
    client = createClient({ botToken: 'x', apiUrl: 'http://127.0.0.1:9/api/' }, { now: () => new Date() });

    expect(await client.call('chat.postMessage', {}, { lane: 'background', repeatable: false })).toMatchObject({
      ok: false,
      error: { kind: 'unavailable', fault: 'unreachable', code: 'ECONNREFUSED' },
    });
  });

  test('a response address that is not Slack gets nothing, and no response address gets the token', async () => {
    const { fake, client } = await startClient();
    const other = await startFakeSlack();

    for (const url of [
      other.newResponseUrl({ user: 'U1', channel: 'C1' }),
      'https://slack.com.evil.example/x',
      'http://hooks.slack.com/x',
      'https://u@hooks.slack.com/x',
      'not a url',
      'file:///etc/passwd',
    ]) {
      expect(await client.respond(url, { text: 'x' })).toMatchObject({
        ok: false,
        error: { code: 'foreign_response_url' },
      });
    }
    await client.respond(fake.newResponseUrl({ user: 'U1', channel: 'C1' }), { text: 'hi', blocks: [] });

    expect(other.calls).toEqual([]);
    expect(fake.callsOf('response_url').map((call) => call.token)).toEqual([undefined]);
    await other.stop();
  });
});
