// Outbound messages and their timeline. A send is attempted only by whoever wins `attempted_at`, so it leaves once.
import type { Kysely, Selectable } from 'kysely';
import type { Failure } from '../../domain/fault.ts';
import { SEND_STATES, type SendState } from '../../domain/sends/state.ts';
import type { Category } from '../../domain/templates/template.ts';
import type { SendsTable, Tables } from '../engine/tables.ts';

export type Send = {
  readonly id: string;
  readonly number: number;
  readonly senderId: string;
  readonly templateId: string;
  readonly contactId: string;
  readonly agentId: string;
  /** E.164; empty for a customer without a number. */
  readonly phone: string;
  /** The business-scoped id it goes to, where there is no number. */
  readonly bsuid: string | undefined;
  /** Of the template when it was sent; undefined for sends of before it was kept. */
  readonly category: Category | undefined;
  readonly values: Readonly<Record<string, string>>;
  readonly contentHash: string;
  readonly state: SendState;
  readonly holdUntil: string | undefined;
  readonly externalId: string | undefined;
  readonly providerHeld: boolean;
  readonly failure: Failure | undefined;
  /** The call to the provider was begun. Without an answer stored, nobody knows whether the message left. */
  readonly attemptedAt: string | undefined;
  /** The attempt under way, from 1; grows whenever the provider asked to come again. */
  readonly attempt: number;
  /** Why it waits, e.g. `pair_rate`; shown in the timeline. */
  readonly waitReason: string | undefined;
  /** When the provider may be asked again. */
  readonly waitUntil: string | undefined;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type SendEvent = { readonly state: string; readonly at: string; readonly detail: string | undefined };

export async function insertSend(
  db: Kysely<Tables>,
  send: Pick<
    Send,
    | 'id'
    | 'number'
    | 'senderId'
    | 'templateId'
    | 'contactId'
    | 'agentId'
    | 'phone'
    | 'values'
    | 'contentHash'
    | 'state'
    | 'holdUntil'
  > &
    Partial<Pick<Send, 'bsuid' | 'category'>>,
  at: string,
): Promise<void> {
  await db
    .insertInto('sends')
    .values({
      id: send.id,
      number: send.number,
      sender_id: send.senderId,
      template_id: send.templateId,
      contact_id: send.contactId,
      agent_id: send.agentId,
      phone: send.phone,
      bsuid: send.bsuid ?? null,
      category: send.category ?? null,
      slot_values: JSON.stringify(send.values),
      content_hash: send.contentHash,
      state: send.state,
      hold_until: send.holdUntil ?? null,
      external_id: null,
      provider_held: 0,
      failure: null,
      attempted_at: null,
      wait_reason: null,
      wait_until: null,
      created_at: at,
      updated_at: at,
    })
    .execute();
  await addSendEvent(db, send.id, send.state, at);
}

/** One line of the timeline. A state is reached once: told again, the first time stays. */
export async function addSendEvent(
  db: Kysely<Tables>,
  sendId: string,
  state: string,
  at: string,
  detail?: string,
): Promise<void> {
  const known = await db
    .selectFrom('send_events')
    .select('at')
    .where('send_id', '=', sendId)
    .where('state', '=', state)
    .executeTakeFirst();
  if (known) return;
  await db
    .insertInto('send_events')
    .values({ send_id: sendId, state, at, detail: detail ?? null })
    .execute();
}

/** Oldest first. Providers tell whole seconds, so within one second the states come in the order a send passes them. */
export async function timelineOf(db: Kysely<Tables>, sendId: string): Promise<SendEvent[]> {
  const rows = await db.selectFrom('send_events').selectAll().where('send_id', '=', sendId).execute();
  const events = rows.map((row) => ({ state: row.state, at: row.at, detail: row.detail ?? undefined }));
  return events.sort((a, b) => secondOf(a) - secondOf(b) || placeOf(a) - placeOf(b));
}

function secondOf({ at }: SendEvent): number {
  return Math.floor(Date.parse(at) / 1000);
}

function placeOf({ state }: SendEvent): number {
  return (SEND_STATES as readonly string[]).indexOf(state);
}

export async function findSend(db: Kysely<Tables>, id: string): Promise<Send | undefined> {
  const row = await db.selectFrom('sends').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toSend(row);
}

export async function sendByNumber(db: Kysely<Tables>, number: number): Promise<Send | undefined> {
  const row = await db.selectFrom('sends').selectAll().where('number', '=', number).executeTakeFirst();
  return row && toSend(row);
}

/** By the provider's message id, of its last attempt or an earlier one; else by ours, which travelled with the call. */
export async function sendByExternalId(
  db: Kysely<Tables>,
  senderId: string,
  ids: { readonly externalId?: string; readonly messageId?: string },
): Promise<Send | undefined> {
  if (ids.externalId !== undefined) {
    const row = await db
      .selectFrom('sends')
      .selectAll()
      .where('external_id', '=', ids.externalId)
      .where('sender_id', '=', senderId)
      .executeTakeFirst();
    if (row) return toSend(row);
    const earlier = await db
      .selectFrom('send_attempts')
      .innerJoin('sends', 'sends.id', 'send_attempts.send_id')
      .selectAll('sends')
      .where('send_attempts.external_id', '=', ids.externalId)
      .where('send_attempts.sender_id', '=', senderId)
      .executeTakeFirst();
    if (earlier) return toSend(earlier);
  }
  if (ids.messageId === undefined) return undefined;
  const send = await findSend(db, ids.messageId);
  return send?.senderId === senderId ? send : undefined;
}

/** Newest first. */
export async function sendsOf(db: Kysely<Tables>, agentId: string, limit: number): Promise<Send[]> {
  const rows = await db
    .selectFrom('sends')
    .selectAll()
    .where('agent_id', '=', agentId)
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toSend);
}

/**
 * Where a free-text answer of a contact belongs: the newest send from this sender that may have reached them, else the
 * newest that failed, whose agent wanted to reach them.
 */
export async function latestSendTo(db: Kysely<Tables>, senderId: string, contactId: string): Promise<Send | undefined> {
  const row = await db
    .selectFrom('sends')
    .selectAll()
    .where('sender_id', '=', senderId)
    .where('contact_id', 'in', (eb) =>
      eb
        .selectFrom('contacts')
        .select('id')
        .where((of) => of.or([of('id', '=', contactId), of('same_as', '=', contactId)])),
    )
    .where('state', 'not in', ['held', 'cancelled'])
    .orderBy((eb) => eb.case().when('state', '=', 'failed').then(1).else(0).end())
    .orderBy('number', 'desc')
    .executeTakeFirst();
  return row && toSend(row);
}

export type SendChange = Partial<{
  state: SendState;
  /** Null for a new attempt. */
  externalId: string | null;
  providerHeld: boolean;
  failure: Failure | null;
  attemptedAt: string | null;
  attempt: number;
  waitReason: string | null;
  waitUntil: string | null;
  category: Category;
}>;

/**
 * Compare-and-set on the state; with `attempted` also on whether a call was begun, with `attempt` on which one: what a call
 * ends in is written only while its own attempt is the last one.
 * False when another change came first.
 */
export async function changeSend(
  db: Kysely<Tables>,
  from: { readonly id: string; readonly state: SendState; readonly attempted?: boolean; readonly attempt?: number },
  change: SendChange,
  at: string,
): Promise<boolean> {
  let query = db
    .updateTable('sends')
    .set({
      updated_at: at,
      ...(change.state !== undefined && { state: change.state }),
      ...(change.externalId !== undefined && { external_id: change.externalId }),
      ...(change.providerHeld !== undefined && { provider_held: change.providerHeld ? 1 : 0 }),
      ...(change.failure !== undefined && { failure: change.failure && JSON.stringify(change.failure) }),
      ...(change.attemptedAt !== undefined && { attempted_at: change.attemptedAt }),
      ...(change.attempt !== undefined && { attempt: change.attempt }),
      ...(change.waitReason !== undefined && { wait_reason: change.waitReason }),
      ...(change.waitUntil !== undefined && { wait_until: change.waitUntil }),
      ...(change.category !== undefined && { category: change.category }),
    })
    .where('id', '=', from.id)
    .where('state', '=', from.state);
  if (from.attempted !== undefined) query = query.where('attempted_at', from.attempted ? 'is not' : 'is', null);
  if (from.attempt !== undefined) query = query.where('attempt', '=', from.attempt);
  const row = await query.returning('id').executeTakeFirst();
  if (row && change.state !== undefined && change.state !== from.state) {
    await addSendEvent(db, from.id, change.state, at, change.failure?.code);
  }
  return row !== undefined;
}

function toSend(row: Selectable<SendsTable>): Send {
  return {
    id: row.id,
    number: row.number,
    senderId: row.sender_id,
    templateId: row.template_id,
    contactId: row.contact_id,
    agentId: row.agent_id,
    phone: row.phone,
    bsuid: row.bsuid ?? undefined,
    category: (row.category ?? undefined) as Category | undefined,
    values: JSON.parse(row.slot_values) as Record<string, string>, // written only by insertSend
    contentHash: row.content_hash,
    state: row.state as SendState,
    holdUntil: row.hold_until ?? undefined,
    externalId: row.external_id ?? undefined,
    providerHeld: row.provider_held === 1,
    failure: row.failure === null ? undefined : (JSON.parse(row.failure) as Failure),
    attemptedAt: row.attempted_at ?? undefined,
    attempt: row.attempt,
    waitReason: row.wait_reason ?? undefined,
    waitUntil: row.wait_until ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
