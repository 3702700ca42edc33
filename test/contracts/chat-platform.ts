// What every chat platform must do, as one suite over a descriptor. The double behind the descriptor is the platform's own
// (a local Slack, a browser page, a connector); the suite sees only what a person sees and what `dispatch` is given.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ChatPlatform, Dispatch, Intent, MessageRef, Reply, Search } from '../../src/ports.ts';
import type { ActionId, Values } from '../../src/views/view.ts';
import { aCard, aForm, HOSTILE_TEXT, intentsOf, onlyOnce } from '../support/chat-samples.ts';

export type Person = { readonly id: string; readonly name: string };

/** One open form as its reader sees it. `text` is everything readable in it, labels included. */
export type ShownForm = {
  readonly title: string;
  readonly fields: readonly {
    readonly id: string;
    readonly label: string;
    readonly value: string;
    readonly error: string;
  }[];
  readonly buttons: readonly string[];
  readonly text: string;
};

export type ShownMessage = {
  readonly ref: MessageRef;
  readonly text: string;
  readonly actions: readonly { readonly id: string; readonly subject: string; readonly label: string }[];
};

/** A running platform and its double. Every method resolves when the platform has taken the input, not when it has answered. */
export type ChatSubject = {
  readonly platform: ChatPlatform;
  readonly ana: Person;
  readonly ben: Person;
  /** A channel that exists and that the bot may post in. */
  readonly channel: string;
  sendCommand(by: Person, command: 'template' | 'send-active', text: string): Promise<void>;
  /** The form open in front of this person, if any. */
  formOf(by: Person): ShownForm | undefined;
  /** Types over the shown values, then presses submit or the named form button. */
  submitForm(by: Person, typed: Values, button?: string): Promise<void>;
  /** What typing in a search field offers: option values. */
  searchIn(by: Person, field: string, text: string): Promise<readonly string[]>;
  /** `copies` > 1: the same delivery arrives that often at once. */
  clickAction(by: Person, on: MessageRef, action: ActionId, copies?: number): Promise<void>;
  /** Posted messages of a channel, roots and replies, oldest first. */
  messagesIn(channel: string): readonly ShownMessage[];
  /** Private answers and the last page of a form: seen by this person only, oldest first. */
  privateTo(by: Person): readonly ShownMessage[];
  directTo(by: Person): readonly ShownMessage[];
  sayInThread(by: Person, root: MessageRef, text: string): Promise<void>;
  /** Mentions that ring and links that lead somewhere, in anything shown so far. */
  alarms(): readonly string[];
  /** HTTP status of a request that pretends to be the platform; undefined where nothing listens. */
  forge?(): Promise<number>;
  stop(): Promise<void>;
};

export type ChatDescriptor = {
  readonly name: string;
  start(on: { readonly dispatch: Dispatch; readonly search: Search }): Promise<ChatSubject>;
  /** Scenario name → why this platform cannot do it. */
  readonly skips?: Readonly<Record<string, string>>;
};

type Scenario = (the: {
  subject: ChatSubject;
  intents: Intent[];
  answer: (reply: Reply | ((intent: Intent) => Reply)) => void;
}) => Promise<void>;

/** Registers the suite. Skips are declared by scenario name and shown in the test's title. */
export function chatPlatformContract(descriptor: ChatDescriptor): void {
  describe(`chat platform contract: ${descriptor.name}`, () => {
    let subject: ChatSubject;
    let intents: Intent[];
    let respond: (intent: Intent) => Reply;

    beforeEach(async () => {
      intents = [];
      respond = () => ({ show: 'nothing' });
      const dispatch = onlyOnce(async (intent) => {
        intents.push(intent);
        return respond(intent);
      });
      subject = await descriptor.start({ dispatch, search: findLanguages });
    });
    afterEach(() => subject.stop());

    for (const [name, scenario] of Object.entries(scenarios)) {
      const why = descriptor.skips?.[name];
      const run = why === undefined ? test : test.skip;
      run(why === undefined ? name : `${name} (not here: ${why})`, () =>
        scenario({
          subject,
          intents,
          answer: (reply) => {
            respond = typeof reply === 'function' ? reply : () => reply;
          },
        }),
      );
    }
    test('every declared skip names a scenario', () => {
      expect(Object.keys(scenarios)).toEqual(expect.arrayContaining(Object.keys(descriptor.skips ?? {})));
    });
  });
}

const findLanguages: Search = async ({ text }) =>
  ['es', 'es_AR', 'en', 'en_US', 'pt_BR']
    .filter((code) => code.includes(text))
    .map((code) => ({ value: code, label: `Language ${code}` }));

async function shownForm(
  subject: ChatSubject,
  by: Person,
  check: (form: ShownForm) => boolean = () => true,
): Promise<ShownForm> {
  return vi.waitFor(() => {
    const form = subject.formOf(by);
    if (!form || !check(form)) throw new Error('the form is not shown yet');
    return form;
  }, 3000);
}

async function postedCard(subject: ChatSubject, card = aCard()): Promise<MessageRef> {
  const posted = await subject.platform.post({ to: 'channel', channel: subject.channel }, card, `key-${Math.random()}`);
  if (!posted.ok) throw new Error(`post failed: ${JSON.stringify(posted.error)}`);
  return posted.value;
}

const messageAt = (subject: ChatSubject, ref: MessageRef) =>
  subject.messagesIn(ref.channel).find((m) => m.ref.message === ref.message);

const scenarios: Readonly<Record<string, Scenario>> = {
  'a typed command arrives with its words and its author': async ({ subject, intents }) => {
    await subject.sendCommand(subject.ana, 'send-active', '+54 9 11 5555-1234 order_ready');

    await vi.waitFor(() => expect(intents).toHaveLength(1));
    const [intent] = intentsOf(intents, 'command');
    expect(intent).toMatchObject({ command: 'send-active', text: '+54 9 11 5555-1234 order_ready' });
    expect(intent!.actor).toMatchObject({
      platform: subject.platform.id,
      tenant: subject.platform.tenant(),
      id: subject.ana.id,
    });
    expect(intent!.deliveryId).not.toBe('');
  },

  'a command answered with a form opens it, prefilled': async ({ subject, answer }) => {
    answer({ show: 'form', form: aForm({ values: { name: 'order_ready', body: 'Hola {{1}}', category: 'UTILITY' } }) });

    await subject.sendCommand(subject.ana, 'template', 'propose');

    const form = await shownForm(subject, subject.ana);
    expect(form.title).toBe('Propose template');
    expect(form.fields.map((f) => [f.id, f.value])).toEqual(
      expect.arrayContaining([
        ['name', 'order_ready'],
        ['body', 'Hola {{1}}'],
        ['category', 'UTILITY'],
      ]),
    );
    expect(form.text).toContain('Step 1 of 3');
    expect(subject.formOf(subject.ben)).toBeUndefined();
  },

  'a notice is seen by its addressee only': async ({ subject, answer }) => {
    answer({ show: 'notice', card: aCard({ title: 'No such command', actions: [] }) });

    await subject.sendCommand(subject.ana, 'template', 'nonsense');

    await vi.waitFor(() => expect(subject.privateTo(subject.ana).at(-1)?.text).toContain('No such command'), 3000);
    expect(subject.privateTo(subject.ben)).toEqual([]);
    expect(subject.messagesIn(subject.channel)).toEqual([]);
  },

  'a submitted form arrives whole: id, context and every value': async ({ subject, intents, answer }) => {
    answer({ show: 'form', form: aForm({ context: 'draft-01/é"<&' }) });
    await subject.sendCommand(subject.ana, 'template', 'propose');
    await shownForm(subject, subject.ana);
    answer({ show: 'nothing' });

    const typed = {
      name: 'order_ready',
      body: 'Line one\nline two 👩‍👩‍👧 مرحبا',
      category: 'MARKETING',
      language: 'es',
    };
    await subject.submitForm(subject.ana, typed);

    await vi.waitFor(() => expect(intentsOf(intents, 'form')).toHaveLength(1));
    expect(intentsOf(intents, 'form')[0]).toMatchObject({
      form: 'propose',
      context: 'draft-01/é"<&',
      button: 'submit',
      values: typed,
    });
  },

  'a refused form keeps every typed value and shows each error at its field': async ({ subject, answer }) => {
    answer({ show: 'form', form: aForm() });
    await subject.sendCommand(subject.ana, 'template', 'propose');
    await shownForm(subject, subject.ana);
    answer((intent) => ({
      show: 'form',
      form: aForm({
        values: intent.kind === 'form' ? intent.values : {},
        errors: { name: 'Use lower-case letters.', body: 'A variable may not stand at the end.' },
      }),
    }));

    await subject.submitForm(subject.ana, { name: 'Order Ready', body: 'Hola {{1}}', category: 'UTILITY' });

    const form = await shownForm(subject, subject.ana, (shown) => shown.fields.some((f) => f.error !== ''));
    const byId = Object.fromEntries(form.fields.map((f) => [f.id, f]));
    expect(byId.name).toMatchObject({
      value: 'Order Ready',
      error: expect.stringContaining('Use lower-case letters.'),
    });
    expect(byId.body).toMatchObject({
      value: 'Hola {{1}}',
      error: expect.stringContaining('A variable may not stand at the end.'),
    });
    expect(byId.category).toMatchObject({ value: 'UTILITY', error: '' });
  },

  'a form button sends the values along and may change the page, errors included': async ({
    subject,
    intents,
    answer,
  }) => {
    answer({ show: 'form', form: aForm({ buttons: [{ id: 'back', label: 'Back' }] }) });
    await subject.sendCommand(subject.ana, 'template', 'propose');
    const first = await shownForm(subject, subject.ana);
    expect(first.buttons).toEqual(['back']);
    answer({
      show: 'form',
      form: aForm({ title: 'Earlier step', values: { name: 'kept_name' }, errors: { name: 'Taken already.' } }),
    });

    await subject.submitForm(subject.ana, { name: 'kept_name', body: 'unfinished' }, 'back');

    const form = await shownForm(subject, subject.ana, (shown) => shown.title === 'Earlier step');
    expect(intentsOf(intents, 'form')[0]).toMatchObject({
      button: 'back',
      values: { name: 'kept_name', body: 'unfinished' },
    });
    expect(form.fields.find((f) => f.id === 'name')).toMatchObject({
      value: 'kept_name',
      error: expect.stringContaining('Taken already.'),
    });
  },

  'a form may end in a notice': async ({ subject, answer }) => {
    answer({ show: 'form', form: aForm() });
    await subject.sendCommand(subject.ana, 'template', 'propose');
    await shownForm(subject, subject.ana);
    answer({ show: 'notice', card: aCard({ title: 'Sent for approval', actions: [] }) });

    await subject.submitForm(subject.ana, { name: 'order_ready', body: 'Hola', category: 'UTILITY' });

    await vi.waitFor(() => expect(subject.privateTo(subject.ana).at(-1)?.text).toContain('Sent for approval'), 3000);
    expect(subject.formOf(subject.ana)).toBeUndefined();
  },

  'typing in a search field offers what search finds, and the choice arrives': async ({ subject, intents, answer }) => {
    answer({ show: 'form', form: aForm() });
    await subject.sendCommand(subject.ana, 'template', 'propose');
    await shownForm(subject, subject.ana);

    expect(await subject.searchIn(subject.ana, 'language', 'es')).toEqual(['es', 'es_AR']);

    answer({ show: 'nothing' });
    await subject.submitForm(subject.ana, { name: 'a', body: 'b', category: 'UTILITY', language: 'es_AR' });
    await vi.waitFor(() => expect(intentsOf(intents, 'form')[0]?.values.language).toBe('es_AR'));
  },

  'a posted card can be repainted in place': async ({ subject }) => {
    const ref = await postedCard(subject);
    expect(messageAt(subject, ref)).toMatchObject({
      text: expect.stringContaining('Order ready'),
      actions: [{ id: 'approve' }, { id: 'reject' }],
    });

    const updated = await subject.platform.update(ref, aCard({ title: 'Approved', actions: [] }));

    expect(updated).toEqual({ ok: true, value: ref });
    expect(subject.messagesIn(subject.channel)).toHaveLength(1);
    expect(messageAt(subject, ref)).toMatchObject({ text: expect.stringContaining('Approved'), actions: [] });
  },

  'a card goes into a thread, and to one person': async ({ subject }) => {
    const root = await postedCard(subject);

    const reply = await subject.platform.post({ to: 'thread', root }, aCard({ title: 'Details' }), 'k-thread');
    const direct = await subject.platform.post(
      { to: 'person', id: subject.ben.id },
      aCard({ title: 'For Ben' }),
      'k-person',
    );

    expect(reply).toMatchObject({ ok: true, value: { channel: root.channel, thread: root.message } });
    expect(direct).toMatchObject({ ok: true });
    expect(subject.directTo(subject.ben).map((m) => m.text)).toEqual([expect.stringContaining('For Ben')]);
    expect(subject.directTo(subject.ana)).toEqual([]);
  },

  'the same key is posted once': async ({ subject }) => {
    const where = { to: 'channel', channel: subject.channel } as const;

    const first = await subject.platform.post(where, aCard(), 'same-key');
    const second = await subject.platform.post(where, aCard(), 'same-key');

    expect(second).toEqual(first);
    expect(subject.messagesIn(subject.channel)).toHaveLength(1);
  },

  'a click arrives with action, subject and message, and its card is repainted': async ({
    subject,
    intents,
    answer,
  }) => {
    const ref = await postedCard(subject);
    answer({ show: 'card', card: aCard({ title: 'Approved by Ben', actions: [] }) });

    await subject.clickAction(subject.ben, ref, 'approve');

    await vi.waitFor(() => expect(messageAt(subject, ref)?.text).toContain('Approved by Ben'), 3000);
    expect(intentsOf(intents, 'action')[0]).toMatchObject({
      action: 'approve',
      subject: 'proposal-7/2',
      message: ref,
      actor: { id: subject.ben.id },
    });
    expect(messageAt(subject, ref)?.actions).toEqual([]);
  },

  'copies of one click are one intent, a second click is another': async ({ subject, intents, answer }) => {
    const ref = await postedCard(subject);
    answer({ show: 'notice', card: aCard({ title: 'Vote counted', actions: [] }) });

    await subject.clickAction(subject.ben, ref, 'approve', 4);
    await vi.waitFor(() => expect(subject.privateTo(subject.ben).length).toBeGreaterThan(0), 3000);
    expect(intentsOf(intents, 'action')).toHaveLength(1);

    await subject.clickAction(subject.ben, ref, 'approve');
    await vi.waitFor(() => expect(intentsOf(intents, 'action')).toHaveLength(2));
  },

  'a refused click leaves the card usable and tells only the clicker': async ({ subject, answer }) => {
    const ref = await postedCard(subject);
    answer({ show: 'notice', card: aCard({ title: 'You may not decide', actions: [] }) });

    await subject.clickAction(subject.ana, ref, 'approve');

    await vi.waitFor(() => expect(subject.privateTo(subject.ana).at(-1)?.text).toContain('You may not decide'), 3000);
    expect(subject.privateTo(subject.ben)).toEqual([]);
    expect(messageAt(subject, ref)?.actions.map((a) => a.id)).toEqual(['approve', 'reject']);
  },

  'a click may open a form': async ({ subject, answer }) => {
    const ref = await postedCard(subject);
    answer({ show: 'form', form: aForm({ id: 'reject', title: 'Reject' }) });

    await subject.clickAction(subject.ben, ref, 'reject');

    expect((await shownForm(subject, subject.ben)).title).toBe('Reject');
  },

  'hostile text stays text on every surface': async ({ subject, answer }) => {
    const card = aCard({
      title: HOSTILE_TEXT,
      facts: [
        { label: HOSTILE_TEXT, value: [{ strong: HOSTILE_TEXT }, ' ', { mention: { name: HOSTILE_TEXT, ids: {} } }] },
      ],
      sections: [
        { kind: 'text', text: HOSTILE_TEXT },
        { kind: 'raw', label: 'Raw', text: HOSTILE_TEXT },
        { kind: 'diff', label: 'Diff', lines: [{ mark: 'added', text: HOSTILE_TEXT }] },
      ],
      footer: HOSTILE_TEXT,
      summary: HOSTILE_TEXT,
    });
    const ref = await postedCard(subject, card);
    answer({ show: 'form', form: aForm({ values: { name: HOSTILE_TEXT }, errors: { name: HOSTILE_TEXT } }) });
    await subject.sendCommand(subject.ana, 'template', HOSTILE_TEXT);
    const form = await shownForm(subject, subject.ana);

    expect(messageAt(subject, ref)?.text.split(HOSTILE_TEXT).length).toBeGreaterThanOrEqual(7);
    expect(form.fields.find((f) => f.id === 'name')?.value).toBe(HOSTILE_TEXT);
    expect(subject.alarms()).toEqual([]);
  },

  'what a person writes in a thread arrives with its root': async ({ subject, intents }) => {
    const root = await postedCard(subject);

    await subject.sayInThread(subject.ana, root, 'is 5 < 6 & 7 > 6?');

    await vi.waitFor(() => expect(intents).toHaveLength(1));
    expect(intents[0]).toMatchObject({
      kind: 'thread_message',
      root,
      text: 'is 5 < 6 & 7 > 6?',
      actor: { id: subject.ana.id },
    });
  },

  'a forged request is refused and nothing is dispatched': async ({ subject, intents }) => {
    if (!subject.forge) throw new Error('declare a skip: nothing listens here');

    expect([401, 403]).toContain(await subject.forge());
    expect(intents).toEqual([]);
  },
};
