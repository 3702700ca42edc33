// What people paste where the end of a link belongs, and decimal commas.
import { describe, expect, it } from 'vitest';
import { slotsOf } from '../../../src/domain/sends/slots.ts';
import { tidySlotValue } from '../../../src/domain/sends/tidy.ts';
import { checkValues } from '../../../src/domain/sends/values.ts';
import type { Template } from '../../../src/domain/templates/template.ts';
import { aTemplate } from '../../support/app/builders.ts';

const link = (url: string): Template =>
  aTemplate({ body: { text: 'Hi', samples: {} }, buttons: [{ kind: 'url', label: 'Open', url }] });
const ORDER = link('https://Shop.example.com/orders/{{1}}');
const QUERY = link('https://example.com/go?to={{1}}');

const tidied = (template: Template, id: string, value: string) => {
  const slot = slotsOf(template).find((one) => one.id === id);
  if (!slot) throw new Error(`no slot ${id}`);
  return tidySlotValue(template, slot, value).value;
};
const rules = (template: Template, value: string) =>
  checkValues(template, { 'button.0': value }).map(({ rule }) => rule);

describe('the end of a link', () => {
  it.each([
    ['https://shop.example.com/orders/A-1042', 'A-1042'],
    ['http://www.shop.example.com/orders/A-1042?x=1', 'A-1042?x=1'],
    ['shop.example.com/orders/A-1042', 'A-1042'],
    [' A-1042 ', 'A-1042'],
    ['https://shop.example.com/other/A', 'https://shop.example.com/other/A'],
    ['https://shop.example.com/orders/', 'https://shop.example.com/orders/'],
  ])('of %s is %s', (pasted, value) => {
    expect(tidied(ORDER, 'button.0', pasted)).toBe(value);
  });

  it('is never a whole link in the path, and may be one in a query', () => {
    expect(rules(ORDER, 'https://shop.example.com/other/A')).toEqual(['value-url-whole']);
    expect(rules(QUERY, 'https://shop.example.com/other/A')).toEqual([]);
  });

  it.each(['../../admin', '..', 'a/../../b', '%2e%2e/admin', '..%2Fadmin', '%252e%252e/x', './x', '..\\admin'])(
    'does not walk up: %s',
    (value) => {
      expect(rules(ORDER, value)).toEqual(['value-url-path']);
    },
  );

  it.each(['a..b', 'v1.2', '...', 'x?next=../y', '.well-known'])('may hold dots: %s', (value) => {
    expect(rules(ORDER, value)).toEqual([]);
  });

  it('with a space says so, with what to write instead', () => {
    const [found] = checkValues(ORDER, { 'button.0': 'A 1042' });

    expect(found).toMatchObject({ rule: 'value-url-space', facts: { suggestion: 'A%201042' } });
  });
});

describe('coordinates', () => {
  const place = aTemplate({ header: { format: 'location' } });

  it.each([
    ['-34,6037', '-34.6037'],
    ['−34.6037', '-34.6037'],
    ['+34,5', '+34.5'],
    ['-34,6037,5', '-34,6037,5'],
    ['-34,6037 -58,3816', '-34,6037 -58,3816'],
  ])('%s is read as %s', (typed, value) => {
    expect(tidied(place, 'header.latitude', typed)).toBe(value);
  });
});
