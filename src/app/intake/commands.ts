// What is typed after `template` and `send-active`: the use-case of each word. A new word is a row here and in
// `domain/command.ts`.
import {
  type Command,
  parseSendCommand,
  parseTemplateCommand,
  type SendCommand,
  type TemplateCommand,
} from '../../domain/command.ts';
import type { Intent, Reply } from '../../ports/chat.ts';
import { commandWords } from '../../views/words/word-lists.ts';
import type { AppDeps } from '../deps.ts';
import { firstTime } from '../news/once.ts';
import { linkCommand } from '../people/link-accounts.ts';
import { refusalReply } from '../people/refuse.ts';
import type { Staff } from '../people/staff.ts';
import { listPending } from '../proposals/pending.ts';
import { openPropose } from '../proposals/propose.ts';
import { showConsent } from '../sends/lift.ts';
import { openSend } from '../sends/start.ts';
import { listSends, showSend } from '../sends/status.ts';
import { listKnownTemplates, showTemplate, syncTemplates } from '../templates/manage.ts';
import { sendHelp, templateHelp } from './help.ts';

export type CommandIntent = Extract<Intent, { kind: 'command' }>;

type Row<C> = (deps: AppDeps, staff: Staff, intent: CommandIntent, command: C) => Promise<Reply>;
type Rows<C extends { readonly name: string }> = { readonly [N in C['name']]: Row<Extract<C, { name: N }>> };

const NOTHING: Reply = { show: 'nothing' };

const TEMPLATE: Rows<TemplateCommand> = {
  propose: openPropose,
  list: (deps, staff, _intent, { text }) => listKnownTemplates(deps, staff, text),
  pending: (deps, staff) => listPending(deps, staff),
  show: (deps, staff, _intent, { template, language, sender }) => showTemplate(deps, staff, template, language, sender),
  sync: async (deps, staff, intent) => ((await firstTime(deps, intent)) ? syncTemplates(deps, staff) : NOTHING),
  link: async (deps, staff, intent, { code }) => {
    if (!(await firstTime(deps, intent))) return NOTHING;
    return linkCommand(deps, staff, { code, inPublic: intent.inPublic === true });
  },
  status: (deps, staff, _intent, { number }) => statusOf(deps, staff, number),
  help: templateHelp,
  unknown: async (_deps, staff, _intent, { word }) =>
    refusalReply(staff, { kind: 'unknown_command', command: 'template', word }),
};

const SEND: Rows<SendCommand> = {
  send: openSend,
  status: (deps, staff, _intent, { number }) => statusOf(deps, staff, number),
  consent: (deps, staff, _intent, { number }) => showConsent(deps, staff, number),
  help: sendHelp,
};

function statusOf(deps: AppDeps, staff: Staff, number: string | undefined): Promise<Reply> {
  return number === undefined ? listSends(deps, staff) : showSend(deps, staff, number);
}

const COMMANDS: Readonly<Record<Command, Row<string>>> = {
  template: (deps, staff, intent, text) => run(TEMPLATE, deps, staff, intent, parseTemplateCommand(text, commandWords)),
  'send-active': (deps, staff, intent, text) => run(SEND, deps, staff, intent, parseSendCommand(text, commandWords)),
};

/**
 * Most commands only open or show something, and so does a copy of theirs: its first answer may have been lost. Only those with
 * an effect are done once.
 */
export async function runCommand(deps: AppDeps, staff: Staff, intent: CommandIntent): Promise<Reply> {
  return COMMANDS[intent.command](deps, staff, intent, intent.text);
}

async function run<C extends { readonly name: string }>(
  rows: Rows<C>,
  deps: AppDeps,
  staff: Staff,
  intent: CommandIntent,
  command: C,
): Promise<Reply> {
  deps.counts.command(`${intent.command} ${command.name}`);
  const row = rows[command.name as C['name']] as Row<C>; // same name on both sides
  return row(deps, staff, intent, command);
}
