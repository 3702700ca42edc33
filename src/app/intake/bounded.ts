// What a person typed, cut to what any of it can mean before a word of it is read: anybody may type, and reading is paid by
// everybody. The ends are so far out that what is cut was too long for every rule, and stays so.
import { cut } from '../../domain/cut.ts';
import type { Intent, Search } from '../../ports/chat.ts';
import type { Values } from '../../views/view.ts';

/** A command: its words, a number, a name of 512 characters, a search. */
const COMMAND = 1_000;
const SEARCH = 200;
/** A field: the longest a chat platform lets people type, and half as long again as the longest text of a template. */
const FIELD = 3_000;
/** The most fields a form has, several times over. */
const FIELDS = 300;

export function boundedIntent(intent: Intent): Intent {
  switch (intent.kind) {
    case 'command':
      return { ...intent, text: cut(intent.text, COMMAND) };
    case 'form':
      return { ...intent, values: boundedValues(intent.values) };
    case 'action':
      return intent;
    case 'thread_message':
      return { ...intent, text: cut(intent.text, FIELD) };
  }
}

export function boundedSearch(search: Search): Search {
  return (query) => search({ ...query, text: cut(query.text, SEARCH) });
}

function boundedValues(values: Values): Values {
  const bounded = Object.entries(values)
    .slice(0, FIELDS)
    .map(([name, value]) => [name, cut(value, FIELD)] as const);
  return Object.fromEntries(bounded);
}
