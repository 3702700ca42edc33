// The sources know no vendor of messages: providers are data from the registry. Chat platforms are named where they are composed.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PROVIDERS } from '../adapters/provider/registry.ts';
import { filesUnder } from './support/source-files.ts';

/** Being cleared by others; empty in the end. */
const STILL_NAMED: readonly RegExp[] = [
  /^src\/views\//,
  /^src\/domain\//,
  /^src\/app\/(conversations|posting|review|sends|templates)\//,
];

const words = PROVIDERS.flatMap(({ facts }) => [facts.id, facts.names.provider, facts.names.console]);
const named = new RegExp([...new Set([...words, 'twilio', 'whatsapp manager'])].join('|'), 'i');

/** `import.meta` is the language's. */
function linesNaming(file: string): readonly string[] {
  return readFileSync(file, 'utf8')
    .replaceAll('import.meta', '')
    .split('\n')
    .flatMap((line, index) => (named.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : []));
}

test('no file of src names a provider, its console, or anything of theirs', () => {
  const sources = filesUnder('src', '.ts').filter((file) => !STILL_NAMED.some((path) => path.test(file)));

  expect(sources.length).toBeGreaterThan(50);
  expect(sources.flatMap(linesNaming)).toEqual([]);
});
