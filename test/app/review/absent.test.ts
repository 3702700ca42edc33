// Templates that an answer of the provider's does not hold: one answer proves nothing.
import { expect, test } from 'vitest';
import { ok } from '../../../src/domain/result.ts';
import { DAY, HOUR, startTestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { APPROVED, SERVICE_DOWN } from '../../support/app/fake-provider.ts';
import { storedTemplate, submit, templateNow } from '../../support/app/stories.ts';

test('a list without a template is no proof: asked for by name, it is there', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  app.provider.holds(aTemplate(), { review: APPROVED });
  app.skip(DAY);
  app.provider.script('listTemplates', () => ok([]));

  await app.tick('templates.sync');

  expect((await templateNow(app, proposal)).review.state).toBe('approved');
});

test('nor is it, when the question by name has no answer', async () => {
  const app = await startTestApp();
  app.provider.holds(aTemplate(), { review: APPROVED });
  await app.tick('templates.sync');
  app.skip(DAY);
  app.provider.script('listTemplates', () => ok([]));
  app.provider.script('findTemplate', SERVICE_DOWN);

  await app.tick('templates.sync');

  expect((await storedTemplate(app)).review.state).toBe('approved');
});

test('one not found by name is looked for again before it is called deleted', async () => {
  const app = await startTestApp();
  app.provider.holds(aTemplate(), { review: APPROVED });
  await app.tick('templates.sync');
  const { id } = await storedTemplate(app);
  app.provider.forgets('order_ready', 'en_US');

  await app.run('template.refresh', { templateId: id });
  const first = await storedTemplate(app);
  await app.pass(HOUR);

  expect(first.review.state).toBe('approved');
  expect((await storedTemplate(app)).review.state).toBe('deleted');
});

test('one that is there again at the second look was never gone', async () => {
  const app = await startTestApp();
  app.provider.holds(aTemplate(), { review: APPROVED });
  await app.tick('templates.sync');
  const { id } = await storedTemplate(app);
  app.provider.script('findTemplate', () => ok(undefined));

  await app.run('template.refresh', { templateId: id });
  await app.pass(HOUR);

  expect((await storedTemplate(app)).review.state).toBe('approved');
});

test('of two rows with one name and language the living one counts, whatever their order', async () => {
  const app = await startTestApp();
  app.provider.holds(aTemplate(), { review: APPROVED });
  await app.tick('templates.sync');
  const stored = await storedTemplate(app);
  const living = { externalId: '777', template: aTemplate(), review: APPROVED, quality: 'green' } as const;
  const dead = { ...living, externalId: stored.externalId!, review: { state: 'deleted', raw: 'DELETED' } } as const;
  for (const rows of [
    [living, dead],
    [dead, living],
  ]) {
    app.skip(DAY);
    app.provider.script('listTemplates', () => ok(rows));
    await app.tick('templates.sync');
    expect(await storedTemplate(app)).toMatchObject({ externalId: '777', review: { state: 'approved' } });
  }
});
