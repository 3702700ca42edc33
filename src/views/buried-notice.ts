// A job that was tried to the end and given up: admins are told, because silence is the worst answer.
import { shorten } from './text.ts';
import type { Card } from './view.ts';
import type { Words } from './words/index.ts';

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
