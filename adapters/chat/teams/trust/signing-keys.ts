// Microsoft's signing keys, fetched once for all who wait. They turn forged tokens away before the SDK sees them: the SDK
// prints a line to stderr for each, remembers tenants out of unsigned claims, and fetches keys for every caller anew.
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import type { Clock } from '../../../../src/ports/process.ts';
import { jsonObject } from '../../../shared/vendor-call.ts';
import { createExchanges } from '../connector/exchange.ts';
import { keepsSecrets } from './connector-hosts.ts';

/** `endorsements`: the channels it may sign for; an empty list says nothing. */
export type SigningKey = { readonly key: KeyObject; readonly endorsements: readonly string[] };
export type SigningKeys = {
  /** Undefined: no such key. `unreadable`: there are no keys, or none of the last two days, and none can be had now. */
  find(kid: string): Promise<Result<SigningKey | undefined, 'unreadable'>>;
};
export type SigningKeysDeps = {
  readonly now: Clock;
  readonly deadlineMs: number;
  /** Told of every look at Microsoft's keys that failed; what is kept goes on counting. */
  readonly onFailure?: (() => void) | undefined;
};

/** Microsoft asks for a look a day. Half a day early leaves half a day for its server to come back before anybody notices. */
const RENEW_MS = 12 * 3_600_000;
/** Keys are published well before they sign and for a day or more after, so those of two days ago still say who is Microsoft. */
const KEPT_MS = 48 * 3_600_000;
/** The SDK looks for a key it does not know at most hourly; a minute later it surely does look when we have found one. */
const UNKNOWN_MS = 61 * 60_000;
/** After a failure nobody knocks again for this long: without keys, and with some. */
const REST_MS = { without: 2000, with: 5 * 60_000 };

export function createSigningKeys(openIdUrl: string, deps: SigningKeysDeps): SigningKeys {
  const http = createExchanges({ deadlineMs: deps.deadlineMs, maxBytes: 1_000_000, connections: 2 });
  let keys: ReadonlyMap<string, SigningKey> | undefined;
  let fetchedAt = 0;
  let failedAt = Number.NEGATIVE_INFINITY;
  let fetching: Promise<void> | undefined;
  const now = () => deps.now().getTime();
  const known = () => (now() - fetchedAt <= KEPT_MS ? keys : undefined);

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
      failedAt = now();
      deps.onFailure?.();
      return;
    }
    keys = found;
    fetchedAt = now();
  }

  function refreshOnce(): Promise<void> {
    if (now() - failedAt < (known() ? REST_MS.with : REST_MS.without)) return Promise.resolve();
    fetching ??= refresh().finally(() => {
      fetching = undefined;
    });
    return fetching;
  }

  return {
    async find(kid) {
      // Nobody waits for a renewal while there are keys: it goes on beside, and serves who comes after it.
      if (!known()) await refreshOnce();
      else if (now() - fetchedAt > RENEW_MS) void refreshOnce();
      // Only who names a key we do not have waits for a look, which happens at most hourly.
      if (known()?.has(kid) === false && now() - fetchedAt > UNKNOWN_MS) await refreshOnce();
      const found = known();
      return found ? ok(found.get(kid)) : err('unreadable');
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
