// Meta's webhooks, read from recorded payloads: what each becomes.
import { describe, expect, test } from 'vitest';
import type { ProviderEvent } from '../../../../src/ports/provider.ts';
import { fixture, fixtureNames, META, metaProvider, NOW, signed, webhook } from '../../../support/meta/samples.ts';

const { provider } = metaProvider({});
const TEMPLATE = { externalId: '1234567890123456789', name: 'order_ready', language: 'en_US' };
const AT = '2025-11-20T12:00:00.000Z';
const WAMID = 'wamid.HBgNNTQ5MTE1NTU1MTIzNBUCABEYEjk5';

function eventsOf(body: string): readonly ProviderEvent[] {
  const read = provider.readWebhook(signed(body), NOW);
  if (!read.events.ok) throw new Error(read.events.error.why);
  return read.events.value;
}

function events(name: string): readonly ProviderEvent[] {
  return eventsOf(fixture(name));
}

describe('the signature', () => {
  const body = fixture('webhook-inbound-text');

  test('is checked over the bytes as they came, not over the JSON they mean', () => {
    const request = signed(body);
    const sameJson = { ...request, body: Buffer.from(JSON.stringify(JSON.parse(body))) };

    expect(provider.readWebhook(request, NOW).events.ok).toBe(true);
    expect(provider.readWebhook(sameJson, NOW)).toEqual({
      events: { ok: false, error: { status: 401, why: 'wrong signature' } },
      answer: { status: 401 },
    });
  });

  test('matches a known vector', () => {
    // printf '{}' | openssl dgst -sha256 -hmac app-secret
    const known = 'sha256=bd9549eb87a414d3df28b5a60ea86d4a11e2f1c6258edbd18f56d3c23c0f908d';

    const read = provider.readWebhook(webhook(Buffer.from('{}'), { 'x-hub-signature-256': known }), NOW);

    expect(read).toMatchObject({ events: { ok: true, value: [{ kind: 'ignored' }] }, answer: { status: 200 } });
  });

  test('of the previous secret counts while secrets are being replaced, and only then', () => {
    const old = signed(body, 'old-secret');
    const rotating = metaProvider({ previousAppSecret: 'old-secret' }).provider;

    expect(rotating.readWebhook(old, NOW).events.ok).toBe(true);
    expect(rotating.readWebhook(signed(body), NOW).events.ok).toBe(true);
    expect(provider.readWebhook(old, NOW)).toMatchObject({ events: { ok: false }, answer: { status: 401 } });
  });

  test.each([
    ['no header', undefined, 'no signature'],
    ['the old SHA-1 scheme', 'sha1=0123', 'malformed signature'],
    ['too short', 'sha256=abcd', 'malformed signature'],
    ['not hexadecimal', `sha256=${'z'.repeat(64)}`, 'malformed signature'],
    ['zeros', `sha256=${'0'.repeat(64)}`, 'wrong signature'],
  ])('is refused with %s', (_name, header, why) => {
    const request = webhook(Buffer.from(body), header === undefined ? {} : { 'x-hub-signature-256': header });

    expect(provider.readWebhook(request, NOW)).toEqual({
      events: { ok: false, error: { status: 401, why } },
      answer: { status: 401 },
    });
  });

  test('does not help a body over 3 MB, bytes that are no JSON, or JSON nested without end', () => {
    const status = (body: string) => provider.readWebhook(signed(body), NOW).events;

    expect(status('x'.repeat(3 * 1024 * 1024 + 1))).toMatchObject({ error: { status: 400, why: 'larger than 3 MB' } });
    expect(status('<html>')).toMatchObject({ error: { status: 400, why: 'not JSON' } });
    expect(status('['.repeat(3_000_000))).toMatchObject({ error: { status: 400, why: 'too deep' } });
  });
});

describe('the handshake', () => {
  const answer = (query: string) =>
    provider.readWebhook({ ...webhook(Buffer.alloc(0), {}, query), method: 'GET' }, NOW).answer;

  test('gives the challenge back as plain text to who knows the verify token', () => {
    const response = answer('hub.mode=subscribe&hub.verify_token=verify-token&hub.challenge=1158201444');

    expect(response).toMatchObject({ status: 200, body: '1158201444' });
    expect(response.headers?.['content-type']).toContain('text/plain');
  });

  test.each([
    'hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1',
    'hub.mode=unsubscribe&hub.verify_token=verify-token&hub.challenge=1',
    'hub.mode=subscribe&hub.verify_token=verify-token',
    'hub.mode=subscribe&hub.verify_token=verify-token&hub.challenge=<script>',
    '',
  ])('is refused: %s', (query) => {
    expect(answer(query).status).toBe(403);
  });
});

describe('template updates', () => {
  test('approval names the template by its exact id although that is beyond what a number can hold', () => {
    expect(events('webhook-template-approved')).toEqual([
      {
        id: 't:1234567890123456789:APPROVED:1763640000',
        heardBy: `${META.appId}/account/${META.wabaId}`,
        at: AT,
        kind: 'review',
        template: TEMPLATE,
        review: { state: 'approved', raw: 'APPROVED' },
        category: 'UTILITY',
      },
    ]);
  });

  test('a rejection for its form brings the reason and what to change', () => {
    expect(events('webhook-template-rejected-invalid-format')).toMatchObject([
      {
        review: {
          state: 'rejected',
          reason: 'INVALID_FORMAT',
          explanation: 'Two variables stand next to each other without text between them.',
          recommendation: 'Put words between {{1}} and {{2}}.',
        },
      },
    ]);
  });

  test('a first pause ends three hours later', () => {
    expect(events('webhook-template-paused-first-time')).toMatchObject([
      { review: { state: 'paused', reason: 'FIRST_PAUSE', until: '2025-11-20T15:00:00.000Z' } },
    ]);
  });

  test('a disabling date may be a text or a number', () => {
    const until = '2025-11-27T12:00:00.000Z';

    expect(events('webhook-template-flagged-with-text-date')).toMatchObject([
      { review: { state: 'approved', raw: 'FLAGGED', until } },
    ]);
    expect(events('webhook-template-disabled-with-number-date')).toMatchObject([
      { review: { state: 'disabled', reason: 'DISABLED', until } },
    ]);
  });

  test('the end of a pause is an approval, the end of archiving is read back first', () => {
    expect(events('webhook-template-unpaused')).toMatchObject([{ review: { state: 'approved', reason: 'UNPAUSE' } }]);
    expect(events('webhook-template-unarchived')).toMatchObject([{ review: { state: 'unknown', raw: 'UNARCHIVED' } }]);
  });

  test('a quality update is recognised under the name of the status field too', () => {
    const quality = { kind: 'quality', template: TEMPLATE };

    expect(events('webhook-template-quality-under-status-field')).toMatchObject([
      { ...quality, from: 'green', to: 'yellow' },
    ]);
    expect(events('webhook-template-quality-red')).toMatchObject([{ ...quality, from: 'yellow', to: 'red' }]);
  });

  test('a category announced is told from a category changed', () => {
    const change = { kind: 'category', from: 'UTILITY', to: 'MARKETING' };

    expect(events('webhook-template-category-announced')).toMatchObject([
      { ...change, effective: 'later', effectiveAt: '2025-11-21T12:00:00.000Z' },
    ]);
    expect(events('webhook-template-category-changed')).toMatchObject([{ ...change, effective: 'now' }]);
  });

  test('an edit made elsewhere is told', () => {
    expect(events('webhook-template-edited-elsewhere')).toMatchObject([{ kind: 'content', template: TEMPLATE }]);
  });

  test('a time in milliseconds, or none, is still a time', () => {
    const inMs = fixture('webhook-template-approved').replace('1763640000', '1763640000000');
    const none = fixture('webhook-template-approved').replace('"time": 1763640000', '"time": null');

    expect(eventsOf(inMs)).toMatchObject([{ at: AT }]);
    expect(eventsOf(none)).toMatchObject([{ at: NOW.toISOString() }]);
    expect(eventsOf(none)[0]?.id).toMatch(/^t:1234567890123456789:APPROVED:[0-9a-f]{32}$/);
  });

  test('are for every sender of the account they name, and for nobody without one', () => {
    const other = fixture('webhook-template-approved').replace(META.wabaId, '555');
    const nameless = fixture('webhook-template-approved').replace(`"${META.wabaId}"`, 'null');

    expect(events('webhook-template-approved')).toMatchObject([{ kind: 'review', heardBy: provider.keys[1] }]);
    expect(eventsOf(other)).toMatchObject([{ kind: 'review', heardBy: `${META.appId}/account/555` }]);
    expect(eventsOf(nameless)).toMatchObject([{ kind: 'ignored', why: 'no_account' }]);
  });
});

describe('statuses', () => {
  test('a delivery carries our id and every name of the recipient', () => {
    expect(events('webhook-message-delivered')).toEqual([
      {
        id: `s:${META.phoneNumberId}:${WAMID}:delivered`,
        heardBy: `${META.appId}/number/${META.phoneNumberId}`,
        at: '2025-11-20T12:01:40.000Z',
        kind: 'delivery',
        externalId: WAMID,
        messageId: 'msg-000001',
        status: 'delivered',
        aliases: [
          { kind: 'wa_id', value: '5491155551234' },
          { kind: 'bsuid', value: 'AR.13491208655302741918' },
        ],
      },
    ]);
  });

  test('all of a batch come out; a voice message played counts as read', () => {
    const statuses = events('webhook-message-read-and-sent-in-one-batch').map((event) =>
      event.kind === 'delivery' ? event.status : event.kind,
    );

    expect(statuses).toEqual(['read', 'sent', 'read']);
  });

  test('a failure is told as the same error in an answer would be', () => {
    expect(events('webhook-message-failed-undeliverable')).toMatchObject([
      {
        status: 'failed',
        failure: { kind: 'rejected', fault: 'undeliverable', reaction: 'permanent', code: '131026' },
      },
    ]);
  });

  test('the marketing cap allows a new try by hand a day after it', () => {
    expect(events('webhook-message-failed-marketing-cap')).toMatchObject([
      { failure: { fault: 'marketing_cap', reaction: 'permanent', retryAt: '2025-11-21T12:01:40.000Z' } },
    ]);
  });

  test('a status that does not exist yet is ignored by name', () => {
    expect(events('webhook-message-status-of-next-year')).toMatchObject([{ kind: 'ignored', why: 'status:warning' }]);
  });
});

describe('inbound messages', () => {
  test('a text names the customer and what was said', () => {
    expect(events('webhook-inbound-text')).toEqual([
      {
        id: `m:${META.phoneNumberId}:wamid.INTEXT`,
        heardBy: `${META.appId}/number/${META.phoneNumberId}`,
        at: '2025-11-20T12:06:40.000Z',
        kind: 'inbound',
        externalId: 'wamid.INTEXT',
        from: [{ kind: 'wa_id', value: '5491155551234' }],
        profileName: 'Lucía Pérez',
        content: { kind: 'text', text: '¡Gracias! ¿A qué hora cierran?' },
      },
    ]);
  });

  test('an answer that quotes our message says which', () => {
    expect(events('webhook-inbound-text-quoting-our-message')).toMatchObject([
      { answers: WAMID, from: [{ kind: 'wa_id' }, { kind: 'bsuid', value: 'AR.13491208655302741918' }] },
    ]);
  });

  test('a customer without a phone is known by the user id', () => {
    expect(events('webhook-inbound-without-phone')).toMatchObject([
      { from: [{ kind: 'bsuid', value: 'AR.13491208655302741918' }], profileName: 'lucia' },
    ]);
  });

  test('a wa_id in another spelling than the sender keeps the name, the id and both spellings', () => {
    const spelt = fixture('webhook-inbound-text').replace('"wa_id": "5491155551234"', '"wa_id": "541155551234"');

    expect(eventsOf(spelt)).toMatchObject([
      {
        profileName: 'Lucía Pérez',
        from: expect.arrayContaining([
          { kind: 'wa_id', value: '5491155551234' },
          { kind: 'wa_id', value: '541155551234' },
        ]),
      },
    ]);
  });

  test('a message that names nobody belongs to the only contact of the batch, and to nobody without one', () => {
    const nameless = fixture('webhook-inbound-text').replace('"from": "5491155551234",', '');
    const contactless = nameless.replace('"wa_id": "5491155551234"', '"wa_id": ""');

    expect(eventsOf(nameless)).toMatchObject([{ from: [{ kind: 'wa_id', value: '5491155551234' }] }]);
    expect(eventsOf(contactless)).toMatchObject([{ kind: 'ignored', why: 'no_sender' }]);
  });

  test('a tapped template button is a text with its payload and the message it hung under', () => {
    expect(events('webhook-inbound-template-button-tapped')).toMatchObject([
      { answers: WAMID, content: { kind: 'text', text: 'Confirm', payload: 'confirm' } },
    ]);
  });

  test('every kind of message has a label, unknown ones included', () => {
    const contents = events('webhook-inbound-every-kind').map((event) => event.kind === 'inbound' && event.content);

    expect(contents).toEqual([
      { kind: 'image', text: 'my receipt' },
      { kind: 'document', text: 'invoice.pdf' },
      { kind: 'audio', text: '' },
      { kind: 'sticker', text: '' },
      { kind: 'location', text: 'Obelisco, Av. 9 de Julio' },
      { kind: 'contacts', text: 'Ana Gómez' },
      { kind: 'reaction', text: '👍' },
      { kind: 'order', text: '' },
      { kind: 'text', text: 'Tuesday 10:00\nBranch office', payload: 'slot-2' },
      { kind: 'unsupported', text: '' },
      { kind: 'unsupported', text: '' },
    ]);
  });

  test('a reaction answers the message it was put on', () => {
    const reaction = events('webhook-inbound-every-kind')[6];

    expect(reaction).toMatchObject({ answers: WAMID });
  });

  test('a change of number is not taken for something the customer said', () => {
    expect(events('webhook-inbound-number-changed')).toMatchObject([
      { kind: 'identity', names: [{ value: '5491155551234' }, { value: '5491155559999' }] },
    ]);
  });

  const written = (message: Readonly<Record<string, unknown>>) => {
    const text = JSON.parse(fixture('webhook-inbound-text'));
    const { value } = text.entry[0].changes[0];
    const { from, id, timestamp } = value.messages[0];
    value.messages = [{ from, id, timestamp, ...message }];
    return text;
  };

  test.each<[string, Readonly<Record<string, unknown>>, { readonly kind: string; readonly text: string }]>([
    [
      'the file name beside a caption',
      { type: 'document', document: { caption: 'See page 2', filename: 'a.pdf' } },
      { kind: 'document', text: 'See page 2\na.pdf' },
    ],
    [
      'what an order holds',
      {
        type: 'order',
        order: {
          text: 'For Friday',
          product_items: [{ product_retailer_id: 'SKU1', quantity: 2, item_price: 10.5, currency: 'USD' }],
        },
      },
      { kind: 'order', text: 'For Friday\n2 × SKU1, 10.5 USD' },
    ],
    [
      'what was filled in',
      {
        type: 'interactive',
        interactive: {
          type: 'nfm_reply',
          nfm_reply: { body: 'Sent', response_json: '{"flow_token":"x","day":"Monday","guests":2}' },
        },
      },
      { kind: 'form', text: 'Sent\nday: Monday\nguests: 2' },
    ],
    [
      'the new text of an edit',
      {
        type: 'edit',
        edit: { original_message_id: 'wamid.1', message: { type: 'text', text: { body: 'At 5, not 4' } } },
      },
      { kind: 'edit', text: 'At 5, not 4' },
    ],
    ['a message without a type', { text: { body: 'Hello' } }, { kind: 'text', text: 'Hello' }],
    [
      'a file name without the signs that turn it round',
      { type: 'document', document: { filename: 'bill\u202Efdp.exe', caption: 'Paid' } },
      { kind: 'document', text: 'Paid\nbillfdp.exe' },
    ],
    [
      'the words of a kind of next year',
      { type: 'poll', poll: { id: '7', question: 'When?', options: ['Today'] } },
      { kind: 'unsupported', text: 'When?\nToday' },
    ],
  ])('nothing is dropped: %s', (_, message, content) => {
    expect(eventsOf(JSON.stringify(written(message)))).toMatchObject([{ kind: 'inbound', content }]);
  });

  test('are read under whatever field they come, such as while an assistant holds the chat', () => {
    const held = JSON.parse(fixture('webhook-inbound-text'));
    held.entry[0].changes[0].field = 'standby';

    expect(eventsOf(JSON.stringify(held))).toEqual(
      events('webhook-inbound-text').map((event) => ({ ...event, byAssistant: true })),
    );
  });

  test('of a group say so', () => {
    const group = written({ type: 'text', text: { body: 'Hello all' }, group_id: 'G1' });

    expect(eventsOf(JSON.stringify(group))).toMatchObject([{ kind: 'inbound', inGroup: true }]);
  });

  test('are for the number that received them, and for nobody without one', () => {
    const nameless = fixture('webhook-inbound-text').replace(META.phoneNumberId, '');
    const [other] = events('webhook-inbound-for-another-number');

    expect(other).toMatchObject({ kind: 'inbound', heardBy: expect.stringMatching(`^${META.appId}/number/\\d+$`) });
    expect(provider.keys).not.toContain(other?.heardBy);
    expect(eventsOf(nameless)).toMatchObject([{ kind: 'ignored', why: 'no_number' }]);
  });
});

describe('everything else', () => {
  test('customers who stop and resume marketing are two facts', () => {
    expect(events('webhook-customer-stops-marketing')).toMatchObject([
      { kind: 'marketing_preference', wants: false, from: [{ value: '5491155551234' }] },
      { kind: 'marketing_preference', wants: true, from: [{ value: '5491155550000' }] },
    ]);
  });

  test('a ban stops the sender, its end frees it, a violation is a notice', () => {
    expect(events('webhook-account-banned')).toMatchObject([{ kind: 'sender', state: 'restricted' }]);
    expect(events('webhook-account-reinstated')).toMatchObject([{ kind: 'sender', state: 'restored' }]);
    expect(events('webhook-account-violation')).toMatchObject([
      { kind: 'sender', state: 'notice', detail: 'account_update · ACCOUNT_VIOLATION · SPAM' },
    ]);
  });

  test.each([
    [{ event: 'PARTNER_APP_UNINSTALLED' }, 'restricted'],
    [{ event: 'ACCOUNT_OFFBOARDED' }, 'restricted'],
    [{ event: 'ACCOUNT_RESTRICTION' }, 'restricted'],
    [restriction('RESTRICTED_BIZ_INITIATED_MESSAGING'), 'restricted'],
    [restriction('RESTRICTED_OF_NEXT_YEAR'), 'restricted'],
    [restriction('RESTRICTED_ADD_PHONE_NUMBER_ACTION'), 'notice'],
    [restriction('RESTRICTED_CUSTOMER_INITIATED_MESSAGING'), 'notice'],
    [restriction('RESTRICTED_BIZ_INITIATED_MESSAGING', 1_500_000_000), 'notice'],
  ])('what is restricted, and until when, decides whether the sender stops: %j', (value, state) => {
    const told = JSON.parse(fixture('webhook-account-violation'));
    told.entry[0].changes[0].value = value;

    expect(eventsOf(JSON.stringify(told))).toMatchObject([{ kind: 'sender', state }]);
  });

  test('notices never carry the phone number', () => {
    expect(events('webhook-number-quality-changed')).toMatchObject([
      { kind: 'sender', state: 'notice', detail: 'phone_number_quality_update · FLAGGED · TIER_2K' },
    ]);
  });

  test('fields and objects we do not know are kept under a short label', () => {
    const shouting = fixture('webhook-field-of-next-year').replace('hologram_settings', 'a b; DROP TABLE');

    expect(events('webhook-field-of-next-year')).toMatchObject([{ kind: 'ignored', why: 'field:hologram_settings' }]);
    expect(eventsOf(shouting)).toMatchObject([{ kind: 'ignored', why: 'field:unreadable' }]);
    expect(events('webhook-of-a-page')).toMatchObject([{ kind: 'ignored', why: 'object:page' }]);
  });

  test('every entry and every change of a batch is read', () => {
    const kinds = events('webhook-many-entries-and-changes').map((event) => event.kind);

    expect(kinds).toEqual(['review', 'category', 'inbound', 'delivery', 'review']);
  });

  test('a batch of a thousand updates gives a thousand facts with a thousand ids', () => {
    const one = JSON.parse(fixture('webhook-message-delivered'));
    const status = one.entry[0].changes[0].value.statuses[0];
    const statuses = Array.from({ length: 1_000 }, (_, index) => ({ ...status, id: `wamid.${index}` }));
    one.entry[0].changes[0].value.statuses = statuses;

    const read = eventsOf(JSON.stringify(one));

    expect(new Set(read.map((event) => event.id)).size).toBe(1_000);
  });

  test.each(fixtureNames('webhook-'))('%s gives events with the same ids each time it comes', (name) => {
    const first = events(name);

    expect(first.length).toBeGreaterThan(0);
    expect(events(name)).toEqual(first);
    expect(first.every((event) => event.id.length > 0 && event.id.length <= 250)).toBe(true);
    expect(first.every((event) => !Number.isNaN(Date.parse(event.at)))).toBe(true);
  });
});

function restriction(restriction_type: string, expiration?: number) {
  return { event: 'ACCOUNT_RESTRICTION', restriction_info: [{ restriction_type, ...(expiration && { expiration }) }] };
}
