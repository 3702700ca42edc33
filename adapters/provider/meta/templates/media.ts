// Fetches the sample file of a media header from a link a person typed, without becoming a way into our own network:
// https only, every resolved address public, the connection pinned to what was checked, no redirects, bounded.
import { lookup as resolve } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { Agent } from 'undici';
import type { Failure } from '../../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import type { MediaFormat } from '../../../../src/domain/templates/template.ts';
import { isPublicAddress } from './public-address.ts';

export type Sample = { readonly bytes: Buffer; readonly type: string; readonly name: string };

type Address = { readonly address: string; readonly family: number };

export type SampleOptions = {
  /** `host:port` pairs exempt from https and from the address check (rehearsal). */
  readonly mediaHosts: readonly string[];
  readonly timeoutMs: number;
  /** Name → every address. The system's resolver when left out. */
  readonly resolve?: (host: string) => Promise<readonly Address[]>;
};

/** Reads the file a sample link stands for. `fetchSample` is the real one; a rehearsal hands out files of its own. */
export type ReadSample = (
  link: string,
  format: MediaFormat,
  options: SampleOptions,
) => Promise<Result<Sample, Failure>>;

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

/**
 * Downloads a sample: `rejected` when the link itself is at fault (with what to mend), `unavailable` when its host does
 * not answer. Limits of type and size are Meta's for the header's format.
 */
export async function fetchSample(
  link: string,
  format: MediaFormat,
  options: SampleOptions,
): Promise<Result<Sample, Failure>> {
  const url = URL.parse(link);
  if (!url) return refuse('the sample link is not a web address');
  const trusted = options.mediaHosts.includes(url.host);
  const fault = faultOf(url, trusted);
  if (fault !== undefined) return refuse(fault);
  const deadline = AbortSignal.timeout(options.timeoutMs);
  try {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const addresses = await Promise.race([(options.resolve ?? resolveAll)(host), abortOf(deadline)]);
    if (addresses.length === 0) return unavailable('the host of the sample link has no address');
    if (!trusted && !addresses.every(({ address }) => isPublicAddress(address)))
      return refuse('the sample link does not lead to the public internet');
    return await download(url, addresses, format, { timeoutMs: options.timeoutMs, deadline });
  } catch (thrown) {
    // Resolver and network faults: the host is down or slow, which the proposer may mend by trying later.
    return unavailable(`the host of the sample link does not answer (${nameOf(thrown)})`);
  }
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
): Promise<Result<Sample, Failure>> {
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
    if (response.statusCode >= 500) return unavailable(`the sample link answers ${response.statusCode}`);
    if (response.statusCode !== 200)
      return refuse(`the sample link answers ${response.statusCode} instead of the file`);
    const type = mediaType(response.headers['content-type']);
    if (!limits.types.includes(type)) return refuse(`a sample ${format} cannot be of type ${type}`);
    const bytes = await readUpTo(response.body, limits.bytes);
    if (!bytes) return refuse(`the sample ${format} is larger than ${limits.bytes / MB} MB`);
    if (bytes.length === 0) return refuse('the sample file is empty');
    if (!looksLike(bytes, type)) return refuse(`the sample file is not really of type ${type}`);
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

// First bytes of the types an error page is most often mistaken for. Others are taken at their word.
const MARKS: Readonly<Record<string, { readonly at: number; readonly bytes: Buffer }>> = {
  'image/jpeg': { at: 0, bytes: Buffer.from([0xff, 0xd8, 0xff]) },
  'image/png': { at: 0, bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47]) },
  'video/mp4': { at: 4, bytes: Buffer.from('ftyp') },
  'video/3gpp': { at: 4, bytes: Buffer.from('ftyp') },
  'application/pdf': { at: 0, bytes: Buffer.from('%PDF') },
};

function looksLike(bytes: Buffer, type: string): boolean {
  const mark = MARKS[type];
  return mark === undefined || bytes.subarray(mark.at, mark.at + mark.bytes.length).equals(mark.bytes);
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
