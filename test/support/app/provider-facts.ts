// Providers unlike the first one, as data: a test says only what is different.
import { META } from '../../../adapters/provider/meta/facts.ts';
import type { Capabilities } from '../../../src/domain/senders/capabilities.ts';
import type { Dialect } from '../../../src/domain/senders/dialect.ts';
import type { Limits } from '../../../src/domain/senders/limits.ts';
import type { ProviderFacts } from '../../../src/ports/provider.ts';

export function someFacts(over: {
  readonly capabilities?: Partial<Capabilities>;
  readonly dialect?: Partial<Dialect>;
  readonly limits?: Partial<Limits>;
}): ProviderFacts {
  return {
    ...META,
    names: { provider: 'Postbox', console: 'Postbox Desk' },
    capabilities: { ...META.capabilities, ...over.capabilities },
    dialect: { ...META.dialect, ...over.dialect },
    limits: { ...META.limits, ...over.limits },
  };
}
