// Asks the running server to answer each sender's subscription handshake, the way the provider does when the webhook
// is set up: through PUBLIC_URL when there is one, else on this machine.
import { randomUUID } from 'node:crypto';
import type { SenderConfig } from '../config/senders.ts';
import type { Config } from '../config.ts';
import type { Check } from '../ports/process.ts';
import { nobodyThere, serverAddress } from './doctor-address.ts';

const ANSWER_WITHIN_MS = 10_000;

/** A rehearsal's sender is made by the server itself: nothing to check. */
export async function webhookChecks(config: Config, fetch: typeof globalThis.fetch): Promise<readonly Check[]> {
  if (config.rehearsal) return [];
  return await Promise.all(config.senders.map((sender) => handshake(sender, config, fetch)));
}

async function handshake(sender: SenderConfig, config: Config, fetch: typeof globalThis.fetch): Promise<Check> {
  const url = new URL(`${serverAddress(config)}/webhooks/${sender.provider}/${sender.id}`);
  const name = `webhook ${sender.id}`;
  const shown = `${url.origin}${url.pathname}`;
  const challenge = randomUUID();
  url.searchParams.set('hub.mode', 'subscribe');
  url.searchParams.set('hub.verify_token', sender.verifyToken.reveal());
  url.searchParams.set('hub.challenge', challenge);
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    const text = await answer.text();
    if (answer.status === 200 && text === challenge) return { name, status: 'ok', detail: `${shown} answers`, fix: '' };
    const detail = `${shown} answered ${answer.status} instead of the challenge`;
    return {
      name,
      status: 'failed',
      detail,
      fix: 'something else answers there, or the server runs with another verifyToken',
    };
  } catch {
    // Whatever stopped the request, the server was not reached; why not is for the network's own tools.
    return nobodyThere(name, shown, config);
  }
}
