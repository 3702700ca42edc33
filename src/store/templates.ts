// Templates as the provider holds them: ours (from an approved proposal) and unmanaged ones found by sync.
import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { Heard } from '../domain/review/news-order.ts';
import type { Quality, Review } from '../domain/review/review.ts';
import type { Category, Template } from '../domain/templates/template.ts';
import type { Tables } from './engine/tables.ts';
import { accountOf } from './senders.ts';
import { readTemplate, readTemplates, type StoredTemplate } from './stored-template.ts';
import { dropSights } from './template-accounts.ts';
import { fittingTemplates, searchText, type TemplateFilter } from './template-search.ts';

export type { StoredTemplate } from './stored-template.ts';

export type NewTemplate = Pick<
  StoredTemplate,
  | 'id'
  | 'senderId'
  | 'content'
  | 'approvedFingerprint'
  | 'externalId'
  | 'proposalId'
  | 'review'
  | 'reviewAt'
  | 'quality'
  | 'submittedAt'
> & {
  /** As the provider files it; may differ from what was asked. */
  readonly category: Category;
  readonly remote?: { readonly content: Template; readonly fingerprint: string; readonly at: string };
};

/**
 * Inserts a template, or replaces what is stored for the sender's account, name and language. Returns its id. Agents keep it
 * only if what they may send stays the same: other content, or one that was deleted, has to be enabled again.
 */
export async function putTemplate(db: Kysely<Tables>, template: NewTemplate, at: string): Promise<string> {
  const { content } = template;
  const values = {
    sender_id: template.senderId,
    category: template.category,
    content: JSON.stringify(content),
    search_text: searchText(content),
    approved_fingerprint: template.approvedFingerprint ?? null,
    remote_fingerprint: template.remote?.fingerprint ?? null,
    remote_content: template.remote ? JSON.stringify(template.remote.content) : null,
    drifted_at: null,
    external_id: template.externalId ?? null,
    filed_as: null,
    proposal_id: template.proposalId ?? null,
    review: template.review.state,
    review_raw: template.review.raw,
    review_detail: JSON.stringify(template.review),
    review_at: template.reviewAt,
    quality: template.quality,
    submitted_at: template.submittedAt ?? null,
    synced_at: template.remote?.at ?? null,
    future_category: null,
    future_category_at: null,
    slow_notices: 0,
    heard: null,
    updated_at: at,
  };
  const row = await db
    .insertInto('templates')
    .values({
      id: template.id,
      account: accountOf(template.senderId),
      name: content.name,
      language: content.language,
      enabled_at: null,
      enabled_by: null,
      created_at: at,
      ...values,
    })
    .onConflict((c) =>
      c.columns(['account', 'name', 'language']).doUpdateSet((eb) => ({ ...values, ...enabledStill(eb) })),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  await dropSights(db, row.id);
  return row.id;
}

function enabledStill(eb: ExpressionBuilder<Tables, 'templates'>) {
  const unchanged = sql<boolean>`templates.approved_fingerprint = excluded.approved_fingerprint and templates.review <> 'deleted'`;
  const keep = (column: 'enabled_at' | 'enabled_by') =>
    eb
      .case()
      .when(unchanged)
      .then(eb.ref(`templates.${column}`))
      .else(null)
      .end();
  return { enabled_at: keep('enabled_at'), enabled_by: keep('enabled_by') };
}

/** By its id, or by one it had while it was stored twice. */
export async function findTemplate(db: Kysely<Tables>, id: string): Promise<StoredTemplate | undefined> {
  const all = db.selectFrom('templates').selectAll();
  const row = await all.where('id', '=', id).executeTakeFirst();
  if (row) return readTemplate(db, row);
  const named = db.selectFrom('template_aliases').select('template_id').where('id', '=', id);
  return readTemplate(db, await all.where('id', 'in', named).executeTakeFirst());
}

/** The same, and nobody else changes it until this transaction ends. */
export async function lockTemplate(db: Kysely<Tables>, id: string, at: string): Promise<StoredTemplate | undefined> {
  const locked = db.updateTable('templates').set({ updated_at: at }).where('id', '=', id);
  return readTemplate(db, await locked.returningAll().executeTakeFirst());
}

/** As the sender's account has it: by provider id when given and known, else by name and language. */
export async function templateByKey(
  db: Kysely<Tables>,
  senderId: string,
  { externalId, name, language }: { readonly externalId?: string; readonly name?: string; readonly language?: string },
): Promise<StoredTemplate | undefined> {
  const byId = externalId === undefined ? undefined : await oneSeen(db, senderId, { external_id: externalId });
  if (byId || name === undefined || language === undefined) return byId;
  return oneSeen(db, senderId, { name, language });
}

type Key = { readonly external_id: string } | { readonly name: string; readonly language: string };

async function oneSeen(db: Kysely<Tables>, senderId: string, key: Key): Promise<StoredTemplate | undefined> {
  const account = accountOf(senderId);
  const own = await db
    .selectFrom('templates')
    .selectAll()
    .where('account', '=', account)
    .where((eb) => eb.and(key))
    .executeTakeFirst();
  if (own) return readTemplate(db, own);
  const seen = db.selectFrom('template_sights').select('template_id').where('account', '=', account);
  const query = db.selectFrom('templates').selectAll();
  return readTemplate(
    db,
    await query
      .where(
        'id',
        'in',
        seen.where((eb) => eb.and(key)),
      )
      .executeTakeFirst(),
  );
}

/** The one submitted last: a revision under another name or language leaves the earlier one behind. */
export async function templateOfProposal(db: Kysely<Tables>, proposalId: string): Promise<StoredTemplate | undefined> {
  const merged = db.selectFrom('template_aliases').select('template_id').where('proposal_id', '=', proposalId);
  const row = await db
    .selectFrom('templates')
    .selectAll()
    .where((eb) => eb.or([eb('proposal_id', '=', proposalId), eb('id', 'in', merged)]))
    .orderBy('submitted_at', (order) => order.desc().nullsLast())
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return readTemplate(db, row);
}

/** The proposals it came from: one, or several where it was stored several times. */
export async function proposalsOf(db: Kysely<Tables>, { id, proposalId }: StoredTemplate): Promise<readonly string[]> {
  const merged = await db.selectFrom('template_aliases').select('proposal_id').where('template_id', '=', id).execute();
  return [proposalId, ...merged.map((row) => row.proposal_id ?? undefined)].filter((one) => one !== undefined);
}

/** Templates by name then language, and how many there are in all. */
export async function listTemplates(
  db: Kysely<Tables>,
  filter: TemplateFilter,
): Promise<{ readonly templates: StoredTemplate[]; readonly total: number }> {
  const count = await fittingTemplates(db, filter)
    .select((eb) => eb.fn.countAll().as('n'))
    .executeTakeFirstOrThrow();
  return { templates: await searchTemplates(db, filter), total: Number(count.n) };
}

/** Without the number of all, which takes a look at every template: for answers while somebody types. */
export async function searchTemplates(db: Kysely<Tables>, filter: TemplateFilter): Promise<StoredTemplate[]> {
  const rows = await fittingTemplates(db, filter)
    .selectAll()
    .orderBy('name')
    .orderBy('language')
    .limit(filter.limit)
    .offset(filter.offset ?? 0)
    .execute();
  return readTemplates(db, rows);
}

/** Everything that still waits for the provider, oldest look first, so that slow polling is fair; of one sender's account, or of all. */
export async function templatesToPoll(
  db: Kysely<Tables>,
  before: string,
  limit: number,
  senderId?: string,
): Promise<StoredTemplate[]> {
  const rows = await db
    .selectFrom('templates')
    .selectAll()
    .where('review', 'in', ['pending', 'in_appeal', 'unknown'])
    .$if(senderId !== undefined, (query) => query.where('account', '=', accountOf(senderId ?? '')))
    .where((eb) => eb.or([eb('synced_at', 'is', null), eb('synced_at', '<=', before)]))
    .orderBy('synced_at', (order) => order.asc().nullsFirst())
    .limit(limit)
    .execute();
  return readTemplates(db, rows);
}

/** Those its account sees. */
export async function templatesOfSender(db: Kysely<Tables>, senderId: string): Promise<StoredTemplate[]> {
  const account = accountOf(senderId);
  const seen = db.selectFrom('template_sights').select('template_id').where('account', '=', account);
  const rows = await db
    .selectFrom('templates')
    .selectAll()
    .where((eb) => eb.or([eb('account', '=', account), eb('id', 'in', seen)]))
    .execute();
  return readTemplates(db, rows);
}

export type TemplateChange = Partial<{
  review: Review;
  reviewAt: string;
  quality: Quality;
  category: Category;
  futureCategory: { readonly to: Category; readonly at: string | undefined } | null;
  externalId: string;
  filedAs: string;
  remote: { readonly content: Template; readonly fingerprint: string; readonly at: string };
  driftedAt: string | null;
  /** Accepts what the provider holds now as ours. */
  content: Template;
  approvedFingerprint: string;
  enabled: { readonly at: string; readonly by: string } | null;
  slowNotices: number;
  syncedAt: string;
  heard: Heard;
}>;

/** Compare-and-set on the review time the caller saw. False when another change came first. */
export async function changeTemplate(
  db: Kysely<Tables>,
  from: Pick<StoredTemplate, 'id' | 'reviewAt'>,
  change: TemplateChange,
  at: string,
): Promise<boolean> {
  const row = await db
    .updateTable('templates')
    .set({
      updated_at: at,
      ...(change.review && {
        review: change.review.state,
        review_raw: change.review.raw,
        review_detail: JSON.stringify(change.review),
      }),
      ...(change.reviewAt !== undefined && { review_at: change.reviewAt }),
      ...(change.quality !== undefined && { quality: change.quality }),
      ...(change.category !== undefined && { category: change.category }),
      ...(change.futureCategory !== undefined && {
        future_category: change.futureCategory?.to ?? null,
        future_category_at: change.futureCategory?.at ?? null,
      }),
      ...(change.externalId !== undefined && { external_id: change.externalId }),
      ...(change.filedAs !== undefined && { filed_as: change.filedAs }),
      ...(change.remote && {
        remote_content: JSON.stringify(change.remote.content),
        remote_fingerprint: change.remote.fingerprint,
        synced_at: change.remote.at,
      }),
      ...(change.driftedAt !== undefined && { drifted_at: change.driftedAt }),
      ...(change.content && { content: JSON.stringify(change.content), search_text: searchText(change.content) }),
      ...(change.approvedFingerprint !== undefined && { approved_fingerprint: change.approvedFingerprint }),
      ...(change.enabled !== undefined && {
        enabled_at: change.enabled?.at ?? null,
        enabled_by: change.enabled?.by ?? null,
      }),
      ...(change.slowNotices !== undefined && { slow_notices: change.slowNotices }),
      ...(change.syncedAt !== undefined && { synced_at: change.syncedAt }),
      ...(change.heard !== undefined && { heard: JSON.stringify(change.heard) }),
    })
    .where('id', '=', from.id)
    .where('review_at', '=', from.reviewAt)
    .returning('id')
    .executeTakeFirst();
  if (row && change.content) await dropSights(db, row.id);
  return row !== undefined;
}
