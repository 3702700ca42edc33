// The form to send one template to one customer: choose it, then fill in every value beside a preview of the message.
import { OURS } from '../../domain/rules/limits.ts';
import { renderWithValues } from '../../domain/sends/render.ts';
import { maskRecipient, shortRecipient } from '../parts/recipient.ts';
import { someone, templateName } from '../parts/text.ts';
import type { Field, Form, Text } from '../view.ts';
import type { Words } from '../words/index.ts';
import { type ChooseTemplateView, CONSENT_SOURCES, type FillTemplateView, type JustSent } from './data.ts';
import { slotFields } from './slot-fields.ts';

/** Step 1. `options` hold the template ids; the chosen one must be among them. */
export function chooseTemplateForm(words: Words, view: ChooseTemplateView): Form {
  return {
    id: 'send',
    context: view.draftId,
    title: words.say('send.title.choose'),
    fields: [
      toNote(words, view),
      ...knownNotes(view.known),
      {
        kind: 'search',
        id: 'template',
        label: words.say('send.template'),
        hint: words.say('send.template.hint'),
        options: view.options,
        total: view.total,
      },
    ],
    submit: words.say('send.choose.submit'),
    buttons: [],
    close: words.say('common.cancel'),
    values: view.values,
    errors: view.errors,
    summary: words.say('send.summary.choose', { to: maskRecipient(words, view) }),
  };
}

/** Step 2. The submit button says to whom it goes. */
export function fillTemplateForm(words: Words, view: FillTemplateView): Form {
  const { template } = view;
  const slots = slotFields(words, template);
  return {
    id: 'send',
    context: view.draftId,
    title: words.say('send.title.fill'),
    fields: [
      toNote(words, view),
      ...knownNotes(view.known),
      ...fromFields(words, view),
      ...(slots.length > 0 ? slots : [plainNote('no_slots', words.say('send.no_slots'))]),
      ...(view.askConsent ? consentFields(words) : []),
      ...(view.justSent ? justSentFields(words, view.justSent) : []),
      {
        kind: 'preview',
        id: 'preview',
        label: words.say('common.preview'),
        message: renderWithValues(template, view.values),
      },
      plainNote('undo', words.say('send.undo.note', { seconds: view.undoSeconds })),
    ],
    submit: words.say('send.submit', { number: shortRecipient(words, view) }),
    buttons: [
      { id: 'back', label: words.say('common.back') },
      ...(slots.length > 0 ? [{ id: 'refresh' as const, label: words.say('common.refresh') }] : []),
    ],
    close: words.say('common.cancel'),
    values: view.values,
    errors: view.errors,
    summary: words.say('send.summary.fill', { template: templateName(template), to: maskRecipient(words, view) }),
  };
}

function toNote(words: Words, view: { readonly to: string; readonly contactName?: string }): Field {
  const to = maskRecipient(words, view);
  const text =
    view.contactName && view.to !== ''
      ? words.say('send.to.note_named', { name: view.contactName, to })
      : words.say('send.to.note', { to });
  return plainNote('to', text);
}

function fromFields(words: Words, { template, sender, senders }: FillTemplateView): readonly Field[] {
  if (senders === undefined)
    return [plainNote('what', words.say('send.what', { template: templateName(template), sender }))];
  return [
    plainNote('what', templateName(template)),
    { kind: 'choice', id: 'sender', label: words.say('send.sender'), look: 'menu', options: senders },
  ];
}

function knownNotes(known: readonly Text[] = []): readonly Field[] {
  return known.map((text, index) => ({ kind: 'note', id: `note.known.${index}`, text, tone: 'warning' }));
}

function plainNote(id: string, text: string): Field {
  return { kind: 'note', id: `note.${id}`, text, tone: 'plain' };
}

/** Answered with the number of the message it is about: one more in the meantime is asked about anew. */
function justSentFields(words: Words, { number, by, secondsAgo }: JustSent): readonly Field[] {
  const minutes = Math.floor(secondsAgo / 60);
  const ago =
    minutes > 0
      ? words.say('send.again.minutes', { minutes })
      : words.say('send.again.seconds', { seconds: secondsAgo });
  const text = words.say('send.again.note', { by: someone(words, by, 'start'), number, ago });
  return [
    { kind: 'note', id: 'note.again', text, tone: 'warning' },
    {
      kind: 'choice',
      id: 'again',
      label: words.say('send.again'),
      look: 'menu',
      options: [{ value: String(number), label: words.say('send.again.yes') }],
    },
  ];
}

function consentFields(words: Words): readonly Field[] {
  return [
    {
      kind: 'choice',
      id: 'consent',
      label: words.say('send.consent'),
      hint: words.say('send.consent.hint'),
      look: 'menu',
      options: CONSENT_SOURCES.map((value) => ({ value, label: words.say(`consent.${value}`) })),
    },
    {
      kind: 'line',
      id: 'consent_note',
      label: words.say('send.consent_note'),
      hint: words.say('send.consent_note.hint'),
      max: OURS.consentNote,
      optional: true,
    },
  ];
}
