// Do the configured roles leave anything that nobody can do? Says so before somebody waits for it.
import type { Config } from '../../config.ts';
import { type GuardedRight, rightsWithoutHolder, roleFor } from '../../domain/people/may.ts';
import type { Check } from '../../ports/process.ts';

/** Nothing to say: no check. Rights that only admins hold are named, not warned of: a small team may want it so. */
export function roleChecks({ roles }: Pick<Config, 'roles'>): readonly Check[] {
  const { nobody, onlyAdmins } = rightsWithoutHolder(roles);
  return [
    ...(nobody.length > 0 ? [check('warning', `nobody may: ${nobody.join(', ')}`, fixOf(nobody))] : []),
    ...(onlyAdmins.length > 0 ? [check('ok', `nobody but admins may: ${onlyAdmins.join(', ')}`, '')] : []),
  ];
}

function check(status: Check['status'], detail: string, fix: string): Check {
  return { name: 'roles', status, detail, fix };
}

function fixOf(rights: readonly GuardedRight[]): string {
  const keys = new Set(rights.map((right) => `roles.${roleFor(right)}`));
  return `name somebody in ${[...keys].join(' and ')}`;
}
