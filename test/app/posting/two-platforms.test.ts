// Slack and Teams at once: one proposal with a card on each, one quorum, and neither platform waits for the other.
import { expect, test } from 'vitest';
import { repaintPending } from '../../../src/app/news/repaint-pending.ts';
import { learnPeople } from '../../../src/app/people/learn.ts';
import { holdersOf, namesToAsk } from '../../../src/app/people/staff.ts';
import { DAY, HOUR, startTestApp } from '../../support/app/app.ts';
import { proposalNow, propose, rootOf } from '../../support/app/stories.ts';
import { adminsTold, BOTH, cardOn, link, proposeOn, startOnBoth, threadOn } from '../../support/app/two-platforms.ts';
import { actionsOf, cardOf, mentionedIn, noticeOf, textOf } from '../../support/read-card.ts';

test('a proposal has a card in both channels, and votes from both count towards one quorum', async () => {
  const app = await startOnBoth();
  const id = await proposeOn(app, 'sofia', 'slack');

  cardOf(await app.person('andres', 'slack').presses(cardOn(app, 'slack').card, 'approve'));
  await app.settle();

  for (const platform of BOTH) {
    expect(textOf(cardOn(app, platform).card)).toContain('Approvals: 1/2');
    expect(threadOn(app, platform).join()).toContain('Andres approved revision 1');
  }

  cardOf(await app.person('bruno', 'teams').presses(cardOn(app, 'teams').card, 'approve'));
  await app.settle();

  expect((await proposalNow(app, id)).submission).toBe('submitted');
  for (const platform of BOTH) {
    expect(actionsOf(cardOn(app, platform).card)).toEqual([]);
    expect(textOf(cardOn(app, platform).card)).toContain('Approved by Andres and Bruno');
    expect(threadOn(app, platform).filter((line) => line.includes('approved revision 1'))).toHaveLength(2);
  }
});

test.each(BOTH)(
  'while %s is dead, the other platform shows everything at once, and the dead one catches up',
  async (dead) => {
    const app = await startOnBoth();
    const alive = dead === 'slack' ? 'teams' : 'slack';
    await proposeOn(app, 'sofia', 'slack');
    const { card } = cardOn(app, alive);
    app.chatOn(dead).dies();

    cardOf(await app.person(alive === 'slack' ? 'andres' : 'bruno', alive).presses(card, 'approve'));
    await app.settle();

    expect(textOf(cardOn(app, alive).card)).toContain('Approvals: 1/2');
    expect(threadOn(app, alive).join()).toContain('1 of 2 approvals');
    expect(textOf(cardOn(app, dead).card)).toContain('Approvals: 0/2');

    app.chatOn(dead).answers();
    await app.pass(60_000);

    expect(textOf(cardOn(app, dead).card)).toContain('Approvals: 1/2');
    expect(threadOn(app, dead).filter((line) => line.includes('approved revision 1'))).toHaveLength(1);
  },
);

test('a card whose channel comes back late is posted as it is then, with its thread in order', async () => {
  const app = await startOnBoth();
  app.chatOn('teams').dies();
  const id = await proposeOn(app, 'sofia', 'slack');
  cardOf(await app.person('andres', 'slack').presses(cardOn(app, 'slack').card, 'approve'));
  await app.settle();

  app.chatOn('teams').answers();
  await app.pass(60_000);

  expect(textOf(cardOn(app, 'teams').card)).toContain('Approvals: 1/2');
  expect(threadOn(app, 'teams')).toHaveLength(2);
  expect(threadOn(app, 'teams')[1]).toContain('Andres approved');
  expect((await proposalNow(app, id)).state).toBe('pending');
});

test('admins are told on each platform with an admin place, whatever the other one does', async () => {
  const app = await startOnBoth();
  app.expectTrouble();
  app.chatOn('slack').fails('post', 'rejected');

  await proposeOn(app, 'sofia', 'slack').catch(() => undefined);
  await app.pass(HOUR);

  for (const platform of BOTH) expect(adminsTold(app, platform)).toHaveLength(1);
});

test('after a start, waiting cards are drawn again on every platform', async () => {
  const app = await startOnBoth();
  await proposeOn(app, 'sofia', 'slack');
  for (const platform of BOTH) {
    const { ref, card } = cardOn(app, platform);
    await app.chatOn(platform).update(ref, { ...card, actions: [], tone: 'working' });
  }

  await repaintPending(app.deps);
  await app.pass(1_000);

  for (const platform of BOTH) expect(actionsOf(cardOn(app, platform).card)).toContain('approve');
});

test('each change is one repaint and one line per platform, as many as there were with one platform alone', async () => {
  const count = async (app: Awaited<ReturnType<typeof startTestApp>>) => {
    const rows = await app.store.db.selectFrom('outbox').select(['kind', 'key', 'lane']).execute();
    const chat = rows.filter((row) => row.kind === 'repaint' || row.kind === 'note');
    return { jobs: chat.length, lanes: new Set(chat.map((row) => row.lane?.split(':')[1])) };
  };
  const one = await startTestApp({ quorum: 2 });
  const alone = await propose(one);
  cardOf(await one.person('andres').presses(rootOf(one, alone).card, 'approve'));
  const two = await startOnBoth();
  await proposeOn(two, 'sofia', 'slack');
  cardOf(await two.person('andres', 'slack').presses(cardOn(two, 'slack').card, 'approve'));

  expect(await count(one)).toEqual({ jobs: 2, lanes: new Set(['chat']) });
  expect(await count(two)).toEqual({ jobs: 4, lanes: new Set(BOTH) });
});

test('a platform without an approval channel gets no work about proposals, unless an old card hangs there', async () => {
  const approval = [{ platform: 'slack', channel: 'approvals' }];
  const app = await startOnBoth({ places: { approval, admin: [], sends: [] } });
  const id = await proposeOn(app, 'sofia', 'slack');
  cardOf(await app.person('andres', 'slack').presses(cardOn(app, 'slack').card, 'approve'));
  const keys = async () => (await app.store.db.selectFrom('outbox').select('key').execute()).map((row) => row.key);
  expect((await keys()).filter((key) => key.includes('teams'))).toEqual([]);

  const old = { platform: 'teams', channel: 'before', message: 'm0', thread: 'm0' };
  const columns = { id: 'p', subject_kind: 'proposal', subject_id: id, role: 'root', created_at: app.clock.iso() };
  await app.store.db
    .insertInto('posts')
    .values({ ...old, ...columns })
    .execute();
  await app.person('elena', 'slack').presses(cardOn(app, 'slack').card, 'approve');

  expect((await keys()).filter((key) => key.includes('teams'))).toHaveLength(2);
});

test('work written down before there were two platforms is still done', async () => {
  const app = await startOnBoth();
  const id = await proposeOn(app, 'sofia', 'slack');
  const subject = { kind: 'proposal', id } as const;
  const at = app.clock.iso();
  await app.store.write(async (tx) => {
    const lane = `chat:proposal:${id}`;
    tx.enqueue({ kind: 'repaint', payload: { subject }, key: 'repaint:old', lane });
    const note = { kind: 'expired', at };
    tx.enqueue({ kind: 'note', payload: { subject, note }, key: 'note:old', lane });
    tx.enqueue({ kind: 'tell.admins', payload: { note }, key: 'tell.admins:old' });
  });
  await app.settle();

  for (const platform of BOTH) {
    expect(cardOn(app, platform).repaints).toBe(1);
    expect(threadOn(app, platform).join()).toContain('it expired');
    expect(adminsTold(app, platform).join()).toContain('it expired');
  }
});

test('a linked person is asked, named and reminded once, with both accounts', async () => {
  const app = await startOnBoth();
  await app.person('andres', 'slack').types('/template help');
  await link(app, 'andres', 'andres.t');

  const holders = await holdersOf(app.deps, 'approver');
  const andres = holders.filter((who) => Object.values(who.ids).some((id) => id.startsWith('andres')));
  expect(andres).toEqual([{ name: 'Andres', ids: { slack: 'andres', teams: 'andres.t' } }]);
  expect((await namesToAsk(app.deps, 'approver')).filter((name) => name.startsWith('Andres'))).toEqual(['Andres']);

  await proposeOn(app, 'sofia', 'slack');
  await app.pass(25 * HOUR);
  await app.tick('proposals.due');
  const reminder = app.chatOn('teams').thread(cardOn(app, 'teams').ref).at(-1)!.card;
  expect(mentionedIn(reminder).filter((id) => id.startsWith('andres'))).toHaveLength(1);
});

test('who voted from one account is not reminded on the other', async () => {
  const app = await startOnBoth();
  await app.person('andres', 'slack').types('/template help');
  await link(app, 'andres', 'andres.t');
  await proposeOn(app, 'sofia', 'slack');
  cardOf(await app.person('andres.t', 'teams').presses(cardOn(app, 'teams').card, 'approve'));

  await app.pass(25 * HOUR);
  await app.tick('proposals.due');

  const reminder = app.chatOn('slack').thread(cardOn(app, 'slack').ref).at(-1)!.card;
  expect(reminder.title).toContain('is waiting');
  expect(mentionedIn(reminder).filter((id) => id.startsWith('andres'))).toEqual([]);
});

test('roles are those of all accounts of a person', async () => {
  const app = await startOnBoth();
  expect(textOf(noticeOf(await app.person('bruno', 'slack').types('/template sync')))).toContain('needs the role');
  await app.person('bruno', 'slack').types('/template help');
  await link(app, 'bruno', 'bruno');

  expect(textOf(noticeOf(await app.person('bruno', 'slack').types('/template sync')))).not.toContain('needs the role');
});

test('learning people at start works with one platform and asks no directory for addresses there', async () => {
  const app = await startTestApp();
  await app.person('sofia').types('/template help');

  await learnPeople(app.deps);
  await app.pass(DAY);

  const kinds = await app.store.db.selectFrom('outbox').select('kind').where('kind', '=', 'people.email').execute();
  expect(kinds).toEqual([]);
});
