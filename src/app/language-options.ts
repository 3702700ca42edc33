// Meta's languages as options of a search field.
import { searchLanguages } from '../domain/languages.ts';
import type { Option } from '../views/view.ts';

export function languageOptions(text: string): readonly Option[] {
  return searchLanguages(text).map(({ code, label }) => ({ value: code, label: `${label} (${code})` }));
}
