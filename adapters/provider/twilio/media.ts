// Fetches what a customer sent. Twilio keeps it, may want our credentials for it, and redirects to a store elsewhere: the
// credentials are for the host of our API alone, every other host is asked without them.
import type { Readable } from 'node:stream';
import { Agent } from 'undici';
import type { Failure } from '../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../src/domain/result.ts';
import { failureOfStatus } from './errors.ts';
import { basicAuth, type TwilioSettings } from './settings.ts';

export type Media = { readonly bytes: Buffer; readonly type: string };

const MOST_REDIRECTS = 3;
/** Twilio, "Media": WhatsApp files up to 16 MB. */
const LARGEST_MEDIA = 16 * 1024 * 1024;

/** `link` as a webhook gave it. Only links to the API's own host are followed, and from there wherever they lead. */
export async function fetchMedia(link: string, settings: TwilioSettings, at: Date): Promise<Result<Media, Failure>> {
  const home = new URL(settings.apiUrl);
  let url = URL.parse(link);
  if (url?.origin !== home.origin) return err(failed('the link is not of the API this sender uses'));
  const agent = new Agent({ connect: { timeout: settings.timeoutMs }, maxResponseSize: LARGEST_MEDIA });
  const signal = AbortSignal.timeout(settings.timeoutMs);
  let isHome = true;
  try {
    for (let step = 0; step <= MOST_REDIRECTS; step += 1) {
      const response = await agent.request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: 'GET',
        headers: isHome ? { authorization: basicAuth(settings) } : {},
        signal,
      });
      if (response.statusCode === 200) {
        const type = `${response.headers['content-type'] ?? 'application/octet-stream'}`;
        return ok({ bytes: await readAll(response.body), type: type.split(';')[0] ?? type });
      }
      await response.body.dump();
      const next = nextOf(response, url);
      if (next === undefined)
        return err(failureOfStatus('the file of the customer', { at, status: response.statusCode, isSend: false }));
      const mayBePlain = next.origin === home.origin || settings.mediaHosts?.includes(next.host) === true;
      if (next.protocol !== 'https:' && !mayBePlain) return err(failed('the file leads to plain http'));
      // Once they have left home they do not come back.
      isHome = isHome && next.origin === home.origin;
      url = next;
    }
    return err(failed('the file leads from one address to the next'));
  } catch (thrown) {
    // undici throws for everything the network does; a file can always be asked for again.
    const cause = thrown instanceof Error ? thrown.name : 'unknown fault';
    return err({ kind: 'unavailable', fault: 'media_failed', reaction: 'retry', detail: cause });
  } finally {
    await agent.destroy();
  }
}

function nextOf(
  response: { readonly statusCode: number; readonly headers: Readonly<Record<string, string | string[] | undefined>> },
  url: URL,
): URL | undefined {
  const { location } = response.headers;
  if (response.statusCode < 300 || response.statusCode > 399 || typeof location !== 'string') return undefined;
  return URL.parse(location, url.href) ?? undefined;
}

async function readAll(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function failed(detail: string): Failure {
  return { kind: 'rejected', fault: 'media_failed', reaction: 'permanent', detail };
}
