// How soon it serves, and how much memory it then holds, in a rehearsal and connected to Slack. Prints only.
// Goals: ≤ 2 s from start to ready, ≤ 160 MB resident when idle.
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startChild } from '../support/process/child-process.ts';
import { type Installation, installAval, installRehearsal, yamlOf } from '../support/process/real-aval.ts';
import { bestOf, median, rssMbOf, table, verdict } from './figures.ts';

const { values: flags } = parseArgs({ options: { short: { type: 'boolean', default: false } } });
const STARTS = flags.short ? 2 : 5;
/** Idle means: nobody asks for anything, and this long after the start. */
const IDLE_MS = flags.short ? 3_000 : 6_000;
const GOAL_READY_MS = 2_000;
const GOAL_RSS_MB = 160;

const slack = await startChild({
  script: fileURLToPath(new URL('bare-slack-api.ts', import.meta.url)),
  cwd: tmpdir(),
  ready: /\{"url":"(http[^"]+)"\}/,
});
try {
  const rows = [
    await measure('rehearsal', installRehearsal),
    await measure('Slack over HTTP', async () => {
      const installation = await installAval({ slackApiUrl: `${slack.ready[1]}/api/` });
      installation.configure(
        yamlOf({ metaApiUrl: 'http://127.0.0.1:9', admin: ['U0ADMIN'], approver: [], agent: [], quorum: 1 }),
      );
      return installation;
    }),
  ];
  console.log(`best of ${STARTS} starts (lowest…highest), the first on a new database; goals by the median`);
  const head = ['', 'ready ms', 'idle MB', `ready ≤ ${GOAL_READY_MS} ms`, `idle ≤ ${GOAL_RSS_MB} MB`];
  console.log(table([head, ...rows]));
} finally {
  await slack.end('SIGTERM');
}

async function measure(name: string, install: () => Promise<Installation>): Promise<string[]> {
  const installation = await install();
  const readyMs: number[] = [];
  const rssMb: number[] = [];
  try {
    for (let start = 0; start < STARTS; start += 1) {
      const aval = await installation.start();
      try {
        readyMs.push(aval.readyMs);
        await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
        rssMb.push(rssMbOf(aval.pid));
      } finally {
        await aval.end('SIGTERM');
      }
    }
  } finally {
    installation.remove();
  }
  const met = [verdict(median(readyMs) <= GOAL_READY_MS), verdict(median(rssMb) <= GOAL_RSS_MB)];
  return [name, bestOf(readyMs, 'lowest', 0), bestOf(rssMb, 'lowest', 0), ...met];
}
