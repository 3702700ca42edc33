// Something we did not expect. The reference is in the log; nothing else about it is shown.
import type { Card } from '../view.ts';
import type { Words } from '../words/index.ts';

export function bugCard(words: Words, reference: string): Card {
  const text = words.rich('bug.text', { reference: { code: reference } });
  return {
    title: words.say('bug.title'),
    tone: 'bad',
    facts: [],
    sections: [{ kind: 'text', text }],
    actions: [],
    summary: words.say('bug.text', { reference }),
  };
}
