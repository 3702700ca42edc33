// A rehearsal: nothing is configured, so a provider's stand-in runs beside Aval on loopback, as the provider of the one
// sender. Loaded only then.
import type { ProviderEntry, StandIn } from '../adapters/provider/entry.ts';
import { senderOf } from './config/senders.ts';
import type { Config } from './config.ts';
import type { Clock, NewId } from './ports/process.ts';
import { packOf } from './views/words/index.ts';

// The first provider's sender has always been called so; another one's templates are not mixed with its.
const FIRST_SENDER_ID = 'main';

export type Rehearsal = {
  /** With the stand-in's sender. */
  readonly config: Config;
  readonly standIn: Pick<StandIn, 'phone' | 'readSample' | 'help' | 'stop'>;
};

/** Starts the stand-in of one provider. `baseUrl`: where Aval listens; asked when a webhook leaves. */
export async function startRehearsal(
  config: Config,
  deps: { readonly now: Clock; readonly newId: NewId; readonly baseUrl: () => string },
  entry: ProviderEntry,
): Promise<Rehearsal> {
  const start = await entry.rehearsal?.();
  if (!start) throw new Error(`${entry.facts.id} cannot be rehearsed with`);
  const { now, newId, baseUrl } = deps;
  const senderId = config.rehearsalProvider === undefined ? FIRST_SENDER_ID : entry.facts.id;
  const webhookUrl = () => `${baseUrl()}/webhooks/${entry.facts.id}/${senderId}`;
  const standIn = await start({ senderId, dataDir: config.dataDir, webhookUrl, now, newId });
  const label = `${packOf(config.policy.language).cast.simulator} ${standIn.shownNumber}`;
  const sender = senderOf(entry, { id: senderId, label, number: standIn.number, ...standIn.settings });
  return { config: { ...config, senders: [sender] }, standIn };
}
