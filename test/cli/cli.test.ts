// The command line and the server as processes: commands, mistyped names, configuration problems.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aval-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Ended = { readonly status: number | null; readonly out: string; readonly err: string };

/** The real command line, in a folder of its own and with nothing in its environment. */
function aval(args: readonly string[], env: Record<string, string> = {}, script = 'src/cli.ts'): Promise<Ended> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [resolve(script), ...args], { cwd: folder, env });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.on('close', (status) => done({ status, out, err }));
  });
}

describe('the command line', () => {
  it('shows its commands, and fails when none was named', async () => {
    const help = await aval(['help']);
    const none = await aval([]);

    expect(help).toMatchObject({ status: 0, err: '' });
    expect(help.out).toContain('lint FILE');
    expect(none).toEqual({ ...help, status: 2 });
  });

  it('names the command that was probably meant', async () => {
    const ended = await aval(['doctr']);

    expect(ended.status).toBe(2);
    expect(ended.out).toBe('');
    expect(ended.err).toMatch(/^There is no command doctr\. Did you mean doctor\?\n/);
  });

  it('takes no name from the prototype of the table for a command', async () => {
    expect((await aval(['constructor'])).status).toBe(2);
  });

  it('prints the settings', async () => {
    const ended = await aval(['config-table']);

    expect(ended.status).toBe(0);
    expect(ended.out).toContain('| `PORT` | `3000` |');
  });

  it('checks templates without any configuration', async () => {
    writeFileSync(
      join(folder, 't.json'),
      JSON.stringify({ name: 'Bad Name', language: 'en', category: 'UTILITY', components: [] }),
    );
    writeFileSync(join(folder, 'aval.yaml'), 'nonsense');

    const ended = await aval(['lint', 't.json']);

    expect(ended).toMatchObject({ status: 1, err: '' });
    expect(JSON.parse(ended.out)[0]).toMatchObject({
      name: 'Bad Name',
      findings: expect.arrayContaining([expect.objectContaining({ severity: 'error' })]),
    });
  });

  it('reports every problem of the configuration and stops', async () => {
    writeFileSync(join(folder, 'aval.yaml'), 'polcy: {}\n');

    const ended = await aval(['doctor'], { PORT: 'x' });

    expect(ended.status).toBe(1);
    expect(ended.out).toBe('');
    expect(ended.err).toContain('2 problems');
    expect(ended.err).toContain('PORT (environment)');
    expect(ended.err).toContain('polcy (aval.yaml, line 1)');
  });

  it('reads .env, and what is really set wins', async () => {
    writeFileSync(join(folder, '.env'), 'PORT=x\nDATABASE_URL=sqlite:./from-dotenv.db\n');

    const bad = await aval(['doctor']);
    const good = await aval(['doctor'], { PORT: '3000' });

    expect(bad.err).toContain('PORT (environment)');
    expect(good).toMatchObject({ status: 0, err: '' });
    expect(good.out).toContain('sqlite:./from-dotenv.db: does not exist yet');
  });

  it('migrates with nothing but a database address, and the audit trail of a new database is intact', async () => {
    const env = { DATABASE_URL: 'sqlite:./a.db', SLACK_BOT_TOKEN: 'wrong' };

    expect(await aval(['migrate'], env)).toMatchObject({ status: 0, err: '' });
    expect(await aval(['audit', 'verify'], env)).toMatchObject({ status: 0, err: '' });
    expect((await aval(['unlink', 'slack:U1'], env)).err).toContain('There is no one account slack:U1.');
    expect((await aval(['migrate'], { DATABASE_URL: 'mysql://x' })).err).toContain('DATABASE_URL (environment)');
  });
});

describe('the server', () => {
  it('opens no port while the configuration has a problem', async () => {
    const ended = await aval([], { HOST: '0.0.0.0', SLACK_APP_TOKEN: 'nonsense', PORT: '0' }, 'src/main.ts');

    expect(ended.status).toBe(1);
    expect(ended.out).toBe('');
    expect(ended.err).toContain('SLACK_APP_TOKEN');
    expect(ended.err).toContain('SLACK_BOT_TOKEN');
  });
});
