// Guests, and people of other companies in a shared channel: over HTTP, signed, named like everybody else.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Intent } from '../../../../../src/ports/chat.ts';
import { aCard, intentsOf } from '../../../../support/chat-samples.ts';
import type { Activity } from '../../../../support/teams/fake-teams-activities.ts';
import type { Person } from '../../../../support/teams/fake-teams-world.ts';
import { type RunningTeams, startTeams } from '../../../../support/teams/platform.ts';
import { teamsWords } from '../../../../support/teams/words.ts';

let teams: RunningTeams;
let intents: Intent[];

const dispatch = async (intent: Intent) => {
  intents.push(intent);
  return { show: 'notice', card: aCard({ summary: 'Done for you' }) } as const;
};
beforeEach(async () => {
  intents = [];
  teams = await startTeams({ dispatch });
});
afterEach(() => teams.stop());

/** As Teams tells it: the channel's company everywhere, and nothing about the person's own. */
function asTold(activity: Activity): Activity {
  const tenant = teams.fake.tenant;
  return {
    ...activity,
    conversation: { ...activity.conversation, tenantId: tenant },
    channelData: { ...activity.channelData, tenant: { id: tenant } },
  };
}

function aPress(from: Person): Activity {
  const data = { aval: { do: 'action', action: 'approve', subject: 'p1:1' } };
  return asTold(teams.fake.activities.execute({ from, in: teams.channel, message: '1', verb: 'aval', data }));
}
const typed = (from: Person, text = 'help') =>
  asTold(teams.fake.activities.message({ from, in: teams.channel, text, mention: true }));

describe.each<[string, Partial<Person>]>([
  ['somebody of another company', { tenant: 'aaaaaaaa-0000-4000-8000-000000000000' }],
  ['a guest', { guest: true }],
])('%s', (_, change) => {
  test('decides nothing and is told so', async () => {
    const eve = teams.fake.addPerson('Eve Outside', change);
    teams.team.members.add(eve);

    const pressed = await teams.fake.deliver(aPress(eve));
    await teams.fake.deliver(typed(eve));

    expect(JSON.stringify(pressed.body)).toContain(teamsWords.notOfOurs);
    await vi.waitFor(() => expect(teams.fake.posts.some((post) => post.onlyFor === eve)).toBe(true));
    expect(intents).toEqual([]);
  });
});

describe('a member', () => {
  test('is asked about once, and not after a restart', async () => {
    for (let i = 0; i < 3; i += 1) await teams.fake.deliver(aPress(teams.ana.person));
    await teams.stopPlatform();
    teams = await startTeams({ after: teams, dispatch });
    await teams.fake.deliver(aPress(teams.ana.person));

    expect(intentsOf(intents, 'action')).toHaveLength(4);
    expect(teams.fake.callsOf('member')).toHaveLength(1);
  });

  test('who wrote to us in private is not asked about', async () => {
    await teams.ana.type('help');
    teams.fake.calls.length = 0;

    await teams.fake.deliver(aPress(teams.ana.person));

    expect(intentsOf(intents, 'action')).toHaveLength(1);
    expect(teams.fake.callsOf('member')).toEqual([]);
  });

  test('whose name was asked for at the start is known by that', async () => {
    await teams.platform.nameOf(teams.ben.person.id);
    teams.fake.calls.length = 0;

    await teams.fake.deliver(aPress(teams.ben.person));

    expect(intentsOf(intents, 'action')).toHaveLength(1);
    expect(teams.fake.callsOf('member')).toEqual([]);
  });

  test('waits no longer than a press can while Teams does not say, and is let in by the next press', async () => {
    teams.fake.behave('member', { delayMs: 2000 });

    const begun = performance.now();
    const pressed = await teams.fake.deliver(aPress(teams.ana.person));
    expect(performance.now() - begun).toBeLessThan(1900);
    expect(JSON.stringify(pressed.body)).toContain(teamsWords.notChecked);
    expect(intents).toEqual([]);

    await vi.waitFor(
      async () => {
        await teams.fake.deliver(aPress(teams.ana.person));
        expect(intents).not.toEqual([]);
      },
      { timeout: 4000 },
    );
  });
});
