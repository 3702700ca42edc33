// What is known to stop a send is said before its form is filled in.
import { expect, test } from 'vitest';
import { changeContact, contactFor } from '../../../src/store/contacts/contacts.ts';
import { startTestApp } from '../../support/app/app.ts';
import { CUSTOMER, sendable } from '../../support/app/stories.ts';
import { formOf } from '../../support/read-card.ts';

const AT = '2026-11-20T11:00:00.000Z';

test.each([
  ['stopped', { stopped: { at: AT, by: 'customer' } }],
  ['unreachable', { unreachableAt: AT }],
] as const)('a customer who is %s is told of on both steps, and nobody else', async (_what, change) => {
  const app = await startTestApp();
  await sendable(app);
  const notes = async (line: string) =>
    formOf(await app.person('lucia').types(line)).fields.filter(({ id }) => id.startsWith('note.known'));
  const lines = [`/send-active ${CUSTOMER}`, `/send-active ${CUSTOMER} order_ready`];
  for (const line of lines) expect(await notes(line)).toEqual([]);

  await app.store.write(async (tx) => {
    const contact = await contactFor(tx.db, [{ kind: 'phone', value: CUSTOMER }], { newId: app.deps.newId, at: AT });
    await changeContact(tx.db, contact.id, change);
  });

  for (const line of lines) expect(await notes(line)).toMatchObject([{ tone: 'warning' }]);
});
