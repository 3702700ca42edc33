// Each sender (number): the account whose templates it sees, and its health, stopped by the provider or by us until an admin
// resumes it.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Fault } from '../domain/fault.ts';
import type { Tables } from './engine/tables.ts';

/** In a statement: the account of a sender, which is one of its own until the configuration has said otherwise. */
export function accountOf(senderId: string): RawBuilder<string> {
  return sql<string>`coalesce((select account from senders where id = ${senderId}), ${`sender ${senderId}`})`;
}

/** Remembers the account of a sender. Until the transaction ends no other one can say anything of this sender. */
export async function keepAccount(db: Kysely<Tables>, senderId: string, account: string): Promise<void> {
  await db
    .insertInto('senders')
    .values({ id: senderId, stopped_at: null, stop_fault: null, stop_detail: null, account })
    .onConflict((c) => c.column('id').doUpdateSet({ account }))
    .execute();
}

/** In a statement: this sender and every other one of its account. */
export function sendersLike(db: Kysely<Tables>, senderId: string) {
  const others = db.selectFrom('senders').select('id').where('account', '=', accountOf(senderId));
  return others.union(db.selectNoFrom(sql<string>`${senderId}`.as('id')));
}

export type SenderStop = { readonly fault: Fault; readonly since: string; readonly detail: string };

export async function senderStop(db: Kysely<Tables>, senderId: string): Promise<SenderStop | undefined> {
  const row = await db.selectFrom('senders').selectAll().where('id', '=', senderId).executeTakeFirst();
  if (!row?.stopped_at) return undefined;
  return { fault: row.stop_fault as Fault, since: row.stopped_at, detail: row.stop_detail ?? '' }; // written by stopSender only
}

/** True when this call stopped it; false when it already was. */
export async function stopSender(db: Kysely<Tables>, senderId: string, stop: SenderStop): Promise<boolean> {
  const values = { stopped_at: stop.since, stop_fault: stop.fault, stop_detail: stop.detail };
  await db
    .insertInto('senders')
    .values({ id: senderId, stopped_at: null, stop_fault: null, stop_detail: null })
    .onConflict((c) => c.column('id').doNothing())
    .execute();
  const row = await db
    .updateTable('senders')
    .set(values)
    .where('id', '=', senderId)
    .where('stopped_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** True when it was stopped and now is not. */
export async function resumeSender(db: Kysely<Tables>, senderId: string): Promise<boolean> {
  const row = await db
    .updateTable('senders')
    .set({ stopped_at: null, stop_fault: null, stop_detail: null })
    .where('id', '=', senderId)
    .where('stopped_at', 'is not', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
