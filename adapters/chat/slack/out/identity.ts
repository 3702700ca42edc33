// Who we are in Slack: one auth.test at start, tried again in the background until it answers. Until then nothing is accepted.

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

/** First try awaited; later ones happen in the background until `stop`. `onKnown` is called once. */
export async function findIdentity(
  client: SlackClient,
  log: Log,
  onKnown: (identity: Identity) => void,
): Promise<{ stop(): void }> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  async function attempt(tries: number): Promise<void> {
    const got = await readIdentity(client);
    if (stopped) return;
    if (got.ok) return onKnown(got.value);
    log.warn(
      { fault: got.error.fault, code: got.error.code },
      'Slack does not say who we are; refusing everything from it until it does',
    );
    timer = setTimeout(() => void attempt(tries + 1), RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
  }
  await attempt(0);
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
