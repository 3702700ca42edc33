// Load as Teams would send it: signed Action.Execute invokes, each a vote nobody has given yet, a fixed number under way at
// once. The same signed token on each, as Microsoft's channel uses one for an hour.
import { Pool } from 'undici';
import { cardData, VERB } from '../../adapters/chat/teams/drawing/card-data.ts';

export type Vote = { readonly approver: string; readonly subject: string };
export type Round = {
  /** Milliseconds from the first byte sent to the whole answer received, one per request. */
  readonly latencies: readonly number[];
  readonly perSecond: number;
  /** Status → how many, without 200. */
  readonly wrong: Readonly<Record<string, number>>;
  /** What the answers were: the type of the invoke's answer, and for a sentence its words. */
  readonly said: Readonly<Record<string, number>>;
  /** The votes ran out before the time. */
  readonly ranOut: boolean;
};

export type Target = {
  readonly origin: string;
  readonly token: string;
  readonly appId: string;
  readonly tenant: string;
  readonly serviceUrl: string;
  readonly channel: string;
};

let serial = 0;

/** Votes for `ms` milliseconds on `connections` connections, taking from `votes` until they run out. */
export async function loadVotes(
  target: Target,
  votes: Iterator<Vote>,
  how: { readonly connections: number; readonly ms: number },
): Promise<Round> {
  const pool = new Pool(target.origin, { connections: how.connections, pipelining: 1 });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${target.token}` };
  const latencies: number[] = [];
  const wrong: Record<string, number> = {};
  const said: Record<string, number> = {};
  let ranOut = false;
  const started = performance.now();
  const until = started + how.ms;

  async function person(): Promise<void> {
    while (performance.now() < until) {
      const { value, done } = votes.next();
      if (done) {
        ranOut = true;
        return;
      }
      const body = JSON.stringify(invoke(target, value));
      const sent = performance.now();
      const answer = await pool.request({ method: 'POST', path: '/api/messages', headers, body });
      const text = await answer.body.text();
      latencies.push(performance.now() - sent);
      if (answer.statusCode !== 200) wrong[answer.statusCode] = (wrong[answer.statusCode] ?? 0) + 1;
      const words = wordsOf(text);
      said[words] = (said[words] ?? 0) + 1;
    }
  }

  try {
    await Promise.all(Array.from({ length: how.connections }, person));
  } finally {
    await pool.destroy();
  }
  return { latencies, perSecond: (latencies.length / (performance.now() - started)) * 1000, wrong, said, ranOut };
}

function wordsOf(text: string): string {
  if (text === '') return 'empty';
  const { type, value } = JSON.parse(text) as { readonly type?: string; readonly value?: unknown };
  return typeof value === 'string' ? value.slice(0, 60) : (type ?? 'no type');
}

function invoke({ appId, tenant, serviceUrl, channel }: Target, { approver, subject }: Vote): object {
  serial += 1;
  const root = `1790000${String(serial % 500).padStart(6, '0')}`;
  return {
    type: 'invoke',
    name: 'adaptiveCard/action',
    id: `f:${process.pid}-${serial}`,
    timestamp: new Date().toISOString(),
    localTimestamp: new Date().toISOString(),
    localTimezone: 'America/Argentina/Buenos_Aires',
    locale: 'en-US',
    channelId: 'msteams',
    serviceUrl,
    from: { id: `29:${approver}`, name: `Approver ${approver.slice(-2)}`, aadObjectId: approver },
    recipient: { id: `28:${appId}`, name: 'Aval' },
    conversation: {
      id: `${channel};messageid=${root}`,
      conversationType: 'channel',
      isGroup: true,
      tenantId: tenant,
    },
    replyToId: root,
    channelData: { channel: { id: channel }, team: { id: channel }, tenant: { id: tenant } },
    value: {
      action: {
        type: 'Action.Execute',
        title: 'Approve',
        verb: VERB,
        data: cardData({ do: 'action', action: 'approve', subject }),
      },
      trigger: 'manual',
    },
  };
}
