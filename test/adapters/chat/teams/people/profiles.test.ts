// Names and e-mail addresses from Teams' rosters: asked once, kept for a while, believed only where Entra vouches.
import { beforeEach, describe, expect, test } from 'vitest';
import {
  createReferences,
  type Ours,
  type References,
} from '../../../../../adapters/chat/teams/connector/references.ts';
import { createProfiles, vouchedEmail } from '../../../../../adapters/chat/teams/people/profiles.ts';
import { createRosters } from '../../../../../adapters/chat/teams/people/rosters.ts';
import { ok } from '../../../../../src/domain/result.ts';
import { fakeMemory } from '../../../../support/app/fake-memory.ts';
import { fakeClock } from '../../../../support/fake-clock.ts';
import {
  AWAY,
  refusal,
  type ScriptedConnector,
  scriptedConnector,
} from '../../../../support/teams/scripted-connector.ts';

const OURS: Ours = { serviceUrl: 'https://smba.example/teams/', tenant: 'tenant-1', bot: '28:app' };
const APPROVALS = '19:approvals@thread.tacv2';
const SALES = '19:sales@thread.tacv2';
const TEAM = '19:team@thread.tacv2';
const ANA = {
  id: '29:ana',
  aadObjectId: 'ANA-ENTRA',
  name: 'Ana Sosa',
  email: 'Ana@Example.com',
  userPrincipalName: 'ana@example.com',
  tenantId: 'tenant-1',
  userRole: 'user',
};
const memberPath = (channel: string, person = 'ana-entra') =>
  `v3/conversations/${encodeURIComponent(channel)}/members/${person}`;

let connector: ScriptedConnector;
let references: References;
const clock = fakeClock();
beforeEach(() => {
  connector = scriptedConnector();
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  references = createReferences({ memory: fakeMemory(), ours: () => OURS, log });
});

const profiles = (channels: readonly string[] = [APPROVALS]) =>
  createProfiles({
    connector,
    references,
    rosters: createRosters({ connector, references, channels }),
    ours: () => OURS,
    now: clock.now,
  });

const seen = (conversation: string, team: string) =>
  references.learn({
    ref: { serviceUrl: 'https://smba.example/emea/', conversation, tenant: 'tenant-1', bot: '28:app', team },
    kind: 'channel',
  });

describe('who somebody is', () => {
  test('is told by the roster of a configured channel, asked once', async () => {
    connector.answers.set(memberPath(APPROVALS), ANA);
    const known = profiles();

    expect(await Promise.all([known.name('ana-entra'), known.name('ana-entra')])).toEqual(['Ana Sosa', 'Ana Sosa']);
    expect(await known.name('ana-entra')).toBe('Ana Sosa');
    expect(connector.calls).toHaveLength(1);
  });

  test('has the address the roster tells now, not one it told before', async () => {
    const known = profiles();
    connector.answers.set(memberPath(APPROVALS), ANA);
    expect(await known.email('ana-entra')).toEqual(ok('ana@example.com'));
    connector.answers.set(memberPath(APPROVALS), { ...ANA, email: 'a.sosa@example.com' });
    expect(await known.email('ana-entra')).toEqual(ok('a.sosa@example.com'));
    connector.answers.delete(memberPath(APPROVALS));
    expect(await known.email('ana-entra')).toEqual(ok(undefined));
  });

  test('is looked for in every team that has the app, once per team', async () => {
    await seen(SALES, TEAM);
    await seen('19:second@thread.tacv2', TEAM);
    await seen('19:third@thread.tacv2', '19:other-team@thread.tacv2');
    connector.answers.set(memberPath('19:third@thread.tacv2'), ANA);

    expect(await profiles().email('ana-entra')).toEqual(ok('ana@example.com'));

    const asked = connector.calls.map((each) => (each.call === 'read' ? decodeURIComponent(each.path) : each.call));
    expect(asked).toHaveLength(3);
    expect(asked[0]).toContain(APPROVALS);
  });

  test('that is on no roster is asked about again only after a while', async () => {
    const known = profiles();
    expect(await known.name('ana-entra')).toBeUndefined();
    connector.answers.set(memberPath(APPROVALS), ANA);

    expect(await known.name('ana-entra')).toBeUndefined();
    clock.advance(11 * 60_000);
    expect(await known.name('ana-entra')).toBe('Ana Sosa');
  });

  test('is asked again at once when Teams was away', async () => {
    connector.answers.set(memberPath(APPROVALS), ANA);
    connector.fails('read', AWAY);
    const known = profiles();

    expect(await known.name('ana-entra')).toBeUndefined();
    expect(await known.name('ana-entra')).toBe('Ana Sosa');
  });

  test('has no answer about the address when Teams was away in one of the places', async () => {
    await seen(SALES, TEAM);
    connector.fails('read', AWAY);

    expect(await profiles().email('ana-entra')).toEqual({
      ok: false,
      error: expect.objectContaining({ reaction: 'retry' }),
    });
  });

  test('is not believed when the roster answers about somebody else', async () => {
    connector.answers.set(memberPath(APPROVALS), { ...ANA, aadObjectId: 'ben-entra' });

    expect(await profiles().email('ana-entra')).toEqual(ok(undefined));
  });

  test('has the name from the last activity without asking', async () => {
    await references.learn({
      ref: { serviceUrl: OURS.serviceUrl, conversation: 'a:ana', tenant: 'tenant-1', bot: '28:app' },
      kind: 'personal',
      person: { id: 'ana-entra', user: '29:ana', name: 'Ana' },
    });

    expect(await profiles().name('ana-entra')).toBe('Ana');
    expect(connector.calls).toEqual([]);
  });
});

describe('an address that accounts may be linked by', () => {
  test.each([
    ['is the user principal name', {}, 'ana@example.com'],
    ['stands in the domain of the user principal name', { email: 'a.sosa@example.com' }, 'a.sosa@example.com'],
    ['is not one of another domain', { email: 'ana@gmail.example' }, undefined],
    ['is not one whose domain only ends alike', { email: 'ana@evil-example.com' }, undefined],
    ['is not a text with two signs', { email: 'x@evil.example@example.com' }, undefined],
    ["is not a guest's", { userRole: 'guest' }, undefined],
    ["is not a guest's, whatever the case", { userRole: 'Guest' }, undefined],
    [
      "is not an invited account's",
      { email: 'ana_x.example#EXT#@example.com', userPrincipalName: 'ana_x.example#EXT#@example.com' },
      undefined,
    ],
    ["is not another tenant's", { tenantId: 'tenant-2' }, undefined],
    ['may come without a tenant', { tenantId: undefined }, 'ana@example.com'],
    ['is not there without one', { email: undefined }, undefined],
    ['is not there without a user principal name', { userPrincipalName: undefined }, undefined],
  ])('%s', (_, change, expected) => {
    expect(vouchedEmail({ ...ANA, ...change }, 'tenant-1')).toBe(expected);
  });
});

describe("a channel's name", () => {
  test('is asked of its team and kept', async () => {
    await seen(APPROVALS, TEAM);
    connector.answers.set(`v3/teams/${encodeURIComponent(TEAM)}/conversations`, {
      conversations: [{ id: TEAM }, { id: APPROVALS, name: 'Approvals' }],
    });
    const known = profiles();

    expect(await known.channelName(APPROVALS)).toBe('Approvals');
    expect(await known.channelName(APPROVALS)).toBe('Approvals');
    expect(connector.calls).toMatchObject([{ serviceUrl: 'https://smba.example/emea/' }]);
  });

  test("of a team's first channel is the team's", async () => {
    await seen(TEAM, TEAM);
    connector.answers.set(`v3/teams/${encodeURIComponent(TEAM)}`, { id: TEAM, name: 'Marketing' });

    expect(await profiles().channelName(TEAM)).toBe('Marketing');
  });

  test('is unknown until the channel was seen, and where Teams does not tell', async () => {
    const known = profiles();
    expect(await known.channelName(APPROVALS)).toBeUndefined();
    expect(connector.calls).toEqual([]);

    await seen(APPROVALS, TEAM);
    connector.fails('read', refusal('Forbidden'));
    expect(await known.channelName(APPROVALS)).toBeUndefined();
  });
});
