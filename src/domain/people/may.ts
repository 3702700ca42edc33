// Who may do what, in one table. Every use-case asks it when the click arrives; the help and `doctor` read it too.
import { namedIn, type Role, type RoleTable } from './roles.ts';

/** Roles that suffice, the one a refusal names first. Admins hold every role, so a row names them only when they alone suffice. */
type Sufficient = readonly [Role, ...Role[]];

/**
 * `anyone` = whoever the chat platform lets in: members of the configured workspace or tenant, never guests of another.
 *
 * Templates are no secret among colleagues: what was approved, what is pending and what the provider says of it can be listed
 * and read by anyone, who could read the same in the approval channel. Reading them all from the provider costs part of its
 * call budget, so that is for those who decide.
 *
 * There is no right to see a customer's number in full, because nobody does: chat shows every number masked, to admins too.
 * An agent types a number or picks a customer by name, and the number goes to the provider only.
 */
const TABLE = {
  propose: ['proposer'],
  /** Approve, reject, request changes; never on one's own proposal, which no role changes. */
  decide: ['approver'],
  retry_submission: ['approver'],
  /** Say what became of a template that a person carried to a provider without an interface for it. */
  hand_in: ['approver'],
  list_templates: 'anyone',
  show_template: 'anyone',
  sync_templates: ['approver'],
  /** Let agents send a template, or stop them. */
  enable_template: ['approver'],
  /** Take what the provider holds now for what was approved. */
  accept_drift: ['approver'],
  /** To any customer, and to send one's own failed message again. */
  send: ['agent'],
  /** Names and masked numbers of known customers, in the send form. */
  find_customers: ['agent'],
  /** Record that a customer who stopped messages agreed to them later. */
  lift_stop: ['admin'],
  /** Have a number tried that could not be reached. */
  lift_unreachable: ['approver'],
  /** Other agents' messages; one's own can be seen, cancelled and settled by whoever sent them. */
  see_any_send: ['admin'],
  cancel_any_send: ['admin'],
  settle_any_send: ['admin'],
  retry_any_send: ['admin'],
  resume_sender: ['admin'],
  /** Work that was given up. */
  retry_job: ['admin'],
  link_accounts: 'anyone',
} as const satisfies Readonly<Record<string, 'anyone' | Sufficient>>;

export type Right = keyof typeof TABLE;

export const RIGHTS = Object.keys(TABLE) as readonly Right[]; // keys of the literal above

/** Rights that need a role. */
export type GuardedRight = { [R in Right]: (typeof TABLE)[R] extends 'anyone' ? never : R }[Right];

/** True when one of the person's roles suffices. */
export function may(roles: ReadonlySet<Role>, right: Right): boolean {
  const row: 'anyone' | Sufficient = TABLE[right];
  return row === 'anyone' || row.some((role) => roles.has(role));
}

/** The role to name in a refusal; undefined when the person may. */
export function missingRole(roles: ReadonlySet<Role>, right: Right): Role | undefined {
  const row: 'anyone' | Sufficient = TABLE[right];
  return row === 'anyone' || may(roles, right) ? undefined : row[0];
}

/** The role a right is named by, where it is missing. */
export function roleFor(right: GuardedRight): Role {
  return TABLE[right][0];
}

/** Roles that suffice, besides admin. */
export function rolesFor(right: GuardedRight): readonly Role[] {
  return TABLE[right];
}

/** Rights that nobody, or nobody but admins, holds by these grants; for those who set Aval up. */
export function rightsWithoutHolder(table: RoleTable): {
  readonly nobody: readonly GuardedRight[];
  readonly onlyAdmins: readonly GuardedRight[];
} {
  const guarded = RIGHTS.filter(isGuarded);
  const isHeld = (roles: readonly Role[]) =>
    roles.some((role) => table[role] === 'everyone') || namedIn(table, roles).length > 0;
  const unheld = guarded.filter((right) => !isHeld(rolesFor(right)));
  const hasAdmin = table.admin.length > 0;
  return { nobody: hasAdmin ? [] : unheld, onlyAdmins: hasAdmin ? unheld : [] };
}

function isGuarded(right: Right): right is GuardedRight {
  return TABLE[right] !== 'anyone';
}
