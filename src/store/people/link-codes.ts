// One-time codes for linking accounts. Only a digest is kept: who reads the database cannot use a code.
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Tables } from '../engine/tables.ts';

export type LinkCode = { readonly personId: string; readonly platform: string };

/** `code` in its plain form, eight characters. */
export function digestOfCode(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}

/** The newest code of a person is the only one that works. `expiresAt` ISO UTC. */
export async function saveLinkCode(
  db: Kysely<Tables>,
  code: LinkCode & { readonly digest: string; readonly expiresAt: string },
): Promise<void> {
  const changed = { platform: code.platform, code_hash: code.digest, expires_at: code.expiresAt, claimed_by: null };
  await db
    .insertInto('link_codes')
    .values({ person_id: code.personId, ...changed })
    .onConflict((c) => c.column('person_id').doUpdateSet(changed))
    .execute();
}

/** Undefined when it was never given, is too old, was used, or was replaced by a newer one. */
export async function findLinkCode(db: Kysely<Tables>, digest: string, now: string): Promise<LinkCode | undefined> {
  const row = await db
    .selectFrom('link_codes')
    .select(['person_id', 'platform'])
    .where('code_hash', '=', digest)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row && { personId: row.person_id, platform: row.platform };
}

/**
 * Binds the code to the person who typed it first. False when that was somebody else, or it does not work any more; of two at
 * once, one gets true.
 */
export async function claimLinkCode(
  db: Kysely<Tables>,
  digest: string,
  { personId, now }: { readonly personId: string; readonly now: string },
): Promise<boolean> {
  const row = await db
    .updateTable('link_codes')
    .set({ claimed_by: personId })
    .where('code_hash', '=', digest)
    .where('expires_at', '>', now)
    .where((eb) => eb.or([eb('claimed_by', 'is', null), eb('claimed_by', '=', personId)]))
    .returning('person_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** As `findLinkCode`, for who has claimed it and nobody else; and it is gone. */
export async function takeLinkCode(
  db: Kysely<Tables>,
  digest: string,
  { personId, now }: { readonly personId: string; readonly now: string },
): Promise<LinkCode | undefined> {
  const row = await db
    .deleteFrom('link_codes')
    .where('code_hash', '=', digest)
    .where('expires_at', '>', now)
    .where('claimed_by', '=', personId)
    .returning(['person_id', 'platform'])
    .executeTakeFirst();
  return row && { personId: row.person_id, platform: row.platform };
}

/** Forgets codes that no longer work; returns how many. */
export async function pruneLinkCodes(db: Kysely<Tables>, now: Date): Promise<number> {
  const deleted = await db.deleteFrom('link_codes').where('expires_at', '<=', now.toISOString()).executeTakeFirst();
  return Number(deleted.numDeletedRows);
}
