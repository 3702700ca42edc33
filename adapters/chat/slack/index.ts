// Slack as a ChatPlatform: Bolt for routing, our own receiver, renderers and Web API client. Bolt is loaded when the platform
// starts, so that a process without Slack does not carry it.
import type { App, Receiver } from '@slack/bolt';
import type { ChatPlatform, Reply } from '../../../src/ports/chat.ts';
import type { Clock, Log } from '../../../src/ports/process.ts';
import { PLATFORM } from './app-facts.ts';
import { boltLogger } from './bolt-log.ts';
import { checkSlack } from './checks.ts';
import { createFormDrawer } from './drawing/drawn-forms.ts';
import { registerListeners } from './in/listeners.ts';
import { createLiveUpdates } from './in/live-updates.ts';
import { sorryFor } from './in/locked-out.ts';
import { createHttpReceiver } from './in/receiver.ts';
import { createRecentDeliveries } from './in/recent-deliveries.ts';
import { createSocketReceiver } from './in/socket.ts';
import type { Count, Observe } from './metrics.ts';
import { createClient, type Lane } from './out/client.ts';
import { confirmedEmail } from './out/email.ts';
import { createIdentity, type Identity } from './out/identity.ts';
import { createPosting } from './out/posting.ts';
import { privateCard } from './out/private-messages.ts';
import { channelName, createProfiles } from './out/profiles.ts';
import { createShowing } from './out/showing.ts';
import type { WordsIn } from './words.ts';

export type SlackSettings = {
  readonly botToken: string;
  /** HTTP mode: needed unless `appToken` is set. */
  readonly signingSecret?: string;
  /** Socket Mode when set. */
  readonly appToken?: string;
  /** Default https://slack.com/api/ */
  readonly apiUrl?: string;
};

export type SlackDeps = {
  readonly now: Clock;
  readonly log: Log;
  readonly words: WordsIn;
  readonly count: Count;
  /** `ack`: seconds from the request to its acknowledgement. */
  readonly observe: Observe;
  /** Test knobs. */
  readonly deadlineMs?: Partial<Record<Lane, number>>;
  readonly openingMaxAgeMs?: number;
};

type Bolt = Awaited<ReturnType<typeof loadBolt>>;
const loadBolt = () => import('@slack/bolt');

const DEFAULT_API = 'https://slack.com/api/';
/** How ids of a person's direct messages with us begin. */
const DIRECT = 'D';
/** How long a stop waits for answers still on their way to people. */
const STOP_MS = 1000;

/** Throws when neither a signing secret nor an app token is given: nothing could be believed. */
export function createSlackPlatform(settings: SlackSettings, deps: SlackDeps): ChatPlatform {
  const apiUrl = settings.apiUrl ?? DEFAULT_API;
  const client = createClient(
    { botToken: settings.botToken, apiUrl },
    {
      now: deps.now,
      onAccess: (refused) => looking.heard(refused),
      ...(deps.deadlineMs && { deadlineMs: deps.deadlineMs }),
    },
  );
  const work = trackWork(deps.log);
  const showing = createShowing({
    client,
    log: deps.log,
    count: deps.count,
    ...(deps.openingMaxAgeMs !== undefined && { maxAgeMs: deps.openingMaxAgeMs }),
  });
  const profiles = createProfiles(client, work.track, deps.now);
  const posting = createPosting(client, deps.now, profiles.isGone);
  let identity: Identity | undefined;
  let receiver: Receiver | undefined;
  const looking = createIdentity(client, deps.log, (found) => {
    identity = found;
    // A socket opened earlier would bring deliveries that we could not judge yet.
    work.track(receiver?.start() ?? Promise.resolve());
  });
  const tenant = () => identity?.team;
  const isLockedOut = () => looking.refused()?.kind === 'unauthorized';
  const shared = { tenant, log: deps.log, count: deps.count, observe: deps.observe, track: work.track };
  const http = settings.appToken
    ? undefined
    : createHttpReceiver({
        ...shared,
        signingSecret: settings.signingSecret ?? '',
        now: deps.now,
        sorry: (payload) =>
          sorryFor(payload, { isLockedOut, sentence: () => deps.words(undefined).lockedOut, tell: showing.tell }),
      });

  function whisper(channel: string, threadTs: string | undefined, user: string, reply: Reply): void {
    if (reply.show !== 'notice' && reply.show !== 'card') return;
    const { text, blocks } = privateCard(reply.card) as { text: string; blocks: object };
    const where = { channel, ...(threadTs && { thread_ts: threadTs }) };
    // Where nobody else reads, the answer stays.
    if (channel.startsWith(DIRECT)) {
      work.track(
        client.call('chat.postMessage', { ...where, text, blocks }, { lane: 'background', limitKey: channel }),
      );
      return;
    }
    const args = { ...where, user, text, blocks };
    work.track(client.call('chat.postEphemeral', args, { lane: 'background', limitKey: channel }));
  }

  async function startBolt(on: Parameters<ChatPlatform['start']>[0]): Promise<void> {
    const bolt = await loadBolt();
    const logger = boltLogger(deps.log, bolt.LogLevel.WARN);
    const incoming = http?.receiver ?? socketReceiver(bolt, logger);
    const app: App = new bolt.App({
      receiver: incoming,
      // Who sent it has been checked before Bolt sees it; its own client is never used, so the token stays with ours.
      authorize: async () => ({ botId: identity?.botId ?? '', botUserId: identity?.botUserId ?? '' }),
      convoStore: false,
      ignoreSelf: false,
      logger,
      clientOptions: { slackApiUrl: apiUrl },
    });
    // A failed event must reach the receiver, which then does not acknowledge it.
    app.error(async (error) => {
      throw error;
    });
    registerListeners(app, {
      ...on,
      showing,
      recent: createRecentDeliveries(),
      live: createLiveUpdates(work.track),
      known: profiles.known,
      profile: profiles.profile,
      drawForm: createFormDrawer(),
      words: deps.words,
      tenant,
      isLockedOut,
      whisper,
      ourId: () => identity?.botUserId,
      repaint: (channel, ts, message) =>
        client.call('chat.update', { channel, ts, ...message }, { lane: 'interactive', limitKey: channel }),
      log: deps.log,
      count: deps.count,
    });
    receiver = incoming;
  }

  function socketReceiver(bolt: Bolt, logger: ReturnType<typeof boltLogger>): Receiver {
    const connection = new bolt.SocketModeReceiver({
      appToken: settings.appToken ?? '',
      autoReconnectEnabled: false,
      logger,
      installerOptions: { clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, timeout: 10_000 } },
    });
    return createSocketReceiver(connection, shared);
  }

  return {
    id: PLATFORM,
    tenant,
    routes: http ? [http.route] : [],

    async start(on) {
      await startBolt(on);
      await looking.start();
    },

    async stop() {
      looking.stop();
      await receiver?.stop();
      await Promise.race([Promise.all([work.idle(), showing.idle()]), timeout(STOP_MS)]);
      await client.close();
    },

    lockedOut: looking.refused,

    post: posting.post,
    update: posting.update,
    localeOf: profiles.locale,
    nameOf: profiles.name,
    emailOf: (userId) => confirmedEmail(client, tenant(), userId),
    channelName: (channel) => channelName(client, channel),

    async linkTo(ref) {
      if (!identity?.url) return undefined;
      const link = new URL(`archives/${ref.channel}/p${ref.message.replace('.', '')}`, identity.url);
      if (ref.thread !== ref.message) {
        link.searchParams.set('thread_ts', ref.thread);
        link.searchParams.set('cid', ref.channel);
      }
      return link.href;
    },

    check: (channels, people) => checkSlack(client, channels, deps.now, people),
  };
}

function timeout(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

/** Work that goes on after its request was answered, so that a graceful stop can wait for it. */
function trackWork(log: Log): { readonly track: (work: Promise<unknown>) => void; readonly idle: () => Promise<void> } {
  const open = new Set<Promise<unknown>>();
  return {
    track(work) {
      open.add(work);
      work
        .catch((cause: unknown) => log.error({ err: cause }, 'work for Slack failed after its request'))
        .finally(() => open.delete(work));
    },
    async idle() {
      while (open.size > 0) await Promise.allSettled([...open]);
    },
  };
}
