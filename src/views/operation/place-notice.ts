// A place that Aval writes in was lost or moved, told to whoever waits for what is shown there, and to admins.
import type { Fault } from '../../domain/fault.ts';
import { platformName } from '../people/account-cards.ts';
import type { Card } from '../view.ts';
import type { Words } from '../words/index.ts';

const TOLD_APART = ['place_archived', 'place_gone', 'place_closed'] as const;

/** To one person: all that they wait for there. `place`: its name. */
export function lostPlaceNotice(
  words: Words,
  view: {
    readonly what: 'proposal' | 'send';
    readonly numbers: readonly number[];
    readonly place: string;
    readonly platform: string;
    readonly fault: Fault;
  },
): Card {
  const { what, place } = view;
  const numbers = words.list(view.numbers.map((number) => words.say(`place_lost.${what}.number`, { number })));
  const known = TOLD_APART.find((fault) => fault === view.fault) ?? 'place_closed';
  const facts = { place, numbers, app: platformName(words, view.platform), what: words.say(`fault.${known}`) };
  return notice(words.say('place_lost.title', { place }), words.say(`place_lost.${what}`, facts), 'warning');
}

/** To admins: it goes on under another id. */
export function movedPlaceNotice(
  words: Words,
  view: { readonly channel: string; readonly to: string; readonly place: string; readonly platform: string },
): Card {
  const { place, channel: from, to } = view;
  const text = words.say('place_moved.text', { place, from, to, app: platformName(words, view.platform) });
  return notice(words.say('place_moved.title'), text, 'plain');
}

function notice(title: string, text: string, tone: Card['tone']): Card {
  return { title, tone, facts: [], sections: [{ kind: 'text', text }], actions: [], summary: text };
}
