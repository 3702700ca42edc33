// The commands of `npm run aval --`, in one table: the usage text and the dispatch both read it.

export const COMMANDS = {
  lint: 'lint FILE          check templates in a JSON file (one object or an array; - reads standard input)',
  doctor: 'doctor             check configuration, database, queue, clock, chat platforms, senders and webhooks',
  audit: 'audit verify       find any edit, deletion or reordering in the audit trail',
  migrate: 'migrate            bring the database up to this version (the server also does it when it starts)',
  unlink:
    'unlink ACCOUNT     part an account that was linked wrongly from its person, such as teams:<tenant>:<object id>',
  'package-teams': 'package-teams      write dist/aval-teams.zip, the app package to upload to Microsoft Teams',
  'providers-table': 'providers-table    print what each provider can and cannot do',
  'config-table': 'config-table       print every setting with its default and meaning',
  help: 'help               this text',
} as const;

export type CommandName = keyof typeof COMMANDS;

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

export function usage(): string {
  const lines = Object.values(COMMANDS).map((line) => `  ${line}`);
  return `Usage: npm run aval -- COMMAND\n\n${lines.join('\n')}\n\nExit status: 0 fine, 1 something was found, 2 wrong usage.`;
}
