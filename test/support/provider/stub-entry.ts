// A provider as a newcomer would add one: its data, two settings, and a double behind them. Nothing of it is in the sources.
import { z } from 'zod';
import { type ProviderEntry, providerEntry } from '../../../adapters/provider/entry.ts';
import { META } from '../../../adapters/provider/meta/facts.ts';
import type { ProviderDeps, ProviderFacts } from '../../../src/ports/provider.ts';
import { type FakeProvider, fakeProvider } from '../app/fake-provider.ts';

/** It cannot submit, and tells of reviews only when it is asked. */
export const PIGEON: ProviderFacts = {
  id: 'pigeon',
  names: { provider: 'Pigeon Post', console: 'the dovecote' },
  capabilities: { ...META.capabilities, submits: 'hand_off', edits: false, follows: 'polling', reaches: ['phone'] },
  limits: {
    ...META.limits,
    webhookBytes: 2_000,
    repeatsWithinDays: 20,
    timeouts: { submit: 1, read: 90_000, send: 1 },
  },
  dialect: { ...META.dialect, languages: ['en', 'es'], neverTells: ['quality'] },
};

const PigeonSettings = z.object({
  apiUrl: z.url().meta({ description: 'Where the loft is.', expected: 'an address' }),
  ring: z
    .string()
    .min(3)
    .meta({ description: 'Ring of the bird.', expected: 'a ring', hint: 'on its left leg', secret: true }),
  previousRing: z.string().optional().meta({ description: 'Ring before it.', expected: 'a ring', secret: true }),
});

export type Pigeon = FakeProvider & {
  readonly settings: z.output<typeof PigeonSettings>;
  readonly given: ProviderDeps;
};

/** The entry, and every sender made from it so far. */
export function pigeonEntry(): { readonly entry: ProviderEntry; readonly made: Map<string, Pigeon> } {
  const made = new Map<string, Pigeon>();
  const entry = providerEntry({
    facts: PIGEON,
    settings: PigeonSettings,
    create: async (settings, senderId, given) => {
      const pigeon = { ...fakeProvider(senderId, PIGEON), settings, given };
      made.set(senderId, pigeon);
      return pigeon;
    },
  });
  return { entry, made };
}
