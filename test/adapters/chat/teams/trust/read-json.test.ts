// How deep a body may be nested: counted over its bytes, before anything of it becomes a value.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJson } from '../../../../../adapters/chat/teams/trust/read-json.ts';

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const nested = (depth: number): unknown => (depth === 0 ? 'x' : [nested(depth - 1)]);

test('an object is read as it is, whatever its texts hold', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 5 })), (value) => {
      expect(JSON.stringify(readJson(bytes(value)))).toBe(JSON.stringify(JSON.parse(JSON.stringify(value))));
    }),
  );
});

test('brackets in texts do not count, also behind quotes and backslashes', () => {
  const text = `${'[{'.repeat(500)}\\"${'[{'.repeat(500)}\\`;

  expect(readJson(bytes({ text, [text]: 'ñ[😀' }))).toEqual({ text, [text]: 'ñ[😀' });
});

test('sixty-four levels are read, one more is not', () => {
  expect(readJson(bytes({ a: nested(63) }))).toBeDefined();
  expect(readJson(bytes({ a: nested(64) }))).toBeUndefined();
  expect(readJson(bytes({ text: '"\\', a: nested(64) }))).toBeUndefined();
});

test.each(['', '"', '{"a":"\\', '[1]', 'null', '{"a":1', '{]', '\u0000'])('%j is nothing to read', (text) => {
  expect(readJson(Buffer.from(text))).toBeUndefined();
});
