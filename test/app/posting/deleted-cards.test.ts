// A shared card that somebody deleted is posted again, once, and what comes next goes to the new one: through Slack's own answers.
import { afterEach, expect, test } from 'vitest';
import type { ChatPlatform } from '../../../src/ports/chat.ts';
import type { Proposal } from '../../../src/store/proposals.ts';
import { startTestApp, type TestApp } from '../../support/app/app.ts';
import { propose } from '../../support/app/stories.ts';
import { type RunningSlack, startSlack } from '../../support/slack/platform.ts';

let slack: RunningSlack;
afterEach(() => slack.stop());

/** People work elsewhere; the approval channel is Slack's. */
async function start(): Promise<TestApp> {
  const app = await startTestApp({
    places: {
      approval: [{ platform: 'slack', channel: 'C0APPROVAL' }],
      admin: [{ platform: 'chat', channel: 'admins' }],
      sends: [],
    },
  });
  slack = await startSlack({});
  (app.deps.platforms as Map<string, ChatPlatform>).set('slack', slack.platform); // the map the test app was made with
  return app;
}

/** A colleague removes every message of the channel that `which` picks. */
function deletes(which: (message: { readonly thread_ts?: string }) => boolean): void {
  const { messages } = slack.fake;
  messages.splice(0, messages.length, ...messages.filter((message) => !which(message)));
}

const repaint = (app: TestApp, { id }: Proposal) =>
  app.run('repaint', { subject: { kind: 'proposal', id }, platform: 'slack' });

const cards = () => slack.fake.messages.filter(({ thread_ts }) => thread_ts === undefined);
const roots = (app: TestApp) => app.store.db.selectFrom('posts').selectAll().where('role', '=', 'root').execute();

test('it stands in the channel again, once for however many changes, and takes the place of the old one', async () => {
  const app = await start();
  const proposal = await propose(app);
  deletes(({ thread_ts }) => thread_ts === undefined);

  for (let change = 0; change < 5; change += 1) await repaint(app, proposal);

  expect(cards().map(({ text }) => text)).toEqual([expect.stringContaining(`Proposal ${proposal.number} by Sofia`)]);
  const [{ ts } = { ts: '' }] = cards();
  expect(await roots(app)).toMatchObject([{ message: ts, thread: ts }]);
});

test('its details come along: those under the deleted card are found by nobody', async () => {
  const app = await start();
  const proposal = await propose(app);
  deletes(() => true);

  await repaint(app, proposal);
  await app.settle();

  const [card] = cards();
  const under = slack.fake.messages.filter(({ thread_ts }) => thread_ts === card?.ts);
  expect(under).toHaveLength(1);
});

test('the new card is changed from then on', async () => {
  const app = await start();
  const proposal = await propose(app);
  deletes(() => true);
  await repaint(app, proposal);

  await app.person('andres').clicks('approve', `${proposal.id}:1`);
  await app.settle();

  expect(cards()).toHaveLength(1);
  expect(JSON.stringify(cards()[0]?.blocks)).toContain('Approved by Andres');
});

test('a lost answer to the new post does not make a third card', async () => {
  const app = await start();
  const proposal = await propose(app);
  deletes(() => true);
  slack.fake.behave('chat.postMessage', { lost: true, times: 1 });

  await repaint(app, proposal);
  await repaint(app, proposal);

  expect(cards()).toHaveLength(1);
});

test('a second copy that is deleted is not posted again', async () => {
  const app = await start();
  const proposal = await propose(app);
  await app.store.db.updateTable('posts').set({ role: 'copy' }).where('role', '=', 'root').execute();
  const again = { id: 'again', created_at: app.clock.iso(), subject_kind: 'proposal', subject_id: proposal.id };
  const known = { platform: 'slack', channel: 'C0APPROVAL', message: '1.1', thread: '1.1' };
  await app.store.db
    .insertInto('posts')
    .values({ ...again, ...known, role: 'root', shown: null })
    .execute();
  slack.fake.messages.splice(0, slack.fake.messages.length, {
    channel: 'C0APPROVAL',
    ts: '1.1',
    text: 'the card itself',
    blocks: [],
  });

  await repaint(app, proposal);

  expect(cards()).toHaveLength(1);
  expect(await app.store.db.selectFrom('posts').selectAll().where('role', '=', 'copy').execute()).toEqual([]);
});
