// Rows that other rows need, put into a test database with as little said as possible.
import { contactFor } from '../../../src/store/contacts/contacts.ts';
import { nextNumber } from '../../../src/store/counters.ts';
import { insertProposal, type Proposal } from '../../../src/store/proposals.ts';
import { findSend, insertSend, type Send } from '../../../src/store/sends/sends.ts';
import {
  changeTemplate,
  findTemplate,
  type NewTemplate,
  putTemplate,
  type TemplateChange,
} from '../../../src/store/templates.ts';
import type { TestStore } from '../process/database.ts';
import { aTemplate } from './builders.ts';

/** A pending proposal of `ana`, with the next number. */
export async function storedProposal(store: TestStore, over: Partial<Proposal> = {}): Promise<Proposal> {
  const proposal: Proposal = {
    id: store.newId(),
    number: await nextNumber(store.db, 'proposal'),
    senderId: 'shop',
    name: 'order_ready',
    language: 'en_US',
    state: 'pending',
    revision: 1,
    quorum: 1,
    proposerId: 'ana',
    submission: undefined,
    submissionFailure: undefined,
    decidedAt: undefined,
    remindAt: undefined,
    expiresAt: undefined,
    createdAt: store.clock.iso(),
    updatedAt: store.clock.iso(),
    ...over,
  };
  await insertProposal(store.db, proposal);
  return proposal;
}

/** Approved at the provider and unmanaged; not yet enabled. */
export function aNewTemplate(store: TestStore, over: Partial<NewTemplate> = {}): NewTemplate {
  const content = over.content ?? aTemplate();
  return {
    id: store.newId(),
    senderId: 'shop',
    content,
    category: content.category,
    approvedFingerprint: 'fingerprint-1',
    externalId: undefined,
    proposalId: undefined,
    review: { state: 'approved', raw: 'APPROVED' },
    reviewAt: store.clock.iso(),
    quality: 'unknown',
    submittedAt: undefined,
    ...over,
  };
}

/** Returns the id under which it is stored. */
export async function storedTemplate(store: TestStore, over: Partial<NewTemplate> = {}): Promise<string> {
  return await putTemplate(store.db, aNewTemplate(store, over), store.clock.iso());
}

/** A send of its own template and contact, unless given; states are set as if it had always been there. */
export async function storedSend(store: TestStore, over: Partial<Send> = {}): Promise<Send> {
  const id = over.id ?? store.newId();
  const phone = over.phone ?? '+5491155551234';
  const contact = over.contactId ?? (await storedContact(store, phone));
  await insertSend(
    store.db,
    {
      number: await nextNumber(store.db, 'send'),
      senderId: 'shop',
      agentId: 'bob',
      values: { 'body.1': 'Ana' },
      contentHash: 'hash-1',
      state: 'held',
      holdUntil: undefined,
      ...over,
      id,
      phone,
      contactId: contact,
      templateId: over.templateId ?? (await storedTemplate(store)),
    },
    store.clock.iso(),
  );
  const { externalId, attemptedAt } = over;
  if (externalId !== undefined || attemptedAt !== undefined) {
    const set = {
      ...(externalId !== undefined && { external_id: externalId }),
      ...(attemptedAt !== undefined && { attempted_at: attemptedAt }),
    };
    await store.db.updateTable('sends').set(set).where('id', '=', id).execute();
  }
  return (await findSend(store.db, id))!;
}

export async function storedContact(store: TestStore, phone = '+5491155551234'): Promise<string> {
  const at = store.clock.iso();
  return (await contactFor(store.db, [{ kind: 'phone', value: phone }], { newId: store.newId, at })).id;
}

export async function changedTemplate(store: TestStore, id: string, to: TemplateChange): Promise<boolean> {
  const current = await findTemplate(store.db, id);
  return await changeTemplate(store.db, current!, to, store.clock.iso());
}

export async function enabledTemplate(
  store: TestStore,
  over: Parameters<typeof storedTemplate>[1] = {},
): Promise<string> {
  const id = await storedTemplate(store, over);
  await changedTemplate(store, id, { enabled: { at: '2026-11-20T12:05:00.000Z', by: 'ana' } });
  return id;
}
