// The process: configuration in, one running Aval out, stopped by a signal. Nothing else.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startAval } from './aval.ts';
import { describeProblems } from './config/problems.ts';
import { isStartedByNpm, loadConfig } from './config.ts';
import { CannotListen } from './http/listen.ts';
import { stopWithParent } from './jobs/stop-with-parent.ts';
import { createLog } from './log.ts';
import { StoreUnusable } from './store/engine/unusable.ts';

const config = loadConfig();
if (!config.ok) {
  process.stderr.write(`${describeProblems(config.error)}\n`);
  process.exit(1);
}
const log = createLog({ level: config.value.logLevel });

try {
  const aval = await startAval(config.value, log);
  const what = config.value.rehearsal ? 'Aval rehearsal' : 'Aval';
  process.stdout.write(`${what} is ready at ${aval.address}\n`);
  giveBackStartMemory();
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1); // asked twice: at once
    stopping = true;
    await aval.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
  if (isStartedByNpm()) stopWithParent(() => void stop());
} catch (error) {
  process.stderr.write(`Aval could not start: ${error instanceof Error ? error.message : String(error)}\n`);
  // What is expected says its cause and its cure in that line; of anything else, the log has the stack.
  if (!(error instanceof StoreUnusable || error instanceof CannotListen)) log.error({ error }, 'could not start');
  process.exit(1);
}

// Reading the modules leaves some 20 MB that V8 would keep for hours in a process that is mostly idle.
function giveBackStartMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (how: { type: 'major'; flavor: 'last-resort' }) => void; // V8's own
  setImmediate(() => collect({ type: 'major', flavor: 'last-resort' }));
}
