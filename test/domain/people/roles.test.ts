// Which roles a person holds by the configuration.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type IdentityParts, identityKey, ROLES, type RoleTable, rolesOf } from '../../../src/domain/people/roles.ts';
import { roleTable } from '../../support/app/settings.ts';

const ANA: IdentityParts = { platform: 'slack', tenant: 'T1', id: 'U1' };
const ANA_ON_TEAMS: IdentityParts = { platform: 'teams', tenant: 'org', id: 'a-1' };

function roles(identities: readonly IdentityParts[], table: RoleTable): string[] {
  return [...rolesOf(identities, table)].toSorted();
}

describe('roles', () => {
  test('a person nobody granted anything may propose and nothing else', () => {
    expect(roles([ANA], roleTable())).toEqual(['proposer']);
  });

  test('a guest is not among everyone, and holds what names them', () => {
    const asGuest = (table: RoleTable) => [...rolesOf([ANA], table, { isGuest: true })];

    expect(asGuest(roleTable())).toEqual([]);
    expect(asGuest(roleTable({ proposer: ['slack:U1'] }))).toEqual(['proposer']);
    expect(asGuest(roleTable({ agent: ['slack:U1'] }))).toEqual(['agent']);
  });

  test('proposing can be kept to some people', () => {
    const table = roleTable({ proposer: ['slack:U2'] });

    expect(roles([ANA], table)).toEqual([]);
    expect(roles([{ ...ANA, id: 'U2' }], table)).toEqual(['proposer']);
  });

  test.each(['approver', 'agent'] as const)('a grant of %s gives that role and no other', (role) => {
    expect(roles([ANA], roleTable({ proposer: [], [role]: ['slack:T1:U1'] }))).toEqual([role]);
  });

  test('an admin may do everything, or a fresh installation could not be used by anybody', () => {
    expect(roles([ANA], roleTable({ proposer: [], admin: ['slack:U1'] }))).toEqual([...ROLES].toSorted());
  });

  test('an account is meant with its tenant or without, never by that of another tenant or platform', () => {
    for (const entry of ['slack:T1:U1', 'slack:U1']) {
      expect(roles([ANA], roleTable({ agent: [entry] }))).toContain('agent');
    }
    for (const entry of ['slack:T2:U1', 'teams:U1', 'U1', 'slack:T1', 'slack:u1', 'slack:T1:U11', '']) {
      expect(roles([ANA], roleTable({ agent: [entry] }))).not.toContain('agent');
    }
  });

  test('a person holds what any of their accounts holds', () => {
    const table = roleTable({ approver: ['teams:org:a-1'], agent: ['slack:U1'] });

    expect(roles([ANA, ANA_ON_TEAMS], table)).toEqual(['agent', 'approver', 'proposer']);
  });

  test('nobody without an account holds a granted role', () => {
    expect(roles([], roleTable({ approver: ['slack:U1'], admin: [''] }))).toEqual(['proposer']);
  });

  test('granting never takes a role away', () => {
    const entries = fc.subarray(['slack:U1', 'slack:T1:U1', 'teams:a-1', 'slack:U9']);
    const tables = fc.record({ proposer: entries, approver: entries, agent: entries, admin: entries });
    fc.assert(
      fc.property(tables, fc.constantFrom(...ROLES), fc.constantFrom('slack:U1', 'slack:U9'), (table, role, entry) => {
        const before = rolesOf([ANA], table);
        const after = rolesOf([ANA], { ...table, [role]: [...table[role], entry] });

        expect([...after]).toEqual(expect.arrayContaining([...before]));
      }),
    );
  });

  test('the key of an account names platform, tenant and id', () => {
    expect(identityKey(ANA)).toBe('slack:T1:U1');
  });
});
