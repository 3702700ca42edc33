// One sentence as a card, for places where only a card can be shown, and for what a chat would keep longer than it is true.
import type { Card } from '../../../../src/views/view.ts';
import type { TeamsWords } from '../words.ts';

export function sentenceCard(words: TeamsWords, text: string): Card {
  return {
    title: words.noticeTitle,
    tone: 'plain',
    facts: [],
    sections: [{ kind: 'text', text }],
    actions: [],
    summary: text,
  };
}

/** A card as it may stay in a chat for ever: of one that says the state of a moment, only the point. */
export function keptCard(words: TeamsWords, card: Card): Card {
  return card.fleeting ? sentenceCard(words, card.summary) : card;
}
