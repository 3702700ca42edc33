// Meta's webhooks bent out of shape: signed, but with anything anywhere in them. Nothing may break the reader.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixture, fixtureNames, META, metaProvider, NOW, signed } from '../../../support/meta/samples.ts';

const { provider } = metaProvider({});

describe('hostile payloads', () => {
  // Any recorded payload with any one of its values replaced by anything.
  const payloads = fixtureNames('webhook-').map((name) => JSON.parse(fixture(name)));
  const anything = fc.jsonValue({ depthSize: 'small' });
  const oddKeys = fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'valueOf',
    'hasOwnProperty',
    'value',
    'field',
  );

  test('a value replaced anywhere in a recorded payload never makes the reader throw', () => {
    fc.assert(
      fc.property(fc.constantFrom(...payloads), fc.nat(), anything, (payload, at, value) => {
        const paths = pathsOf(payload);
        const mutated = replaced(payload, paths[at % paths.length] ?? [], value);

        const read = provider.readWebhook(signed(JSON.stringify(mutated)), NOW);

        expect(read.events.ok).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('keys of the language itself are keys like others', () => {
    fc.assert(
      fc.property(oddKeys, oddKeys, anything, (outer, inner, value) => {
        const json = JSON.stringify(value);
        const change = `{"field":"messages","value":{"metadata":{"phone_number_id":${META.phoneNumberId}},"messages":[{"id":"m","type":"${outer}","from":"1","${inner}":${json},"${outer}":{"${inner}":${json}}}]}}`;
        const body = `{"object":"whatsapp_business_account","entry":[{"id":"${META.wabaId}","${outer}":${json},"changes":[${change}]}]}`;

        expect(provider.readWebhook(signed(body), NOW).events.ok).toBe(true);
      }),
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('wide arrays are read to the end', () => {
    const metadata = { phone_number_id: META.phoneNumberId };
    const value = { metadata, messages: new Array(100_000).fill(0) };
    const entry = [{ id: META.wabaId, changes: [{ field: 'messages', value }] }];

    const body = JSON.stringify({ object: 'whatsapp_business_account', entry });
    const read = provider.readWebhook(signed(body), NOW);

    expect(read.events.ok && read.events.value.length).toBe(100_000);
  });
});

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...path, key]))];
}

function replaced(value: unknown, path: Path, by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((child, index) => (`${index}` === key ? replaced(child, rest, by) : child));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [name, name === key ? replaced(child, rest, by) : child]),
  );
}
