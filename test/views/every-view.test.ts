// What must hold for every form and card there is.
import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/views/parts/text.ts';
import type { Card, Field, Form, Text } from '../../src/views/view.ts';
import { EVERY_WORDS } from '../support/every-words.ts';
import { CUSTOMER, everyCard, everyForm } from './every-view.ts';

const forms = EVERY_WORDS.flatMap(([said, words]) =>
  Object.entries(everyForm(words)).map(([name, form]) => [`${said}: ${name}`, form] as const),
);
const cards = EVERY_WORDS.flatMap(([said, words]) =>
  Object.entries(everyCard(words)).map(([name, card]) => [`${said}: ${name}`, card] as const),
);

const FORM_LABEL = 24; // Slack: title, submit and close of a modal
const OPTION = 75; // Slack: option text and description
const CONFIRM_TEXT = 300;
const CONFIRM_BUTTON = 30;
const BUTTON = 75;
const HINT = 300; // ours: a hint is read while typing
const CARD_TITLE = 150;
const SUMMARY = 4000;
const OPTIONS_SENT = 100;

function textsOf(card: Card): readonly Text[] {
  return [
    ...card.facts.map((fact) => fact.value),
    ...card.sections.flatMap((section) =>
      section.kind === 'text' ? [section.text] : section.kind === 'list' ? section.items : [],
    ),
    ...(card.footer === undefined ? [] : [card.footer]),
  ];
}

function inputs(form: Form): readonly Extract<Field, { kind: 'line' | 'lines' | 'choice' | 'search' }>[] {
  return form.fields.flatMap((field) =>
    field.kind === 'note' || field.kind === 'raw' || field.kind === 'preview' ? [] : [field],
  );
}

describe.each(forms)('form %s', (_, form) => {
  it('has title, submit, close and buttons of at most 24 characters', () => {
    for (const label of [form.title, form.submit, form.close, ...form.buttons.map((button) => button.label)]) {
      expect(label.length, label).toBeLessThanOrEqual(FORM_LABEL);
      expect(label).not.toBe('');
    }
  });

  it('has a summary', () => {
    expect(form.summary.trim()).not.toBe('');
    expect(form.summary.length).toBeLessThanOrEqual(SUMMARY);
  });

  it('has a label on every input and ids of its own', () => {
    const ids = form.fields.map((field) => field.id);

    expect(new Set(ids).size).toBe(ids.length);
    for (const field of inputs(form)) expect(field.label).not.toBe('');
  });

  it('has hints short enough to be read', () => {
    for (const field of inputs(form)) expect((field.hint ?? '').length, field.hint).toBeLessThanOrEqual(HINT);
  });

  it('has options that fit: up to 100, radio up to 10, labels and hints whole', () => {
    for (const field of inputs(form)) {
      if (field.kind !== 'choice' && field.kind !== 'search') continue;
      const isRadio = field.kind === 'choice' && field.look === 'radio';
      expect(field.options.length).toBeLessThanOrEqual(isRadio ? 10 : OPTIONS_SENT);
      for (const option of field.options) {
        expect(option.label.length, option.label).toBeLessThanOrEqual(OPTION);
        expect((option.hint ?? '').length, option.hint).toBeLessThanOrEqual(OPTION);
      }
    }
  });

  it('never shows the whole number of a customer', () => {
    expect(JSON.stringify(form).replaceAll(/[^\d]/g, '')).not.toContain(CUSTOMER.slice(1));
  });

  it('shows every error at a field or in a note', () => {
    const shown = new Set(form.fields.map((field) => field.id));

    for (const field of Object.keys(form.errors)) expect(shown.has(field) || shown.has(`error.${field}`)).toBe(true);
  });
});

describe.each(cards)('card %s', (_, card) => {
  it('has a title and a summary that say something', () => {
    expect(card.title.trim()).not.toBe('');
    expect(card.title.length).toBeLessThanOrEqual(CARD_TITLE);
    expect(card.summary.trim()).not.toBe('');
    expect(card.summary.length).toBeLessThanOrEqual(SUMMARY);
  });

  it('has no empty texts and no undefined, null or [object', () => {
    for (const text of [card.title, card.summary, ...textsOf(card)].map(plainText)) {
      expect(text).not.toMatch(/undefined|\[object|NaN/);
    }
  });

  it('has buttons that fit, with subjects that come back', () => {
    expect(card.actions.length).toBeLessThanOrEqual(6);
    for (const action of card.actions) {
      expect(action.label.length).toBeLessThanOrEqual(Math.min(BUTTON, FORM_LABEL));
      expect(action.subject.length).toBeLessThanOrEqual(255);
      if (!action.confirm) continue;
      expect(action.confirm.title.length, action.confirm.title).toBeLessThanOrEqual(FORM_LABEL + 6);
      expect(action.confirm.text.length).toBeLessThanOrEqual(CONFIRM_TEXT);
      expect(action.confirm.yes.length).toBeLessThanOrEqual(CONFIRM_BUTTON);
      expect(action.confirm.no.length).toBeLessThanOrEqual(CONFIRM_BUTTON);
    }
  });

  it('writes commands as commands, so that each platform shows them its own way', () => {
    expect(JSON.stringify(card)).not.toMatch(/\/(template|send-active)\b/);
  });

  it('never shows the whole number of a customer', () => {
    expect(JSON.stringify(card).replaceAll(/[^\d]/g, '')).not.toContain(CUSTOMER.slice(1));
  });
});
