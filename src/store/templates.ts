// Templates as the provider holds them: ours (from an approved proposal) and unmanaged ones found by sync.
import { type ExpressionBuilder, type Kysely, type Selectable, sql } from 'kysely';
import type { Heard } from '../domain/review/news-order.ts';
import { type Quality, type Review, storedReview } from '../domain/review/review.ts';
import type { Category, Template } from '../domain/templates/template.ts';
import type { Tables, TemplatesTable } from './engine/tables.ts';
import { fittingTemplates, searchText, type TemplateFilter } from './template-search.ts';

export type StoredTemplate = {
  readonly id: string;
  readonly senderId: string;
  readonly name: string;
  readonly language: string;
  readonly category: Category;
  /** What was approved here, or what sync found. */
  readonly content: Template;
  /** Fingerprint of `content`, and of what the provider gave back last; unequal = drifted. */
  readonly approvedFingerprint: string | undefined;
  readonly remoteFingerprint: string | undefined;
  readonly remoteContent: Template | undefined;
  readonly driftedAt: string | undefined;
  readonly externalId: string | undefined;
  /** Undefined = unmanaged: it exists at the provider only. */
  readonly proposalId: string | undefined;
  readonly review: Review;
  readonly reviewAt: string;
  readonly quality: Quality;
  readonly futureCategory: Category | undefined;
  readonly futureCategoryAt: string | undefined;
  readonly submittedAt: string | undefined;
  readonly enabledAt: string | undefined;
  readonly syncedAt: string | undefined;
  /** When each fact was told and read; starts anew with every submission. */
  readonly heard: Heard | undefined;
  /** How many "over the usual time" notices were given: 0, 1 (24 h), 2 (72 h). */
  readonly slowNotices: number;
};

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
 * Inserts a template, or replaces what is stored for the same sender, name and language. Returns its id. Agents keep it
 * only if what they may send stays the same: other content, or one that was deleted, has to be enabled again.
 */
export async function putTemplate(db: Kysely<Tables>, template: NewTemplate, at: string): Promise<string> {
  const { content } = template;
  const values = {
    category: template.category,
    content: JSON.stringify(content),
    search_text: searchText(content),
    approved_fingerprint: template.approvedFingerprint ?? null,
    remote_fingerprint: template.remote?.fingerprint ?? null,
    remote_content: template.remote ? JSON.stringify(template.remote.content) : null,
    drifted_at: null,
    external_id: template.externalId ?? null,
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
      sender_id: template.senderId,
      name: content.name,
      language: content.language,
      enabled_at: null,
      enabled_by: null,
      created_at: at,
      ...values,
    })
    .onConflict((c) =>
      c.columns(['sender_id', 'name', 'language']).doUpdateSet((eb) => ({ ...values, ...enabledStill(eb) })),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
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

export async function findTemplate(db: Kysely<Tables>, id: string): Promise<StoredTemplate | undefined> {
  const row = await db.selectFrom('templates').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toTemplate(row);
}

/** The same, and nobody else changes it until this transaction ends. */
export async function lockTemplate(db: Kysely<Tables>, id: string, at: string): Promise<StoredTemplate | undefined> {
  const locked = db.updateTable('templates').set({ updated_at: at }).where('id', '=', id);
  const row = await locked.returningAll().executeTakeFirst();
  return row && toTemplate(row);
}

/** By provider id when given and known, else by name and language. */
export async function templateByKey(
  db: Kysely<Tables>,
  senderId: string,
  key: { readonly externalId?: string; readonly name?: string; readonly language?: string },
): Promise<StoredTemplate | undefined> {
  const { externalId, name, language } = key;
  const ofSender = db.selectFrom('templates').selectAll().where('sender_id', '=', senderId);
  const byId = externalId && (await ofSender.where('external_id', '=', externalId).executeTakeFirst());
  if (byId) return toTemplate(byId);
  if (name === undefined || language === undefined) return undefined;
  const row = await ofSender.where('name', '=', name).where('language', '=', language).executeTakeFirst();
  return row && toTemplate(row);
}

/** The one submitted last: a revision under another name or language leaves the earlier one behind. */
export async function templateOfProposal(db: Kysely<Tables>, proposalId: string): Promise<StoredTemplate | undefined> {
  const row = await db
    .selectFrom('templates')
    .selectAll()
    .where('proposal_id', '=', proposalId)
    .orderBy('submitted_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return row && toTemplate(row);
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
  return rows.map(toTemplate);
}

/** Everything that still waits for the provider, oldest look first, so that slow polling is fair; of one sender, or of all. */
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
    .$if(senderId !== undefined, (query) => query.where('sender_id', '=', senderId ?? ''))
    .where((eb) => eb.or([eb('synced_at', 'is', null), eb('synced_at', '<=', before)]))
    .orderBy('synced_at', (order) => order.asc().nullsFirst())
    .limit(limit)
    .execute();
  return rows.map(toTemplate);
}

export async function templatesOfSender(db: Kysely<Tables>, senderId: string): Promise<StoredTemplate[]> {
  const rows = await db.selectFrom('templates').selectAll().where('sender_id', '=', senderId).execute();
  return rows.map(toTemplate);
}

export type TemplateChange = Partial<{
  review: Review;
  reviewAt: string;
  quality: Quality;
  category: Category;
  futureCategory: { readonly to: Category; readonly at: string | undefined } | null;
  externalId: string;
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
  return row !== undefined;
}

function toTemplate(row: Selectable<TemplatesTable>): StoredTemplate {
  const stored = JSON.parse(row.review_detail ?? '{}') as Partial<Review>; // written only by this file
  return {
    id: row.id,
    senderId: row.sender_id,
    name: row.name,
    language: row.language,
    category: row.category as Category,
    content: JSON.parse(row.content) as Template,
    approvedFingerprint: row.approved_fingerprint ?? undefined,
    remoteFingerprint: row.remote_fingerprint ?? undefined,
    remoteContent: row.remote_content === null ? undefined : (JSON.parse(row.remote_content) as Template),
    driftedAt: row.drifted_at ?? undefined,
    externalId: row.external_id ?? undefined,
    proposalId: row.proposal_id ?? undefined,
    review: storedReview({ ...stored, state: row.review, raw: row.review_raw }),
    reviewAt: row.review_at,
    quality: row.quality as Quality,
    futureCategory: (row.future_category ?? undefined) as Category | undefined,
    futureCategoryAt: row.future_category_at ?? undefined,
    submittedAt: row.submitted_at ?? undefined,
    enabledAt: row.enabled_at ?? undefined,
    syncedAt: row.synced_at ?? undefined,
    heard: row.heard === null ? undefined : (JSON.parse(row.heard) as Heard), // written only by this file
    slowNotices: row.slow_notices,
  };
}
