// After a story: everything that was asked of Slack, held against what had to be. Each function gives complaints, one sentence
// each; an empty list is the proof.

import { SLACK_TOKEN } from '../process/real-aval.ts';
import { APP_TOKEN, type Mode, type Workplace } from './workplace.ts';

const BOT = `Bearer ${SLACK_TOKEN}`;
const OFTEN = [
  'users.info',
  'views.open',
  'views.update',
  'chat.postMessage',
  'chat.update',
  'conversations.open',
  'response_url',
];

/** Where how many messages were posted, as `channel` or `channel thread`. */
export function postsByPlace({ fake }: Workplace): Readonly<Record<string, number>> {
  const places = fake
    .callsOf('chat.postMessage')
    .map(({ args }) => `${args.channel}${args.thread_ts === undefined ? '' : ' thread'}`);
  return Object.fromEntries([...Map.groupBy(places, (place) => place)].map(([place, all]) => [place, all.length]));
}

/** What was begun by a process that ended is looked for before it is posted. */
const LOOKING = ['conversations.history', 'conversations.replies'];

/**
 * Calls to Slack that were refused, carried the wrong token, came too often or need not have been made. `processes`: how many
 * there were, each of which has to ask anew. `addresses`: the directory is also asked for e-mail addresses.
 */
export function slackComplaints(
  { fake }: Workplace,
  mode: Mode,
  { processes = 1, addresses = false }: { readonly processes?: number; readonly addresses?: boolean } = {},
): string[] {
  const once = ['auth.test', 'conversations.info', ...(mode === 'Socket Mode' ? ['apps.connections.open'] : [])];
  const asked = Map.groupBy(fake.callsOf('users.info'), ({ args }) => args.user);
  return [
    ...fake.refused,
    ...fake.calls.flatMap(({ method, error }) => (error === undefined ? [] : [`${method} was answered ${error}`])),
    ...fake.calls.flatMap(({ method, token }) => {
      const expected = tokenFor(method);
      return token === expected ? [] : [`${method} came with ${token} instead of ${expected}`];
    }),
    ...once.flatMap((method) => {
      const { length } = fake.callsOf(method);
      return length === processes ? [] : [`${method} was called ${length} times by ${processes} processes`];
    }),
    ...fake.calls.flatMap(({ method }) =>
      [...once, ...OFTEN, ...(processes > 1 ? LOOKING : [])].includes(method) ? [] : [`${method} was called`],
    ),
    ...[...asked].flatMap(([user, calls]) =>
      calls.length <= processes + Number(addresses) ? [] : [`${user} was asked for ${calls.length} times`],
    ),
    ...(fake.callsOf('views.open').length === fake.modals.size ? [] : ['a form was opened in vain']),
  ];
}

function tokenFor(method: string): string | undefined {
  if (method === 'response_url') return undefined;
  return method === 'apps.connections.open' ? `Bearer ${APP_TOKEN}` : BOT;
}
