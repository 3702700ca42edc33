// What providers say of themselves is asked somewhere, and what stands for WhatsApp itself agrees with the rules.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { META } from '../../../adapters/provider/meta/facts.ts';
import { LIMITS } from '../../../src/domain/rules/limits.ts';
import { WHOLE_DIALECT } from '../../../src/domain/senders/dialect.ts';
import { CATEGORIES } from '../../../src/domain/templates/template.ts';
import { filesUnder } from '../../support/source-files.ts';

const readers = filesUnder('src', '.ts')
  .filter((file) => !file.startsWith('src/domain/senders/') || file.endsWith('/offer.ts'))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

test.each([
  ['capabilities', Object.keys(META.capabilities)],
  ['limits', Object.keys(META.limits)],
  ['dialect', Object.keys(WHOLE_DIALECT)],
])('every word of the %s is read somewhere', (_, names) => {
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(readers))).toEqual([]);
});

test('nothing is ruled out that the rules allow', () => {
  expect(WHOLE_DIALECT.mostButtons).toBe(LIMITS.buttons);
  expect(WHOLE_DIALECT.categories).toEqual(CATEGORIES);
});
