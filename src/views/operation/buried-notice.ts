// Work that was given up, or that waits for somebody to mend a chat platform: admins are told, because silence is the worst
// answer.
import type { Fault } from '../../domain/fault.ts';
import { vendorText } from '../parts/failure-text.ts';
import { joinTexts, shorten } from '../parts/text.ts';
import { platformName } from '../people/account-cards.ts';
import type { Card } from '../view.ts';
import type { Words } from '../words/index.ts';

/** `job` is the kind of work, e.g. `send.deliver`; `why` the last error, free of personal data. */
export function buriedNotice(words: Words, view: { readonly job: string; readonly why: string }): Card {
  const facts = { job: view.job, why: shorten(view.why, 600) };
  return {
    title: words.say('buried.title'),
    tone: 'bad',
    facts: [],
    sections: [{ kind: 'text', text: words.rich('buried.text', { ...facts, job: { code: view.job } }) }],
    actions: [],
    summary: words.say('buried.text', facts),
  };
}

/** A chat platform that does not let Aval in. `platform`: its id. */
export function closedNotice(
  words: Words,
  view: { readonly platform: string; readonly fault: Fault; readonly code?: string; readonly detail?: string },
): Card {
  const app = platformName(words, view.platform);
  const text = words.say(view.fault === 'token_invalid' ? 'chat_closed.token' : 'chat_closed.place', { app });
  return {
    title: words.say('chat_closed.title', { app }),
    tone: 'bad',
    facts: [],
    sections: [{ kind: 'text', text: joinTexts([text, vendorText(words, view)], '\n') }],
    actions: [],
    summary: text,
  };
}
