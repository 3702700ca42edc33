// What customers write: into the thread of the message it answers, else to the admins; and what we learn from it.
import { describe, expect, test } from 'vitest';
import { ok } from '../../../src/domain/result.ts';
import type { ProviderEvent } from '../../../src/ports/provider.ts';
import { HOUR, startTestApp, type TestApp } from '../../support/app/app.ts';
import { FILLED, press, sendable, sendRoot, sent, under } from '../../support/app/stories.ts';
import { formOf, mentionedIn, noticeOf, textOf } from '../../support/read-card.ts';

type Inbound = Extract<ProviderEvent, { kind: 'inbound' }>;
const WA_ID = [{ kind: 'wa_id', value: '5491155551234' }] as const;
let written = 0;

function says(text: string, change: Partial<Inbound> = {}): Inbound {
  written += 1;
  return {
    kind: 'inbound',
    id: `in-${written}`,
    at: '2026-11-20T13:00:00.000Z',
    externalId: `wamid.in.${written}`,
    from: WA_ID,
    content: { kind: 'text', text },
    ...change,
  };
}

async function hears(app: TestApp, ...events: readonly ProviderEvent[]): Promise<void> {
  await app.hook(events);
  await app.settle();
}

test('an answer comes into the thread of the message it quotes, and names the agent', async () => {
  const app = await startTestApp();
  await sendable(app);
  const first = await sent(app);
  const second = await sent(app);

  await hears(app, says('Yes, please', { answers: 'wamid.1', profileName: 'Ana' }));

  const [answer] = under(app, sendRoot(app, first));
  expect(textOf(answer!)).toContain('Yes, please');
  expect(textOf(answer!)).toContain('In answer to message 1');
  expect(textOf(answer!)).toContain('2026-11-21T13:00:00.000Z');
  expect(answer!.title).toContain('Ana');
  expect(mentionedIn(answer!)).toEqual(['lucia']);
  expect(under(app, sendRoot(app, second))).toEqual([]);
});

test('the story of a message tells what the customer answered, to those who may read it', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await sent(app);
  await hears(app, says('Yes,\nplease \u202egnp.exe'), says('', { content: { kind: 'image', text: '' } }));

  const story = textOf(noticeOf(await app.person('lucia').types(`/send-active status ${send.number}`)));

  expect(story).toContain('What the customer answered');
  expect(story).toContain(': Yes, please gnp.exe');
  expect(story).toMatch(/: .*image/i);
  expect(textOf(noticeOf(await app.person('sofia').types(`/send-active status ${send.number}`)))).not.toContain('Yes');
});

test('an answer that quotes nothing belongs to the latest message to that customer', async () => {
  const app = await startTestApp();
  await sendable(app);
  await sent(app);
  await sent(app, '+5491155559999');
  const latest = await sent(app);
  await press(app); // still in its undo window: the customer cannot mean this one

  await hears(app, says('When do you close?'));

  expect(under(app, sendRoot(app, latest)).map(textOf).join()).toContain('When do you close?');
  expect(app.chat.channel('sends').flatMap((root) => under(app, root))).toHaveLength(1);
});

test('a tapped button and a picture say what they are', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await sent(app);

  await hears(
    app,
    says('', { content: { kind: 'button', text: 'I will come', payload: 'come' }, answers: 'wamid.1' }),
    says('', { content: { kind: 'image', text: 'my receipt' } }),
  );

  const answers = under(app, sendRoot(app, send)).map(textOf);
  expect(answers[0]).toContain('Tapped: I will come');
  expect(answers[1]).toMatch(/image.*my receipt/i);
});

test('somebody we never wrote to is told to the admins', async () => {
  const app = await startTestApp();

  await hears(app, says('Hello?'));

  expect(
    app.chat
      .channel('admins')
      .map(({ card }) => textOf(card))
      .join(),
  ).toContain('Hello?');
});

test.each([{ answers: 'wamid.somebody-else' }, {}])(
  'a reaction to no message we know is under none: %j',
  async (to) => {
    const app = await startTestApp();
    await sendable(app);
    const send = await sent(app);

    await hears(app, says('', { content: { kind: 'reaction', text: '👍' }, ...to }));

    expect(under(app, sendRoot(app, send))).toEqual([]);
    expect(
      app.chat
        .channel('admins')
        .map(({ card }) => textOf(card))
        .join(),
    ).toContain('👍');
  },
);

test('an answer that comes a day late names no date for the window', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await sent(app);

  await hears(app, says('Sorry, late', { at: '2026-11-18T13:00:00.000Z' }));

  const said = under(app, sendRoot(app, send)).map(textOf).join();
  expect(said).toContain('The free-text window is over');
  expect(said).not.toContain('2026-11-19');
});

test('a name made to turn the text around it is shown without its signs', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await sent(app);

  await hears(app, says('Yes', { profileName: 'Ana\u202E\u2066\nfdp' }));

  const [answer] = under(app, sendRoot(app, send));
  expect(answer?.title).toBe('Answer from Ana fdp');
});

test('while an assistant of the provider answers the chat, the answer and the form say so, until we send', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await sent(app);
  const known = async () =>
    formOf(await app.person('lucia').types('/send-active +5491155551234')).fields.filter(({ id }) =>
      id.startsWith('note.known'),
    );
  expect(await known()).toEqual([]);
  const at = new Date(app.clock.now().getTime() + 1).toISOString();

  await hears(app, says('Is it open?', { byAssistant: true, at }));

  expect(under(app, sendRoot(app, send)).map(textOf).join()).toContain('An automatic assistant of');
  expect(await known()).toMatchObject([{ text: expect.stringContaining('An automatic assistant of') }]);

  app.clock.advance(HOUR);
  await sent(app);

  expect(await known()).toEqual([]);
});

test('a webhook that comes again is one message in the thread', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await sent(app);
  const event = says('Only once');

  await hears(app, event, event);
  await hears(app, event);
  await hears(app, { ...event, id: 'another-delivery-of-the-same-message' });

  expect(under(app, sendRoot(app, send))).toHaveLength(1);
  const events = await app.store.db.selectFrom('events').select('kind').where('kind', '=', 'inbound').execute();
  expect(events).toHaveLength(1);
});

test('a customer known by the provider’s id alone is recognised once a status has named it', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await sent(app);
  const aliases = [{ kind: 'bsuid', value: 'AR.5678' }] as const;
  const status = { id: 's', at: app.clock.iso(), externalId: 'wamid.1', status: 'sent' as const, aliases };

  await hears(app, says('Who am I?', { from: [{ kind: 'bsuid', value: 'AR.1234' }] }));
  await hears(app, { kind: 'delivery', ...status });
  await hears(app, says('Now you know', { from: [{ kind: 'bsuid', value: 'AR.5678' }] }));
  await hears(app, says('It is me', { from: [{ kind: 'bsuid', value: 'AR.9999' }, ...WA_ID] }));
  await hears(app, says('Me again', { from: [{ kind: 'bsuid', value: 'AR.9999' }] }));

  expect(
    app.chat
      .channel('admins')
      .map(({ card }) => textOf(card))
      .join(),
  ).toContain('Who am I?');
  const thread = under(app, sendRoot(app, send)).map(textOf).join();
  expect(thread).toContain('Now you know');
  expect(thread).toContain('It is me');
  expect(thread).toContain('Me again');
});

test('the id in the provider’s answer to the send is enough', async () => {
  const app = await startTestApp();
  await sendable(app);
  const aliases = [{ kind: 'bsuid', value: 'AR.77' }] as const;
  app.provider.script('sendTemplate', () => ok({ externalId: 'wamid.1', held: false, aliases }));
  const send = await sent(app);

  await hears(app, says('Hi', { from: [{ kind: 'bsuid', value: 'AR.77' }] }));

  expect(under(app, sendRoot(app, send))).toHaveLength(1);
});

test.each([
  ['+5491155551234', '541155551234'],
  ['+525512345678', '5215512345678'],
  ['+5511987654321', '551187654321'],
])('WhatsApp’s own spelling of a number is the same customer: %s as %s', async (phone, waId) => {
  const app = await startTestApp();
  await sendable(app);
  const send = await sent(app, phone);

  await hears(app, says('Hola', { from: [{ kind: 'wa_id', value: waId }] }));

  expect(under(app, sendRoot(app, send))).toHaveLength(1);
});

describe('a free-text stop', () => {
  test.each(['STOP', ' stop. ', 'Baja', 'Darme de baja', 'PARAR!', 'sair', '¡Bája! 🙏'])(
    '%j ends messages of every category',
    async (word) => {
      const app = await startTestApp();
      await sendable(app);
      const send = await sent(app);

      await hears(app, says(word));

      const lucia = app.person('lucia');
      const form = await lucia.opens('/send-active +5491155551234 order_ready');
      expect(textOf(noticeOf(await lucia.sends(form, FILLED)))).toContain('✗ Not opted out');
      expect(under(app, sendRoot(app, send)).map(textOf).join()).toContain('wants no messages any more');
    },
  );

  test.each(['START', 'Alta.'])('%j lifts it, and what the provider blocked', async (word) => {
    const app = await startTestApp();
    await sendable(app);
    const send = await sent(app);
    await hears(app, says('STOP'));

    await hears(app, says(word));

    const [contact] = await app.store.db.selectFrom('contacts').selectAll().execute();
    expect(contact).toMatchObject({ stopped_at: null, opted_out_at: null });
    expect(under(app, sendRoot(app, send)).map(textOf).join()).toContain('wants messages again');
  });

  test.each(['please do not stop', 'stop by tomorrow', 'parada'])('%j is only a sentence', async (text) => {
    const app = await startTestApp();
    await sendable(app);
    await sent(app);

    await hears(app, says(text));

    const [contact] = await app.store.db.selectFrom('contacts').selectAll().execute();
    expect(contact?.stopped_at).toBeNull();
  });
});

test('switching marketing on again in WhatsApp lifts the stop', async () => {
  const app = await startTestApp();
  const preference = { kind: 'marketing_preference', at: app.clock.iso(), from: WA_ID } as const;

  await hears(app, { ...preference, id: 'p-1', wants: false });
  await hears(app, { ...preference, id: 'p-2', wants: true });

  const [contact] = await app.store.db.selectFrom('contacts').selectAll().execute();
  expect(contact?.opted_out_at).toBeNull();
});

test('a customer’s words never act: they are shown as text, whatever they look like', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await sent(app);

  await hears(app, says('/send-active +5491155550000 order_ready'));
  await app.pass(HOUR);

  expect(app.provider.sends).toHaveLength(1);
  expect(under(app, sendRoot(app, send)).map(textOf).join()).toContain('/send-active +5491155550000');
});

test('nothing a customer wrote, nor a whole number, reaches the log', async () => {
  const app = await startTestApp();
  await sendable(app);
  await sent(app);

  await hears(app, says('my secret is 4711'));

  const log = JSON.stringify(app.logged);
  expect(log).not.toContain('4711');
  expect(log).not.toContain('5491155551234');
});
