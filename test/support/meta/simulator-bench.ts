// A running simulator with a webhook receiver beside it and a way to call it, for tests over real HTTP.
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../../adapters/provider/meta/simulator/index.ts';

export const SECRET = 'app-secret-of-the-test';
export const TOKEN = 'token-of-the-test';
export const WABA = '101';
export const PHONE = '202';
export const APP = '303';

/** A vendor's JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** The value at a path such as `entry.0.id`; undefined where there is none. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => (inner as Json | undefined)?.[key], value);
}

export type Change = { readonly field: string; readonly value: Json };
export type Delivery = {
  readonly raw: Buffer;
  readonly signature: string;
  readonly body: Json;
  readonly changes: readonly Change[];
};

export type Sink = {
  readonly url: string;
  readonly deliveries: Delivery[];
  readonly handshakes: URL[];
  /** Status of the next answers; 200 once used up. */
  readonly answers: number[];
  readonly changes: () => readonly Change[];
  /** Resolves as soon as a condition over what arrived holds. */
  readonly until: (holds: () => boolean) => Promise<void>;
  readonly stop: () => Promise<void>;
};

export async function startSink(verifyToken = 'verify-me'): Promise<Sink> {
  const deliveries: Delivery[] = [];
  const handshakes: URL[] = [];
  const answers: number[] = [];
  const waiting = new Set<() => void>();
  const server = createServer(async (incoming, response) => {
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    if (incoming.method === 'GET') {
      handshakes.push(url);
      const right = url.searchParams.get('hub.verify_token') === verifyToken;
      response.writeHead(right ? 200 : 403).end(right ? url.searchParams.get('hub.challenge') : '');
    } else {
      const status = answers.shift() ?? 200;
      if (status === 200)
        deliveries.push(deliveryOf(Buffer.concat(chunks), String(incoming.headers['x-hub-signature-256'])));
      response.writeHead(status).end();
    }
    for (const look of waiting) look();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/meta/main`,
    deliveries,
    handshakes,
    answers,
    changes: () => deliveries.flatMap((delivery) => delivery.changes),
    until: (holds) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!holds()) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function deliveryOf(raw: Buffer, signature: string): Delivery {
  const body = JSON.parse(raw.toString()) as Json;
  return { raw, signature, body, changes: (body.entry as { changes: Change[] }[]).flatMap((entry) => entry.changes) };
}

export function signatureOf(raw: Buffer): string {
  return `sha256=${createHmac('sha256', SECRET).update(raw).digest('hex')}`;
}

export type Bench = {
  readonly sim: Simulator;
  readonly sink: Sink;
  /** Calls `/v23.0/<path>` with the right token; `json` is the parsed answer. */
  readonly call: (
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: unknown,
  ) => Promise<{ status: number; json: Json }>;
  readonly stop: () => Promise<void>;
};

export async function startBench(over: Partial<SimulatorOptions> = {}): Promise<Bench> {
  const sink = await startSink();
  const sim = await startSimulator({
    port: 0,
    webhookUrl: sink.url,
    appSecret: SECRET,
    verifyToken: 'verify-me',
    accessToken: TOKEN,
    wabaId: WABA,
    phoneNumberId: PHONE,
    appId: APP,
    displayPhoneNumber: '+54 11 5555-0000',
    reviewDelayMs: 1,
    statusDelayMs: 1,
    lateAnswerMs: 20,
    webhookRetryMs: 5,
    creationsPerHour: 10_000,
    ...over,
  });
  return {
    sim,
    sink,
    call: (method, path, body) => callGraph(sim.url, method, path, body),
    stop: async () => {
      await sim.stop();
      await sink.stop();
    },
  };
}

export async function callGraph(
  base: string,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<{ status: number; json: Json }> {
  const answer = await request(`${base}/v23.0/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${TOKEN}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.statusCode, json: (await answer.body.json()) as Json };
}

/** A create request Meta accepts: one body variable, one quick reply. */
export function aCreation(over: Json = {}): Json {
  return {
    name: 'order_on_its_way',
    language: 'es_AR',
    category: 'UTILITY',
    components: [
      { type: 'BODY', text: 'Hola {{1}}, tu pedido está en camino.', example: { body_text: [['Lucía']] } },
      { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Gracias' }] },
    ],
    ...over,
  };
}

/** A send of the seeded `order_ready`. */
export function aSend(to: string, over: Json = {}): Json {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to,
    type: 'template',
    biz_opaque_callback_data: `ours-${to}`,
    template: {
      name: 'order_ready',
      language: { code: 'es_AR' },
      components: [
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'Lucía' },
            { type: 'text', text: 'A-1' },
          ],
        },
        { type: 'button', sub_type: 'quick_reply', index: '0', parameters: [{ type: 'payload', payload: 'today' }] },
      ],
    },
    ...over,
  };
}

/** A send to one number, carrying `ours-<number>` as our id. */
export function sendTo(bench: Bench, to: string, over: Json = {}) {
  return bench.call('POST', `${PHONE}/messages`, aSend(to, over));
}

export function acceptedBy(bench: Bench, to: string) {
  return bench.sim.control.accepted().filter((accepted) => accepted.to === to);
}

/** Statuses that came by webhook for one number, with the code of a failure. */
export function statusesOf(bench: Bench, to: string): readonly Json[] {
  return bench.sink
    .changes()
    .flatMap((change) => (change.value.statuses as Json[] | undefined) ?? [])
    .filter((status) => status.biz_opaque_callback_data === `ours-${to}`);
}
