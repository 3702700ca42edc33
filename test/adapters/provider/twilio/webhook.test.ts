// Webhooks of Twilio: what customers write, what became of sends, news of templates; and who may tell us any of it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RawRequest } from '../../../../src/ports/http.ts';
import type { ProviderEvent } from '../../../../src/ports/provider.ts';
import {
  ACCOUNT,
  anInbound,
  aStatus,
  aTemplateEvent,
  CONTENT,
  MESSAGE,
  NOW,
  request,
  sign,
  signedForm,
  signedJson,
  twilioProvider,
  WEBHOOK,
} from '../../../support/twilio/samples.ts';

const { provider } = twilioProvider();

const read = (asked: RawRequest, by = provider) => by.readWebhook(asked, NOW);
function events(asked: RawRequest): readonly ProviderEvent[] {
  const { events } = read(asked);
  return events.ok ? events.value : [];
}
const why = (asked: RawRequest, by = provider) => {
  const { events, answer } = read(asked, by);
  return events.ok ? 'believed' : `${answer.status} ${events.error.why}`;
};

describe('what a customer writes', () => {
  test('a text, with every name the customer goes by and the number it came to', () => {
    expect(events(signedForm(anInbound({ ExternalUserId: 'US.1349120865' })))).toEqual([
      {
        kind: 'inbound',
        id: `m:SM${'d1'.repeat(16)}`,
        at: NOW.toISOString(),
        heardBy: `${ACCOUNT}/number/+12025550199`,
        externalId: `SM${'d1'.repeat(16)}`,
        from: [
          { kind: 'wa_id', value: '12025550100' },
          { kind: 'bsuid', value: 'US.1349120865' },
        ],
        profileName: 'Ana',
        content: { kind: 'text', text: 'hola' },
      },
    ]);
  });

  test('a customer without a number is known by the other id', () => {
    const form = anInbound({ From: 'whatsapp:US.1349120865', WaId: '' });

    expect(events(signedForm(form))).toMatchObject([{ from: [{ kind: 'bsuid', value: 'US.1349120865' }] }]);
  });

  test('a tap carries the value of the button and the message it answers', () => {
    const form = anInbound({
      MessageType: 'button',
      Body: 'Voy hoy',
      ButtonText: 'Voy hoy',
      ButtonPayload: 'today',
      OriginalRepliedMessageSid: MESSAGE,
    });

    expect(events(signedForm(form))).toMatchObject([
      { answers: MESSAGE, content: { kind: 'text', text: 'Voy hoy', payload: 'today' } },
    ]);
  });

  test('a list reply has a value too; without its title the body is shown', () => {
    const form = anInbound({ MessageType: 'interactive', Body: 'Turno tarde', ListId: 'slot_pm' });

    expect(events(signedForm(form))).toMatchObject([{ content: { text: 'Turno tarde', payload: 'slot_pm' } }]);
  });

  test.each([
    ['image/jpeg', 'image'],
    ['image/webp', 'sticker'],
    ['video/mp4', 'video'],
    ['audio/ogg', 'audio'],
    ['application/pdf', 'document'],
    ['text/vcard', 'contacts'],
  ])('a file of type %s is told as %s with its caption', (type, kind) => {
    const form = anInbound({
      NumMedia: '1',
      MediaUrl0: 'https://api.twilio.com/x',
      MediaContentType0: type,
      Body: 'aquí',
    });

    expect(events(signedForm(form))).toMatchObject([{ content: { kind, text: 'aquí' } }]);
  });

  test('a place is told by its name, what nobody knows as unsupported', () => {
    const place = anInbound({ Body: '', Latitude: '1.5', Longitude: '2.5', Label: 'Plaza', MessageType: 'location' });

    expect(events(signedForm(place))).toMatchObject([{ content: { kind: 'location', text: 'Plaza' } }]);
    expect(events(signedForm(anInbound({ Body: '', MessageType: 'hologram' })))).toMatchObject([
      { content: { kind: 'unsupported', text: '' } },
    ]);
  });

  test('a stop Twilio took itself is told with the message and as a wish about marketing', () => {
    const form = anInbound({ Body: 'BASTA', OptOutType: 'STOP' });

    expect(events(signedForm(form))).toMatchObject([
      { kind: 'inbound', optOut: 'stop', content: { text: 'BASTA' } },
      { kind: 'marketing_preference', wants: false, from: [{ value: '12025550100' }] },
    ]);
    expect(events(signedForm(anInbound({ Body: 'START', OptOutType: 'START' })))).toMatchObject([
      { kind: 'inbound', optOut: 'start' },
      { kind: 'marketing_preference', wants: true },
    ]);
    expect(events(signedForm(anInbound({ Body: 'HELP', OptOutType: 'HELP' })))).toHaveLength(1);
  });

  test('another account, another channel and a form about nothing are counted, not believed', () => {
    const kinds = [{ AccountSid: `AC${'9'.repeat(32)}` }, { To: '+12025550199' }, { MessageSid: '' }, { From: '' }].map(
      (change) => events(signedForm(anInbound({ WaId: '', ...(change as Record<string, string>) }))),
    );

    expect(kinds.flat().map((event) => event.kind === 'ignored' && event.why)).toEqual([
      'other_account',
      'channel',
      'no_message',
      'no_sender',
    ]);
  });
});

describe('what became of a send', () => {
  test('a callback names the send by the address that was called, which settles an uncertain one', () => {
    const [event] = events(signedForm(aStatus({ MessageStatus: 'sent' }), { below: 'msg-000042.1' }));

    expect(event).toMatchObject({ kind: 'delivery', messageId: 'msg-000042', externalId: MESSAGE, status: 'sent' });
  });

  test.each([
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['read', 'read'],
    ['undelivered', 'failed'],
    ['failed', 'failed'],
    ['canceled', 'failed'],
  ])('%s is %s', (word, status) => {
    expect(events(signedForm(aStatus({ MessageStatus: word }), { below: 'a.1' }))).toMatchObject([{ status }]);
  });

  test('the same status told again is the same fact; another status or another code is another', () => {
    const id = (change: Record<string, string>) => events(signedForm(aStatus(change), { below: 'a.1' }))[0]?.id;

    expect(id({ MessageStatus: 'sent' })).toBe(id({ MessageStatus: 'sent' }));
    expect(id({ MessageStatus: 'sent' })).not.toBe(id({ MessageStatus: 'delivered' }));
    expect(id({ MessageStatus: 'failed', ErrorCode: '63018' })).not.toBe(
      id({ MessageStatus: 'failed', ErrorCode: '63016' }),
    );
  });

  test('words that only say it is on its way, and invented ones, are kept as ignored', () => {
    for (const word of ['queued', 'sending', 'accepted', 'mislaid'])
      expect(events(signedForm(aStatus({ MessageStatus: word }), { below: 'a.1' }))).toMatchObject([
        { kind: 'ignored', why: `status:${word}` },
      ]);
  });

  test('a throttle that comes after the acceptance says when to come again', () => {
    const form = aStatus({ MessageStatus: 'failed', ErrorCode: '63018', ErrorMessage: 'límite excedido null' });

    expect(events(signedForm(form, { below: 'a.1' }))).toMatchObject([
      {
        status: 'failed',
        failure: { kind: 'limited', fault: 'throughput', reaction: 'retry', retryAt: '2026-11-20T12:31:00.000Z' },
      },
    ]);
  });

  test('every permutation of a message’s statuses has the same events', () => {
    const words = ['sent', 'delivered', 'read', 'mislaid', 'sent'];
    const told = (order: readonly string[]) =>
      new Set(
        order
          .flatMap((word) => events(signedForm(aStatus({ MessageStatus: word }), { below: 'a.1' })))
          .map((e) => e.id),
      );

    fc.assert(
      fc.property(fc.shuffledSubarray(words, { minLength: words.length }), (order) => {
        expect(told(order)).toEqual(told(words));
      }),
    );
  });
});

describe('news of templates', () => {
  const one = (changes: object, template: object) =>
    signedJson(JSON.stringify([aTemplateEvent({ ...changes }, template)]));

  test('a review, a category and a quality, each for every sender of the account', () => {
    const heardBy = `${ACCOUNT}/account`;
    const template = { externalId: CONTENT, name: 'order_ready', language: 'es' };
    const at = '2026-11-02T09:05:00.000Z';

    expect(events(one({}, { currentValue: 'paused' }))).toMatchObject([
      { kind: 'review', heardBy, at, template, review: { state: 'paused', raw: 'paused' } },
    ]);
    expect(
      events(one({ type: 'category_update' }, { previousValue: 'utility', currentValue: 'marketing' })),
    ).toMatchObject([{ kind: 'category', from: 'UTILITY', to: 'MARKETING', effective: 'now' }]);
    expect(events(one({ type: 'quality_update' }, { previousValue: 'green', currentValue: 'yellow' }))).toMatchObject([
      { kind: 'quality', from: 'green', to: 'yellow' },
    ]);
  });

  test('a batch with an unknown and a malformed one hides neither of its neighbours', () => {
    const batch = [
      aTemplateEvent(),
      { id: 'EZ2', type: 'com.twilio.hologram.moved', data: {} },
      null,
      aTemplateEvent({ type: 'direct_send_category_notice' }),
      { ...(aTemplateEvent() as object), id: 'EZ5' },
    ];

    expect(events(signedJson(JSON.stringify(batch))).map((e) => (e.kind === 'ignored' ? e.why : e.kind))).toEqual([
      'review',
      'event:com.twilio.hologram.moved',
      'unreadable:event',
      'template:direct_send_category_notice',
      'review',
    ]);
  });

  test('a status nobody knows is kept as it is, and is not sendable', () => {
    expect(events(one({}, { currentValue: 'enchanted' }))).toMatchObject([
      { review: { state: 'unknown', raw: 'enchanted' } },
    ]);
  });
});

describe('the answer is empty: a text in it would reach the customer', () => {
  test('for messages, statuses and events', () => {
    for (const asked of [signedForm(anInbound()), signedForm(aStatus(), { below: 'a.1' }), signedJson('[]')])
      expect(read(asked).answer).toEqual({ status: 204 });
  });

  test('for what is refused', () => {
    expect(read({ ...signedForm(anInbound()), headers: {} }).answer).toEqual({ status: 401 });
  });
});

describe('who may tell us', () => {
  test('signatures made elsewhere verify', () => {
    const vectors = twilioProvider({ authToken: 'test_token_0001' }).provider;
    const form = new URLSearchParams({ From: 'whatsapp:+12025550100', Body: 'hola', MessageSid: 'SMx' });
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': 'r5lYAeofNcy54y4D6uITC8PbE6w=',
    };

    expect(why(request('https://bot.example.com/hooks/twilio/in?x=1', Buffer.from(`${form}`), headers), vectors)).toBe(
      'believed',
    );
  });

  test('a changed body, address, host, scheme or query is refused', () => {
    const good = signedForm(anInbound());
    const forged = [
      { ...good, body: Buffer.from(good.body.toString().replace('hola', 'adios')) },
      { ...good, body: Buffer.concat([good.body, Buffer.from('&Extra=1')]) },
      ...[`${WEBHOOK}/a.1`, `${WEBHOOK}?x=1`, WEBHOOK.replace('aval.', 'evil.'), WEBHOOK.replace('https', 'http')].map(
        (url) => request(url, good.body, good.headers),
      ),
    ];

    expect(why(good)).toBe('believed');
    expect(forged.map((one) => why(one))).toEqual(forged.map(() => '401 wrong signature'));
  });

  test('a missing or malformed signature is refused', () => {
    const good = signedForm(anInbound());
    const signedAs = (signature: string) => ({
      ...good,
      headers: { ...good.headers, 'x-twilio-signature': signature },
    });

    expect(why({ ...good, headers: { 'content-type': good.headers['content-type'] } })).toBe('401 no signature');
    for (const signature of ['', 'x', 'r5lYAeofNcy54y4D6uITC8PbE6w', `${'A'.repeat(40)}=`])
      expect(why(signedAs(signature))).toBe('401 malformed signature');
    expect(why(signedAs('r5lYAeofNcy54y4D6uITC8PbE6w='))).toBe('401 wrong signature');
  });

  test('an event whose hash is missing, wrong or of another body is refused', () => {
    const body = JSON.stringify([aTemplateEvent()]);
    const good = signedJson(body);
    const headers = { 'content-type': 'application/json', 'x-twilio-signature': sign('token-now', WEBHOOK) };

    expect(why(good)).toBe('believed');
    expect(why(request(WEBHOOK, Buffer.from(body), headers))).toBe('401 no hash of the body');
    expect(why({ ...good, body: Buffer.from(body.replace('approved', 'disabled')) })).toBe(
      '401 the body is not the signed one',
    );
    const wrong = `${WEBHOOK}?bodySHA256=abc`;
    const signature = { ...headers, 'x-twilio-signature': sign('token-now', wrong) };
    expect(why(request(wrong, Buffer.from(body), signature))).toBe('401 the body is not the signed one');
  });

  test('a signed event cannot be played again as a form', () => {
    const event = signedJson('[]');
    const headers = { ...event.headers, 'content-type': 'application/x-www-form-urlencoded' };

    expect(why({ ...event, body: Buffer.from('MessageSid=SM1'), headers })).toBe('401 the body is not the signed one');
  });

  test('repeated fields count once, sorted, as Twilio counts them', () => {
    const body = Buffer.from('b=2&a=1&b=1&b=2');
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': sign('token-now', `${WEBHOOK}a1b1b2`),
    };

    expect(why(request(WEBHOOK, body, headers))).toBe('believed');
  });

  test('the port of the scheme may stand in the signed address or not', () => {
    const withPort = WEBHOOK.replace('example.com', 'example.com:443');
    const form = anInbound();
    const signed = {
      ...signedForm(form),
      headers: { ...signedForm(form).headers, 'x-twilio-signature': sign('token-now', withPort, form) },
    };

    expect(why(signed)).toBe('believed');
  });

  test('two accounts with swapped tokens do not believe each other', () => {
    const other = twilioProvider({ authToken: 'token-of-another-account' }).provider;

    expect(why(signedForm(anInbound()), other)).toBe('401 wrong signature');
    expect(why(signedForm(anInbound(), { token: 'token-of-another-account' }))).toBe('401 wrong signature');
  });

  test('a token is replaced in three steps without losing a webhook', () => {
    const before = twilioProvider({ authToken: 'old' }).provider;
    const during = twilioProvider({ authToken: 'old', nextAuthToken: 'new' }).provider;
    const after = twilioProvider({ authToken: 'new' }).provider;
    const told = (token: string) => signedForm(anInbound(), { token });

    expect([why(told('old'), before), why(told('new'), before)]).toEqual(['believed', '401 wrong signature']);
    expect([why(told('old'), during), why(told('new'), during)]).toEqual(['believed', 'believed']);
    expect([why(told('old'), after), why(told('new'), after)]).toEqual(['401 wrong signature', 'believed']);
  });

  test('more bytes than Twilio ever sends are not even hashed', () => {
    expect(why(signedJson(Buffer.alloc(300 * 1024, ' ')))).toBe('400 too large');
  });
});

describe('hostile bytes', () => {
  test('nothing makes it throw: forms and events, signed or not', () => {
    const field = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'MessageStatus', 'Body', 'From'));
    fc.assert(
      fc.property(
        fc.dictionary(field, fc.string(), { maxKeys: 8 }),
        fc.uint8Array({ maxLength: 200 }),
        (fields, bytes) => {
          const form = Object.fromEntries(Object.entries({ ...anInbound(), ...fields }));
          expect(() => read(signedForm(form, { below: 'a%ZZ.1' }))).not.toThrow();
          expect(() => read(signedJson(Buffer.from(bytes)))).not.toThrow();
          expect(() => read({ ...signedForm(form), body: Buffer.from(bytes) })).not.toThrow();
        },
      ),
    );
  });

  test('any JSON in place of an event is counted, one fact for each item', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1, maxLength: 5 }), (items) => {
        const told = events(signedJson(JSON.stringify(items)));
        expect(told).toHaveLength(items.length);
        expect(new Set(told.map((event) => event.id)).size).toBe(items.length);
      }),
    );
  });
});
