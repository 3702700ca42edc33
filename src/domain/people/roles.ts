// The roles there are, and which of them a person holds. They come from configuration, keyed by identity; a person holds what
// any of their identities holds. What a role allows is in `may.ts`.

export const ROLES = ['proposer', 'approver', 'agent', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Identity keys are `platform:tenant:id`, or `platform:id` where the tenant goes without saying. */
export type RoleTable = Readonly<Record<Exclude<Role, 'proposer'>, readonly string[]>> & {
  readonly proposer: 'everyone' | readonly string[];
};

export type IdentityParts = { readonly platform: string; readonly tenant: string; readonly id: string };

export function identityKey(who: IdentityParts): string {
  return `${who.platform}:${who.tenant}:${who.id}`;
}

/**
 * Roles of one person, from all their identities. Admins hold every role: nobody else can before roles are granted. A guest
 * holds what names them: `everyone` is whoever belongs to the organisation.
 */
export function rolesOf(
  identities: readonly IdentityParts[],
  table: RoleTable,
  { isGuest = false }: { readonly isGuest?: boolean } = {},
): ReadonlySet<Role> {
  const names = new Set(identities.flatMap((who) => [identityKey(who), `${who.platform}:${who.id}`]));
  const holds = (role: Role) =>
    table[role] === 'everyone' ? !isGuest : namedIn(table, [role]).some((entry) => names.has(entry));
  return new Set(holds('admin') ? ROLES : ROLES.filter(holds));
}

/** Identity keys that one of these roles is granted to, each once. Who holds a role because everyone does is not among them. */
export function namedIn(table: RoleTable, roles: readonly Role[] = ROLES): readonly string[] {
  return [...new Set(roles.flatMap((role) => (table[role] === 'everyone' ? [] : table[role])))];
}
