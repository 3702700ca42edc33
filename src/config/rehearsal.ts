// What a rehearsal runs with when nothing is configured: people of the console, one channel. The sender is added by
// `main.ts`, because only it knows where the simulator listens and this installation's own secrets.
import type { RoleTable } from '../domain/policy.ts';

const APPROVALS = { platform: 'console', channel: 'approvals' };

export const REHEARSAL_PLACES = { approval: [APPROVALS], admin: [APPROVALS] };

/** Sofía proposes, Andrés and Elena approve, Lucía sends, Marta is the admin. */
export const REHEARSAL_ROLES: RoleTable = {
  proposer: 'everyone',
  approver: ['console:andres', 'console:elena'],
  agent: ['console:lucia'],
  admin: ['console:marta'],
};
