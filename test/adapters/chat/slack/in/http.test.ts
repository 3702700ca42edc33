// Slack over HTTP: the two handshakes, and requests that are refused without effect.
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Dispatch, Intent } from '../../../../../src/ports/chat.ts';
import { aCard, aForm, onlyOnce } from '../../../../support/chat-samples.ts';
import { startFakeSlack } from '../../../../support/slack/fake-slack.ts';
import { type RunningSlack, type SlackOptions, startSlack } from '../../../../support/slack/platform.ts';
import { FORM, JSON_TYPE, postSigned } from '../../../../support/slack/transport.ts';

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

describe('handshakes', () => {
  test('the certificate probe is answered unsigned and has no effect', async () => {
    await start();

    const probe = await fetch(slack.target.url, {
      method: 'POST',
      headers: { 'content-type': FORM },
      body: 'ssl_check=1&token=x',
    });

    expect(probe.status).toBe(200);
    expect(intents).toEqual([]);
  });

  test('the address verification echoes the challenge, only when signed', async () => {
    await start();
    const body = JSON.stringify({ type: 'url_verification', challenge: 'c-42', token: '' });

    expect(await post(body, JSON_TYPE)).toEqual({ status: 200, body: { challenge: 'c-42' } });
    expect((await postSigned({ ...slack.target, secret: 'no' }, body, JSON_TYPE)).status).toBe(401);
  });
});

describe('bad requests', () => {
  test.each([
    ['broken JSON', '{"type":', JSON_TYPE, 400],
    ['a JSON array', '[1]', JSON_TYPE, 400],
    ['a JSON string', '"x"', JSON_TYPE, 400],
    ['a form with a broken payload', 'payload=%7B', FORM, 400],
    ['another content type', '<a/>', 'text/xml', 400],
    ['an empty body', '', JSON_TYPE, 400],
    ['deep JSON', `{"team_id":"T0AVAL","a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, JSON_TYPE, 400],
    ['a payload of no known kind', '{"team_id":"T0AVAL"}', JSON_TYPE, 400],
    ['a command without its fields', 'command=%2Ftemplate&team_id=T0AVAL', FORM, 200],
    [
      'a submission without a view',
      `payload=${encodeURIComponent('{"type":"view_submission","team":{"id":"T0AVAL"},"user":{"id":"U1"},"view":{}}')}`,
      FORM,
      400,
    ],
    [
      'a click without actions',
      `payload=${encodeURIComponent('{"type":"block_actions","team":{"id":"T0AVAL"},"user":{"id":"U1"},"actions":[]}')}`,
      FORM,
      400,
    ],
  ])('%s gets a plain answer and has no effect', async (_, body, type, status) => {
    await start();

    expect((await post(body, type)).status).toBe(status);
    expect(intents).toEqual([]);
    expect((await slack.ana.command('/template', 'list')).status).toBe(200);
    expect(intents).toHaveLength(1);
  });

  test('no signed payload, however odd, is answered with a 500', async () => {
    await start();
    const genuine = [
      slack.ana.messageEvent(root, 'hi'),
      {
        type: 'view_submission',
        team: { id: 'T0AVAL' },
        user: { id: 'U1' },
        view: { id: 'V1', callback_id: 'x', private_metadata: '', state: { values: {} } },
      },
      {
        type: 'block_actions',
        team: { id: 'T0AVAL' },
        user: { id: 'U1' },
        container: { type: 'message' },
        actions: [{ type: 'button', action_id: 'a' }],
      },
      { type: 'block_suggestion', team: { id: 'T0AVAL' }, user: { id: 'U1' }, action_id: 'a', value: 'x' },
      { type: 'shortcut', team: { id: 'T0AVAL' }, user: { id: 'U1' }, callback_id: 'x', trigger_id: 't' },
      slack.ana.commandPayload('/template', 'x'),
    ];
    const bent = fc.tuple(
      fc.constantFrom(...genuine),
      fc.dictionary(fc.constantFrom(...genuine.flatMap(Object.keys)), fc.jsonValue(), { maxKeys: 3 }),
    );

    await fc.assert(
      fc.asyncProperty(bent, async ([payload, change]) => {
        const answer = await post(JSON.stringify({ ...payload, ...change }), JSON_TYPE);

        expect([200, 400, 403]).toContain(answer.status);
      }),
      { numRuns: 300, examples: [[[genuine[0]!, { authorizations: [null] }]]] },
    );
  });

  test('a body of 5 MB is refused by its size', async () => {
    await start();

    const refused = await post(`text=${'x'.repeat(5_000_000)}`, FORM).then(
      (answer) => answer.status,
      () => 'connection closed',
    );

    expect([413, 'connection closed']).toContain(refused);
    expect(intents).toEqual([]);
  });

  test('an unknown command and an unknown shortcut have no effect', async () => {
    await start();

    expect((await slack.ana.command('/other', 'x')).status).toBe(200);
    expect((await slack.ana.shortcut('constructor')).status).toBe(200);
    expect(intents).toEqual([]);
  });

  test('a form with a made-up context shape, and a button with a made-up id, have no effect', async () => {
    await start({
      dispatch: async (intent) => {
        intents.push(intent);
        return { show: 'form', form: aForm() };
      },
    });
    await slack.ana.command('/template', 'propose');
    await vi.waitFor(() => slack.ana.modal());
    intents = [];
    const modal = slack.ana.modal();

    modal.view = { ...modal.view, private_metadata: '{"form":"reject","context":"x"}' };
    await slack.ana.submit();
    const posted = await slack.platform.post({ to: 'channel', channel: 'C0APPROVAL' }, aCard(), 'k');
    if (!posted.ok) throw new Error('not posted');
    const message = slack.fake.messages[0]!;
    const payload = slack.ana.clickPayload(message, { action_id: '__proto__<script>', block_id: 'x', value: '' });
    await post(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), FORM);

    expect(intents).toEqual([]);
  });
});

describe('workspaces', () => {
  test('another workspace is refused', async () => {
    await start();
    const form = { ...slack.ana.commandPayload('/template', 'propose'), team_id: 'T0OTHER' };

    expect((await post(new URLSearchParams(form).toString(), FORM)).status).toBe(403);
    expect(
      (
        await post(
          JSON.stringify({ ...slack.ana.messageEvent(root, 'hi'), team_id: 'T0OTHER', authorizations: [] }),
          JSON_TYPE,
        )
      ).status,
    ).toBe(403);
    expect(intents).toEqual([]);
  });

  test('an organisation-wide installation is refused', async () => {
    await start();
    const form = { ...slack.ana.commandPayload('/template', 'propose'), is_enterprise_install: 'true' };

    expect((await post(new URLSearchParams(form).toString(), FORM)).status).toBe(403);
    expect(intents).toEqual([]);
  });

  test('a stranger in a shared channel gets a private answer and no effect', async () => {
    await start();
    slack.fake.users.set('U0ANA', { team_id: 'T0OTHER', is_stranger: true });
    const posted = await slack.platform.post({ to: 'channel', channel: 'C0APPROVAL' }, aCard(), 'k');
    if (!posted.ok) throw new Error('not posted');
    const click = slack.ana.clickPayload(slack.fake.messages[0]!, {
      action_id: 'approve',
      block_id: 'aval.actions',
      value: 'p',
    });
    const stranger = { ...click, user: { id: 'U0ANA', name: 'eve', team_id: 'T0OTHER' } };

    await post(new URLSearchParams({ payload: JSON.stringify(stranger) }).toString(), FORM);
    await slack.ben.say(root, 'fine');
    await post(
      JSON.stringify(slack.ana.messageEvent(root, 'from outside', { user_team: 'T0OTHER', team: 'T0OTHER' })),
      JSON_TYPE,
    );

    await vi.waitFor(() => expect(slack.fake.whispers.at(-1)?.text).toBe('This Aval serves another workspace.'));
    expect(intents.map((intent) => intent.kind)).toEqual(['thread_message']);
  });

  test('a stranger does not pass by an event that is addressed from their own workspace', async () => {
    await start();
    slack.fake.users.set('U0ANA', { team_id: 'T0OTHER', is_stranger: true });
    const theirs = slack.ana.messageEvent(root, 'from outside', { team: 'T0OTHER', user_team: 'T0OTHER' });

    expect((await post(JSON.stringify({ ...theirs, team_id: 'T0OTHER' }), JSON_TYPE)).status).toBe(200);

    expect(intents).toEqual([]);
    expect(slack.counted).toContainEqual({ metric: 'slack_refused', labels: { why: 'other_workspace' } });
  });

  test.each([
    ['whose home is another workspace of the organisation', 'T0HOME', { team_id: 'T0HOME' }],
    ['whose home is given as the organisation', 'E0ORG', { team_id: 'T0HOME' }],
    ['who is told of only by Slack itself', undefined, { team_id: 'T0AVAL', enterprise_user: undefined }],
  ])('a member %s is one of ours', async (_, home, user) => {
    await start();
    slack.fake.users.set('U0ANA', { enterprise_user: { id: 'W0ANA', teams: ['T0HOME', 'T0AVAL'] }, ...user });
    await slack.platform.post({ to: 'channel', channel: 'C0APPROVAL' }, aCard(), 'k');
    const click = slack.ana.clickPayload(slack.fake.messages[0]!, {
      action_id: 'approve',
      block_id: 'aval.actions',
      value: 'p',
    });
    const who = { id: 'U0ANA', name: 'ana', ...(home && { team_id: home }) };

    await post(new URLSearchParams({ payload: JSON.stringify({ ...click, user: who }) }).toString(), FORM);
    await post(JSON.stringify(slack.ana.messageEvent(root, 'hello', home ? { team: home } : {})), JSON_TYPE);

    expect(intents.map(({ kind, actor }) => [kind, actor.tenant])).toEqual([
      ['action', 'T0AVAL'],
      ['thread_message', 'T0AVAL'],
    ]);
  });

  test('somebody Slack says nothing about in time is asked to press again', async () => {
    await start();
    slack.fake.behave('users.info', { status: 500 });
    await slack.platform.post({ to: 'channel', channel: 'C0APPROVAL' }, aCard(), 'k');
    const click = slack.ana.clickPayload(slack.fake.messages[0]!, {
      action_id: 'approve',
      block_id: 'aval.actions',
      value: 'p',
    });
    const who = { id: 'U0ANA', name: 'ana', team_id: 'T0HOME' };

    await post(new URLSearchParams({ payload: JSON.stringify({ ...click, user: who }) }).toString(), FORM);

    await vi.waitFor(() => expect(slack.fake.whispers.at(-1)?.text).toContain('press the button again'));
    expect(intents).toEqual([]);
  });

  test('until Slack has said who we are, everything is refused; then it works', async () => {
    const fake = await startFakeSlack();
    fake.behave('auth.test', { status: 503, times: 1 });
    await start({ fake });

    expect(slack.platform.tenant()).toBeUndefined();
    expect((await slack.ana.command('/template', 'list')).status).toBe(503);
    expect(intents).toEqual([]);

    await vi.waitFor(() => expect(slack.platform.tenant()).toBe('T0AVAL'), 3000);
    expect((await slack.ana.command('/template', 'list')).status).toBe(200);
    expect(intents).toHaveLength(1);
  });
});

describe('repetition', () => {
  test('copies of one signed command have one delivery id, and the form is opened once', async () => {
    let runs = 0;
    const dispatch = onlyOnce(async () => {
      runs += 1;
      return { show: 'form', form: aForm() };
    });
    await start({ dispatch });
    const body = new URLSearchParams(slack.ana.commandPayload('/template', 'propose')).toString();

    const answers = await Promise.all([1, 2, 3, 4].map(() => post(body, FORM)));

    expect(answers.map((answer) => [answer.status, answer.body])).toEqual(Array(4).fill([200, '']));
    await vi.waitFor(() => slack.ana.modal());
    expect(runs).toBe(1);
    expect(slack.fake.callsOf('views.open')).toHaveLength(1);
  });

  test('an event Slack sends again has the delivery id of the first', async () => {
    await start();
    const event = slack.ana.messageEvent(root, 'hello');

    for (const retry of [0, 1, 2, 3]) {
      const headers = { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_timeout' };
      expect((await postSigned(slack.target, JSON.stringify(event), JSON_TYPE, headers)).status).toBe(200);
    }

    expect(new Set(intents.map((intent) => intent.deliveryId)).size).toBe(1);
  });

  test('an event that could not be kept is not acknowledged, so Slack sends it again', async () => {
    let broken = true;
    await start({
      dispatch: async (intent) => {
        if (broken) throw new Error('database is gone');
        intents.push(intent);
        return { show: 'nothing' };
      },
    });
    const event = JSON.stringify(slack.ana.messageEvent(root, 'hello'));

    expect((await post(event, JSON_TYPE)).status).toBe(500);
    broken = false;
    expect((await post(event, JSON_TYPE)).status).toBe(200);
    expect(intents).toHaveLength(1);
  });

  test('the same values pressed twice by a person are two deliveries, copies of a press are one', async () => {
    await start({
      dispatch: async (intent) => {
        intents.push(intent);
        return { show: 'form', form: aForm({ errors: { name: 'no' } }) };
      },
    });
    await slack.ana.command('/template', 'propose');
    await vi.waitFor(() => slack.ana.modal());
    intents = [];

    await slack.ana.submit();
    await slack.ana.submit();

    expect(new Set(intents.map((intent) => intent.deliveryId)).size).toBe(2);
  });
});
