// No sentence, rule, table or comment of the core knows a provider: names come with the adapter, as {provider} and {console}.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { filesUnder } from '../support/source-files.ts';

test.each(['src/domain', 'src/views', 'src/store'])('%s names no vendor', (folder) => {
  const naming = filesUnder(folder, '.ts').flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => /\bmeta\b|twilio|whatsapp manager|administrador de whatsapp/i.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );

  expect(naming).toEqual([]);
});
