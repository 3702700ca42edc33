// Makes the parts that talk to the outside from the configuration. Used by the server and by `doctor`; starts nothing.
import { createMetaProvider } from '../adapters/provider/meta/index.ts';
import type { Settings } from './app/deps.ts';
import { metaSettingsOf } from './config/senders.ts';
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
  /** A rehearsal's own files in place of links people type. */
  readonly readSample?: ReadSample;
  readonly help?: readonly { readonly value: string; readonly what: string }[];
};

/** One provider per sender. */
export function createProviders(config: Config, deps: ComposeDeps): readonly Provider[] {
  const count = deps.count ?? (() => undefined);
  return config.senders.map((sender) =>
    createMetaProvider(
      { ...metaSettingsOf(sender), senderId: sender.id },
      {
        now: deps.now,
        log: deps.log,
        count,
        ...(deps.readSample && { readSample: deps.readSample }),
      },
    ),
  );
}

const HOUR_MS = 3_600_000;

/** The configuration in the terms of the use-cases. */
export function settingsOf(config: Config): Settings {
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
    httpMediaHosts: config.senders.flatMap((sender) => sender.mediaHosts ?? []),
  };
}
