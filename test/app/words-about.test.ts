// Which provider people read about: that of the sender in question, or the one all senders have in common.
import { expect, test } from 'vitest';
import { wordsAboutSender, wordsIn } from '../../src/app/words-about.ts';
import { startTestApp, type TestApp } from '../support/app/app.ts';
import { aTemplate } from '../support/app/builders.ts';
import { approve, propose, rootOf, threadOf, toLastStep, typed } from '../support/app/stories.ts';
import { noticeOf, textOf } from '../support/read-card.ts';

/** Two senders, the second at another provider. */
async function startWithTwo(): Promise<TestApp> {
  const app = await startTestApp({ senderIds: ['main', 'second'] });
  const names = { provider: 'Acme', console: 'the Acme Console', consoleIn: { es: 'la consola de Acme' } };
  Object.assign(app.deps.providers.get('second')!, { id: 'acme', names });
  return app;
}

const INTRO = /review by ([^.]+)\./;
const helpOf = async (app: TestApp) => textOf(noticeOf(await app.person('sofia').types('/template help')));

test('where all senders are one provider’s, it is named wherever one is', async () => {
  const app = await startTestApp({ senderIds: ['main', 'second'] });

  expect(INTRO.exec(await helpOf(app))?.[1]).toBe('Meta');
});

test('where there are two, a text about no sender names neither', async () => {
  const app = await startWithTwo();

  expect(INTRO.exec(await helpOf(app))?.[1]).toBe('the provider');
});

test('from the form on, a proposal names the provider of its sender', async () => {
  const app = await startWithTwo();
  const values = { ...typed(aTemplate()), sender: 'second' };

  const last = await toLastStep(app, values);
  noticeOf(await app.person('sofia').sends(last));
  await app.settle();

  const text = (note: unknown) => JSON.stringify(note);
  expect(text(last)).toContain('then it is submitted to Acme.');
  const proposal = { id: '', number: 1 };
  await approve(app, proposal as Awaited<ReturnType<typeof propose>>);
  expect(text(rootOf(app, proposal).card)).toContain('Acme’s review: in review');
  expect(threadOf(app, proposal).at(-1)!.title).toBe('order_ready was submitted to Acme');
});

test('the other sender’s stays with its own', async () => {
  const app = await startWithTwo();
  const proposal = await propose(app);

  await approve(app, proposal);

  expect(threadOf(app, proposal).at(-1)!.title).toBe('order_ready was submitted to Meta');
});

test('a sender that is not set up any more has no provider with a name', async () => {
  const app = await startTestApp();
  const words = wordsIn(app.deps, 'es');

  expect(words.say('notice.title.approved', { name: 'x' })).toBe('Meta aprobó x');
  expect(wordsAboutSender(app.deps, words, 'gone').say('notice.title.approved', { name: 'x' })).toBe(
    'El proveedor aprobó x',
  );
});
