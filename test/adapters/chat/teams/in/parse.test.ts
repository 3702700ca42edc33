// Activities → intents: who, where, which thread, which delivery; mentions; and that nothing strange becomes an intent.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXTENSION_COMMANDS } from '../../../../../adapters/chat/teams/app-facts.ts';
import { writeDataset } from '../../../../../adapters/chat/teams/drawing/search-field.ts';
import { Activity, deliveryOf, kindOf, sightingOf } from '../../../../../adapters/chat/teams/in/activity.ts';
import {
  localNumberOn,
  onePhoneIn,
  parseExtension,
  parseJoining,
  parsePressed,
  parseSearch,
  parseTyped,
} from '../../../../../adapters/chat/teams/in/parse.ts';
import { greetings } from '../../../../../src/views/words/word-lists.ts';
import {
  ANA,
  ANA_USER,
  BOT,
  CHANNEL,
  CHAT,
  fixture,
  fixtures,
  OTHER_TENANT,
  SERVICE,
  TENANT,
} from '../../../../support/teams/inbound.ts';
import type { Node } from '../../../../support/teams/read-teams.ts';

const ana = { platform: 'teams', tenant: TENANT, id: ANA, name: 'Ana Ruiz', locale: 'es-ES' };
const read = (name: string, change: Node = {}) => Activity.parse(fixture(name, change));
const typed = (name: string, change: Node = {}) => parseTyped(read(name, change), TENANT, greetings);
const inChat = (text: string, change: Node = {}) => typed('message-in-the-private-chat', { text, ...change });
const MENTION = { type: 'mention', text: '<at>Aval</at>', mentioned: { id: BOT, name: 'Aval' } };
const inChannel = (text: string, change: Node = {}) =>
  typed('message-that-starts-a-thread', { text, entities: [MENTION], ...change });

describe('a typed message', () => {
  test('in the private chat is a command of that person, in that chat', () => {
    expect(typed('message-in-the-private-chat')).toEqual({
      kind: 'command',
      command: 'template',
      text: 'propose',
      actor: ana,
      deliveryId: `${CHAT}:1790000000001`,
      channel: CHAT,
    });
  });

  test('with a mention in a channel is a command; the number survives as it was typed', () => {
    expect(typed('message-that-starts-a-thread')).toMatchObject({
      kind: 'command',
      command: 'send-active',
      text: '+54 9 11 5555-1234',
      channel: CHANNEL,
      deliveryId: `${CHANNEL};messageid=1790000000100:1790000000100`,
    });
  });

  test('where others read it is said to be so, and nowhere else', () => {
    const places: readonly (readonly [string, Node, true | undefined])[] = [
      ['message-that-starts-a-thread', {}, true],
      ['message-in-a-group-chat', {}, true],
      ['message-in-the-private-chat', {}, undefined],
      ['message-that-starts-a-thread', { recipient: { id: BOT, name: 'Aval', isTargeted: true } }, undefined],
    ];
    for (const [name, change, inPublic] of places) {
      const intent = typed(name, { ...change, text: '<at>Aval</at> template link ABCD-EFGH', entities: [MENTION] });
      expect(intent, name).toMatchObject({ kind: 'command', text: 'link ABCD-EFGH' });
      expect(intent?.kind === 'command' && intent.inPublic, name).toBe(inPublic);
    }
  });

  test('with a mention in a group chat is a command', () => {
    expect(typed('message-in-a-group-chat')).toMatchObject({ kind: 'command', command: 'template', text: 'help' });
  });

  test('sent for our eyes only needs no mention, even inside a thread', () => {
    expect(typed('message-only-for-us-in-a-channel')).toMatchObject({ command: 'send-active', text: '+5491155551234' });
  });

  test('for our eyes only that is no command never becomes a message of the thread', () => {
    expect(typed('message-only-for-us-in-a-channel', { text: 'is he rich?' })).toMatchObject({
      kind: 'command',
      command: 'template',
      text: 'is he rich?',
    });
  });

  test('that is no command is answered with what there is', () => {
    expect(inChat('what can you do')).toMatchObject({ kind: 'command', command: 'template', text: 'what can you do' });
    expect(inChannel('<at>Aval</at> what can you do')).toMatchObject({ command: 'template', text: 'what can you do' });
  });

  test('that is our name alone, or empty, asks for the help', () => {
    expect(inChannel('<at>Aval</at>&nbsp;')).toMatchObject({ command: 'template', text: '' });
    expect(inChat('')).toMatchObject({ command: 'template', text: '' });
  });

  test.each([
    '<at>Aval</at>: template list',
    '<at>Ana</at> <at>Aval</at> template list',
    '<at>Ana</at>, <at>Aval</at> <b>template list</b>'.replaceAll('b>', 'span>'),
    '<at>Aval</at> template list\n\nthanks',
    '<at>Aval</at> template list<br><br>thanks',
    '<p><at>Aval</at> template list</p><p>thanks</p>',
    '<blockquote itemid="1"><p>Ana said this</p></blockquote><p><at>Aval</at> template list</p>',
    '<quoted messageId="1"/><at>Aval</at> template list',
    '> Ana said this\n<at>Aval</at> template list',
    '<at>Aval</at> “template list”',
    '<at>Aval</at> `template list`',
  ])('%s is a list', (text) => {
    expect(typed('message-in-a-thread-with-a-mention', { text, entities: [MENTION] })).toMatchObject({
      kind: 'command',
      command: 'template',
      text: expect.stringMatching(/^list\W?$/u),
    });
  });

  test('our name alone asks for the help inside a thread too', () => {
    const change = { text: '<at>Aval</at>', entities: [MENTION] };

    expect(typed('message-in-a-thread-with-a-mention', change)).toMatchObject({ kind: 'command', text: '' });
  });

  test('in a thread that is no command is one more message of that thread', () => {
    const root = { platform: 'teams', channel: CHANNEL, message: '1790000000100', thread: '1790000000100' };

    expect(typed('message-in-a-thread-heard-without-a-mention')).toEqual({
      kind: 'thread_message',
      root,
      text: 'El cliente ya respondió',
      actor: ana,
      deliveryId: `${CHANNEL};messageid=1790000000100:1790000000160`,
      channel: CHANNEL,
    });
    expect(typed('message-in-a-thread-with-a-mention')).toMatchObject({ kind: 'thread_message', root, toUs: true });
  });

  test('a command without a mention in a thread is only a message of it', () => {
    expect(typed('message-in-a-thread-heard-without-a-mention', { text: 'template propose' })).toMatchObject({
      kind: 'thread_message',
    });
  });

  test.each([
    ['without a mention at the top of a channel', 'message-that-starts-a-thread', { entities: [] }],
    ['without a mention in a group chat', 'message-in-a-group-chat', { entities: [] }],
    ['of ourselves', 'message-in-the-private-chat', { from: { id: BOT, aadObjectId: ANA } }],
    ['of another bot', 'message-in-a-thread-heard-without-a-mention', { from: { id: '28:x', aadObjectId: ANA } }],
    [
      'of something that says it is a bot',
      'message-in-the-private-chat',
      { from: { id: '29:x', aadObjectId: ANA, role: 'bot' } },
    ],
    ['of somebody without a directory id', 'message-in-the-private-chat', { from: { id: '29:x', name: 'Ana' } }],
  ])('%s is not for us', (_, name, change) => {
    expect(typed(name, change)).toBeUndefined();
  });

  test('by somebody called like us, without our id, is no mention of us', () => {
    const impostor = { ...MENTION, mentioned: { id: '29:somebody', name: 'Aval' } };

    expect(inChannel('<at>Aval</at> template propose', { entities: [impostor] })).toBeUndefined();
  });

  test("keeps other people's mentions as their names, and only loses ours", () => {
    expect(typed('message-in-a-thread-with-a-mention')).toMatchObject({ text: 'ya lo mira Luis Pérez ahora' });
    const both = [
      MENTION,
      { type: 'mention', text: '<at>Aval Fan</at>', mentioned: { id: '29:fan', name: 'Aval Fan' } },
    ];
    expect(inChannel('<at>Aval</at> ask <at>Aval Fan</at>', { entities: both })).toMatchObject({
      text: 'ask Aval Fan',
    });
  });

  test('is understood when the client leaves the text out of the mention', () => {
    const entities = [{ type: 'mention', mentioned: { id: BOT, name: 'Aval' } }];

    expect(inChannel('<at>Aval</at> template list', { entities })).toMatchObject({ text: 'list' });
  });

  test('loses the leftovers of HTML, and nothing a person wrote', () => {
    expect(inChat('send-active&nbsp;+54\u00a0911 &lt;b&gt; a<b &amp;amp; <p>x</p>\r\n  y')).toMatchObject({
      text: '+54 911 <b> a<b & x y',
    });
  });

  test('can be any text: stripping the mention leaves no trace of it and never fails', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1, maxLength: 40 }), fc.string(), (before, name, after) => {
        const mark = `<at>${name}</at>`;
        const entities = [{ type: 'mention', text: mark, mentioned: { id: BOT, name } }];
        const intent = inChannel(`${before}${mark}${after}`, { entities });

        expect(intent?.kind).toBe('command');
        expect(intent && 'text' in intent ? intent.text : '').not.toContain(mark);
      }),
    );
  });
});

describe('a pressed button', () => {
  const press = (name: string, data: unknown, change: Node = {}) => parsePressed(read(name, change), data, TENANT);
  const approve = { aval: { do: 'action', action: 'approve', subject: 'p1:1' } };
  const form = { aval: { do: 'form', form: 'propose', context: 'd1:1', button: 'submit' } };

  test('on a card in a thread knows the card, and the thread it stands in', () => {
    const pressed = press('button-pressed-on-a-card', approve, { replyToId: '1790000000133' });

    expect(pressed).toMatchObject({
      do: 'intent',
      intent: {
        kind: 'action',
        action: 'approve',
        subject: 'p1:1',
        actor: ana,
        message: { platform: 'teams', channel: CHANNEL, message: '1790000000133', thread: '1790000000100' },
      },
    });
  });

  test('in the private chat stands in no thread but its own', () => {
    expect(press('message-in-the-private-chat', approve, { replyToId: 'm7' })).toMatchObject({
      intent: { message: { channel: CHAT, message: 'm7', thread: 'm7' } },
    });
  });

  test('in a dialog has no message', () => {
    expect(press('dialog-sent', approve)).not.toHaveProperty('intent.message');
  });

  test('of a form brings what was typed, and nothing that is no field', () => {
    const typed = JSON.parse('{"name":"x","language~typed":"es","__proto__":"p","9":"n","a b":"c","nested":{"a":1}}');

    const pressed = press('dialog-sent', { ...typed, ...form });

    expect(pressed).toMatchObject({ intent: { kind: 'form', form: 'propose', context: 'd1:1', button: 'submit' } });
    expect(pressed).toHaveProperty('intent.values', { name: 'x', 'language~typed': 'es' });
  });

  test('that repeats a command is that command', () => {
    const data = { aval: { do: 'command', command: 'send-active', text: '+549' } };

    expect(press('button-that-opens-a-dialog', data)).toMatchObject({
      intent: { kind: 'command', command: 'send-active', text: '+549' },
    });
  });

  test('that closes a form is no intent', () => {
    expect(press('button-pressed-on-a-card', { aval: { do: 'close' } })).toMatchObject({ do: 'close', actor: ana });
  });

  test.each([[undefined], [null], [7], ['x'], [[]], [{}], [{ aval: 'x' }], [{ aval: { do: 'shout' } }]])(
    'with data that is not ours (%j) is nothing',
    (data) => {
      expect(press('button-pressed-on-a-card', data)).toBeUndefined();
    },
  );
});

describe('delivery ids', () => {
  test('are the same for a copy and differ for a second press', () => {
    const first = read('button-pressed-on-a-card');

    expect(deliveryOf(read('button-pressed-on-a-card', { timestamp: 'later' }))).toBe(deliveryOf(first));
    expect(deliveryOf(read('button-pressed-on-a-card', { id: 'f:other' }))).not.toBe(deliveryOf(first));
  });

  test('stay short for ids as long as Teams may make them', () => {
    const long = { id: `f:${'9'.repeat(900)}` };

    expect(deliveryOf(read('dialog-sent', long)).length).toBeLessThan(200);
    expect(deliveryOf(read('dialog-sent', long))).not.toBe(
      deliveryOf(read('dialog-sent', { id: `f:${'8'.repeat(900)}` })),
    );
  });

  test('without an id are made of who, what, where and when', () => {
    const bare = (change: Node = {}) => deliveryOf(read('dialog-sent', { id: undefined, ...change }));

    expect(bare()).toBe(bare());
    for (const change of [{ timestamp: '2' }, { value: { data: {} } }, { replyToId: '5' }, { name: 'task/fetch' }]) {
      expect(bare(change)).not.toBe(bare());
    }
  });
});

describe('a command of the message extension', () => {
  const chosen = (value: Node) =>
    parseExtension(read('extension-command-chosen-in-the-compose-box', { value }), TENANT);
  const about = (content: string) =>
    chosen({ commandId: 'sendToCustomer', messagePayload: { body: { contentType: 'html', content } } });

  test('to propose is the command to propose', () => {
    expect(parseExtension(read('extension-command-chosen-in-the-compose-box'), TENANT)).toMatchObject({
      kind: 'command',
      command: 'template',
      text: 'propose',
      actor: ana,
    });
  });

  test('on a message takes the number in it', () => {
    expect(parseExtension(read('extension-command-chosen-on-a-message'), TENANT)).toMatchObject({
      command: 'send-active',
      text: '+5491155551234',
    });
  });

  test.each([
    ['no number', 'please call him back'],
    ['two numbers', '+54 9 11 5555-1234 or +34 600 12 34 56'],
    ['a number without its country', 'call 11 5555-1234'],
    ['something that is no number', 'order +20261102'],
  ])('on a message with %s has none', (_, content) => {
    expect(about(content)).toMatchObject({ command: 'send-active', text: '' });
  });

  test.each([
    ['Call me at 011 4555-1234', '+541145551234'],
    ['Mi cel es (11) 5555-1234, gracias', '+541155551234'],
    ['order 20261102 of 4555 1234', undefined],
    ['011 4555-1234 or 011 4555-9999', undefined],
    ['order 1145551234', undefined],
  ])('offers the only number in local form: %s', (content, number) => {
    const value = { commandId: 'sendToCustomer', messagePayload: { body: { contentType: 'html', content } } };

    expect(localNumberOn(read('dialog-sent', { value }), 'AR')).toBe(number);
    expect(localNumberOn(read('dialog-sent', { value }), undefined)).toBeUndefined();
  });

  test('takes a number that is written twice, in any way', () => {
    expect(about('<p>+54 9 11 <b>5555</b>-1234</p><p>(0054 9 11 55551234)</p>')).toMatchObject({
      text: '+5491155551234',
    });
  });

  test.each([[undefined], [{}], [{ commandId: 'other' }], [{ commandId: '__proto__' }], [{ commandId: 5 }]])(
    'that is not ours (%j) is nothing',
    (value) => {
      expect(parseExtension(read('dialog-sent', { value }), TENANT)).toBeUndefined();
    },
  );

  test('each is a command people can type', () => {
    expect(Object.values(EXTENSION_COMMANDS).map(({ command }) => command)).toEqual(['template', 'send-active']);
  });

  test('finds a number in any text without failing', () => {
    fc.assert(fc.property(fc.string(), (text) => void onePhoneIn(text)));
    expect(onePhoneIn('<'.repeat(100_000))).toBeUndefined();
  });
});

describe('typing in a field', () => {
  test('asks about the form and field that the dataset names', () => {
    expect(parseSearch(read('typing-in-a-searchable-field'), TENANT)).toEqual({
      actor: ana,
      form: 'send',
      context: 'draft-1:1',
      field: 'template',
      text: 'aviso',
    });
  });

  test.each([[undefined], [{ queryText: 'x' }], [{ queryText: 'x', dataset: 'npm' }]])(
    'with %j is nothing',
    (value) => {
      expect(parseSearch(read('typing-in-a-searchable-field', { value }), TENANT)).toBeUndefined();
    },
  );

  test('without a text asks for the first options', () => {
    const dataset = writeDataset({ form: 'send', context: 'c', field: 'template' });

    expect(parseSearch(read('typing-in-a-searchable-field', { value: { dataset } }), TENANT)).toMatchObject({
      text: '',
    });
  });
});

describe('where it was', () => {
  test.each([
    ['message-in-the-private-chat', 'personal'],
    ['message-in-a-group-chat', 'group'],
    ['message-that-starts-a-thread', 'channel'],
    // Between two people: Teams calls it personal, but it is not our chat with anyone.
    ['extension-command-chosen-in-the-compose-box', 'group'],
  ])('%s is %s', (name, kind) => {
    expect(kindOf(read(name))).toBe(kind);
  });

  test.each([
    [{ id: '19:x@thread.tacv2;messageid=1' }, 'channel'],
    [{ id: '19:x@thread.v2', isGroup: true }, 'group'],
    [{ id: 'a:x' }, 'personal'],
    [{ id: 'a:x', isGroup: true }, 'group'],
    [{ id: 'whatever' }, 'group'],
  ])('is told by the id where Teams leaves the type out: %j is %s', (conversation, kind) => {
    expect(kindOf(read('message-in-the-private-chat', { conversation }))).toBe(kind);
  });
});

describe('a sighting', () => {
  test('tells the place without its thread, and the person', () => {
    expect(sightingOf(read('button-pressed-on-a-card'), TENANT)).toEqual({
      kind: 'channel',
      ref: {
        serviceUrl: SERVICE,
        conversation: CHANNEL,
        tenant: TENANT,
        bot: BOT,
        team: '19:Zq8vJ3mWk2Rt6yLs1@thread.tacv2',
        group: '9f8e7d6c-5b4a-4938-8271-605f4e3d2c1b',
      },
      person: { id: ANA, user: ANA_USER, name: 'Ana Ruiz', locale: 'es-ES' },
    });
  });

  test('of somebody without a directory id tells only the place', () => {
    expect(sightingOf(read('message-in-the-private-chat', { from: { id: '29:x' } }), TENANT)).not.toHaveProperty(
      'person',
    );
  });

  test.each([
    'extension-command-chosen-in-the-compose-box',
    'extension-command-chosen-on-a-message',
    'extension-dialog-sent',
    'app-removed-by-a-person',
  ])('is not had from %s, which may be a place we are not in', (name) => {
    expect(sightingOf(read(name), TENANT)).toBeUndefined();
  });

  test('is not had where we were taken out', () => {
    const left = read('bot-added-to-a-team', { membersAdded: undefined, membersRemoved: [{ id: BOT }] });

    expect(sightingOf(left, TENANT)).toBeUndefined();
  });
});

describe('being added', () => {
  test('to the private chat is one delivery, however it is told', () => {
    const [installed, added] = ['app-installed-by-a-person', 'bot-added-to-a-private-chat'].map((name) =>
      parseJoining(read(name), TENANT),
    );

    expect(installed).toMatchObject({
      kind: 'command',
      command: 'template',
      text: 'help',
      actor: { ...ana, name: '' },
    });
    expect(added?.deliveryId).toBe(installed?.deliveryId);
  });

  test('never makes a name of an id: Teams tells none then', () => {
    const joined = parseJoining(read('bot-added-to-a-private-chat'), TENANT);

    expect(joined?.actor).toMatchObject({ id: ANA, name: '' });
  });

  test.each([
    ['a team', 'bot-added-to-a-team', {}],
    ['a chat somebody else joined', 'bot-added-to-a-private-chat', { membersAdded: [{ id: '29:x' }] }],
    ['a chat by a new version of the app', 'app-installed-by-a-person', { action: 'add-upgrade' }],
    ['nothing: the app was removed', 'app-removed-by-a-person', {}],
  ])('to %s is no welcome', (_, name, change) => {
    expect(parseJoining(read(name, change), TENANT)).toBeUndefined();
  });
});

/** Everything that parses, over one activity. */
function everyIntent(activity: Activity, tenant: string): readonly unknown[] {
  const value = activity.value as { data?: unknown; action?: { data?: unknown } } | null | undefined;
  return [
    parseTyped(activity, tenant, greetings),
    parseExtension(activity, tenant),
    parseSearch(activity, tenant),
    parseJoining(activity, tenant),
    ...[value, value?.data, value?.action?.data].map((data) => parsePressed(activity, data, tenant)),
  ].filter((intent) => intent !== undefined);
}

describe('whatever comes', () => {
  test('every recorded activity is read, and all but three mean something', () => {
    const silent = [...fixtures()].filter(([, raw]) => everyIntent(Activity.parse(raw), TENANT).length === 0);

    const nothing = ['app-removed-by-a-person', 'bot-added-to-a-team', 'reaction-to-a-message'];
    expect(silent.map(([name]) => name).sort()).toEqual(nothing);
  });

  test('no recorded activity is anything to another tenant', () => {
    for (const raw of fixtures().values()) expect(everyIntent(Activity.parse(raw), OTHER_TENANT)).toEqual([]);
  });

  test.each([
    ['names no tenant', { conversation: { id: CHAT, conversationType: 'personal' }, channelData: undefined }],
    ['names two tenants', { channelData: { tenant: { id: OTHER_TENANT } } }],
    ['comes from a guest of another company', { from: { id: '29:x', aadObjectId: ANA, tenantId: OTHER_TENANT } }],
  ])('an activity that %s is nothing', (_, change) => {
    expect(inChat('template propose', change)).toBeUndefined();
  });

  test('a tenant written in capitals is the same tenant', () => {
    expect(inChat('hi', { channelData: { tenant: { id: TENANT.toUpperCase() } } })).toMatchObject({ actor: ana });
  });

  test('no JSON makes the parsers throw, nor act for another tenant', () => {
    const names = fixtures();
    fc.assert(
      fc.property(
        fc.constantFrom(...names.values()),
        fc.dictionary(
          fc.constantFrom(...Object.keys(fixture('dialog-sent')), 'text', 'entities', 'action'),
          fc.jsonValue(),
        ),
        fc.jsonValue(),
        (recorded, change, value) => {
          const activity = Activity.safeParse({ ...recorded, ...change, value });
          if (!activity.success) return;

          everyIntent(activity.data, TENANT);
          sightingOf(activity.data, TENANT);
          expect(everyIntent(activity.data, OTHER_TENANT)).toEqual([]);
        },
      ),
    );
  });
});
