// English, the source of every other language.
import type { LanguagePack } from '../pack.ts';
import { cast } from './cast.ts';
import { consoleWords } from './console.ts';
import { examples, findings } from './findings.ts';
import { lists } from './lists.ts';
import { messages } from './messages.ts';

export const pack: LanguagePack = {
  messages,
  findings,
  console: consoleWords,
  examples,
  cast,
  lists,
  anyProvider: { provider: 'the provider', console: 'the provider’s console' },
  contractions: {},
  sameAsEnglish: {},
};
