// Forms too large for Teams, made smaller without losing anything a person typed or must mend. Pure.
import type { Field, Form } from '../../../../src/views/view.ts';
import type { TeamsWords } from '../words.ts';

/** Searchable menus with so many options; the others are found by typing. What is chosen stays offered. */
export function withFewerOptions(form: Form, count: number): Form {
  const fields = form.fields.map((field): Field => {
    if (field.kind !== 'search' || field.options.length <= count) return field;
    const chosen = form.values[field.id] ?? '';
    const first = field.options.slice(0, count);
    const later = field.options.slice(count).filter((option) => option.value === chosen);
    return { ...field, options: [...later, ...first] };
  });
  return { ...form, fields };
}

const PREVIEW_CHARS = 500;

/** Previews cut after their beginning, which is said below them. */
export function withShortPreview(form: Form, words: TeamsWords): Form {
  const fields = form.fields.flatMap((field): readonly Field[] => {
    if (field.kind !== 'preview' || field.message.body.length <= PREVIEW_CHARS) return [field];
    const body = `${beginningOf(field.message.body)}…`;
    const note: Field = { kind: 'note', id: `${field.id}.cut`, tone: 'warning', text: words.previewCut };
    return [{ ...field, message: { ...field.message, body } }, note];
  });
  return { ...form, fields };
}

/** Never half a character. */
function beginningOf(text: string): string {
  return text.slice(0, PREVIEW_CHARS).replace(/[\ud800-\udbff]$/, '');
}
