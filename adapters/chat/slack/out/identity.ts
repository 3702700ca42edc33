// Who we are in Slack: one auth.test at start, tried again in the background until it answers. Until then nothing is accepted. Asked
// again when our token is refused, so that we find out by ourselves when it works once more.

import type { Failure } from '../../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import type { Log } from '../../../../src/ports/process.ts';
import { noAnswer } from '../../../shared/lost-call.ts';
import type { Called, SlackClient } from './client.ts';

export type Identity = {
  readonly team: string;
  readonly botUserId: string;
  readonly botId: string;
  /** `https://<workspace>.slack.com/` */
  readonly url: string | undefined;
};

export async function readIdentity(
  client: SlackClient,
): Promise<Result<Identity & { readonly called: Called }, Failure>> {
  const got = await client.call('auth.test', {}, { lane: 'interactive' });
  if (!got.ok) return got;
  const { team_id: team, user_id: botUserId, bot_id: botId, url } = got.value.answer;
  if (typeof team !== 'string' || typeof botUserId !== 'string')
    return err(noAnswer('auth.test', true, 'unreadable_answer'));
  return ok({
    team,
    botUserId,
    botId: typeof botId === 'string' ? botId : '',
    url: typeof url === 'string' ? url : undefined,
    called: got.value,
  });
}

const RETRY_MS = [500, 1000, 2000, 5000, 15_000, 60_000] as const;

export type Looking = {
  /** First try awaited; later ones happen in the background until `stop`. */
  start(): Promise<void>;
  stop(): void;
  /** What a call of ours was answered: undefined when it was let in. A refusal has us ask until the token works again. */
  heard(refused: Failure | undefined): void;
  /** Why Slack does not let us in, or does not tell who we are. */
  refused(): Failure | undefined;
};

/** `onKnown` is called once. `retryMs` is a test knob. */
export function createIdentity(
  client: SlackClient,
  log: Log,
  onKnown: (identity: Identity) => void,
  retryMs: readonly number[] = RETRY_MS,
): Looking {
  let stopped = false;
  let isKnown = false;
  let timer: NodeJS.Timeout | undefined;
  let failure: Failure | undefined;

  function askLater(tries: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void attempt(tries), retryMs[Math.min(tries, retryMs.length - 1)]);
  }

  async function attempt(tries: number): Promise<void> {
    const got = await readIdentity(client);
    if (stopped) return;
    if (got.ok) {
      failure = undefined;
      clearTimeout(timer);
      if (!isKnown) onKnown(got.value);
      isKnown = true;
      return;
    }
    // Once we know who we are, only a refusal is news: what is away comes back.
    if (!isKnown || got.error.kind === 'unauthorized') failure = got.error;
    const { fault, code } = got.error;
    if (isKnown) log.warn({ fault, code }, 'Slack does not let us in');
    else log.warn({ fault, code }, 'Slack does not say who we are; refusing everything from it until it does');
    askLater(tries + 1);
  }

  return {
    start: () => attempt(0),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
    heard(refused) {
      // Until then the attempts above tell all there is.
      if (!isKnown || stopped) return;
      if (refused && !failure) askLater(0);
      failure = refused;
    },
    refused: () => failure,
  };
}
