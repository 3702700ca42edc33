// Load as Slack would send it: signed slash commands, each with a trigger of its own, a fixed number under way at once.
import { Pool } from 'undici';
import { sign } from '../../adapters/chat/slack/in/signature.ts';
import { FORM } from '../support/slack/transport.ts';

export type Round = {
  /** Milliseconds from the first byte sent to the whole answer received, one per request. */
  readonly latencies: readonly number[];
  readonly perSecond: number;
  /** Status → how many, without 200. */
  readonly wrong: Readonly<Record<string, number>>;
  /** What the answers said: `empty` for a bare acknowledgement, else the first words. */
  readonly said: Readonly<Record<string, number>>;
};

const PEOPLE = 50;
let serial = 0;

/** Posts `/template propose` for `ms` milliseconds on `connections` connections. */
export async function loadCommands(options: {
  readonly origin: string;
  readonly secret: string;
  readonly connections: number;
  readonly ms: number;
}): Promise<Round> {
  const pool = new Pool(options.origin, { connections: options.connections, pipelining: 1 });
  const latencies: number[] = [];
  const wrong: Record<string, number> = {};
  const said: Record<string, number> = {};
  const started = performance.now();
  const until = started + options.ms;

  async function person(): Promise<void> {
    while (performance.now() < until) {
      const request = signedCommand(options.secret);
      const sent = performance.now();
      const answer = await pool.request({ method: 'POST', path: '/slack/events', ...request });
      const text = await answer.body.text();
      latencies.push(performance.now() - sent);
      if (answer.statusCode !== 200) wrong[answer.statusCode] = (wrong[answer.statusCode] ?? 0) + 1;
      const words = text === '' ? 'empty' : text.slice(0, 40);
      said[words] = (said[words] ?? 0) + 1;
    }
  }

  try {
    await Promise.all(Array.from({ length: options.connections }, person));
  } finally {
    await pool.destroy();
  }
  return { latencies, perSecond: (latencies.length / (performance.now() - started)) * 1000, wrong, said };
}

function signedCommand(secret: string) {
  serial += 1;
  const user = `U0BENCH${serial % PEOPLE}`;
  const body = new URLSearchParams({
    token: '',
    team_id: 'T0AVAL',
    team_domain: 'aval',
    channel_id: 'C0APPROVAL',
    channel_name: 'approval',
    user_id: user,
    user_name: user.toLowerCase(),
    command: '/template',
    text: 'propose',
    api_app_id: 'A0AVAL',
    is_enterprise_install: 'false',
    response_url: 'https://hooks.slack.com/commands/T0AVAL/1/x',
    trigger_id: `${serial}.${Date.now()}.${process.pid}`,
  }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  return {
    body,
    headers: {
      'content-type': FORM,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': sign(secret, timestamp, body),
    },
  };
}
