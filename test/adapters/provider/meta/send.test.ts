// What leaves for Meta when a template is sent: one golden body per kind of component.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pairRetry, sendBody } from '../../../../adapters/provider/meta/send.ts';
import type { Template } from '../../../../src/domain/templates/template.ts';
import type { SendTemplate } from '../../../../src/ports/provider.ts';
import { type FakeMeta, startFakeMeta } from '../../../support/meta/fake-meta.ts';
import { aMetaTemplate, META, metaProvider, recorded } from '../../../support/meta/samples.ts';

const PHONE: SendTemplate['to'] = { kind: 'phone', e164: '+5491155551234' };
const NO_VARIABLES = { text: 'We are open again.', samples: {} };

function aSend(template: Partial<Template>, values: SendTemplate['values'] = {}, to = PHONE): SendTemplate {
  return { messageId: 'msg-1', to, template: aMetaTemplate(template), values, attempt: 1 };
}

function componentsOf(template: Partial<Template>, values: SendTemplate['values']): unknown {
  const body = sendBody(aSend(template, values));
  return body.ok && 'template' in body.value ? body.value.template : body;
}

describe('the body of a send', () => {
  test('names the recipient with its plus, the template, and our message', () => {
    const body = sendBody(aSend({ body: NO_VARIABLES }));

    expect(body).toEqual({
      ok: true,
      value: {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        to: '+5491155551234',
        type: 'template',
        template: { name: 'order_ready', language: { code: 'en_US' } },
        biz_opaque_callback_data: 'msg-1',
      },
    });
  });

  test('adds the plus Meta needs to not put the country of the business in front', () => {
    const body = sendBody(aSend({ body: NO_VARIABLES }, {}, { kind: 'phone', e164: '5491155551234' }));

    expect(body).toMatchObject({ value: { to: '+5491155551234' } });
  });

  test('puts a user id in recipient, never in to', () => {
    const body = sendBody(aSend({ body: NO_VARIABLES }, {}, { kind: 'bsuid', bsuid: 'AR.1349' }));

    expect(body).toMatchObject({ value: { recipient: 'AR.1349' } });
    expect(body.ok && 'to' in body.value).toBe(false);
  });

  test('gives numbered values in order of number, whatever the order in the text', () => {
    const text = 'Order {{2}} of {{1}}, and {{10}}, {{2}} again.';

    expect(
      componentsOf({ body: { text, samples: {} } }, { 'body.1': 'a', 'body.2': 'b', 'body.10': 'c' }),
    ).toMatchObject({
      components: [
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'a' },
            { type: 'text', text: 'b' },
            { type: 'text', text: 'c' },
          ],
        },
      ],
    });
  });

  test('names every parameter of a named template, in header and body', () => {
    const template: Partial<Template> = {
      parameterFormat: 'named',
      header: { format: 'text', text: 'Hello {{first_name}}', samples: {} },
      body: { text: 'Order {{order_id}} is ready.', samples: {} },
    };

    expect(componentsOf(template, { 'header.first_name': 'Ana', 'body.order_id': 'A-100' })).toMatchObject({
      components: [
        { type: 'header', parameters: [{ type: 'text', parameter_name: 'first_name', text: 'Ana' }] },
        { type: 'body', parameters: [{ type: 'text', parameter_name: 'order_id', text: 'A-100' }] },
      ],
    });
  });

  test.each([
    ['image', 'https://cdn.example/a.png', { link: 'https://cdn.example/a.png' }],
    ['video', 'https://cdn.example/a.mp4', { link: 'https://cdn.example/a.mp4' }],
    [
      'document',
      'https://cdn.example/f/Invoice%20100.pdf?v=1',
      { link: 'https://cdn.example/f/Invoice%20100.pdf?v=1', filename: 'Invoice 100.pdf' },
    ],
    ['document', 'https://cdn.example/100%', { link: 'https://cdn.example/100%', filename: '100%' }],
  ] as const)('gives the media of a header anew: %s', (format, link, media) => {
    const template: Partial<Template> = { header: { format, sample: 'https://x.example/old' }, body: NO_VARIABLES };

    expect(componentsOf(template, { 'header.link': link })).toMatchObject({
      components: [{ type: 'header', parameters: [{ type: format, [format]: media }] }],
    });
  });

  test('gives a location all four of its parts', () => {
    const values = {
      'header.latitude': '-34.6',
      'header.longitude': '-58.38',
      'header.name': 'Shop',
      'header.address': 'Main St 1',
    };

    expect(componentsOf({ header: { format: 'location' }, body: NO_VARIABLES }, values)).toMatchObject({
      components: [
        {
          type: 'header',
          parameters: [
            {
              type: 'location',
              location: { latitude: '-34.6', longitude: '-58.38', name: 'Shop', address: 'Main St 1' },
            },
          ],
        },
      ],
    });
  });

  test('lists only buttons with something to fill, under their place among all buttons', () => {
    const template: Partial<Template> = {
      body: NO_VARIABLES,
      buttons: [
        { kind: 'quick_reply', label: 'Yes', value: 'yes' },
        { kind: 'quick_reply', label: 'No' },
        { kind: 'url', label: 'Site', url: 'https://shop.example' },
        { kind: 'url', label: 'Track', url: 'https://shop.example/t/{{1}}' },
        { kind: 'phone', label: 'Call', phone: '+5491155550000' },
        { kind: 'copy_code', sample: 'SAVE10' },
      ],
    };

    expect(componentsOf(template, { 'button.3': 'A-100', 'button.5': 'SAVE20' })).toMatchObject({
      components: [
        { type: 'button', sub_type: 'quick_reply', index: '0', parameters: [{ type: 'payload', payload: 'yes' }] },
        { type: 'button', sub_type: 'url', index: '3', parameters: [{ type: 'text', text: 'A-100' }] },
        {
          type: 'button',
          sub_type: 'copy_code',
          index: '5',
          parameters: [{ type: 'coupon_code', coupon_code: 'SAVE20' }],
        },
      ],
    });
  });

  test('gives a one-time code twice, in the text and on the button', () => {
    const template: Partial<Template> = {
      category: 'AUTHENTICATION',
      body: { text: '{{1}} is your verification code.', samples: {} },
      buttons: [{ kind: 'otp', otpKind: 'copy_code' }],
    };

    expect(componentsOf(template, { 'body.1': '482913' })).toMatchObject({
      components: [
        { type: 'body', parameters: [{ type: 'text', text: '482913' }] },
        { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: '482913' }] },
      ],
    });
  });
});

describe('a send', () => {
  let meta: FakeMeta;
  beforeEach(async () => {
    meta = await startFakeMeta();
  });
  afterEach(() => meta.close());

  test.each([
    ['a value is missing', aSend({}, {}), 'parameter_count', 'no value for body.1'],
    ['a value is empty', aSend({}, { 'body.1': '' }), 'parameter_count', 'no value for body.1'],
    [
      'a button cannot be filled',
      aSend({ buttons: [{ kind: 'other', type: 'FLOW' }] }, { 'body.1': 'x' }),
      'unsupported_type',
      'button FLOW',
    ],
    ['it is a carousel', aSend({ carousel: [{ buttons: [] }] }, { 'body.1': 'x' }), 'unsupported_type', 'carousel'],
    [
      'a code goes to a user id',
      aSend({ buttons: [{ kind: 'otp', otpKind: 'copy_code' }] }, { 'body.1': 'x' }, { kind: 'bsuid', bsuid: 'AR.1' }),
      'unsupported_type',
      'need a phone number',
    ],
  ] as const)('that cannot be filled is refused without a call: %s', async (_name, send, fault, detail) => {
    const { provider } = metaProvider({ apiUrl: meta.url });

    const sent = await provider.sendTemplate(send);

    expect(sent).toMatchObject({ ok: false, error: { kind: 'rejected', fault, reaction: 'template' } });
    if (!sent.ok) expect(sent.error.detail).toContain(detail);
    expect(meta.calls).toEqual([]);
  });

  test('may be tried again when the encrypted connection never came about: nothing had left', async () => {
    const { provider } = metaProvider({ apiUrl: meta.url.replace('http:', 'https:') });

    const sent = await provider.sendTemplate(aSend({}, { 'body.1': 'A-100' }));

    expect(sent).toMatchObject({ ok: false, error: { kind: 'unavailable', fault: 'unreachable', reaction: 'retry' } });
    expect(meta.calls).toEqual([]);
  });

  test('names what the recipient is called at Meta when it is accepted', async () => {
    meta.answer(`POST /${META.phoneNumberId}/messages`, { json: recorded('answer-message-accepted') });
    const { provider, counted } = metaProvider({ apiUrl: meta.url });

    const sent = await provider.sendTemplate(aSend({}, { 'body.1': 'A-100' }));

    expect(sent).toMatchObject({
      value: {
        aliases: [
          { kind: 'wa_id', value: '5491155551234' },
          { kind: 'bsuid', value: 'AR.13491208655302741918' },
        ],
      },
    });
    expect(meta.calls[0]?.headers.authorization).toBe('Bearer access-token');
    expect(counted).toEqual([
      { metric: 'provider_calls', labels: { provider: 'meta', sender: 'main', call: 'send_template', result: 'ok' } },
    ]);
  });

  test.each([
    ['no JSON', { text: 'OK' }],
    ['JSON without a message', { json: { success: true } }],
    ['an empty body', { text: '' }],
    ['an answer beyond all size', { json: { messages: [{ id: 'wamid.1' }], padding: 'x'.repeat(5 * 1024 * 1024) } }],
    ['a redirect', { html: 'moved', status: 302 }],
  ] as const)('is uncertain when a good status comes with %s', async (_name, answer) => {
    meta.answer(`POST /${META.phoneNumberId}/messages`, answer);
    const { provider } = metaProvider({ apiUrl: meta.url });

    const sent = await provider.sendTemplate(aSend({}, { 'body.1': 'A-100' }));

    expect(sent).toMatchObject({ ok: false, error: { kind: 'uncertain' } });
    expect(meta.calls).toHaveLength(1);
  });
});

describe('how long one person is left alone', () => {
  const NOW = new Date('2026-11-20T12:00:00.000Z');
  const refused = { kind: 'limited', fault: 'pair_rate', reaction: 'retry', code: '131056' } as const;
  const waitOf = (attempt: number, retryAt?: string) => {
    const failure = pairRetry({ ...refused, ...(retryAt === undefined ? {} : { retryAt }) }, attempt, NOW);
    return (Date.parse(failure.retryAt ?? '') - NOW.getTime()) / 1_000;
  };

  test('grows by four with every call, up to 256 seconds', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map((attempt) => waitOf(attempt))).toEqual([1, 4, 16, 64, 256, 256, 256]);
  });

  test('is never less than what Meta said', () => {
    expect(waitOf(1, '2026-11-20T12:00:04.000Z')).toBe(4);
    expect(waitOf(4, '2026-11-20T12:00:04.000Z')).toBe(64);
  });

  test('is a matter of this fault only', () => {
    const other = { ...refused, fault: 'throughput' } as const;

    expect(pairRetry(other, 3, NOW)).toBe(other);
  });
});
