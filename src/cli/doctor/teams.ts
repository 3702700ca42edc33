// Whether Microsoft reaches the messaging endpoint: asked the way a stranger would, without a token. To be refused is right.
import { REQUEST_PATH } from '../../../adapters/chat/teams/app-facts.ts';
import type { Config } from '../../config.ts';
import type { Check } from '../../ports/process.ts';
import { nobodyThere, serverAddress } from './address.ts';

const NAME = 'teams endpoint';
const ANSWER_WITHIN_MS = 10_000;
const UNSIGNED = {
  type: 'message',
  id: 'doctor',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/teams/',
  from: { id: 'doctor' },
  recipient: { id: 'doctor' },
  conversation: { id: 'doctor' },
};

/** No check without Teams, and none with the Playground, which needs no address. */
export async function endpointCheck(config: Config, fetch: typeof globalThis.fetch): Promise<readonly Check[]> {
  if (config.teams === undefined || config.teams.playground) return [];
  const url = `${serverAddress(config)}${REQUEST_PATH}`;
  if (config.server.publicUrl?.startsWith('http:')) {
    const fix = 'put an https address with a valid certificate before the server, and into PUBLIC_URL';
    return [{ name: NAME, status: 'failed', detail: `${url}: Microsoft calls https addresses only`, fix }];
  }
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(UNSIGNED),
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    await answer.body?.cancel();
    return [verdict(url, answer.status, config.teams.appId)];
  } catch {
    // Whatever stopped the request, the server was not reached; why not is for the network's own tools.
    return [nobodyThere(NAME, url, config)];
  }
}

function verdict(url: string, status: number, appId: string): Check {
  if (status === 401 || status === 403) {
    const detail = `${url} refuses unsigned requests, as it should; registration and app package must name bot ${appId}`;
    return { name: NAME, status: 'ok', detail, fix: '' };
  }
  const fix =
    status === 503
      ? 'let the server reach TEAMS_OPENID_URL by https: without Microsoft’s keys it can believe nobody'
      : 'something else answers there: the bot’s messaging endpoint must lead to this server';
  return { name: NAME, status: 'failed', detail: `${url} answered ${status} to an unsigned request`, fix };
}
