// Typing in a search field: languages, or templates an agent may send.
import type { Search } from '../ports.ts';
import { searchTemplates } from '../store/templates.ts';
import { wordsFor } from '../views/words/index.ts';
import type { AppDeps } from './deps.ts';
import { languageOptions } from './language-options.ts';
import { staffOf } from './people.ts';
import { optionOf } from './send-steps.ts';

const OPTIONS = 100;

/** Typing in a search field: languages, or templates an agent may send. */
export function createSearch(deps: AppDeps): Search {
  return async ({ actor, form, field, text }) => {
    if (form === 'propose' && field === 'language') {
      const { language } = wordsFor(actor.locale ?? deps.settings.channelLocale);
      return languageOptions(text, language).slice(0, OPTIONS);
    }
    if (form !== 'send' || field !== 'template') return [];
    const staff = await staffOf(deps, actor);
    if (!staff.roles.has('agent')) return [];
    const templates = await searchTemplates(deps.store.db, { text, sendable: true, limit: OPTIONS });
    return templates.map(optionOf);
  };
}
