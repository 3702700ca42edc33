// Microsoft's signing side on this machine: RSA keys, the OpenID document and key set that name them, and tokens signed with
// them or, on purpose, with something else.
import {
  constants,
  createHash,
  createHmac,
  generateKeyPairSync,
  type KeyObject,
  sign as rsaSign,
  verify,
  X509Certificate,
} from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export const BOT_FRAMEWORK = 'https://api.botframework.com';

export type Claims = Readonly<Record<string, unknown>>;
/** How a token is made wrong. `key: 'foreign'`: right in everything but the key. `HS256`: signed with the public key's text. */
export type Forgery = {
  readonly key?: 'foreign';
  readonly kid?: string;
  readonly alg?: 'RS256' | 'none' | 'HS256';
  readonly header?: Claims;
};

type Pair = { readonly kid: string; readonly privateKey: KeyObject; readonly publicKey: KeyObject };
// Making one takes a while, so every key set of a test file draws from the same ones, in order. The first is the stranger's.
const made: Pair[] = [];
function pair(index: number): Pair {
  while (made.length <= index)
    made.push({ kid: `key-${made.length}`, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) });
  return made[index]!;
}
const STRANGER = 0;

export type TokenKeys = {
  /** Signs with the newest key. Claims that are undefined are left out. */
  sign(claims: Claims, forgery?: Forgery): string;
  /** A new key signs from now on. `published: false`: the key set does not name it yet. */
  rotate(how?: { readonly published?: boolean }): void;
  publish(): void;
  /** The key that signs is taken out of the key set; it goes on signing. */
  withdraw(): void;
  /** The channels the keys say they may sign for. Default `['msteams']`. */
  endorse(channels: readonly string[]): void;
  keySet(): object;
};

export function createTokenKeys(): TokenKeys {
  let index = 1;
  let current = pair(index);
  const published: Pair[] = [current];
  let endorsements: readonly string[] = ['msteams'];
  return {
    sign(claims, forgery = {}) {
      const signer = forgery.key === 'foreign' ? pair(STRANGER) : current;
      const alg = forgery.alg ?? 'RS256';
      const header = { alg, typ: 'JWT', kid: forgery.kid ?? current.kid, ...forgery.header };
      const signed = `${encoded(header)}.${encoded(claims)}`;
      return `${signed}.${signatureOf(signed, alg, signer)}`;
    },
    rotate({ published: named = true } = {}) {
      index += 1;
      current = pair(index);
      if (named) published.push(current);
    },
    publish() {
      published.push(current);
    },
    withdraw() {
      published.splice(0, published.length, pair(STRANGER));
    },
    endorse(channels) {
      endorsements = channels;
    },
    keySet: () => ({
      keys: published.map(({ kid, publicKey }) => ({
        ...publicKey.export({ format: 'jwk' }),
        kid,
        use: 'sig',
        x5t: kid,
        endorsements,
      })),
    }),
  };
}

/** What Microsoft's channel puts into a token for us, valid for an hour from now. */
export function channelClaims(
  about: { readonly appId: string; readonly serviceUrl: string },
  now = Math.floor(Date.now() / 1000),
): Claims {
  return { serviceurl: about.serviceUrl, nbf: now, exp: now + 3600, iss: BOT_FRAMEWORK, aud: about.appId };
}

export type KeyServer = TokenKeys & {
  /** For the setting that names the OpenID metadata. */
  readonly openIdUrl: string;
  /** Paths asked for, in order: `metadata`, `keys`. */
  readonly asked: string[];
  /** A status for everything, `hang`, or `ok`; `after` that many more requests that go well. */
  be(how: number | 'hang' | 'ok', after?: number): void;
  stop(): Promise<void>;
};

export async function startKeyServer(): Promise<KeyServer> {
  const keys = createTokenKeys();
  const asked: string[] = [];
  let how: number | 'hang' | 'ok' = 'ok';
  let fine = 0;
  const server = createServer((request, response) => {
    const wantsKeys = request.url === '/keys';
    asked.push(wantsKeys ? 'keys' : 'metadata');
    fine -= 1;
    const now = fine < 0 ? how : 'ok';
    if (now === 'hang') return;
    if (now !== 'ok') return void response.writeHead(now).end();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(wantsKeys ? keys.keySet() : openIdMetadata(`${base}/keys`)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...keys,
    openIdUrl: `${base}/openid`,
    asked,
    be(next, after = 0) {
      how = next;
      fine = after;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function openIdMetadata(keysUrl: string): object {
  return {
    issuer: BOT_FRAMEWORK,
    authorization_endpoint: 'https://invalid.example',
    jwks_uri: keysUrl,
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
  };
}

const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** What Entra would say of an assertion that stands for the secret; undefined: nothing, it is believed. */
export function doubtAboutAssertion(
  body: Claims,
  about: {
    readonly appId: string;
    readonly audience: string;
    readonly certificates: readonly string[];
    readonly federated: readonly string[];
  },
): string | undefined {
  const assertion = String(body.client_assertion);
  if (body.client_secret !== undefined || body.client_assertion_type !== ASSERTION)
    return 'AADSTS900144: The request body must contain exactly one credential.';
  if (about.federated.includes(assertion)) return undefined;
  const [header = '', claims = '', signature = ''] = assertion.split('.');
  const { alg, 'x5t#S256': thumbprint } = decoded(header);
  if (thumbprint === undefined) return 'AADSTS70021: No matching federated identity record found.';
  const certificate = about.certificates
    .map((pem) => new X509Certificate(pem))
    .find(({ raw }) => createHash('sha256').update(raw).digest('base64url') === thumbprint);
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  const isSigned =
    alg === 'PS256' &&
    certificate !== undefined &&
    verify(
      'sha256',
      Buffer.from(`${header}.${claims}`),
      { key: certificate.publicKey, ...padding },
      Buffer.from(signature, 'base64url'),
    );
  if (!isSigned) return 'AADSTS700027: The certificate with identifier used to sign is not registered.';
  const { aud, iss, sub, jti, nbf, exp } = decoded(claims);
  const isOurs = aud === about.audience && iss === about.appId && sub === about.appId && typeof jti === 'string';
  const now = Date.now() / 1000;
  if (!isOurs) return 'AADSTS50027: JWT token is invalid or malformed.';
  if (!(Number(nbf) <= now + 300 && Number(exp) > now - 300 && Number(exp) - Number(nbf) <= 600))
    return 'AADSTS700024: Client assertion is not within its valid time range.';
  return undefined;
}

function decoded(part: string): Claims {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Claims;
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function signatureOf(signed: string, alg: string, signer: Pair): string {
  if (alg === 'none') return '';
  if (alg === 'HS256') {
    const secret = signer.publicKey.export({ format: 'pem', type: 'spki' });
    return createHmac('sha256', secret).update(signed).digest('base64url');
  }
  return rsaSign('RSA-SHA256', Buffer.from(signed), signer.privateKey).toString('base64url');
}
