// The cheap look at a request's token, before any key is fetched or any signature computed: is it one of the kinds of token
// Microsoft's channel sends, for us, now, about this service address? Proves nothing by itself.
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import { jsonObject } from '../../../shared/vendor-call.ts';

/** Issuer of every token the Bot Framework's channels send (commercial cloud and GCC). */
export const ISSUER = 'https://api.botframework.com';
/** Difference of clocks both Microsoft's documentation and its SDK allow. */
const SKEW_S = 5 * 60;
const MAX_CHARS = 10_000;

export type BearerToken = {
  readonly kid: string;
  /** What the signature is over. */
  readonly signed: string;
  readonly signature: Buffer;
  /** Who says it made the token: the Bot Framework, or Entra for our tenant. */
  readonly by: 'framework' | 'entra';
  /** The service address the token is about, as it writes it. */
  readonly serviceUrl: string;
};
export type BearerFault =
  | 'no_token'
  | 'malformed'
  | 'algorithm'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'not_yet_valid'
  | 'service_url';

/** `serviceUrl` undefined: not known yet, so not compared. Without a tenant nothing of Entra's is taken. */
type Expected = {
  readonly appId: string;
  readonly tenantId?: string | undefined;
  readonly serviceUrl: string | undefined;
  readonly now: Date;
};

/**
 * Reads an Authorization header. Refuses what the SDK would refuse later, and what it would take but we do not: tokens of the
 * emulator, of skills and of other channels, and tokens without an expiry or a `serviceurl` claim.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
 */
export function readBearerToken(
  authorization: string | undefined,
  expected: Expected,
): Result<BearerToken, BearerFault> {
  if (authorization === undefined || authorization === '') return err('no_token');
  const [, header, payload, signature] =
    (authorization.length <= MAX_CHARS && /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(authorization)) || [];
  if (header === undefined || payload === undefined || signature === undefined) return err('malformed');
  const head = jsonObject(decoded(header));
  const claims = jsonObject(decoded(payload));
  if (!head || !claims) return err('malformed');
  if (head.alg !== 'RS256') return err('algorithm');
  if (typeof head.kid !== 'string' || head.kid === '' || head.kid.length > 200) return err('malformed');
  const fault = faultOf(claims, expected);
  if (fault !== undefined) return err(fault);
  return ok({
    kid: head.kid,
    signed: `${header}.${payload}`,
    signature: Buffer.from(signature, 'base64url'),
    by: makerOf(claims.iss, expected.tenantId) ?? 'framework',
    serviceUrl: typeof claims.serviceurl === 'string' ? claims.serviceurl : '',
  });
}

/** The service address a token names, unproven: for an activity that names none, before the token is verified against it. */
export function serviceUrlIn(authorization: string | undefined): string {
  const payload = (authorization ?? '').slice(0, MAX_CHARS).split('.')[1] ?? '';
  const claim = jsonObject(decoded(payload))?.serviceurl;
  return typeof claim === 'string' ? claim : '';
}

/** Entra's issuers of one tenant: tokens of version 1 and of version 2. */
function makerOf(issuer: unknown, tenantId: string | undefined): BearerToken['by'] | undefined {
  if (issuer === ISSUER) return 'framework';
  if (typeof issuer !== 'string' || !tenantId) return undefined;
  const entra = [`https://sts.windows.net/${tenantId}`, `https://login.microsoftonline.com/${tenantId}/v2.0`];
  return entra.some((each) => isSameAddress(each, issuer)) ? 'entra' : undefined;
}

/** Microsoft writes one address with and without a last slash, and in any case. An empty one is none. */
export function isSameAddress(one: string, other: string): boolean {
  const plain = (address: string) => address.toLowerCase().replace(/\/$/, '');
  return plain(one) !== '' && plain(one) === plain(other);
}

/** Whether an audience is our app: its id, or one of the two names Microsoft makes of it. */
export function isOurAudience(audience: unknown, appId: string): boolean {
  return [appId, `api://${appId}`, `api://botid-${appId}`].some((each) => isApp(audience, each));
}

function faultOf(
  claims: Readonly<Record<string, unknown>>,
  { appId, tenantId, serviceUrl, now }: Expected,
): BearerFault | undefined {
  const { iss, aud, exp, nbf, serviceurl, azp = appId, appid = appId } = claims;
  const maker = makerOf(iss, tenantId);
  if (maker === undefined) return 'issuer';
  // Entra gives every app of the tenant a token for ours, and always names whom it gave it to.
  if (maker === 'entra' && claims.azp === undefined && claims.appid === undefined) return 'issuer';
  // Another bot's token names its app so; the channel's does not say it at all.
  if (!isApp(azp, appId) || !isApp(appid, appId)) return 'issuer';
  if (!isOurAudience(aud, appId)) return 'audience';
  if (typeof exp !== 'number' || (nbf !== undefined && typeof nbf !== 'number')) return 'malformed';
  const seconds = Math.floor(now.getTime() / 1000);
  if (seconds >= exp + SKEW_S) return 'expired';
  if (nbf !== undefined && nbf > seconds + SKEW_S) return 'not_yet_valid';
  if (serviceUrl === undefined) return undefined;
  return typeof serviceurl === 'string' && isSameAddress(serviceurl, serviceUrl) ? undefined : 'service_url';
}

function isApp(claim: unknown, appId: string): boolean {
  return typeof claim === 'string' && claim.toLowerCase() === appId.toLowerCase();
}

function decoded(part: string): string {
  return Buffer.from(part, 'base64url').toString('utf8');
}
