// Settings, templates, recorded payloads and signed webhooks for tests of the Meta adapter.
import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createMetaProvider } from '../../../adapters/provider/meta/index.ts';
import type { MetaSettings } from '../../../adapters/provider/meta/settings.ts';
import type { Template } from '../../../src/domain/templates/template.ts';
import type { RawRequest } from '../../../src/ports/http.ts';
import type { Provider } from '../../../src/ports/provider.ts';

export const NOW = new Date('2025-11-20T12:30:00.000Z');

export const META: MetaSettings & { readonly senderId: string } = {
  senderId: 'main',
  apiUrl: 'http://127.0.0.1:1',
  version: 'v25.0',
  wabaId: '102290129340398',
  phoneNumberId: '106540352242922',
  appId: '670843887433847',
  appSecret: 'app-secret',
  accessToken: 'access-token',
  verifyToken: 'verify-token',
  timeoutMs: 5_000,
};

export type Counted = { readonly metric: string; readonly labels: Record<string, string> };

/** A provider at `apiUrl` and everything it counted and logged. */
export function metaProvider(settings: Partial<MetaSettings>): {
  readonly provider: Provider;
  readonly counted: Counted[];
  readonly logged: unknown[];
} {
  const counted: Counted[] = [];
  const logged: unknown[] = [];
  const note = (fields: unknown, message: string) => logged.push({ fields, message });
  const provider = createMetaProvider(
    { ...META, ...settings },
    {
      now: () => NOW,
      log: { info: note, warn: note, error: note },
      count: (metric, labels) => counted.push({ metric, labels }),
    },
  );
  return { provider, counted, logged };
}

const FIXTURES = new URL('../../fixtures/meta/', import.meta.url);

/** Exact text of a recorded payload; numbers beyond 2^53 would not survive JSON.parse. */
export function fixture(name: string): string {
  return readFileSync(new URL(`${name}.json`, FIXTURES), 'utf8');
}

export function fixtureNames(prefix: string): readonly string[] {
  return readdirSync(FIXTURES)
    .filter((file) => file.startsWith(prefix))
    .map((file) => file.replace('.json', ''));
}

/** A recorded answer of Meta's as JSON. */
export function recorded(name: string): unknown {
  return JSON.parse(fixture(name));
}

/** A webhook as Meta would send it, signed with `secret`. */
export function signed(body: string | Buffer, secret = META.appSecret): RawRequest {
  const bytes = Buffer.from(body);
  const digest = createHmac('sha256', secret).update(bytes).digest('hex');
  return webhook(bytes, { 'x-hub-signature-256': `sha256=${digest}` });
}

export function webhook(body: Buffer, headers: RawRequest['headers'], query = ''): RawRequest {
  return {
    method: 'POST',
    path: '/webhooks/meta/main',
    url: `https://aval.example.com/webhooks/meta/main${query === '' ? '' : `?${query}`}`,
    params: { senderId: 'main' },
    query: new URLSearchParams(query),
    headers,
    body,
    remoteAddress: '203.0.113.7',
  };
}

/** A valid template; a test states only what it is about. */
export function aMetaTemplate(changes: Partial<Template> = {}): Template {
  return {
    name: 'order_ready',
    language: 'en_US',
    category: 'UTILITY',
    parameterFormat: 'positional',
    body: { text: 'Your order {{1}} is ready to collect.', samples: { 1: 'A-100' } },
    buttons: [],
    ...changes,
  };
}
