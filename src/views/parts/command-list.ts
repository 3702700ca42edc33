// The commands with what they do, for the help and for an unknown command. Commands are the same in every language, and
// without a slash: each platform puts its own sign before them.
import type { Inline, Text } from '../view.ts';
import type { Words } from '../words/index.ts';

export const TEMPLATE_COMMANDS = {
  propose: 'template propose',
  list: 'template list order',
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
} as const;

/** `links`: more than one chat platform is set up, so that accounts can be linked. */
export function templateCommands(words: Words, { links = false } = {}): readonly Text[] {
  const keys = ['propose', 'list', 'show', 'sync', ...(links ? (['link'] as const) : [])] as const;
  return keys.map((key) => line(words, TEMPLATE_COMMANDS[key], words.say(`help.${key}`)));
}

export function sendCommands(words: Words): readonly Text[] {
  const keys = ['send', 'send_template', 'send_language', 'status', 'status_one'] as const;
  return keys.map((key) => line(words, SEND_COMMANDS[key], words.say(`help.${key}`)));
}

/** A command inside a sentence. */
export function command(text: string): Inline {
  return { command: text };
}

function line(words: Words, typed: string, what: string): Text {
  return words.rich('help.line', { command: command(typed), what });
}
