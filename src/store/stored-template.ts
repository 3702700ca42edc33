// A template as the rest of the house knows it, made from its row and from where else it is seen.
import type { Kysely, Selectable } from 'kysely';
import type { Heard } from '../domain/review/news-order.ts';
import { type Quality, type Review, storedReview } from '../domain/review/review.ts';
import type { Category, Template } from '../domain/templates/template.ts';
import type { Tables } from './engine/tables.ts';
import type { TemplatesTable } from './engine/template-tables.ts';

/** What a template is called in the account of another provider. */
export type Sight = {
  readonly account: string;
  readonly name: string;
  readonly language: string;
  readonly externalId: string;
};

export type StoredTemplate = {
  readonly id: string;
  /** Whose it is at the provider: every sender of this account may see it. */
  readonly account: string;
  /** One of those senders: who submitted it, or found it first. */
  readonly senderId: string;
  /** Where else it is seen: accounts of other providers that stand before the same account at WhatsApp. */
  readonly alsoSeen: readonly Sight[];
  /** Its name at WhatsApp, where the provider has another one for it. */
  readonly filedAs: string | undefined;
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

/** Beyond this all sights are read, which are few, instead of naming each template. */
const MOST_NAMED = 200;

/** In the order of the rows. */
export async function readTemplates(
  db: Kysely<Tables>,
  rows: readonly Selectable<TemplatesTable>[],
): Promise<StoredTemplate[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const sights = await db
    .selectFrom('template_sights')
    .selectAll()
    .$if(ids.length <= MOST_NAMED, (query) => query.where('template_id', 'in', ids))
    .orderBy('account')
    .execute();
  const byTemplate = Map.groupBy(sights, (sight) => sight.template_id);
  return rows.map((row) =>
    toTemplate(
      row,
      (byTemplate.get(row.id) ?? []).map(({ account, name, language, external_id: externalId }) => ({
        account,
        name,
        language,
        externalId,
      })),
    ),
  );
}

/** Of a query for at most one. */
export async function readTemplate(
  db: Kysely<Tables>,
  row: Selectable<TemplatesTable> | undefined,
): Promise<StoredTemplate | undefined> {
  return row && (await readTemplates(db, [row]))[0];
}

function toTemplate(row: Selectable<TemplatesTable>, alsoSeen: readonly Sight[]): StoredTemplate {
  const stored = JSON.parse(row.review_detail ?? '{}') as Partial<Review>; // written only by `templates.ts`
  return {
    id: row.id,
    account: row.account,
    senderId: row.sender_id,
    alsoSeen,
    filedAs: row.filed_as ?? undefined,
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
    heard: row.heard === null ? undefined : (JSON.parse(row.heard) as Heard), // written by `changeTemplate` only
    slowNotices: row.slow_notices,
  };
}
