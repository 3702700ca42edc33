// The answer to Submit was lost on its way: whoever presses again is told what became of the first press, and nothing is done
// twice. A press has a delivery id of its own; only copies of one press share it.
import { expect, test } from 'vitest';
import { staffOf } from '../../../src/app/people/staff.ts';
import type { ProposeData } from '../../../src/app/proposals/propose-steps.ts';
import { submitProposal } from '../../../src/app/proposals/submit.ts';
import { loadDraft } from '../../../src/store/drafts.ts';
import { DAY, HOUR, startTestApp, type TestApp } from '../../support/app/app.ts';
import {
  approve,
  CUSTOMER,
  contextOf,
  FILLED,
  proposalNow,
  propose,
  rootOf,
  sendable,
  toLastStep,
  typed,
} from '../../support/app/stories.ts';
import { link, startOnBoth } from '../../support/app/two-platforms.ts';
import { actionsOf, formOf, noticeOf, textOf } from '../../support/read-card.ts';

async function toFilled(app: TestApp) {
  await sendable(app);
  return app.person('lucia').opens(`/send-active ${CUSTOMER} order_ready`);
}

const sendsOf = (app: TestApp) => app.store.db.selectFrom('sends').selectAll().execute();
const proposalsOf = (app: TestApp) => app.store.db.selectFrom('proposals').selectAll().execute();

test('a message: the second press is told of the first, and one message leaves', async () => {
  const app = await startTestApp();
  const form = await toFilled(app);
  const lucia = app.person('lucia');

  const first = noticeOf(await lucia.sends(form, FILLED));
  const second = noticeOf(await lucia.sends(form, FILLED));
  await app.pass(HOUR);
  const later = noticeOf(await lucia.sends(form, FILLED));

  expect(second).toEqual(first);
  expect(actionsOf(second)).toEqual(['cancel_send']);
  expect(later.summary).toBe(first.summary);
  expect(textOf(later)).toContain('Status: submitted');
  expect(app.provider.sends).toHaveLength(1);
  expect(app.chat.channel('sends')).toHaveLength(1);
});

test('a message: values that differ are not sent, and that is said with what was', async () => {
  const app = await startTestApp();
  const form = await toFilled(app);
  const lucia = app.person('lucia');
  noticeOf(await lucia.sends(form, FILLED));

  const told = noticeOf(await lucia.sends(form, { ...FILLED, 'body.1': 'Eva' }));
  const back = noticeOf(await lucia.sends(form, FILLED, { button: 'back' }));
  const firstPage = { id: 'send', context: `${contextOf(form).draft}:1`, values: { template: 'x' } } as const;
  const choice = noticeOf(await lucia.posts(firstPage));
  await app.pass(HOUR);

  for (const card of [told, back, choice]) {
    expect(card.summary).toContain('This form was already sent, as message 1. Nothing was sent again');
    expect(textOf(card)).toContain('Hi Ana, your order A-1042 is ready.');
  }
  expect(app.provider.sends.map(({ values }) => values)).toEqual([FILLED]);
});

test.each([2, 5])('a message: of %i presses at the same moment one sends, and all are told of it', async (presses) => {
  const app = await startTestApp();
  const form = await toFilled(app);
  const lucia = app.person('lucia');

  const replies = await Promise.all(Array.from({ length: presses }, () => lucia.sends(form, FILLED)));
  await app.pass(HOUR);

  for (const reply of replies) expect(noticeOf(reply).summary).toContain('Message 1 to +54 9 11 ••••1234');
  expect(await sendsOf(app)).toHaveLength(1);
  expect(app.provider.sends).toHaveLength(1);
});

test('a message: when the gate is closed the form stays open, and a later press sends', async () => {
  const app = await startTestApp();
  const form = await toFilled(app);
  const lucia = app.person('lucia');
  const [template] = await app.store.db.selectFrom('templates').select('id').execute();
  await app.person('marta').clicks('disable_template', template!.id);
  expect(textOf(noticeOf(await lucia.sends(form, FILLED)))).toContain('✗ Template');
  await app.person('marta').clicks('enable_template', template!.id);

  expect(noticeOf(await lucia.sends(form, FILLED)).title).toContain('Message 1');
});

test('a message: nobody else is told of it, nor anybody a day later, and what was typed is kept in one place only', async () => {
  const app = await startTestApp();
  const form = await toFilled(app);
  noticeOf(await app.person('lucia').sends(form, FILLED));

  expect(textOf(noticeOf(await app.person('bruno').sends(form, FILLED)))).toContain('no longer open');
  expect(JSON.stringify(await app.store.db.selectFrom('drafts').selectAll().execute())).not.toContain('A-1042');
  app.skip(DAY);
  await app.tick('prune');
  expect(textOf(noticeOf(await app.person('lucia').sends(form, FILLED)))).toContain('no longer open');
  expect(await app.store.db.selectFrom('drafts').select('id').execute()).toEqual([]);
});

test('a message: it is still the person’s own after their accounts were linked', async () => {
  const app = await startOnBoth();
  await app.person('lucia', 'slack').types('/template help');
  app.skip(1);
  await sendable({ ...app, person: (id) => app.person(id, 'slack') });
  const teams = app.person('lucia.t', 'teams');
  const form = await teams.opens(`/send-active ${CUSTOMER} order_ready`);
  const first = noticeOf(await teams.sends(form, FILLED));
  await link(app, 'lucia', 'lucia.t');

  expect(noticeOf(await teams.sends(form, FILLED)).summary).toBe(first.summary);
  expect(await sendsOf(app)).toHaveLength(1);
});

test('a proposal: the second press is told of the first, and there is one', async () => {
  const app = await startTestApp();
  const last = await toLastStep(app);
  const sofia = app.person('sofia');

  const first = noticeOf(await sofia.sends(last));
  const second = noticeOf(await sofia.sends(last));
  await app.settle();

  expect(second).toEqual(first);
  expect(textOf(first)).toContain('Proposal 1, order_ready (en_US), is in');
  expect(app.chat.channel('approvals')).toHaveLength(1);
  expect(await proposalsOf(app)).toHaveLength(1);
});

test.each([2, 5])(
  'a proposal: of %i presses at the same moment one proposes, and all are told of it',
  async (presses) => {
    const app = await startTestApp();
    const last = await toLastStep(app);
    const sofia = app.person('sofia');

    const replies = await Promise.all(Array.from({ length: presses }, () => sofia.sends(last)));
    await app.settle();

    expect(new Set(replies.map((reply) => noticeOf(reply).summary)).size).toBe(1);
    expect(await proposalsOf(app)).toHaveLength(1);
    expect(app.chat.channel('approvals')).toHaveLength(1);
  },
);

test('a proposal: whenever the second press comes while the first is at work, it is told of the first', async () => {
  const app = await startTestApp();
  const sofia = app.person('sofia');
  for (let turns = 0; turns < 120; turns += 4) {
    const last = await toLastStep(app, { ...typed(), name: `order_${turns}` });
    const first = sofia.sends(last);
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();

    const second = await sofia.sends(last);

    expect(noticeOf(second), `after ${turns} turns`).toEqual(noticeOf(await first));
  }
  expect(await proposalsOf(app)).toHaveLength(30);
});

test('a proposal: a press that had read the draft before the first one used it up is told of it', async () => {
  const app = await startTestApp();
  const sofia = app.person('sofia');
  const last = await toLastStep(app);
  const { draft } = contextOf(last);
  const staff = await staffOf(app.deps, sofia.actor);
  const stored = await loadDraft(app.store.db, { id: draft, personId: staff.person.id, now: app.clock.now() });
  const first = await sofia.sends(last);

  // Its checks come after the first press is through, so the name is taken by then: by this very draft.
  const intent = {
    actor: sofia.actor,
    kind: 'form',
    form: 'propose',
    context: last.context,
    button: 'submit',
  } as const;
  const late = { ...intent, values: {}, deliveryId: 'late' };
  const second = await submitProposal(app.deps, staff, late, draft, stored!.data as ProposeData);

  expect(second).toEqual(first);
  expect(await proposalsOf(app)).toHaveLength(1);
});

test('a proposal: pages that were left open in another window tell of it, and make no second draft', async () => {
  const app = await startTestApp();
  const sofia = app.person('sofia');
  const first = await sofia.opens('/template propose');
  const last = await toLastStep(app, undefined, first);
  noticeOf(await sofia.sends(last));

  for (const [form, button] of [
    [first, 'submit'],
    [first, 'live'],
    [last, 'back'],
  ] as const) {
    const told = noticeOf(await sofia.sends(form, { name: 'another_name', body: 'Other words.' }, { button }));
    expect(textOf(told)).toContain('This form was already sent: it is proposal 1, order_ready (en_US), in');
  }
  expect(formOf(await sofia.types('/template propose')).values.name).toBeUndefined();
  expect(await proposalsOf(app)).toHaveLength(1);
});

test('a proposal: once it is decided, the old answer is not given again', async () => {
  const app = await startTestApp();
  const last = await toLastStep(app);
  noticeOf(await app.person('sofia').sends(last));
  await app.settle();
  const [row] = await proposalsOf(app);
  await approve(app, await proposalNow(app, row!.id));

  const told = noticeOf(await app.person('sofia').sends(last));

  expect(textOf(told)).toContain('This form was already sent: it is proposal 1');
  expect(textOf(told)).not.toContain('approval.');
});

test('a revision: the second press is told of the first, and there is one', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  const sofia = app.person('sofia');
  const form = formOf(await sofia.presses(rootOf(app, proposal).card, 'edit'));
  const last = await toLastStep(app, { ...form.values, footer: 'See you.' }, form);

  const first = noticeOf(await sofia.sends(last));
  const second = noticeOf(await sofia.sends(last));
  const older = noticeOf(await sofia.sends(form));

  expect(second).toEqual(first);
  expect(textOf(older)).toContain('This form was already sent, as revision 2 of proposal 1');
  expect((await proposalsOf(app))[0]).toMatchObject({ revision: 2 });
});

test('a proposal that was refused at the last moment is still open, and sent by the next press', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  const sofia = app.person('sofia');
  const form = formOf(await sofia.presses(rootOf(app, proposal).card, 'edit'));
  const last = await toLastStep(app, { ...form.values, footer: 'See you.' }, form);
  await app.store.db.updateTable('proposals').set({ state: 'withdrawn' }).execute();
  expect(textOf(noticeOf(await sofia.sends(last)))).not.toContain('already sent');
  await app.store.db.updateTable('proposals').set({ state: 'pending' }).execute();

  expect(textOf(noticeOf(await sofia.sends(last)))).toContain('Revision 2 of proposal 1');
});
