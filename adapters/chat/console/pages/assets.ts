// The page's own files, read once. Each is a route of its own, so that no path from outside ever reaches the disk.
import { readFileSync } from 'node:fs';
import type { RawRequest, RawResponse, Route } from '../../../../src/ports/http.ts';
import { respond } from '../guard.ts';

const FILES = {
  'app.js': 'text/javascript; charset=utf-8',
  'dialog.js': 'text/javascript; charset=utf-8',
  'morph.js': 'text/javascript; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'search.js': 'text/javascript; charset=utf-8',
  'small.js': 'text/javascript; charset=utf-8',
  'theme.css': 'text/css; charset=utf-8',
  'console.css': 'text/css; charset=utf-8',
  'phone.css': 'text/css; charset=utf-8',
  'mark.svg': 'image/svg+xml',
  'wordmark.svg': 'image/svg+xml',
} as const;

/** `guarded` decides whether the asker may have anything at all. */
export function assetRoutes(
  guarded: (handle: () => RawResponse) => (request: RawRequest) => RawResponse | Promise<RawResponse>,
): readonly Route[] {
  return Object.entries(FILES).map(([name, type]) => {
    const body = readFileSync(new URL(`../assets/${name}`, import.meta.url));
    return {
      method: 'GET',
      path: `/console/assets/${name}`,
      handle: guarded(() => respond(200, type, body, { 'cache-control': 'no-cache' })),
    };
  });
}
