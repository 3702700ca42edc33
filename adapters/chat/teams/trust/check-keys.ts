// Whether Microsoft's signing keys can be read from here, and whether our clock agrees with theirs: a token is refused when
// either is wrong.
import type { Check, Clock } from '../../../../src/ports/process.ts';
import { jsonObject } from '../../../shared/vendor-call.ts';
import { createExchanges, header } from '../connector/exchange.ts';

const DEADLINE_MS = 8000;
const ANSWER_MAX = 200_000;
/** The SDK allows five minutes. */
const FAIL_S = 240;
const WARN_S = 30;

export async function checkKeys(openIdUrl: string, now: Clock): Promise<readonly Check[]> {
  const http = createExchanges({ deadlineMs: DEADLINE_MS, maxBytes: ANSWER_MAX, connections: 1 });
  try {
    const url = URL.parse(openIdUrl);
    if (!url) return [keys('failed', `${openIdUrl} is no address`)];
    const got = await http.exchange({ method: 'GET', url });
    if (!got.ok) return [keys('failed', got.error.code)];
    const isMetadata = got.value.status === 200 && typeof jsonObject(got.value.text)?.jwks_uri === 'string';
    if (!isMetadata) return [keys('failed', `${url.host} answered ${got.value.status} without the keys' address`)];
    return [keys('ok', url.host), clock(header(got.value, 'date'), now)];
  } finally {
    await http.close();
  }
}

function keys(status: 'ok' | 'failed', detail: string): Check {
  const fix =
    'Let this machine reach TEAMS_OPENID_URL (https://login.botframework.com/…) by HTTPS: without the keys every request is refused, from the start or, once they were read, after two days.';
  return { name: 'teams keys', status, detail, fix: status === 'ok' ? '' : fix };
}

function clock(date: string | undefined, now: Clock): Check {
  const name = 'teams clock';
  const skew = Math.round((now().getTime() - Date.parse(date ?? '')) / 1000);
  if (Number.isNaN(skew)) {
    const fix = 'Check that nothing between here and Microsoft removes headers.';
    return { name, status: 'warning', detail: 'Microsoft sent no Date header', fix };
  }
  const detail = `this machine is ${Math.abs(skew)} s ${skew < 0 ? 'behind' : 'ahead of'} Microsoft`;
  if (Math.abs(skew) <= WARN_S) return { name, status: 'ok', detail, fix: '' };
  const fix = 'Set the clock (NTP): tokens more than 5 minutes off are refused.';
  return { name, status: Math.abs(skew) > FAIL_S ? 'failed' : 'warning', detail, fix };
}
