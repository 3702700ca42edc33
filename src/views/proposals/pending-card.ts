// What waits, for one reader: what they must act on first, then their own, then everybody's, each with the way to its card.
import { command } from '../parts/command-list.ts';
import { joinTexts, shorten, someone } from '../parts/text.ts';
import type { Card, Section, Text } from '../view.ts';
import type { Words } from '../words/index.ts';

/** `enable`: approved everywhere, and nobody let agents send it yet. */
export type WaitsFor = 'pending' | 'changes_requested' | 'stuck' | 'handed_off' | 'enable';

export type PendingItem = {
  readonly number: number;
  readonly name: string;
  readonly language: string;
  readonly proposer: string;
  readonly waits: WaitsFor;
  readonly since: string;
  readonly link?: string;
};

export type PendingView = {
  readonly forYou: readonly PendingItem[];
  readonly yours: readonly PendingItem[];
  readonly others: readonly PendingItem[];
  /** More there are than are shown. */
  readonly more: number;
};

const NAME_MAX = 90;

export function pendingCard(words: Words, view: PendingView): Card {
  const parts = (['forYou', 'yours', 'others'] as const).flatMap((part): readonly Section[] => {
    const items = view[part].map((item) => line(words, item));
    return items.length === 0 ? [] : [{ kind: 'list', title: words.say(`pending.${part}`), items }];
  });
  const count = view.forYou.length + view.yours.length + view.others.length + view.more;
  const summary = words.say('pending.summary', { count, mine: view.forYou.length });
  const more = view.more > 0 ? words.say('pending.more', { count: view.more }) : '';
  return {
    title: words.say('pending.title'),
    tone: 'plain',
    facts: [],
    sections: parts.length > 0 ? parts : [{ kind: 'text', text: words.say('pending.empty') }],
    actions: [
      { id: 'open_propose', label: words.say('help.open_propose'), subject: '', opensForm: true },
      { id: 'list_templates', label: words.say('help.list_button'), subject: '1' },
    ],
    ...(more !== '' && { footer: more }),
    summary,
  };
}

function line(words: Words, item: PendingItem): Text {
  const { number, language, link, waits } = item;
  const name = shorten(item.name, NAME_MAX);
  const facts = {
    number,
    name: { strong: name },
    language,
    state: words.say(`pending.waits.${waits}`),
    proposer: someone(words, item.proposer, 'inside'),
    since: { time: item.since },
  };
  const way: Text =
    link === undefined ? [command(`template show ${name} ${language}`)] : [{ link, text: words.say('pending.open') }];
  return joinTexts([words.rich('pending.item', facts), way], ' · ');
}
