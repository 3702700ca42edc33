// The templates of one account are one list, however many senders see it. When the configuration says which account a sender
// is of, what was stored for each sender becomes the account's, and a template that was stored twice becomes one.
import type { Kysely, Selectable } from 'kysely';
import { contentHash } from '../domain/templates/content-hash.ts';
import type { Template } from '../domain/templates/template.ts';
import type { Tables } from './engine/tables.ts';
import type { TemplatesTable } from './engine/template-tables.ts';
import { keepAccount } from './senders.ts';
import type { Sight } from './stored-template.ts';

export type SenderAccount = {
  readonly senderId: string;
  readonly account: string;
  /** The account at WhatsApp, where it is known. */
  readonly whatsappAccount?: string;
};
/** `into` is the template that stays; `id` is one more name of it now. */
export type Merged = { readonly id: string; readonly into: string };

type Row = Selectable<TemplatesTable>;
type Key = Pick<Row, 'id' | 'sender_id' | 'account'>;

/**
 * Every sender of the configuration with its account, at every start. Inside a transaction; two processes that start at once
 * do it one after the other. A sender that moved takes along what no other sender sees.
 */
export async function registerAccounts(
  db: Kysely<Tables>,
  senders: readonly SenderAccount[],
  at: string,
): Promise<readonly Merged[]> {
  const ordered = [...senders].sort((a, b) => (a.senderId < b.senderId ? -1 : 1)); // so that two never wait for each other
  for (const { senderId, account } of ordered) await keepAccount(db, senderId, account);
  const accountBySender = new Map(senders.map(({ senderId, account }) => [senderId, account]));
  const senderByAccount = new Map([...senders].reverse().map(({ senderId, account }) => [account, senderId]));
  const rows: readonly Key[] = await db.selectFrom('templates').select(['id', 'sender_id', 'account']).execute();
  const merged: Merged[] = [];
  for (const { id, sender_id, account } of rows) {
    const moved = senderByAccount.has(account) ? undefined : accountBySender.get(sender_id);
    if (moved !== undefined) merged.push(...(await moveTo(db, id, moved, at)));
  }
  await giveSenders(db, accountBySender, senderByAccount);
  await dropLooseSights(db, senders);
  return merged;
}

/** Seen from another account only as long as the configuration says that both are one at WhatsApp. */
async function dropLooseSights(db: Kysely<Tables>, senders: readonly SenderAccount[]): Promise<void> {
  const behind = new Map(senders.map(({ account, whatsappAccount }) => [account, whatsappAccount]));
  const sights = await db
    .selectFrom('template_sights')
    .innerJoin('templates', 'templates.id', 'template_sights.template_id')
    .select([
      'template_sights.account',
      'template_sights.name',
      'template_sights.language',
      'templates.account as home',
    ])
    .execute();
  for (const { home, ...sight } of sights)
    if (behind.get(home) === undefined || behind.get(home) !== behind.get(sight.account)) await dropSight(db, sight);
}

/** The template is seen under this name in another account, too. */
export async function keepSight(db: Kysely<Tables>, templateId: string, sight: Sight): Promise<void> {
  const { account, name, language, externalId: external_id } = sight;
  await db
    .insertInto('template_sights')
    .values({ account, name, language, external_id, template_id: templateId })
    .onConflict((c) => c.columns(['account', 'name', 'language']).doUpdateSet({ external_id, template_id: templateId }))
    .execute();
}

export async function dropSight(
  db: Kysely<Tables>,
  { account, name, language }: Pick<Sight, 'account' | 'name' | 'language'>,
): Promise<void> {
  await db
    .deleteFrom('template_sights')
    .where((eb) => eb.and({ account, name, language }))
    .execute();
}

/** What it is called elsewhere is another text, until a list shows that it is this one. */
export async function dropSights(db: Kysely<Tables>, templateId: string): Promise<void> {
  await db.deleteFrom('template_sights').where('template_id', '=', templateId).execute();
}

/** The id of the template of these accounts that WhatsApp, or its own account, knows by this name. */
export async function templateIn(
  db: Kysely<Tables>,
  accounts: readonly string[],
  by: 'filed_as' | 'name',
  { name, language }: { readonly name: string; readonly language: string },
): Promise<string | undefined> {
  const row = await db
    .selectFrom('templates')
    .select('id')
    .where('account', 'in', ['', ...accounts])
    .where(by, '=', name)
    .where('language', '=', language)
    .executeTakeFirst();
  return row?.id;
}

/** A template found in another account is this one: it becomes a sight of it, with everything that points to it. */
export async function mergeSeen(db: Kysely<Tables>, { id, into }: Merged, at: string): Promise<void> {
  const [goes, stays] = [await rowOf(db, id), await rowOf(db, into)];
  const { account, name, language } = goes;
  await mergeInto(db, { goes, stays, sameText: true, externalId: stays.external_id, at });
  await keepSight(db, into, { account, name, language, externalId: goes.external_id ?? '' });
}

async function moveTo(db: Kysely<Tables>, id: string, account: string, at: string): Promise<readonly Merged[]> {
  const row = await rowOf(db, id);
  const twin = await db
    .selectFrom('templates')
    .selectAll()
    .where('account', '=', account)
    .where('name', '=', row.name)
    .where('language', '=', row.language)
    .executeTakeFirst();
  if (twin) return [await mergeRows(db, row, twin, account, at)];
  await db.updateTable('templates').set({ account }).where('id', '=', id).execute();
  return [];
}

/** Whoever it came by may be another account's now, or gone: it is held by a sender that sees it. */
async function giveSenders(
  db: Kysely<Tables>,
  accountBySender: ReadonlyMap<string, string>,
  senderByAccount: ReadonlyMap<string, string>,
): Promise<void> {
  const rows: readonly Key[] = await db.selectFrom('templates').select(['id', 'sender_id', 'account']).execute();
  const given = rows.flatMap(({ id, sender_id, account }) => {
    const to = senderByAccount.get(account);
    return to === undefined || accountBySender.get(sender_id) === account ? [] : [{ id, to }];
  });
  const set = (id: string, sender_id: string) =>
    db.updateTable('templates').set({ sender_id }).where('id', '=', id).execute();
  // In two steps, since two senders may have changed places.
  for (const { id } of given) await set(id, id);
  for (const { id, to } of given) await set(id, to);
}

/** One of two rows about the same template stays: what was proposed here before what was found, what agents have before the rest. */
async function mergeRows(db: Kysely<Tables>, a: Row, b: Row, account: string, at: string): Promise<Merged> {
  const [stays, goes] = outranks(a, b) ? [a, b] : [b, a];
  const sameText = stays.approved_fingerprint !== null && stays.approved_fingerprint === goes.approved_fingerprint;
  await mergeInto(db, { goes, stays, sameText, externalId: stays.external_id ?? goes.external_id, at });
  await db.updateTable('templates').set({ account }).where('id', '=', stays.id).execute();
  return { id: goes.id, into: stays.id };
}

type Pair = {
  readonly goes: Row;
  readonly stays: Row;
  readonly sameText: boolean;
  readonly externalId: string | null;
  readonly at: string;
};

async function mergeInto(db: Kysely<Tables>, { goes, stays, sameText, externalId, at }: Pair): Promise<void> {
  if (sameText) await followOpenSends(db, goes, stays);
  await db.updateTable('sends').set({ template_id: stays.id }).where('template_id', '=', goes.id).execute();
  await db.updateTable('template_aliases').set({ template_id: stays.id }).where('template_id', '=', goes.id).execute();
  await db.updateTable('template_sights').set({ template_id: stays.id }).where('template_id', '=', goes.id).execute();
  await db
    .insertInto('template_aliases')
    .values({ id: goes.id, template_id: stays.id, proposal_id: goes.proposal_id })
    .execute();
  await db.deleteFrom('templates').where('id', '=', goes.id).execute();
  await db
    .updateTable('templates')
    .set({
      updated_at: at,
      external_id: externalId,
      ...(goes.review_at > stays.review_at && {
        review: goes.review,
        review_raw: goes.review_raw,
        review_detail: goes.review_detail,
        review_at: goes.review_at,
      }),
      // Agents had these very words already, by the other sender.
      ...(sameText && stays.enabled_at === null && { enabled_at: goes.enabled_at, enabled_by: goes.enabled_by }),
    })
    .where('id', '=', stays.id)
    .execute();
}

function outranks(a: Row, b: Row): boolean {
  const ranks = (row: Row) => [
    row.proposal_id === null ? 0 : 1,
    row.review === 'deleted' ? 0 : 1,
    row.drifted_at === null ? 1 : 0,
    row.enabled_at === null ? 0 : 1,
  ];
  const [ofA, ofB] = [ranks(a), ranks(b)];
  const at = ofA.findIndex((rank, index) => rank !== ofB[index]);
  if (at >= 0) return (ofA[at] ?? 0) > (ofB[at] ?? 0);
  return (a.submitted_at ?? a.created_at) >= (b.submitted_at ?? b.created_at);
}

/** What waits to leave is bound to the text its agent saw. The text is the same, only samples and the like may differ. */
async function followOpenSends(db: Kysely<Tables>, goes: Row, stays: Row): Promise<void> {
  // As the sender of what waits calls it; rows are written by `templates.ts` only.
  const { name, language } = goes;
  const hashOf = (row: Row) =>
    contentHash({ ...(JSON.parse(row.content) as Template), name, language }, goes.sender_id);
  await db
    .updateTable('sends')
    .set({ content_hash: hashOf(stays) })
    .where('template_id', '=', goes.id)
    .where('content_hash', '=', hashOf(goes))
    .where('state', 'in', ['held', 'queued'])
    .execute();
}

function rowOf(db: Kysely<Tables>, id: string): Promise<Row> {
  return db.selectFrom('templates').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}
