// The commands with what they do, for the help and for an unknown command. Commands are the same in every language.
import type { Text } from './view.ts';
import type { Words } from './words/index.ts';

export const TEMPLATE_COMMANDS = {
  propose: '/template propose',
  list: '/template list order',
  show: '/template show order_ready es_AR',
  sync: '/template sync',
} as const;

export const SEND_COMMANDS = {
  send: '/send-active +5491155551234',
  send_template: '/send-active +5491155551234 order_ready',
  send_language: '/send-active +5491155551234 order_ready es_AR',
  status: '/send-active status',
  status_one: '/send-active status 17',
} as const;

export function templateCommands(words: Words): readonly Text[] {
  const keys = ['propose', 'list', 'show', 'sync'] as const;
  return keys.map((key) => line(words, TEMPLATE_COMMANDS[key], words.say(`help.${key}`)));
}

export function sendCommands(words: Words): readonly Text[] {
  const keys = ['send', 'send_template', 'send_language', 'status', 'status_one'] as const;
  return keys.map((key) => line(words, SEND_COMMANDS[key], words.say(`help.${key}`)));
}

function line(words: Words, command: string, what: string): Text {
  return words.rich('help.line', { command: { code: command }, what });
}
