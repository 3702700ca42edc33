// What proves to Entra that we are the app: a client secret, an assertion signed with a certificate's key, or a token that
// another identity provider wrote into a file. Files are read anew for every login, so that a renewed one counts at once.
import { constants, createHash, createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Failure } from '../../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import { loginRefused } from '../connector/failure.ts';

export type Credential =
  | { readonly kind: 'secret'; readonly secret: string }
  /** PEM: the certificate and its RSA private key, not encrypted. */
  | { readonly kind: 'certificate'; readonly file: string }
  /** A JWT of the identity provider that the app trusts, and nothing else. */
  | { readonly kind: 'federated'; readonly file: string };

type Login = {
  readonly appId: string;
  /** The token address: an assertion is good for it alone. */
  readonly audience: string;
  readonly now: Date;
};

/** https://learn.microsoft.com/entra/identity-platform/certificate-credentials */
const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const LIFE_S = 300;
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** The fields of the token request that carry the proof. A failure names what is wrong with the file, never what is in it. */
export async function proofOf(
  credential: Credential,
  login: Login,
): Promise<Result<Readonly<Record<string, string>>, Failure>> {
  if (credential.kind === 'secret') return ok({ client_secret: credential.secret });
  const text = await readFile(credential.file, 'utf8').catch(() => undefined);
  const assertion =
    credential.kind === 'certificate' ? signedWith(text ?? '', login) : text !== undefined && tokenIn(text);
  if (!assertion)
    return unusable(credential.kind === 'certificate' ? 'certificate_unreadable' : 'federated_unreadable');
  if (typeof assertion === 'object') return unusable(assertion.wrong);
  return ok({ client_assertion_type: ASSERTION, client_assertion: assertion });
}

function tokenIn(text: string): string | undefined {
  const token = text.trim();
  return JWT.test(token) ? token : undefined;
}

type Wrong = { readonly wrong: 'certificate_expired' | 'certificate_not_yet' | 'certificate_key' };

function signedWith(pem: string, { appId, audience, now }: Login): string | Wrong | undefined {
  const pair = readPair(pem);
  if (!pair) return undefined;
  const { certificate, key } = pair;
  if (key.asymmetricKeyType !== 'rsa' || !certificate.checkPrivateKey(key)) return { wrong: 'certificate_key' };
  if (now.getTime() >= Date.parse(certificate.validTo)) return { wrong: 'certificate_expired' };
  if (now.getTime() < Date.parse(certificate.validFrom)) return { wrong: 'certificate_not_yet' };
  const from = Math.floor(now.getTime() / 1000);
  const thumbprint = createHash('sha256').update(certificate.raw).digest('base64url');
  const header = { alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint };
  const claims = { aud: audience, iss: appId, sub: appId, jti: randomUUID(), iat: from, nbf: from, exp: from + LIFE_S };
  const signed = `${encoded(header)}.${encoded(claims)}`;
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, ...padding }).toString('base64url')}`;
}

function readPair(pem: string) {
  try {
    // Of a chain the first is ours.
    return { certificate: new X509Certificate(pem), key: createPrivateKey(pem) };
  } catch {
    // What OpenSSL says of it may hold parts of the file.
    return undefined;
  }
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function unusable(code: string): Result<never, Failure> {
  return err({ ...loginRefused(0, ''), code });
}
