// Creating templates over real HTTP: what Meta refuses mechanically, and what it takes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCreation, at, type Bench, type Json, startBench, WABA } from '../../../../support/meta/simulator-bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ reviewDelayMs: 3_600_000, seedTemplates: true });
});
afterAll(() => bench.stop());

const create = (over: Json) => bench.call('POST', `${WABA}/message_templates`, aCreation(over));

describe('creating a template', () => {
  it('answers id, status and category, and holds it as pending', async () => {
    const { status, json } = await create({ name: 'created_one' });

    expect(status).toBe(200);
    expect(json).toEqual({ id: expect.stringMatching(/^\d{16,17}$/), status: 'PENDING', category: 'UTILITY' });
    expect((await bench.call('GET', `${json.id}?fields=name,status,rejected_reason`)).json).toEqual({
      id: json.id,
      name: 'created_one',
      status: 'PENDING',
      rejected_reason: 'NONE',
    });
  });

  it('refuses the same name and language with subcode 2388024, and takes another language', async () => {
    await create({ name: 'created_twice' });

    const again = await create({ name: 'created_twice' });
    const other = await create({ name: 'created_twice', language: 'es' });

    expect(again.status).toBe(400);
    expect(again.json.error).toMatchObject({ code: 100, error_subcode: 2388024, error_user_title: expect.any(String) });
    expect(other.status).toBe(200);
  });

  it('files a promotional UTILITY template under MARKETING', async () => {
    const { json } = await create({
      name: 'promo_words',
      components: [{ type: 'BODY', text: 'Hoy hay 20% off en todo.' }],
    });

    expect(json.category).toBe('MARKETING');
  });

  it('counts every attempt', async () => {
    await create({ name: 'attempted' });
    await create({ name: 'attempted' });

    expect(bench.sim.control.submissions().filter((attempt) => attempt.name === 'attempted')).toMatchObject([
      { outcome: 'created' },
      { outcome: 'refused', code: '100/2388024' },
    ]);
  });

  const body = (text: string, ...samples: string[]) => ({
    components: [{ type: 'BODY', text, ...(samples.length ? { example: { body_text: [samples] } } : {}) }],
  });
  const buttons = (...list: Json[]) => ({
    components: [
      { type: 'BODY', text: 'Hola, ¿qué tal?' },
      { type: 'BUTTONS', buttons: list },
    ],
  });
  const header = (part: Json) => ({
    components: [
      { type: 'HEADER', ...part },
      { type: 'BODY', text: 'Hola, ¿qué tal?' },
    ],
  });
  const reply = (text: string) => ({ type: 'QUICK_REPLY', text });
  const url = (link: string, more: Json = {}) => ({ type: 'URL', text: 'Ver', url: link, ...more });

  it.each<[string, Json, number | undefined]>([
    ['capitals in the name', { name: 'Order' }, undefined],
    ['an unknown language', { language: 'es_XX' }, undefined],
    ['a legacy category', { category: 'ACCOUNT_UPDATE' }, undefined],
    ['an unknown parameter format', { parameter_format: 'mixed' }, undefined],
    ['no body', { components: [{ type: 'FOOTER', text: 'x' }] }, 2388072],
    [
      'two footers',
      {
        components: [
          { type: 'BODY', text: 'Hola a todos' },
          { type: 'FOOTER', text: 'a' },
          { type: 'FOOTER', text: 'b' },
        ],
      },
      undefined,
    ],
    ['a body of 1,025 characters', body('a'.repeat(1025)), 2388040],
    ['a variable at the start', body('{{1}} te espera en el local de siempre', 'Ana'), 2388299],
    ['a variable at the end', body('Te espera en el local de siempre {{1}}', 'Ana'), 2388299],
    ['a gap in the numbers', body('Hola {{1}} y también {{3}}, buen día a todos', 'a', 'b'), 2388072],
    ['broken braces', body('Hola {{1} ¿qué tal estás hoy?', 'a'), 2388072],
    ['spaces in the braces', body('Hola {{ 1 }}, ¿qué tal estás hoy?', 'a'), 2388072],
    ['a missing sample', body('Hola {{1}}, ¿qué tal estás hoy?'), 2388072],
    ['too many variables', body('Hola {{1}} y {{2}} o {{3}} fin', 'a', 'b', 'c'), 2388293],
    [
      'a footer with a variable',
      {
        components: [
          { type: 'BODY', text: 'Hola a todos' },
          { type: 'FOOTER', text: 'de {{1}}' },
        ],
      },
      2388073,
    ],
    [
      'a footer of 61 characters',
      {
        components: [
          { type: 'BODY', text: 'Hola a todos' },
          { type: 'FOOTER', text: 'f'.repeat(61) },
        ],
      },
      2388040,
    ],
    ['a header of 61 characters', header({ format: 'TEXT', text: 'h'.repeat(61) }), 2388040],
    ['a header with formatting', header({ format: 'TEXT', text: '*Hola*' }), 2388047],
    [
      'a header with two variables',
      header({ format: 'TEXT', text: 'A {{1}} b {{2}}', example: { header_text: ['a', 'b'] } }),
      2388047,
    ],
    [
      'an image header without an uploaded sample',
      header({ format: 'IMAGE', example: { header_handle: ['4::made-up'] } }),
      2388047,
    ],
    ['eleven buttons', buttons(...Array.from({ length: 11 }, (_, i) => reply(`b${i}`))), undefined],
    ['three links', buttons(url('https://a.example'), url('https://b.example'), url('https://c.example')), undefined],
    ['interleaved quick replies', buttons(reply('a'), url('https://a.example'), reply('b')), undefined],
    ['a label of 26 characters', buttons(reply('l'.repeat(26))), 2388040],
    [
      'a variable inside the link',
      buttons(url('https://a.example/{{1}}/x', { example: ['https://a.example/1/x'] })),
      undefined,
    ],
    ['a link variable without example', buttons(url('https://a.example/{{1}}')), undefined],
    [
      'a phone number with letters',
      buttons({ type: 'PHONE_NUMBER', text: 'Llamar', phone_number: '+54 call me' }),
      undefined,
    ],
    ['a coupon code of 21 characters', buttons({ type: 'COPY_CODE', example: 'c'.repeat(21) }), 2388040],
    ['an authentication template with its own text', { category: 'AUTHENTICATION' }, 2388072],
  ])('refuses %s', async (_, over, subcode) => {
    const { status, json } = await create({ name: 'refused_one', ...over });

    expect(status).toBe(400);
    expect(json.error).toMatchObject({
      code: 100,
      error_user_title: expect.any(String),
      error_user_msg: expect.any(String),
    });
    expect(at(json, 'error.error_subcode')).toBe(subcode);
  });

  it.each<[string, Json]>([
    ['a body of 1,024 characters', body('a'.repeat(1024))],
    ['a variable before a full stop at the end', body('Hola, te esperamos el día {{1}}.', 'lunes')],
    ['a single pair of braces', body('Hola, usá {esto} cuando quieras')],
    [
      'named variables',
      {
        parameter_format: 'named',
        components: [
          {
            type: 'BODY',
            text: 'Hola {{first_name}}, ¿cómo estás hoy?',
            example: { body_text_named_params: [{ param_name: 'first_name', example: 'Ana' }] },
          },
        ],
      },
    ],
    [
      'a body in Chinese with few spaces',
      { language: 'zh_CN', ...body('您好{{1}}，您的订单{{2}}已发货。', '王', '1') },
    ],
    ['links before quick replies', buttons(url('https://a.example'), reply('a'), reply('b'))],
    [
      'a link with a variable at the end',
      buttons(url('https://a.example/{{1}}', { example: ['https://a.example/1'] })),
    ],
    ['a location header', header({ format: 'LOCATION' })],
  ])('takes %s', async (what, over) => {
    const { status } = await create({ name: `taken_${what.replace(/[^a-z]+/gi, '_').toLowerCase()}`, ...over });

    expect(status).toBe(200);
  });

  it('refuses beyond the quota and beyond the hourly number', async () => {
    const small = await startBench({ templateQuota: 1 });
    const slow = await startBench({ creationsPerHour: 1 });
    const second = async (of: Bench) => {
      await of.call('POST', `${WABA}/message_templates`, aCreation({ name: 'one' }));
      return at(
        (await of.call('POST', `${WABA}/message_templates`, aCreation({ name: 'two' }))).json,
        'error.error_subcode',
      );
    };

    expect([await second(small), await second(slow)]).toEqual([2388019, 2388019]);
    await Promise.all([small.stop(), slow.stop()]);
  });
});
