// Valid defaults for tests: a test states only what it is about.
import { AUTHENTICATION_BODY, AUTHENTICATION_SAMPLE } from '../../../src/domain/templates/authentication-text.ts';
import type { Template } from '../../../src/domain/templates/template.ts';

/** A template no rule has anything against. */
export function aTemplate(overrides: Partial<Template> = {}): Template {
  return {
    name: 'order_ready',
    language: 'en_US',
    category: 'UTILITY',
    parameterFormat: 'positional',
    body: {
      text: 'Hi {{1}}, your order {{2}} is ready. You can collect it at our main desk until Friday evening.',
      samples: { '1': 'Ana', '2': 'A-1042' },
    },
    buttons: [],
    ...overrides,
  };
}

/** A one-time code template no rule has anything against. */
export function aCodeTemplate(overrides: Partial<Template> = {}): Template {
  return aTemplate({
    name: 'login_code',
    category: 'AUTHENTICATION',
    body: { text: AUTHENTICATION_BODY, samples: { '1': AUTHENTICATION_SAMPLE } },
    buttons: [{ kind: 'otp', otpKind: 'copy_code' }],
    authentication: { securityRecommendation: true, expiryMinutes: 10 },
    ...overrides,
  });
}
