// What the simulated provider remembers when its process is killed.
import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  aCreation,
  aSend,
  at,
  callGraph,
  type Json,
  PHONE,
  SECRET,
  startBench,
  startSink,
  TOKEN,
  WABA,
} from '../../../../support/meta/simulator-bench.ts';

let folder: string;
let stateFile: string;
const open: { stop: () => Promise<void> }[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  stateFile = join(folder, 'deep', 'provider.log');
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
  rmSync(folder, { recursive: true });
});

const started = async (over = {}) => {
  const bench = await startBench({ stateFile, ...over });
  open.push(bench);
  return bench;
};

describe('a restart with a state file', () => {
  it('keeps templates, accepted sends, submissions and the phone', async () => {
    const first = await started({ seedTemplates: true });
    await first.call('POST', `${WABA}/message_templates`, aCreation());
    await first.call('POST', `${PHONE}/messages`, aSend('+5491150001111'));
    await first.sink.until(() => first.sim.control.accepted()[0]?.statuses.length === 3);
    first.sim.phone.reply('+5491150001111', { text: 'Hola' });
    const before = [
      first.sim.control.templates(),
      first.sim.control.accepted(),
      first.sim.control.submissions(),
      first.sim.phone.messages('+5491150001111'),
    ];
    await first.stop();
    open.splice(0);

    const second = await started({ seedTemplates: true });

    expect([
      second.sim.control.templates(),
      second.sim.control.accepted(),
      second.sim.control.submissions(),
      second.sim.phone.messages('+5491150001111'),
    ]).toEqual(before);
    expect(second.sim.control.accepted()[0]!.callbackData).toBe('ours-+5491150001111');
  });

  it('goes on with reviews, statuses and webhooks that were under way', async () => {
    const first = await started({
      seedTemplates: true,
      reviewDelayMs: 60_000,
      statusDelayMs: 60_000,
      verifyToken: 'wrong',
    });
    await first.call('POST', `${WABA}/message_templates`, aCreation());
    first.sim.control.sendInbound('+5491150001111', { kind: 'text', text: 'still on its way' });
    await first.stop();
    open.splice(0);

    const later = () => new Date(Date.now() + 120_000);
    const second = await started({ now: later });
    await second.sink.until(() => second.sink.changes().length === 2);

    expect(
      second.sink
        .changes()
        .map((change) => change.field)
        .sort(),
    ).toEqual(['message_template_status_update', 'messages']);
  });

  it('ignores a last line that was cut off, and refuses damage elsewhere', async () => {
    const first = await started();
    await first.call('POST', `${WABA}/message_templates`, aCreation());
    await first.stop();
    open.splice(0);
    appendFileSync(stateFile, '{"t":"templates","row":{"id":"9');

    const second = await started();
    expect(second.sim.control.templates().map((template) => template.name)).toEqual(['order_on_its_way']);
    await second.stop();
    open.splice(0);

    writeFileSync(stateFile, `broken\n${readFileSync(stateFile, 'utf8')}`);
    await expect(startBench({ stateFile })).rejects.toThrow(/damaged in line 1/);
  });
});

describe('the simulator as its own process', () => {
  it('survives kill -9: what was answered is still known, and webhooks still come', async () => {
    const sink = await startSink();
    open.push(sink);
    const first = await startProcess(sink.url);
    const { json } = await callGraph(first.url, 'POST', `${PHONE}/messages`, aSend('+5491150001111'));
    await first.kill();

    const second = await startProcess(sink.url);
    const statuses = () => sink.changes().flatMap((change) => (change.value.statuses as Json[] | undefined) ?? []);
    await sink.until(() => new Set(statuses().map((status) => status.status)).size === 3);
    const accepted = (await (await fetch(`${second.url}/_sim/accepted`)).json()) as Json[];
    await second.kill();

    expect(accepted.map((send) => send.id)).toEqual([at(json, 'messages.0.id')]);
  }, 20_000);
});

async function startProcess(webhookUrl: string): Promise<{ url: string; kill: () => Promise<unknown> }> {
  const flags = {
    'webhook-url': webhookUrl,
    'app-secret': SECRET,
    'verify-token': 'verify-me',
    'access-token': TOKEN,
    'waba-id': WABA,
    'phone-number-id': PHONE,
    'status-delay-ms': '300',
    'webhook-retry-ms': '20',
    'state-file': stateFile,
  };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn(process.execPath, ['adapters/provider/meta/simulator/main.ts', '--seed', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  open.push({ stop: async () => void child.kill('SIGKILL') });
  for await (const line of createInterface({ input: child.stdout })) {
    return {
      url: String((JSON.parse(line) as Json).url),
      kill: () => {
        child.kill('SIGKILL');
        return ended;
      },
    };
  }
  throw new Error('the simulator ended before it listened');
}
