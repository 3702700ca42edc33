// Names that customers chose, as everybody else reads them.
import { expect, test } from 'vitest';
import { shownName } from '../../../src/domain/contacts/shown-name.ts';

test.each([
  ['Ana\u202Egpj.exe', 'Anagpj.exe'],
  ['\u2066Ana\u2069 \u200FPaz', 'Ana Paz'],
  ['A\u200Bn\u00ADa\uFEFF', 'Ana'],
  ['Ana\n\n✅ Approved', 'Ana ✅ Approved'],
  ['Ana\u2028Paz', 'Ana Paz'],
  ['محمد', 'محمد'],
])('%j reads %j', (name, shown) => {
  expect(shownName(name)).toBe(shown);
});

test.each(['\u202E', ' \u200B ', '', null, undefined])('%j is no name', (name) => {
  expect(shownName(name)).toBeUndefined();
});
