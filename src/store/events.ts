// The audit trail: append-only rows, each hashed together with the one before it. Hash inputs hold no personal data
// (people are internal ids, delivery ids are digests), so that erasing a customer never breaks the chain.
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { storable } from './engine/storable.ts';
import type { EventsTable, Tables } from './engine/tables.ts';

export type NewEvent = {
  /** Internal person id, or `system`. */
  readonly actor: string;
  readonly kind: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly from?: string;
  readonly to?: string;
  readonly contentHash?: string;
  /** Stored as a digest (`digestOf`): vendors put phone numbers into their message ids. */
  readonly deliveryId?: string;
  /** Short, never personal. */
  readonly detail?: string;
};

export type ChainCheck =
  | { readonly ok: true; readonly count: number }
  /** `seq`: the first row that cannot be trusted. */
  | { readonly ok: false; readonly seq: number; readonly why: string };

type Unhashed = Omit<EventsTable, 'hash'>;

/** Rows per statement: 12 columns each stay far below both engines' limit on bound values. */
const ROWS_PER_INSERT = 500;
const ROWS_PER_PAGE = 1_000;

/** What stands in `events.delivery_id` for a delivery. */
export function digestOf(deliveryId: string): string {
  return createHash('sha256').update(deliveryId).digest('hex').slice(0, 32);
}

/**
 * Appends to the chain. Must run inside a transaction, as its last step: from here to the commit the head row is
 * locked, and every other appender waits. `at` is ISO UTC.
 */
export async function append(tx: Kysely<Tables>, events: readonly NewEvent[], at: string): Promise<void> {
  if (events.length === 0) return;
  const head = await tx
    .updateTable('chain_head')
    .set((eb) => ({ seq: eb('seq', '+', events.length) }))
    .where('id', '=', 1)
    .returning(['seq', 'hash'])
    .executeTakeFirstOrThrow();

  let previous = head.hash;
  const first = head.seq - events.length + 1;
  const rows = events.map((event, index): EventsTable => {
    const row = rowOf(event, first + index, at);
    previous = hashOf(previous, row);
    return { ...row, hash: previous };
  });
  for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
    await tx
      .insertInto('events')
      .values(rows.slice(start, start + ROWS_PER_INSERT))
      .execute();
  }
  await tx.updateTable('chain_head').set({ hash: previous }).where('id', '=', 1).execute();
}

/** Whether a template was ever in this state at its provider, as far as was heard here. */
export async function wasEver(db: Kysely<Tables>, templateId: string, state: string): Promise<boolean> {
  const row = await db
    .selectFrom('events')
    .select('kind')
    .where('subject_kind', '=', 'template')
    .where('subject_id', '=', templateId)
    .where('kind', '=', 'review')
    .where((eb) => eb.or([eb('from_state', '=', state), eb('to_state', '=', state)]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Reads the whole chain in pages and finds the first row that was edited, removed, inserted or moved, the last row
 * included. Safe beside a running Aval: rows appended meanwhile are checked too.
 *
 * It proves that rows fit each other and the head. Somebody who can rewrite the whole table and the head can forge
 * both; keep the count and last hash elsewhere to exclude that.
 */
export async function verifyChain(db: Kysely<Tables>): Promise<ChainCheck> {
  let seq = 0;
  let hash = '';
  for (;;) {
    const page = await db
      .selectFrom('events')
      .selectAll()
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(ROWS_PER_PAGE)
      .execute();
    for (const row of page) {
      if (row.seq !== seq + 1) return { ok: false, seq: seq + 1, why: 'this event is missing' };
      if (row.hash !== hashOf(hash, row)) {
        return { ok: false, seq: row.seq, why: 'this event, or the one before it, is not what was recorded' };
      }
      seq = row.seq;
      hash = row.hash;
    }
    if (page.length > 0) continue;

    const verdict = await againstHead(db, seq, hash);
    if (verdict !== 'grown') return verdict;
  }
}

/** `grown`: events were appended after our last page was read. The head is read last, so it is never behind honest rows. */
async function againstHead(db: Kysely<Tables>, seq: number, hash: string): Promise<ChainCheck | 'grown'> {
  const head = await db.selectFrom('chain_head').select(['seq', 'hash']).where('id', '=', 1).executeTakeFirst();
  if (head === undefined) return { ok: false, seq, why: 'the head of the chain is missing' };
  if (head.seq < seq) return { ok: false, seq: head.seq + 1, why: 'events stand after the end of the chain' };
  if (head.seq === seq) {
    if (head.hash === hash) return { ok: true, count: seq };
    return { ok: false, seq, why: 'the last event is not the one the head of the chain knows' };
  }
  const next = await db
    .selectFrom('events')
    .select('seq')
    .where('seq', '=', seq + 1)
    .executeTakeFirst();
  if (next !== undefined) return 'grown';
  return { ok: false, seq: seq + 1, why: 'this event is missing: the end of the chain was cut off' };
}

function rowOf(event: NewEvent, seq: number, at: string): Unhashed {
  return {
    seq,
    at,
    actor: storable(event.actor),
    kind: storable(event.kind),
    subject_kind: storable(event.subjectKind),
    subject_id: storable(event.subjectId),
    from_state: optional(event.from),
    to_state: optional(event.to),
    content_hash: optional(event.contentHash),
    delivery_id: event.deliveryId === undefined ? null : digestOf(event.deliveryId),
    detail: optional(event.detail),
  };
}

function optional(text: string | undefined): string | null {
  return text === undefined ? null : storable(text);
}

// `storable` also matters for the hash: what comes back changed would look like tampering.
/** The canonical form is a JSON array in this order; it can only ever grow by a new version, or old rows stop verifying. */
function hashOf(previous: string, row: Unhashed): string {
  const canonical = JSON.stringify([
    previous,
    row.seq,
    row.at,
    row.actor,
    row.kind,
    row.subject_kind,
    row.subject_id,
    row.from_state,
    row.to_state,
    row.content_hash,
    row.delivery_id,
    row.detail,
  ]);
  return createHash('sha256').update(canonical).digest('hex');
}
