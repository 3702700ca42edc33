// The two forms of a decision that need a reason.

import { OURS } from '../../domain/rules/limits.ts';
import { someone } from '../parts/text.ts';
import type { FieldErrors, Form, Values } from '../view.ts';
import type { Words } from '../words/index.ts';

export type DecideFormView = {
  /** Goes to the form's context: `<proposalId>:<revision>`. */
  readonly subject: string;
  readonly number: number;
  readonly name: string;
  readonly language: string;
  readonly proposer: string;
  readonly values: Values;
  readonly errors: FieldErrors;
};

/** Closes the proposal. The reason is required. */
export function rejectForm(words: Words, view: DecideFormView): Form {
  return reasonForm(words, view, { id: 'reject', key: 'reject' });
}

/** Sends it back to the proposer. What should change is required. */
export function requestChangesForm(words: Words, view: DecideFormView): Form {
  return reasonForm(words, view, { id: 'request_changes', key: 'changes' });
}

function reasonForm(
  words: Words,
  view: DecideFormView,
  { id, key }: { readonly id: 'reject' | 'request_changes'; readonly key: 'reject' | 'changes' },
): Form {
  const what = words.say(`decide.${key}.what`, {
    number: view.number,
    name: view.name,
    language: view.language,
    proposer: someone(words, view.proposer, 'inside'),
  });
  return {
    id,
    context: view.subject,
    title: words.say(`decide.${key}.title`),
    fields: [
      { kind: 'note', id: 'note.what', text: what, tone: 'plain' },
      {
        kind: 'lines',
        id: 'reason',
        label: words.say(`decide.${key}.reason`),
        hint: words.say(`decide.${key}.hint`),
        max: OURS.reason,
      },
    ],
    submit: words.say(`decide.${key}.submit`),
    buttons: [],
    close: words.say('common.cancel'),
    values: view.values,
    errors: view.errors,
    summary: what,
  };
}
