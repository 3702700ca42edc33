// Who takes part in a rehearsal with and without the Playground: its people and its channel are the ones it is started with.
import { expect, it } from 'vitest';
import { PLAYGROUND } from '../../src/config/rehearsal.ts';
import { loadConfig } from '../../src/config.ts';

function rehearsal(env: Record<string, string>) {
  const loaded = loadConfig(env, () => undefined);
  if (!loaded.ok) throw new Error('a rehearsal needs no configuration');
  return loaded.value;
}

it('with the Playground proposals go to the console and to its channel, and its people have roles', () => {
  const { places, roles } = rehearsal({ TEAMS_PLAYGROUND: '1' });

  expect(places.approval).toEqual([
    { platform: 'console', channel: 'approvals' },
    { platform: 'teams', channel: PLAYGROUND.channel },
  ]);
  expect(places.admin).toEqual([{ platform: 'console', channel: 'approvals' }]);
  expect(roles.approver).toEqual([
    'console:andres',
    'console:elena',
    `teams:${PLAYGROUND.ana}`,
    `teams:${PLAYGROUND.ben}`,
  ]);
  expect(roles.agent).toEqual(['console:lucia', `teams:${PLAYGROUND.ana}`]);
});

it('without it there is nothing of Teams', () => {
  const { places, roles } = rehearsal({});

  expect(JSON.stringify({ places, roles })).not.toContain('teams');
});
