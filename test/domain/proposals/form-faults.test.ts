// Choices nobody made are asked for: no default costs money or changes what a button does.
import { describe, expect, it } from 'vitest';
import { checkForm, partsLeftOut } from '../../../src/domain/proposals/form-faults.ts';

const at = (values: Record<string, string>) => checkForm(values).map(({ rule, field }) => `${rule} ${field}`);

describe('checkForm', () => {
  it.each([[{}], [{ category: '' }], [{ category: 'utility' }]])('asks for the category in %j', (values) => {
    expect(at(values)).toEqual(['category-missing category']);
  });

  it('asks what each button does, at that button', () => {
    const values = { category: 'UTILITY', button_count: '3', 'button.1.kind': 'url' };

    expect(at(values)).toEqual(['button-kind-missing button.0.kind', 'button-kind-missing button.2.kind']);
    expect(checkForm(values).map(({ facts }) => facts.n)).toEqual([1, 3]);
  });

  it('asks nothing about buttons of one-time codes, which have their own', () => {
    expect(at({ category: 'AUTHENTICATION', button_count: '2' })).toEqual([]);
  });
});

describe('partsLeftOut', () => {
  it('names what was typed for a one-time code in vain', () => {
    const typed = { header_text: 'Hi', body: 'x', footer: 'y', button_count: '1' };

    expect(partsLeftOut({ ...typed, category: 'AUTHENTICATION' })).toEqual(['header', 'body', 'footer', 'buttons']);
    expect(partsLeftOut({ ...typed, category: 'UTILITY' })).toEqual([]);
    expect(partsLeftOut({ category: 'AUTHENTICATION', body: ' ' })).toEqual([]);
  });
});
