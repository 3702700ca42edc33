// Typing in a search field: languages, templates an agent may send, customers to send to.
import { maskNumber } from '../../domain/contacts/mask.ts';
import { may } from '../../domain/people/may.ts';
import type { Search } from '../../ports/chat.ts';
import { type FoundContact, searchContacts } from '../../store/contacts/search.ts';
import { searchTemplates } from '../../store/templates.ts';
import type { Option } from '../../views/view.ts';
import { wordsFor } from '../../views/words/index.ts';
import type { AppDeps } from '../deps.ts';
import { staffOf } from '../people/staff.ts';
import { languageOptions } from '../proposals/language-options.ts';
import { CONTACT } from '../sends/addressee.ts';
import { optionOf } from '../sends/steps.ts';
import { boundedSearch } from './bounded.ts';

const OPTIONS = 100;

/** Templates and customers are told to agents only; of a number, only what a mask shows. */
export function createSearch(deps: AppDeps): Search {
  return boundedSearch(async ({ actor, form, field, text }) => {
    if (form === 'propose' && field === 'language') {
      const { language } = wordsFor(actor.locale ?? deps.settings.channelLocale);
      return languageOptions(text, language).slice(0, OPTIONS);
    }
    if (form !== 'send' || (field !== 'template' && field !== 'contact')) return [];
    const staff = await staffOf(deps, actor);
    if (field === 'contact') {
      if (!may(staff.roles, 'find_customers')) return [];
      return (await searchContacts(deps.store.db, { text, limit: OPTIONS })).map(contactOption);
    }
    if (!may(staff.roles, 'send')) return [];
    const templates = await searchTemplates(deps.store.db, { text, sendable: true, limit: OPTIONS });
    return templates.map((template) => optionOf(deps, template));
  });
}

/** The value stands for the number in `send-active`; who has none is shown by name. */
function contactOption({ id, name, e164 }: FoundContact): Option {
  const value = `${CONTACT}${id}`;
  if (e164 === undefined) return { value, label: name ?? '?' };
  const masked = maskNumber(e164);
  return { value, label: name ? `${name} · ${masked}` : masked };
}
