// The shapes of invoke answers. Each kind of invoke has its own; the status is 200 whenever we understood what was asked.
import type { RawResponse } from '../../../../src/ports/http.ts';
import type { Option } from '../../../../src/views/view.ts';
import { type AdaptiveCard, CARD_TYPE, type TaskInfo } from '../drawing/cards.ts';
import { LIMITS } from '../drawing/limits.ts';
import { choiceOf } from '../drawing/render-input.ts';

/** Closes a dialog: anything in the body, even `{}`, would be an error to Teams. */
export const CLOSED: RawResponse = { status: 200 };
export const UNKNOWN: RawResponse = { status: 501 };

/** Puts a card in the place of the one that was pressed, for the person who did. */
export function cardAnswer(card: AdaptiveCard): RawResponse {
  return json({ statusCode: 200, type: CARD_TYPE, value: card });
}

/** A sentence below the card that was pressed, for the person who did. */
export function sentenceAnswer(text: string): RawResponse {
  return json({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text });
}

/** Opens a dialog, or shows its next page. The same for buttons and message extensions. */
export function dialogAnswer(task: TaskInfo): RawResponse {
  return json({ task: { type: 'continue', value: task } });
}

/** A dialog that only says one sentence. */
export function dialogSentence(text: string): RawResponse {
  return json({ task: { type: 'message', value: text } });
}

/** What a searchable field offers. */
export function searchAnswer(options: readonly Option[]): RawResponse {
  const results = options.slice(0, LIMITS.searchResults).map(choiceOf);
  return json({ statusCode: 200, type: 'application/vnd.microsoft.search.searchResponse', value: { results } });
}

function json(body: unknown): RawResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  };
}
