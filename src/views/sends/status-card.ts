// `send-active status`: one's own messages, and the story of one of them.

import type { Failure } from '../../domain/fault.ts';
import { visibleText } from '../../domain/typed.ts';
import { command, SEND_COMMANDS } from '../parts/command-list.ts';
import { failureText, vendorText } from '../parts/failure-text.ts';
import { maskRecipient } from '../parts/recipient.ts';
import { joinTexts, shorten, someone } from '../parts/text.ts';
import type { Card, Section, Text } from '../view.ts';
import type { Words } from '../words/index.ts';
import { sendCard } from './card.ts';
import type { AnswerEntry, SendListItem, SendView, TimelineEntry } from './data.ts';
import { waitText } from './wait-text.ts';

const ANSWER_MAX = 500;

export function sendStatusList(words: Words, items: readonly SendListItem[]): Card {
  const summary = words.say('status.list.summary', { count: items.length });
  const title = words.say('status.list.title');
  if (items.length === 0) {
    const text = words.rich('status.list.empty', { command: command(SEND_COMMANDS.send) });
    return { title, tone: 'plain', facts: [], sections: [{ kind: 'text', text }], actions: [], summary };
  }
  return {
    title,
    tone: 'plain',
    facts: [],
    sections: [{ kind: 'list', items: items.map((item) => itemText(words, item)) }],
    actions: [],
    footer: words.rich('status.list.how', { command: command(`${SEND_COMMANDS.status} ${items[0]?.number ?? 1}`) }),
    summary,
  };
}

function itemText(words: Words, item: SendListItem): Text {
  const facts = {
    number: item.number,
    to: maskRecipient(words, item),
    template: item.sender === undefined ? item.template : `${item.template} · ${shorten(item.sender, 40)}`,
    state: words.say(`state.${item.state}`),
    at: { time: item.at },
  };
  const code = item.failure?.code;
  return code === undefined
    ? words.rich('status.list.item', facts)
    : words.rich('status.list.item_code', { ...facts, code });
}

/** Every step with its time, then where it stands, with the buttons of the send's card. */
export function sendTimeline(
  words: Words,
  view: SendView,
  entries: readonly TimelineEntry[],
  answers: readonly AnswerEntry[] = [],
): Card {
  const now = sendCard(words, view);
  // The last entry says it already.
  const isOver = view.state === 'delivered' || view.state === 'read';
  const sections = isOver ? now.sections.filter(({ kind }) => kind !== 'text') : now.sections;
  return {
    ...now,
    title: words.say('timeline.title', { number: view.number }),
    sections: [
      { kind: 'list', items: entries.map((entry) => entryText(words, entry)) },
      ...answerSection(words, answers),
      ...sections,
    ],
    ...(view.externalId && { footer: words.rich('timeline.external', { id: { code: view.externalId } }) }),
    summary: words.say('timeline.summary', {
      number: view.number,
      to: maskRecipient(words, view),
      state: words.say(`state.${view.state}`),
    }),
  };
}

function answerSection(words: Words, answers: readonly AnswerEntry[]): readonly Section[] {
  if (answers.length === 0) return [];
  const items = answers.map(({ at, kind, text }) => {
    const what = words.say('inbound.kind', { kind, raw: shorten(kind, 40) });
    const said = text === '' ? what : visibleText(shorten(text, ANSWER_MAX)).replace(/\s+/gu, ' ');
    return joinTexts([[{ time: at }], said], ': ');
  });
  return [{ kind: 'list', title: words.say('timeline.answers'), items }];
}

function entryText(words: Words, entry: TimelineEntry): Text {
  const at = { time: entry.at };
  if (entry.wait) return words.rich('timeline.wait', { at, why: waitText(words, entry.wait) });
  if (entry.state === 'failed') return words.rich('timeline.failed', { at, why: whyText(words, entry.failure) });
  return words.rich(`timeline.${entry.state}`, { at, by: someone(words, entry.by ?? '', 'inside') });
}

function whyText(words: Words, failure: Failure | undefined): Text {
  if (!failure) return words.say('fault.unknown_error');
  return joinTexts([failureText(words, failure).what, vendorText(words, failure)]);
}
