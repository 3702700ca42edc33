// What the page shows to whom: threads, private notices, the guided path, languages, the phone, news. Through a browser
// without scripts, against a make-believe application.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aCard, aForm } from '../../../support/chat-samples.ts';
import { createDemo, type Demo, EXAMPLE } from '../../../support/console/demo.ts';
import {
  actionForm,
  deskSettings,
  filled,
  formOn,
  load,
  type Page,
  type RunningDesk,
  startDesk,
  submit,
} from '../../../support/console/desk.ts';
import { byClass, byId, byTag, controlValue, textOf } from '../../../support/console/read-html.ts';

let desk: RunningDesk;
let demo: Demo;
beforeEach(async () => {
  demo = createDemo(() => desk.platform);
  desk = await startDesk({
    on: demo,
    deps: { phone: demo.phone, help: [{ value: '+5491155550131', what: 'refused by WhatsApp' }] },
    settings: { guide: true, exampleNumber: '+5491155551234', examples: { en: { propose: EXAMPLE } } },
  });
});
afterEach(() => desk.stop());

const open = (path: string) => load(desk.origin, path);
const press = async (page: Page, form: string, typed = {}) =>
  submit(desk.origin, formOn(page, form), filled(formOn(page, form), typed));
const follow = (page: Page, id: string) => open(byId(page.root, id)!.attributes.href!);
const now = (page: Page) => textOf(byClass(page.root, 'step-now')[0] ?? byClass(page.root, 'guide-now')[0]!);
const guideButton = (page: Page) => byId(page.root, 'guide-go');

describe('without a script', () => {
  test('the whole guided path works: propose, approve, review, send, answer', async () => {
    let page = await open('/');
    expect(now(page)).toContain('Propose');
    page = await press(page, 'form-guide-go');
    page = await press(page, 'open-form', { _button: 'example' });
    expect(controlValue(byId(page.root, 'field-name')!)).toBe('order_ready');
    page = await press(page, 'open-form');
    expect(textOf(byId(page.root, 'dialog')!)).toContain('Sent for approval');

    page = await follow(page, 'dialog-done');
    expect(now(page)).toContain('Approve');
    page = await follow(page, 'guide-go');
    expect(new URL(page.url).searchParams.get('as')).toBe('ben');
    page = await submit(desk.origin, actionForm(page, 'approve'));
    expect(now(page)).toContain('WhatsApp reviews');
    expect(guideButton(page)).toBeUndefined();

    await demo.advance();
    page = await open(page.url);
    expect(now(page)).toContain('Send');
    page = await follow(page, 'guide-go');
    page = await press(page, 'form-guide-go');
    expect(demo.intents.at(-1)).toMatchObject({
      kind: 'command',
      command: 'send-active',
      text: '+5491155551234',
      actor: { id: 'lucia' },
    });
    page = await press(page, 'open-form', { name: 'Marta' });
    await demo.advance();

    page = await open(page.url);
    expect(now(page)).toContain('Responder');
    page = await press(page, 'phone-reply', { text: 'Voy a las 19' });
    expect(byClass(page.root, 'bubble-out').map(textOf).join()).toContain('Voy a las 19');
    expect(byClass(page.root, 'step-now')).toEqual([]);
  });

  test('a search without a script lists what it finds and keeps what was typed', async () => {
    let page = await press(await open('/'), 'composer', { text: '/template propose' });
    page = await press(page, 'open-form', { name: 'half_typed', _q_language: 'port', _button: 'search:language' });

    expect(byTag(byId(page.root, 'field-language')!, 'option').map(textOf)).toEqual(['Choose…', 'Portuguese (Brazil)']);
    expect(controlValue(byId(page.root, 'field-name')!)).toBe('half_typed');
    expect(demo.intents).toHaveLength(1);
  });

  test('a chosen option keeps its name when the form comes back with other options', async () => {
    let page = await press(await open('/'), 'composer', { text: '/template propose' });
    page = await press(page, 'open-form', { _q_language: 'port', _button: 'search:language' });
    page = await press(page, 'open-form', { name: 'Bad Name', language: 'portuguese_brazil_' });

    const selected = byTag(byId(page.root, 'field-language')!, 'option').find((one) => 'selected' in one.attributes);
    expect(textOf(selected!)).toBe('Portuguese (Brazil)');
  });

  test('a click that needs a confirmation asks first and has no effect before', async () => {
    await desk.platform.post(
      { to: 'channel', channel: 'approvals' },
      aCard({
        actions: [
          {
            id: 'withdraw',
            label: 'Withdraw',
            subject: 'p/1',
            confirm: { title: 'Withdraw?', text: 'It is final.', yes: 'Yes', no: 'No' },
          },
        ],
      }),
      'k',
    );
    const page = await submit(desk.origin, actionForm(await open('/?as=ben&in=approvals'), 'withdraw'));
    expect(textOf(byId(page.root, 'dialog')!)).toContain('It is final.');
    expect(demo.intents).toEqual([]);

    await press(page, 'open-question');

    expect(demo.intents).toMatchObject([{ kind: 'action', action: 'withdraw', subject: 'p/1' }]);
  });
});

describe('who sees what', () => {
  test('a refusal stands under the card that was clicked, for the clicker only, until dismissed', async () => {
    await desk.platform.post({ to: 'channel', channel: 'approvals' }, aCard(), 'k1');
    await desk.platform.post({ to: 'channel', channel: 'approvals' }, aCard({ title: 'Another' }), 'k2');
    let page = await submit(desk.origin, actionForm(await open('/?as=ana&in=approvals'), 'approve'));

    const order = byClass(page.root, 'message').map((one) =>
      one.attributes.class!.includes('notice') ? 'notice' : 'message',
    );
    expect(order).toEqual(['message', 'notice', 'message']);
    expect(textOf(byId(page.root, 'announce')!)).toContain('You may not decide');
    expect(byClass((await open('/?as=ben&in=approvals')).root, 'notice')).toEqual([]);

    page = await press(page, `dismiss-${byClass(page.root, 'notice')[0]!.attributes.id}`);
    expect(byClass(page.root, 'notice')).toEqual([]);
  });

  test('a private message is on its own page only', async () => {
    await desk.platform.post({ to: 'person', id: 'ana' }, aCard({ title: 'For Ana' }), 'k');

    expect((await open('/?as=ana&in=dm')).html).toContain('For Ana');
    expect((await open('/?as=ben&in=dm')).html).not.toContain('For Ana');
    expect((await open('/?as=ana&in=approvals')).html).not.toContain('For Ana');
  });

  test('a dialog is its person only, even by its address', async () => {
    const page = await press(await open('/?as=ana&in=approvals'), 'composer', { text: '/template propose' });
    const stolen = await open(new URL(page.url).search.replace('as=ana', 'as=ben').replace(/^/, '/'));

    expect(byId(page.root, 'dialog')).toBeDefined();
    expect(byId(stolen.root, 'dialog')).toBeUndefined();
  });

  test('a thread shows root and replies, the channel shows how many and those sent there too', async () => {
    const root = await desk.platform.post({ to: 'channel', channel: 'sends' }, aCard({ title: 'Root' }), 'k1');
    if (!root.ok) throw new Error('post failed');
    await desk.platform.post({ to: 'thread', root: root.value }, aCard({ title: 'Quiet' }), 'k2');
    await desk.platform.post({ to: 'thread', root: root.value, alsoInChannel: true }, aCard({ title: 'Loud' }), 'k3');

    const channel = await open('/?as=ana&in=sends');
    const thread = await follow(channel, `open-${root.value.message}`);

    expect(byTag(byId(channel.root, 'feed')!, 'h2').map(textOf)).toEqual(['Root', 'Loud']);
    expect(textOf(byId(channel.root, `open-${root.value.message}`)!)).toContain('2 replies in thread');
    expect(byTag(byId(thread.root, 'feed')!, 'h2').map(textOf)).toEqual(['Root', 'Quiet', 'Loud']);
  });

  test('what a person says in a thread stands there once, however often it is sent', async () => {
    const root = await desk.platform.post({ to: 'channel', channel: 'sends' }, aCard(), 'k1');
    if (!root.ok) throw new Error('post failed');
    const page = await open(`/?as=ana&in=sends&thread=${root.value.message}`);
    const form = formOn(page, 'composer');
    await Promise.all([1, 2, 3].map(() => submit(desk.origin, form, filled(form, { text: 'I agree\nfully' }))));

    const feed = byId((await open(page.url)).root, 'feed')!;
    expect(byClass(feed, 'message')).toHaveLength(2);
    expect(textOf(feed)).toContain('I agree\nfully');
    // The demo forgets repeated deliveries, as the application does.
    expect(demo.intents).toMatchObject([{ kind: 'thread_message', text: 'I agree\nfully' }]);
  });

  test('text that is no command gets a hint and reaches nobody', async () => {
    const page = await press(await open('/?as=ana&in=approvals'), 'composer', { text: 'hello?' });

    expect(textOf(byClass(page.root, 'notice')[0]!)).toContain('only commands');
    expect(demo.intents).toEqual([]);
  });
});

describe('languages', () => {
  test("the page speaks the person's language, or the one chosen, and says which", async () => {
    const lucia = await open('/?as=lucia&in=approvals');
    expect(byTag(lucia.root, 'html')[0]!.attributes.lang).toBe('es');
    expect(lucia.html).toContain('Proponer una plantilla');

    await press(await open('/?as=ana&in=approvals'), 'languages', { language: 'es' });
    expect((await open('/?as=ana&in=approvals')).html).toContain('Proponer una plantilla');
    expect(await desk.platform.localeOf('ana')).toBe('es');
    expect(await desk.platform.localeOf('lucia')).toBe('es-AR');
    expect((await press(await open('/?as=ana&in=approvals'), 'languages', { language: 'xx' })).status).toBe(400);
  });
});

describe('the phone', () => {
  test('quick replies can be tapped, links are pictures, an empty answer is refused', async () => {
    await submit(
      desk.origin,
      formOn(await open('/?as=lucia&in=sends'), 'composer'),
      filled(formOn(await open('/?as=lucia&in=sends'), 'composer'), { text: '/send-active +54' }),
    );
    const form = await press(await open('/?as=lucia&in=sends'), 'composer', { text: '/send-active' });
    await press(form, 'open-form', { name: 'Marta' });
    await demo.advance();
    let page = await open('/?as=lucia&in=sends');

    expect(byTag(byClass(page.root, 'bubble-in')[0]!, 'button').map(textOf)).toEqual(['↩ Voy hoy']);
    page = await press(page, 'tap-in-0-0');
    expect(textOf(byClass(page.root, 'bubble-out')[0]!)).toContain('Voy hoy');
    expect((await press(page, 'phone-reply', { text: '  ' })).status).toBe(400);
    expect(textOf(byId(page.root, 'magic')!)).toContain('refused by WhatsApp');
  });

  test('without a phone there is no panel', async () => {
    const bare = await startDesk({});
    const page = await load(bare.origin, '/');

    expect(byId(page.root, 'phone')).toBeUndefined();
    expect(byId(page.root, 'panels')).toBeUndefined();
    expect(byId(page.root, 'guide')).toBeUndefined();
    await bare.stop();
  });
});

describe('answers of the application', () => {
  test('a button on a private notice repaints the notice; a form may open from it', async () => {
    const other = await startDesk({
      on: {
        dispatch: async (intent) => {
          if (intent.kind === 'command')
            return {
              show: 'notice',
              card: aCard({
                actions: [
                  { id: 'cancel_send', label: 'Cancel', subject: 's' },
                  { id: 'open_send', label: 'Send', subject: 's', opensForm: true },
                ],
              }),
            };
          if (intent.kind === 'action' && intent.action === 'cancel_send')
            return { show: 'card', card: aCard({ title: 'Cancelled', actions: [] }) };
          return { show: 'form', form: aForm() };
        },
      },
      settings: deskSettings(),
    });
    const composer = formOn(await load(other.origin, '/'), 'composer');
    const page = await submit(other.origin, composer, filled(composer, { text: '/template help' }));

    const form = await submit(other.origin, actionForm(page, 'open_send'));
    const after = await submit(other.origin, actionForm(page, 'cancel_send'));

    expect(byId(form.root, 'open-form')).toBeDefined();
    expect(byClass(after.root, 'notice').map((one) => textOf(byTag(one, 'h2')[0]!))).toEqual(['Cancelled']);
    await other.stop();
  });
});

describe('deliveries', () => {
  test('a form sent again leads to the same place, without asking the application again', async () => {
    const page = await open('/?as=ana&in=approvals');
    const form = formOn(page, 'composer');
    const data = filled(form, { text: '/template propose' });

    const [first, ...again] = await Promise.all([1, 2, 3].map(() => submit(desk.origin, form, data)));

    expect(byId(first!.root, 'open-form')).toBeDefined();
    expect(again.map((one) => one.url)).toEqual([first!.url, first!.url]);
    expect(demo.intents).toHaveLength(1);
  });
});

describe('news', () => {
  test('open pages hear of every change, and the stream ends with the console', async () => {
    const stream = await fetch(`${desk.origin}/console/events`);
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    const first = (await reader.read()).value ?? '';
    expect(stream.headers.get('content-type')).toContain('text/event-stream');

    await desk.platform.post({ to: 'channel', channel: 'approvals' }, aCard(), 'k');
    const second = (await reader.read()).value ?? '';

    const version = (text: string) => Number(/data: (\d+)/.exec(text)?.[1]);
    expect(version(second)).toBeGreaterThan(version(first));
    await desk.platform.stop();
    expect((await reader.read()).done).toBe(true);
  });

  test('there is an end to how many may listen', async () => {
    const gone = new AbortController();
    const answers = await Promise.all(
      Array.from({ length: 70 }, () => fetch(`${desk.origin}/console/events`, { signal: gone.signal })),
    );

    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(64);
    expect(answers.filter((answer) => answer.status === 503)).toHaveLength(6);
    gone.abort();
  });
});
