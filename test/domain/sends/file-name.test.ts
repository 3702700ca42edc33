// What a customer sees a document called.
import { describe, expect, it } from 'vitest';
import { FILE_NAME_FIELD, fileNameOf } from '../../../src/domain/sends/file-name.ts';

const named = (typed: string, link = 'https://example.com/uc?id=1') => fileNameOf({ [FILE_NAME_FIELD]: typed }, link);

describe('the name of a document', () => {
  it.each([
    ['Invoice 1042.pdf', 'https://example.com/uc', 'Invoice 1042.pdf'],
    ['Invoice 1042', 'https://example.com/f/a1.pdf?x=1', 'Invoice 1042.pdf'],
    ['', 'https://example.com/f/Invoice%20100.pdf', 'Invoice 100.pdf'],
    ['', 'https://example.com/100%', '100%'],
    ['', 'https://example.com/', 'document.pdf'],
    ['', 'https://drive.example.com/uc?export=download&id=1', 'document.pdf'],
    ['', 'https://example.com/get/Download', 'document.pdf'],
    ['', 'https://example.com/invoice.php?id=7', 'document.pdf'],
    ['Invoice 7', 'https://example.com/invoice.php?id=7', 'Invoice 7'],
    ['', 'https://example.com/invoices/INV-7', 'INV-7'],
  ])('%j for %s is %j', (typed, link, name) => {
    expect(named(typed, link)).toBe(name);
  });

  it('holds nothing that makes a file look like another one', () => {
    expect(named('bill\u202efdp.exe')).toBe('billfdp.exe');
    expect(named('../../a\u0000b.pdf')).toBe('.._.._ab.pdf');
    expect(named('', 'https://example.com/a%E2%80%AEfdp.exe')).toBe('afdp.exe');
    expect(named('x'.repeat(500)).length).toBeLessThanOrEqual(120);
  });
});
