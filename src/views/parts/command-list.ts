// The commands with what they do, for the help and for an unknown command. Commands are the same in every language, and
// without a slash: each platform puts its own sign before them.
import { missingRole, type Right } from '../../domain/people/may.ts';
import type { Role } from '../../domain/people/roles.ts';
import type { Inline, Text } from '../view.ts';
import type { Words } from '../words/index.ts';

export const TEMPLATE_COMMANDS = {
  propose: 'template propose',
  list: 'template list order',
  pending: 'template pending',
  show: 'template show order_ready es_AR',
  sync: 'template sync',
  link: 'template link',
} as const;

export const SEND_COMMANDS = {
  send: 'send-active +5491155551234',
  send_template: 'send-active +5491155551234 order_ready',
  send_language: 'send-active +5491155551234 order_ready es_AR',
  status: 'send-active status',
  status_one: 'send-active status 17',
  consent: 'send-active consent +5491155551234',
} as const;

/** What each command needs. `undefined`: only one's own things are shown. */
const NEEDS: Readonly<Record<keyof typeof TEMPLATE_COMMANDS | keyof typeof SEND_COMMANDS, Right | undefined>> = {
  propose: 'propose',
  list: 'list_templates',
  pending: 'list_templates',
  show: 'show_template',
  sync: 'sync_templates',
  link: 'link_accounts',
  send: 'send',
  send_template: 'send',
  send_language: 'send',
  status: undefined,
  status_one: undefined,
  consent: undefined,
};

/** A reader's roles: a command they may not use says which role it needs. Left out: nothing is said about roles. */
type Reader = { readonly roles?: ReadonlySet<Role> };

/** `links`: more than one chat platform is set up, so that accounts can be linked. */
export function templateCommands(
  words: Words,
  { links = false, ...reader }: Reader & { readonly links?: boolean } = {},
): readonly Text[] {
  const keys = ['propose', 'list', 'pending', 'show', 'sync', ...(links ? (['link'] as const) : [])] as const;
  return keys.map((key) => line(words, TEMPLATE_COMMANDS[key], whatOf(words, key, reader)));
}

export function sendCommands(words: Words, reader: Reader = {}): readonly Text[] {
  const keys = ['send', 'send_template', 'send_language', 'status', 'status_one', 'consent'] as const;
  return keys.map((key) => line(words, SEND_COMMANDS[key], whatOf(words, key, reader)));
}

/** A command inside a sentence. */
export function command(text: string): Inline {
  return { command: text };
}

function whatOf(words: Words, key: keyof typeof NEEDS, { roles }: Reader): string {
  const what = words.say(`help.${key}`);
  const right = NEEDS[key];
  const role = roles && right && missingRole(roles, right);
  return role === undefined ? what : words.say('help.needs', { what, role: words.say(`role.${role}`) });
}

function line(words: Words, typed: string, what: string): Text {
  return words.rich('help.line', { command: command(typed), what });
}
