// A page of the adapter's own before the send form: whom to write to, for a command that was chosen from a menu, where no
// number can be typed behind it. Known customers can be chosen by name.
import type { Actor, Search } from '../../../../src/ports/chat.ts';
import type { Field, Form, Values } from '../../../../src/views/view.ts';
import { LIMITS } from '../drawing/limits.ts';
import type { TeamsWords } from '../words.ts';

/** Stands in the context of this page; the app never sees it. */
const CONTEXT = 'ask-number';
export const NUMBER = 'number';
/** The app's name for looking customers up; what it offers is taken in place of a number. */
const CONTACT = 'contact';
const NUMBER_MAX = 60;

/** `values`: what stood there; `fault`: what is wrong with it. Reads the first customers, if this person may see any. */
export async function numberForm(
  who: { readonly actor: Actor; readonly search: Search; readonly words: TeamsWords },
  values: Values = {},
  fault?: string,
): Promise<Form> {
  const { actor, search, words } = who;
  const known = await search({ actor, form: 'send', context: CONTEXT, field: CONTACT, text: '' });
  const options = known.slice(0, LIMITS.searchResults);
  const contact: Field = { kind: 'search', id: CONTACT, label: words.contactLabel, options, total: known.length };
  const number: Field = {
    kind: 'line',
    id: NUMBER,
    label: options.length > 0 ? words.otherNumberLabel : words.numberLabel,
    hint: words.numberHint,
    max: NUMBER_MAX,
  };
  return {
    id: 'send',
    context: CONTEXT,
    title: words.numberTitle,
    fields: options.length > 0 ? [{ ...contact, optional: 'sometimes' }, number] : [number],
    submit: words.numberSubmit,
    buttons: [],
    close: words.close,
    values: { [CONTACT]: values[CONTACT] ?? '', [NUMBER]: values[NUMBER] ?? '' },
    errors: fault === undefined ? {} : { [NUMBER]: fault },
    summary: words.numberTitle,
  };
}

export function isNumberForm(intent: { readonly form: string; readonly context: string }): boolean {
  return intent.form === 'send' && intent.context === CONTEXT;
}

/** What was typed on that page, else who was chosen: the words of `send-active`. */
export function numberMeant(values: Values): string {
  return ((values[NUMBER] ?? '').trim() || (values[CONTACT] ?? '')).slice(0, NUMBER_MAX);
}
