// Makes the parts that talk to the outside from the configuration. Used by the server and by `doctor`; starts nothing.
import type { ProviderEntry } from '../adapters/provider/entry.ts';
import { PROVIDERS } from '../adapters/provider/registry.ts';
import type { Settings } from './app/deps.ts';
import { clearSettings } from './config/senders.ts';
import type { Config } from './config.ts';
import type { Clock, Log, Memory, NewId } from './ports/process.ts';
import type { Provider, ReadSample } from './ports/provider.ts';
import type { CustomerPhone } from './ports/rehearsal.ts';

export type ComposeDeps = {
  readonly log: Log;
  readonly now: Clock;
  readonly newId: NewId;
  readonly count?: (metric: string, labels: Readonly<Record<string, string>>) => void;
  /** `what`: `slack http`, `teams http`; seconds from a request to its acknowledgement. */
  readonly observe?: (what: string, seconds: number) => void;
  /** What a platform's adapter keeps across restarts. */
  readonly memory: (platform: string) => Memory;
  /** The simulator's side of a rehearsal. */
  readonly phone?: CustomerPhone;
  /** How the outside world calls Aval; `PUBLIC_URL` when left out. In a rehearsal this machine. */
  readonly publicUrl?: () => string;
  /** A rehearsal's own files in place of links people type. */
  readonly readSample?: ReadSample;
  readonly help?: readonly { readonly value: string; readonly what: string }[];
};

/** One provider per sender; each adapter is loaded only where it is used. */
export async function createProviders(
  config: Config,
  deps: ComposeDeps,
  entries: readonly ProviderEntry[] = PROVIDERS,
): Promise<readonly Provider[]> {
  const count = deps.count ?? (() => undefined);
  const publicUrl = deps.publicUrl ?? (() => config.server.publicUrl);
  return Promise.all(
    config.senders.map((sender) => {
      const entry = entries.find(({ facts }) => facts.id === sender.provider);
      if (!entry) throw new Error(`no provider ${sender.provider}`); // the configuration lets no other one through
      return entry.create(clearSettings(sender), sender.id, {
        now: deps.now,
        log: deps.log,
        count,
        webhookUrl: () => {
          const base = publicUrl();
          return base === undefined ? undefined : `${base}/webhooks/${sender.provider}/${sender.id}`;
        },
        ...(deps.readSample && { readSample: deps.readSample }),
      });
    }),
  );
}

const HOUR_MS = 3_600_000;

/** The configuration in the terms of the use-cases. */
export function settingsOf(config: Config, providers: readonly Provider[]): Settings {
  const { policy, places } = config;
  return {
    senders: config.senders.map(({ id, label, number }) => ({ id, label, ...(number && { ownNumber: number }) })),
    places: { approval: places.approval, admin: places.admin, sends: places.sends ?? [] },
    roles: config.roles,
    channelLocale: policy.language,
    quorum: policy.quorum,
    undoMs: policy.undoSeconds * 1000,
    remindAfterMs: policy.remindAfterHours * HOUR_MS,
    expireAfterMs: policy.expireAfterHours * HOUR_MS,
    pollEveryMs: policy.pollMinutes * 60_000,
    syncEveryMs: policy.syncMinutes * 60_000,
    requireOptIn: policy.requireOptIn,
    stopMeans: policy.stopMeans,
    notify: policy.notify,
    httpMediaHosts: providers.flatMap(({ mediaHosts }) => mediaHosts),
  };
}
