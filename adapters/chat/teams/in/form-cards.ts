// Forms that are cards, in the private chat: every answer takes the place of the page that was sent. What a press answers is
// seen by its person only and forgotten by their client, so the stored message is changed as well.
import type { Card } from '../../../../src/views/view.ts';
import type { AdaptiveCard } from '../drawing/cards.ts';
import { renderCard } from '../drawing/render-card.ts';
import { renderForm } from '../drawing/render-form.ts';
import { keptCard, sentenceCard } from '../drawing/sentence-card.ts';
import type { TeamsWords } from '../words.ts';
import type { Outcome } from './run-intent.ts';

/** What stands in the place of a form card now. */
export function nextPage(
  outcome: Exclude<Outcome, { show: 'broke' }> | 'closed',
  how: { readonly forms: 'dialog' | 'card'; readonly words: TeamsWords },
): AdaptiveCard {
  const { words } = how;
  const draw = (card: Card) => renderCard(card, how);
  if (outcome === 'closed') return draw(sentenceCard(words, words.formClosed));
  switch (outcome.show) {
    case 'form':
      return renderForm(outcome.form, words, 'card');
    case 'notice':
    case 'card':
      return draw(keptCard(words, outcome.card));
    case 'nothing':
      return draw(sentenceCard(words, words.done));
  }
}
