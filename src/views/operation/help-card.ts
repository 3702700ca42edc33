// `template` and `send-active` alone, `help`, and the buttons beside them. Only the person who asked sees it.
import { ROLES, type Role } from '../../domain/people/roles.ts';
import { command, sendCommands, templateCommands } from '../parts/command-list.ts';
import { joinTexts } from '../parts/text.ts';
import type { Action, Card, Section, Text } from '../view.ts';
import type { Words } from '../words/index.ts';

export type HelpView = {
  readonly roles: ReadonlySet<Role>;
  /** Who can grant roles. */
  readonly ask: readonly string[];
  /** Accounts can be linked: there is more than one chat platform. */
  readonly links?: boolean;
  readonly draft?: { readonly id: string; readonly name: string; readonly savedAt: string };
};

export function templateHelpCard(words: Words, view: HelpView): Card {
  const intro: Section = { kind: 'text', text: words.say('help.template.intro') };
  const draft: readonly Section[] = view.draft ? [{ kind: 'text', text: draftText(words, view.draft) }] : [];
  return {
    title: words.say('help.template.title'),
    tone: 'plain',
    facts: [],
    sections: [
      intro,
      ...draft,
      { kind: 'list', title: words.say('help.commands'), items: templateCommands(words, view) },
    ],
    actions: [
      ...(view.draft ? [resumeAction(words, view.draft.id)] : []),
      { id: 'open_propose', label: words.say('help.open_propose'), subject: '', opensForm: true, ...primary(view) },
      { id: 'list_templates', label: words.say('help.list_button'), subject: '1' },
      { id: 'list_pending', label: words.say('help.pending_button'), subject: '' },
    ],
    footer: footer(words, view, words.rich('help.for_sending', { command: command('send-active help') })),
    summary: words.say('help.template.summary'),
  };
}

export function sendHelpCard(words: Words, view: HelpView): Card {
  return {
    title: words.say('help.send.title'),
    tone: 'plain',
    facts: [],
    sections: [
      { kind: 'text', text: words.say('help.send.intro') },
      { kind: 'list', title: words.say('help.commands'), items: sendCommands(words, view) },
      { kind: 'text', text: words.say('help.number') },
    ],
    actions: [
      { id: 'list_templates', label: words.say('help.list_button'), subject: '1' },
      { id: 'send_status', label: words.say('help.status_button'), subject: '' },
    ],
    footer: footer(words, view, words.rich('help.for_templates', { command: command('template help') })),
    summary: words.say('help.send.summary'),
  };
}

function primary(view: HelpView): { readonly style?: 'primary' } {
  return view.draft ? {} : { style: 'primary' };
}

function resumeAction(words: Words, id: string): Action {
  return { id: 'resume_draft', label: words.say('help.resume'), style: 'primary', subject: id, opensForm: true };
}

function draftText(words: Words, draft: NonNullable<HelpView['draft']>): Text {
  const at = { time: draft.savedAt };
  return draft.name === ''
    ? words.rich('help.draft_unnamed', { at })
    : words.rich('help.draft', { name: { strong: draft.name }, at });
}

function footer(words: Words, view: HelpView, other: Text): Text {
  const roles = ROLES.filter((role) => view.roles.has(role)).map((role) => words.say(`role.${role}`));
  const mine = words.say('help.you_can', { count: roles.length, roles: words.list(roles) });
  const ask = view.roles.has('admin')
    ? words.say('help.ask.yours')
    : words.say('help.ask', { count: view.ask.length, names: words.list(view.ask.slice(0, 5), 'or') });
  return joinTexts([mine, ask, other]);
}
