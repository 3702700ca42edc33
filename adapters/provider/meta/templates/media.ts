// Fetches the sample file of a media header from a link a person typed, without becoming a way into our own network:
// https only, every resolved address public, the connection pinned to what was checked, each redirect judged as the link
// itself, bounded. What the file is, its bytes say.
import { lookup as resolve } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { Agent } from 'undici';
import type { Failure } from '../../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import type { MediaFormat } from '../../../../src/domain/templates/template.ts';
import type { Sample } from '../../../../src/ports/provider.ts';
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

// Meta, "Media": types and sizes of header samples. GIF is an mp4 for the marketing messages API.
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
 * not answer. Limits of type and size are Meta's for the header's format.
 */
export async function fetchSample(
  link: string,
  format: MediaFormat,
  options: SampleOptions,
): Promise<Result<Sample, Failure>> {
  const deadline = AbortSignal.timeout(options.timeoutMs);
  let url = URL.parse(link);
  if (!url) return refuse('the sample link is not a web address');
  let before = '';
  try {
    for (let step = 0; step <= MOST_REDIRECTS; step += 1) {
      const way = await judge(url, options, deadline);
      if (!way.ok) return before === '' ? way : refuse(`${before}, and from there ${way.error.detail}`);
      const got = await download(url, way.value, format, { timeoutMs: options.timeoutMs, deadline });
      if (!('next' in got)) return got;
      before = `the sample link answers ${got.status}`;
      url = got.next;
    }
    return refuse('the sample link leads from one address to the next');
  } catch (thrown) {
    // Resolver and network faults: the host is down or slow, which the proposer may mend by trying later.
    return unavailable(`the host of the sample link does not answer (${nameOf(thrown)})`);
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
  if (fault !== undefined) return refuse(fault);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = await Promise.race([(options.resolve ?? resolveAll)(host), abortOf(deadline)]);
  if (addresses.length === 0) return unavailable('the host of the sample link has no address');
  if (!trusted && !addresses.every(({ address }) => isPublicAddress(address)))
    return refuse('the sample link does not lead to the public internet');
  return ok(addresses);
}

function faultOf(url: URL, trusted: boolean): string | undefined {
  if (url.username !== '' || url.password !== '') return 'the sample link must not hold a password';
  if (trusted && (url.protocol === 'http:' || url.protocol === 'https:')) return undefined;
  if (url.protocol !== 'https:') return 'the sample link must start with https://';
  if (url.port !== '') return 'the sample link must not name a port';
  return undefined;
}

async function download(
  url: URL,
  addresses: readonly Address[],
  format: MediaFormat,
  { timeoutMs, deadline }: { readonly timeoutMs: number; readonly deadline: AbortSignal },
): Promise<Result<Sample, Failure> | { readonly next: URL; readonly status: number }> {
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
    if (status >= 500) return unavailable(`the sample link answers ${status}`);
    const { location } = response.headers;
    const next = status > 300 && status < 400 && typeof location === 'string' ? URL.parse(location, url.href) : null;
    if (next) return { next, status };
    if (status !== 200) return refuse(`the sample link answers ${status} instead of the file`);
    const bytes = await readUpTo(response.body, limits.bytes);
    if (!bytes) return refuse(`the sample ${format} is larger than ${limits.bytes / MB} MB`);
    if (bytes.length === 0) return refuse('the sample file is empty');
    const said = mediaType(response.headers['content-type']);
    const type = typeOfBytes(bytes) ?? said;
    if (!limits.types.includes(type)) return refuse(typeFault(format, type, limits.types.includes(said) ? said : ''));
    return ok({ bytes, type, name: fileName(url) });
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

/** `said`: what its server calls it, where that would be right. */
function typeFault(format: MediaFormat, type: string, said: string): string {
  return said === ''
    ? `a sample ${format} cannot be of type ${type}`
    : `the sample file is not really of type ${said}, it is ${type}`;
}

function fileName(url: URL): string {
  const last = url.pathname.split('/').at(-1) ?? '';
  return last.replace(/[^\w.-]/g, '_').slice(-100) || 'sample';
}

function refuse(detail: string): Result<never, Failure> {
  return err({ kind: 'rejected', fault: 'media_failed', reaction: 'template', detail });
}

function unavailable(detail: string): Result<never, Failure> {
  return err({ kind: 'unavailable', fault: 'media_failed', reaction: 'retry', detail });
}

function nameOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'unknown fault';
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.name;
}
