// The Teams adapter running against the fake, with two people at their windows.
import { createTeamsPlatform, type TeamsDeps, type TeamsSettings } from '../../../adapters/chat/teams/index.ts';
import type { ChatPlatform, Dispatch, Hear, PlatformEvent, Reply, Search } from '../../../src/ports/chat.ts';
import type { Memory } from '../../../src/ports/process.ts';
import { greetings } from '../../../src/views/words/word-lists.ts';
import { fakeMemory } from '../app/fake-memory.ts';
import { serveRoutes } from '../process/serve-routes.ts';
import { type FakeTeams, startFakeTeams } from './fake-teams.ts';
import type { Team } from './fake-teams-world.ts';
import { createTeamsUser, newWindows, type TeamsUser, type Windows } from './user.ts';
import { teamsWords } from './words.ts';

export type RunningTeams = {
  readonly fake: FakeTeams;
  readonly platform: ChatPlatform;
  readonly windows: Windows;
  readonly team: Team;
  /** The approval channel, a standard one of the team. */
  readonly channel: string;
  readonly ana: TeamsUser;
  readonly ben: TeamsUser;
  readonly memory: Memory;
  /** What the app answered, oldest first. */
  readonly replies: readonly Reply[];
  readonly counted: { readonly metric: string; readonly labels: Readonly<Record<string, string>> }[];
  /** What the app was told of places. */
  readonly heard: PlatformEvent[];
  readonly acks: number[];
  readonly logged: {
    readonly level: string;
    readonly fields: Readonly<Record<string, unknown>>;
    readonly message: string;
  }[];
  /** Ends the platform alone; the fake and the memory live on. */
  stopPlatform(): Promise<void>;
  stop(): Promise<void>;
};

export type TeamsOptions = {
  readonly dispatch?: Dispatch;
  readonly search?: Search;
  readonly hear?: Hear;
  /** The same company with the same memory, as after a restart. */
  readonly after?: Pick<RunningTeams, 'fake' | 'memory' | 'team' | 'channel' | 'windows' | 'ana' | 'ben'>;
  readonly settings?: Partial<TeamsSettings>;
  readonly deps?: Partial<TeamsDeps>;
};

export async function startTeams(options: TeamsOptions = {}): Promise<RunningTeams> {
  const company = options.after ?? (await newCompany());
  const { fake, memory, channel } = company;
  const counted: RunningTeams['counted'] = [];
  const acks: number[] = [];
  const heard: PlatformEvent[] = [];
  const logged: RunningTeams['logged'] = [];
  const replies: Reply[] = [];
  const say = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) =>
    void logged.push({ level, fields, message });
  const platform = createTeamsPlatform(
    { ...settingsFor(fake, channel), ...options.settings },
    {
      now: () => new Date(),
      log: { info: say('info'), warn: say('warn'), error: say('error') },
      words: () => teamsWords,
      greetings,
      count: (metric, labels) => void counted.push({ metric, labels }),
      observe: (_, seconds) => void acks.push(seconds),
      memory,
      ...options.deps,
    },
  );
  const dispatch = options.dispatch ?? (async () => ({ show: 'nothing' }) as const);
  const served = await serveRoutes(platform.routes);
  fake.connect(`${served.url}/api/messages`);
  await platform.start({
    dispatch: async (intent) => {
      const reply = await dispatch(intent);
      replies.push(reply);
      return reply;
    },
    search: options.search ?? (async () => []),
    hear: options.hear ?? (async (event) => void heard.push(event)),
  });
  async function stopPlatform(): Promise<void> {
    await platform.stop();
    await served.close();
  }
  return {
    ...company,
    platform,
    replies,
    counted,
    heard,
    acks,
    logged,
    stopPlatform,
    async stop() {
      await stopPlatform();
      await fake.stop();
    },
  };
}

async function newCompany() {
  const fake = await startFakeTeams();
  const ana = fake.addPerson('Ana Sosa', { installed: true, locale: 'es-AR' });
  const ben = fake.addPerson('Ben Lee', { installed: true });
  const team = fake.addTeam('Marketing', [ana, ben], { channels: ['Approvals'] });
  const channel = team.channels[1]!.id;
  const windows = newWindows();
  return {
    fake,
    team,
    channel,
    windows,
    memory: fakeMemory(),
    ana: createTeamsUser(fake, windows, ana, channel),
    ben: createTeamsUser(fake, windows, ben, channel),
  };
}

/** How Aval is set up for this fake, with dialogs, and this channel configured. */
export function settingsFor(fake: FakeTeams, channel: string): TeamsSettings {
  return {
    appId: fake.appId,
    appPassword: fake.appSecret,
    tenantId: fake.tenant,
    playground: false,
    forms: 'dialog',
    loginUrl: fake.loginUrl,
    openIdUrl: fake.openIdUrl,
    serviceUrl: fake.serviceUrl,
    serviceHosts: [fake.serviceOrigin],
    channels: [channel],
    country: 'AR',
    channelLanguage: 'en',
  };
}
