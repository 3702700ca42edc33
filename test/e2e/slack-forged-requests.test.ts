// What the real process does with requests that are not what they seem: forged, replayed, oversized, malformed, or only looking.
// Each gets a 4xx, leaves nothing behind, and the process goes on.
import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { sign } from '../../adapters/chat/slack/in/signature.ts';
import { snapshot, TABLES } from '../support/app/installation-rows.ts';
import { hasNoEffect, isWell, leavesNoTrace } from '../support/app/untouched.ts';
import { eventually } from '../support/eventually.ts';
import { SIMULATOR_SECRETS } from '../support/meta/real-simulator.ts';
import { postEndlessly } from '../support/process/endless-post.ts';
import { SIGNING_SECRET } from '../support/process/real-aval.ts';
import type { Json, StoredMessage } from '../support/slack/fake-slack-methods.ts';
import { buttonsOf } from '../support/slack/read-slack.ts';
import { FORM, httpTransport, JSON_TYPE, postSigned } from '../support/slack/transport.ts';
import {
  card,
  isTold,
  opens,
  openWorkplace,
  proposes,
  refOf,
  STAFF,
  type Workplace,
} from '../support/slack/workplace.ts';
import { STEP_1, STEP_2 } from '../support/stories/main-job.ts';

let at: Workplace;
let slack: { readonly url: string; readonly secret: string };
let hook: string;
let pending: StoredMessage;

beforeAll(async () => {
  at = await openWorkplace('HTTP');
  slack = { url: `${at.aval.url}/slack/events`, secret: SIGNING_SECRET };
  hook = `${at.aval.url}/webhooks/meta/main`;
  await proposes(at, 'sofia', STEP_1, STEP_2);
  pending = await eventually(() => at.fake.messages.length === 2 && card(at.fake, 'Template proposal 1:'));
  await at.simulator.create(HELLO);
});
afterAll(() => at?.close());
afterEach(() => isWell(at));

const HELLO = {
  name: 'hello_instant',
  language: 'en_US',
  category: 'UTILITY',
  components: [{ type: 'BODY', text: 'Hello, your order is ready at the main desk.' }],
};

const command = (text = 'propose') => {
  const { team_id, ...rest } = at.person('tom').commandPayload('/template', text);
  return new URLSearchParams({ ...rest, team_id }).toString();
};

async function post(url: string, body: string | Buffer, headers: Readonly<Record<string, string>>): Promise<number> {
  const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(Buffer.from(body)) });
  await answer.arrayBuffer();
  return answer.status;
}

test('a request that Slack did not sign, or not now, is refused with 401', async () => {
  const body = command();
  const now = Math.floor(Date.now() / 1000);
  const genuine = (seconds: number, secret = SIGNING_SECRET, signed = body) => ({
    'content-type': FORM,
    'x-slack-request-timestamp': String(seconds),
    'x-slack-signature': sign(secret, String(seconds), signed),
  });
  const { 'x-slack-signature': _gone, ...unsigned } = genuine(now);
  const refused = [
    { 'content-type': FORM },
    unsigned,
    genuine(now, 'another secret'),
    genuine(now, SIGNING_SECRET, `${body}&text=approve`),
    genuine(now - 361),
    genuine(now + 361),
    { ...genuine(now), 'x-slack-request-timestamp': String(now + 1) },
    { ...genuine(now), 'x-slack-request-timestamp': 'soon' },
    { ...genuine(now), 'x-slack-signature': 'v0=' },
    { ...genuine(now), 'x-slack-signature': genuine(now)['x-slack-signature'].toUpperCase() },
  ];
  await leavesNoTrace(at, async () => {
    for (const headers of refused) expect.soft(await post(slack.url, body, headers), JSON.stringify(headers)).toBe(401);
  });
});

test('a genuine request that is played again does nothing more', async () => {
  const body = command();
  const replay = (retry?: number) =>
    postSigned(
      slack,
      body,
      FORM,
      retry ? { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_timeout' } : {},
    );
  await opens(at, 'tom', () => replay());
  await leavesNoTrace(
    at,
    async () => {
      for (const retry of [undefined, 1, 2]) expect((await replay(retry)).status).toBe(200);
      // Only Tom's language may have become known meanwhile.
    },
    TABLES.filter((table) => table !== 'identities'),
  );
});

test('another workspace is refused, and its people in a shared channel are told so', async () => {
  const other = {
    ...at.person('ana').clickPayload(pending, approveButton()),
    team: { id: 'T0OTHER', domain: 'other' },
  };
  const form = new URLSearchParams({ ...at.person('ana').commandPayload('/template', 'propose'), team_id: 'T0OTHER' });
  const event = {
    ...at.person('ana').messageEvent(refOf(pending), 'hi'),
    team_id: 'T0OTHER',
    authorizations: [{ team_id: 'T0OTHER' }],
  };
  const { interaction } = httpTransport(slack);
  await leavesNoTrace(at, async () => {
    expect((await interaction(other)).status).toBe(403);
    expect((await postSigned(slack, form.toString(), FORM)).status).toBe(403);
    expect((await postSigned(slack, JSON.stringify(event), JSON_TYPE)).status).toBe(403);
  });
  const guest = at.person('ana').clickPayload(pending, approveButton());
  const told = isTold(at, 'ana', () =>
    interaction({ ...guest, user: { id: STAFF.ana, name: 'ana', team_id: 'T0OTHER' } }),
  );
  await hasNoEffect(at, async () => expect(await told).toContain('another workspace'));
});

test('bodies too large, too deep or not understood are refused with a 4xx', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const click = JSON.stringify(at.person('ana').clickPayload(pending, { ...approveButton(), style: 'DEEP' }));
  const wrapped = (payload: string) => new URLSearchParams({ payload }).toString();
  const broken: readonly (readonly [string, string])[] = [
    [FORM, ''],
    [FORM, '%'],
    [FORM, '&&&==='],
    [FORM, 'payload='],
    [FORM, 'payload=%7B'],
    [FORM, wrapped('null')],
    [FORM, wrapped('[1,2]')],
    [FORM, wrapped('"text"')],
    [FORM, wrapped('{}')],
    [FORM, wrapped(deep)],
    [FORM, wrapped(click.replace('"DEEP"', deep))],
    [FORM, wrapped(`{"type":"block_actions","team":{"id":"${at.fake.team}"}}`)],
    [FORM, wrapped(`{"type":"view_submission","team":{"id":"${at.fake.team}"},"user":{"id":"U1"},"view":null}`)],
    [FORM, wrapped(`{"type":"no_such_type","team":{"id":"${at.fake.team}"},"user":{"id":"U1"}}`)],
    [JSON_TYPE, deep],
    [JSON_TYPE, '{"type":"event_callback"}'],
    [JSON_TYPE, `{"type":"event_callback","team_id":"${at.fake.team}","event":null}`],
    ['text/plain', 'payload={}'],
    ['multipart/form-data; boundary=x', '--x--'],
    [FORM, '\u0000\u0001\ufffd'],
  ];
  await leavesNoTrace(at, async () => {
    for (const url of [slack.url, hook]) expect.soft(await postEndlessly(url, FORM, 5 * 1024 * 1024)).toBe(413);
    for (const [type, body] of broken) {
      const { status } = await postSigned(slack, body, type);
      expect.soft(status, `${type} ${body.slice(0, 60)}`).toBeGreaterThanOrEqual(400);
      expect.soft(status, `${type} ${body.slice(0, 60)}`).toBeLessThan(500);
    }
  });
});

test('a webhook that Meta did not sign, or for a sender we do not have, changes nothing', async () => {
  const status = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [approval('hello_instant', 'DISABLED')],
  });
  const signature = (body: string, secret: string = SIMULATOR_SECRETS.appSecret) => ({
    'content-type': JSON_TYPE,
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  });
  await leavesNoTrace(at, async () => {
    expect(await post(hook, status, { 'content-type': JSON_TYPE })).toBe(401);
    expect(await post(hook, status, signature(status, 'another secret'))).toBe(401);
    expect(await post(hook, `${status} `, signature(status))).toBe(401);
    expect(await post(`${at.aval.url}/webhooks/meta/other`, status, signature(status))).toBe(404);
    expect(await post(`${at.aval.url}/webhooks/twilio/main`, status, signature(status))).toBe(404);
    for (const body of ['', '{', '['.repeat(200_000), 'null"'])
      expect(await post(hook, body, signature(body))).toBe(400);
  });
  await hasNoEffect(at, async () => {
    const unknown = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: SIMULATOR_SECRETS.wabaId,
          time: 1,
          changes: [{ field: 'field_of_next_year', value: { deep: [1, { a: null }] } }],
        },
        { ...approval('hello_instant', 'DISABLED'), id: '999999999999999' },
        { id: null, changes: 'none' },
        7,
      ],
    });
    expect(await post(hook, unknown, signature(unknown))).toBe(200);
    for (const body of ['null', '7', '[]', '{}', '{"object":"page"}'])
      expect(await post(hook, body, signature(body))).toBe(200);
  });
  const kept = JSON.stringify(await snapshot(at, ['inbox']));
  expect(kept).toContain('field_of_next_year');
  expect(await (await fetch(`${at.aval.url}/metrics`)).text()).toMatch(/kind="ignored"[^\n]* [1-9]/);
});

test('looking at an address never does anything, whoever looks', async () => {
  const paths = [
    '/',
    '/health',
    '/ready',
    '/metrics',
    '/slack/events',
    '/webhooks/meta/main',
    '/webhooks/meta/other',
    '/robots.txt',
  ];
  const queries = [
    '',
    '?hub.mode=subscribe&hub.verify_token=guess&hub.challenge=1',
    '?payload=%7B%7D&command=%2Ftemplate&text=propose',
  ];
  const agents = [
    'Slackbot-LinkExpanding 1.0',
    'facebookexternalhit/1.1',
    'Googlebot/2.1',
    'SkypeUriPreview',
    'WhatsApp/2.23',
  ];
  await leavesNoTrace(at, async () => {
    for (const path of [...paths, '/.env', '/api/messages', '/%', '/..%2f..%2fetc/passwd']) {
      for (const query of queries) {
        for (const agent of agents) {
          const answer = await fetch(`${at.aval.url}${path}${query}`, { headers: { 'user-agent': agent } });
          await answer.arrayBuffer();
          expect.soft(answer.status, `${path}${query}`).toBeLessThan(500);
          if (path.startsWith('/webhooks')) expect.soft(answer.status).toBeGreaterThanOrEqual(403);
        }
      }
    }
  });
});

function approval(name: string, event: string): Json {
  const value = {
    event,
    message_template_id: 1,
    message_template_name: name,
    message_template_language: 'en_US',
    reason: null,
  };
  return {
    id: SIMULATOR_SECRETS.wabaId,
    time: 1_900_000_000,
    changes: [{ field: 'message_template_status_update', value }],
  };
}

function approveButton(): Json {
  return buttonsOf(pending.blocks)[0] ?? {};
}
