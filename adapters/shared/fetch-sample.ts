// Fetches the sample file of a media header from a link a person typed, without becoming a way into our own network:
// https only, every resolved address public, the connection pinned to what was checked, each redirect judged as the link
// itself, bounded. What the file is, its bytes say.
import { lookup as resolve } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { Agent } from 'undici';
import type { Failure, SampleFault } from '../../src/domain/fault.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import type { MediaFormat } from '../../src/domain/templates/template.ts';
import type { Sample } from '../../src/ports/provider.ts';
import { isPublicAddress } from './public-address.ts';
import { typeOfBytes } from './sample-type.ts';

type Address = { readonly address: string; readonly family: number };

export type SampleOptions = {
  /** `host:port` pairs exempt from https and from the address check (rehearsal). */
  readonly mediaHosts: readonly string[];
  readonly timeoutMs: number;
  /** Name → every address. The system's resolver when left out. */
  readonly resolve?: (host: string) => Promise<readonly Address[]>;
};

const MB = 1024 * 1024;
const OFFICE = 'application/vnd.openxmlformats-officedocument.';

// WhatsApp, "Media": types and sizes of header samples. GIF is an mp4 for the marketing messages API.
const LIMITS: Readonly<Record<MediaFormat, { readonly bytes: number; readonly types: readonly string[] }>> = {
  image: { bytes: 5 * MB, types: ['image/jpeg', 'image/png'] },
  video: { bytes: 16 * MB, types: ['video/mp4', 'video/3gpp'] },
  gif: { bytes: 3.5 * MB, types: ['video/mp4'] },
  document: {
    bytes: 100 * MB,
    types: [
      'application/pdf',
      'text/plain',
      'application/msword',
      'application/vnd.ms-excel',
      'application/vnd.ms-powerpoint',
      `${OFFICE}wordprocessingml.document`,
      `${OFFICE}spreadsheetml.sheet`,
      `${OFFICE}presentationml.presentation`,
    ],
  },
};

const MOST_REDIRECTS = 5;

/**
 * Downloads a sample: `rejected` when the link itself is at fault (with what to mend), `unavailable` when its host does
 * not answer. Limits of type and size are WhatsApp's for the header's format.
 */
export async function fetchSample(
  link: string,
  format: MediaFormat,
  options: SampleOptions,
): Promise<Result<Sample, Failure>> {
  const deadline = AbortSignal.timeout(options.timeoutMs);
  let url = URL.parse(link);
  if (!url) return refuse({ why: 'no_link' });
  let isRedirected = false;
  try {
    for (let step = 0; step <= MOST_REDIRECTS; step += 1) {
      const way = await judge(url, options, deadline);
      if (!way.ok) return isRedirected ? err(redirected(way.error)) : way;
      const got = await download(url, way.value, format, { timeoutMs: options.timeoutMs, deadline });
      if (!('next' in got)) return got;
      isRedirected = true;
      url = got.next;
    }
    return refuse({ why: 'redirects' });
  } catch (thrown) {
    // Resolver and network faults: the host is down or slow, which the proposer may mend by trying later.
    return unavailable({ why: 'no_answer' }, nameOf(thrown));
  }
}

/** The addresses a link may be fetched from. */
async function judge(
  url: URL,
  options: SampleOptions,
  deadline: AbortSignal,
): Promise<Result<readonly Address[], Failure>> {
  const trusted = options.mediaHosts.includes(url.host);
  const fault = faultOf(url, trusted);
  if (fault !== undefined) return refuse({ why: fault });
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = await Promise.race([(options.resolve ?? resolveAll)(host), abortOf(deadline)]);
  if (addresses.length === 0) return unavailable({ why: 'no_address' });
  if (!trusted && !addresses.every(({ address }) => isPublicAddress(address))) return refuse({ why: 'not_public' });
  return ok(addresses);
}

function faultOf(url: URL, trusted: boolean): SampleFault['why'] | undefined {
  if (url.username !== '' || url.password !== '') return 'password';
  if (trusted && (url.protocol === 'http:' || url.protocol === 'https:')) return undefined;
  if (url.protocol !== 'https:') return 'not_https';
  if (url.port !== '') return 'port';
  return undefined;
}

async function download(
  url: URL,
  addresses: readonly Address[],
  format: MediaFormat,
  { timeoutMs, deadline }: { readonly timeoutMs: number; readonly deadline: AbortSignal },
): Promise<Result<Sample, Failure> | { readonly next: URL }> {
  const limits = LIMITS[format];
  const agent = new Agent({ connect: { timeout: timeoutMs, lookup: pinnedTo(addresses) }, pipelining: 0 });
  try {
    const response = await agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: 'GET',
      headers: { accept: limits.types.join(', ') },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      signal: deadline,
    });
    const status = response.statusCode;
    if (status >= 500 || status === 429) return unavailable({ why: 'answers', status });
    const { location } = response.headers;
    const next = status > 300 && status < 400 && typeof location === 'string' ? URL.parse(location, url.href) : null;
    if (next) return { next };
    if (status !== 200) return refuse({ why: 'answers', status });
    const bytes = await readUpTo(response.body, limits.bytes);
    if (!bytes) return refuse({ why: 'too_large', most: limits.bytes / MB });
    if (bytes.length === 0) return refuse({ why: 'empty' });
    const said = mediaType(response.headers['content-type']);
    const type = typeOfBytes(bytes) ?? said;
    if (!limits.types.includes(type))
      return refuse(limits.types.includes(said) ? { why: 'mislabelled', said, type } : { why: 'wrong_type', type });
    return ok({ bytes, type, name: fileName(response.headers['content-disposition'], url) });
  } finally {
    await agent.destroy();
  }
}

/** Answers every look-up with the addresses that were checked, so that a second answer of the name server is never used. */
function pinnedTo(addresses: readonly Address[]): LookupFunction {
  return (_host, options, callback) => {
    const first = addresses[0];
    if (options.all === true) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family ?? 4);
  };
}

async function resolveAll(host: string): Promise<readonly Address[]> {
  return resolve(host, { all: true });
}

/** The system's resolver cannot be interrupted: losing the race is the only way to stop waiting for it. */
function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** Reads a body into memory; undefined as soon as it exceeds `most` bytes. */
async function readUpTo(body: Readable, most: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > most) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function mediaType(header: string | string[] | undefined): string {
  const value = Array.isArray(header) ? header[0] : header;
  return value?.split(';')[0]?.trim().toLowerCase() || 'unknown';
}

/** What its server calls it, else what the link ends in. Both are other people's words: tamed. */
function fileName(disposition: string | string[] | undefined, url: URL): string {
  const tame = (name: string) => name.replace(/[^\w.-]/g, '_').slice(-100);
  return tame(namedBy(`${disposition ?? ''}`)) || tame(url.pathname.split('/').at(-1) ?? '') || 'sample';
}

/** The name in a `content-disposition`: the encoded one where there are two. */
function namedBy(disposition: string): string {
  const encoded = /filename\*\s*=\s*UTF-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
  const plain = /filename\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(disposition);
  try {
    return encoded === undefined ? (plain?.[1] ?? plain?.[2] ?? '') : decodeURIComponent(encoded);
  } catch {
    // A stray percent sign: the plain name stands beside it.
    return plain?.[1] ?? plain?.[2] ?? '';
  }
}

function refuse(sample: SampleFault): Result<never, Failure> {
  return err({ kind: 'rejected', fault: 'media_failed', reaction: 'template', detail: detailOf(sample), sample });
}

/** `cause`: the network's word for it, for logs. */
function unavailable(sample: SampleFault, cause?: string): Result<never, Failure> {
  const detail = detailOf(sample, cause);
  return err({ kind: 'unavailable', fault: 'media_failed', reaction: 'retry', detail, sample });
}

/** For logs; people read the sentence of its kind. */
function detailOf({ why, redirected: isRedirected, ...facts }: SampleFault, cause?: string): string {
  return ['sample', why, ...Object.values(facts), ...(isRedirected ? ['redirected'] : []), cause ?? '']
    .filter((part) => part !== '')
    .join(' ');
}

/** What is wrong is wrong with the address the link leads on to: for good, as long as it leads there. */
function redirected(failure: Failure): Failure {
  const sample: SampleFault = { why: 'no_answer', ...failure.sample, redirected: true };
  return { ...failure, sample, detail: detailOf(sample) };
}

function nameOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'unknown fault';
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.name;
}
