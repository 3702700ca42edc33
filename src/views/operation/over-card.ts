// A notice whose matter is settled: it offers nothing any more, and says so.
import type { Action, Card } from '../view.ts';
import type { Words } from '../words/index.ts';

/** The notice with only the buttons that still do something; one that lost any says that it is settled. */
export function keptTrue(words: Words, card: Card, offered: readonly Action[]): Card {
  if (offered.length === card.actions.length) return card;
  return { ...card, actions: offered, footer: words.say('notice.over') };
}

/** Nothing of it holds any more. `title`: what it was posted with. */
export function overCard(words: Words, title: string): Card {
  const text = words.say('notice.over');
  return {
    title,
    tone: 'plain',
    facts: [],
    sections: [{ kind: 'text', text }],
    actions: [],
    summary: `${title}. ${text}`,
  };
}
