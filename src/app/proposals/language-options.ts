// WhatsApp's languages as options of a search field, called as the reader calls them.
import { languageName, searchLanguages } from '../../domain/templates/languages.ts';
import type { Option } from '../../views/view.ts';
import { LANGUAGES } from '../../views/words/index.ts';

/** Naming a language is slow and always gives the same: made once per language of ours. */
const named = new Map<string, ReadonlyMap<string, Option>>();

/** `locale`: the reader's, one of those there are words for. An empty text gives all. */
export function languageOptions(text: string, locale: string): readonly Option[] {
  const options = optionsIn(locale);
  if (text.trim() === '') return [...options.values()];
  return searchLanguages(text, LANGUAGES).flatMap(({ code }) => options.get(code) ?? []);
}

function optionsIn(locale: string): ReadonlyMap<string, Option> {
  const known = named.get(locale);
  if (known) return known;
  const option = (code: string) => ({ value: code, label: `${languageName(code, locale)} (${code})` });
  const made = new Map(searchLanguages('', LANGUAGES).map(({ code }) => [code, option(code)]));
  named.set(locale, made);
  return made;
}
