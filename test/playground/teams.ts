// `npm run playground:teams`: Teams without a tenant. A rehearsal of Aval and Microsoft's Agents Playground beside it, both on
// this machine and forgotten when stopped with Ctrl-C.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isStartedByNpm } from '../../src/config.ts';
import { stopWithParent } from '../../src/jobs/stop-with-parent.ts';
import { avalBeside, startPlayground } from '../support/console/playground.ts';
import { startChild } from '../support/process/child-process.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const port = Number(process.env.PORT || 3000);
const playgroundPort = Number(process.env.PLAYGROUND_PORT || 56150);
const folder = mkdtempSync(join(tmpdir(), 'aval-playground-'));
const running: { stop(): Promise<void> }[] = [{ stop: async () => rmSync(folder, { recursive: true, force: true }) }];

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));
if (isStartedByNpm()) stopWithParent(() => void stop(0));

try {
  const aval = `http://127.0.0.1:${port}`;
  const playground = await startPlayground({ port: playgroundPort, aval, ownGroup: true });
  running.unshift(playground);
  running.unshift(await startAval());
  process.stdout.write(`
Playground  ${playground.url}   Teams, as Ana
Console     ${aval}   everybody else

1. Open both. In the Playground write to Aval in the personal chat:  template propose
   The language goes into the plain field below it, as "English (en)": the Playground cannot search.
2. Send the form. The proposal is now a card in the channel "Template approvals" and in the console's channel. Ana cannot
   approve her own: approve it as Andrés in the console and, when the review is over, press "Enable for agents".
3. Write in the personal chat:  send-active +5491155551234
   Answer as the customer on the console's phone, and see the answer in the Playground.
The other way round: propose as Sofía in the console, and approve as Ana in the Playground's channel.
Keep the Playground's page open: it forgets its messages when it is loaded again.

Ctrl-C stops both and deletes what they stored.
`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  await stop(1);
}

async function startAval(): Promise<{ stop(): Promise<void> }> {
  const child = await startChild({
    script: MAIN,
    cwd: folder,
    env: { PORT: String(port), DATABASE_URL: `sqlite:${join(folder, 'aval.db')}`, ...avalBeside(playgroundPort) },
    ready: /Aval rehearsal is ready at \S+\n/,
    ownGroup: true,
  });
  return { stop: () => child.end('SIGTERM') };
}

async function stop(code: number): Promise<void> {
  for (const { stop } of running.splice(0)) await stop();
  process.exit(code);
}
