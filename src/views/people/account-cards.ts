// Linking accounts of one person on two platforms: the code, the question, the result. All of it is private.
import { command, TEMPLATE_COMMANDS } from '../parts/command-list.ts';
import { askSentence, joinTexts, plainText, someone } from '../parts/text.ts';
import type { Card, Text } from '../view.ts';
import type { Words } from '../words/index.ts';

/** One account: whose, and on which platform (its id). */
export type AccountRef = { readonly name: string; readonly platform: string };

const NAMED = ['slack', 'teams', 'console'] as const;

/** A platform as people call it; one that has no name yet is called by its id. */
export function platformName(words: Words, id: string): string {
  const known = NAMED.find((platform) => platform === id);
  return known === undefined ? id : words.say(`platform.${known}`);
}

export type LinkCodeView = {
  /** As it is typed: `ABCD-EFGH`. */
  readonly code: string;
  readonly until: string;
  /** Platforms where this person has no account yet. */
  readonly platforms: readonly string[];
};

/** The code stands nowhere but here, and not in the summary either: notifications show that on locked screens. */
export function linkCodeCard(words: Words, { code, until, platforms }: LinkCodeView): Card {
  const apps = words.list(
    platforms.map((id) => platformName(words, id)),
    'or',
  );
  const how = words.rich('link.how', { apps, command: command(`${TEMPLATE_COMMANDS.link} ${code}`) });
  return {
    title: words.say('link.title'),
    tone: 'plain',
    facts: [],
    sections: [
      { kind: 'text', text: words.rich('link.code', { code: { strong: code }, until: { time: until } }) },
      { kind: 'text', text: how },
      { kind: 'text', text: words.say('link.alone') },
    ],
    actions: [],
    summary: words.say('link.code.summary'),
  };
}

/**
 * Before anything is linked: who the other account belongs to, and what each gets. `subject` stands for the code; `inPublic`:
 * it was typed where others read it.
 */
export function linkConfirmCard(
  words: Words,
  other: AccountRef,
  { subject, inPublic }: { readonly subject: string; readonly inPublic: boolean },
): Card {
  const facts = { name: someone(words, other.name, 'inside'), app: platformName(words, other.platform) };
  const named = { name: { strong: facts.name }, app: { strong: facts.app } };
  return {
    title: words.say('link.confirm.title'),
    tone: 'warning',
    facts: [],
    sections: [
      { kind: 'text', text: words.rich('link.confirm', named) },
      {
        kind: 'list',
        items: [
          words.say('link.confirm.votes'),
          words.say('link.confirm.roles', facts),
          words.say('link.confirm.undo'),
        ],
      },
      { kind: 'text', text: words.say('link.confirm.not_me', facts) },
      ...(inPublic ? [{ kind: 'text', text: words.say('link.confirm.public') } as const] : []),
    ],
    actions: [{ id: 'link_account', label: words.say('link.confirm.button'), style: 'primary', subject }],
    summary: words.say('link.confirm.summary', facts),
  };
}

export type LinkedView = {
  readonly how: 'code' | 'email';
  readonly accounts: readonly AccountRef[];
  readonly at: string;
  /** Who can part them again. */
  readonly ask: readonly string[];
  /** The reader is an admin. */
  readonly yours?: boolean;
};

/** Told to both accounts, with the way to complain. */
export function linkedCard(words: Words, view: LinkedView): Card {
  const names = view.accounts.map(({ name, platform }) =>
    words.say('link.account', { name: someone(words, name, 'inside'), app: platformName(words, platform) }),
  );
  const text: Text = joinTexts([
    words.rich(`link.done.${view.how}`, { accounts: words.list(names), at: { time: view.at } }),
    view.yours
      ? words.say('link.done.wrong.yours')
      : words.say('link.done.wrong', { ask: askSentence(words, view.ask) }),
  ]);
  return {
    title: words.say('link.done.title'),
    tone: 'good',
    facts: [],
    sections: [{ kind: 'text', text }],
    actions: [],
    summary: plainText(text),
  };
}
