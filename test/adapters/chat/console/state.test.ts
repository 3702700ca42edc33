// What the console keeps: messages, refs and keys over a restart, whatever the file looks like.
import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createConsolePlatform } from '../../../../adapters/chat/console/index.ts';
import { openState } from '../../../../adapters/chat/console/state.ts';
import type { MessageRef } from '../../../../src/ports/chat.ts';
import type { LogFields } from '../../../../src/ports/process.ts';
import { aCard, aForm } from '../../../support/chat-samples.ts';
import { deskDeps, deskSettings, filled, formOn, load, startDesk, submit } from '../../../support/console/desk.ts';
import { byId, byTag, textOf } from '../../../support/console/read-html.ts';

let folder: string;
let statePath: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'console-'));
  statePath = join(folder, 'deep', 'console.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

const silent = { dispatch: async () => ({ show: 'nothing' }) as const, search: async () => [] };
/** Ids of a second process must not meet those of the first. */
let processes = 0;
async function start() {
  let ids = 0;
  const run = ++processes;
  const platform = createConsolePlatform(deskSettings({ statePath }), deskDeps({ newId: () => `run${run}-${++ids}` }));
  await platform.start(silent);
  return platform;
}
async function post(platform: Awaited<ReturnType<typeof start>>, key: string): Promise<MessageRef> {
  const posted = await platform.post({ to: 'channel', channel: 'approvals' }, aCard({ title: key }), key);
  if (!posted.ok) throw new Error('post failed');
  return posted.value;
}

describe('a restart', () => {
  test('refs still lead to their cards, threads are whole, keys still count', async () => {
    const first = await start();
    const ref = await post(first, 'request');
    await first.post({ to: 'thread', root: ref }, aCard({ title: 'note' }), 'note');
    await first.stop();

    const second = await start();
    const repeated = await post(second, 'request');
    const updated = await second.update(ref, aCard({ title: 'Approved' }));
    const reply = await second.post({ to: 'thread', root: ref }, aCard(), 'note-2');

    expect(repeated).toEqual(ref);
    expect(updated).toEqual({ ok: true, value: ref });
    expect(reply).toMatchObject({ ok: true, value: { thread: ref.message } });
    await second.stop();
  });

  test('a form that was open can still be sent: its proof is good, only the token is new', async () => {
    const intents: unknown[] = [];
    const dispatch = async (intent: { kind: string }) => {
      intents.push(intent.kind);
      return intent.kind === 'command' ? ({ show: 'form', form: aForm() } as const) : ({ show: 'nothing' } as const);
    };
    const first = await startDesk({ on: { dispatch }, settings: { statePath } });
    const composer = formOn(await load(first.origin, '/?as=ana&in=approvals'), 'composer');
    const open = formOn(
      await submit(first.origin, composer, filled(composer, { text: '/template propose' })),
      'open-form',
    );
    await first.stop();

    const second = await startDesk({ on: { dispatch }, settings: { statePath } });
    const { root } = await load(second.origin, '/?as=ana&in=approvals');
    const stale = await submit(second.origin, open, filled(open, { name: 'a' }));
    const fresh = await submit(
      second.origin,
      open,
      filled(open, { name: 'a', _token: byTag(root, 'body')[0]!.attributes['data-token']! }),
    );

    expect(stale.status).toBe(403);
    expect(textOf(byId(stale.root, 'refusal')!)).toContain('Reload');
    expect(fresh.status).toBe(200);
    expect(intents).toEqual(['command', 'form']);
    await second.stop();
  });
});

describe('the file', () => {
  test('a line cut off by a crash is dropped, the rest stays, and the next line is whole', async () => {
    const first = await start();
    const ref = await post(first, 'kept');
    await first.stop();
    await appendFile(statePath, '{"put":{"id":"half');
    const warnings: LogFields[] = [];
    const state = await openState({
      ...deskDeps(),
      path: statePath,
      log: { ...deskDeps().log, warn: (fields) => warnings.push(fields) },
    });
    const added = await state.post({
      key: 'after',
      place: 'approvals',
      author: 'aval',
      content: { kind: 'text', text: 'after' },
    });
    await state.close();

    const again = await openState({ ...deskDeps(), path: statePath });

    expect(warnings).toEqual([{ lines: 1 }]);
    expect(again.message(ref.message)?.key).toBe('post:kept');
    expect(again.message(added.id)).toEqual(added);
    await again.close();
  });

  test('lines of another shape are left out', async () => {
    const first = await start();
    await first.stop();
    await appendFile(statePath, '{"put":{"id":1}}\n[]\n{"put":{"id":"a","content":{"kind":"card","card":{}}}}\n');

    const state = await openState({ ...deskDeps(), path: statePath });

    expect(state.feed('approvals')).toEqual([]);
    await state.close();
  });

  test('it is for its owner only and does not grow with every repaint', async () => {
    const platform = await start();
    const ref = await post(platform, 'busy');
    for (let turn = 0; turn < 2_100; turn++) await platform.update(ref, aCard({ title: `turn ${turn}` }));
    await platform.stop();

    const lines = (await readFile(statePath, 'utf8')).trim().split('\n');
    expect(lines.length).toBeLessThan(200);
    expect((await stat(statePath)).mode & 0o777).toBe(0o600);
    const state = await openState({ ...deskDeps(), path: statePath });
    expect(state.message(ref.message)?.content).toMatchObject({ card: { title: 'turn 2099' } });
    await state.close();
  });

  test('a file that cannot be opened stops the start', async () => {
    const platform = createConsolePlatform(deskSettings({ statePath: folder }), deskDeps());

    await expect(platform.start(silent)).rejects.toThrow();
  });
});

describe('the platform', () => {
  test('unknown channels, people, threads and messages are told as failures', async () => {
    const platform = await start();
    const nowhere = { platform: 'console', channel: 'approvals', message: 'none', thread: 'none' };

    const results = [
      await platform.post({ to: 'channel', channel: 'none' }, aCard(), '1'),
      await platform.post({ to: 'person', id: 'none' }, aCard(), '2'),
      await platform.post({ to: 'thread', root: nowhere }, aCard(), '3'),
      await platform.update(nowhere, aCard()),
    ];

    for (const result of results)
      expect(result).toMatchObject({ ok: false, error: { kind: 'misconfigured', reaction: 'permanent' } });
    await platform.stop();
  });

  test('before the start and after the end it is unavailable, and its pages say so', async () => {
    const platform = createConsolePlatform(deskSettings(), deskDeps());
    const page = platform.routes.find((route) => route.path === '/')!;
    const ask = {
      method: 'GET',
      path: '/',
      url: 'http://localhost/',
      params: {},
      query: new URLSearchParams(),
      headers: { host: 'localhost' },
      body: Buffer.alloc(0),
      remoteAddress: '::1',
    };

    expect(await platform.post({ to: 'channel', channel: 'approvals' }, aCard(), 'k')).toMatchObject({
      ok: false,
      error: { kind: 'unavailable', reaction: 'retry' },
    });
    expect(await page.handle(ask)).toMatchObject({ status: 503 });
    await platform.start(silent);
    expect(await page.handle(ask)).toMatchObject({ status: 200 });
    await platform.stop();
    expect(await page.handle(ask)).toMatchObject({ status: 503 });
  });

  test('channels are checked, people have languages, messages have links', async () => {
    const platform = createConsolePlatform(deskSettings({ baseUrl: 'http://127.0.0.1:3000/' }), deskDeps());
    await platform.start(silent);
    const ref = await post(platform, 'linked');

    expect(await platform.check(['approvals', 'none'])).toMatchObject([
      { status: 'ok', fix: '' },
      { status: 'failed', fix: 'use one of: approvals, sends' },
    ]);
    expect(await platform.localeOf('lucia')).toBe('es-AR');
    expect(await platform.localeOf('nobody')).toBeUndefined();
    expect(await platform.linkTo(ref)).toBe(
      `http://127.0.0.1:3000/?as=ana&in=approvals&at=m-${ref.message}#m-${ref.message}`,
    );
    await platform.stop();
  });

  test('settings that cannot work are a bug', () => {
    expect(() => createConsolePlatform(deskSettings({ people: [] }), deskDeps())).toThrow();
    expect(() => createConsolePlatform(deskSettings({ channels: [{ id: 'dm', name: 'x' }] }), deskDeps())).toThrow();
    expect(() => createConsolePlatform(deskSettings({ channels: [{ id: 'a b', name: 'x' }] }), deskDeps())).toThrow();
  });
});
