// After a story: everything that was asked of Slack, held against what had to be. Each function gives complaints, one sentence
// each; an empty list is the proof.

import { SLACK_TOKEN } from './real-aval.ts';
import { APP_TOKEN, type Mode, type Workplace } from './slack-workplace.ts';

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

/** Calls to Slack that were refused, carried the wrong token, came too often or need not have been made. */
export function slackComplaints({ fake }: Workplace, mode: Mode): string[] {
  const once = ['auth.test', 'conversations.info', ...(mode === 'Socket Mode' ? ['apps.connections.open'] : [])];
  const asked = fake.callsOf('users.info').map(({ args }) => args.user);
  return [
    ...fake.refused,
    ...fake.calls.flatMap(({ method, error }) => (error === undefined ? [] : [`${method} was answered ${error}`])),
    ...fake.calls.flatMap(({ method, token }) => {
      const expected = tokenFor(method);
      return token === expected ? [] : [`${method} came with ${token} instead of ${expected}`];
    }),
    ...once.flatMap((method) => {
      const { length } = fake.callsOf(method);
      return length === 1 ? [] : [`${method} was called ${length} times`];
    }),
    ...fake.calls.flatMap(({ method }) => ([...once, ...OFTEN].includes(method) ? [] : [`${method} was called`])),
    ...asked.flatMap((user, index) => (asked.indexOf(user) === index ? [] : [`${user} was asked for again`])),
    ...(fake.callsOf('views.open').length === fake.modals.size ? [] : ['a form was opened in vain']),
  ];
}

function tokenFor(method: string): string | undefined {
  if (method === 'response_url') return undefined;
  return method === 'apps.connections.open' ? `Bearer ${APP_TOKEN}` : BOT;
}
