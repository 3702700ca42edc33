// The settings of a Meta sender, and the JSON reader under everything that comes from Meta.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJson } from '../../../../adapters/provider/meta/json.ts';
import { MetaSettings } from '../../../../adapters/provider/meta/settings.ts';

const LEAST = {
  provider: 'meta',
  wabaId: '102290129340398',
  phoneNumberId: '106540352242922',
  appId: '670843887433847',
  appSecret: 's',
  accessToken: 't',
  verifyToken: 'v',
};

function faultsOf(changes: object): string {
  const read = MetaSettings.safeParse({ ...LEAST, ...changes });
  return read.success ? '' : read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
}

describe('settings', () => {
  test('need ids and secrets; address, version and time limit have defaults', () => {
    expect(MetaSettings.parse(LEAST)).toMatchObject({
      apiUrl: 'https://graph.facebook.com',
      version: 'v26.0',
      timeoutMs: 15_000,
    });
  });

  test('drop the slash at the end of an address', () => {
    expect(MetaSettings.parse({ ...LEAST, apiUrl: 'http://127.0.0.1:4000/' }).apiUrl).toBe('http://127.0.0.1:4000');
  });

  test.each([
    [{ wabaId: 102_290_129_340_398 }, 'wabaId: put the id in quotes'],
    [{ phoneNumberId: '+5491155551234' }, 'phoneNumberId: an id is digits only'],
    [{ accessToken: '' }, 'accessToken: missing'],
    [{ appSecret: undefined }, 'appSecret: missing'],
    [{ apiUrl: 'http://graph.example' }, 'plain http is only allowed to this machine'],
    [{ apiUrl: 'graph.facebook.com' }, 'an https address'],
    [{ version: '25' }, 'version: a Graph version'],
    [{ mediaHosts: ['127.0.0.1'] }, 'host:port'],
    [{ timeoutMs: 0 }, 'timeoutMs'],
  ])('%o are refused with the reason', (changes, fault) => {
    expect(faultsOf(changes)).toContain(fault);
  });
});

describe('the JSON reader', () => {
  test('keeps whole numbers too large for a number as their digits', () => {
    expect(readJson('{"id":1234567890123456789,"n":42,"x":-0.5}')).toEqual({
      ok: true,
      value: { id: '1234567890123456789', n: 42, x: -0.5 },
    });
  });

  test('reads what JSON.parse reads, the same way', () => {
    fc.assert(
      fc.property(fc.json({ depthSize: 'medium' }), (text) => {
        const expected: unknown = JSON.parse(text);
        const hasLargeNumbers = /\d{16}|e\+/.test(text);
        const read = readJson(text);

        expect(read.ok).toBe(true);
        if (read.ok && !hasLargeNumbers) expect(read.value).toEqual(expected);
      }),
    );
  });

  test('counts nesting outside of strings only', () => {
    const brackets = '['.repeat(500);

    expect(readJson(JSON.stringify({ text: `${brackets}"\\` })).ok).toBe(true);
    expect(readJson(`${brackets}${']'.repeat(500)}`)).toEqual({ ok: false, error: 'too deep' });
  });

  test('takes the last of repeated keys, as JSON.parse does', () => {
    expect(readJson('{"a":1,"a":2}')).toEqual({ ok: true, value: { a: 2 } });
  });
});
