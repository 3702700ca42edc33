// What a searchable field carries through Teams. A search comes back with nothing but the name of its dataset and the typed
// text, so the name says which form and field it is; a client that cannot search gets a plain input beside the list.
import * as z from 'zod';

/** Input id of the plain path: `<field id>~typed`. What stands there wins over the list; empty means it was not used. */
export const TYPED = '~typed';

/** Which field of which form is searched. Was in other people's hands: which forms and contexts exist is the app's to check. */
export type SearchedField = { readonly form: string; readonly context: string; readonly field: string };

const short = z.string().max(255);
const schema = z.tuple([short, short, short]);

/** A name made of letters, digits, `-` and `_`. */
export function writeDataset({ form, context, field }: SearchedField): string {
  return Buffer.from(JSON.stringify([form, context, field])).toString('base64url');
}

/** Undefined for anything `writeDataset` does not write. Never throws. */
export function readDataset(dataset: unknown): SearchedField | undefined {
  if (typeof dataset !== 'string') return undefined;
  const read = schema.safeParse(jsonOf(Buffer.from(dataset, 'base64url').toString()));
  if (!read.success) return undefined;
  const [form, context, field] = read.data;
  return { form, context, field };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not ours: the schema refuses undefined.
    return undefined;
  }
}
