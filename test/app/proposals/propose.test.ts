// The proposal form: three steps, what is kept, what is refused, and what submitting it records.
import { expect, test } from 'vitest';
import { contentHash } from '../../../src/domain/templates/content-hash.ts';
import { findRevision } from '../../../src/store/proposals.ts';
import type { Values } from '../../../src/views/view.ts';
import { startTestApp } from '../../support/app/app.ts';
import { aCodeTemplate, aTemplate } from '../../support/app/builders.ts';
import { roleTable } from '../../support/app/settings.ts';
import { proposalNow, propose, rootOf, threadOf, toLastStep, typed } from '../../support/app/stories.ts';
import { actionsOf, factOf, formOf, inputsOf, noticeOf, textOf } from '../../support/read-card.ts';

const STEP_ONE: Values = {
  name: 'order_ready',
  language: 'en_US',
  category: 'UTILITY',
  body: 'Hi {{1}}, your order {{2}} is ready. You can collect it at our main desk until Friday evening.',
};

test('three steps lead to a card in the approval channel with the whole revision in its thread', async () => {
  const app = await startTestApp();
  const sofia = app.person('sofia');

  const first = await sofia.opens('/template propose');
  const second = formOf(await sofia.sends(first, STEP_ONE));
  const third = formOf(await sofia.sends(second, { 'sample.body.1': 'Ana', 'sample.body.2': 'A-1042' }));
  const told = noticeOf(await sofia.sends(third));
  await app.settle();

  expect(inputsOf(second).map((field) => field.id)).toEqual(['sample.body.1', 'sample.body.2']);
  expect(third.fields.find((field) => field.kind === 'preview')).toMatchObject({
    message: { body: expect.stringContaining('Hi Ana, your order A-1042 is ready.') },
  });
  expect(told.summary).toContain('order_ready');
  const card = rootOf(app, { number: 1 }).card;
  expect(factOf(card, 'Approvals')).toBe('0/1');
  expect(factOf(card, 'Proposed by')).toBe('@sofia');
  expect(actionsOf(card)).toEqual(['approve', 'reject', 'request_changes', 'edit', 'withdraw']);
  expect(threadOf(app, { number: 1 }).map((one) => one.title)).toEqual(['Proposal 1, revision 1']);
});

test('what was proposed is stored as typed, bound to its hash and recorded', async () => {
  const app = await startTestApp();

  const proposal = await propose(app);

  const revision = await findRevision(app.store.db, proposal.id, 1);
  expect(revision).toMatchObject({ template: aTemplate(), contentHash: contentHash(aTemplate(), 'main') });
  const events = await app.store.db.selectFrom('events').selectAll().execute();
  expect(events).toMatchObject([
    { kind: 'proposed', subject_id: proposal.id, to_state: 'pending', content_hash: revision?.contentHash },
  ]);
});

test('a template without variables and buttons has no second step', async () => {
  const app = await startTestApp();
  const sofia = app.person('sofia');

  const first = await sofia.opens('/template propose');
  const next = formOf(await sofia.sends(first, { ...STEP_ONE, body: 'We are open again from Monday on.' }));

  expect(next.context).toMatch(/:3$/);
  const back = formOf(await sofia.sends(next, {}, { button: 'back' }));
  expect(back.context).toMatch(/:1$/);
});

test('a header text that would not be in the message is told, not dropped', async () => {
  const app = await startTestApp();
  const sofia = app.person('sofia');
  const first = await sofia.opens('/template propose');

  const refused = formOf(await sofia.sends(first, { ...STEP_ONE, header_format: 'none', header_text: 'Good news' }));
  const taken = formOf(await sofia.sends(refused, { header_format: 'text' }));

  expect(refused).toMatchObject({ errors: { header_text: expect.any(String) }, values: { header_text: 'Good news' } });
  expect(taken.context).toMatch(/:2$/);
});

test('going back shows everything that was typed, on every step', async () => {
  const app = await startTestApp();
  const sofia = app.person('sofia');
  const third = await toLastStep(app, typed(aTemplate({ footer: 'Reply to this message.' })));

  const second = formOf(await sofia.sends(third, {}, { button: 'back' }));
  const first = formOf(await sofia.sends(second, { 'sample.body.1': 'Berta' }, { button: 'back' }));
  const again = formOf(await sofia.sends(first));

  expect(second.values).toMatchObject({ 'sample.body.1': 'Ana', 'sample.body.2': 'A-1042' });
  expect(first.values).toMatchObject({ ...STEP_ONE, footer: 'Reply to this message.' });
  expect(again.values).toMatchObject({ 'sample.body.1': 'Berta', 'sample.body.2': 'A-1042' });
});

test('a refused step keeps what was typed and shows each fault at its own field', async () => {
  const app = await startTestApp();
  const sofia = app.person('sofia');
  const wrong = { ...STEP_ONE, name: 'Order Ready!', language: 'klingon', footer: 'x'.repeat(61) };

  const refused = formOf(await sofia.sends(await sofia.opens('/template propose'), wrong));

  expect(refused.context).toMatch(/:1$/);
  expect(Object.keys(refused.errors).sort()).toEqual(['footer', 'language', 'name']);
  expect(refused.values).toMatchObject(wrong);
});

test('faults of samples and buttons are shown on the second step', async () => {
  const app = await startTestApp();
  const sofia = app.person('sofia');
  const second = formOf(await sofia.sends(await sofia.opens('/template propose'), { ...STEP_ONE, button_count: '2' }));

  const refused = formOf(
    await sofia.sends(second, {
      'sample.body.1': 'Ana',
      'button.0.kind': 'url',
      'button.0.label': 'Follow it',
      'button.0.value': 'not a link',
      'button.1.kind': 'quick_reply',
    }),
  );

  expect(refused.context).toMatch(/:2$/);
  expect(Object.keys(refused.errors).sort()).toEqual(['button.0.value', 'button.1.label', 'sample.body.2']);
  expect(refused.values).toMatchObject({ 'sample.body.1': 'Ana', 'button.0.value': 'not a link' });
});

test('a changed live field redraws the step without a word about faults', async () => {
  const app = await startTestApp();
  const sofia = app.person('sofia');

  const redrawn = formOf(await sofia.sends(await sofia.opens('/template propose'), { name: 'X' }, { button: 'live' }));

  expect(redrawn.context).toMatch(/:1$/);
  expect(redrawn).toMatchObject({ errors: {}, values: { name: 'X' } });
});

test('an authentication template asks only what may be chosen, and its text is Meta’s', async () => {
  const app = await startTestApp();
  const sofia = app.person('sofia');
  const first = { name: 'login_code', language: 'en_US', category: 'AUTHENTICATION', body: 'ignored {{1}}' };

  const second = formOf(await sofia.sends(await sofia.opens('/template propose'), first));
  const refused = formOf(await sofia.sends(second, { auth_expiry: '91' }));
  const third = formOf(await sofia.sends(refused, { auth_expiry: '10' }));
  noticeOf(await sofia.sends(third));

  expect(inputsOf(second).map((field) => field.id)).toEqual(['auth_security', 'auth_expiry']);
  expect(Object.keys(refused.errors)).toEqual(['auth_expiry']);
  const [row] = await app.store.db.selectFrom('proposals').select('id').execute();
  expect((await findRevision(app.store.db, row!.id, 1))?.template).toEqual(aCodeTemplate());
});

test('ten buttons have a row each and are stored in their order', async () => {
  const app = await startTestApp();
  const buttons = Array.from({ length: 10 }, (_, index) => ({
    kind: 'quick_reply' as const,
    label: `Choice ${index + 1}`,
    value: `choice-${index + 1}`,
  }));

  const proposal = await propose(app, aTemplate({ buttons }));

  expect((await findRevision(app.store.db, proposal.id, 1))?.template.buttons).toEqual(buttons);
});

test('a name and language asked for by an open proposal are refused at the name', async () => {
  const app = await startTestApp();
  const first = await propose(app);
  const berta = app.person('berta');

  const refused = formOf(await berta.sends(await berta.opens('/template propose'), STEP_ONE));

  expect(Object.keys(refused.errors)).toEqual(['name']);
  expect(refused.errors.name).toContain(`Proposal ${first.number} already asks for order_ready (en_US)`);
  const other = formOf(await berta.sends(refused, { language: 'es_AR' }));
  expect(other.errors).toEqual({});
});

test('a name the provider has already is refused at the name', async () => {
  const app = await startTestApp();
  app.provider.holds(aTemplate());
  await app.tick('templates.sync');
  const sofia = app.person('sofia');

  const refused = formOf(await sofia.sends(await sofia.opens('/template propose'), STEP_ONE));

  expect(refused.errors.name).toContain('Meta already has order_ready (en_US)');
});

test('of two proposals for one name sent at the same moment, one is made', async () => {
  const app = await startTestApp();
  const mine = await toLastStep(app);
  const theirs = await toLastStep(app, typed(), undefined, 'berta');

  await Promise.all([app.person('sofia').sends(mine), app.person('berta').sends(theirs)]);

  expect(await app.store.db.selectFrom('proposals').select('id').execute()).toHaveLength(1);
});

test('a fault that appeared since is shown on the step it belongs to', async () => {
  const app = await startTestApp();
  const last = await toLastStep(app);
  await propose(app, aTemplate(), 'berta');

  const refused = formOf(await app.person('sofia').sends(last));

  expect(refused.context).toMatch(/:1$/);
  expect(refused.errors.name).toContain('Proposal 1 already asks for');
});

test('with several senders one is asked for, and none is guessed', async () => {
  const app = await startTestApp({ senderIds: ['main', 'second'] });
  const sofia = app.person('sofia');

  const first = await sofia.opens('/template propose');
  const refused = formOf(await sofia.sends(first, STEP_ONE));
  const next = formOf(await sofia.sends(refused, { sender: 'second' }));

  expect(inputsOf(first)[0]?.id).toBe('sender');
  expect(Object.keys(refused.errors)).toEqual(['sender']);
  expect(next.context).toMatch(/:2$/);
});

test('who may not propose is told the role and whom to ask, and it is recorded', async () => {
  const app = await startTestApp({
    roles: roleTable({ proposer: ['chat:sofia'], admin: ['chat:marta'] }),
  });
  await app.person('marta').types('/template help');

  const refused = noticeOf(await app.person('bruno').types('/template propose'));

  expect(textOf(refused)).toContain('Marta');
  const [event] = await app.store.db.selectFrom('events').selectAll().execute();
  expect(event).toMatchObject({ kind: 'refused', to_state: 'not_allowed', detail: 'proposer' });
});

test('a role lost while the form was open is missed at the next step', async () => {
  const app = await startTestApp({ roles: roleTable({ proposer: ['chat:sofia'] }) });
  const last = await toLastStep(app);
  Object.assign(app.deps.settings.roles, { proposer: [] });

  noticeOf(await app.person('sofia').sends(last));

  expect(await app.store.db.selectFrom('proposals').select('id').execute()).toEqual([]);
});

test('a double click on the last step makes one proposal and one card', async () => {
  const app = await startTestApp();
  const last = await toLastStep(app);
  const sofia = app.person('sofia');

  const answers = await Promise.all([sofia.sends(last), sofia.sends(last)]);
  await app.settle();

  expect(app.chat.channel('approvals')).toHaveLength(1);
  expect(noticeOf(answers[1])).toEqual(noticeOf(answers[0]));
});

test('a repeated delivery of the last step gets the same answer again', async () => {
  const app = await startTestApp();
  const last = await toLastStep(app);
  const sofia = app.person('sofia');

  const answer = await sofia.sends(last, {}, { delivery: 'd-1' });
  const again = await sofia.sends(last, {}, { delivery: 'd-1' });

  expect(noticeOf(again)).toEqual(noticeOf(answer));
  expect(await app.store.db.selectFrom('proposals').select('id').execute()).toHaveLength(1);
});

test('copies of the last step that arrive at once all get the answer of the first', async () => {
  const app = await startTestApp();
  const last = await toLastStep(app);
  const sofia = app.person('sofia');

  const answers = await Promise.all([1, 2, 3, 4].map(() => sofia.sends(last, {}, { delivery: 'd-1' })));

  expect(new Set(answers.map((answer) => noticeOf(answer).summary)).size).toBe(1);
  expect(await app.store.db.selectFrom('proposals').select('id').execute()).toHaveLength(1);
});

test('the quorum and deadlines of the settings of that day go with the proposal', async () => {
  const app = await startTestApp({ quorum: 2 });

  const { id } = await propose(app);

  expect(await proposalNow(app, id)).toMatchObject({
    quorum: 2,
    remindAt: '2026-11-21T12:00:00.000Z',
    expiresAt: '2026-11-23T12:00:00.000Z',
  });
});
