// A process that npm started ends when what started it is gone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { isStartedByNpm } from '../../src/config.ts';
import { eventually } from '../support/eventually.ts';

const MODULE = new URL('../../src/jobs/stop-with-parent.ts', import.meta.url).href;
const WORK = `const { stopWithParent } = await import(${JSON.stringify(MODULE)});
  stopWithParent(() => process.exit(0)); setTimeout(() => undefined, 20_000); process.stdout.write(String(process.pid));`;

/** Starts a process under a shell that waits for it, ends the shell, and gives the pid left behind. */
async function leftBehind(): Promise<number> {
  const shell = spawn('sh', ['-c', '"$NODE" --input-type=module -e "$WORK" & wait'], {
    env: { PATH: process.env.PATH ?? '', NODE: process.execPath, WORK },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [pid] = await once(shell.stdout, 'data');
  shell.kill('SIGTERM');
  return Number(String(pid));
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // ESRCH: it is gone
  }
}

test('only what npm started looks for its parent', () => {
  expect(isStartedByNpm({ npm_lifecycle_event: 'start' })).toBe(true);
  expect(isStartedByNpm({})).toBe(false);
});

test('it stops when the shell between is ended', async () => {
  const pid = await leftBehind();

  await eventually(() => !runs(pid));

  expect(runs(pid)).toBe(false);
});
