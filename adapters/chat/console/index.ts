// The console as a chat platform: a web page on this machine where a visitor plays the whole cast. Its messages are kept by
// itself, so a posted card is there as soon as `post` resolves.
import { randomBytes } from 'node:crypto';
import type { Failure } from '../../../src/domain/fault.ts';
import { err, ok } from '../../../src/domain/result.ts';
import type { ChatPlatform } from '../../../src/ports/chat.ts';
import type { Check } from '../../../src/ports/process.ts';
import { type Desk, localeOf, personOf } from './desk.ts';
import { consoleRoutes } from './in/routes.ts';
import { createEvents } from './in/sse.ts';
import { publish, repaint } from './posts.ts';
import { type ConsoleDeps, type ConsoleSettings, checkSettings } from './settings.ts';
import { createShown } from './shown.ts';
import { openState } from './state.ts';
import { addressOf, whereIs } from './where.ts';

export type { ConsoleDeps, ConsoleSettings, MagicValue, Part, Person } from './settings.ts';
export type { ConsoleWords } from './words.ts';

const NOT_STARTED: Failure = {
  kind: 'unavailable',
  fault: 'service_down',
  reaction: 'retry',
  detail: 'the console is not running',
};

/**
 * Its routes answer requests from this machine only, whatever address they are mounted on. `start` reads `statePath` and
 * rejects when the file cannot be read or written; until then, and after `stop`, every route answers 503.
 */
export function createConsolePlatform(settings: ConsoleSettings, deps: ConsoleDeps): ChatPlatform {
  checkSettings(settings);
  const events = createEvents(deps.now().getTime());
  let desk: Desk | undefined;
  let leave: readonly (() => void)[] = [];
  return {
    id: 'console',
    tenant: () => 'local',
    routes: consoleRoutes(settings, () => desk, events),
    async start(on) {
      const { statePath: path, ...rest } = settings;
      const state = await openState({
        ...(path === undefined ? {} : { path }),
        now: deps.now,
        newId: deps.newId,
        log: deps.log,
      });
      const token = randomBytes(18).toString('base64url');
      desk = {
        settings: rest,
        deps,
        state,
        shown: createShown(),
        on,
        token,
        version: events.version,
        changed: events.changed,
      };
      leave = [state.onChange(events.changed), deps.phone?.onChange(events.changed) ?? (() => undefined)];
    },
    async stop() {
      for (const unsubscribe of leave) unsubscribe();
      events.close();
      await desk?.state.close();
      desk = undefined;
    },
    post: async (to, card, key) => (desk === undefined ? err(NOT_STARTED) : publish(desk, to, card, key)),
    update: async (ref, card) => (desk === undefined ? err(NOT_STARTED) : repaint(desk.state, ref, card)),
    channelName: async (id) => {
      const name = settings.channels.find((channel) => channel.id === id)?.name;
      return name === undefined ? undefined : `#${name}`;
    },
    nameOf: async (personId) => settings.people.find((person) => person.id === personId)?.name,
    // Its people are a cast, not accounts of a directory.
    emailOf: async () => ok(undefined),
    async localeOf(personId) {
      const person = desk && personOf(desk, personId);
      return desk && person && localeOf(desk, person);
    },
    async linkTo(ref) {
      const person = settings.people[0]?.id ?? '';
      return settings.baseUrl === undefined
        ? undefined
        : `${settings.baseUrl.replace(/\/$/, '')}${addressOf(whereIs(ref, person))}`;
    },
    check: async (channels) => channels.map((channel) => checkChannel(settings, channel)),
  };
}

function checkChannel(settings: ConsoleSettings, channel: string): Check {
  const name = `console channel ${channel}`;
  if (settings.channels.some((one) => one.id === channel)) return { name, status: 'ok', detail: 'exists', fix: '' };
  const known = settings.channels.map((one) => one.id).join(', ');
  return { name, status: 'failed', detail: 'no such channel in the console', fix: `use one of: ${known}` };
}
