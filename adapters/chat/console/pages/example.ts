// What "Use an example" writes into an open form: only where the visitor has written nothing.
import type { Form, InputField, Option, Values } from '../../../../src/views/view.ts';
import type { Desk } from '../desk.ts';
import type { Reader } from '../drawing/reader.ts';
import { isInput } from '../drawing/render-form.ts';

/**
 * Empty fields of this form with a text for them. A menu at its first entry counts as empty: that is where it starts, not
 * what somebody chose. So do all choices while nothing is typed anywhere.
 */
export function exampleFor(desk: Desk, reader: Reader, form: Form): Values {
  const example: Values = exampleOf(desk, reader, form.id);
  const inputs = form.fields.filter(isInput).filter((field) => example[field.id] !== undefined);
  const isEmpty = (id: string) => (form.values[id] ?? '') === '';
  const untouched = inputs.every((field) => field.kind === 'choice' || isEmpty(field.id));
  const isOpen = (field: InputField) =>
    isEmpty(field.id) ||
    (field.kind === 'choice' && (untouched || isAtStart(field.options, field.look, form.values[field.id])));
  const open = inputs.filter(isOpen);
  // With every text in place there is nothing left to offer.
  return open.some((field) => isEmpty(field.id))
    ? Object.fromEntries(open.map((field) => [field.id, example[field.id] ?? '']))
    : {};
}

function isAtStart(options: readonly Option[], look: 'menu' | 'radio', value: string | undefined): boolean {
  return look === 'menu' && value === options[0]?.value;
}

function exampleOf(desk: Desk, reader: Reader, form: Form['id']): Values {
  return desk.settings.examples?.[reader.language]?.[form] ?? {};
}
