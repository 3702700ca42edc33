// Where our token may be sent: https on Teams' own connector hosts, or one exact origin on this machine.

/** The cloud whose targeted messages are documented. One that did not know them would post them for all to read. */
const COMMERCIAL_HOST = 'smba.trafficmanager.net';

/**
 * Teams' connector hosts, one per cloud: commercial, GCC, GCC High, DoD. Source: Microsoft's `TeamsServiceEndpoints`
 * (Agents SDK reference) and "Send proactive messages" (Teams docs). GCC High and DoD sign with an issuer of their own,
 * which wire.ts does not take.
 */
export const SERVICE_HOSTS: readonly string[] = [
  COMMERCIAL_HOST,
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
];

const MAX_CHARS = 500;

/**
 * Whether a service address may be called. `hosts`: host names, which stand for their subdomains too (https on the usual
 * port only), or exact origins such as `http://127.0.0.1:3978`, which count on this machine only.
 */
export function isAllowedService(serviceUrl: string, hosts: readonly string[] = SERVICE_HOSTS): boolean {
  const url = plainUrl(serviceUrl);
  if (!url) return false;
  return hosts.some((entry) => (entry.includes('://') ? isLocalOrigin(url, entry) : isHost(url, entry.toLowerCase())));
}

/** Whether a message for one reader may be sent here. `extra`: the hosts that were configured. */
export function knowsTargeted(serviceUrl: string, extra: readonly string[]): boolean {
  return isAllowedService(serviceUrl, [COMMERCIAL_HOST, ...extra]);
}

/** https anywhere, or http on this machine: where a secret may travel. */
export function keepsSecrets(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

// A query, a fragment, a user name or a backslash has no place in a base address; refusing them leaves one way to read it.
function plainUrl(text: string): URL | undefined {
  if (text.length > MAX_CHARS || !/^[!-~]+$/.test(text) || /[\\?#@]/.test(text)) return undefined;
  const url = URL.parse(text);
  return url && url.username === '' && url.password === '' ? url : undefined;
}

function isHost(url: URL, host: string): boolean {
  if (url.protocol !== 'https:' || url.port !== '' || host === '') return false;
  return url.hostname === host || url.hostname.endsWith(`.${host}`);
}

function isLocalOrigin(url: URL, entry: string): boolean {
  const allowed = plainUrl(entry);
  return allowed !== undefined && keepsSecrets(url) && isLoopback(url.hostname) && url.origin === allowed.origin;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
