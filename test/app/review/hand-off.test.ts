// A provider that takes no templates from us: the form says so, a person carries the approved text, and the outcome is recorded.
import { expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { someFacts } from '../../support/app/provider-facts.ts';
import { proposalNow, rootOf, submit, templateNow, threadOf, toLastStep } from '../../support/app/stories.ts';
import { actionsOf, cardOf, formOf, noticeOf, textOf } from '../../support/read-card.ts';

const BY_HAND = someFacts({ capabilities: { submits: 'hand_off', lists: false, edits: false } });

async function carried(app: TestApp) {
  const proposal = await submit(app);
  const form = formOf(await app.person('andres').presses(threadOf(app, proposal).at(-1)!, 'hand_in'));
  return { proposal, form };
}

test('the form says it before anything is typed, and again before it is asked for approval', async () => {
  const app = await startTestApp({ facts: { main: BY_HAND } });

  const first = await app.person('sofia').opens('/template propose');
  const last = await toLastStep(app);

  expect(JSON.stringify(first.fields)).toContain(
    'Sender main: Postbox takes no templates from here. After approval a person enters the text in Postbox Desk.',
  );
  expect(JSON.stringify(last.fields)).toContain('then a person carries it to Postbox Desk');
});

test('after approval it is handed off, not stuck: the thread holds the whole text and where it goes', async () => {
  const app = await startTestApp({ facts: { main: BY_HAND } });

  const proposal = await submit(app);

  expect(proposal.submission).toBe('handed_off');
  const note = threadOf(app, proposal).at(-1)!;
  expect(note.title).toBe('Carry order_ready to Postbox Desk');
  expect(textOf(note)).toContain(aTemplate().body.text);
  expect(actionsOf(rootOf(app, proposal).card)).toEqual(['hand_in', 'fix_and_resubmit']);
  expect(app.provider.count('submitTemplate')).toBe(0);
});

test('whoever carried it says so and with what outcome; then it can be enabled', async () => {
  const app = await startTestApp({ facts: { main: BY_HAND } });
  const { proposal, form } = await carried(app);

  noticeOf(await app.person('andres').sends(form, { outcome: 'pending', external_id: ' PB-7 ' }));
  await app.settle();
  expect(textOf(rootOf(app, proposal).card)).not.toContain('has to carry');
  expect(threadOf(app, proposal).map(textOf).join()).toContain('Andres handed it in at the provider');
  expect(await templateNow(app, proposal)).toMatchObject({ externalId: 'PB-7', review: { state: 'pending' } });
  const again = formOf(await app.person('elena').presses(rootOf(app, proposal).card, 'hand_in'));
  noticeOf(await app.person('elena').sends(again, { outcome: 'approved' }));
  await app.settle();

  expect((await proposalNow(app, proposal.id)).handedIn).toMatchObject({ at: expect.any(String) });
  expect(await templateNow(app, proposal)).toMatchObject({ externalId: 'PB-7', review: { state: 'approved' } });
  cardOf(await app.person('andres').presses(rootOf(app, proposal).card, 'enable_template'));
});

test('a refusal goes back to the proposer with its reason, and another name', async () => {
  const app = await startTestApp({ facts: { main: BY_HAND } });
  const { proposal, form } = await carried(app);

  noticeOf(await app.person('andres').sends(form, { outcome: 'rejected', reason: 'Say who you are.' }));
  await app.settle();

  expect(threadOf(app, proposal).map(textOf).join()).toContain('Say who you are.');
  const fix = formOf(await app.person('sofia').clicks('fix_and_resubmit', `${proposal.id}:1`));
  expect(JSON.stringify(fix.fields)).toContain('needs another name');
});

test('an outcome must be named; only approvers record it; a second copy changes nothing', async () => {
  const app = await startTestApp({ facts: { main: BY_HAND } });
  const { proposal, form } = await carried(app);

  expect(Object.keys(formOf(await app.person('andres').sends(form)).errors)).toEqual(['outcome']);
  expect(textOf(noticeOf(await app.person('lucia').sends(form, { outcome: 'approved' })))).toContain('needs the role');
  noticeOf(await app.person('andres').sends(form, { outcome: 'approved' }, { delivery: 'd-1' }));
  noticeOf(await app.person('andres').sends(form, { outcome: 'approved' }, { delivery: 'd-1' }));
  await app.settle();

  const lines = threadOf(app, proposal)
    .map(textOf)
    .filter((text) => text.includes('handed it in'));
  expect(lines).toHaveLength(1);
});

test('where the provider lists its templates, it is found by name', async () => {
  const app = await startTestApp({ facts: { main: someFacts({ capabilities: { submits: 'hand_off' } }) } });
  const { proposal, form } = await carried(app);
  app.provider.holds(aTemplate(), { externalId: 'PB-9' });

  noticeOf(await app.person('andres').sends(form, { outcome: 'pending' }));
  await app.settle();

  expect(await templateNow(app, proposal)).toMatchObject({ externalId: 'PB-9', review: { state: 'approved' } });
});
