// What the console refuses: other machines, other names, other pages, old pages, things it never offered.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkLocal, checkOrigin, checkSameSite } from '../../../../adapters/chat/console/guard.ts';
import type { Intent, MessageRef } from '../../../../src/ports/chat.ts';
import type { RawRequest } from '../../../../src/ports/http.ts';
import { aCard, aForm } from '../../../support/chat-samples.ts';
import {
  actionForm,
  filled,
  formOn,
  load,
  type RunningDesk,
  startDesk,
  submit,
} from '../../../support/console/desk.ts';
import { byId, textOf } from '../../../support/console/read-html.ts';

function request(change: Partial<Omit<RawRequest, 'headers'>> & { headers?: Record<string, string> }): RawRequest {
  const { headers, ...rest } = change;
  return {
    method: 'GET',
    path: '/',
    url: 'http://127.0.0.1:3000/',
    params: {},
    query: new URLSearchParams(),
    body: Buffer.alloc(0),
    remoteAddress: '127.0.0.1',
    ...rest,
    headers: { host: '127.0.0.1:3000', ...headers },
  };
}

describe('this machine only', () => {
  test.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])('%s may ask', (remoteAddress) => {
    expect(checkLocal(request({ remoteAddress })).ok).toBe(true);
  });

  test.each(['10.0.0.5', '192.168.1.2', '0.0.0.0', '::', '::ffff:10.0.0.1', '127.evil.example', '1127.0.0.1', ''])(
    '%j may not',
    (remoteAddress) => {
      expect(checkLocal(request({ remoteAddress }))).toMatchObject({ ok: false, error: { status: 403 } });
    },
  );

  test.each(['localhost', 'LOCALHOST:3000', '127.0.0.1', '[::1]:3000'])('it goes by the name %s', (host) => {
    expect(checkLocal(request({ headers: { host } })).ok).toBe(true);
  });

  test.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.nip.io:3000',
    'evil.example:127',
    '127.0.0.1@evil.example',
    '',
  ])('not by the name %j', (host) => {
    expect(checkLocal(request({ headers: { host } })).ok).toBe(false);
  });

  test.each(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'])(
    'a proxy that says so in %s is refused',
    (name) => {
      expect(checkLocal(request({ headers: { [name]: '127.0.0.1' } })).ok).toBe(false);
    },
  );
});

describe('pages of ours only', () => {
  test.each([{ origin: 'http://127.0.0.1:3000' }, { 'sec-fetch-site': 'same-origin' }, {}])(
    'a post with %j may come in',
    (headers) => {
      expect(checkOrigin(request({ headers })).ok).toBe(true);
    },
  );

  test.each([
    { origin: 'null' },
    { origin: 'https://evil.example' },
    { origin: 'http://127.0.0.1:3001' },
    { origin: 'https://127.0.0.1:3000' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
  ])('a post with %j may not', (headers) => {
    expect(checkOrigin(request({ headers }))).toMatchObject({ ok: false, error: { status: 403 } });
  });

  test('another site may not read events or searches', () => {
    expect(checkSameSite(request({ headers: { 'sec-fetch-site': 'cross-site' } })).ok).toBe(false);
    expect(checkSameSite(request({ headers: { 'sec-fetch-site': 'same-origin' } })).ok).toBe(true);
  });
});

describe('posts made by hand', () => {
  let desk: RunningDesk;
  let intents: Intent[];
  let card: MessageRef;

  beforeEach(async () => {
    intents = [];
    desk = await startDesk({
      on: {
        dispatch: async (intent) => {
          intents.push(intent);
          return intent.kind === 'command' ? { show: 'form', form: aForm() } : { show: 'nothing' };
        },
      },
    });
    const posted = await desk.platform.post({ to: 'channel', channel: 'approvals' }, aCard(), 'k1');
    if (!posted.ok) throw new Error('post failed');
    card = posted.value;
  });
  afterEach(() => desk.stop());

  const page = (path = '/?as=ben&in=approvals') => load(desk.origin, path);
  const composer = async (typed: Record<string, string>) =>
    submit(
      desk.origin,
      formOn(await page(), 'composer'),
      filled(formOn(await page(), 'composer'), { text: '/template propose', ...typed }),
    );
  const press = async (typed: Record<string, string>) => {
    const form = actionForm(await page(), 'approve');
    return submit(desk.origin, form, filled(form, typed));
  };
  const openForm = async () => formOn(await composer({}), 'open-form');

  test.each([
    ['an unknown person', { _as: 'mallory' }, 403],
    ['no person', { _as: '' }, 403],
    ['an old token', { _token: 'old' }, 403],
    ['an unknown channel', { _in: 'secrets' }, 404],
    ['an unknown thread', { _thread: 'm-none' }, 404],
    ['no delivery id', { _delivery: '' }, 400],
    ['a delivery id that is none', { _delivery: '../../etc' }, 400],
  ])('a command with %s is refused', async (_, typed, status) => {
    const answer = await composer(typed);

    expect(answer.status).toBe(status);
    expect(textOf(byId(answer.root, 'refusal')!)).not.toBe('');
    expect(intents).toEqual([]);
  });

  test.each([
    ['another action', { _action: 'retry_send' }, 400],
    ['another subject', { _subject: 'proposal-8/1' }, 400],
    ['another person', { _as: 'ana' }, 400],
    ['a message that is not there', { _at: 'm-none' }, 404],
    ['the question left out', { _confirm: '{}' }, 400],
    ['no proof', { _proof: '' }, 400],
  ])('a button with %s is refused', async (_, typed, status) => {
    expect((await press(typed)).status).toBe(status);
    expect(intents).toEqual([]);
  });

  test("a private message's button is not for another person, even with its own proof", async () => {
    await desk.platform.post(
      { to: 'person', id: 'ana' },
      aCard({ actions: [{ id: 'resume_draft', label: 'Resume', subject: 'd1' }] }),
      'k2',
    );
    const form = actionForm(await page('/?as=ana&in=dm'), 'resume_draft');

    expect((await submit(desk.origin, form, filled(form, { _as: 'ben' }))).status).toBe(404);
    expect((await submit(desk.origin, form)).status).toBe(200);
    expect(intents).toHaveLength(1);
  });

  test.each([
    ['another context', { _context: 'draft-of-somebody' }],
    ['another form', { _form: 'send' }],
    ['more fields', { _fields: '["name","admin"]' }],
    ['a field of its own', { admin: 'yes' }],
    ['a button that is not there', { _button: 'delete_all' }],
    ['a live change the form does not have', { _button: 'live' }],
    ['a search in a field that is not there', { _button: 'search:secret' }],
  ])('a form with %s is refused', async (_, typed) => {
    const form = await openForm();
    intents = [];

    expect((await submit(desk.origin, form, filled(form, typed))).status).toBe(400);
    expect(intents).toEqual([]);
  });

  test('a search asked for without the form is refused', async () => {
    const query = new URLSearchParams({
      as: 'ben',
      form: 'propose',
      context: 'x',
      fields: '["language"]',
      buttons: '[]',
      key: 'k',
      field: 'language',
      proof: 'guess',
    });

    expect((await fetch(`${desk.origin}/console/search?${query}`)).status).toBe(400);
  });

  test('a field sent twice, a file upload and JSON are refused', async () => {
    const form = formOn(await page(), 'composer');
    const twice = filled(form, { text: 'a' });
    twice.append('text', 'b');
    const post = (body: string, type: string) =>
      fetch(`${desk.origin}/console/command`, { method: 'POST', body, headers: { 'content-type': type } });

    expect((await submit(desk.origin, form, twice)).status).toBe(400);
    expect((await post('{}', 'application/json')).status).toBe(415);
    expect((await post('x', 'multipart/form-data; boundary=x')).status).toBe(415);
    expect((await post('', 'application/x-www-form-urlencoded')).status).toBe(403);
  });

  test('too much is refused: a long field, many fields, a large body', async () => {
    const form = formOn(await page(), 'composer');
    const many = filled(form, { text: 'a' });
    for (let index = 0; index < 300; index++) many.append(`f${index}`, '1');

    expect((await submit(desk.origin, form, filled(form, { text: 'x'.repeat(20_001) }))).status).toBe(413);
    expect((await submit(desk.origin, form, many)).status).toBe(400);
    expect((await submit(desk.origin, form, filled(form, { text: 'x'.repeat(300_000) }))).status).toBe(413);
    expect(intents).toEqual([]);
  });

  test('a long text within a field reaches the application whole', async () => {
    const form = await openForm();
    const body = 'ñ'.repeat(19_000);

    await submit(desk.origin, form, filled(form, { name: 'a', body }));

    expect(intents.at(-1)).toMatchObject({ kind: 'form', values: { body } });
  });

  test('two people never share a delivery', async () => {
    await composer({ _delivery: 'same-delivery' });
    const form = formOn(await page('/?as=ana&in=approvals'), 'composer');
    await submit(desk.origin, form, filled(form, { text: '/template propose', _delivery: 'same-delivery' }));

    expect(new Set(intents.map((intent) => intent.deliveryId)).size).toBe(2);
  });

  test('looking changes nothing: no GET reaches the application', async () => {
    for (const path of [
      '/',
      '/?as=ben&in=dm',
      `/?as=ben&in=approvals&thread=${card.message}&at=m-${card.message}`,
      '/?as=ben&in=approvals&form=x',
    ]) {
      expect((await page(path)).status).toBe(200);
    }

    expect(intents).toEqual([]);
  });

  test('every page has a policy without inline code, and cannot be framed or guessed', async () => {
    for (const path of ['/', '/?as=mallory', '/console/assets/app.js']) {
      const { headers } = await fetch(`${desk.origin}${path}`);
      const policy = headers.get('content-security-policy') ?? '';

      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
    const { html } = await page();
    expect(html).not.toMatch(/<style|\sstyle="|\son\w+="|<script(?! type="module" src="\/console\/assets\/app\.js")/);
  });

  test('addresses that lead nowhere say so', async () => {
    expect((await page('/?as=mallory')).status).toBe(403);
    expect((await page('/?as=ben&in=none')).status).toBe(404);
    expect((await page('/?as=ben&in=approvals&thread=none')).status).toBe(404);
    expect((await page('/console/assets/..%2findex.ts')).status).toBe(404);
  });
});
