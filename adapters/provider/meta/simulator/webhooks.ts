// Signs and delivers webhooks until a 200 comes, as Meta does: at least once, in no promised order. Surprise: nothing is
// delivered before the receiver has answered the subscription handshake of this run.
import { createHmac, randomUUID } from 'node:crypto';
import { stringify } from 'lossless-json';
import { Agent, request } from 'undici';
import { escapeNonAscii, type Fields } from './json.ts';
import type { Change, Settings } from './model.ts';
import type { State } from './state.ts';

export type Webhooks = {
  /** Remembers one change and delivers it soon. `value` may hold LosslessNumbers. */
  readonly queue: (field: string, value: Fields) => void;
  /** Runs the GET handshake now; true when the challenge came back. */
  readonly handshake: (url?: string, verifyToken?: string) => Promise<boolean>;
  /** Looks at the queue again, e.g. after the address or the way of delivery changed. */
  readonly wake: () => void;
};

const MOST_IN_FLIGHT = 8;
const GATHER_MS = 40;
const MAX_BATCH = 1_000; // Meta: updates in one delivery

export function createWebhooks(deps: {
  readonly settings: Settings;
  readonly state: State;
}): Webhooks & { readonly stop: () => Promise<void> } {
  const { settings, state } = deps;
  const agent = new Agent();
  const stopping = new AbortController();
  const inFlight = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  let deliveries = 0;
  let waking = false;
  let greeted = '';

  const later = (work: () => void, delayMs: number): void => {
    if (stopping.signal.aborted) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, delayMs).unref();
    timers.add(timer);
  };

  const wake = (delayMs = gatherMs(deps)): void => {
    if (waking) return;
    waking = true;
    later(() => {
      void pump().finally(() => {
        waking = false;
        if (nextBatch() !== undefined && deliveries < MOST_IN_FLIGHT) wake();
      });
    }, delayMs);
  };

  const pump = async (): Promise<void> => {
    const address = addressOf(deps);
    if (nextBatch() !== undefined && greeted !== address) {
      if (!(await handshake())) return wait(settings.webhookRetryMs);
      greeted = address;
    }
    for (let batch = nextBatch(); batch !== undefined && deliveries < MOST_IN_FLIGHT; batch = nextBatch()) {
      void deliver(batch, address);
    }
  };

  /** Keeps the loop from spinning while the receiver is away: everything waiting is set aside for a moment. */
  const wait = (delayMs: number): void => {
    const waiting = state.changes.all().filter((change) => !inFlight.has(change.id));
    for (const change of waiting) inFlight.add(change.id);
    later(() => {
      for (const change of waiting) inFlight.delete(change.id);
      wake();
    }, delayMs);
  };

  const nextBatch = (): readonly Change[] | undefined => {
    const { batch, shuffle } = state.readKnobs();
    const ready = state.changes.all().filter((change) => !inFlight.has(change.id));
    if (shuffle) ready.reverse();
    const next = ready.slice(0, Math.min(batch, MAX_BATCH));
    return next.length === 0 ? undefined : next;
  };

  const deliver = async (batch: readonly Change[], address: string): Promise<void> => {
    for (const change of batch) inFlight.add(change.id);
    deliveries += 1;
    const body = envelope(settings.wabaId, batch);
    const copies = Array.from({ length: 1 + state.readKnobs().duplicates }, () => post(address, body));
    const accepted = (await Promise.all(copies)).every(Boolean);
    deliveries -= 1;
    if (stopping.signal.aborted) return;
    if (accepted) settle(batch);
    else retry(batch);
    wake();
  };

  const settle = (batch: readonly Change[]): void => {
    for (const change of batch) {
      state.changes.remove(change.id);
      inFlight.delete(change.id);
    }
    state.setKnobs({ delivered: state.readKnobs().delivered + batch.length });
  };

  const retry = (batch: readonly Change[]): void => {
    for (const change of batch) {
      const tries = change.tries + 1;
      if (tries >= settings.webhookTries) giveUp(change);
      else state.changes.put({ ...change, tries });
    }
    const doublings = Math.min(batch[0]?.tries ?? 0, 10);
    later(
      () => {
        for (const change of batch) inFlight.delete(change.id);
        wake();
      },
      Math.min(settings.webhookRetryMs * 2 ** doublings, settings.webhookRetryMs * 10),
    );
  };

  const giveUp = (change: Change): void => {
    state.changes.remove(change.id);
    state.setKnobs({ givenUp: state.readKnobs().givenUp + 1 });
  };

  const post = async (address: string, body: Buffer): Promise<boolean> => {
    try {
      const answer = await request(address, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'facebookexternalua',
          'x-hub-signature-256': `sha256=${createHmac('sha256', settings.appSecret).update(body).digest('hex')}`,
        },
        body,
        dispatcher: agent,
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(settings.webhookTimeoutMs)]),
      });
      await answer.body.dump();
      return answer.statusCode === 200;
    } catch {
      return false; // Away, slow or no address yet: the same to Meta, which tries again later.
    }
  };

  const handshake = async (url = addressOf(deps), verifyToken = settings.verifyToken): Promise<boolean> => {
    const challenge = randomUUID();
    try {
      const address = new URL(url);
      address.searchParams.set('hub.mode', 'subscribe');
      address.searchParams.set('hub.verify_token', verifyToken);
      address.searchParams.set('hub.challenge', challenge);
      const answer = await request(address, {
        dispatcher: agent,
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(settings.webhookTimeoutMs)]),
      });
      return (await answer.body.text()) === challenge && answer.statusCode === 200;
    } catch {
      return false; // Same as in `post`.
    }
  };

  return {
    queue: (field, value) => {
      const knobs = state.readKnobs();
      if (knobs.dropping || !knobs.subscribed) return state.setKnobs({ dropped: knobs.dropped + 1 });
      state.changes.put({
        id: settings.newId(),
        time: Math.floor(settings.now().getTime() / 1000),
        json: stringify({ field, value }) ?? '{}',
        tries: 0,
      });
      wake();
    },
    handshake,
    wake: () => wake(),
    stop: async () => {
      stopping.abort();
      for (const timer of timers) clearTimeout(timer);
      await agent.destroy();
    },
  };
}

/** Long enough for all statuses of one message when the order is to be turned round. */
function gatherMs(deps: { readonly settings: Settings; readonly state: State }): number {
  const { batch, shuffle } = deps.state.readKnobs();
  if (shuffle) return GATHER_MS + 4 * deps.settings.statusDelayMs;
  return batch > 1 ? GATHER_MS : 0;
}

function addressOf(deps: { readonly settings: Settings; readonly state: State }): string {
  const { webhookUrl } = deps.settings;
  return deps.state.readKnobs().overrideUrl ?? (typeof webhookUrl === 'string' ? webhookUrl : webhookUrl());
}

/** Changes of the same second share an entry, others get their own: receivers must loop over both levels. */
function envelope(wabaId: string, batch: readonly Change[]): Buffer {
  const bySecond = Map.groupBy(batch, (change) => change.time);
  const entries = [...bySecond].map(
    ([time, changes]) =>
      `{"id":"${wabaId}","time":${time},"changes":[${changes.map((change) => change.json).join(',')}]}`,
  );
  const json = `{"object":"whatsapp_business_account","entry":[${entries.join(',')}]}`;
  return Buffer.from(escapeNonAscii(json), 'utf8');
}
