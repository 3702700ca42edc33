// El español. Se escribe sin tratar a nadie de vos ni de usted, para que suene bien en todas partes.
import type { LanguagePack } from '../pack.ts';
import { accounts } from './accounts.ts';
import { cast } from './cast.ts';
import { chat } from './chat.ts';
import { consoleWords } from './console.ts';
import { faults } from './faults.ts';
import { examples, findings } from './findings.ts';
import { lists } from './lists.ts';
import { names } from './names.ts';
import { proposal } from './proposal.ts';
import { propose } from './propose.ts';
import { refusals } from './refusals.ts';
import { review } from './review.ts';
import { send } from './send.ts';
import { templates } from './templates.ts';

export const pack: LanguagePack = {
  messages: {
    ...accounts,
    ...chat,
    ...faults,
    ...names,
    ...proposal,
    ...propose,
    ...refusals,
    ...review,
    ...send,
    ...templates,
  },
  findings,
  console: consoleWords,
  examples,
  cast,
  lists,
  anyProvider: { provider: 'el proveedor', console: 'la consola del proveedor' },
  contractions: { 'de el': 'del', 'a el': 'al' },
  sameAsEnglish: {
    'category.MARKETING': 'the same word',
    'chat.notice_title': 'the name of the app',
    'common.error': 'the same word',
    'diff.gif': 'the same word',
    'diff.no': 'the same word',
    'diff.video': 'the same word',
    'header.video': 'the same word',
    'help.line': 'facts and signs only',
    'list.item': 'facts and signs only',
    'notice.approved.command': 'a command',
    'platform.slack': 'a name',
    'platform.teams': 'a name',
    'send.card.failed': 'facts and signs only',
    'send.card.state': 'facts and signs only',
    'send.card.to_named': 'facts and signs only',
    'status.list.item': 'facts and signs only',
    'status.list.item_code': 'facts and signs only',
    'sync.change': 'facts and signs only',
    'timeline.wait': 'facts and signs only',
    'console.now_acting_in': 'facts and signs only',
    'console.bot_name': 'the name of the app',
    'console.bot_label': 'the same word',
    'console.composer_command_example': 'a command',
    'console.media_video': 'the same word',
  },
};
