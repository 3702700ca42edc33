// The Slack adapter running against the fake, by HTTP or by Socket Mode, with two people at their windows.
import { vi } from 'vitest';
import { createSlackPlatform, type SlackDeps } from '../../../adapters/chat/slack/index.ts';
import type { SlackWords } from '../../../adapters/chat/slack/words.ts';
import type { ChatPlatform, Dispatch, Hear, Search } from '../../../src/ports/chat.ts';
import { serveRoutes } from '../process/serve-routes.ts';
import { type FakeSlack, startFakeSlack } from './fake-slack.ts';
import { httpTransport, type SignedPost, socketTransport } from './transport.ts';
import { createSlackUser, type SlackUser } from './user.ts';

export const SECRET = 'shhh-0123456789abcdef';

export const slackWords: SlackWords = {
  working: 'Working…',
  clickAgain: 'That took too long. Please try again.',
  clickAgainButton: 'Open the form',
  pressAgain: 'That took too long. Please press the button again.',
  lockedOut: 'Locked out.',
  notPermitted: 'Not permitted.',
  askedToWait: (seconds: number) => `Wait ${seconds} s.`,
  otherWorkspace: 'This Aval serves another workspace.',
  broke: 'Something broke.',
  choose: 'Choose…',
  typeToSearch: 'Type to search…',
  noticeTitle: 'Aval',
  close: 'Close',
};

export type RunningSlack = {
  readonly fake: FakeSlack;
  readonly platform: ChatPlatform;
  readonly ana: SlackUser;
  readonly ben: SlackUser;
  /** Where signed posts go; HTTP mode only. */
  readonly target: SignedPost;
  readonly counted: { readonly metric: string; readonly labels: Readonly<Record<string, string>> }[];
  readonly acks: number[];
  readonly logged: {
    readonly level: string;
    readonly fields: Readonly<Record<string, unknown>>;
    readonly message: string;
  }[];
  stop(): Promise<void>;
};

export type SlackOptions = {
  readonly mode?: 'http' | 'socket';
  readonly dispatch?: Dispatch;
  readonly search?: Search;
  readonly hear?: Hear;
  readonly fake?: FakeSlack;
  readonly deps?: Partial<SlackDeps>;
};

export async function startSlack({
  mode = 'http',
  dispatch,
  search,
  hear,
  fake: given,
  deps,
}: SlackOptions): Promise<RunningSlack> {
  const fake = given ?? (await startFakeSlack());
  const counted: RunningSlack['counted'] = [];
  const acks: number[] = [];
  const logged: RunningSlack['logged'] = [];
  const say = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) =>
    void logged.push({ level, fields, message });
  const platform = createSlackPlatform(
    {
      botToken: 'xoxb-test',
      apiUrl: fake.apiUrl,
      ...(mode === 'http' ? { signingSecret: SECRET } : { appToken: 'xapp-test' }),
    },
    {
      now: () => new Date(),
      log: { info: say('info'), warn: say('warn'), error: say('error') },
      words: () => slackWords,
      count: (metric, labels) => void counted.push({ metric, labels }),
      observe: (_, seconds) => void acks.push(seconds),
      ...deps,
    },
  );
  await platform.start({
    dispatch: dispatch ?? (async () => ({ show: 'nothing' })),
    search: search ?? (async () => []),
    ...(hear && { hear }),
  });
  const served = await serveRoutes(platform.routes);
  const target = { url: `${served.url}/slack/events`, secret: SECRET };
  if (mode === 'socket')
    await vi.waitFor(() => fake.sockets() > 0 || Promise.reject(new Error('not connected yet')), 3000);
  const transport = mode === 'http' ? httpTransport(target) : socketTransport(fake);
  return {
    fake,
    platform,
    ana: createSlackUser(fake, transport, 'U0ANA', 'ana'),
    ben: createSlackUser(fake, transport, 'U0BEN', 'ben'),
    target,
    counted,
    acks,
    logged,
    async stop() {
      await platform.stop();
      await served.close();
      await fake.stop();
    },
  };
}
