// Links inside template texts and buttons, and what is wrong with their hosts.

import type { Finding } from '../templates/template.ts';
import type { Spot } from './finding.ts';
import { when } from './finding.ts';

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
