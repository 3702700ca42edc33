// Compares our clock with the vendors': requests are refused, theirs and ours, when the two differ by five minutes.
import type { Check } from '../../ports/process.ts';

const WARN_MS = 30_000;
const FAIL_MS = 240_000;
const ANSWER_WITHIN_MS = 10_000;
// An HTTP date has whole seconds.
const PRECISION_MS = 1_000;

type Deps = { readonly fetch: typeof fetch; readonly now: () => Date };

/** Asks each address in turn until one tells the time. No address (rehearsal): no check. */
export async function clockCheck(addresses: readonly string[], deps: Deps): Promise<readonly Check[]> {
  if (addresses.length === 0) return [];
  for (const address of addresses) {
    const skew = await skewAgainst(address, deps);
    if (skew !== undefined) return [verdict(skew, new URL(address).host)];
  }
  const detail = `no answer with a date from ${addresses.map((address) => new URL(address).host).join(', ')}`;
  return [{ name: 'clock', status: 'warning', detail, fix: 'check that this machine can reach them' }];
}

async function skewAgainst(address: string, deps: Deps): Promise<number | undefined> {
  try {
    const before = deps.now().getTime();
    const answer = await deps.fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    const middle = (before + deps.now().getTime()) / 2;
    const theirs = Date.parse(answer.headers.get('date') ?? '');
    return Number.isNaN(theirs) ? undefined : middle - theirs;
  } catch {
    // Not reachable: the next address may be.
    return undefined;
  }
}

function verdict(skewMs: number, host: string): Check {
  const off = Math.max(0, Math.abs(skewMs) - PRECISION_MS);
  const seconds = Math.round(off / 1_000);
  const detail = seconds === 0 ? `agrees with ${host}` : `${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} ${host}`;
  const status = off > FAIL_MS ? 'failed' : off > WARN_MS ? 'warning' : 'ok';
  const fix =
    status === 'ok' ? '' : 'set the clock, best by NTP: requests signed more than five minutes apart are refused';
  return { name: 'clock', status, detail, fix };
}
