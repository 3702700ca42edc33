// To write to a customer again after a stop, or before a number counts as worth another try: what is asked, and what is answered.
import { OURS } from '../../domain/rules/limits.ts';
import { maskRecipient } from '../parts/recipient.ts';
import type { Action, Card, Field, FieldErrors, Form, Text, Values } from '../view.ts';
import type { Words } from '../words/index.ts';
import { CONSENT_SOURCES } from './data.ts';

/** `consent`: the customer agreed after their stop. `reach`: a number that could not be reached is tried again. */
export const LIFTS = ['consent', 'reach'] as const;
export type Lift = (typeof LIFTS)[number];

/** After a stop of everything: which messages the customer wants again. */
export const LIFT_SCOPES = ['all', 'service'] as const;

export type LiftFormView = {
  readonly contactId: string;
  readonly what: Lift;
  /** E.164; empty for a customer without a number. */
  readonly to: string;
  readonly contactName?: string;
  /** What stands in the way, one sentence each. */
  readonly blocks: readonly Text[];
  /** Everything was stopped, so it is asked how much of it is wanted again. */
  readonly asksScope: boolean;
  readonly values: Values;
  readonly errors: FieldErrors;
};

export function liftForm(words: Words, view: LiftFormView): Form {
  const who = maskRecipient(words, view);
  return {
    id: 'lift_block',
    context: `${view.contactId}:${view.what}`,
    title: words.say(`lift.${view.what}.title`),
    fields: [
      { kind: 'note', id: 'note.who', text: words.say(`lift.${view.what}.what`, { who }), tone: 'plain' },
      ...view.blocks.map((text, index): Field => ({ kind: 'note', id: `note.block.${index}`, text, tone: 'warning' })),
      ...(view.what === 'consent' ? consentFields(words, view) : []),
      {
        kind: 'lines',
        id: 'reason',
        label: words.say(`lift.${view.what}.reason`),
        hint: words.say(`lift.${view.what}.reason.hint`),
        max: OURS.reason,
      },
    ],
    submit: words.say('lift.submit'),
    buttons: [],
    close: words.say('common.cancel'),
    values: view.values,
    errors: view.errors,
    summary: words.say(`lift.${view.what}.what`, { who }),
  };
}

function consentFields(words: Words, { asksScope }: LiftFormView): readonly Field[] {
  const options = LIFT_SCOPES.map((value) => ({ value, label: words.say(`lift.scope.${value}`) }));
  return [
    {
      kind: 'choice',
      id: 'source',
      label: words.say('lift.source'),
      look: 'menu',
      options: CONSENT_SOURCES.map((value) => ({ value, label: words.say(`consent.${value}`) })),
    },
    ...(asksScope
      ? [{ kind: 'choice', id: 'scope', label: words.say('lift.scope'), look: 'radio', options } as const]
      : []),
  ];
}

/** Under what was refused, for who may lift it. */
export function liftAction(words: Words, contactId: string, what: Lift): Action {
  return {
    id: 'lift_block',
    label: words.say(`lift.${what}.button`),
    subject: `${contactId}:${what}`,
    opensForm: true,
  };
}

/** `open`: what still stands in the way, and what of it the reader may lift. */
export type ConsentView = {
  readonly to: string;
  readonly contactName?: string;
  readonly blocks: readonly Text[];
  readonly actions: readonly Action[];
};

/** Where a customer stands: the answer to the command, and to the form once it is sent. */
export function consentCard(words: Words, view: ConsentView): Card {
  const who = maskRecipient(words, view);
  const text = words.say(view.blocks.length === 0 ? 'lift.free' : 'lift.blocked', { who });
  return {
    title: words.say('lift.title'),
    tone: view.blocks.length === 0 ? 'good' : 'warning',
    facts: [],
    sections: [
      { kind: 'text', text },
      ...(view.blocks.length > 0 ? [{ kind: 'list', items: view.blocks } as const] : []),
    ],
    actions: view.actions,
    summary: text,
  };
}
