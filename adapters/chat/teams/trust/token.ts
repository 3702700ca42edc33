// Our token for Teams' connector: OAuth client credentials at the app's tenant, fetched once for all callers and kept.

import type { Failure } from '../../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import type { Clock } from '../../../../src/ports/process.ts';
import { brokenServer, noAnswer, unreachable } from '../../../shared/lost-call.ts';
import { jsonObject } from '../../../shared/vendor-call.ts';
import { createExchanges, header } from '../connector/exchange.ts';
import { limited, loginRefused } from '../connector/failure.ts';
import { keepsSecrets } from './connector-hosts.ts';
import { type Credential, proofOf } from './credential.ts';

export type TokenSettings = {
  /** E.g. `https://login.microsoftonline.com`. */
  readonly loginUrl: string;
  readonly tenantId: string;
  readonly appId: string;
  /** Used unless there is a `credential`. */
  readonly appSecret: string;
  readonly credential?: Credential | undefined;
};
export type TokenSource = {
  /** `refused`: a token Teams just answered 401 to; another one is fetched, but not more than once a minute. */
  token(refused?: string): Promise<Result<string, Failure>>;
  close(): Promise<void>;
};

/** https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication */
const SCOPE = 'https://api.botframework.com/.default';
const EARLY_MS = 5 * 60_000;
const YOUNG_MS = 60_000;
/** A failed login is everybody's answer for this long, so that a queue of calls does not knock one by one. */
const FAILURE_KEPT_MS = 5000;
const DEFAULT_WAIT_S = 30;

type Kept = { readonly token: string; readonly since: number; readonly renewAt: number; readonly until: number };

export function createTokenSource(
  settings: TokenSettings,
  deps: { readonly now: Clock; readonly deadlineMs?: number },
): TokenSource {
  const url = loginAddress(settings);
  const http = createExchanges({ deadlineMs: deps.deadlineMs ?? 10_000, maxBytes: 100_000, connections: 2 });
  let kept: Kept | undefined;
  let failed: { readonly failure: Failure; readonly until: number } | undefined;
  let fetching: Promise<Result<Kept, Failure>> | undefined;

  const now = () => deps.now().getTime();
  const { appId, credential = { kind: 'secret', secret: settings.appSecret } } = settings;

  async function login(): Promise<Result<Kept, Failure>> {
    if (!url) return err({ ...loginRefused(0, ''), code: 'insecure_login_url' });
    const proof = await proofOf(credential, { appId, audience: url.href, now: deps.now() });
    if (!proof.ok) return proof;
    const asked = { grant_type: 'client_credentials', client_id: appId, scope: SCOPE, ...proof.value };
    const body = new URLSearchParams(asked).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const got = await http.exchange({ method: 'POST', url, headers, body });
    if (!got.ok) return err(got.error.sent ? noAnswer(got.error.code, true) : unreachable(got.error.code));
    const { status, text } = got.value;
    if (status === 429) {
      const seconds = Number(header(got.value, 'retry-after'));
      return err(limited(new Date(now() + (seconds > 0 ? seconds : DEFAULT_WAIT_S) * 1000).toISOString(), '429'));
    }
    if (status >= 500) return err(brokenServer(status, true));
    if (status !== 200) return err(loginRefused(status, text));
    return readToken(text, now());
  }

  function fetchOnce(): Promise<Result<Kept, Failure>> {
    fetching ??= login()
      .then((got) => {
        if (got.ok) kept = got.value;
        failed = got.ok ? undefined : { failure: got.error, until: now() + FAILURE_KEPT_MS };
        return got;
      })
      .finally(() => {
        fetching = undefined;
      });
    return fetching;
  }

  return {
    async token(refused) {
      const at = now();
      if (kept && kept.token === refused && at - kept.since >= YOUNG_MS) kept = undefined;
      if (kept && at < kept.renewAt) return ok(kept.token);
      // A renewal that fails does no harm while the old token lives.
      const alive = kept && at < kept.until ? kept : undefined;
      if (failed && at < failed.until) return alive ? ok(alive.token) : err(failed.failure);
      const got = await fetchOnce();
      if (got.ok) return ok(got.value.token);
      return alive ? ok(alive.token) : got;
    },
    close: () => http.close(),
  };
}

function loginAddress({ loginUrl, tenantId }: TokenSettings): URL | undefined {
  const base = URL.parse(loginUrl.endsWith('/') ? loginUrl : `${loginUrl}/`);
  if (!base || !keepsSecrets(base)) return undefined;
  return new URL(`${encodeURIComponent(tenantId)}/oauth2/v2.0/token`, base);
}

function readToken(text: string, at: number): Result<Kept, Failure> {
  const answer = jsonObject(text);
  const seconds = Number(answer?.expires_in);
  if (typeof answer?.access_token !== 'string' || answer.access_token === '' || !(seconds > 0))
    return err(noAnswer('login', true, 'unreadable_answer'));
  const lifeMs = seconds * 1000;
  return ok({
    token: answer.access_token,
    since: at,
    renewAt: at + lifeMs - Math.min(EARLY_MS, lifeMs / 2),
    until: at + lifeMs,
  });
}
