// Microsoft's signing keys, fetched once for all who wait. They turn forged tokens away before the SDK sees them: the SDK
// prints a line to stderr for each, remembers tenants out of unsigned claims, and fetches keys for every caller anew.
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { err, ok, type Result } from '../../../src/domain/result.ts';
import type { Clock } from '../../../src/ports.ts';
import { keepsSecrets } from './connector-hosts.ts';
import { createExchanges, jsonObject } from './exchange.ts';

/** `endorsements`: the channels it may sign for; an empty list says nothing. */
export type SigningKey = { readonly key: KeyObject; readonly endorsements: readonly string[] };
export type SigningKeys = {
  /** Undefined: no such key. `unreadable`: the keys cannot be had right now. */
  find(kid: string): Promise<Result<SigningKey | undefined, 'unreadable'>>;
};

/** As in the SDK: Microsoft asks for a look a day. */
const REFRESH_MS = 24 * 3_600_000;
/** The SDK looks for a key it does not know at most hourly; a minute later it surely does look when we have found one. */
const UNKNOWN_MS = 61 * 60_000;
/** After a failure nobody knocks again for this long. */
const REST_MS = 2000;

export function createSigningKeys(
  openIdUrl: string,
  deps: { readonly now: Clock; readonly deadlineMs: number },
): SigningKeys {
  const http = createExchanges({ deadlineMs: deps.deadlineMs, maxBytes: 1_000_000, connections: 2 });
  let keys: ReadonlyMap<string, SigningKey> | undefined;
  let fetchedAt = 0;
  let restUntil = 0;
  let fetching: Promise<void> | undefined;
  const now = () => deps.now().getTime();

  async function read(address: unknown): Promise<Readonly<Record<string, unknown>> | undefined> {
    const url = typeof address === 'string' ? URL.parse(address) : null;
    if (!url || !keepsSecrets(url)) return undefined;
    const got = await http.exchange({ method: 'GET', url });
    return got.ok && got.value.status === 200 ? jsonObject(got.value.text) : undefined;
  }

  async function refresh(): Promise<void> {
    const metadata = await read(openIdUrl);
    const set = metadata && (await read(metadata.jwks_uri));
    const found = Array.isArray(set?.keys) ? new Map(set.keys.flatMap(readKey)) : undefined;
    if (!found || found.size === 0) {
      restUntil = now() + REST_MS;
      return;
    }
    keys = found;
    fetchedAt = now();
  }

  function refreshOnce(): Promise<void> {
    if (now() < restUntil) return Promise.resolve();
    fetching ??= refresh().finally(() => {
      fetching = undefined;
    });
    return fetching;
  }

  return {
    async find(kid) {
      // Old keys stay when new ones cannot be had: the SDK, which decides, has its own.
      if (!keys || now() - fetchedAt > REFRESH_MS) await refreshOnce();
      if (keys && !keys.has(kid) && now() - fetchedAt > UNKNOWN_MS) await refreshOnce();
      return keys ? ok(keys.get(kid)) : err('unreadable');
    },
  };
}

/** Whether the key made this RS256 signature. */
export function isSignedBy(key: SigningKey, signed: string, signature: Buffer): boolean {
  return verify('RSA-SHA256', Buffer.from(signed), key.key, signature);
}

function readKey(jwk: unknown): readonly (readonly [string, SigningKey])[] {
  if (typeof jwk !== 'object' || jwk === null) return [];
  const { kid, kty, n, e, endorsements } = jwk as Readonly<Record<string, unknown>>;
  if (typeof kid !== 'string' || kty !== 'RSA' || typeof n !== 'string' || typeof e !== 'string') return [];
  try {
    const key = createPublicKey({ key: { kty, n, e }, format: 'jwk' });
    const names = Array.isArray(endorsements) ? endorsements.filter((each) => typeof each === 'string') : [];
    return [[kid, { key, endorsements: names }]];
  } catch {
    // Not a key Node can read: tokens that name it are refused as signed by nobody.
    return [];
  }
}
