// Asks the running server about each sender's webhook address, the way the outside world does: through PUBLIC_URL when there
// is one, else on this machine. Where the provider knows no better question, an unsigned event is sent: to be refused is right.
import type { Config } from '../../config.ts';
import type { Check } from '../../ports/process.ts';
import type { Provider, WebhookProbe } from '../../ports/provider.ts';
import { nobodyThere, serverAddress } from './address.ts';

const ANSWER_WITHIN_MS = 10_000;

/** A rehearsal's sender is made by the server itself: nothing to check. */
export async function webhookChecks(
  config: Config,
  providers: readonly Provider[],
  fetch: typeof globalThis.fetch,
): Promise<readonly Check[]> {
  if (config.rehearsal) return [];
  return await Promise.all(providers.map((provider) => checkAddress(provider, config, fetch)));
}

async function checkAddress(provider: Provider, config: Config, fetch: typeof globalThis.fetch): Promise<Check> {
  const shown = `${serverAddress(config)}/webhooks/${provider.id}/${provider.senderId}`;
  const name = `webhook ${provider.senderId}`;
  const probe = provider.probeWebhook?.() ?? UNSIGNED;
  try {
    const answer = await ask(shown, probe, fetch);
    const body = await answer.text();
    if (probe.isOurs({ status: answer.status, body }))
      return { name, status: 'ok', detail: `${shown} answers`, fix: '' };
    return { name, status: 'failed', detail: `${shown} answered ${answer.status}, which is not ours`, fix: probe.fix };
  } catch {
    // Whatever stopped the request, the server was not reached; why not is for the network's own tools.
    return nobodyThere(name, shown, config);
  }
}

function ask(address: string, probe: WebhookProbe, fetch: typeof globalThis.fetch): Promise<Response> {
  const url = new URL(address);
  for (const [name, value] of probe.query) url.searchParams.append(name, value);
  return fetch(url, {
    method: probe.method,
    redirect: 'manual',
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    ...(probe.method === 'POST' && { body: '', headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
  });
}

const UNSIGNED: WebhookProbe = {
  method: 'POST',
  query: new URLSearchParams(),
  isOurs: ({ status }) => status === 401 || status === 403,
  fix: 'something else answers there: the address must lead to this server',
};
