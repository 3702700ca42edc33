// The three pages an operator's tools read: /health (the process answers), /ready (it can serve), /metrics (Prometheus).
import type { Metrics } from '../metrics.ts';
import type { RawRequest, RawResponse, Route } from '../ports/http.ts';
import type { Check } from '../ports/process.ts';

const READY_WITHIN_MS = 3_000;

export type OperationDeps = {
  readonly ready: () => Promise<readonly Check[]>;
  /** Absent: nobody may. */
  readonly mayLook?: (request: RawRequest) => boolean;
  readonly metrics: Pick<Metrics, 'contentType' | 'text'>;
};

export function operationRoutes(deps: OperationDeps): readonly Route[] {
  const checks = shared(() => within(deps.ready(), READY_WITHIN_MS));
  const mayLook = deps.mayLook ?? (() => false);
  return [
    { method: 'GET', path: '/health', handle: () => json(200, { status: 'ok' }) },
    { method: 'GET', path: '/ready', handle: async (request) => readiness(await checks(), mayLook(request)) },
    {
      method: 'GET',
      path: '/metrics',
      handle: async (request) => {
        if (!mayLook(request)) return NOT_ALLOWED;
        const headers = { 'content-type': deps.metrics.contentType };
        return { status: 200, headers, body: await deps.metrics.text() };
      },
    },
  ];
}

const NOT_ALLOWED: RawResponse = {
  status: 401,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'www-authenticate': 'Bearer' },
  body: 'Figures are shown on this machine only, or to who brings OPERATION_TOKEN as a bearer token.\n',
};

// Causes may name hosts, places and what a database said: not for strangers.
function readiness(checks: readonly Check[], mayLook: boolean): RawResponse {
  const failed = checks.some((check) => check.status === 'failed');
  // Still 200: whoever took us out of service would also lose what customers write, and gain nothing.
  const degraded = checks.some((check) => check.degrades);
  const status = failed ? 'not_ready' : degraded ? 'degraded' : 'ready';
  return json(failed ? 503 : 200, mayLook ? { status, checks } : { status });
}

// A probe that cannot be answered is itself the answer: not ready.
async function within(work: Promise<readonly Check[]>, ms: number): Promise<readonly Check[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Check[]>((resolve) => {
    timer = setTimeout(() => resolve([failure(`no answer within ${ms / 1000} s`)]), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function failure(detail: string): Check {
  return { name: 'checks', status: 'failed', detail, fix: 'see the log; is the database reachable?' };
}

// However many probes come at once, the checks run once.
function shared<T>(run: () => Promise<T>): () => Promise<T> {
  let current: Promise<T> | undefined;
  return () => {
    current ??= run().finally(() => {
      current = undefined;
    });
    return current;
  };
}

function json(status: number, value: unknown): RawResponse {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) };
}
