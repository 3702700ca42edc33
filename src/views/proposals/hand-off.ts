// Where the provider takes no templates from us: what a person carries there, and the form that records what became of it.
import { OURS } from '../../domain/rules/limits.ts';
import { renderWithSamples } from '../../domain/sends/render.ts';
import type { Template } from '../../domain/templates/template.ts';
import { rawText } from '../parts/raw-text.ts';
import { shorten } from '../parts/text.ts';
import type { Action, Card, FieldErrors, Form, Values } from '../view.ts';
import type { Words } from '../words/index.ts';

const NAME_MAX = 90;

/** `pending`: it is there and waits for the provider's review. */
export const HAND_IN_OUTCOMES = ['pending', 'approved', 'rejected'] as const;
export type HandInOutcome = (typeof HAND_IN_OUTCOMES)[number];

export type HandOffView = {
  /** `<proposal id>:<revision>`. */
  readonly subject: string;
  readonly number: number;
  readonly template: Template;
  readonly provider: string;
  readonly console: string;
};

/** For the thread: the whole content, where it goes, and the button for whoever carried it. */
export function handOffCard(words: Words, view: HandOffView): Card {
  const { template, number, provider } = view;
  const { name, language } = template;
  const button = words.say('proposal.hand_in');
  const facts = { name, language, category: words.say(`category.${template.category}`) };
  return {
    title: words.say('hand_off.title', { name: shorten(name, NAME_MAX), console: view.console }),
    tone: 'warning',
    facts: [],
    sections: [
      { kind: 'text', text: words.say('hand_off.what', { number, provider, console: view.console, button }) },
      { kind: 'text', text: words.say('hand_off.facts', facts) },
      { kind: 'raw', label: words.say('common.raw'), text: rawText(template) },
      { kind: 'preview', label: words.say('common.preview_samples'), message: renderWithSamples(template) },
    ],
    actions: [handInAction(words, view.subject, 'proposal.hand_in')],
    summary: words.say('hand_off.summary', { number, name: shorten(name, NAME_MAX), console: view.console }),
  };
}

export function handInAction(
  words: Words,
  subject: string,
  label: 'proposal.hand_in' | 'proposal.hand_in.outcome',
): Action {
  return { id: 'hand_in', label: words.say(label), style: 'primary', subject, opensForm: true };
}

export type HandInFormView = HandOffView & { readonly values: Values; readonly errors: FieldErrors };

export function handInForm(words: Words, view: HandInFormView): Form {
  const { number, provider, template } = view;
  const at = { console: view.console };
  const what = words.say('hand_in.what', { number, name: template.name, language: template.language, ...at });
  return {
    id: 'hand_in',
    context: view.subject,
    title: words.say('hand_in.title'),
    fields: [
      { kind: 'note', id: 'note.what', text: what, tone: 'plain' },
      {
        kind: 'choice',
        id: 'outcome',
        label: words.say('hand_in.outcome', { provider }),
        look: 'radio',
        options: HAND_IN_OUTCOMES.map((value) => ({ value, label: words.say(`hand_in.outcome.${value}`) })),
      },
      {
        kind: 'line',
        id: 'external_id',
        label: words.say('hand_in.external_id'),
        hint: words.say('hand_in.external_id.hint', at),
        max: OURS.externalId,
        optional: true,
      },
      {
        kind: 'lines',
        id: 'reason',
        label: words.say('hand_in.reason'),
        hint: words.say('hand_in.reason.hint'),
        max: OURS.reason,
        optional: 'sometimes',
      },
    ],
    submit: words.say('hand_in.submit'),
    buttons: [],
    close: words.say('common.cancel'),
    values: view.values,
    errors: view.errors,
    summary: what,
  };
}
