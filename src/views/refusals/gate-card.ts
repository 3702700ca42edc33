// All answers of the gate before a send: what passed, what did not, why, and the way out of each.
import type { GateAnswer } from '../../domain/refusal.ts';
import { maskRecipient } from '../parts/recipient.ts';
import { askSentence, plainText } from '../parts/text.ts';
import type { Action, Card, Fact, Text } from '../view.ts';
import type { Words } from '../words/index.ts';
import { refusalSentence } from './sentence.ts';

export type GateView = {
  /** E.164; empty for a customer without a number. */
  readonly to?: string;
  readonly contactName?: string;
  readonly answers: readonly GateAnswer[];
  /** Who can lift what stands in the way. */
  readonly ask: readonly string[];
  /** The reader may lift all of it: each line says how, and nobody is to be asked. */
  readonly yours?: boolean;
  /** What the reader may do about it. */
  readonly actions?: readonly Action[];
};

/** Told to the agent only. Nothing was sent. */
export function gateCard(words: Words, view: GateView): Card {
  const lines = gateLines(words, view.answers);
  const failed = lines.filter((_, index) => view.answers[index]?.passed === false);
  const [first = ''] = failed;
  const summary =
    failed.length === 0
      ? words.say('gate.summary_ok')
      : words.say('gate.summary', { count: failed.length, total: lines.length, first: plainText(first) });
  return {
    title: words.say('gate.title'),
    tone: 'warning',
    facts: view.to === undefined ? [] : [toFact(words, { ...view, to: view.to })],
    sections: [{ kind: 'list', title: words.say('gate.intro'), items: lines }],
    actions: view.actions ?? [],
    ...(!view.yours && { footer: askSentence(words, view.ask) }),
    summary,
  };
}

function toFact(words: Words, view: { readonly to: string; readonly contactName?: string }): Fact {
  return { label: words.say('fact.to'), value: maskRecipient(words, view) };
}

/** One line per answer, in the same order. The sign is said in words too. */
function gateLines(words: Words, answers: readonly GateAnswer[]): readonly Text[] {
  return answers.map((answer) => {
    const check = words.say(`gate.check.${answer.check}`);
    if (!answer.passed) return words.rich('gate.failed', { check, why: refusalSentence(words, answer.refusal) });
    if (answer.until) return words.rich('gate.waits', { check, until: { time: answer.until } });
    return words.say('gate.passed', { check });
  });
}
