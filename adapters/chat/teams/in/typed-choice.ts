// The plain way through a searchable field, for clients that cannot search: what is typed below the menu is looked up when the
// form is sent. The key of that plain input stays in the adapter; the app only ever sees the field itself.
import type { Dispatch, Reply, Search } from '../../../../src/ports/chat.ts';
import type { Field, Form, Option, Values } from '../../../../src/views/view.ts';
import { LIMITS } from '../drawing/limits.ts';
import { choiceOf } from '../drawing/render-input.ts';
import { TYPED } from '../drawing/search-field.ts';
import type { TeamsWords } from '../words.ts';
import type { FormIntent } from './parse.ts';

type Unclear = { readonly field: string; readonly typed: string; readonly found: readonly Option[] };

/**
 * Dispatches a form with what was typed in place of a choice looked up. What is not the name of one thing comes back with the
 * form as it was sent, the fault at its field and the things found in the menu; nothing else happens then.
 */
export async function dispatchForm(
  intent: FormIntent,
  on: { readonly dispatch: Dispatch; readonly search: Search },
  words: TeamsWords,
): Promise<Reply> {
  const { fields, typed } = split(intent.values);
  const chosen: Record<string, string> = {};
  const unclear: Unclear[] = [];
  for (const [field, text] of typed) {
    const found = await on.search({ actor: intent.actor, form: intent.form, context: intent.context, field, text });
    const value = meant(text, found, fields[field] ?? '');
    if (value === undefined) unclear.push({ field, typed: text, found: found.slice(0, LIMITS.searchResults) });
    else chosen[field] = value;
  }
  const sent = { ...intent, values: { ...fields, ...chosen } };
  // Going back or starting over must not be held up by a field that is left.
  if (unclear.length === 0 || intent.button !== 'submit') return on.dispatch(sent);
  const reply = await on.dispatch({ ...sent, button: 'live' });
  return reply.show === 'form' ? { show: 'form', form: withUnclear(reply.form, unclear, words) } : reply;
}

function split(values: Values): { readonly fields: Values; readonly typed: readonly (readonly [string, string])[] } {
  const entries = Object.entries(values);
  const fields = entries.filter(([id]) => !id.endsWith(TYPED));
  const typed = entries
    .filter(([id]) => id.endsWith(TYPED))
    .map(([id, text]) => [id.slice(0, -TYPED.length), text.trim()] as const)
    .filter(([id, text]) => id !== '' && text !== '');
  return { fields: Object.fromEntries(fields), typed };
}

/** The one thing that is meant: called exactly so, or chosen among those found, or the only one found. */
function meant(typed: string, found: readonly Option[], menu: string): string | undefined {
  const said = typed.toLowerCase();
  const named = found.filter((option) =>
    [option.value, option.label, choiceOf(option).title].some((name) => name.toLowerCase() === said),
  );
  if (named.length === 1) return named[0]?.value;
  const candidates = named.length > 0 ? named : found;
  if (candidates.some(({ value }) => value === menu)) return menu;
  return candidates.length === 1 ? candidates[0]?.value : undefined;
}

function withUnclear(form: Form, unclear: readonly Unclear[], words: TeamsWords): Form {
  const byField = new Map(unclear.map((one) => [one.field, one]));
  const asFound = (field: Field): Field => {
    const one = field.kind === 'search' ? byField.get(field.id) : undefined;
    if (!one || one.found.length === 0 || field.kind !== 'search') return field;
    // More than these may be meant: the plain input stays beside the list.
    return { ...field, options: one.found, total: Math.max(field.total, one.found.length + 1) };
  };
  return {
    ...form,
    fields: form.fields.map(asFound),
    values: { ...form.values, ...Object.fromEntries(unclear.map(({ field, typed }) => [field + TYPED, typed])) },
    errors: { ...form.errors, ...Object.fromEntries(unclear.map((one) => [one.field, words.notOneMatch(one.typed)])) },
  };
}
