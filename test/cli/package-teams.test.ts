// `aval package-teams`: the app package, byte for byte, and what it says when something is missing.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { teamsPackage } from '../../src/cli/package-teams.ts';

const ID = '6f1d2c3b-8a47-4c1e-9b7f-0d5e2a91c364';
const ENV = { TEAMS_APP_ID: ID.toUpperCase(), PUBLIC_URL: 'https://aval.example.com:8443/' };
const DEVELOPER = ['--developer', 'Contoso', '--website', 'https://contoso.example'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aval-package-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The real command line, in a folder of its own and with nothing else in its environment. */
function packageTeams(argv: readonly string[], env: Record<string, string> = {}) {
  return new Promise<{ status: number | null; out: string; err: string }>((done) => {
    const child = spawn(process.execPath, [resolve('src/cli.ts'), 'package-teams', ...argv], { cwd: folder, env });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.on('close', (status) => done({ status, out, err }));
  });
}

const written = () => join(folder, 'dist/aval-teams.zip');

describe('the app package for Teams', { timeout: 30_000 }, () => {
  it('is written with what only this installation knows, and nothing else of the configuration is needed', async () => {
    writeFileSync(join(folder, 'aval.yaml'), 'nonsense');

    const ended = await packageTeams(DEVELOPER, ENV);
    const files = unzipSync(readFileSync(written()));
    const manifest = JSON.parse(strFromU8(files['manifest.json']!));

    expect(ended).toEqual({
      status: 0,
      err: '',
      out: `Wrote dist/aval-teams.zip: version 0.1.0 of bot ${ID} at aval.example.com.\nIf your tenant refuses it, upload dist/aval-teams-1.19.zip instead: the same without slash commands, private and shared channels.\n`,
    });
    expect(Object.keys(files)).toEqual(['manifest.json', 'es.json', 'color.png', 'outline.png']);
    expect(manifest).toMatchObject({
      id: ID,
      version: '0.1.0',
      validDomains: ['aval.example.com'],
      developer: { name: 'Contoso', privacyUrl: 'https://contoso.example', termsOfUseUrl: 'https://contoso.example' },
    });
    const older = unzipSync(readFileSync(join(folder, 'dist/aval-teams-1.19.zip')));
    expect(Object.keys(older)).toEqual(Object.keys(files));
    expect(Buffer.from(files['color.png']!)).toEqual(readFileSync('manifests/teams/icons/color.png'));
  });

  it('reads .env, and is the same bytes each time, in every time zone', async () => {
    writeFileSync(join(folder, '.env'), `TEAMS_APP_ID=${ID}\nPUBLIC_URL=https://aval.example.com\n`);

    await packageTeams(DEVELOPER, { TZ: 'Pacific/Auckland' });
    const first = readFileSync(written());
    rmSync(written());
    await packageTeams(DEVELOPER, { TZ: 'America/Los_Angeles' });

    expect(readFileSync(written()).equals(first)).toBe(true);
  });

  it('says everything that is missing at once, with a correct example of each', async () => {
    const ended = await packageTeams([]);

    expect(ended).toMatchObject({ status: 1, out: '' });
    expect(ended.err).toMatch(/^The package was not written: 4 problems/);
    expect([...ended.err.matchAll(/^ {2}(\S+) \((.*)\)$/gm)].map(([, path, where]) => `${path} ${where}`)).toEqual([
      'TEAMS_APP_ID environment',
      'PUBLIC_URL environment',
      '--developer command line',
      '--website command line',
    ]);
    expect(ended.err).toContain(`such as ${ID}`);
    expect(ended.err).toContain('such as https://aval.example.com');
    expect(ended.err).toContain('npm run package:teams -- --developer "Contoso Ltd" --website https://contoso.example');
    expect(existsSync(written())).toBe(false);
  });

  it.each([
    ['an app id that is none', DEVELOPER, { ...ENV, TEAMS_APP_ID: 'aval' }, 'TEAMS_APP_ID'],
    ['an address without https', DEVELOPER, { ...ENV, PUBLIC_URL: 'http://aval.example.com' }, 'PUBLIC_URL'],
    ['an address that is none', DEVELOPER, { ...ENV, PUBLIC_URL: 'aval.example.com' }, 'PUBLIC_URL'],
    ['a name too long for Teams', ['--developer', 'x'.repeat(33), ...DEVELOPER.slice(2)], ENV, '--developer'],
    ['a blank name', ['--developer', ' ', ...DEVELOPER.slice(2)], ENV, '--developer'],
    ['a website without https', [...DEVELOPER.slice(0, 3), 'http://contoso.example'], ENV, '--website'],
    ['terms that are no address', [...DEVELOPER, '--terms', 'none'], ENV, '--terms'],
  ])('is not made with %s', async (_what, argv, env, path) => {
    const ended = await packageTeams(argv, env);

    expect(ended.status).toBe(1);
    expect([...ended.err.matchAll(/^ {2}(\S+) \(/gm)].map((match) => match[1])).toEqual([path]);
    expect(existsSync(written())).toBe(false);
  });

  it('explains itself, and refuses what it does not know', async () => {
    const help = await packageTeams(['--help']);
    const typo = await packageTeams(['--develper', 'x'], ENV);

    expect(help).toMatchObject({ status: 0, err: '' });
    expect(help.out).toContain('--developer NAME');
    expect(typo).toEqual({ status: 2, out: '', err: help.out });
  });

  it('takes a name for text, whatever it looks like', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 32 }), (name) => {
        const page = 'https://contoso.example';
        const app = { appId: ID, publicHost: 'aval.example.com' };
        const bytes = teamsPackage(app, { name, website: page, privacy: page, terms: page }, '1.0.0');
        const { id, developer } = JSON.parse(strFromU8(unzipSync(bytes)['manifest.json']!));

        expect([id, developer.name]).toEqual([ID, name]);
      }),
    );
  });
});
