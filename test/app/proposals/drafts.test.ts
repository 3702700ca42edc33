// Unfinished forms: kept for a day, offered again, and nobody else's.
import { expect, test } from 'vitest';
import { DAY, HOUR, startTestApp } from '../../support/app/app.ts';
import { contextOf, propose, rootOf, sendable, toLastStep, typed } from '../../support/app/stories.ts';
import { actionsOf, formOf, noticeOf, textOf } from '../../support/read-card.ts';

test('an unfinished form is offered again within a day, with everything typed', async () => {
  const app = await startTestApp();
  await toLastStep(app);
  app.skip(23 * HOUR);

  const resumed = await app.person('sofia').opens('/template propose');

  expect(resumed.values).toMatchObject({ name: 'order_ready', body: typed().body });
  expect(resumed.fields.some((field) => field.id === 'note.resumed')).toBe(true);
  const next = formOf(await app.person('sofia').sends(resumed));
  expect(next.values).toMatchObject({ 'sample.body.2': 'A-1042' });
});

test('a form closed as it was opened leaves no draft; one word typed does', async () => {
  const app = await startTestApp();
  const sofia = app.person('sofia');
  const closes = async (values: Record<string, string>) =>
    sofia.sends(await sofia.opens('/template propose'), values, { button: 'live' });
  const resumed = async () => (await sofia.opens('/template propose')).fields.some(({ id }) => id === 'note.resumed');

  formOf(await closes({}));
  expect(await resumed()).toBe(false);
  formOf(await closes({ name: 'order' }));
  expect(await resumed()).toBe(true);
});

test('after a day the draft is gone, and its open form says so', async () => {
  const app = await startTestApp();
  const last = await toLastStep(app);
  app.skip(DAY);

  const fresh = await app.person('sofia').opens('/template propose');
  const refused = noticeOf(await app.person('sofia').sends(last));

  expect(fresh.values.name).toBeUndefined();
  expect(textOf(refused)).toContain('no longer open');
});

test('each step counts as touching the draft', async () => {
  const app = await startTestApp();
  const last = await toLastStep(app);
  app.skip(20 * HOUR);
  formOf(await app.person('sofia').sends(last, {}, { button: 'back' }));
  app.skip(20 * HOUR);

  const resumed = await app.person('sofia').opens('/template propose');

  expect(resumed.values.name).toBe('order_ready');
});

test('starting over empties the form and the draft', async () => {
  const app = await startTestApp();
  await toLastStep(app);
  const resumed = await app.person('sofia').opens('/template propose');

  const empty = formOf(await app.person('sofia').sends(resumed, {}, { button: 'start_over' }));
  const again = await app.person('sofia').opens('/template propose');

  expect(empty.values.name).toBeUndefined();
  expect(again.values.name).toBeUndefined();
});

test('the help offers the draft by its name', async () => {
  const app = await startTestApp();
  await toLastStep(app);

  const help = noticeOf(await app.person('sofia').types('/template help'));
  const resumed = formOf(await app.person('sofia').presses(help, 'resume_draft'));

  expect(textOf(help)).toContain('order_ready');
  expect(resumed.values.name).toBe('order_ready');
});

test('a proposed template leaves no draft behind', async () => {
  const app = await startTestApp();
  await propose(app);

  const help = noticeOf(await app.person('sofia').types('/template help'));

  expect(actionsOf(help)).not.toContain('resume_draft');
});

test('the last page submits what it shows: a draft changed in another window is shown first', async () => {
  const app = await startTestApp();
  const last = await toLastStep(app);
  const sofia = app.person('sofia');
  const { draft } = contextOf(last);
  await sofia.posts({ id: 'propose', context: `${draft}:1`, values: { footer: 'Final notice.' } });

  const shown = formOf(await sofia.sends(last));

  expect(await app.store.db.selectFrom('proposals').select('id').execute()).toEqual([]);
  expect(JSON.stringify(shown.fields)).toContain('Final notice.');
  noticeOf(await sofia.sends(shown));
  expect(await app.store.db.selectFrom('proposals').select('id').execute()).toHaveLength(1);
});

const UNKNOWN_LAST = `unknown:${'0'.repeat(16)}:3`;

test('nobody opens, overwrites or sends another person’s draft', async () => {
  const app = await startTestApp();
  const last = await toLastStep(app);
  const { draft } = contextOf(last);
  const berta = app.person('berta');

  const replies = await Promise.all(
    [`${draft}:1`, `${draft}:2`, last.context].map((context) =>
      berta.posts({ id: 'propose', context, values: { name: 'stolen' } }),
    ),
  );

  for (const reply of replies) expect(textOf(noticeOf(reply))).toContain('no longer open');
  const mine = await app.person('sofia').opens('/template propose');
  expect(mine.values.name).toBe('order_ready');
  expect(await app.store.db.selectFrom('proposals').select('id').execute()).toEqual([]);
});

test.each(['', 'nonsense', 'x:9', '../../etc:1', `${'a'.repeat(65)}:1`, 'unknown:2', 'unknown:3', UNKNOWN_LAST])(
  'a form posted by hand with the context %j is refused',
  async (context) => {
    const app = await startTestApp();

    const reply = await app.person('sofia').posts({ id: 'propose', context, values: typed() });

    expect(textOf(noticeOf(reply))).toContain('no longer open');
  },
);

test('editing a proposal does not turn up as the draft of a new one', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  formOf(await app.person('sofia').presses(rootOf(app, proposal).card, 'edit'));

  const fresh = await app.person('sofia').opens('/template propose');
  const help = noticeOf(await app.person('sofia').types('/template help'));

  expect(fresh.values.name).toBeUndefined();
  expect(actionsOf(help)).not.toContain('resume_draft');
});

test('a revision’s form that was left for too long does not become a new proposal', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  const form = formOf(await app.person('sofia').presses(rootOf(app, proposal).card, 'edit'));
  app.skip(DAY);

  const refused = noticeOf(await app.person('sofia').sends(form, { name: 'another_name' }));

  expect(textOf(refused)).toContain('no longer open');
});

test('many unfinished messages do not hide the draft of a proposal', async () => {
  const app = await startTestApp();
  await sendable(app);
  await toLastStep(app, { ...typed(), name: 'another_one' }, undefined, 'lucia');
  for (let count = 0; count < 12; count += 1) {
    app.skip(1_000);
    await app.person('lucia').opens('/send-active +5491155551234');
  }

  const resumed = await app.person('lucia').opens('/template propose');

  expect(resumed.values.name).toBe('another_one');
});
