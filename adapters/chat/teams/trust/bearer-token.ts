// The cheap look at a request's token, before any key is fetched or any signature computed: is it the kind of token
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

/** `serviceUrl` undefined: not known yet, so not compared. */
type Expected = { readonly appId: string; readonly serviceUrl: string | undefined; readonly now: Date };

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
  return ok({ kid: head.kid, signed: `${header}.${payload}`, signature: Buffer.from(signature, 'base64url') });
}

function faultOf(
  claims: Readonly<Record<string, unknown>>,
  { appId, serviceUrl, now }: Expected,
): BearerFault | undefined {
  const { iss, aud, exp, nbf, serviceurl, azp = appId, appid = appId } = claims;
  if (iss !== ISSUER) return 'issuer';
  // Another bot's token names its app so; the channel's does not say it at all.
  if (!isApp(azp, appId) || !isApp(appid, appId)) return 'issuer';
  if (!isApp(aud, appId)) return 'audience';
  if (typeof exp !== 'number' || (nbf !== undefined && typeof nbf !== 'number')) return 'malformed';
  const seconds = Math.floor(now.getTime() / 1000);
  if (seconds >= exp + SKEW_S) return 'expired';
  if (nbf !== undefined && nbf > seconds + SKEW_S) return 'not_yet_valid';
  if (serviceUrl === undefined) return undefined;
  return serviceurl === serviceUrl && serviceUrl !== '' ? undefined : 'service_url';
}

function isApp(claim: unknown, appId: string): boolean {
  return typeof claim === 'string' && claim.toLowerCase() === appId.toLowerCase();
}

function decoded(part: string): string {
  return Buffer.from(part, 'base64url').toString('utf8');
}
