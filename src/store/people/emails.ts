// E-mail addresses the directories vouch for, one per account, so that two accounts of one person find each other.
import type { Kysely } from 'kysely';
import type { IdentityParts } from '../../domain/people/roles.ts';
import type { Tables } from '../engine/tables.ts';

export type Account = IdentityParts & {
  readonly key: string;
  readonly personId: string;
  readonly email: string | undefined;
  /** An admin parted it from its person: its address links nothing any more. */
  readonly isUnlinked: boolean;
};

const COLUMNS = ['key', 'person_id', 'platform', 'tenant', 'external_id', 'email', 'unlinked_at'] as const;

export async function accountByKey(db: Kysely<Tables>, key: string): Promise<Account | undefined> {
  const row = await db.selectFrom('identities').select(COLUMNS).where('key', '=', key).executeTakeFirst();
  return row && toAccount(row);
}

/** Remembers what the directory said; undefined: it does not tell. The address is stored in lower case. */
export async function saveEmail(
  db: Kysely<Tables>,
  key: string,
  email: string | undefined,
  at: string,
): Promise<string | undefined> {
  const stored = email === undefined ? undefined : plainEmail(email);
  await db
    .updateTable('identities')
    .set({ email: stored ?? null, email_checked_at: at })
    .where('key', '=', key)
    .execute();
  return stored;
}

/** Accounts without an address that nobody asked for since `before` (ISO UTC), oldest question first. */
export async function accountsToAsk(
  db: Kysely<Tables>,
  {
    platforms,
    before,
    limit,
  }: { readonly platforms: readonly string[]; readonly before: string; readonly limit: number },
): Promise<readonly Account[]> {
  if (platforms.length === 0) return [];
  const rows = await db
    .selectFrom('identities')
    .select(COLUMNS)
    .where('platform', 'in', platforms)
    .where('email', 'is', null)
    .where((eb) => eb.or([eb('email_checked_at', 'is', null), eb('email_checked_at', '<', before)]))
    .orderBy((eb) => eb.fn.coalesce('email_checked_at', eb.val('')))
    .orderBy('key')
    .limit(limit)
    .execute();
  return rows.map(toAccount);
}

/** Every account with this address, which must be in the stored form. */
export async function accountsWithEmail(db: Kysely<Tables>, email: string): Promise<readonly Account[]> {
  const rows = await db.selectFrom('identities').select(COLUMNS).where('email', '=', email).orderBy('key').execute();
  return rows.map(toAccount);
}

/** How a platform writes an address is its own business: letter case and invisible differences do not count. */
function plainEmail(email: string): string | undefined {
  const plain = email.normalize('NFC').trim().toLowerCase();
  return /^[^\s@]+@[^\s@]+$/.test(plain) ? plain : undefined;
}

function toAccount(row: {
  key: string;
  person_id: string;
  platform: string;
  tenant: string;
  external_id: string;
  email: string | null;
  unlinked_at: string | null;
}): Account {
  return {
    key: row.key,
    personId: row.person_id,
    platform: row.platform,
    tenant: row.tenant,
    id: row.external_id,
    email: row.email ?? undefined,
    isUnlinked: row.unlinked_at !== null,
  };
}
