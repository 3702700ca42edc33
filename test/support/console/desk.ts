// A running console behind the real HTTP server, and a browser without scripts for each person: it loads pages, reads them,
// fills in forms and presses buttons as a browser does.
import { createConsolePlatform } from '../../../adapters/chat/console/index.ts';
import type { ConsoleDeps, ConsoleSettings } from '../../../adapters/chat/console/settings.ts';
import { createHttpServer, type HttpServer } from '../../../src/http/server.ts';
import type { ChatPlatform, Dispatch, Search } from '../../../src/ports/chat.ts';
import type { Log } from '../../../src/ports/process.ts';
import { inEveryLanguage } from '../../../src/views/words/index.ts';
import { byId, byTag, type Element, readHtml, successfulControls } from './read-html.ts';

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export function deskSettings(change: Partial<ConsoleSettings> = {}): ConsoleSettings {
  return {
    people: [
      { id: 'ana', name: 'Ana Souza', role: 'Proposes', part: 'proposer', locale: 'en' },
      { id: 'ben', name: 'Ben Okafor', role: 'Approves', part: 'approver', locale: 'en' },
      { id: 'lucia', name: 'Lucía Paz', role: 'Sends', part: 'agent', locale: 'es-AR' },
    ],
    channels: [
      { id: 'approvals', name: 'template-approvals' },
      { id: 'sends', name: 'customer-messages' },
    ],
    words: inEveryLanguage((pack) => pack.console),
    guide: false,
    ...change,
  };
}

/** Counting ids and a clock that moves one second per look. */
export function deskDeps(change: Partial<ConsoleDeps> = {}): ConsoleDeps {
  let ids = 0;
  let seconds = 0;
  return {
    now: () => new Date(Date.UTC(2026, 2, 4, 15, 0, seconds++)),
    newId: () => `id-${String(++ids).padStart(8, '0')}`,
    log: silentLog,
    ...change,
  };
}

export type RunningDesk = {
  readonly platform: ChatPlatform;
  readonly origin: string;
  readonly server: HttpServer;
  stop(): Promise<void>;
};

export async function startDesk(options: {
  readonly on?: Partial<{ dispatch: Dispatch; search: Search }>;
  readonly settings?: Partial<ConsoleSettings>;
  readonly deps?: Partial<ConsoleDeps>;
}): Promise<RunningDesk> {
  const platform = createConsolePlatform(deskSettings(options.settings), deskDeps(options.deps));
  await platform.start({ dispatch: async () => ({ show: 'nothing' }), search: async () => [], ...options.on });
  const server = await createHttpServer({
    host: '127.0.0.1',
    port: 0,
    routes: platform.routes,
    log: silentLog,
    ready: async () => [],
    metrics: { contentType: 'text/plain', text: async () => '', answered: () => undefined },
  });
  return {
    platform,
    server,
    origin: `http://127.0.0.1:${server.port}`,
    async stop() {
      await platform.stop();
      await server.stop(1_000);
    },
  };
}

export type Page = { readonly url: string; readonly status: number; readonly html: string; readonly root: Element };

export async function load(origin: string, path: string): Promise<Page> {
  return toPage(await fetch(new URL(path, origin)));
}

async function toPage(response: Response): Promise<Page> {
  const html = await response.text();
  return { url: response.url, status: response.status, html, root: readHtml(html) };
}

export function formOn(page: Page, id: string): Element {
  const form = byId(page.root, id);
  if (form?.tag !== 'form') throw new Error(`no form ${id} on ${page.url}`);
  return form;
}

/** What a browser would post for this form, with changes on top. */
export function filled(form: Element, typed: Readonly<Record<string, string>> = {}): URLSearchParams {
  const data = successfulControls(form);
  // Browsers send line breaks of text areas as CR LF.
  for (const [name, value] of Object.entries(typed)) data.set(name, value.replaceAll('\n', '\r\n'));
  return data;
}

/** Follows the redirect, as a browser does. */
export async function submit(
  origin: string,
  form: Element,
  data: URLSearchParams = filled(form),
  headers: Record<string, string> = {},
): Promise<Page> {
  return toPage(await fetch(new URL(form.attributes.action ?? '/', origin), { method: 'POST', body: data, headers }));
}

/** The form around the button of a card with this action. */
export function actionForm(page: Page, action: string): Element {
  const button = byTag(page.root, 'button').find((one) => one.attributes['data-action'] === action);
  if (button?.parent === undefined) throw new Error(`no button ${action} on ${page.url}`);
  return button.parent;
}
