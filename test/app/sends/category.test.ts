// The provider's category counts at the moment of sending, not the one the template was proposed with.
import { expect, test } from 'vitest';
import { changeContact } from '../../../src/store/contacts/contacts.ts';
import { HOUR, startTestApp, type TestApp } from '../../support/app/app.ts';
import { press, sendable, sendNow, sendRoot } from '../../support/app/stories.ts';
import { actionsOf, cardOf, textOf } from '../../support/read-card.ts';

async function becomesMarketing(app: TestApp): Promise<void> {
  const template = { name: 'order_ready', language: 'en_US' };
  const at = app.clock.iso();
  await app.run('webhook.apply', {
    senderId: 'main',
    event: { kind: 'category', id: 'c', at, template, to: 'MARKETING', effective: 'now' },
  });
}

test('changed while the message waits: it is held until its agent says that it still goes', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await press(app);
  app.provider.script('findTemplate', async () => ({
    ok: false,
    error: { kind: 'unavailable', fault: 'service_down', reaction: 'permanent' },
  }));

  await becomesMarketing(app);
  await app.pass(HOUR);

  expect(app.provider.sends).toEqual([]);
  const { card } = sendRoot(app, send);
  expect(textOf(card)).toContain('changed from Utility to Marketing');
  expect(actionsOf(card)).toEqual(['settle_send', 'cancel_send']);
  const [goOn] = card.actions;
  cardOf(await app.person('lucia').clicks('settle_send', goOn?.subject ?? ''));
  await app.pass(60_000);
  expect((await sendNow(app, send.number)).state).toBe('accepted');
});

test('a customer without marketing does not get what became marketing meanwhile', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await press(app);
  await changeContact(app.store.db, send.contactId, { optedOutAt: app.clock.iso() });
  app.provider.script('findTemplate', async () => ({
    ok: false,
    error: { kind: 'unavailable', fault: 'service_down', reaction: 'permanent' },
  }));

  await becomesMarketing(app);
  await app.pass(HOUR);

  expect(app.provider.sends).toEqual([]);
  expect(await sendNow(app, send.number)).toMatchObject({ state: 'failed', failure: { fault: 'opted_out' } });
});
