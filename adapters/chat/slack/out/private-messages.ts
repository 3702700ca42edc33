// Messages only their addressee sees, in the shapes Slack's acknowledgements and response_urls take.
import type { Failure } from '../../../../src/domain/fault.ts';
import type { Card } from '../../../../src/views/view.ts';
import { type Block, plain } from '../drawing/blocks.ts';
import { LIMITS } from '../drawing/limits.ts';
import { renderCard } from '../drawing/render-card.ts';
import { fallbackText, literal, richBlocks, section } from '../drawing/render-text.ts';
import type { SlackWords } from '../words.ts';

/** action_id of our own "try again" button. */
export const AGAIN = 'aval_again';

export function privateCard(card: Card, threadTs?: string): object {
  return {
    response_type: 'ephemeral',
    replace_original: false,
    unfurl_links: false,
    ...(threadTs && { thread_ts: threadTs }),
    ...renderCard(card),
  };
}

export function privateSentence(sentence: string, threadTs?: string): object {
  return {
    response_type: 'ephemeral',
    replace_original: false,
    ...(threadTs && { thread_ts: threadTs }),
    text: fallbackText(sentence),
    blocks: richBlocks('body', [section(...literal(sentence))]),
  };
}

/** A sentence in a form that stays open with what was typed; undefined where it has no field to stand under. */
export function errorsAnswer(
  view: { readonly blocks?: readonly { readonly type?: unknown; readonly block_id?: unknown }[] | null | undefined },
  sentence: string,
): object | undefined {
  const input = view.blocks?.find((block) => block.type === 'input');
  return input && { response_action: 'errors', errors: { [String(input.block_id)]: sentence } };
}

/** Why a form did not open, with what helps; `late` where it was only too late. */
export function whyNotOpened(failure: Failure | undefined, words: SlackWords, late: string, now: number): string {
  if (failure?.fault === 'token_invalid') return words.lockedOut;
  if (failure?.reaction === 'credentials') return words.notPermitted;
  if (failure?.kind !== 'limited') return late;
  return words.askedToWait(Math.max(1, Math.ceil((Date.parse(failure.retryAt ?? '') - now) / 1000) || 30));
}

/** "Click again", with a button that repeats the typed command; without it when the words are too long for a button. */
export function clickAgain(
  command: { readonly command: string; readonly text: string },
  words: SlackWords,
  sentence: string = words.clickAgain,
): object {
  const value = `${command.command} ${command.text}`;
  const button: Block = {
    type: 'actions',
    block_id: 'aval.again',
    elements: [{ type: 'button', action_id: AGAIN, text: plain(words.clickAgainButton), value, style: 'primary' }],
  };
  const blocks = richBlocks('body', [section(...literal(sentence))]);
  return {
    response_type: 'ephemeral',
    replace_original: false,
    text: fallbackText(sentence),
    blocks: value.length <= LIMITS.buttonValue ? [...blocks, button] : blocks,
  };
}
