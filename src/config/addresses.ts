// Addresses of the environment: which mean this machine only, and which a token may be sent to.
import { z } from 'zod';

/** `host` as in a URL or a HOST variable: `localhost`, `127.…`, `::1`, with or without brackets. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

// Over plain http a token would travel in the open; on this machine it does not travel.
function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** An address our token is sent to, or keys are believed from. */
export const safeUrl = z
  .string()
  .refine(
    (text) => URL.canParse(text) && isSafe(new URL(text)),
    'http only to this machine: a token would be readable',
  );

/** `smba.example.com, http://127.0.0.1:4000` → each as the Teams adapter compares them. */
export const serviceHosts = z
  .string()
  .transform((text) => text.split(',').flatMap((entry) => entry.trim() || []))
  .refine(
    (entries) => entries.every((entry) => serviceHost(entry) !== undefined),
    'https hosts without a port; http only on this machine',
  )
  .transform((entries) => entries.flatMap((entry) => serviceHost(entry) ?? []));

/** A host name, or an exact origin on this machine; undefined when it is neither. */
function serviceHost(entry: string): string | undefined {
  const url = URL.parse(entry.includes('://') ? entry : `https://${entry}`);
  if (url === null || url.href !== `${url.origin}/` || !isSafe(url)) return undefined;
  if (isLoopback(url.hostname)) return url.origin;
  return url.port === '' ? url.hostname : undefined;
}
