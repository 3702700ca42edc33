// An account at the simulated Twilio with the production adapter in front of it, and a small server that keeps what it is told.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTwilioSimulator, type TwilioSimulator } from '../../../adapters/provider/twilio/simulator/index.ts';
import type { SimulatorOptions } from '../../../adapters/provider/twilio/simulator/model.ts';
import type { RawRequest } from '../../../src/ports/http.ts';
import type { Provider, ProviderEvent } from '../../../src/ports/provider.ts';
import { ACCOUNT, at, NUMBER, request, twilioProvider } from './samples.ts';

export type Account = {
  readonly provider: Provider;
  readonly simulator: TwilioSimulator;
  /** Requests to our webhook, as they came. */
  readonly requests: readonly RawRequest[];
  /** What the provider reads out of them; throws for one it refuses. */
  events(): readonly ProviderEvent[];
  stop(): Promise<void>;
};

/** `now` is Aval's clock and Twilio's alike. */
export async function startAccount(
  options: Partial<SimulatorOptions> & { readonly timeoutMs?: number; readonly hears?: boolean } = {},
): Promise<Account> {
  const requests: RawRequest[] = [];
  let base = '';
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const headers = incoming.headers as RawRequest['headers']; // Twilio repeats none
    requests.push(request(`${base}${incoming.url}`, Buffer.concat(chunks), headers));
    response.writeHead(204).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server's address is never text
  const webhookUrl = `${base}/webhooks/twilio/main`;
  const simulator = await startTwilioSimulator({
    port: 0,
    accountSid: ACCOUNT,
    authToken: 'token-now',
    number: NUMBER,
    webhookUrl: () => webhookUrl,
    reviewDelayMs: 5,
    statusDelayMs: 5,
    webhookRetryMs: 5,
    ...options,
  });
  const { provider } = twilioProvider(
    { ...at(simulator.url), timeoutMs: options.timeoutMs ?? 2_000 },
    { now: options.now ?? (() => new Date()), webhookUrl: options.hears === false ? undefined : webhookUrl },
  );
  return {
    provider,
    simulator,
    requests,
    events: () =>
      requests.flatMap((one) => {
        const { events } = provider.readWebhook(one, new Date());
        if (!events.ok) throw new Error(`refused: ${events.error.why}`);
        return events.value;
      }),
    stop: async () => {
      await simulator.stop();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
