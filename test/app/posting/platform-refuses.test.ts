// A chat platform that does not let Aval in, for minutes or days: the work waits, admins hear of it once, and everything is
// shown when somebody has mended it.
import { describe, expect, test } from 'vitest';
import type { Failure } from '../../../src/domain/fault.ts';
import { err } from '../../../src/domain/result.ts';
import { stuckWork } from '../../../src/store/queues/job-states.ts';
import { DAY, HOUR, startTestApp, type TestApp } from '../../support/app/app.ts';
import { propose, rootOf, threadOf, toLastStep } from '../../support/app/stories.ts';
import { adminsTold, cardOn, proposeOn, startOnBoth, threadOn } from '../../support/app/two-platforms.ts';
import { cardOf, noticeOf, textOf } from '../../support/read-card.ts';

const SECRET_EXPIRED: Failure = {
  kind: 'unauthorized',
  fault: 'token_invalid',
  reaction: 'credentials',
  code: 'AADSTS7000222',
};
const NOT_IN_TEAM: Failure = {
  kind: 'misconfigured',
  fault: 'permission_missing',
  reaction: 'credentials',
  code: 'BotNotInConversationRoster',
};

/** Every call to a platform fails like this, or only those into one channel; the returned function mends it. */
function closes(app: TestApp, platform: string, failure: Failure, channel?: string) {
  const chat = app.chatOn(platform);
  const { post, update } = chat;
  const tries: number[] = [];
  const refuse = () => {
    tries.push(app.clock.now().getTime());
    return err(failure);
  };
  chat.post = async (to, card, key) => {
    const where = to.to === 'channel' ? to.channel : to.to === 'thread' ? to.root.channel : undefined;
    return channel === undefined || where === channel ? refuse() : post(to, card, key);
  };
  chat.update = async (ref, card) => (channel === undefined || ref.channel === channel ? refuse() : update(ref, card));
  return { tries, mends: () => void Object.assign(chat, { post, update }) };
}

describe.each([SECRET_EXPIRED, NOT_IN_TEAM])('$code', (failure) => {
  test('for hours costs no work: the card and its thread come, and admins of the other platform heard once', async () => {
    const app = await startOnBoth();
    const door = closes(app, 'teams', failure);
    await proposeOn(app, 'sofia', 'slack');
    cardOf(await app.person('andres', 'slack').presses(cardOn(app, 'slack').card, 'approve'));
    await app.pass(DAY / 2);

    expect(app.buried).toEqual([]);
    expect(adminsTold(app, 'slack')).toEqual([expect.stringContaining('Microsoft Teams does not let Aval in')]);
    expect(adminsTold(app, 'slack')[0]).toContain(failure.code);

    door.mends();
    await app.pass(10 * 60_000);
    expect(textOf(cardOn(app, 'teams').card)).toContain('Approvals: 1/2');
    expect(threadOn(app, 'teams')).toEqual([expect.anything(), expect.stringContaining('Andres approved')]);
    expect(adminsTold(app, 'slack')).toHaveLength(1);
    expect(adminsTold(app, 'teams')).toEqual([]);
  });
});

test('it is looked at ever more rarely, from seconds to ten minutes', async () => {
  const app = await startOnBoth();
  const { tries } = closes(app, 'teams', SECRET_EXPIRED);
  await proposeOn(app, 'sofia', 'slack');
  await app.pass(DAY / 4);

  const gaps = tries.slice(1).map((at, n) => at - (tries[n] ?? 0));
  expect(gaps[0]).toBe(5_000);
  expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
  // Chance gives the smallest wait here, half of the longest.
  expect(gaps.at(-1)).toBe(5 * 60_000);
});

test('after a week it is given up, admins hear of that once, and the next change shows the card all the same', async () => {
  const app = await startOnBoth();
  app.expectTrouble();
  const door = closes(app, 'teams', NOT_IN_TEAM);
  await proposeOn(app, 'sofia', 'slack');
  cardOf(await app.person('andres', 'slack').presses(cardOn(app, 'slack').card, 'approve'));
  app.skip(8 * DAY);
  await app.settle();

  expect(app.buried[0]).toMatchObject({ kind: 'proposal.post', lastError: expect.stringContaining('a week') });
  // Of the approval channel, of the week, and of the admins' channel, which was to hear of the week.
  expect(adminsTold(app, 'slack')).toEqual([
    expect.stringContaining('approvals'),
    expect.stringContaining('a week'),
    expect.stringContaining('admins'),
  ]);

  door.mends();
  cardOf(await app.person('elena', 'slack').presses(cardOn(app, 'slack').card, 'approve'));
  await app.settle();
  expect(textOf(cardOn(app, 'teams').card)).toContain('Elena');
});

test('with one platform, admins are told as soon as their channel takes it', async () => {
  const app = await startTestApp();
  closes(app, 'chat', NOT_IN_TEAM, 'approvals');
  await propose(app);
  await app.pass(HOUR);

  const told = app.chat.channel('admins').map(({ card }) => textOf(card));
  expect(told).toEqual([expect.stringContaining('does not let Aval in')]);
});

describe('an archived approval channel that is the admins’ own', () => {
  const ARCHIVED: Failure = {
    kind: 'misconfigured',
    fault: 'place_archived',
    reaction: 'credentials',
    code: 'is_archived',
  };
  const approval = ['approvals', 'legal'].map((channel) => ({ platform: 'chat', channel }));

  test('is told to admins as persons and to the proposer, by name and with its cure', async () => {
    const place = approval.slice(0, 1);
    const app = await startTestApp({ places: { approval: place, admin: place, sends: [] } });
    app.deps.channelNames.set('chat:approvals', '#approvals');
    closes(app, 'chat', ARCHIVED, 'approvals');
    noticeOf(await app.person('sofia').sends(await toLastStep(app)));
    await app.pass(HOUR);

    const toMarta = app.chat.privately('marta').map(({ card }) => textOf(card));
    expect(toMarta).toEqual([expect.stringMatching(/#approvals.*archived.*unarchives/s)]);
    const toSofia = app.chat.privately('sofia').map(({ card }) => textOf(card));
    expect(toSofia).toEqual([expect.stringContaining('does not let Aval show it in #approvals')]);
    expect(await stuckWork(app.store.db)).toContainEqual(
      expect.objectContaining({ state: 'waiting', place: 'chat:approvals', why: 'place_archived is_archived' }),
    );
  });

  test('and a second one with the same code are two notices', async () => {
    const app = await startTestApp({
      places: { approval, admin: [{ platform: 'chat', channel: 'admins' }], sends: [] },
    });
    const both = { post: app.chat.post };
    app.chat.post = async (to, card, key) =>
      to.to === 'channel' && to.channel !== 'admins' ? err(ARCHIVED) : both.post(to, card, key);
    noticeOf(await app.person('sofia').sends(await toLastStep(app)));
    await app.pass(HOUR);

    const told = app.chat.channel('admins').map(({ card }) => textOf(card));
    expect(told).toHaveLength(2);
    expect(told.join()).toMatch(/approvals.*legal|legal.*approvals/s);
  });
});

test('what was given up has Retry where it is told, for admins', async () => {
  const app = await startTestApp();
  app.expectTrouble();
  app.chat.fails('post', 'rejected');
  noticeOf(await app.person('sofia').sends(await toLastStep(app)));
  await app.pass(HOUR);
  const told = app.chat.channel('admins')[0]!.card;

  expect(textOf(noticeOf(await app.person('sofia').presses(told, 'retry_job')))).toContain('admin');
  expect(app.chat.channel('approvals')).toEqual([]);
  noticeOf(await app.person('marta').presses(told, 'retry_job'));
  await app.deps.store.write(async (tx) => tx.enqueue({ kind: 'prune', payload: {}, key: 'wake' }));
  await app.settle();

  expect(app.chat.channel('approvals')).toHaveLength(1);
});

test('one closed channel of a platform does not hold up its other one, and catches up', async () => {
  const approval = ['approvals', 'legal'].map((channel) => ({ platform: 'chat', channel }));
  const app = await startTestApp({ quorum: 2, places: { approval, admin: [], sends: [] } });
  const door = closes(app, 'chat', NOT_IN_TEAM, 'approvals');
  const proposal = await propose(app);
  await app.pass(2 * 60_000);
  expect(threadOf(app, proposal, 'legal')).toHaveLength(1);

  cardOf(await app.person('andres').presses(rootOf(app, proposal, 'legal').card, 'approve'));
  await app.settle();
  expect(textOf(rootOf(app, proposal, 'legal').card)).toContain('Approvals: 1/2');
  expect(threadOf(app, proposal, 'legal')).toHaveLength(2);

  door.mends();
  await app.pass(10 * 60_000);
  expect(textOf(rootOf(app, proposal).card)).toContain('Approvals: 1/2');
  expect(app.buried).toEqual([]);
});

test('a channel closed after the card was posted: the other one goes on, and nothing of the thread is lost', async () => {
  const approval = ['approvals', 'legal'].map((channel) => ({ platform: 'chat', channel }));
  const app = await startTestApp({ quorum: 2, places: { approval, admin: [], sends: [] } });
  const proposal = await propose(app);
  const door = closes(app, 'chat', NOT_IN_TEAM, 'approvals');
  cardOf(await app.person('andres').presses(rootOf(app, proposal, 'legal').card, 'approve'));
  await app.pass(3 * 60_000);
  expect(textOf(rootOf(app, proposal, 'legal').card)).toContain('Approvals: 1/2');
  expect(threadOf(app, proposal, 'legal')).toHaveLength(2);

  door.mends();
  await app.pass(20 * 60_000);
  expect(textOf(rootOf(app, proposal).card)).toContain('Approvals: 1/2');
  expect(threadOf(app, proposal)).toHaveLength(2);
});

describe('a refused card', () => {
  test('is one message to admins per platform, however much happens to its proposal', async () => {
    const app = await startOnBoth();
    app.expectTrouble();
    const door = closes(
      app,
      'teams',
      { kind: 'rejected', fault: 'unknown_error', reaction: 'permanent', code: '404' },
      'approvals',
    );
    await proposeOn(app, 'sofia', 'slack');
    await app.pass(HOUR);
    cardOf(await app.person('andres', 'slack').presses(cardOn(app, 'slack').card, 'approve'));
    await app.pass(HOUR);

    for (const platform of ['slack', 'teams'] as const) expect(adminsTold(app, platform)).toHaveLength(1);

    door.mends();
    cardOf(await app.person('elena', 'slack').presses(cardOn(app, 'slack').card, 'approve'));
    await app.settle();
    expect(textOf(cardOn(app, 'teams').card)).toContain('Approved by Andres and Elena');
    expect(threadOn(app, 'teams').join()).toContain('Elena approved');
  });

  test('is tried again by a change at once, not behind a minute of waiting', async () => {
    const app = await startOnBoth();
    app.expectTrouble();
    app.chatOn('teams').fails('post', 'rejected');
    await proposeOn(app, 'sofia', 'slack');

    cardOf(await app.person('andres', 'slack').presses(cardOn(app, 'slack').card, 'approve'));
    await app.settle();

    expect(textOf(cardOn(app, 'teams').card)).toContain('Approvals: 1/2');
    expect(threadOn(app, 'teams')).toHaveLength(2);
  });
});

test('an approval channel configured later shows a proposal with its next change', async () => {
  const approval = [{ platform: 'chat', channel: 'approvals' }];
  const app = await startTestApp({ quorum: 2, places: { approval, admin: [], sends: [] } });
  const proposal = await propose(app);
  approval.push({ platform: 'chat', channel: 'legal' });

  cardOf(await app.person('andres').presses(rootOf(app, proposal).card, 'approve'));
  await app.settle();

  expect(textOf(rootOf(app, proposal, 'legal').card)).toContain('Approvals: 1/2');
});
