// Every provider there is, one line each. Configuration, routes, `doctor`, `lint`, rehearsals and the README's table are made
// from this list; the first one that can is rehearsed with.
import type { ProviderEntry } from './entry.ts';
import { meta } from './meta/entry.ts';
import { twilio } from './twilio/entry.ts';

export const PROVIDERS: readonly ProviderEntry[] = [meta, twilio];
