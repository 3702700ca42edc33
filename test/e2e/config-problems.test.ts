// A wrong configuration is told whole and at once: exit 1, no port opened, nothing created, no secret printed.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type Installation, installAval, SIGNING_SECRET, yamlOf } from '../support/process/real-aval.ts';

const MAIN = new URL('../../src/main.ts', import.meta.url).pathname;
const ROLES = { admin: ['U0MARTA'], approver: ['U0ANA'], agent: [], quorum: 1 };
const PLANTED = 'planted-secret-of-nobody';

let aval: Installation;
afterEach(() => aval.remove());

/**
 * Runs the process to its end. Its port is taken meanwhile: a process that opened it before it looked at its configuration
 * would complain of that.
 */
async function run(
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly out: string }> {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(aval.port, '127.0.0.1', resolve));
  const child = spawn(process.execPath, [MAIN], {
    cwd: aval.folder,
    env: { PATH: process.env.PATH ?? '', ...aval.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  const hear = (chunk: Buffer) => {
    out += chunk.toString();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  await new Promise((resolve) => taken.close(resolve));
  expect(out).not.toMatch(/EADDRINUSE|\.ts:\d+/); // nor a stack
  expect(existsSync(join(aval.folder, 'data'))).toBe(false);
  return { code, out };
}

test('several problems in the environment and in the file are told together, each with its place and a way out', async () => {
  aval = await installAval({ slackApiUrl: 'http://127.0.0.1:9/api/' });
  aval.configure(`
senders:
  - id: Main Number
    provider: meta
    wabaId: 1
    accessToken: \${META_ACCES_TOKEN}
    appSecret: ${PLANTED}
    verifyToken: [${PLANTED}]
    tiemoutMs: 1
places:
  approval: [approvals]
roles:
  approver: [slack:U0ANA]
policy:
  quorum: 0
  undoSeconds: 5 s
  fourEyes: false
`);
  const { code, out } = await run({
    PORT: '80000',
    SLACK_BOT_TOKEN: `${PLANTED}-bot`,
    META_ACCESS_TOKEN: `${PLANTED}-access`,
    SLACK_API_URL: 'slack.com',
    LOG_LEVEL: 'loud',
  });
  expect(code).toBe(1);
  expect(Number(/did not start: (\d+) problems/.exec(out)?.[1])).toBeGreaterThanOrEqual(14);
  for (const name of ['PORT', 'SLACK_BOT_TOKEN', 'SLACK_API_URL', 'LOG_LEVEL']) {
    expect.soft(out).toMatch(new RegExp(`^  ${name} \\(environment\\)\n    expected: .+`, 'm'));
  }
  const inFile = [
    ['senders[0].id', 3],
    ['senders[0].accessToken', 6],
    ['senders[0].verifyToken', 8],
    ['senders[0].phoneNumberId', 3],
    ['senders[0].tiemoutMs', 9],
    ['places.approval[0]', 11],
    ['roles.admin', 13],
    ['policy.quorum', 15],
    ['policy.undoSeconds', 16],
    ['policy.fourEyes', 17],
  ] as const;
  for (const [path, line] of inFile) expect.soft(out).toContain(`  ${path} (aval.yaml, line ${line})\n    expected: `);
  expect(out).toContain('META_ACCESS_TOKEN is set: is that the one?');
  expect(out).toContain('did you mean timeoutMs?');
  expect(out).not.toContain(PLANTED);
  expect(out).not.toContain(SIGNING_SECRET);
});

test('a file that cannot be read as YAML, and one that is not there, are told with their names', async () => {
  aval = await installAval({ slackApiUrl: 'http://127.0.0.1:9/api/' });
  aval.configure('senders: [\npolicy: {quorum: 1\n');
  expect(await run({})).toMatchObject({ code: 1, out: expect.stringMatching(/aval\.yaml, line \d/) });
  expect(await run({ AVAL_CONFIG: 'elsewhere.yaml' })).toMatchObject({
    code: 1,
    out: expect.stringContaining('elsewhere.yaml'),
  });
});

test('what cannot work together is refused: Slack without a way in, senders without Slack, nobody to decide', async () => {
  aval = await installAval({ slackApiUrl: 'http://127.0.0.1:9/api/' });
  aval.configure(yamlOf({ metaApiUrl: 'http://127.0.0.1:9', ...ROLES, quorum: 5 }));
  expect((await run({})).out).toMatch(/policy\.quorum \(aval\.yaml.*\n.*at most 2/);
  aval.configure(yamlOf({ metaApiUrl: 'http://127.0.0.1:9', ...ROLES }));
  const mute = await run({ SLACK_SIGNING_SECRET: '' });
  expect(mute).toMatchObject({ code: 1, out: expect.stringMatching(/SLACK_SIGNING_SECRET|SLACK_APP_TOKEN/) });
  const lost = await run({ SLACK_BOT_TOKEN: '', SLACK_SIGNING_SECRET: '', HOST: '0.0.0.0' });
  expect(lost).toMatchObject({ code: 1 });
  expect(lost.out).toMatch(
    /senders \(aval\.yaml[\s\S]*HOST \(environment\)|HOST \(environment\)[\s\S]*senders \(aval\.yaml/,
  );
});
