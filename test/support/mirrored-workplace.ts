// A workplace in Slack and in Teams at once: one process connected to both, and people with an account in each. What a test
// asks of one side is asked as in `slack-workplace.ts` and `teams-workplace.ts`.
import { vi } from 'vitest';
import type { Child } from './child-process.ts';
import { openEvidence } from './crash-evidence.ts';
import { eventually } from './eventually.ts';
import { type Behaviour, startFakeSlack } from './fake-slack.ts';
import { type Delivered, startFakeTeams } from './fake-teams.ts';
import { isSettled } from './installation-rows.ts';
import { STEP_1 } from './main-job-story.ts';
import { startMetaTap } from './meta-tap.ts';
import { TELL_OUTWARD } from './outward.ts';
import { installAval, SIGNING_SECRET } from './real-aval.ts';
import { SIMULATOR_SECRETS, startRealSimulator } from './real-simulator.ts';
import { httpTransport } from './slack-transport.ts';
import { createSlackUser } from './slack-user.ts';
import * as slack from './slack-workplace.ts';
import { createTeamsUser, newWindows } from './teams-user.ts';
import * as teams from './teams-workplace.ts';

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
const NAMES = Object.keys(PEOPLE) as Name[]; // of a literal: its keys are the names
/** Who could decide if every account were a person of its own. Marta is admin. */
const APPROVERS = { slack: ['ana', 'ben'], teams: ['ana', 'sofia'] } as const;
const CONFIGURED = 1 + APPROVERS.slack.length + APPROVERS.teams.length;
/** A dead process's work is taken up when its lease of 20 s has run out. */
const HEALED = { timeout: 40_000, interval: 25 };

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

// ------------------------------------------------------------------ the two copies

/** A card with its thread, as it looks now. */
export type Copy = {
  readonly text: string;
  readonly labels: readonly string[];
  /** What hangs under it, oldest first. */
  readonly thread: readonly string[];
};

/** The one copy of a proposal on a platform. */
export function copyOn(at: Workplace, platform: Platform, number: number): Copy {
  const title = `Template proposal ${number}:`;
  if (platform === 'slack') {
    const { fake } = at.slack;
    const [card, ...more] = fake.messages.filter(
      (each) => each.channel === slack.CHANNEL && !each.thread_ts && slack.seen(each).includes(title),
    );
    if (!card || more.length > 0) throw new Error(`${more.length + (card ? 1 : 0)} cards in Slack`);
    return { text: slack.seen(card), labels: slack.labelsOf(card), thread: slack.thread(fake, card) };
  }
  const [card, ...more] = teams
    .publicly(at.teams)
    .filter((post) => post.root === post.id && teams.seen(post).includes(title));
  if (!card || more.length > 0) throw new Error(`${more.length + (card ? 1 : 0)} cards in Teams`);
  return { text: teams.seen(card), labels: teams.labelsOf(card), thread: teams.thread(at.teams, card) };
}

/** Waits, a few seconds, until every copy satisfies it. */
export async function everywhere(
  at: Workplace,
  number: number,
  holds: (copy: Copy) => boolean,
  how: object = {},
): Promise<void> {
  await vi.waitFor(
    () => {
      for (const platform of PLATFORMS) {
        const copy = copyOn(at, platform, number);
        if (!holds(copy)) throw new Error(`not yet on ${platform}: ${copy.text}\n${copy.thread.join('\n---\n')}`);
      }
    },
    { timeout: 15_000, interval: 15, ...how },
  );
}

/** The same after a kill, with nobody doing anything. */
export function healed(at: Workplace, number: number, holds: (copy: Copy) => boolean): Promise<void> {
  return everywhere(at, number, holds, HEALED);
}

/** Clicks a button of the card on one side. `copies`: each click arrives that often at once. */
export async function clicks(
  at: Workplace,
  [name, platform]: readonly [Name, Platform],
  number: number,
  { button = 'approve', copies = 1 }: { readonly button?: string; readonly copies?: number } = {},
): Promise<void> {
  const title = `Template proposal ${number}:`;
  if (platform === 'slack') {
    const card = slack.card(at.slack.fake, title)!;
    await at.slack.person(name).click(slack.refOf(card), button, copies);
  } else {
    const card = teams.card(at.teams, title)!;
    await at.teams.person(name).press(teams.refOf(card), button, { copies });
  }
}

/** Everything that came into a person's direct messages and private chat, both together. */
export function toldPrivately(at: Workplace, name: Name): readonly string[] {
  return [
    ...slack.direct(at.slack.fake, name).map((each) => slack.seen(each)),
    ...teams.direct(at.teams, name).map((each) => teams.seen(each)),
  ];
}

/** Two pages of the form. */
export function aProposal(name: string): readonly [Record<string, string>, Record<string, string>] {
  const { header_text: _, ...first } = STEP_1;
  return [
    { ...first, name, header_format: 'none', button_count: '0' },
    { 'sample.body.1': 'Grace', 'sample.body.2': 'A-1042' },
  ];
}

// ------------------------------------------------------------------ the database beside the process

type Db = Awaited<ReturnType<typeof openEvidence>>['db'];

export async function inDatabase<T>({ aval }: Pick<Workplace, 'aval'>, look: (db: Db) => Promise<T>): Promise<T> {
  const evidence = await openEvidence(aval.databasePath);
  try {
    return await look(evidence.db);
  } finally {
    await evidence.close();
  }
}

/** `<name> <platform>` → the person's id and whether the directory was asked, for accounts Aval has seen. */
export async function accounts(
  at: Workplace,
): Promise<ReadonlyMap<string, { readonly person: string; readonly asked: boolean; readonly email: string | null }>> {
  const rows = await inDatabase(at, (db) => db.selectFrom('identities').selectAll().execute());
  return new Map(
    rows.map((row) => {
      const name = NAMES.find((each) => [slack.STAFF[each], at.teams.person(each).id].includes(row.external_id));
      const account = { person: row.person_id, asked: row.email_checked_at !== null, email: row.email };
      return [`${name} ${row.platform}`, account] as const;
    }),
  );
}

/** Decisions of one proposal in the audit trail, in order, as `kind:to`. */
export async function decisionsOn(at: Workplace, number: number): Promise<readonly string[]> {
  const rows = await inDatabase(at, (db) =>
    db
      .selectFrom('events')
      .innerJoin('proposals', 'proposals.id', 'events.subject_id')
      .select(['events.kind', 'events.to_state'])
      .where('proposals.number', '=', number)
      .where('events.kind', 'not in', ['proposed', 'refused'])
      .orderBy('events.seq')
      .execute(),
  );
  return rows.map((row) => `${row.kind}:${row.to_state ?? ''}`);
}
