// The list of providers: whoever has a folder is on it, and being on it is all a provider needs.
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { meta } from '../../../adapters/provider/meta/entry.ts';
import { PROVIDERS } from '../../../adapters/provider/registry.ts';
import { abilities } from '../../../src/cli/doctor/providers.ts';
import { providersTableText } from '../../../src/cli/providers-table.ts';
import { createProviders } from '../../../src/compose.ts';
import { configFile } from '../../../src/config/file.ts';
import { clearSettings } from '../../../src/config/senders.ts';
import { settingWords } from '../../../src/config/setting-words.ts';
import { configTableText } from '../../../src/config/table.ts';
import { type Config, loadConfig } from '../../../src/config.ts';
import { pigeonEntry } from '../../support/provider/stub-entry.ts';

describe('the list of providers', () => {
  test('has every folder of adapters/provider, under the name of the folder', () => {
    const folders = readdirSync('adapters/provider', { withFileTypes: true }).filter((entry) => entry.isDirectory());

    expect(PROVIDERS.map(({ facts }) => facts.id).toSorted()).toEqual(folders.map(({ name }) => name).toSorted());
  });

  test.each(PROVIDERS)('$facts.id says of every setting what it is and what is expected', ({ facts, settings }) => {
    for (const [name, schema] of Object.entries(settings.shape)) {
      const words = settingWords.get(schema);
      expect(words?.description, name).toMatch(/^.+\.$/);
      expect(words?.expected, name).toBeTruthy();
      if (/token|secret|password/i.test(name)) expect(words?.secret, name).toBe(true);
    }
    expect(existsSync(`adapters/provider/${facts.id}/readme.md`)).toBe(true);
  });
});

const YAML = `
senders:
  - { id: main, provider: meta, wabaId: '1', phoneNumberId: '2', appId: '3', accessToken: tttt, appSecret: ssss, verifyToken: vvvv }
  - { id: loft, provider: pigeon, apiUrl: 'https://loft.example', ring: R-4711 }
places: { approval: [slack:C1] }
roles: { admin: [slack:U1] }
`;
const ENV = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', PUBLIC_URL: 'https://aval.example.com/chat/' };
const silent = { info: () => {}, warn: () => {}, error: () => {} };
const deps = {
  log: silent,
  now: () => new Date('2026-11-20T12:00:00Z'),
  newId: () => 'id',
  memory: () => ({ read: async () => undefined, write: async () => {}, list: async () => [] }),
};

describe('a second provider takes one line', () => {
  const { entry, made } = pigeonEntry();
  const entries = [meta, entry];
  const load = (yaml: string) => loadConfig(ENV, () => yaml, configFile(entries));
  const good = (): Config => {
    const loaded = load(YAML);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
    return loaded.value;
  };

  test('its senders are configured beside those of others, and its tokens never printed', () => {
    const config = good();
    const [, loft] = config.senders;

    expect(config.senders.map(({ id, provider, apiUrl }) => [id, provider, apiUrl])).toEqual([
      ['main', 'meta', 'https://graph.facebook.com'],
      ['loft', 'pigeon', 'https://loft.example'],
    ]);
    expect(JSON.stringify(config)).not.toMatch(/R-4711|tttt|ssss|vvvv/);
    expect(clearSettings(loft!)).toEqual({ apiUrl: 'https://loft.example', ring: 'R-4711' });
  });

  test.each([
    ['ring: R-4711', 'ring: R', 'senders[1].ring', { expected: 'a ring', hint: 'on its left leg' }],
    ['ring: R-4711', 'rnig: R-4711', 'senders[1].rnig', { hint: 'no such setting: did you mean ring?' }],
    ['provider: pigeon', 'provider: owl', 'senders[1].provider', { expected: 'meta or pigeon' }],
  ])('%s changed to %s is a problem of %s', (right, wrong, path, report) => {
    const loaded = load(YAML.replace(right, wrong));

    const found = loaded.ok ? [] : loaded.error;
    expect(found.find((problem) => problem.path === path)).toMatchObject(report);
  });

  test('each sender is made by its own adapter, with the address its webhook has outside', async () => {
    const providers = await createProviders(good(), deps, entries);

    expect(providers.map(({ id, senderId }) => `${id} ${senderId}`)).toEqual(['meta main', 'pigeon loft']);
    expect(made.get('loft')?.settings).toEqual({ apiUrl: 'https://loft.example', ring: 'R-4711' });
    expect(made.get('loft')?.given.webhookUrl()).toBe('https://aval.example.com/chat/webhooks/pigeon/loft');
  });

  test('doctor and both tables of the README speak of it', async () => {
    const [, loft] = await createProviders(good(), deps, entries);

    expect(abilities(loft!).detail).toMatch(
      /^Pigeon Post .*is asked about reviews; not: takes templates, .*tells of quality/,
    );
    expect(providersTableText(entries)).toMatch(
      /\| \[Pigeon Post\].*\| `pigeon` \| by hand \|.*\| polling \|.*\| quality \|/,
    );
    expect(configTableText(entries)).toMatch(
      /Senders with `provider: pigeon`:[\s\S]*`senders\[\]\.ring` \| required \| Ring of the bird\./,
    );
  });
});
