// Clicks on posted cards: the repaint job alone draws them, also those whose post nobody had recorded.
import { expect, test } from 'vitest';
import { createDispatch } from '../../../src/app/intake/dispatch.ts';
import type { MessageRef, Reply } from '../../../src/ports/chat.ts';
import type { ActionId } from '../../../src/views/view.ts';
import { DAY, startTestApp, type TestApp } from '../../support/app/app.ts';
import { propose, rootOf, submit } from '../../support/app/stories.ts';
import { actionsOf, textOf } from '../../support/read-card.ts';

/** Presses a button of the message that holds it, as a client does. */
function press(
  app: TestApp,
  who: string,
  at: { ref: MessageRef; card: { actions: readonly unknown[] } },
  id: ActionId,
) {
  const found = (at.card.actions as readonly { id: string; subject: string }[]).find((action) => action.id === id);
  if (!found) throw new Error(`no ${id} on the card`);
  const { actor } = app.person(who);
  const { subject } = found;
  const click = { kind: 'action', actor, deliveryId: app.deps.newId(), action: id, subject, message: at.ref } as const;
  return createDispatch(app.deps)(click);
}

test('the answer to a click paints nothing: it is older than whatever the repaint job draws', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);

  const reply: Reply = await press(app, 'andres', rootOf(app, proposal), 'approve');

  expect(reply).toEqual({ show: 'nothing' });
  await app.settle();
  expect(textOf(rootOf(app, proposal).card)).toContain('Approved by Andres');
});

test('a click that is refused draws the card anew: what it offers may be over', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  const before = rootOf(app, proposal);
  await press(app, 'andres', before, 'approve');
  await app.settle();
  await app.chat.update(before.ref, before.card);

  const reply = await press(app, 'elena', rootOf(app, proposal), 'approve');
  await app.settle();

  expect(reply.show).toBe('notice');
  expect(actionsOf(rootOf(app, proposal).card)).toEqual([]);
});

test('a second card that nobody recorded is kept true from its first click on, and takes no notes', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  const lost = { to: 'channel', channel: 'elsewhere' } as const;
  await app.chat.post(lost, rootOf(app, proposal).card, 'a post whose record was lost');
  const copy = () => app.chat.channel('elsewhere').at(-1)!;

  await press(app, 'andres', copy(), 'approve');
  await app.settle();

  expect(actionsOf(copy().card)).toEqual([]);
  expect(textOf(copy().card)).toContain('Approved by Andres');
  expect(textOf(rootOf(app, proposal).card)).toContain('Approved by Andres');
  expect(app.chat.thread(copy().ref)).toEqual([]);
});

test('a click on a card of something that never was adopts nothing', async () => {
  const app = await startTestApp();
  const ref: MessageRef = { platform: 'chat', channel: 'approvals', message: 'm99', thread: 'm99' };

  await press(app, 'andres', { ref, card: { actions: [{ id: 'approve', subject: 'nobody:1' }] } }, 'approve');

  expect(await app.store.db.selectFrom('posts').selectAll().execute()).toEqual([]);
});

test('a click on a notice that is kept true paints nothing either: the job draws it', async () => {
  const app = await startTestApp();
  const down = { kind: 'unavailable', fault: 'service_down', reaction: 'retry', code: '131016' } as const;
  app.provider.script('submitTemplate', ...Array.from({ length: 12 }, () => down));
  const proposal = await submit(app);
  await app.pass(DAY);
  const stuck = () => app.chat.thread(rootOf(app, proposal).ref).find(({ card }) => textOf(card).includes('131016'))!;

  const reply = await press(app, 'elena', stuck(), 'retry_submission');
  await app.settle();

  expect(reply).toEqual({ show: 'nothing' });
  expect(actionsOf(stuck().card)).toEqual([]);
});
