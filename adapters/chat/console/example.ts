// What "Use an example" writes into an open form: only where the visitor has written nothing.
import type { Form, Values } from '../../../src/views/view.ts';
import type { Desk } from './desk.ts';
import type { Reader } from './reader.ts';
import { isInput } from './render-form.ts';

/**
 * Empty fields of this form with a text for them. While nothing is typed anywhere, choices count as empty too: what they
 * show is where they start, not what somebody chose.
 */
export function exampleFor(desk: Desk, reader: Reader, form: Form): Values {
  const example: Values = exampleOf(desk, reader, form.id);
  const inputs = form.fields.filter(isInput).filter((field) => example[field.id] !== undefined);
  const isEmpty = (id: string) => (form.values[id] ?? '') === '';
  const untouched = inputs.every((field) => field.kind === 'choice' || isEmpty(field.id));
  const open = inputs.filter((field) => isEmpty(field.id) || (untouched && field.kind === 'choice'));
  // With every text in place there is nothing left to offer.
  return open.some((field) => isEmpty(field.id))
    ? Object.fromEntries(open.map((field) => [field.id, example[field.id] ?? '']))
    : {};
}

function exampleOf(desk: Desk, reader: Reader, form: Form['id']): Values {
  return desk.settings.examples?.[reader.language]?.[form] ?? {};
}
