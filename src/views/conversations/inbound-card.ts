// A customer's answer, in the thread of the message it belongs to. Their words are shown as text and never acted upon.

import { visibleText } from '../../domain/typed.ts';
import { command, SEND_COMMANDS } from '../parts/command-list.ts';
import { maskRecipient, namedRecipient } from '../parts/recipient.ts';
import { joinTexts, shorten } from '../parts/text.ts';
import type { Card, PersonRef, Text } from '../view.ts';
import type { Words } from '../words/index.ts';

export type InboundView = {
  readonly from: string;
  readonly contactName?: string;
  /** As in `ProviderEvent`: `text`, `image`, `button`, … */
  readonly kind: string;
  readonly text: string;
  readonly at: string;
  readonly agent?: PersonRef;
  /** Told privately, since the place it belongs to is broken or its agent cannot be written to. */
  readonly instead?: true;
  /** The template message it answers. */
  readonly answers?: { readonly number: number; readonly template: string };
  /** An automatic assistant of the provider's answers this chat. */
  readonly byAssistant?: true;
  /** End of the customer service window; left out where there is none, as in a group. */
  readonly windowUntil?: string;
};

const TEXT_MAX = 2500;
const SUMMARY_TEXT_MAX = 300;

/** A customer's message, for the thread of the send it answers. Mentions the agent, who must act. */
export function inboundCard(words: Words, view: InboundView): Card {
  const shown = { to: view.from, ...(view.contactName !== undefined && { contactName: view.contactName }) };
  const from = view.contactName ?? maskRecipient(words, shown);
  const kind = words.say('inbound.kind', { kind: view.kind, raw: shorten(view.kind, 40) });
  const said = saidText(words, view, kind);
  const summary =
    view.text === ''
      ? words.say('inbound.summary.kind', { from, kind })
      : words.say('inbound.summary', { from, text: shorten(oneLine(view.text), SUMMARY_TEXT_MAX) });
  const answers = view.answers && words.say('inbound.answers', view.answers);
  const footer = windowText(words, view.windowUntil);
  return {
    title: words.say('inbound.title', { from: shorten(from, 100) }),
    tone: 'plain',
    facts: [{ label: words.say('fact.from'), value: namedRecipient(words, shown) }],
    sections: [
      ...said.map((text) => ({ kind: 'text', text }) as const),
      ...(answers ? [{ kind: 'text', text: answers } as const] : []),
      ...(view.byAssistant ? [{ kind: 'text', text: words.say('inbound.assistant') } as const] : []),
      ...(view.instead ? [{ kind: 'text', text: words.rich('inbound.instead', insteadFacts(view)) } as const] : []),
      ...(view.agent && !view.instead
        ? [{ kind: 'text', text: words.rich('inbound.for', { agent: { mention: view.agent } }) } as const]
        : []),
    ],
    actions: [],
    ...(footer && { footer }),
    summary,
  };
}

function windowText(words: Words, until: string | undefined): Text | undefined {
  if (until === undefined) return undefined;
  return until === 'over' ? words.say('inbound.window_over') : words.rich('inbound.window', { until: { time: until } });
}

/** The whole of it, in as many parts as it takes. */
function saidText(words: Words, view: InboundView, kind: string): readonly Text[] {
  const { parts, leftOut } = partsOf(view.text);
  const rest = leftOut > 0 ? [words.say('inbound.left_out', { count: leftOut })] : [];
  const [first = '', ...more] = [...parts, ...rest];
  if (view.kind === 'text') return [first === '' ? kind : first, ...more];
  if (view.kind === 'button' || view.kind === 'interactive')
    return [words.say('inbound.tapped', { text: first }), ...more];
  return [joinTexts([kind, first], ': '), ...more];
}

// No text of a customer's is longer than this many parts; what a stranger's client makes up is.
const MOST_PARTS = 6;

function partsOf(text: string): { readonly parts: readonly string[]; readonly leftOut: number } {
  const letters = [...text];
  const count = Math.min(MOST_PARTS, Math.ceil(letters.length / TEXT_MAX));
  const parts = Array.from({ length: count }, (_, index) =>
    letters.slice(index * TEXT_MAX, (index + 1) * TEXT_MAX).join(''),
  );
  return { parts, leftOut: Math.max(0, letters.length - MOST_PARTS * TEXT_MAX) };
}

/** Where other words stand around it, no sign of direction may turn them. */
function oneLine(text: string): string {
  return visibleText(text).replace(/\s+/gu, ' ');
}

function insteadFacts({ agent, answers }: InboundView) {
  const status = answers ? `${SEND_COMMANDS.status} ${answers.number}` : SEND_COMMANDS.status;
  return { agent: agent?.name ?? '?', command: command(status) };
}
