// After a start, cards that wait for a decision get their buttons back.
import { expect, test } from 'vitest';
import { repaintPending } from '../../../src/app/news/repaint-pending.ts';
import { startTestApp } from '../../support/app/app.ts';
import { propose, rootOf } from '../../support/app/stories.ts';
import { actionsOf } from '../../support/read-card.ts';

test('a card left at “Working…” by a process that died is drawn again from its state', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  await app.settle();
  const root = rootOf(app, proposal);
  await app.chat.update(root.ref, { ...root.card, actions: [], tone: 'working' });
  expect(actionsOf(rootOf(app, proposal).card)).toEqual([]);

  await repaintPending(app.deps);
  await app.pass(1_000);

  expect(actionsOf(rootOf(app, proposal).card)).toContain('approve');
});
