// A workplace in Slack and in Teams at once: one process connected to both, and people with an account in each. What a test
// asks of one side is asked as in `slack-workplace.ts` and `teams-workplace.ts`.

import { isSettled } from '../app/installation-rows.ts';
import { eventually } from '../eventually.ts';
import { SIMULATOR_SECRETS, startRealSimulator } from '../meta/real-simulator.ts';
import { startMetaTap } from '../meta/tap.ts';
import type { Child } from '../process/child-process.ts';
import { TELL_OUTWARD } from '../process/outward.ts';
import { installAval, SIGNING_SECRET } from '../process/real-aval.ts';
import { type Behaviour, startFakeSlack } from '../slack/fake-slack.ts';
import { httpTransport } from '../slack/transport.ts';
import { createSlackUser } from '../slack/user.ts';
import * as slack from '../slack/workplace.ts';
import { type Delivered, startFakeTeams } from '../teams/fake-teams.ts';
import { createTeamsUser, newWindows } from '../teams/user.ts';
import type * as teams from '../teams/workplace.ts';

export const PLATFORMS = ['slack', 'teams'] as const;
export type Platform = (typeof PLATFORMS)[number];
export type Name = slack.Name & teams.Name;

/**
 * Ben's address is the same on both sides and vouched for on both. Sofía has not confirmed hers in Slack; Lucía is a guest in
 * Teams; Slack gives none of Ana. Tom and Marta work in Slack only.
 */
const PEOPLE: Readonly<Record<Name, { readonly name: string; readonly slackUser?: object; readonly guest?: true }>> = {
  ana: { name: 'Ana Sosa' },
  ben: { name: 'Ben Lee', slackUser: { is_email_confirmed: true } },
  sofia: { name: 'Sofia Paz', slackUser: { is_email_confirmed: false } },
  lucia: { name: 'Lucia Rey', slackUser: { is_email_confirmed: true }, guest: true },
  marta: { name: 'Marta Gil' },
  tom: { name: 'Tom Orr' },
};
export const NAMES = Object.keys(PEOPLE) as Name[]; // of a literal: its keys are the names
/** Who could decide if every account were a person of its own. Marta is admin. */
const APPROVERS = { slack: ['ana', 'ben'], teams: ['ana', 'sofia'] } as const;
const CONFIGURED = 1 + APPROVERS.slack.length + APPROVERS.teams.length;

type Fault = { readonly platform: Platform; readonly from: number; until: number };

export type Workplace = {
  readonly slack: slack.Workplace;
  readonly teams: teams.Workplace;
  readonly aval: slack.Workplace['aval'];
  readonly meta: slack.Workplace['meta'];
  readonly simulator: slack.Workplace['simulator'];
  /** Every process there was, oldest first. */
  readonly children: readonly Child[];
  /** When which platform suffered what a test did to it, in ms on a steady clock. */
  readonly faults: readonly Fault[];
  /** What happens to every call of Aval to one platform; undefined: all is well again. */
  suffers(platform: Platform, how: Pick<Behaviour, 'hang' | 'status' | 'delayMs'> | undefined): void;
  /** Ends the process at once, and starts another one after `meanwhile`. */
  kill(meanwhile: () => void): Promise<void>;
  close(): Promise<void>;
};

/** Quorum 2, English channels, dialogs in Teams. */
export async function openWorkplace(): Promise<Workplace> {
  const [slackFake, teamsFake] = [await startFakeSlack(), await startFakeTeams()];
  const people = Object.fromEntries(
    NAMES.map((each) => {
      const { name, guest = false } = PEOPLE[each];
      return [each, teamsFake.addPerson(name, { installed: true, guest })];
    }),
  ) as Record<Name, ReturnType<typeof teamsFake.addPerson>>; // every name has one
  for (const each of NAMES) {
    const id = slack.STAFF[each];
    const { name, slackUser } = PEOPLE[each];
    slackFake.names.set(id, name);
    const profile = { email: people[each].email };
    if (slackUser) slackFake.users.set(id, { team_id: slackFake.team, profile, ...slackUser });
  }
  slackFake.channels.set(slack.CHANNEL, { ...slackFake.channels.get(slack.CHANNEL), name: 'approvals' });
  const team = teamsFake.addTeam('Marketing', Object.values(people), { channels: ['Approvals'] });
  const channel = team.channels[1]!.id;

  const aval = await installAval({ slackApiUrl: slackFake.apiUrl, teams: teamsFake, env: { LOG_LEVEL: 'debug' } });
  teamsFake.connect(`${aval.url}/api/messages`);
  const simulator = await startRealSimulator({ folder: aval.folder, webhookUrl: `${aval.url}/webhooks/meta/main` });
  const meta = await startMetaTap(simulator.url);
  const sender = { id: 'main', label: 'Main number', provider: 'meta', apiUrl: meta.url, ...SIMULATOR_SECRETS };
  const approver = [
    ...APPROVERS.slack.map((each) => `slack:${slack.STAFF[each]}`),
    ...APPROVERS.teams.map((each) => `teams:${people[each].id}`),
  ];
  // YAML reads JSON.
  aval.configure(
    JSON.stringify({
      senders: [{ ...sender, timeoutMs: 10_000 }],
      places: { approval: [`slack:${slack.CHANNEL}`, `teams:${channel}`] },
      roles: { admin: [`slack:${slack.STAFF.marta}`], approver, agent: [] },
      policy: { quorum: 2 },
    }),
  );
  const children: Child[] = [];
  const faults: Fault[] = [];
  function suffers(platform: Platform, how: Pick<Behaviour, 'hang' | 'status' | 'delayMs'> | undefined): void {
    const last = faults.findLast((each) => each.platform === platform);
    if (how) faults.push({ platform, from: performance.now(), until: Number.POSITIVE_INFINITY });
    else if (last) last.until = performance.now();
    if (platform === 'slack') slackFake.behave('*', how ?? { times: 1 });
    else teamsFake.calm();
    if (platform === 'teams' && how) teamsFake.behave('connector', how);
  }
  async function start(): Promise<void> {
    children.push(await aval.start(TELL_OUTWARD));
    await eventually(() => isSettled({ aval }, CONFIGURED));
  }
  async function kill(meanwhile: () => void): Promise<void> {
    await children.at(-1)!.end('SIGKILL');
    meanwhile();
    await start();
  }
  async function close(): Promise<void> {
    await children.at(-1)?.end('SIGTERM');
    await simulator.stop();
    await meta.stop();
    await slackFake.stop();
    await teamsFake.stop();
    aval.remove();
  }
  await start();

  const transport = httpTransport({ url: `${aval.url}/slack/events`, secret: SIGNING_SECRET });
  const windows = newWindows();
  const answers: Delivered[] = [];
  const { deliver } = teamsFake;
  teamsFake.deliver = async (activity, forge) => {
    const answer = await deliver(activity, forge);
    answers.push(answer);
    return answer;
  };
  const users = Object.fromEntries(
    NAMES.map((each) => [each, createTeamsUser(teamsFake, windows, people[each], channel)]),
  ) as Record<Name, ReturnType<typeof createTeamsUser>>; // every name has one
  const shared = { aval, meta, simulator, child: () => children.at(-1)!, close };
  return {
    ...shared,
    children,
    faults,
    suffers,
    kill,
    slack: {
      ...shared,
      fake: slackFake,
      transport,
      restart: () => kill(() => undefined),
      refused: () => slackFake.refused,
      person: (name) => createSlackUser(slackFake, transport, slack.STAFF[name], PEOPLE[name].name),
    },
    teams: {
      ...shared,
      forms: 'dialog',
      fake: teamsFake,
      windows,
      team,
      channel,
      answers,
      children: () => children,
      restart: () => kill(() => undefined),
      refused: () => windows.refused,
      person: (name) => users[name],
    },
  };
}
