// What a provider's folder gives to the rest: its data, the settings of its senders, and how to make one. `registry.ts` lists
// one of these per provider; heavy parts are loaded only when they are used.
import type { z } from 'zod';
import type { Finding, Template } from '../../src/domain/templates/template.ts';
import type { Clock, NewId } from '../../src/ports/process.ts';
import type { Provider, ProviderDeps, ProviderFacts, ReadSample } from '../../src/ports/provider.ts';
import type { CustomerPhone } from '../../src/ports/rehearsal.ts';

/**
 * The settings a sender of this provider has in the YAML file, besides `id`, `label`, `number` and `provider`. Each field says
 * in its metadata `description`, `expected` and perhaps `hint` and `shownDefault`; `secret: true` marks tokens, which are then
 * never printed. Every provider has `apiUrl`.
 */
type SettingsSchema = z.ZodObject<z.core.$ZodLooseShape & { readonly apiUrl: z.core.$ZodType<string> }>;

/** Settings as the schema gives them, tokens in the clear. */
export type ClearSettings = Readonly<Record<string, unknown>>;

export type ProviderEntry = {
  readonly facts: ProviderFacts;
  readonly settings: SettingsSchema;
  /** One sender. Nothing is called until it is used. */
  readonly create: (settings: ClearSettings, senderId: string, deps: ProviderDeps) => Promise<Provider>;
  /** Reads files of templates in the provider's own format, for `lint`. */
  readonly templateFiles?: () => Promise<ReadTemplateFile>;
  /** Starts the provider's stand-in on this machine. */
  readonly rehearsal?: () => Promise<StartStandIn>;
};

/** Ties the schema to what is made from it: `create` gets exactly what `settings` gives. */
export function providerEntry<S extends SettingsSchema>(
  entry: Omit<ProviderEntry, 'settings' | 'create'> & {
    readonly settings: S;
    readonly create: (settings: z.output<S>, senderId: string, deps: ProviderDeps) => Promise<Provider>;
  },
): ProviderEntry {
  // The configuration hands over what this very schema gave.
  return { ...entry, create: (settings, senderId, deps) => entry.create(settings as z.output<S>, senderId, deps) };
}

/** One template of a file, or what kept it from being read. `name` as it stands in the file. */
export type FileTemplate = {
  readonly name: string | null;
  readonly template?: Template;
  readonly findings: readonly Finding[];
  /** It exists at the provider: whatever is odd about it was taken. */
  readonly isReadBack?: true;
};

/**
 * The templates of a file in order, and whether it surely is in this provider's format; or what is wrong with the file,
 * to stand behind its name: `is not valid JSON`.
 */
export type ReadTemplateFile = (
  text: string,
) =>
  | { readonly ok: true; readonly value: readonly FileTemplate[]; readonly isOurs: boolean }
  | { readonly ok: false; readonly error: string };

export type StandInOptions = {
  readonly senderId: string;
  /** For what must outlive a restart: secrets, what was under way. */
  readonly dataDir: string;
  /** Asked when an event leaves. */
  readonly webhookUrl: () => string;
  readonly now: Clock;
  readonly newId: NewId;
};

/** A vendor on loopback: the sender that uses it, and the customers' side. */
export type StandIn = {
  /** As they would stand in the YAML file. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The number messages come from, E.164, and as people write it. */
  readonly number: string;
  readonly shownNumber: string;
  readonly phone: CustomerPhone;
  readonly readSample: ReadSample;
  /** Names and numbers it reacts to. */
  readonly help: readonly { readonly value: string; readonly what: string }[];
  stop(): Promise<void>;
};
export type StartStandIn = (options: StandInOptions) => Promise<StandIn>;
