// The process between its beginning and its end: a stop that finishes what was begun, and a start that refuses what it must.
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { isIdle, snapshot } from '../support/app/installation-rows.ts';
import { eventually } from '../support/eventually.ts';
import { openEvidence } from '../support/process/crash-evidence.ts';
import { buttonsOf } from '../support/slack/read-slack.ts';
import {
  card,
  openWorkplace,
  proposes,
  refOf,
  seen,
  thread,
  type Workplace,
  whispers,
} from '../support/slack/workplace.ts';
import { CREATE, STEP_1, STEP_2 } from '../support/stories/main-job.ts';

let at: Workplace;
afterEach(() => at?.close());

test('asked to stop while a submission is under way, it takes nothing new, finishes, and leaves nothing to do twice', async () => {
  at = await openWorkplace('HTTP', { quorum: 1 });
  await proposes(at, 'sofia', STEP_1, STEP_2);
  const pending = await eventually(() => card(at.fake, 'Template proposal 1:'));
  const release = at.meta.holdAnswers();
  await at.person('ana').click(refOf(pending), 'approve');
  await eventually(() => at.meta.of(CREATE)[0]);

  const first = at.child();
  const ended = first.end('SIGTERM');
  await eventually(() =>
    fetch(`${at.aval.url}/health`).then(
      () => false,
      () => true,
    ),
  );
  expect(first.isRunning()).toBe(true);
  release();
  await ended;
  expect(first.exitCode()).toBe(0);
  expect(first.output()).toContain('"submission changed"');

  await at.restart();
  await eventually(() => thread(at.fake, pending).some((each) => each.includes('was submitted')));
  await eventually(() => seen(card(at.fake, 'Template proposal 1:')).includes('Not enabled for agents yet'));
  expect(thread(at.fake, pending).filter((each) => each.includes('was submitted'))).toHaveLength(1);
  expect(at.meta.of(CREATE)).toHaveLength(1);
  expect(await at.simulator.submissions()).toHaveLength(1);
});

test('a click that is delivered again after a restart counts once, and changes nothing that is shown', async () => {
  at = await openWorkplace('HTTP');
  await proposes(at, 'sofia', STEP_1, STEP_2);
  const pending = await eventually(() => card(at.fake, 'Template proposal 1:'));
  const click = at.person('ana').clickPayload(pending, buttonsOf(pending.blocks)[0] ?? {});
  await at.transport.interaction(click);
  await eventually(() => seen(pending).includes('Approvals: 1/2') && thread(at.fake, pending).length === 2);
  await at.restart();

  const decided = await snapshot(at, ['proposals', 'votes', 'events']);
  const answered = at.fake.callsOf('response_url').length;
  expect((await at.transport.interaction(click)).status).toBe(200);
  await eventually(() => isIdle(at));
  // A card that others see is painted by the repaint job alone, whatever a click's answer would say.
  expect(at.fake.callsOf('response_url')).toHaveLength(answered);
  expect(await snapshot(at, ['proposals', 'votes', 'events'])).toEqual(decided);
  expect(whispers(at.fake, 'ana')).toEqual([]);
  expect(seen(pending)).toContain('Approvals: 1/2');
});

test('a database of a newer version is left alone', async () => {
  at = await openWorkplace('HTTP');
  await at.child().end('SIGTERM');
  const { db, close } = await openEvidence(at.aval.databasePath);
  await db
    .insertInto('kysely_migration' as never)
    .values({ name: '9999_from_the_future', timestamp: '2030-01-01T00:00:00.000Z' } as never)
    .execute();
  await close();
  const before = await snapshot(at);

  await expect(at.restart()).rejects.toThrow(/could not start: .*newer Aval.*9999_from_the_future/);
  expect(at.child().isRunning()).toBe(false);
  await expect(fetch(`${at.aval.url}/health`)).rejects.toThrow();
  expect(await snapshot(at)).toEqual(before);
});

test('a second process started by mistake says that the port is taken, and touches no work', async () => {
  at = await openWorkplace('HTTP');
  at.fake.behave('chat.postMessage', { status: 503 });
  await proposes(at, 'sofia', STEP_1, STEP_2);
  await eventually(() => at.fake.callsOf('chat.postMessage')[0]);
  await at.child().end('SIGKILL');
  const { db, close } = await openEvidence(at.aval.databasePath);
  const due = { run_at: '2020-01-01T00:00:00.000Z', leased_by: null, leased_until: null };
  await db.updateTable('outbox').set(due).where('finished_at', 'is', null).execute();
  await close();
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(at.aval.port, '127.0.0.1', resolve));

  const before = await snapshot(at);
  await expect(at.aval.start()).rejects.toThrow(/could not start: port \d+ is taken by another program.*set PORT/);
  expect(await snapshot(at)).toEqual(before);

  await new Promise((resolve) => taken.close(resolve));
  at.fake.behave('chat.postMessage', { times: 0 });
  await at.restart();
  await eventually(() => card(at.fake, 'Template proposal 1:'));
});
