// A send nobody answered for, at a provider that can look it up: found, not found, or somebody else's.
import { expect, test } from 'vitest';
import { ok } from '../../../src/domain/result.ts';
import { HOUR, startTestApp, type TestApp } from '../../support/app/app.ts';
import { aFailure, NO_ANSWER, SERVICE_DOWN } from '../../support/app/fake-provider.ts';
import { someFacts } from '../../support/app/provider-facts.ts';
import { press, sendable, sendNow, sendRoot, sent, under } from '../../support/app/stories.ts';
import { textOf } from '../../support/read-card.ts';

const LOOKS_UP = someFacts({ capabilities: { looksUp: true }, limits: { statusWithinMs: 30_000 } });

async function lostSend(app: TestApp) {
  app.provider.script('sendTemplate', NO_ANSWER);
  const send = await press(app);
  await app.pass(5_000);
  return send;
}

async function startApp(): Promise<TestApp> {
  const app = await startTestApp({ facts: { main: LOOKS_UP } });
  await sendable(app);
  return app;
}

test('found after the provider’s time for a status: settled, and nobody is asked', async () => {
  const app = await startApp();
  const send = await lostSend(app);
  app.provider.script('lookUp', () => ok({ found: 'accepted', externalId: 'wamid.7', status: 'delivered' }));

  await app.pass(29_999);
  expect(app.provider.count('lookUp')).toBe(0);
  await app.pass(1);

  expect(await sendNow(app, send.number)).toMatchObject({ state: 'delivered', externalId: 'wamid.7' });
  expect(app.provider.sends).toHaveLength(1);
  expect(under(app, sendRoot(app, send))).toEqual([]);
});

test('found as refused: it has failed, with the reason', async () => {
  const app = await startApp();
  const send = await lostSend(app);
  const failure = aFailure({ fault: 'undeliverable', code: '63024' });
  app.provider.script('lookUp', () => ok({ found: 'accepted', externalId: 'wamid.7', status: 'failed', failure }));

  await app.pass(30_000);

  expect(await sendNow(app, send.number)).toMatchObject({ state: 'failed', failure: { code: '63024' } });
});

test.each([
  [{ found: 'nothing' }, 'found no such message'],
  [{ found: 'unknown', why: 'two look alike' }, 'two look alike'],
] as const)('%j: its agent is asked, and told what was seen', async (looked, sentence) => {
  const app = await startApp();
  const send = await lostSend(app);
  app.provider.script('lookUp', () => ok(looked));

  await app.pass(HOUR);

  expect((await sendNow(app, send.number)).state).toBe('uncertain');
  expect(under(app, sendRoot(app, send)).map(textOf).join()).toContain(sentence);
  expect(app.provider.sends).toHaveLength(1);
});

test('a message that another send owns is never taken, and the provider is told which those are', async () => {
  const app = await startApp();
  await sent(app);
  const send = await lostSend(app);
  let taken: readonly string[] = [];
  const { lookUp } = app.provider;
  app.deps.providers.get('main')!.lookUp = async (asked) => {
    taken = asked.taken;
    return lookUp(asked);
  };
  app.provider.script('lookUp', () => ok({ found: 'accepted', externalId: 'wamid.1', status: 'read' }));

  await app.pass(HOUR);

  expect(taken).toEqual(['wamid.1']);
  expect(await sendNow(app, send.number)).toMatchObject({ state: 'uncertain', externalId: undefined });
});

test('a provider that is away is asked again', async () => {
  const app = await startApp();
  const send = await lostSend(app);
  app.provider.script('lookUp', SERVICE_DOWN, () => ok({ found: 'accepted', externalId: 'wamid.7' }));

  await app.pass(HOUR);

  expect((await sendNow(app, send.number)).state).toBe('accepted');
});
