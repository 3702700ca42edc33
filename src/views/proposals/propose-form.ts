// The form to propose a template, three steps. Each is drawn whole from what is typed so far, so that going back, a refusal
// and a draft from yesterday all show the same thing.

import { diffTemplates } from '../../domain/proposals/diff.ts';
import { renderWithSamples } from '../../domain/sends/render.ts';
import { AUTH_SECURITY_FIELD } from '../../domain/templates/fields.ts';
import type { Template } from '../../domain/templates/template.ts';
import { findingNotes } from '../parts/finding-text.ts';
import { rawText } from '../parts/raw-text.ts';
import { diffLabels } from '../parts/text.ts';
import type { Field, FieldErrors, Form, FormButton, Values } from '../view.ts';
import type { Words } from '../words/index.ts';
import type { ProposeStep1, ProposeStep2, ProposeStep3 } from './data.ts';
import { contentFields, detailFields } from './propose-fields.ts';

/** Step 1: what the template is and says. */
export function proposeStep1(words: Words, view: ProposeStep1): Form {
  const startOver = words.say('propose.start_over');
  const notes: Field[] = [];
  if (view.changesRequested) {
    notes.push({
      kind: 'note',
      id: 'note.changes',
      text: words.say('propose.changes', view.changesRequested),
      tone: 'warning',
    });
  }
  if (view.rejected !== undefined) {
    const text = words.say('propose.rejected', { reason: view.rejected });
    notes.push({ kind: 'note', id: 'note.rejected', text, tone: 'warning' });
  }
  if (view.renames) {
    const text = words.say('propose.renames', view.renames);
    notes.push({ kind: 'note', id: 'note.renames', text, tone: 'warning' });
  }
  for (const [index, handOff] of (view.handOffs ?? []).entries()) {
    const text = words.say('propose.hand_off', handOff);
    notes.push({ kind: 'note', id: `note.hand_off.${index}`, text, tone: 'plain' });
  }
  if (view.resumed) {
    const text = words.rich('propose.resumed', { button: { strong: startOver } });
    notes.push({ kind: 'note', id: 'note.resumed', text, tone: 'plain' });
  }
  return {
    ...base(words, view.draftId, view.errors),
    title: words.say(view.revises || view.changesRequested ? 'propose.title.change' : 'propose.title.new'),
    fields: [...notes, ...contentFields(words, view)],
    submit: words.say('common.next'),
    buttons: view.resumed ? [{ id: 'start_over', label: startOver }] : [],
    values: withDefaults(view.values, { header_format: 'none', button_count: '0' }),
    summary: summary(words, words.say('propose.summary.1'), view.errors),
  };
}

/** Step 2: samples, media and buttons, made from step 1. */
export function proposeStep2(words: Words, view: ProposeStep2): Form {
  return {
    ...base(words, view.draftId, view.errors),
    title: words.say('propose.title.samples'),
    fields: detailFields(words, view),
    submit: words.say('common.next'),
    buttons: [backButton(words)],
    values: withDefaults(view.values, { [AUTH_SECURITY_FIELD]: 'yes' }),
    summary: summary(words, words.say('propose.summary.2'), view.errors),
  };
}

/** Step 3: what the customer will see beside the raw text, findings, and what submitting does. */
export function proposeStep3(words: Words, view: ProposeStep3): Form {
  const { template } = view;
  const text = words.say('propose.check.what', {
    name: template.name,
    language: template.language,
    category: words.say(`category.${template.category}`),
    sender: view.sender,
  });
  const facts = { quorum: view.quorum, place: view.approvalPlace };
  const next = view.handOff
    ? words.say('propose.check.next.hand_off', { ...facts, console: view.handOff.console })
    : words.say('propose.check.next', facts);
  return {
    ...base(words, view.draftId, view.errors),
    title: words.say('propose.title.check'),
    fields: [
      { kind: 'note', id: 'note.what', text, tone: 'plain' },
      {
        kind: 'preview',
        id: 'preview',
        label: words.say('common.preview_samples'),
        message: renderWithSamples(template),
      },
      { kind: 'raw', id: 'raw', label: words.say('common.raw'), text: rawText(template) },
      ...diffFields(words, template, view.previous),
      ...findingNotes(words, view.findings),
      ...errorNotes(words, view.errors),
      { kind: 'note', id: 'note.next', text: next, tone: 'plain' },
    ],
    submit: words.say('propose.submit'),
    buttons: [backButton(words)],
    values: {},
    summary: summary(words, words.say('propose.summary.3', { name: template.name }), view.errors),
  };
}

function base(words: Words, draftId: string, errors: FieldErrors) {
  return { id: 'propose', context: draftId, close: words.say('common.cancel'), errors, keepsDraft: true } as const;
}

function backButton(words: Words): FormButton {
  return { id: 'back', label: words.say('common.back') };
}

function summary(words: Words, what: string, errors: FieldErrors): string {
  const count = Object.keys(errors).length;
  return count === 0 ? what : `${what} ${words.say('propose.summary.errors', { count })}`;
}

/** A default stands only where nothing was chosen. */
function withDefaults(values: Values, defaults: Values): Values {
  const missing = Object.entries(defaults).filter(([id]) => !values[id]);
  return { ...values, ...Object.fromEntries(missing) };
}

function diffFields(words: Words, template: Template, previous: Template | undefined): readonly Field[] {
  if (!previous) return [];
  const changed = diffTemplates(previous, template, diffLabels(words)).filter((line) => line.mark !== 'same');
  if (changed.length === 0) {
    return [{ kind: 'note', id: 'note.same', text: words.say('propose.check.same'), tone: 'plain' }];
  }
  const text = changed.map((line) => `${line.mark === 'added' ? '+' : '−'} ${line.text}`).join('\n');
  return [{ kind: 'raw', id: 'diff', label: words.say('propose.check.diff'), text }];
}

/** Faults at fields this step does not show: said in full, or nobody would see them. */
function errorNotes(words: Words, errors: FieldErrors): readonly Field[] {
  return Object.entries(errors).map(([id, text]) => ({
    kind: 'note',
    id: `error.${id}`,
    text: words.say('common.error', { text }),
    tone: 'error',
  }));
}
