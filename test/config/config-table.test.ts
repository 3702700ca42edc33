// The README's table of settings is what the schemas say.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { meta } from '../../adapters/provider/meta/entry.ts';
import { configTable, configTableText } from '../../src/config/table.ts';

describe('the table of settings', () => {
  it('has a default and a meaning for every setting', () => {
    const { environment, file, providers } = configTable();

    expect(environment.map((row) => row.name)).toEqual([
      'AVAL_CONFIG',
      'PORT',
      'HOST',
      'PUBLIC_URL',
      'DATABASE_URL',
      'LOG_LEVEL',
      'OPERATION_TOKEN',
      'SLACK_BOT_TOKEN',
      'SLACK_SIGNING_SECRET',
      'SLACK_APP_TOKEN',
      'SLACK_API_URL',
      'TEAMS_APP_ID',
      'TEAMS_APP_PASSWORD',
      'TEAMS_CERTIFICATE_FILE',
      'TEAMS_FEDERATED_TOKEN_FILE',
      'TEAMS_TENANT_ID',
      'REHEARSAL_PROVIDER',
      'TEAMS_PLAYGROUND',
      'TEAMS_FORMS',
      'TEAMS_LOGIN_URL',
      'TEAMS_OPENID_URL',
      'TEAMS_SERVICE_URL',
      'TEAMS_SERVICE_HOSTS',
    ]);
    expect(file.map((row) => row.name)).toEqual(
      expect.arrayContaining(['senders[].id', 'places.approval', 'roles.proposer', 'policy.quorum']),
    );
    for (const row of [...environment, ...file, ...providers.flatMap(({ rows }) => rows)]) {
      expect(row.meaning, row.name).toMatch(/^.+\.$/);
      expect(row.default, row.name).not.toBe('');
    }
  });

  it('shows defaults as they are', () => {
    const { environment, file } = configTable();
    const defaultOf = (name: string) => [...environment, ...file].find((row) => row.name === name)?.default;

    expect(defaultOf('PORT')).toBe('`3000`');
    expect(defaultOf('policy.undoSeconds')).toBe('`5`');
    expect(defaultOf('senders[].label')).toBe('the id');
    expect(defaultOf('places.admin')).toBe('the approval channels');
    expect(defaultOf('PUBLIC_URL')).toBe('–');
  });

  it('has a part for the senders of each provider', () => {
    const { file, providers } = configTable([meta, { ...meta, facts: { ...meta.facts, id: 'other' } }]);
    const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name);

    expect(providers.map(({ id }) => id)).toEqual(['meta', 'other']);
    expect(names(providers[0]!.rows)).toEqual(expect.arrayContaining(['senders[].appId', 'senders[].apiUrl']));
    expect(names(file).filter((name) => name.startsWith('senders'))).toEqual([
      'senders[].id',
      'senders[].label',
      'senders[].number',
      'senders[].provider',
    ]);
    expect(file.find(({ name }) => name === 'senders[].provider')?.meaning).toContain('`meta` or `other`');
  });

  it('is the one in the README (print it with: npm run -s aval -- config-table)', () => {
    const readme = readFileSync('README.md', 'utf8');
    const shown = readme.split('<!-- config:start -->')[1]?.split('<!-- config:end -->')[0]?.trim();

    expect(shown).toBe(configTableText());
  });
});
