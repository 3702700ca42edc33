// The two steps of the proposal form.
import { describe, expect, it } from 'vitest';
import { RULE_CATALOGUE } from '../../src/domain/rules/catalogue.ts';
import { checkTemplate } from '../../src/domain/rules/rule-book.ts';
import { STEP_ONE_FIELDS } from '../../src/domain/templates/fields.ts';
import { fieldErrors } from '../../src/views/parts/finding-text.ts';
import { proposeStep1, proposeStep2, proposeStep3 } from '../../src/views/proposals/propose-form.ts';
import type { Form } from '../../src/views/view.ts';
import { wordsFor } from '../../src/views/words/index.ts';
import { wordings } from '../../src/views/words/word-lists.ts';
import { aTemplate } from '../support/app/builders.ts';
import { aboutMeta } from '../support/every-words.ts';

const words = aboutMeta('en');

function step1(overrides: Partial<Parameters<typeof proposeStep1>[1]> = {}): Form {
  return proposeStep1(words, {
    draftId: 'd1',
    senders: [
      { id: 'a', label: 'A' },
      { id: 'b', label: 'B' },
    ],
    values: {},
    errors: {},
    languages: [{ value: 'en', label: 'English (en)' }],
    languageTotal: 111,
    ...overrides,
  });
}

function step2(overrides: Partial<Parameters<typeof proposeStep2>[1]> = {}): Form {
  return proposeStep2(words, {
    draftId: 'd1',
    values: {},
    errors: {},
    headerFormat: 'none',
    headerVariables: [],
    bodyVariables: [],
    buttonCount: 0,
    isAuthentication: false,
    ...overrides,
  });
}

function ids(form: Form): readonly string[] {
  return form.fields.map((field) => field.id);
}

function field(form: Form, id: string) {
  return form.fields.find((candidate) => candidate.id === id);
}

describe('step 1', () => {
  it('asks for every part of the template that step 2 is made from', () => {
    expect(ids(step1())).toEqual([...STEP_ONE_FIELDS]);
  });

  it('does not ask for the sender when there is only one', () => {
    expect(ids(step1({ senders: [{ id: 'a', label: 'A' }] }))).not.toContain('sender');
  });

  it('keeps everything typed and every error', () => {
    const values = { name: 'Order Ready', body: 'Hi {{1}}' };
    const errors = { name: 'Use small letters.' };

    const form = step1({ values, errors });

    expect(form.values).toMatchObject(values);
    expect(form.errors).toEqual(errors);
    expect(form.summary).toContain('One thing needs a change.');
  });

  it('starts without a header and without buttons, and never overrides what was chosen', () => {
    expect(step1().values).toEqual({ header_format: 'none', button_count: '0' });
    expect(step1({ values: { header_format: 'image', button_count: '3' } }).values).toEqual({
      header_format: 'image',
      button_count: '3',
    });
  });

  it('offers the chosen language even when it is not among the first options', () => {
    const language = field(step1({ values: { language: 'zu' } }), 'language');

    expect(language).toMatchObject({ kind: 'search', total: 111, options: [{ value: 'zu' }, { value: 'en' }] });
  });

  it('explains each category in a line', () => {
    const category = field(step1(), 'category');

    expect(category?.kind === 'choice' && category.options.every((option) => option.hint)).toBe(true);
  });

  it('says that a draft was kept, and offers an empty form instead', () => {
    const form = step1({ resumed: true });

    expect(ids(form)[0]).toBe('note.resumed');
    expect(form.buttons).toEqual([{ id: 'start_over', label: 'Start over' }]);
  });

  it('is called a change when it revises a proposal', () => {
    expect(step1({}).title).toBe('Propose template');
    expect(step1({ revises: true }).title).toBe('Change proposal');
  });

  it('shows who asked for changes and what for', () => {
    const form = step1({ changesRequested: { by: 'Luis', reason: 'Too long' } });

    expect(form.title).toBe('Change proposal');
    expect(field(form, 'note.changes')).toMatchObject({ text: 'Luis asked for changes: Too long', tone: 'warning' });
  });
});

describe('step 2', () => {
  it('asks for one sample per variable, with the text around it', () => {
    const form = step2({
      headerFormat: 'text',
      headerVariables: [{ placeholder: '1', before: 'Order ', after: '' }],
      bodyVariables: [{ placeholder: 'first_name', before: 'Hi ', after: ', your\norder' }],
    });

    expect(field(form, 'sample.header.1')).toMatchObject({ kind: 'line', label: 'Header {{1}}' });
    expect(field(form, 'sample.body.first_name')).toMatchObject({
      label: 'Body {{first_name}}',
      hint: 'In the text: “Hi {{first_name}}, your order”',
    });
  });

  it('asks for kind, label, value and link sample of every button', () => {
    const form = step2({ buttonCount: 2 });

    expect(ids(form)).toEqual([
      'button.0.kind',
      'button.0.label',
      'button.0.value',
      'sample.button.0',
      'button.1.kind',
      'button.1.label',
      'button.1.value',
      'sample.button.1',
    ]);
  });

  it.each(['image', 'video', 'document'] as const)('asks for a sample of the header %s', (headerFormat) => {
    expect(ids(step2({ headerFormat }))).toContain('header_media');
  });

  it('asks only for the choices of a one-time code', () => {
    const form = step2({ isAuthentication: true, buttonCount: 3 });

    expect(ids(form)).toEqual(['note.authentication', 'auth_security', 'auth_expiry']);
    expect(form.values).toEqual({ auth_security: 'yes' });
  });

  it('says so when there is nothing to fill in', () => {
    expect(ids(step2())).toEqual(['note.nothing']);
  });

  it('lets one go back', () => {
    expect(step2().buttons).toEqual([{ id: 'back', label: 'Back' }]);
  });
});

describe('step 3', () => {
  const base = {
    draftId: 'd1',
    template: aTemplate(),
    sender: 'Main',
    findings: [],
    errors: {},
    quorum: 2,
    approvalPlace: '#approvals',
  };

  it('shows the message with its samples beside the text as typed', () => {
    const form = proposeStep3(words, base);

    const preview = field(form, 'preview');
    expect(preview?.kind === 'preview' && preview.message.body).toContain('Hi Ana, your order A-1042 is ready.');
    expect(field(form, 'raw')).toMatchObject({ text: base.template.body.text });
  });

  it('says where the request goes and how many approvals it needs', () => {
    expect(field(proposeStep3(words, base), 'note.next')).toMatchObject({
      text: 'The request goes to #approvals. 2 approvals are needed; then it is submitted to Meta.',
    });
  });

  it('shows findings as notes, errors first', () => {
    const findings = checkTemplate(
      aTemplate({ name: '', body: { text: 'Buy now! {{1}} is {1}', samples: {} } }),
      wordings,
    );

    const tones = proposeStep3(words, { ...base, findings }).fields.flatMap((f) =>
      f.kind === 'note' && f.id.startsWith('finding.') ? [f.tone] : [],
    );

    expect(tones).toContain('error');
    expect(tones).toContain('warning');
    expect(tones.lastIndexOf('error')).toBeLessThan(tones.indexOf('warning'));
  });

  it('shows what a new revision changes, and says when it changes nothing', () => {
    const before = aTemplate({ footer: 'Reply STOP to opt out' });

    expect(field(proposeStep3(words, { ...base, previous: before }), 'diff')).toMatchObject({
      text: '− footer: Reply STOP to opt out',
    });
    expect(ids(proposeStep3(words, { ...base, previous: base.template }))).toContain('note.same');
  });

  it('says faults of fields it does not show', () => {
    const form = proposeStep3(words, { ...base, errors: { name: 'Taken.' } });

    expect(field(form, 'error.name')).toMatchObject({ text: 'Error: Taken.', tone: 'error' });
  });
});

describe('fieldErrors', () => {
  it('puts each fault at its field with a correct example, in the language of the reader', () => {
    const findings = checkTemplate(aTemplate({ name: '' }), wordings);

    expect(fieldErrors(words, findings).name).toMatch(/Give the template a name\. Example: order_ready/);
    expect(fieldErrors(wordsFor('es'), findings).name).toMatch(/Ejemplo: order_ready/);
  });

  it('gives examples in the reader’s language, and none beside a suggestion', () => {
    const worded = Object.values(RULE_CATALOGUE).flatMap((rule) => ('example' in rule ? [rule.example] : []));
    const plain = worded.filter((example) => /\p{L} /u.test(example) && !example.startsWith('{"'));
    const spanish = (example: string) =>
      fieldErrors(wordsFor('es'), [{ ...finding, rule: 'body-missing', example }]).name ?? '';
    const finding = { severity: 'error', component: 'body', field: 'name', source: '', facts: {} } as const;

    expect(plain.filter((example) => spanish(example).includes(example))).toEqual([]);
    expect(spanish('UTILITY')).toContain('Utilidad');
    const [name = ''] = Object.values(fieldErrors(words, checkTemplate(aTemplate({ name: 'Bad Name' }), wordings)));
    expect(name).toMatch(/Try bad_name\.$/);
  });

  it('says all faults of one field', () => {
    const findings = checkTemplate(aTemplate({ name: `Bad ${'x'.repeat(520)}` }), wordings).filter(
      (f) => f.field === 'name',
    );
    const [text = ''] = Object.values(fieldErrors(words, findings));

    expect(findings.length).toBeGreaterThan(1);
    expect(text.match(/Try \w|Example: \w/g)).toHaveLength(findings.length);
  });
});
