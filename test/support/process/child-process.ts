// Processes of a test's own: started, watched for the line that says they are ready, ended by their pid. None outlives the
// test process, not even one that was killed itself: each child looks for its parent and ends without it.
import { type ChildProcess, spawn } from 'node:child_process';

export type Child = {
  readonly pid: number;
  /** The line `ready` matched. */
  readonly ready: RegExpExecArray;
  /** The latest of what it wrote, both streams, at most 200,000 characters. */
  output(): string;
  /** Milliseconds from the start to the ready line. */
  readonly readyMs: number;
  isRunning(): boolean;
  /** Null while it runs, and when a signal ended it. */
  exitCode(): number | null;
  /** Sends the signal to this process only and resolves when it is gone. SIGTERM is followed by SIGKILL after 15 s. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
};

export type Starting = { readonly child: ChildProcess; readonly ready: Promise<Child> };

export type StartOptions = {
  /** Path of a script, run by this very Node; it follows `nodeFlags`. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly nodeFlags?: readonly string[];
  readonly cwd: string;
  /** Everything the process sees of the environment, besides PATH. */
  readonly env?: Readonly<Record<string, string>>;
  readonly ready: RegExp;
  /** Default 20 s. */
  readonly timeoutMs?: number;
  /** A terminal's Ctrl-C ends a whole group of processes: one in a group of its own is left to us. */
  readonly ownGroup?: boolean;
};

const OUTPUT_KEPT = 200_000;
const GRACE_MS = 15_000;
const END_WITH_PARENT =
  'data:text/javascript,const p=process.ppid;setInterval(()=>process.ppid===p||process.kill(process.pid,"SIGKILL"),500).unref()';

/** Starts a process; the returned promise rejects, with its output, when it ends or stays silent instead of getting ready. */
export function startChild(options: StartOptions): Promise<Child> {
  return beginChild(options).ready;
}

/** Like `startChild`, for who wants to end it before it is ready. */
export function beginChild(options: StartOptions): Starting {
  const started = performance.now();
  const flags = ['--import', END_WITH_PARENT, ...(options.nodeFlags ?? [])];
  const child = spawn(process.execPath, [...flags, options.script, ...(options.args ?? [])], {
    cwd: options.cwd,
    env: { PATH: process.env.PATH ?? '', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: options.ownGroup ?? false,
  });
  const killWithUs = () => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  void gone.then(() => process.off('exit', killWithUs));
  let output = '';
  const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;

  const ready = new Promise<Child>((resolve, reject) => {
    const fail = (why: string) => {
      child.kill('SIGKILL');
      reject(new Error(`${options.script} ${why}:\n${output}`));
    };
    const timer = setTimeout(() => fail('did not get ready in time'), options.timeoutMs ?? 20_000);
    const look = (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-OUTPUT_KEPT);
      const match = options.ready.exec(output);
      if (!match || child.pid === undefined) return;
      clearTimeout(timer);
      resolve({
        pid: child.pid,
        ready: match,
        output: () => output,
        readyMs: performance.now() - started,
        isRunning,
        exitCode: () => child.exitCode,
        end: (signal) => end(child, signal, gone, isRunning),
      });
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    void gone.then(() => {
      clearTimeout(timer);
      fail('ended before it was ready');
    });
  });
  return { child, ready };
}

async function end(
  child: ChildProcess,
  signal: 'SIGTERM' | 'SIGKILL',
  gone: Promise<void>,
  isRunning: () => boolean,
): Promise<void> {
  if (!isRunning()) return;
  child.kill(signal);
  const hard = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  await gone;
  clearTimeout(hard);
}
