// Socket Mode: no public address, Slack's requests come over a WebSocket that we open. Bolt's receiver brings the connection;
// acknowledging and reconnecting are ours: an event is acknowledged once it is kept, and a failed reconnect may not end the
// process (the library's own loop leaves such a failure unhandled).
import type { App, Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Log } from '../../../../src/ports/process.ts';
import { ACK_MS } from '../drawing/limits.ts';
import type { Count, Observe } from '../metrics.ts';
import { type Acked, createIntake, type Intake, type Payload, refusalOf } from './intake.ts';

const RECONNECT_MS = [0, 500, 1000, 2000, 5000, 10_000, 30_000] as const;

type Envelope = {
  readonly body?: unknown;
  readonly ack: (answer?: Record<string, unknown>) => Promise<void>;
  readonly retry_num?: number;
  readonly retry_reason?: string;
  readonly accepts_response_payload?: boolean;
};

export type SocketDeps = {
  readonly tenant: () => string | undefined;
  readonly log: Log;
  readonly count: Count;
  readonly observe: Observe;
  readonly track: (work: Promise<unknown>) => void;
};

/** Wraps Bolt's receiver (built with `autoReconnectEnabled: false`). `start` returns at once and keeps connecting. */
export function createSocketReceiver(bolt: SocketModeReceiver, deps: SocketDeps): Receiver & { connected(): boolean } {
  const { client } = bolt;
  let intake: Intake | undefined;
  let stopped = false;
  let isConnected = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;

  // Bolt's own handler would acknowledge an event before it is kept.
  client.removeAllListeners('slack_event');
  client.on('slack_event', (envelope: Envelope) => {
    if (intake) deps.track(take(envelope, intake, deps));
  });
  client.on('connected', () => {
    isConnected = true;
    failures = 0;
    deps.log.info({}, 'connected to Slack by Socket Mode');
  });
  client.on('disconnected', () => {
    // A failed attempt says so too; that one is counted where it was made.
    if (!isConnected) return;
    isConnected = false;
    reconnect();
  });

  function reconnect(): void {
    if (stopped) return;
    const wait = RECONNECT_MS[Math.min(failures, RECONNECT_MS.length - 1)] ?? 0;
    failures += 1;
    timer = setTimeout(() => void connect(), wait);
  }

  async function connect(): Promise<void> {
    if (stopped) return;
    try {
      await client.start();
    } catch (cause) {
      deps.log.warn({ err: cause }, 'Socket Mode connection failed; trying again');
      reconnect();
    }
  }

  return {
    init(app: App) {
      intake = createIntake(app, deps);
    },
    start: async () => {
      void connect();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      if (isConnected) await client.disconnect();
    },
    connected: () => isConnected,
  };
}

async function take(envelope: Envelope, intake: Intake, deps: SocketDeps): Promise<void> {
  const started = performance.now();
  const payload = typeof envelope.body === 'object' && envelope.body !== null ? (envelope.body as Payload) : {};
  const refusal = refusalOf(payload, deps.tenant());
  if (refusal) {
    deps.count('slack_refused', { why: refusal });
    // Acknowledged all the same: repeating it would not make it ours. Nothing is dispatched.
    return acknowledge(envelope, undefined, deps);
  }
  let acked: Acked;
  try {
    acked = await intake(payload, {
      ...(envelope.retry_num !== undefined && { num: envelope.retry_num }),
      ...(envelope.retry_reason !== undefined && { reason: envelope.retry_reason }),
    });
  } catch (cause) {
    // Without an acknowledgement Slack sends an event again, and tells the person of an interaction that it failed.
    deps.log.error({ err: cause }, 'a Slack delivery failed');
    return;
  }
  if (performance.now() - started > ACK_MS) deps.count('slack_refused', { why: 'too_slow' });
  await acknowledge(envelope, acked.handled ? acked.body : undefined, deps);
  deps.observe('ack', (performance.now() - started) / 1000);
}

async function acknowledge(envelope: Envelope, answer: unknown, deps: SocketDeps): Promise<void> {
  const body = typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>) : undefined;
  try {
    await (body && envelope.accepts_response_payload !== false ? envelope.ack(body) : envelope.ack());
  } catch (cause) {
    // The connection went away in between: Slack repeats events; the stored Reply answers the repetition.
    deps.log.warn({ err: cause }, 'could not acknowledge over Socket Mode');
  }
}
