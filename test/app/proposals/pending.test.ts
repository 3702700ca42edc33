// `/template pending`: what waits, sorted by who must act, with the way to each card.
import { expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { approve, propose, rootOf, submit, templateNow } from '../../support/app/stories.ts';
import { actionsOf, noticeOf, textOf } from '../../support/read-card.ts';

async function said(app: TestApp, who: string, line = '/template pending'): Promise<string> {
  return textOf(noticeOf(await app.person(who).types(line)));
}

test('an approver sees it first for them, its proposer as theirs, anybody else with others', async () => {
  const app = await startTestApp({ quorum: 2 });
  const proposal = await propose(app);

  expect(await said(app, 'andres')).toMatch(/For you\n1 · order_ready \(\w+\) · waits for approvals · by Sofia/);
  expect(await said(app, 'sofia')).toMatch(/Yours, with others\n1 · order_ready/);
  expect(await said(app, 'lucia')).toMatch(/With others\n1 · order_ready/);
  await approve(app, proposal, 'andres');
  expect(await said(app, 'andres')).toMatch(/With others\n1 · order_ready/);
});

test('what was sent back waits for its proposer, and what is approved for whoever may enable it', async () => {
  const app = await startTestApp();
  const approved = await submit(app);
  const { id, externalId } = await templateNow(app, approved);
  app.provider.holds(aTemplate());
  await app.store.db.updateTable('templates').set({ review: 'approved' }).where('id', '=', id).execute();

  expect(externalId).toBeDefined();
  expect(await said(app, 'elena')).toMatch(/For you\n1 · .* · approved, waits for Enable/);
  expect(await said(app, 'sofia')).toMatch(/Yours, with others\n1 · .* · approved, waits for Enable/);
});

test('a card on the reader’s platform is led to; elsewhere the command that shows it', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  const { ref } = rootOf(app, proposal);

  expect(await said(app, 'andres')).toContain('“template show order_ready');
  app.chat.linkTo = async (asked) => `https://chat.example/${asked.channel}/${asked.message}`;

  const card = noticeOf(await app.person('andres').types('/template pendientes'));
  expect(JSON.stringify(card)).toContain(`https://chat.example/approvals/${ref.message}`);
});

test('nothing waits, and the list of templates says what does where there is no template yet', async () => {
  const app = await startTestApp();
  expect(await said(app, 'andres')).toContain('Nothing waits');
  expect(await said(app, 'andres', '/template list')).toContain('No templates yet');
  await propose(app);

  const list = noticeOf(await app.person('andres').types('/template list'));
  const help = noticeOf(await app.person('andres').types('/template help'));

  expect(textOf(list)).toContain('One proposal is on the way');
  for (const card of [list, help]) {
    expect(actionsOf(card)).toContain('list_pending');
    expect(textOf(noticeOf(await app.person('andres').presses(card, 'list_pending')))).toContain('For you');
  }
});
