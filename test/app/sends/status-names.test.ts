// What a status tells about its recipient: another name of the customer joins what was known under both.
import { expect, test } from 'vitest';
import { contactByAlias } from '../../../src/store/contacts/contacts.ts';
import { mergeNamed, partContact, rootsNamed } from '../../../src/store/contacts/merge.ts';
import { startTestApp, type TestApp } from '../../support/app/app.ts';
import { CUSTOMER, sendable, sent } from '../../support/app/stories.ts';

const PHONE = { kind: 'phone', value: CUSTOMER } as const;
const BSUID = { kind: 'bsuid', value: 'AR.77' } as const;

async function stoppedThere(app: TestApp): Promise<void> {
  const id = 'stop-1';
  const content = { kind: 'text', text: 'STOP' };
  await app.hook([{ kind: 'inbound', id, externalId: id, at: app.clock.iso(), from: [BSUID], content }]);
  await app.settle();
}

async function delivered(app: TestApp, externalId: string): Promise<void> {
  await app.hook([
    { kind: 'delivery', id: `d-${externalId}`, at: app.clock.iso(), externalId, status: 'delivered', aliases: [BSUID] },
  ]);
  await app.settle();
}

test('a status with the id of a contact that said stop makes both one, and the stop holds', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await sent(app);
  await stoppedThere(app);

  await delivered(app, send.externalId!);

  const contact = await contactByAlias(app.store.db, [PHONE]);
  expect(contact?.stopped).toBeDefined();
  expect(await rootsNamed(app.store.db, [PHONE, BSUID])).toHaveLength(1);
  const kept = await app.store.db.selectFrom('events').selectAll().where('kind', '=', 'contact_merged').execute();
  expect(kept).toHaveLength(1);
});

test('whom an admin parted is not joined by a status again', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await sent(app);
  await stoppedThere(app);
  const joined = await app.store.write(({ db }) => mergeNamed(db, [PHONE, BSUID]));
  await app.store.write(({ db }) => partContact(db, joined!.merged[0]!, app.clock.iso()));

  await delivered(app, send.externalId!);

  expect(await rootsNamed(app.store.db, [PHONE, BSUID])).toHaveLength(2);
});
