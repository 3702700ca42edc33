// The simulator's Graph calls over real HTTP: tokens, reading, editing and deleting templates, uploads, the account.
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  APP,
  aCreation,
  at,
  type Bench,
  type Json,
  PHONE,
  startBench,
  TOKEN,
  WABA,
} from '../../../../support/meta/simulator-bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ reviewDelayMs: 3_600_000, seedTemplates: true });
});
afterAll(() => bench.stop());

const create = (over: Json) => bench.call('POST', `${WABA}/message_templates`, aCreation(over));

describe('access', () => {
  it('refuses a wrong token with code 190 in the shape of Meta', async () => {
    const answer = await request(`${bench.sim.url}/v23.0/${PHONE}`, { headers: { authorization: 'Bearer wrong' } });

    expect(answer.statusCode).toBe(401);
    expect(await answer.body.json()).toEqual({
      error: {
        message: 'Invalid OAuth access token - Cannot parse access token',
        type: 'OAuthException',
        code: 190,
        fbtrace_id: expect.stringMatching(/^A\w+$/),
      },
    });
  });

  it('refuses a Host header that is not loopback', async () => {
    const answer = await request(`${bench.sim.url}/v23.0/${PHONE}`, {
      headers: { host: 'evil.example', authorization: `Bearer ${TOKEN}` },
    });
    await answer.body.dump();

    expect(answer.statusCode).toBe(403);
  });

  it('answers an unknown object with code 100 and subcode 33', async () => {
    const { status, json } = await bench.call('GET', '999999');

    expect(status).toBe(400);
    expect(json.error).toMatchObject({ code: 100, error_subcode: 33 });
  });

  it('refuses a body that is no JSON', async () => {
    const answer = await request(`${bench.sim.url}/v23.0/${WABA}/message_templates`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: '{"name":',
    });

    expect(at(await answer.body.json(), 'error.code')).toBe(100);
  });
});

describe('the account', () => {
  it('answers the fields that were asked for, and the id', async () => {
    const { json } = await bench.call('GET', `${PHONE}?fields=quality_rating,name_status`);

    expect(json).toEqual({ id: PHONE, quality_rating: 'GREEN', name_status: 'APPROVED' });
  });

  it.each([
    [WABA, 'account_review_status', 'APPROVED'],
    [`${WABA}/phone_numbers`, 'data.0.id', PHONE],
    [`${WABA}/subscribed_apps`, 'data.0.whatsapp_business_api_data.id', APP],
    [APP, 'id', APP],
    ['debug_token?input_token=x', 'data.is_valid', true],
  ])('reads %s', async (path, where, value) => {
    expect(at((await bench.call('GET', path)).json, where)).toBe(value);
  });
});

describe('reading templates', () => {
  it('pages with cursors through all of them, each once', async () => {
    for (const n of [1, 2, 3, 4, 5]) await create({ name: `paged_${n}` });
    const seen: string[] = [];

    let path = `${WABA}/message_templates?name=paged_&limit=2&fields=name`;
    for (let page = 0; page < 5 && path !== ''; page += 1) {
      const { json } = await bench.call('GET', path);
      seen.push(...(json.data as { name: string }[]).map((template) => template.name));
      path = String(at(json, 'paging.next') ?? '').replace(/^.*\/v23\.0\//, '');
    }

    expect(seen).toEqual(['paged_1', 'paged_2', 'paged_3', 'paged_4', 'paged_5']);
  });

  it('refuses a cursor it never gave with 131059', async () => {
    expect(at((await bench.call('GET', `${WABA}/message_templates?after=bm8`)).json, 'error.code')).toBe(131059);
  });

  it('filters by status, language and part of the name', async () => {
    const { json } = await bench.call(
      'GET',
      `${WABA}/message_templates?status=APPROVED&language=es_AR&name=order&fields=name`,
    );

    expect(json.data).toEqual([{ id: expect.any(String), name: 'order_ready' }]);
  });

  it('answers authentication texts that Meta wrote', async () => {
    const { json } = await create({
      name: 'code_for_you',
      category: 'AUTHENTICATION',
      components: [
        { type: 'BODY', add_security_recommendation: true },
        { type: 'FOOTER', code_expiration_minutes: 5 },
        { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE' }] },
      ],
    });
    const { json: read } = await bench.call('GET', `${json.id}?fields=components`);

    expect(read.components).toMatchObject([
      { type: 'BODY', text: '*{{1}}* is your verification code. For your security, do not share this code.' },
      { type: 'FOOTER', text: 'This code expires in 5 minutes.' },
      { type: 'BUTTONS', buttons: [{ type: 'URL', url: expect.stringContaining('otp_type=COPY_CODE') }] },
    ]);
  });
});

describe('editing, unpausing and deleting', () => {
  const edit = (id: unknown, text: string) => bench.call('POST', String(id), { components: [{ type: 'BODY', text }] });

  it('refuses to edit what is in review with 2388039', async () => {
    const { json } = await create({ name: 'edited_pending' });

    expect(at((await edit(json.id, 'Otro texto para todos')).json, 'error.error_subcode')).toBe(2388039);
  });

  it('sends an edited template back to review, and refuses a second edit the same day', async () => {
    const { json } = await create({ name: 'edited_approved' });
    bench.sim.control.finishReview('edited_approved');

    const first = await edit(json.id, 'Otro texto para todos');
    const pending = await bench.call('GET', `${json.id}?fields=status,components`);
    bench.sim.control.finishReview('edited_approved');
    const second = await edit(json.id, 'Y otro más para todos');

    expect(first.json).toEqual({ success: true });
    expect(pending.json).toMatchObject({
      status: 'PENDING',
      components: [{ type: 'BODY', text: 'Otro texto para todos' }],
    });
    expect(at(second.json, 'error.error_subcode')).toBe(2388039);
  });

  it('unpauses only what is paused', async () => {
    const { json } = await create({ name: 'unpaused' });
    bench.sim.control.finishReview('unpaused');
    const early = await bench.call('POST', `${json.id}/unpause`);
    bench.sim.control.pauseTemplate('unpaused');

    const paused = await bench.call('GET', `${json.id}?fields=status`);
    const late = await bench.call('POST', `${json.id}/unpause`);

    expect(early.status).toBe(400);
    expect([paused.json.status, late.json]).toEqual(['PAUSED', { success: true }]);
    expect((await bench.call('GET', `${json.id}?fields=status`)).json.status).toBe('APPROVED');
  });

  it('deletes every language of a name, or one by id, and locks the name', async () => {
    const spanish = await create({ name: 'deleted', language: 'es' });
    await create({ name: 'deleted', language: 'es_MX' });
    await create({ name: 'deleted', language: 'es_CL' });
    const left = async () =>
      ((await bench.call('GET', `${WABA}/message_templates?name=deleted&fields=language`)).json.data as Json[]).length;

    await bench.call('DELETE', `${WABA}/message_templates?name=deleted&hsm_id=${spanish.json.id}`);
    expect(await left()).toBe(2);
    await bench.call('DELETE', `${WABA}/message_templates?name=deleted`);

    expect(await left()).toBe(0);
    expect((await bench.call('GET', String(spanish.json.id))).status).toBe(400);
    expect(at((await create({ name: 'deleted', language: 'es' })).json, 'error.error_subcode')).toBe(2388023);
  });
});

describe('uploading a header sample', () => {
  const send = (session: unknown, offset: number, bytes: string) =>
    request(`${bench.sim.url}/v23.0/${session}`, {
      method: 'POST',
      headers: { authorization: `OAuth ${TOKEN}`, file_offset: String(offset) },
      body: bytes,
    }).then((answer) => answer.body.json() as Promise<Json>);

  it('gives a handle once every byte is there, and a template can use it', async () => {
    const { json: session } = await bench.call(
      'POST',
      `${APP}/uploads?file_name=a.png&file_length=6&file_type=image/png`,
    );

    const half = await send(session.id, 0, 'abc');
    const whole = await send(session.id, 3, 'def');
    const created = await create({
      name: 'with_image',
      components: [
        { type: 'HEADER', format: 'IMAGE', example: { header_handle: [whole.h] } },
        { type: 'BODY', text: 'Hola a todos' },
      ],
    });
    const read = await bench.call('GET', `${created.json.id}?fields=components`);

    expect(half).toEqual({ id: session.id, file_offset: 3 });
    expect(whole.h).toMatch(/^4::/);
    expect(at(read.json, 'components.0.example.header_handle.0')).toMatch(/^https:\/\//);
  });

  it('refuses a wrong offset, too many bytes, an unknown session and an unknown type', async () => {
    const { json: session } = await bench.call('POST', `${APP}/uploads`, {
      file_length: 3,
      file_type: 'application/pdf',
    });

    expect(at(await send(session.id, 1, 'a'), 'error.code')).toBe(100);
    expect(at(await send(session.id, 0, 'abcd'), 'error.code')).toBe(100);
    expect(at(await send('upload:none', 0, 'a'), 'error.error_subcode')).toBe(33);
    expect((await bench.call('POST', `${APP}/uploads?file_length=3&file_type=text/html`)).status).toBe(400);
  });
});
