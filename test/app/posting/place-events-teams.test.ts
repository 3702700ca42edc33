// From what Teams tells to what an admin reads, in one piece: the adapter and the app against a Teams on this machine.
import { afterEach, expect, test } from 'vitest';
import { createHear } from '../../../src/app/posting/place-events.ts';
import type { ChatPlatform } from '../../../src/ports/chat.ts';
import { startTestApp, type TestApp } from '../../support/app/app.ts';
import { roleTable } from '../../support/app/settings.ts';
import { type RunningTeams, startTeams } from '../../support/teams/platform.ts';

let teams: RunningTeams;
afterEach(() => teams.stop());

/** Ben is the admin, the admin place is the approval channel, and somebody wrote from it once. */
async function start(): Promise<TestApp> {
  const started: { app?: TestApp } = {};
  teams = await startTeams({ hear: async (event) => createHear(started.app!.deps)(event) });
  const place = { platform: 'teams', channel: teams.channel };
  const app = await startTestApp({
    platforms: ['teams'],
    places: { approval: [place], admin: [place], sends: [] },
    roles: roleTable({ approver: [`teams:${teams.ana.id}`], agent: [], admin: [`teams:${teams.ben.id}`] }),
  });
  started.app = app;
  (app.deps.platforms as Map<string, ChatPlatform>).set('teams', teams.platform); // a Map, which the app only reads
  const { activities, deliver } = teams.fake;
  await deliver(activities.message({ from: teams.ana.person, in: teams.channel, text: 'hello', mention: true }));
  await expect.poll(() => teams.memory.read(`channel:${teams.channel}`)).toContain(teams.team.id);
  const name = await teams.platform.channelName(teams.channel);
  if (name !== undefined) app.deps.channelNames.set(`teams:${teams.channel}`, name);
  return app;
}

const toBen = () => teams.ben.fromBot(teams.ben.chat()).map(({ seen }) => seen.text);

test('a deleted channel: the admin hears in private which one, and what helps, before any post failed', async () => {
  const app = await start();
  const by = { from: teams.ana.person, in: teams.channel };
  const event = teams.fake.activities.placeUpdate({ ...by, event: 'channelDeleted' });
  teams.team.channels.splice(1, 1);

  expect((await teams.fake.deliver(event)).status).toBe(200);
  await app.settle();

  expect(toBen()).toEqual([
    expect.stringMatching(/Approvals[\s\S]*deleted[\s\S]*another channel into the configuration/),
  ]);
});

test('the bot taken out of the team: the admin hears in private which channel, and that the app must be added again', async () => {
  const app = await start();
  const removed = teams.fake.activities.conversationUpdate({
    from: teams.ana.person,
    in: teams.team.id,
    removed: ['bot'],
  });
  teams.team.installed = false;

  expect((await teams.fake.deliver(removed)).status).toBe(200);
  await app.settle();

  const told = toBen().filter((text) => text.includes('Approvals'));
  expect(told).toEqual([expect.stringMatching(/Approvals[\s\S]*[Aa]dd/)]);
});
