// Work that was given up, or that waits for somebody to mend a chat platform: admins are told, because silence is the worst
// answer.
import type { Fault } from '../../domain/fault.ts';
import { vendorText } from '../parts/failure-text.ts';
import { joinTexts, shorten } from '../parts/text.ts';
import { platformName } from '../people/account-cards.ts';
import type { Action, Card } from '../view.ts';
import type { Words } from '../words/index.ts';

/** `job` is the kind of work, e.g. `send.deliver`; `why` the last error, free of personal data. */
export function buriedNotice(
  words: Words,
  view: { readonly job: string; readonly why: string; readonly key?: string },
): Card {
  const facts = { job: view.job, why: shorten(view.why, 600) };
  return {
    title: words.say('buried.title'),
    tone: 'bad',
    facts: [],
    sections: [{ kind: 'text', text: words.rich('buried.text', { ...facts, job: { code: view.job } }) }],
    actions: view.key === undefined || view.key.length > SUBJECT_MAX ? [] : [retryOf(words, view.key)],
    summary: words.say('buried.text', facts),
  };
}

/** Longer subjects of buttons are not taken by every client. */
const SUBJECT_MAX = 255;

function retryOf(words: Words, key: string): Action {
  return { id: 'retry_job', label: words.say('buried.retry'), subject: key };
}

/** An admin tried again what had been given up. */
export function revivedNotice(words: Words, isRevived: boolean): Card {
  const text = words.say(isRevived ? 'buried.again' : 'buried.over');
  return {
    title: words.say('buried.title'),
    tone: 'plain',
    facts: [],
    sections: [{ kind: 'text', text }],
    actions: [],
    summary: text,
  };
}

/** To whoever waits for a proposal or a message: it cannot be shown where it belongs. */
export function notShownNotice(
  words: Words,
  view: {
    readonly what: 'proposal' | 'send';
    readonly number: number;
    readonly place: string;
    readonly platform: string;
  },
): Card {
  const { number, place } = view;
  const text = words.say(`not_shown.${view.what}`, { number, place, app: platformName(words, view.platform) });
  return {
    title: words.say('not_shown.title', { place }),
    tone: 'warning',
    facts: [],
    sections: [{ kind: 'text', text }],
    actions: [],
    summary: text,
  };
}

/** A chat platform that does not let Aval in. `platform`: its id. */
export function closedNotice(
  words: Words,
  view: {
    readonly platform: string;
    readonly fault: Fault;
    readonly code?: string;
    readonly detail?: string /** The one channel, by name. */;
    readonly place?: string;
  },
): Card {
  const app = platformName(words, view.platform);
  const text = closedText(words, view, app);
  return {
    title: words.say('chat_closed.title', { app }),
    tone: 'bad',
    facts: [],
    sections: [{ kind: 'text', text: joinTexts([text, vendorText(words, view)], '\n') }],
    actions: [],
    summary: text,
  };
}

const PLACE_FAULTS = ['place_archived', 'place_gone', 'place_closed', 'place_moved'] as const;

function closedText(words: Words, { fault, place }: { readonly fault: Fault; readonly place?: string }, app: string) {
  if (fault === 'token_invalid') return words.say('chat_closed.token', { app });
  if (place === undefined) return words.say('chat_closed.place', { app });
  const known = PLACE_FAULTS.find((each) => each === fault);
  if (known === undefined) return words.say('chat_closed.named', { app, place });
  const what = words.say(`fault.${known}`);
  const next = words.say(`fault.${known}.next`);
  return words.say('chat_closed.known', { app, place, what, next });
}
