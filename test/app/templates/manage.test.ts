// `/template list` and `show`, and the buttons that let agents send a template or stop them.
import { expect, test } from 'vitest';
import { startTestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { PENDING } from '../../support/app/fake-provider.ts';
import { sendable, storedTemplate } from '../../support/app/stories.ts';
import { actionsOf, cardOf, formOf, noticeOf, textOf } from '../../support/read-card.ts';

test('the list shows every template with its state, ten to a page, and can be searched', async () => {
  const app = await startTestApp();
  for (let count = 10; count < 35; count += 1) app.provider.holds(aTemplate({ name: `order_${count}` }));
  app.provider.holds(aTemplate({ name: 'special_one' }), { review: PENDING });
  await app.tick('templates.sync');
  const sofia = app.person('sofia');

  const first = noticeOf(await sofia.types('/template list'));
  const found = noticeOf(await sofia.types('/template list SPECIAL en_us'));
  const last = noticeOf(await sofia.clicks('list_templates', '3'));
  const beyond = noticeOf(await sofia.clicks('list_templates', '99'));
  const none = noticeOf(await sofia.types('/template list nothing_like_it'));

  expect(textOf(first)).toContain('order_19');
  expect(textOf(first)).not.toContain('order_20');
  expect(textOf(found)).toContain('special_one');
  expect(textOf(found)).not.toContain('order_10');
  for (const page of [last, beyond]) expect(textOf(page)).toContain('special_one');
  expect(textOf(none)).not.toContain('order_');
});

test('paging keeps what was searched for', async () => {
  const app = await startTestApp();
  for (let count = 10; count < 25; count += 1) app.provider.holds(aTemplate({ name: `order_${count}` }));
  app.provider.holds(aTemplate({ name: 'another' }));
  await app.tick('templates.sync');
  const sofia = app.person('sofia');

  const first = noticeOf(await sofia.types('/template list order_'));
  const next = noticeOf(
    await sofia.clicks('list_templates', first.actions.find(({ subject }) => subject.startsWith('2'))!.subject),
  );

  expect(textOf(next)).toContain('order_24');
  expect(textOf(next)).not.toContain('another');
});

test('show tells the whole template; who may, can enable it, and an agent can send it', async () => {
  const app = await startTestApp();
  app.provider.holds(aTemplate());
  await app.tick('templates.sync');

  const seen = noticeOf(await app.person('sofia').types('/template show order_ready'));
  const managed = noticeOf(await app.person('andres').types('/template show order_ready en_US'));
  const enabled = cardOf(await app.person('andres').presses(managed, 'enable_template'));
  const agents = noticeOf(await app.person('lucia').types('/template show ORDER_READY en-us'));

  expect(textOf(seen)).toContain('Hi Ana, your order A-1042 is ready.');
  expect(actionsOf(seen)).not.toContain('enable_template');
  expect(actionsOf(enabled)).toContain('disable_template');
  expect(actionsOf(agents)).not.toContain('disable_template');
});

test('show asks for the language where there are several, and offers what comes close', async () => {
  const app = await startTestApp();
  app.provider.holds(aTemplate());
  app.provider.holds(aTemplate({ language: 'es_AR' }));
  await app.tick('templates.sync');
  const sofia = app.person('sofia');

  const several = noticeOf(await sofia.types('/template show order_ready'));
  const other = noticeOf(await sofia.types('/template show order_ready pt_BR'));
  const unknown = noticeOf(await sofia.types('/template show order_ready_for_you'));

  expect(textOf(several)).toMatch(/en_US.*es_AR/);
  expect(textOf(other)).toContain('no template order_ready in pt_BR');
  expect(textOf(other)).toMatch(/order_ready en_US.*order_ready es_AR/);
  expect(textOf(unknown)).toContain('Did you mean order_ready?');
});

test('enabling needs the role and Meta’s approval; disabling always works, and twice is once', async () => {
  const app = await startTestApp();
  app.provider.holds(aTemplate(), { review: PENDING });
  await app.tick('templates.sync');
  const { id } = await storedTemplate(app);
  const andres = app.person('andres');

  const stranger = noticeOf(await app.person('lucia').clicks('enable_template', id));
  const early = noticeOf(await andres.clicks('enable_template', id));
  cardOf(await andres.clicks('disable_template', id));
  app.provider.holds(aTemplate(), { review: { state: 'approved', raw: 'APPROVED' } });
  app.skip(1_000);
  await app.run('template.refresh', { templateId: id });
  await Promise.all([andres.clicks('enable_template', id), app.person('elena').clicks('enable_template', id)]);

  expect(textOf(stranger)).toContain('approver');
  expect(textOf(early)).toContain('in review');
  expect((await storedTemplate(app)).enabledAt).toBe(app.clock.iso());
  const events = await app.store.db.selectFrom('events').select('kind').where('kind', '=', 'enabled').execute();
  expect(events).toHaveLength(1);
});

test('a template with a part we cannot fill is not enabled, and says which', async () => {
  const app = await startTestApp();
  app.provider.holds(aTemplate({ buttons: [{ kind: 'other', type: 'FLOW', label: 'Book' }] }));
  await app.tick('templates.sync');

  const refused = noticeOf(await app.person('marta').clicks('enable_template', (await storedTemplate(app)).id));

  expect(textOf(refused)).toContain('FLOW');
});

test('a disabled template leaves the agents’ choice at once', async () => {
  const app = await startTestApp();
  const one = await sendable(app);
  await sendable(app, aTemplate({ name: 'other_one' }));
  const lucia = app.person('lucia');
  const form = await lucia.opens('/send-active +5491155551234');

  cardOf(await app.person('marta').clicks('disable_template', one.id));

  expect((await lucia.searches(form, 'template', '')).map((option) => option.label)).toEqual(['other_one (en_US)']);
  noticeOf(await lucia.sends(form, { template: one.id }));
  formOf(await lucia.types('/send-active +5491155551234'));
});
