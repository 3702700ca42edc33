// What an installation is configured with, for tests: a test states only what it is about.
import type { Settings } from '../../../src/app/deps.ts';
import { ROLES, type RoleTable } from '../../../src/domain/people/roles.ts';

const HOUR = 3_600_000;

/** Everyone proposes, and nobody holds any other role, unless `granted` says so. */
export function roleTable(granted: Partial<RoleTable> = {}): RoleTable {
  const nobody = Object.fromEntries(ROLES.map((role) => [role, []])) as unknown as RoleTable; // every role has its row
  return { ...nobody, proposer: 'everyone', ...granted };
}

/** One sender and a channel of each kind on the platform `chat`; one approval is enough. */
export function settingsWith(over: Partial<Settings> = {}): Settings {
  return {
    senders: [{ id: 'main', label: 'Sender main', ownNumber: '+541152639999' }],
    places: {
      approval: [{ platform: 'chat', channel: 'approvals' }],
      admin: [{ platform: 'chat', channel: 'admins' }],
      sends: [{ platform: 'chat', channel: 'sends' }],
    },
    roles: roleTable(),
    channelLocale: 'en',
    quorum: 1,
    undoMs: 5_000,
    remindAfterMs: 24 * HOUR,
    expireAfterMs: 72 * HOUR,
    pollEveryMs: 15 * 60_000,
    syncEveryMs: 6 * HOUR,
    requireOptIn: false,
    stopMeans: 'everything',
    notify: 'mention',
    httpMediaHosts: [],
    ...over,
  };
}
