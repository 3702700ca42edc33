// Meta's languages as options of a search field, called as the reader calls them.
import { type Language, languageName, searchLanguages } from '../domain/languages.ts';
import type { Option } from '../views/view.ts';

/** Naming a language is slow and always gives the same; one entry per language of ours and of Meta's. */
const named = new Map<string, Option>();

/** `locale`: the reader's, one of those there are words for. */
export function languageOptions(text: string, locale: string): readonly Option[] {
  return searchLanguages(text).map((language) => optionOf(language, locale));
}

function optionOf({ code }: Language, locale: string): Option {
  const key = `${locale} ${code}`;
  const known = named.get(key);
  if (known) return known;
  const option = { value: code, label: `${languageName(code, locale)} (${code})` };
  named.set(key, option);
  return option;
}
