// Who may do what. Roles come from configuration, keyed by identity; a person holds what any of their identities holds.

export const ROLES = ['proposer', 'approver', 'agent', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Identity keys are `platform:tenant:id`, or `platform:id` where the tenant goes without saying. */
export type RoleTable = Readonly<Record<'approver' | 'agent' | 'admin', readonly string[]>> & {
  readonly proposer: 'everyone' | readonly string[];
};

export type IdentityParts = { readonly platform: string; readonly tenant: string; readonly id: string };

export function identityKey(who: IdentityParts): string {
  return `${who.platform}:${who.tenant}:${who.id}`;
}

/** Roles of one person, from all their identities. Admins may decide and send too: nobody else can before roles are granted. */
export function rolesOf(identities: readonly IdentityParts[], table: RoleTable): ReadonlySet<Role> {
  const names = new Set(identities.flatMap((who) => [identityKey(who), `${who.platform}:${who.id}`]));
  const listed = (entries: readonly string[]) => entries.some((entry) => names.has(entry));
  const roles = new Set<Role>();
  if (table.proposer === 'everyone' || listed(table.proposer)) roles.add('proposer');
  if (listed(table.approver)) roles.add('approver');
  if (listed(table.agent)) roles.add('agent');
  if (listed(table.admin)) for (const role of ROLES) roles.add(role);
  return roles;
}
