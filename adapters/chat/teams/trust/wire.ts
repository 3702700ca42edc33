// The only file that knows botbuilder. The SDK does what we should not write ourselves: telling whether a request really
// comes from Microsoft (signed token, rolling keys). It is out of support since 31 Dec 2025; its successor replaces this file.
import type { Activity, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import type { Clock } from '../../../../src/ports/process.ts';
import { type BearerToken, ISSUER, isOurAudience, readBearerToken } from './bearer-token.ts';
import { createJudge, type Verdict, withGrace } from './judge.ts';
import { createSigningKeys, isSignedBy, type SigningKey } from './signing-keys.ts';

/** 503: Microsoft's keys could not be read, so nobody can be believed right now. `why`: one word of a closed list. */
export type Unverified = { readonly status: 401 | 403 | 503; readonly why: string };

export type Wire = {
  /**
   * The cheap half of `verify`, of the header alone: what fails here fails there. It spares strangers' requests from being
   * read at all; who passes has proved nothing.
   */
  glance(authorization: string | undefined): Result<undefined, Unverified>;
  /**
   * Whether this activity was sent by Microsoft's channel to our app. `serviceUrl` must be the token's own claim but for case
   * and a last slash; the claim must be there. Never throws, never calls anything but the key address.
   */
  verify(
    authorization: string | undefined,
    activity: { readonly channelId: string; readonly serviceUrl: string },
  ): Promise<Result<undefined, Unverified>>;
};

export type WireSettings = {
  readonly appId: string;
  /** OpenID metadata of the Bot Framework; names issuer and keys. */
  readonly openIdUrl: string;
  /** Our Entra tenant: tokens it issued for our app are taken too. */
  readonly tenantId?: string;
  /** Where Entra publishes its keys. */
  readonly loginUrl?: string;
};

/** Microsoft's key server is away. Nobody notices for two days; then every request is answered 503. */
export type WireTrouble = 'keys_away' | 'sdk_without_keys';

const CHANNEL = 'msteams';
const KEYS_DEADLINE_MS = 4000;
const ENTRA = 'https://login.microsoftonline.com';

/**
 * Loads the SDK, which a process without Teams never does. Throws for an empty app id: the SDK takes it for "no
 * authentication".
 */
export async function loadWire(
  settings: WireSettings,
  deps: { readonly now?: Clock; readonly deadlineMs?: number; readonly onTrouble?: (what: WireTrouble) => void } = {},
): Promise<Wire> {
  const appId = settings.appId.trim();
  if (appId === '') throw new Error('Teams needs an app id: without one the SDK would take every request for genuine');
  const now = deps.now ?? (() => new Date());
  const deadlineMs = deps.deadlineMs ?? KEYS_DEADLINE_MS;
  const sdk = await loadSdk(appId, settings.openIdUrl);
  const keysAt = (url: string) =>
    createSigningKeys(url, { now, deadlineMs, onFailure: () => deps.onTrouble?.('keys_away') });
  const keys = keysAt(settings.openIdUrl);
  const { tenantId } = settings;
  const entraKeys = tenantId ? keysAt(entraMetadata(settings.loginUrl ?? ENTRA, tenantId)) : undefined;
  const ask = createJudge((authorization, serviceUrl) => askSdk(sdk, appId, authorization, serviceUrl), {
    now,
    deadlineMs,
  });
  const judge = withGrace(ask, { now, onGrace: () => deps.onTrouble?.('sdk_without_keys') });

  /** Microsoft's own set first; what Entra made may be signed by a key of our tenant's set. */
  async function keyOf({ kid, by }: BearerToken): Promise<Result<SigningKey | undefined, 'unreadable'>> {
    const found = await keys.find(kid);
    if (by !== 'entra' || !entraKeys || (found.ok && found.value)) return found;
    return entraKeys.find(kid);
  }

  return {
    glance(authorization) {
      const token = readBearerToken(authorization, { appId, tenantId, serviceUrl: undefined, now: now() });
      return token.ok ? ok(undefined) : refuse(401, token.error);
    },

    async verify(authorization, activity) {
      if (activity.channelId !== CHANNEL) return refuse(403, 'channel');
      const { serviceUrl } = activity;
      const token = readBearerToken(authorization, { appId, tenantId, serviceUrl, now: now() });
      if (!token.ok) return refuse(token.error === 'service_url' ? 403 : 401, token.error);
      const found = await keyOf(token.value);
      if (!found.ok) return refuse(503, 'keys');
      if (!found.value) return refuse(401, 'unknown_key');
      const { endorsements } = found.value;
      if (endorsements.length > 0 && !endorsements.includes(CHANNEL)) return refuse(401, 'endorsement');
      if (!isSignedBy(found.value, token.value.signed, token.value.signature)) return refuse(401, 'signature');
      // The SDK knows Entra only as the emulator's issuer and has no say about ours; nothing of the above was left out.
      if (token.value.by === 'entra') return ok(undefined);
      // It compares to the letter, so it is told the address as the token writes it.
      const verdict = await judge(authorization ?? '', token.value.serviceUrl);
      if (verdict === 'no_keys') return refuse(503, 'keys');
      return verdict === 'believed' ? ok(undefined) : refuse(401, 'refused_by_sdk');
    },
  };
}

function refuse(status: Unverified['status'], why: string): Result<undefined, Unverified> {
  return err({ status, why });
}

async function loadSdk(appId: string, openIdUrl: string): Promise<ConfigurationBotFrameworkAuthentication> {
  const { ConfigurationBotFrameworkAuthentication: Authentication } = await import('botbuilder');
  return new Authentication(
    {
      ToBotFromChannelTokenIssuer: ISSUER,
      ToBotFromChannelOpenIdMetadataUrl: openIdUrl,
      // Named too, or the SDK would take the whole set from its own table. Nothing here ever calls these.
      ToBotFromEmulatorOpenIdMetadataUrl: openIdUrl,
      ToChannelFromBotLoginUrl: 'https://login.invalid',
      ToChannelFromBotOAuthScope: ISSUER,
      OAuthUrl: 'https://oauth.invalid',
      CallerId: 'urn:botframework:azure',
    },
    {
      isValidAppId: async (id: string) => isOurAudience(id, appId),
      isAuthenticationDisabled: async () => false,
      // The SDK only reads here; calls to Teams are connector.ts's.
      createCredentials: () => Promise.reject(new Error('the SDK makes no calls of its own')),
    },
  );
}

/** The SDK's judgement, and ours of what it took the token for. Never throws. */
async function askSdk(
  sdk: ConfigurationBotFrameworkAuthentication,
  appId: string,
  authorization: string,
  serviceUrl: string,
): Promise<Verdict> {
  try {
    // It reads these two fields of an activity and no other.
    const activity = { channelId: CHANNEL, serviceUrl } as Activity;
    const { claimsIdentity } = await sdk.authenticateRequest(activity, authorization);
    const claim = (name: string) => claimsIdentity.getClaimValue(name);
    const ours =
      claimsIdentity.isAuthenticated &&
      claim('iss') === ISSUER &&
      isOurAudience(claim('aud'), appId) &&
      claim('serviceurl') === serviceUrl;
    return ours ? 'believed' : 'refused';
  } catch (cause) {
    // Turns the SDK's errors into ours: 401 and jsonwebtoken's own are refusals, all else is about its keys.
    return isRefusal(cause) ? 'refused' : 'no_keys';
  }
}

function isRefusal(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  const { statusCode } = cause as Error & { readonly statusCode?: unknown };
  return statusCode === 401 || statusCode === 403 || REFUSALS.has(cause.name);
}

const REFUSALS = new Set(['JsonWebTokenError', 'NotBeforeError', 'TokenExpiredError']);

function entraMetadata(loginUrl: string, tenantId: string): string {
  return `${loginUrl.replace(/\/$/, '')}/${encodeURIComponent(tenantId)}/v2.0/.well-known/openid-configuration`;
}
