// Sends over real HTTP: what is refused, and what the customer's phone shows.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  acceptedBy,
  aSend,
  at,
  type Bench,
  type Json,
  PHONE,
  sendTo,
  startBench,
  statusesOf,
} from '../../../../support/meta/simulator-bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ seedTemplates: true });
});
afterAll(() => bench.stop());

const send = (to: string, over?: Json) => sendTo(bench, to, over);
const acceptedFor = (to: string) => acceptedBy(bench, to);
const statusesFor = (to: string) => statusesOf(bench, to);
const words = (to: string) => statusesFor(to).map((status) => status.status);

describe('an ordinary number', () => {
  it('answers ids, then tells sent, delivered and read with our data, in no promised order', async () => {
    const to = '+5491150001111';

    const { status, json } = await send(to);
    await bench.sink.until(() => statusesFor(to).length === 3);

    expect(status).toBe(200);
    expect(json).toEqual({
      messaging_product: 'whatsapp',
      contacts: [{ input: to, wa_id: '5491150001111' }],
      messages: [{ id: expect.stringMatching(/^wamid\./), message_status: 'accepted' }],
    });
    expect([...words(to)].sort()).toEqual(['delivered', 'read', 'sent']);
    expect(statusesFor(to).find(({ status }) => status === 'sent')).toMatchObject({
      id: at(json, 'messages.0.id'),
      recipient_id: '5491150001111',
      timestamp: expect.stringMatching(/^\d{10}$/),
      pricing: { category: 'utility', type: 'regular' },
    });
  });
});

describe('what a send is refused for', () => {
  const body = (...texts: string[]) => ({ type: 'body', parameters: texts.map((text) => ({ type: 'text', text })) });
  const template = (components: Json[], name = 'order_ready', code = 'es_AR') => ({
    template: { name, language: { code }, components },
  });
  const named = (...pairs: [string, string][]) => ({
    type: 'body',
    parameters: pairs.map(([parameter_name, text]) => ({ type: 'text', parameter_name, text })),
  });
  const link = (text: string) => ({
    type: 'button',
    sub_type: 'url',
    index: '0',
    parameters: [{ type: 'text', text }],
  });
  const visit = (...components: Json[]) => template(components, 'appointment_reminder', 'en_US');
  const all = named(['first_name', 'Ana'], ['day', 'Monday'], ['time', '10'] as [string, string]);

  it.each<[string, string, Json, number]>([
    ['a number without +', '5491150001111', {}, 100],
    [
      'a language the template does not have',
      '+5491150001112',
      template([body('a', 'b')], 'order_ready', 'es'),
      132001,
    ],
    ['too few values', '+5491150001112', template([body('a')]), 132000],
    ['an empty value', '+5491150001112', template([body('a', '')]), 131008],
    ['a value with a new line', '+5491150001112', template([body('a', 'b\nc')]), 132018],
    ['a value with five spaces', '+5491150001112', template([body('a', 'b     c')]), 132018],
    ['a text over 1,024 characters once filled', '+5491150001112', template([body('a', 'b'.repeat(1000))]), 132005],
    [
      'a header that is not in the template',
      '+5491150001112',
      template([{ ...body('x'), type: 'header' }, body('a', 'b')]),
      132000,
    ],
    [
      'a button that is not there',
      '+5491150001112',
      template([body('a', 'b'), { type: 'button', sub_type: 'quick_reply', index: '7' }]),
      132000,
    ],
    ['a value for the wrong kind of button', '+5491150001112', template([body('a', 'b'), link('x')]), 132012],
    ['named values without names', '+5491150001112', visit(body('a', 'b', 'c'), link('83')), 132000],
    ['a link value left out', '+5491150001112', visit(all), 131008],
    ['callback data that is no string', '+5491150001112', { biz_opaque_callback_data: 7 }, 100],
    ['another type of message', '+5491150001112', { type: 'sticker' }, 131051],
  ])('refuses %s', async (_, to, over, code) => {
    const { status, json } = await send(to, over);

    expect(status).toBeGreaterThanOrEqual(400);
    expect(json.error).toMatchObject({
      type: 'OAuthException',
      code,
      message: expect.any(String),
      error_data: { messaging_product: 'whatsapp', details: expect.any(String) },
      fbtrace_id: expect.any(String),
    });
    expect(acceptedFor(to)).toEqual([]);
  });

  it('takes named values in any order and shows the filled message', async () => {
    const to = '+5491150001113';

    const { status } = await send(
      to,
      visit(named(['time', '10:30'], ['first_name', 'Ana'], ['day', 'Monday']), link('83')),
    );
    await bench.sink.until(() => statusesFor(to).length === 3);

    expect(status).toBe(200);
    expect(bench.sim.phone.messages(to)).toMatchObject([
      {
        direction: 'in',
        status: 'read',
        preview: {
          header: { kind: 'text', text: 'Your appointment' },
          body: 'Hi Ana, this is a reminder of your appointment on Monday at 10:30. See you soon.',
          buttons: [{ kind: 'url', label: 'See details', detail: 'https://example.com/visits/83' }],
        },
      },
    ]);
  });

  it.each([
    ['paused', 132015],
    ['disabled', 132016],
  ] as const)('refuses a %s template', async (state, code) => {
    const other = await startBench({ seedTemplates: true });
    if (state === 'paused') other.sim.control.pauseTemplate('order_ready');
    else other.sim.control.disableTemplate('order_ready');

    const { json } = await other.call('POST', `${PHONE}/messages`, aSend('+5491150001112'));

    expect(at(json, 'error.code')).toBe(code);
    await other.stop();
  });

  it('refuses above the pair rate when one is set', async () => {
    const other = await startBench({ seedTemplates: true, pairRate: { everyMs: 60_000, burst: 2 } });
    const codes: unknown[] = [];
    for (const to of ['+5491150001112', '+5491150001112', '+5491150001112', '+5491150001114']) {
      codes.push(at((await other.call('POST', `${PHONE}/messages`, aSend(to))).json, 'error.code'));
    }

    expect(codes).toEqual([undefined, undefined, 131056, undefined]);
    await other.stop();
  });

  it('refuses everything with 368 while the account is restricted, and says so by webhook', async () => {
    const other = await startBench({ seedTemplates: true });
    other.sim.control.restrictAccount();
    const during = await other.call('POST', `${PHONE}/messages`, aSend('+5491150001112'));
    other.sim.control.restoreAccount();
    const after = await other.call('POST', `${PHONE}/messages`, aSend('+5491150001112'));
    await other.sink.until(
      () => other.sink.changes().filter((change) => change.field === 'account_update').length === 2,
    );

    expect([at(during.json, 'error.code'), after.status]).toEqual([368, 200]);
    await other.stop();
  });
});

describe('text inside and outside the 24-hour window', () => {
  const text = (to: string) => send(to, { type: 'text', text: { body: 'Hola' } });

  it('fails later with 131047 to somebody who never wrote', async () => {
    const to = '+5491150002221';

    const { status } = await text(to);
    await bench.sink.until(() => statusesFor(to).length === 1);

    expect(status).toBe(200);
    expect(statusesFor(to)[0]).toMatchObject({ status: 'failed', errors: [{ code: 131047 }] });
    expect(bench.sim.phone.messages(to)).toEqual([]);
  });

  it('arrives after the customer wrote', async () => {
    const to = '+5491150002222';
    bench.sim.phone.reply(to, { text: '¿Están abiertos?' });

    await text(to);
    await bench.sink.until(() => statusesFor(to).length === 3);

    expect(bench.sim.phone.messages(to).map((message) => [message.direction, message.preview.body])).toEqual([
      ['out', '¿Están abiertos?'],
      ['in', 'Hola'],
    ]);
  });
});

describe("the customer's phone", () => {
  it('taps a quick reply with the payload of the send and the message it answers', async () => {
    const to = '+5491150003331';
    await send(to);
    await bench.sink.until(() => words(to).includes('read'));
    const [message] = bench.sim.phone.messages(to);

    const tapped = bench.sim.phone.tap(to, message!.id, 0);
    const plain = bench.sim.phone.tap(to, message!.id, 1);
    const taps = () =>
      bench.sink.changes().filter((change) => at(change.value, 'messages.0.context.id') === message!.id);
    await bench.sink.until(() => taps().length === 2);

    expect([tapped, plain]).toEqual([true, true]);
    expect(taps().map((change) => at(change.value, 'messages.0.button'))).toEqual([
      { payload: 'today', text: 'Voy hoy' },
      { payload: 'Otro día', text: 'Otro día' },
    ]);
  });

  it('refuses empty text, foreign numbers, foreign messages and buttons that are not there', async () => {
    const to = '+5491150003332';
    await send(to);
    await bench.sink.until(() => words(to).includes('delivered'));
    const [message] = bench.sim.phone.messages(to);

    expect(bench.sim.phone.reply(to, { text: '  ' })).toBe(false);
    expect(bench.sim.phone.reply('hello', { text: 'x' })).toBe(false);
    expect(bench.sim.phone.reply(to, { text: 'x', answers: 'wamid.none' })).toBe(false);
    expect(bench.sim.phone.tap(to, message!.id, 9)).toBe(false);
    expect(bench.sim.phone.tap('+5491150009999', message!.id, 0)).toBe(false);
  });

  it('tells listeners until they stop listening, and counts what is unread', async () => {
    const to = '+5491155900011'; // Delivered, never read.
    await send(to);
    await bench.sink.until(() => words(to).includes('delivered'));
    const heard: string[] = [];
    const stop = bench.sim.phone.onChange((e164) => heard.push(e164));

    bench.sim.phone.reply(to, { text: 'uno' });
    stop();
    bench.sim.phone.reply(to, { text: 'dos' });

    expect(heard).toEqual([to]);
    expect(bench.sim.phone.numbers().find((number) => number.e164 === to)).toEqual({ e164: to, unread: 1 });
    expect(bench.sim.phone.numbers()[0]?.e164).toBe(to);
  });
});
