// An Aval that is killed with SIGKILL again and again while people work with it, and restarted each time. What people send
// while it is away, or whose answer is lost, is delivered again, unchanged, until it is answered.
import { setTimeout as delay } from 'node:timers/promises';
import { type Delivered, httpTransport, type Transport } from '../slack/transport.ts';
import type { Child } from './child-process.ts';
import { type Installation, SIGNING_SECRET } from './real-aval.ts';

export type UnsteadyAval = {
  /** Delivers until there is a 200. */
  readonly transport: Transport;
  /** Resolves when a process is up; rejects when one could not be started. */
  up(): Promise<void>;
  /** Changes with every process: whoever waits for something of an earlier one need not wait any longer. */
  life(): number;
  /** One step of the people's work is done; from time to time that is a reason to kill. */
  step(): void;
  /** Kills and restarts now, after a random wait of at most `withinMs`. Kills happen one after the other. */
  kill(withinMs: number): Promise<void>;
  /** No more kills are under way. */
  settled(): Promise<void>;
  readonly report: { kills: number; whileStarting: number; repeated: number; restartMs: number[] };
  stop(): Promise<void>;
};

/** No random wait before a kill is longer than this. */
const KILL_WITHIN_MS = 250;
const DELIVERIES_MAX = 40;

export async function startUnsteadyAval(options: {
  readonly installation: Installation;
  readonly random: () => number;
  /** Steps after which it is killed, ascending. */
  readonly killAfterSteps: readonly number[];
  /** Which of the kills, counted from 0, is followed by a second one before the new process is ready. */
  readonly killWhileStarting: number;
}): Promise<UnsteadyAval> {
  const { installation, random } = options;
  const report = { kills: 0, whileStarting: 0, repeated: 0, restartMs: [] as number[] };
  let process: Child = await installation.start();
  let up: Promise<void> = Promise.resolve();
  let chain: Promise<void> = Promise.resolve();
  let life = 1;
  let steps = 0;
  let next = 0;

  async function restart(): Promise<void> {
    await process.end('SIGKILL');
    life += 1;
    report.kills += 1;
    if (report.kills - 1 === options.killWhileStarting) await killStarting();
    process = await installation.start();
    report.restartMs.push(Math.round(process.readyMs));
  }

  /** Somewhere between nothing loaded and everything listening. */
  async function killStarting(): Promise<void> {
    const starting = installation.begin();
    const ended = starting.ready.then(
      (child) => child.end('SIGKILL'),
      () => undefined, // killed before it was ready: what was meant
    );
    await delay(200 + random() * 600);
    starting.child.kill('SIGKILL');
    await ended;
    report.whileStarting += 1;
  }

  function kill(withinMs: number): Promise<void> {
    chain = chain.then(async () => {
      await delay(random() * withinMs);
      up = restart();
      await up;
    });
    // Whoever waits for `up` or `settled` hears of a failure.
    chain.catch(() => undefined);
    return chain;
  }

  async function insist(deliver: () => Promise<Delivered>): Promise<Delivered> {
    let last: unknown;
    for (let tries = 0; tries < DELIVERIES_MAX; tries += 1) {
      await up;
      if (tries > 0) report.repeated += 1;
      try {
        const delivered = await deliver();
        if (delivered.status === 200) return delivered;
        last = delivered;
      } catch (error) {
        // Nobody there, or gone before the answer: what this is all about.
        last = error;
      }
      await delay(25);
    }
    throw new Error('never answered', { cause: last });
  }

  const http = httpTransport({ url: `${installation.url}/slack/events`, secret: SIGNING_SECRET });
  return {
    transport: {
      command: (form) => insist(() => http.command(form)),
      interaction: (payload) => insist(() => http.interaction(payload)),
      event: (payload, retry) => insist(() => http.event(payload, retry)),
    },
    up: () => up,
    life: () => life,
    step() {
      steps += 1;
      if (steps < (options.killAfterSteps[next] ?? Number.POSITIVE_INFINITY)) return;
      next += 1;
      void kill(KILL_WITHIN_MS);
    },
    kill,
    settled: () => chain,
    report,
    stop: async () => {
      await chain.catch(() => undefined); // told to whoever worked with it
      await process.end('SIGTERM');
    },
  };
}
