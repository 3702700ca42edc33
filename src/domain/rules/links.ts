// Links inside template texts and buttons, and what is wrong with their hosts.

import type { Finding, Header, MediaFormat } from '../templates/template.ts';
import type { Spot } from './finding.ts';
import { finding, when } from './finding.ts';

const WHATSAPP_HOSTS = ['wa.me', 'api.whatsapp.com', 'chat.whatsapp.com', 'wa.link'];
const SHORTENERS = [
  'bit.ly',
  'buff.ly',
  'cutt.ly',
  'goo.gl',
  'is.gd',
  'lnkd.in',
  'ow.ly',
  'rb.gy',
  'rebrand.ly',
  'shorturl.at',
  't.co',
  't.ly',
  'tiny.cc',
  'tinyurl.com',
];

/** Hosts written with or without a scheme: `https://x.com/a`, `wa.me/123`. Path and trailing punctuation are cut. */
export function hostsIn(text: string): readonly { readonly host: string; readonly user: boolean }[] {
  const found: { host: string; user: boolean }[] = [];
  for (const word of text.split(/[\s<>"'()]+/)) {
    const scheme = /^[*_~]*https?:\/\//i.exec(word);
    const authority = word.slice(scheme?.[0].length ?? 0).split(/[/?#]/, 1)[0] ?? '';
    const host = hostOf(authority.slice(authority.lastIndexOf('@') + 1)).toLowerCase();
    if (host === '') continue;
    if (scheme || isKnownBareHost(host)) found.push({ host, user: scheme !== null && authority.includes('@') });
  }
  return found;
}

/** Cuts the port and the punctuation of the sentence around the link. */
function hostOf(written: string): string {
  let end = written.length;
  while (end > 0 && '.,;:!*_~'.includes(written[end - 1] ?? '')) end -= 1;
  const host = written.slice(0, end);
  const port = host.lastIndexOf(':');
  return port > 0 && /^\d{1,5}$/.test(host.slice(port + 1)) && !host.endsWith(']') ? host.slice(0, port) : host;
}

function isKnownBareHost(host: string): boolean {
  return isListed(host, WHATSAPP_HOSTS) || isListed(host, SHORTENERS);
}

function isListed(host: string, list: readonly string[]): boolean {
  return list.some((listed) => host === listed || host === `www.${listed}`);
}

/** Decimal, hexadecimal and IPv6 forms. */
export function isRawIp(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || /^\[.*\]?$/.test(host) || /^(0x[\da-f]+|\d+)$/.test(host);
}

function isMisleading(host: string): boolean {
  return host.split('.').some((label) => label.startsWith('xn--')) || /[^\x20-\x7e]/.test(host);
}

/** Warnings about every link in a text. */
export function checkLinks(text: string, at: Spot): readonly Finding[] {
  const links = hostsIn(text);
  const first = (test: (link: { host: string; user: boolean }) => boolean) => links.find(test)?.host ?? '';
  const report = (rule: 'link-whatsapp' | 'link-shortened' | 'link-raw-ip' | 'link-misleading', host: string) =>
    when(host !== '', rule, at, { host });
  return [
    ...report(
      'link-whatsapp',
      first(({ host }) => isListed(host, WHATSAPP_HOSTS)),
    ),
    ...report(
      'link-shortened',
      first(({ host }) => isListed(host, SHORTENERS)),
    ),
    ...report(
      'link-raw-ip',
      first(({ host }) => isRawIp(host)),
    ),
    ...report(
      'link-misleading',
      first(({ host, user }) => user || isMisleading(host)),
    ),
  ];
}

/** Names and addresses that lead nowhere outside one network: this machine, private ranges, names without a dot. */
export function isPrivateHost(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (name.startsWith('[')) return /^\[(?:::1?\]|f[cd]|fe[89ab]|::ffff:)/.test(name);
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(name))
    return /^(?:0|10|127)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\./.test(name);
  return !name.includes('.') || /\.(?:localhost|local|internal|lan|home|corp|test|invalid)$/.test(name);
}

/** A URL with http or https and a host, or undefined. Never throws. */
export function parseWebUrl(text: string): URL | undefined {
  if (!/^https?:\/\//i.test(text) || /\s/.test(text)) return undefined;
  const url = URL.parse(text);
  return url && url.hostname !== '' ? url : undefined;
}

// The sample file of a media header, as far as its link alone tells: whether it is one, leads to the public internet, and
// names a kind of file the header can show. What only the file tells is found by fetching it.

/** `host:port` pairs that may be linked without https and on this machine: a rehearsal's own. */
export type MediaHosts = readonly string[];

// WhatsApp, "supported media types": what a template's header takes.
const ENDINGS: Readonly<Record<MediaFormat, readonly string[]>> = {
  image: ['jpg', 'jpeg', 'png'],
  video: ['mp4', '3gp', '3gpp'],
  gif: ['mp4'],
  document: ['pdf', 'txt', 'doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx'],
};
/** Files that no header takes. */
const OTHERS = ['gif', 'webp', 'svg', 'bmp', 'tiff', 'heic', 'avif', 'mov', 'avi', 'mkv', 'webm', 'mp3', 'ogg', 'zip'];
const ALL = [...Object.values(ENDINGS).flat(), ...OTHERS];

/** What a provider gave for an uploaded file: never typed by a person. */
const HANDLE = /^\d+::?\S+$|^(?![a-z]+:\/\/)[A-Za-z0-9][\w+/=:-]{15,}$/;

/** A sample must be there, and a link must be one a provider can fetch. Handles of synced templates pass. */
export function checkMedia(header: Header, at: Spot, hosts: MediaHosts = []): readonly Finding[] {
  if (!('sample' in header)) return [];
  const sample = header.sample.trim();
  const { format } = header;
  if (sample === '') return [finding('header-media-missing', at, { format })];
  if (HANDLE.test(sample)) return [];
  const url = parseWebUrl(sample);
  const isOurs = url !== undefined && hosts.includes(url.host);
  if (!url || (url.protocol !== 'https:' && !isOurs)) return [finding('header-media-link', at, { format })];
  const ending = endingOf(url);
  return [
    ...when(!isOurs && isPrivateHost(url.hostname), 'header-media-private', at, { host: url.hostname }),
    ...when(ALL.includes(ending) && !ENDINGS[format].includes(ending), 'header-media-type', at, {
      format,
      ending,
      allowed: ENDINGS[format].join(', '),
    }),
  ];
}

/** Of the last step of the path, in lower case; '' when it has none. */
function endingOf(url: URL): string {
  return /\.([a-z0-9]{1,5})$/i.exec(url.pathname)?.[1]?.toLowerCase() ?? '';
}
