// What dispatch answers: words it does not know, intents made by hand, copies of a delivery, and bugs.
import { describe, expect, test } from 'vitest';
import { ACTIONS } from '../../../src/app/intake/actions.ts';
import { createDispatch } from '../../../src/app/intake/dispatch.ts';
import { FORMS } from '../../../src/app/intake/forms.ts';
import type { Intent } from '../../../src/ports/chat.ts';
import type { ActionId, FormId } from '../../../src/views/view.ts';
import { wordsFor } from '../../../src/views/words/index.ts';
import { startTestApp, type TestApp } from '../../support/app/app.ts';
import { FILLED, proposalNow, propose, sendable, sent } from '../../support/app/stories.ts';
import { startOnBoth } from '../../support/app/two-platforms.ts';
import { actionsOf, formOf, noticeOf, textOf } from '../../support/read-card.ts';
import { everyCard, everyForm } from '../../views/every-view.ts';

describe('words', () => {
  test.each(['/template', '/template help', '/template HELP '])(
    '%j answers privately with examples and buttons',
    async (line) => {
      const app = await startTestApp();

      const help = noticeOf(await app.person('sofia').types(line));

      expect(textOf(help)).toContain('“template propose”');
      expect(actionsOf(help)).toContain('open_propose');
      formOf(await app.person('sofia').presses(help, 'open_propose'));
    },
  );

  test('an unknown word is named, with what there is', async () => {
    const app = await startTestApp();

    const help = noticeOf(await app.person('sofia').types('/template prpose <!channel>'));

    expect(textOf(help)).toContain('prpose');
    expect(textOf(help)).toContain('“template propose”');
    expect(actionsOf(help)).toContain('open_propose');
  });

  test.each(['/template propose', '/template   PROPOSE  now'])('%j opens the form', async (line) => {
    const app = await startTestApp();

    expect((await app.person('sofia').opens(line)).id).toBe('propose');
  });

  test.each(['/send-active', '/send-active help'])('%j explains itself', async (line) => {
    const app = await startTestApp();

    expect(textOf(noticeOf(await app.person('lucia').types(line)))).toContain('“send-active +');
  });

  test('private answers are in the person’s language, cards for all in the channel’s', async () => {
    const app = await startTestApp({ channelLocale: 'es' });
    await propose(app);
    const dispatch = createDispatch(app.deps);
    const ask = (id: string, locale: string): Promise<unknown> =>
      dispatch({
        kind: 'command',
        command: 'template',
        text: 'help',
        deliveryId: `${id}-1`,
        actor: { platform: 'chat', tenant: 'home', id, name: id, locale },
      });

    const [english, spanish] = [await ask('ana', 'en-GB'), await ask('eva', 'es-MX')];

    expect(JSON.stringify(english)).toContain('Templates: what you can do');
    expect(JSON.stringify(spanish)).toContain('Plantillas');
    expect(app.chat.channel('approvals')[0]!.card.title).toContain('Propuesta');
  });
});

describe('copies', () => {
  const OPENINGS = [
    '/template',
    '/template help',
    '/template list',
    '/template show order_ready',
    '/template propose',
    '/template nonsense',
    '/send-active',
    '/send-active status',
    '/send-active status 1',
    '/send-active +5491155551234',
    '/send-active +5491155551234 order_ready',
  ] as const;

  test.each(OPENINGS)('of %j are answered like the first, and leave nothing that the first did not', async (line) => {
    const app = await startTestApp();
    await sendable(app);
    await sent(app);
    const lucia = app.person('lucia');

    const first = await lucia.types(line, { delivery: 'd-1' });
    const before = await everything(app);
    const copies = [await lucia.types(line, { delivery: 'd-1' }), await lucia.types(line, { delivery: 'd-1' })];
    await app.settle();

    expect(copies).toEqual([first, first]);
    expect(await everything(app)).toEqual(before);
  });

  test('that come at once are all answered with one form', async () => {
    const app = await startTestApp();
    await sendable(app);
    const open = () => app.person('lucia').types('/send-active +5491155551234 order_ready', { delivery: 'd-1' });

    const forms = (await Promise.all([open(), open(), open()])).map(formOf);

    expect(new Set(forms.map(({ context }) => context)).size).toBe(1);
    expect(await app.store.db.selectFrom('drafts').select('id').execute()).toHaveLength(1);
  });

  test('of a command whose form was sent open one that sends no second message', async () => {
    const app = await startTestApp();
    await sendable(app);
    const lucia = app.person('lucia');
    const open = async () => formOf(await lucia.types('/send-active +5491155551234 order_ready', { delivery: 'd-1' }));
    const [one, two] = [await open(), await open()];
    noticeOf(await lucia.sends(one, FILLED));
    const three = await open();

    for (const form of [two, three]) noticeOf(await lucia.sends(form, { ...FILLED, 'body.1': 'Eva' }));
    await app.pass(60_000);

    expect(app.provider.sends.map(({ values }) => values)).toEqual([FILLED]);
  });

  test.each([
    ['reject', 'andres'],
    ['request_changes', 'andres'],
    ['edit', 'sofia'],
    ['open_propose', 'sofia'],
    ['list_templates', 'sofia'],
  ] as const)('of a click on %s open the same again, and change nothing', async (action, who) => {
    const app = await startTestApp();
    const proposal = await propose(app);
    const click = () => app.person(who).clicks(action, `${proposal.id}:1`, { delivery: 'd-1' });

    const first = await click();
    const before = await everything(app);
    const copy = await click();

    expect(copy).toEqual(first);
    expect(await everything(app)).toEqual(before);
  });

  test('of a command or click that is refused are recorded once', async () => {
    const app = await startTestApp();
    const proposal = await propose(app);
    const bruno = app.person('elias');
    for (const act of [
      () => bruno.types('/send-active +5491155551234', { delivery: 'd-1' }),
      () => bruno.clicks('reject', `${proposal.id}:1`, { delivery: 'd-2' }),
      () => bruno.clicks('edit', `${proposal.id}:1`, { delivery: 'd-3' }),
    ]) {
      expect(await act()).toEqual(await act());
    }

    const refused = await app.store.db.selectFrom('events').select('kind').where('kind', '=', 'refused').execute();
    expect(refused).toHaveLength(3);
  });

  test('of a command that gives a code leave the first one working, and one with a code is tried once', async () => {
    const app = await startOnBoth();
    const ask = () => app.person('andres', 'slack').types('/template link', { delivery: 'd-1' });
    const code = /link ([0-9A-Z-]{9})/.exec(textOf(noticeOf(await ask())))![1]!;

    expect(await ask()).toEqual({ show: 'nothing' });
    const teams = app.person('andres.t', 'teams');
    const type = () => teams.types(`/template link ${code}`, { delivery: 'd-2' });
    expect(actionsOf(noticeOf(await type()))).toEqual(['link_account']);
    expect(await type()).toEqual({ show: 'nothing' });
  });

  test('of a command that syncs read the provider once', async () => {
    const app = await startTestApp();
    const ask = () => app.person('marta').types('/template sync', { delivery: 'd-1' });

    await Promise.all([ask(), ask(), ask()]);
    await app.settle();

    expect(app.provider.count('listTemplates')).toBe(1);
  });

  test('the same delivery id of two platforms is two deliveries', async () => {
    const app = await startTestApp();
    const dispatch = createDispatch(app.deps);
    const from = (platform: string): Intent => ({
      kind: 'command',
      command: 'template',
      text: 'help',
      deliveryId: 'd-1',
      actor: { platform, tenant: 'home', id: 'ana', name: 'Ana' },
    });

    const answers = [await dispatch(from('one')), await dispatch(from('two'))];

    expect(answers.map((answer) => answer.show)).toEqual(['notice', 'notice']);
  });
});

describe('the tables', () => {
  const words = wordsFor('en');

  test('have no action that no card draws', () => {
    const drawn = new Set(Object.values(everyCard(words)).flatMap((card) => card.actions.map(({ id }) => id)));

    expect([...drawn].toSorted()).toEqual(Object.keys(ACTIONS).toSorted());
  });

  test('have no form that no view draws', () => {
    const drawn = new Set(Object.values(everyForm(words)).map(({ id }) => id));

    expect([...drawn].toSorted()).toEqual(Object.keys(FORMS).toSorted());
  });
});

describe('things made by hand', () => {
  const SUBJECTS = [
    '',
    ':',
    'x',
    '__proto__',
    'constructor:1',
    'id-000001:1',
    'id-000001:999999',
    'id-000001:-1',
    'id-000001:1e9',
    "'; drop table proposals; --",
    '../../etc/passwd',
    '💥:1',
    'a'.repeat(300),
    '\u0000',
  ];

  test.each(Object.keys(ACTIONS) as ActionId[])(
    '%s with any subject gives a clear answer and changes nothing',
    async (action) => {
      const app = await startTestApp();
      const proposal = await propose(app);
      await sendable(app);
      const send = await sent(app);
      const marta = app.person('marta');
      const before = await tables(app);

      for (const subject of [...SUBJECTS, `${send.id}:maybe`, `${send.id}x`, `${proposal.id}:0`, `${proposal.id}:2`]) {
        const reply = await marta.clicks(action, subject);
        expect(reply.show).toMatch(/^(notice|form)$/);
        if (reply.show === 'notice') expect(reply.card.title).not.toBe('Something broke');
      }
      await app.settle();

      expect(await tables(app)).toEqual(before);
      expect(await proposalNow(app, proposal.id)).toMatchObject({ state: 'pending', revision: 1 });
    },
  );

  test.each(Object.keys(FORMS) as FormId[])(
    'a form %s with any context and any values gives a clear answer and changes nothing',
    async (id) => {
      const app = await startTestApp();
      await propose(app);
      const before = await tables(app);

      for (const context of SUBJECTS) {
        for (const button of ['submit', 'back', 'live', 'start_over', 'nonsense']) {
          const values = { reason: 'x', name: 'a'.repeat(20_000), __proto__: 'y', 'body.1': '\u0000', '': '' };
          const reply = await app.person('marta').posts({ id, context, button, values });
          // The first step of a proposal needs no draft yet, so it may be shown again with its faults.
          expect(reply.show).toMatch(id === 'propose' && context.endsWith(':1') ? /^(notice|form)$/ : /^notice$/);
          if (reply.show === 'notice') expect(reply.card.title).not.toBe('Something broke');
        }
      }

      expect(await tables(app)).toEqual(before);
    },
  );

  test.each(['nonsense', 'discard_draft', 'constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'an unknown form or action %s has expired, and is not thrown',
    async (id) => {
      const app = await startTestApp();
      const dispatch = createDispatch(app.deps);
      const actor = app.person('sofia').actor;

      const form = { kind: 'form', form: id, context: '', button: 'submit', values: {}, actor, deliveryId: '1' };
      const action = { kind: 'action', action: id, subject: '', actor, deliveryId: '2' };

      for (const intent of [form, action]) {
        const reply = await dispatch(intent as unknown as Intent); // as a broken adapter would
        expect(textOf(noticeOf(reply))).toContain('form');
        expect(textOf(noticeOf(reply))).not.toContain('broke');
      }
    },
  );

  test('text in a thread is never a command', async () => {
    const app = await startTestApp();
    const root = { platform: 'chat', channel: 'c', message: 'm', thread: 'm' };
    const { actor } = app.person('marta');

    const reply = await createDispatch(app.deps)({
      kind: 'thread_message',
      actor,
      deliveryId: '1',
      root,
      text: '/template sync',
    });

    expect(reply).toEqual({ show: 'nothing' });
    expect(await app.store.db.selectFrom('outbox').select('id').execute()).toEqual([]);
  });
});

test('a bug becomes a reference that the person can quote and the log can be searched for', async () => {
  const app = await startTestApp();
  app.expectTrouble();
  await sendable(app);
  app.dies(1);

  const broke = noticeOf(await app.person('sofia').types('/send-active +5491155551234'));

  const reference = /reference (\w{6})/.exec(textOf(broke))?.[1];
  expect(app.logged).toContainEqual({
    level: 'error',
    message: 'dispatch broke',
    fields: { reference, intent: 'command', error: expect.any(Error) },
  });
});

test('two first acts of a new person at the same moment make one person', async () => {
  const app = await startTestApp();
  const sofia = app.person('sofia');

  await Promise.all([sofia.types('/template help'), sofia.types('/template list'), sofia.types('/template propose')]);

  expect(await app.store.db.selectFrom('people').select('name').execute()).toEqual([{ name: 'Sofia' }]);
});

/** Every row that an opening could leave behind. */
async function everything(app: TestApp) {
  const names = ['people', 'drafts', 'proposals', 'sends', 'events', 'outbox', 'inbox', 'posts', 'link_codes'] as const;
  return Promise.all(names.map((table) => app.store.db.selectFrom(table).selectAll().execute()));
}

async function tables(app: Awaited<ReturnType<typeof startTestApp>>) {
  const { db } = app.store;
  return {
    proposals: await db.selectFrom('proposals').select(['id', 'state', 'revision', 'submission']).execute(),
    templates: await db.selectFrom('templates').select(['id', 'review', 'enabled_at', 'drifted_at']).execute(),
    sends: await db.selectFrom('sends').select(['id', 'state']).execute(),
    votes: await db.selectFrom('votes').selectAll().execute(),
  };
}
