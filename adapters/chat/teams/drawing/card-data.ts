// What our buttons carry through Teams and bring back. It was in other people's hands: read with a schema, never trusted.
import * as z from 'zod';
import type { ActionId, FormId, Values } from '../../../../src/views/view.ts';

export type CardData =
  | { readonly do: 'action'; readonly action: ActionId; readonly subject: string }
  /** `button`: `submit` or a FormButton id. The typed values travel beside it, as Teams merges them in. */
  | { readonly do: 'form'; readonly form: FormId; readonly context: string; readonly button: string }
  /** Runs a command again from a button, because only a button may open a dialog. */
  | { readonly do: 'command'; readonly command: 'template' | 'send-active'; readonly text: string }
  /** Takes a form that is a card away. With `draft`: the form keeps one, so what was typed since is kept first. */
  | { readonly do: 'close'; readonly draft?: { readonly form: FormId; readonly context: string } | undefined };

/** Our only key beside the input ids; no field may have this id. */
export const DATA_KEY = 'aval';
/** Verb of every Action.Execute we draw. */
export const VERB = 'aval';

const short = z.string().max(255);
const schema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('action'), action: short, subject: short }),
  z.object({ do: z.literal('form'), form: short, context: short, button: short }),
  z.object({ do: z.literal('command'), command: z.enum(['template', 'send-active']), text: z.string().max(2000) }),
  z.object({ do: z.literal('close'), draft: z.object({ form: short, context: short }).optional() }),
]);

/** The `data` of a button. `dialog`: a click on it asks us for a dialog instead of being answered in place. */
export function cardData(data: CardData, how: { readonly dialog?: boolean } = {}): Readonly<Record<string, unknown>> {
  return { [DATA_KEY]: data, ...(how.dialog && { msteams: { type: 'task/fetch' } }) };
}

/**
 * Reads what came back: our data and the typed values, which are every other key that holds a text. Undefined when it is
 * not ours. Which actions, forms and contexts exist is the app's to check.
 */
export function readCardData(value: unknown): { readonly data: CardData; readonly values: Values } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { [DATA_KEY]: ours, msteams: _marker, ...inputs } = value as Readonly<Record<string, unknown>>;
  const read = schema.safeParse(ours);
  if (!read.success) return undefined;
  const values = Object.entries(inputs).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  // The app refuses action and form ids it does not know; here only their shape is known.
  return { data: read.data as CardData & { action: ActionId; form: FormId }, values: Object.fromEntries(values) };
}
