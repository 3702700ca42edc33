// The simulator as a process of its own, with a state file, so that it outlives an Aval that is killed.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AcceptedSend } from '../../../adapters/provider/meta/simulator/control.ts';
import type { StoredTemplate, Submission } from '../../../adapters/provider/meta/simulator/model.ts';
import { startChild } from '../process/child-process.ts';

const MAIN = fileURLToPath(new URL('../../../adapters/provider/meta/simulator/main.ts', import.meta.url));

export const SIMULATOR_SECRETS = {
  wabaId: '100000000000001',
  phoneNumberId: '200000000000002',
  appId: '300000000000003',
  accessToken: 'rehearsal-access-token',
  appSecret: 'rehearsal-app-secret',
  verifyToken: 'rehearsal-verify-token',
} as const;

export type RealSimulator = {
  readonly url: string;
  accepted(): Promise<readonly AcceptedSend[]>;
  submissions(): Promise<readonly Submission[]>;
  templates(): Promise<readonly StoredTemplate[]>;
  /** Webhooks not yet answered 200, and reviews or statuses that will still happen. */
  pending(): Promise<number>;
  /** Makes something happen: `what` and its body are in the simulator's readme. */
  change(what: string, body: object): Promise<void>;
  /** A template made by somebody else in Meta's manager. */
  create(body: object): Promise<void>;
  stop(): Promise<void>;
};

/** `folder`: for the state file. Reviews take 300 ms, statuses follow each other after 100 ms. */
export async function startRealSimulator(options: {
  readonly folder: string;
  readonly webhookUrl: string;
}): Promise<RealSimulator> {
  const flags = {
    'webhook-url': options.webhookUrl,
    'state-file': join(options.folder, 'simulator.log'),
    'creations-per-hour': '100000',
    'review-delay-ms': '300',
    'status-delay-ms': '100',
    'webhook-retry-ms': '100',
  };
  const child = await startChild({
    script: MAIN,
    args: Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]),
    cwd: options.folder,
    ready: /\{"url":"(http[^"]+)"\}/,
  });
  const url = child.ready[1] ?? '';
  const read = async (what: string): Promise<unknown> => (await fetch(`${url}/_sim/${what}`)).json();
  return {
    url,
    accepted: async () => (await read('accepted')) as AcceptedSend[],
    submissions: async () => (await read('submissions')) as Submission[],
    templates: async () => (await read('templates')) as StoredTemplate[],
    pending: async () => {
      const webhooks = (await read('webhooks')) as { readonly pending: number };
      const { planned } = (await read('planned')) as { readonly planned: number };
      return webhooks.pending + planned;
    },
    change: (what, body) => post(`${url}/_sim/${what}`, body),
    create: (body) => post(`${url}/v25.0/${SIMULATOR_SECRETS.wabaId}/message_templates`, body),
    stop: () => child.end('SIGTERM'),
  };
}

async function post(url: string, body: object): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${SIMULATOR_SECRETS.accessToken}` },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
}
