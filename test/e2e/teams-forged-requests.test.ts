// What the real process does with requests that are not what they seem: forged, of another tenant, replayed, oversized,
// malformed, made up. Each is refused or answered with a sentence, leaves nothing behind, and nobody is called for it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { VERB } from '../../adapters/chat/teams/drawing/card-data.ts';
import { isIdle } from '../support/app/installation-rows.ts';
import { hasNoEffect, isWell, leavesNoTrace } from '../support/app/untouched.ts';
import { eventually } from '../support/eventually.ts';
import { postEndlessly } from '../support/process/endless-post.ts';
import { leaksIn } from '../support/stories/audit.ts';
import { STEP_1, STEP_2 } from '../support/stories/main-job.ts';
import type { Forge } from '../support/teams/fake-teams.ts';
import type { Activity } from '../support/teams/fake-teams-activities.ts';
import type { Json, Post } from '../support/teams/fake-teams-world.ts';
import { channelClaims } from '../support/teams/token.ts';
import { seenIn } from '../support/teams/user.ts';
import {
  ask,
  card,
  type Name,
  openWorkplace,
  proposes,
  refOf,
  seen,
  thread,
  type Workplace,
} from '../support/teams/workplace.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const OTHER_TENANT = 'a1b2c3d4-0000-4890-abcd-ef1234567890';

let at: Workplace;
let pending: Post;
/** Where a forged service address would send our token. */
let trap: Awaited<ReturnType<typeof openTrap>>;

beforeAll(async () => {
  at = await openWorkplace('dialog');
  trap = await openTrap();
  await proposes(at, 'sofia', STEP_1, STEP_2);
  pending = await eventually(() => card(at, 'Template proposal 1:'));
  await eventually(() => thread(at, pending).length === 1 && isIdle(at));
  // Genuine activities tell where the channel is and who Ana is.
  await ask(at, 'ana', 'hi', 'channel');
});
afterAll(async () => {
  trap?.server.close();
  await at?.close();
});
afterEach(async () => {
  await isWell(at);
  expect(trap.caught).toEqual([]);
});

async function openTrap() {
  const caught: string[] = [];
  const server = createServer((request, response) => {
    caught.push(`${request.method} ${request.url}`);
    response.writeHead(200).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, caught };
}

/** The genuine click that would count as Ana's vote. */
function approval(change: Json = {}): Activity {
  const approve = seenIn(pending.activity).actions.find((action) => action.id === 'approve');
  return { ...press('ana', approve?.raw ?? {}), ...change };
}

function press(name: Name, data: Json): Activity {
  const place = { in: `${pending.conversation};messageid=${pending.root}`, message: pending.id };
  return at.fake.activities.execute({ from: at.person(name).person, ...place, verb: VERB, data });
}

async function statusOf(activity: Activity, forge?: Forge): Promise<number> {
  return (await at.fake.deliver(activity, forge)).status;
}

/** Anything at all, with a token that is good. */
async function postRaw(body: string | Buffer, type: string | undefined): Promise<number> {
  const token = at.fake.keys.sign(channelClaims({ appId: at.fake.appId, serviceUrl: at.fake.serviceUrl }));
  const answer = await fetch(`${at.aval.url}/api/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...(type && { 'content-type': type }) },
    body: new Uint8Array(Buffer.from(body)),
  });
  await answer.arrayBuffer();
  return answer.status;
}

test('a request that Microsoft did not sign for us, or not now, is refused with 401', async () => {
  const now = Math.floor(Date.now() / 1000);
  const forged: readonly Forge[] = [
    { authorization: undefined },
    { authorization: '' },
    { authorization: 'Bearer' },
    { authorization: 'Bearer a.b.c' },
    { authorization: `Basic ${Buffer.from('aval:aval').toString('base64')}` },
    { key: 'foreign' },
    { kid: 'key-of-nobody' },
    { alg: 'none' },
    { alg: 'HS256' },
    { header: { alg: 'RS512' } },
    { claims: { aud: '99999999-2222-3333-4444-555555555555' } },
    { claims: { aud: undefined } },
    { claims: { aud: [at.fake.appId] } },
    { claims: { iss: `https://sts.windows.net/${at.fake.tenant}/` } },
    { claims: { iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/', appid: at.fake.appId } },
    { claims: { iss: undefined } },
    { claims: { nbf: now - 7200, exp: now - 301 } },
    { claims: { exp: undefined } },
    { claims: { exp: 'soon' } },
  ];
  await leavesNoTrace(at, async () => {
    for (const forge of forged) expect.soft(await statusOf(approval(), forge), JSON.stringify(forge)).toBe(401);
    // Made at the moment of asking: a slow machine would otherwise let the five minutes of grace begin meanwhile.
    const tooEarly = { claims: { nbf: Math.ceil(Date.now() / 1000) + 301 } };
    expect.soft(await statusOf(approval(), tooEarly), JSON.stringify(tooEarly)).toBe(401);
  });
});

test('another service address than the token names, or than we know, is refused with 403 and never called', async () => {
  const { serviceUrl } = at.fake;
  const foreign = [trap.url, `${trap.url}connector/amer/`, 'https://smba.trafficmanager.net.evil.example/amer/'];
  const twisted = [
    'http://smba.trafficmanager.net/amer/',
    `${serviceUrl}?to=${trap.url}`,
    serviceUrl.replace('127.0.0.1', '127.0.0.1@evil.example'),
    serviceUrl.replace('127.0.0.1', 'localhost'),
  ];
  await leavesNoTrace(at, async () => {
    for (const url of [...foreign, ...twisted]) {
      const activity = approval({ serviceUrl: url });
      expect.soft(await statusOf(activity), `claimed ${url}`).toBe(403);
      expect.soft(await statusOf(activity, { claims: { serviceurl: serviceUrl } }), url).toBe(403);
    }
    expect(await statusOf(approval(), { claims: { serviceurl: trap.url } })).toBe(403);
    expect(await statusOf(approval(), { claims: { serviceurl: undefined } })).toBe(403);
  });
});

test('another tenant, or none, is refused with 403, whichever field names it', async () => {
  const genuine = approval();
  const { tenantId: _ours, ...nowhere } = genuine.conversation;
  const { tenant: _gone, ...rest } = genuine.channelData;
  const theirs = { ...genuine.conversation, tenantId: OTHER_TENANT };
  const strange: readonly Json[] = [
    { conversation: theirs },
    { channelData: { ...rest, tenant: { id: OTHER_TENANT } } },
    { conversation: theirs, channelData: { ...rest, tenant: { id: OTHER_TENANT } } },
    { conversation: { ...theirs, id: '19:theirs@thread.tacv2;messageid=1' }, channelData: rest },
    { conversation: nowhere, channelData: rest },
    { conversation: nowhere, channelData: undefined },
    { conversation: { ...nowhere, tenantId: '' }, channelData: { ...rest, tenant: { id: '' } } },
    // Of another company, in a channel that is shared with it.
    { from: { ...(genuine.from as Json), tenantId: OTHER_TENANT } },
  ];
  await leavesNoTrace(at, async () => {
    for (const change of strange) expect.soft(await statusOf(approval(change)), JSON.stringify(change)).toBe(403);
    for (const channelId of ['emulator', 'webchat', 'directline', 'skype', 'MSTEAMS', ''])
      expect.soft(await statusOf(approval({ channelId })), channelId).toBe(400);
  });
});

test('somebody without an Entra id, a bot, and the client that draws a card anew by itself have no effect', async () => {
  const ana = at.person('ana').person;
  const anonymous = { id: ana.user, name: ana.name };
  const bot = { id: `28:${at.fake.appId}`, name: 'Aval', aadObjectId: ana.id };
  const typed = at.fake.activities.message({ from: ana, in: at.channel, text: 'template propose', mention: true });
  const { length } = at.fake.calls;
  await hasNoEffect(at, async () => {
    for (const from of [anonymous, { ...anonymous, aadObjectId: '' }, bot, { ...bot, id: '28:another' }]) {
      for (const activity of [approval({ from }), { ...typed, from }]) expect.soft(await statusOf(activity)).toBe(200);
    }
    const { value } = approval() as { readonly value?: Json };
    expect(await statusOf(approval({ value: { ...value, trigger: 'automatic' } }))).toBe(200);
  });
  // Who typed without an Entra id is told so; nobody else is told anything.
  const told = at.fake.calls.slice(length).map(({ operation, body }) => [operation, JSON.stringify(body)]);
  expect(told).toEqual(Array(2).fill(['send', expect.stringContaining('did not say who you are')]));
});

test('a genuine request that is played again does nothing more', async () => {
  const tom = at.person('tom').person;
  const command = at.fake.activities.message({ from: tom, in: at.person('tom').chat(), text: 'template list' });
  const opening = at.fake.activities.taskFetch({
    from: at.person('ben').person,
    in: `${pending.conversation};messageid=${pending.root}`,
    message: pending.id,
    data: seenIn(pending.activity).actions.find((each) => each.id === 'reject')?.raw ?? {},
  });
  expect(await statusOf(command)).toBe(200);
  const dialog = await at.fake.deliver(opening);
  expect(JSON.stringify(dialog.body)).toContain('Reject proposal');
  await eventually(() => at.person('tom').privately().length === 1 && isIdle(at));
  await leavesNoTrace(at, async () => {
    for (let copy = 0; copy < 3; copy += 1) {
      expect(await statusOf(command)).toBe(200);
      expect(await at.fake.deliver(opening)).toEqual(dialog);
    }
  });
});

test('bodies too large, too deep or not understood are refused with a 4xx', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const text = JSON.stringify(approval());
  const large = JSON.stringify(approval({ text: 'a'.repeat(300_000) }));
  const { type: _type, ...untyped } = approval();
  const broken: readonly (readonly [string, string | undefined])[] = [
    [text, 'text/plain'],
    [text, 'application/x-www-form-urlencoded'],
    [text, undefined],
    ['', JSON_TYPE],
    ['{', JSON_TYPE],
    ['null', JSON_TYPE],
    ['7', JSON_TYPE],
    ['[]', JSON_TYPE],
    ['{}', JSON_TYPE],
    ['\u0000\u0001\ufffd', JSON_TYPE],
    [deep, JSON_TYPE],
    [text.replace('"trigger"', `"deep":${deep},"trigger"`), JSON_TYPE],
    [JSON.stringify(untyped), JSON_TYPE],
    [JSON.stringify(approval({ conversation: 'ours' as never })), JSON_TYPE],
    [JSON.stringify({ ...approval(), serviceUrl: 7 }), JSON_TYPE],
  ];
  await leavesNoTrace(at, async () => {
    expect(await postEndlessly(`${at.aval.url}/api/messages`, JSON_TYPE, 5 * 1024 * 1024)).toBe(413);
    expect(await postRaw(large, JSON_TYPE)).toBe(413);
    for (const [body, type] of broken) expect.soft(await postRaw(body, type), `${type} ${body.slice(0, 60)}`).toBe(400);
    // Read, since channels that are deleted come from nobody, and answered as nobody's.
    expect(await postRaw(JSON.stringify(approval({ from: null })), JSON_TYPE)).toBe(200);
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
      const { status } = await fetch(`${at.aval.url}/api/messages?text=approve`, { method });
      expect.soft([404, 405], method).toContain(status);
    }
  });
});

test('made-up buttons, forms, searches and commands are answered and do nothing, whoever sends them', async () => {
  const [id] = (seenIn(pending.activity).actions[0]?.subject ?? '').split(':');
  const actions = [
    'approve',
    'reject',
    'edit',
    'withdraw',
    'retry_submission',
    'accept_provider_content',
    'cancel_send',
  ];
  const subjects = ['', 'nothing:1', `${id}:0`, `${id}:99`, `${id}:1 or 1=1`, '__proto__:1', '💥'.repeat(120)];
  const action = (name: string, subject: string) => ({ aval: { do: 'action', action: name, subject } });
  const forms = ['propose', 'send', 'reject', 'request_changes', 'constructor'];
  const contexts = ['', 'nothing:2', '../x:2', '__proto__:2', `${id}:99`];
  const odd: readonly Json[] = [
    {},
    { aval: null },
    { aval: { do: 'drop_tables' } },
    { aval: { do: 'action', action: ['approve'], subject: {} } },
    action('constructor', `${id}:1`),
    action('approve', 'x'.repeat(5000)),
  ];
  await hasNoEffect(at, async () => {
    for (const name of ['tom', 'marta'] as const) {
      const from = at.person(name).person;
      const place = { from, in: at.person(name).chat() };
      const data = [
        ...odd,
        ...actions.flatMap((each) => subjects.map((subject) => action(each, subject))),
        ...forms.flatMap((form) =>
          contexts.map((context) => ({
            aval: { do: 'form', form, context, button: 'submit' },
            reason: '',
            name: 'evil',
          })),
        ),
      ];
      for (const each of data) {
        const { status, body } = await at.fake.deliver(press(name, each));
        expect.soft(status, JSON.stringify(each)).toBe(200);
        expect.soft(JSON.stringify(body), JSON.stringify(each)).toContain('"statusCode":200');
        expect.soft(await statusOf(at.fake.activities.taskSubmit({ ...place, data: each }))).toBe(200);
      }
      for (const dataset of ['', 'nothing', Buffer.from('["send","x","__proto__"]').toString('base64url')]) {
        const { body } = await at.fake.deliver(at.fake.activities.search({ ...place, dataset, text: 'a' }));
        expect.soft(body, dataset).toMatchObject({ value: { results: [] } });
      }
      const command = at.fake.activities.extensionFetch({ ...place, commandId: 'constructor' });
      expect((await at.fake.deliver(command)).body).toMatchObject({ task: { type: 'message' } });
      expect(
        (await at.fake.deliver(at.fake.activities.invoke({ ...place, name: '__proto__', value: {} }))).status,
      ).toBe(501);
    }
  });
});

test('after all this the real approver’s click counts, and the log holds nothing of what came', async () => {
  expect(await ask(at, 'ana', 'hi')).toContain('template propose');
  await at.person('ana').press(refOf(pending), 'approve');
  await eventually(() => /Approvals: 1\/2/.test(seen(pending)));
  const log = at.child().output();
  expect(leaksIn(log, [at.fake.appSecret, /eyJ/, 'evil', OTHER_TENANT])).toEqual([]);
  const figures = await (await fetch(`${at.aval.url}/metrics`)).text();
  for (const why of ['signature', 'audience', 'issuer', 'expired', 'service_url', 'tenant', 'malformed'])
    expect.soft(figures).toMatch(new RegExp(`what="teams_refused",detail="${why}"} [1-9]`));
});
