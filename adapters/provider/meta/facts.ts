// What Meta's Cloud API is called and can do, as data. Figures are in `limits.ts`.

import { WHOLE_DIALECT } from '../../../src/domain/senders/dialect.ts';
import type { ProviderFacts } from '../../../src/ports/provider.ts';
import { LIMITS } from './limits.ts';
import { META_NAMES } from './names.ts';

export const META = {
  id: 'meta',
  names: META_NAMES,
  capabilities: {
    submits: 'api',
    edits: true,
    lists: true,
    follows: 'webhook',
    session: { text: true, media: true },
    // A send has no key of ours that could be asked for, and there is no list of messages.
    looksUp: false,
    opensConversations: false,
    returnRoutes: false,
    inboundReactions: true,
    reaches: ['phone', 'bsuid'],
  },
  limits: LIMITS,
  // The rules are Meta's own.
  dialect: WHOLE_DIALECT,
} as const satisfies ProviderFacts;
