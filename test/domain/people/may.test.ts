// The permission table, written out once more by hand: who holds which right, and that each right guards something.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { may, missingRole, RIGHTS, type Right, rightsWithoutHolder } from '../../../src/domain/people/may.ts';
import { ROLES, type Role, rolesOf } from '../../../src/domain/people/roles.ts';
import { roleTable } from '../../support/app/settings.ts';
import { filesUnder } from '../../support/source-files.ts';

//                       nobody's  proposer  approver  agent  admin
const MATRIX = `
  propose                   ·         ✓         ·        ·      ✓
  decide                    ·         ·         ✓        ·      ✓
  retry_submission          ·         ·         ✓        ·      ✓
  hand_in                   ·         ·         ✓        ·      ✓
  list_templates            ✓         ✓         ✓        ✓      ✓
  show_template             ✓         ✓         ✓        ✓      ✓
  sync_templates            ·         ·         ✓        ·      ✓
  enable_template           ·         ·         ✓        ·      ✓
  accept_drift              ·         ·         ✓        ·      ✓
  send                      ·         ·         ·        ✓      ✓
  find_customers            ·         ·         ·        ✓      ✓
  lift_stop                 ·         ·         ·        ·      ✓
  lift_unreachable          ·         ·         ✓        ·      ✓
  see_any_send              ·         ·         ·        ·      ✓
  cancel_any_send           ·         ·         ·        ·      ✓
  settle_any_send           ·         ·         ·        ·      ✓
  retry_any_send            ·         ·         ·        ·      ✓
  resume_sender             ·         ·         ·        ·      ✓
  retry_job                 ·         ·         ·        ·      ✓
  link_accounts             ✓         ✓         ✓        ✓      ✓
`;

/** What a person holds who was granted one role and nothing else. */
function granted(role: Role | undefined): ReadonlySet<Role> {
  const table = roleTable({ proposer: [], ...(role && { [role]: ['slack:U1'] }) });
  return rolesOf([{ platform: 'slack', tenant: 'T1', id: 'U1' }], table);
}

test('the matrix of roles and rights', () => {
  const columns = [undefined, ...ROLES].map(granted);
  const drawn = RIGHTS.map((right) => [right, ...columns.map((roles) => (may(roles, right) ? '✓' : '·'))].join(' '));

  expect(drawn).toEqual(
    MATRIX.trim()
      .split('\n')
      .map((row) => row.trim().replaceAll(/\s+/g, ' ')),
  );
});

test('a missing right is named by the role that gives it', () => {
  const named = RIGHTS.map((right) => missingRole(granted(undefined), right)).filter((role) => role !== undefined);

  expect(new Set(named)).toEqual(new Set(ROLES));
  expect(missingRole(granted('admin'), 'resume_sender')).toBeUndefined();
});

test('every right guards some use-case, and no use-case looks at a role instead', () => {
  const app = filesUnder('src/app', '.ts').map((file) => readFileSync(file, 'utf8'));
  const asked = (right: Right) =>
    app.some((text) => new RegExp(`(may|requireRight|sendFor|isFor)\\([^)]*'${right}'\\)`).test(text));

  expect(RIGHTS.filter((right) => !asked(right))).toEqual([]);
  expect(app.filter((text) => /roles\.has\(/.test(text))).toEqual([]);
});

describe('rights without a holder', () => {
  test('with nobody granted anything are all but what anyone may and what everyone holds', () => {
    const { nobody, onlyAdmins } = rightsWithoutHolder(roleTable());

    expect(nobody).toContain('decide');
    expect(nobody).not.toContain('propose');
    expect(nobody).not.toContain('list_templates');
    expect(onlyAdmins).toEqual([]);
  });

  test('are the admins’ alone where there are admins', () => {
    const table = roleTable({ admin: ['slack:U1'], agent: ['slack:U2'] });

    const { nobody, onlyAdmins } = rightsWithoutHolder(table);

    expect(nobody).toEqual([]);
    expect(onlyAdmins).toContain('decide');
    expect(onlyAdmins).not.toContain('send');
  });
});
