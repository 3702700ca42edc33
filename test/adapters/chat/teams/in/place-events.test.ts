// What becomes of teams, channels and group chats, as Teams tells it, reaches the app before a call fails.
import { afterEach, expect, test } from 'vitest';
import type { Hear } from '../../../../../src/ports/chat.ts';
import type { Activity } from '../../../../support/teams/fake-teams-activities.ts';
import { createInbound, fixture, type Inbound } from '../../../../support/teams/inbound.ts';
import { type RunningTeams, startTeams } from '../../../../support/teams/platform.ts';

let teams: RunningTeams;
afterEach(() => teams?.stop());

const heard = () => teams.heard.map((event) => ({ ...event, eventId: undefined, at: undefined }));
const lost = (channel: string, fault: string) => ({ platform: 'teams', kind: 'place_lost', channel, fault });
const back = (channel: string) => ({ platform: 'teams', kind: 'place_back', channel });
const by = () => ({ from: teams.ana.person, in: teams.channel });

/** Somebody wrote from the channel, so that its team is known. */
async function seen(): Promise<void> {
  await teams.fake.deliver(teams.fake.activities.message({ ...by(), text: 'hello', mention: true }));
  await expect.poll(() => teams.memory.read(`channel:${teams.channel}`)).toContain(teams.team.id);
}

test.each([
  ['channelDeleted', 'place_gone'],
  ['teamDeleted', 'place_gone'],
  ['teamHardDeleted', 'place_gone'],
  ['teamArchived', 'place_archived'],
])('%s is told of the channel at once', async (event, fault) => {
  teams = await startTeams();
  await seen();

  await teams.fake.deliver(teams.fake.activities.placeUpdate({ ...by(), event }));

  expect(heard()).toContainEqual(expect.objectContaining(lost(teams.channel, fault)));
});

test.each(['channelRestored', 'teamUnarchived', 'teamRestored'])('%s tells that it is there again', async (event) => {
  teams = await startTeams();
  await seen();

  await teams.fake.deliver(teams.fake.activities.placeUpdate({ ...by(), event }));

  expect(heard()).toContainEqual(expect.objectContaining(back(teams.channel)));
});

test.each(['channelCreated', 'channelRenamed', 'teamRenamed', 'teamMemberAdded'])('%s tells nothing', async (event) => {
  teams = await startTeams();
  await seen();

  await teams.fake.deliver(teams.fake.activities.placeUpdate({ ...by(), event }));

  expect(teams.heard).toEqual([]);
});

test('taken out of a team, whichever way Teams says it, we are out of each of its channels, and in again as well', async () => {
  teams = await startTeams();
  await seen();
  const { activities } = teams.fake;

  await teams.fake.deliver(activities.conversationUpdate({ ...by(), in: teams.team.id, removed: ['bot'] }));
  await teams.fake.deliver(activities.installationUpdate({ ...by(), in: teams.team.id, action: 'remove' }));
  expect(heard().filter((event) => 'channel' in event && event.channel === teams.channel)).toMatchObject([
    lost(teams.channel, 'place_closed'),
    lost(teams.channel, 'place_closed'),
  ]);

  await teams.fake.deliver(activities.conversationUpdate({ ...by(), in: teams.team.id, added: ['bot'] }));
  expect(heard()).toContainEqual(expect.objectContaining(back(teams.channel)));
});

test('a configured channel that nobody ever wrote from is asked about', async () => {
  teams = await startTeams();
  const removed = teams.fake.activities.conversationUpdate({ ...by(), in: teams.team.id, removed: ['bot'] });
  const archived = teams.fake.activities.placeUpdate({ ...by(), event: 'teamArchived' });
  const another = { id: '19:another@thread.tacv2' };

  await teams.fake.deliver({
    ...archived,
    conversation: { ...archived.conversation, ...another },
    channelData: { ...archived.channelData, team: another },
  });
  expect(heard()).not.toContainEqual(expect.objectContaining({ channel: teams.channel }));

  teams.team.installed = false;
  await teams.fake.deliver(removed);
  expect(heard()).toContainEqual(expect.objectContaining(lost(teams.channel, 'place_closed')));
});

test('taken out of a group chat, we are out of that chat alone', async () => {
  teams = await startTeams();
  const chat = teams.fake.addGroupChat('Shift', [teams.ana.person]);

  await teams.fake.deliver(
    teams.fake.activities.conversationUpdate({ from: teams.ana.person, in: chat.id, removed: ['bot'] }),
  );

  expect(heard()).toMatchObject([lost(chat.id, 'place_closed')]);
});

test('taken out of one private or shared channel, the rest of the team goes on', async () => {
  teams = await startTeams();
  await seen();
  const removed = teams.fake.activities.conversationUpdate({ ...by(), removed: ['bot'] });
  const apart = { ...removed.channelData, channel: { id: teams.channel, type: 'private' } };

  await teams.fake.deliver({ ...removed, channelData: apart });

  expect(heard()).toMatchObject([lost(teams.channel, 'place_closed')]);
});

test('a person who takes the app away takes no place', async () => {
  teams = await startTeams();

  await teams.fake.deliver(
    teams.fake.activities.installationUpdate({
      from: teams.ana.person,
      in: teams.fake.chatWith(teams.ana.person),
      action: 'remove',
    }),
  );

  expect(teams.heard).toEqual([]);
});

test.each([['2026-11-30T10:00:00.1234567Z', '2026-11-30T10:00:00.123Z']])(
  'when it happened is told in one way of writing, so that events can be put in order',
  async (timestamp, at) => {
    teams = await startTeams();
    await seen();

    await teams.fake.deliver({ ...teams.fake.activities.placeUpdate({ ...by(), event: 'channelDeleted' }), timestamp });

    expect(teams.heard).toMatchObject([{ at }]);
  },
);

test('an uninstallation that names neither an address nor who did it is read', async () => {
  teams = await startTeams();
  await seen();
  const {
    from: _,
    serviceUrl: __,
    ...removed
  } = teams.fake.activities.conversationUpdate({
    ...by(),
    in: teams.team.id,
    removed: ['bot'],
  });

  // The token says the address then.
  await teams.fake.deliver(removed as Activity, { claims: { serviceurl: teams.fake.serviceUrl } });

  expect(heard()).toContainEqual(expect.objectContaining(lost(teams.channel, 'place_closed')));
});

test('what the app could not keep is to be told again', async () => {
  const broken: Hear = async () => {
    throw new Error('database is away');
  };
  const inbound: Inbound = createInbound({
    tellOfPlaces: (_, hear = broken) => hear({ platform: 'teams', eventId: 'e', at: '', kind: 'access_lost' }),
  });

  const answer = await inbound.post(fixture('bot-added-to-a-team'));

  expect(answer.status).toBe(503);
  expect(inbound.logged).toHaveLength(1);
});
