// What is read of any vendor's answer: when to come again, and the object in a text that may be anything.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { causeOf, jsonObject, readRetryAfter } from '../../../adapters/shared/vendor-call.ts';

const AT = new Date('2026-11-20T12:00:00.000Z');

test.each([
  ['5', 5_000],
  [' 0 ', 0],
  ['Fri, 20 Nov 2026 12:01:00 GMT', 60_000],
  ['Fri, 20 Nov 2026 11:59:00 GMT', 0],
  ['999999999', 86_400_000],
  ['soon', undefined],
  [undefined, undefined],
])('Retry-After %j means %j ms', (header, ms) => {
  expect(readRetryAfter(header, AT)).toBe(ms);
});

test('only an object is an object, and no text makes it throw', () => {
  expect(jsonObject('{"a":1}')).toEqual({ a: 1 });
  for (const text of ['[]', 'null', '1', '"a"', '', '<html>', '{"a":']) expect(jsonObject(text)).toBeUndefined();
  fc.assert(fc.property(fc.string(), (text) => void jsonObject(text)));
});

test('a network fault is told by its code, never by its words', () => {
  const refused = Object.assign(new Error('connect to a secret place'), { code: 'ECONNREFUSED' });

  expect(causeOf(refused)).toBe('no usable answer (ECONNREFUSED)');
  expect(causeOf('anything')).toBe('unknown network fault');
});
