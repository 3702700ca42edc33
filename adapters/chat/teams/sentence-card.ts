// One sentence as a card, for places where only a card can be shown.
import type { Card } from '../../../src/views/view.ts';
import type { TeamsWords } from './words.ts';

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
