// Somebody could not be told privately. What they were to be told stands on neither of these cards.

import { plainText } from '../parts/text.ts';
import type { Card, PersonRef, Text, Tone } from '../view.ts';
import type { Words } from '../words/index.ts';

/** In the thread it was about: asks the person to open a way to them. */
export function notToldCard(words: Words, who: PersonRef): Card {
  return card(words.say('not_told.title'), words.rich('not_told.text', { who: { mention: who } }), 'plain');
}

/** For admins. `sends`: messages to customers are held up by it. */
export function unreachableCard(words: Words, view: { readonly name: string; readonly sends: boolean }): Card {
  const { name } = view;
  const text = words.say(view.sends ? 'unreachable.sends' : 'unreachable.text', { name });
  return card(words.say('unreachable.title', { name }), text, 'warning');
}

function card(title: string, text: Text, tone: Tone): Card {
  return { title, tone, facts: [], sections: [{ kind: 'text', text }], actions: [], summary: plainText(text) };
}
