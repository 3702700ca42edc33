// Whether a request comes from this machine, asking for this machine by name, and not from a page of somebody else's. For
// listeners that need no password because only this machine reaches them: any web page open on it could otherwise use them.

/** `headers`: names in lower case. */
export type Asking = {
  readonly remoteAddress: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
};

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/;
const LOCAL_NAME = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;
/** A proxy on this machine would make the whole network look like loopback. */
const FORWARDED =
  /^(?:forwarded|via|x-forwarded(?:-.+)?|x-real-ip|x-original-(?:forwarded-for|host)|true-client-ip|cf-connecting-ip|x-client-ip|x-cluster-client-ip)$/;

/** A page of another name that resolves to 127.0.0.1 is told by its `Host`. */
export function isLocal({ remoteAddress, headers }: Asking): boolean {
  const isDirect = LOOPBACK.test(remoteAddress) && !Object.keys(headers).some((name) => FORWARDED.test(name));
  return isDirect && LOCAL_NAME.test(headers.host ?? '');
}

/** Where a POST comes from. Clients that are no browser send neither header. */
export function isOfSamePage({ headers }: Asking): boolean {
  const { origin, host, 'sec-fetch-site': site } = headers;
  if (origin !== undefined && origin.toLowerCase() !== `http://${host?.toLowerCase()}`) return false;
  return site === undefined || site === 'same-origin';
}
