// What a rehearsal runs with when nothing is configured: people of the console, one channel, and with TEAMS_PLAYGROUND=1
// the same once more in Teams. The sender is added by `rehearsal.ts`, because only it knows where the simulator listens.
import type { RoleTable } from '../domain/people/roles.ts';

const APPROVALS = { platform: 'console', channel: 'approvals' };

/**
 * Who and what there is in the Playground: whoever starts one configures it so. Ana is its user, Ben another member of the
 * team. People are Entra object ids.
 */
export const PLAYGROUND = {
  channel: '19:template-approvals@thread.tacv2',
  ana: '7b1f0c1e-53a6-4d0e-9a55-0a1f6d2c8e01',
  ben: '7b1f0c1e-53a6-4d0e-9a55-0a1f6d2c8e02',
} as const;

type Places = { readonly approval: readonly Place[]; readonly admin: readonly Place[] };
type Place = { readonly platform: string; readonly channel: string };

/** With the Playground every proposal has a card in both channels. */
export function rehearsalPlaces(playground: boolean): Places {
  const teams = { platform: 'teams', channel: PLAYGROUND.channel };
  return { approval: playground ? [APPROVALS, teams] : [APPROVALS], admin: [APPROVALS] };
}

/** Sofía proposes, Andrés and Elena approve, Lucía sends, Marta is the admin. In Teams Ana approves and sends, Ben approves. */
export function rehearsalRoles(playground: boolean): RoleTable {
  const teams = (...people: ('ana' | 'ben')[]) =>
    playground ? people.map((person) => `teams:${PLAYGROUND[person]}` as const) : [];
  return {
    proposer: 'everyone',
    approver: ['console:andres', 'console:elena', ...teams('ana', 'ben')],
    agent: ['console:lucia', ...teams('ana')],
    admin: ['console:marta'],
  };
}
