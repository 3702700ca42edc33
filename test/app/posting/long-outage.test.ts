// A chat platform that is away for long: what was to be shown there is shown when it is back, once and in order.
import { expect, test, vi } from 'vitest';
import { ok, type Result } from '../../../src/domain/result.ts';
import { HOUR } from '../../support/app/app.ts';
import { adminsTold, BOTH, cardOn, proposeOn, startOnBoth, threadOn, told } from '../../support/app/two-platforms.ts';
import { actionsOf, cardOf, textOf } from '../../support/read-card.ts';

test.each(BOTH)('after half an hour without %s nothing is given up, and its copy and thread catch up', async (away) => {
  const app = await startOnBoth();
  const here = away === 'slack' ? 'teams' : 'slack';
  await proposeOn(app, 'tom', away);
  const { card } = cardOn(app, here);
  app.chatOn(away).dies();

  const [first, second] = here === 'slack' ? ['andres', 'elena'] : ['bruno', 'sofia.t'];
  cardOf(await app.person(first, here).presses(card, 'approve'));
  cardOf(await app.person(second, here).presses(card, 'approve'));
  await app.pass(HOUR / 2);
  expect(actionsOf(cardOn(app, away).card)).toContain('approve');

  app.chatOn(away).answers();
  await app.pass(60_000);

  expect(app.buried).toEqual([]);
  expect(adminsTold(app, here)).toEqual([]);
  expect(actionsOf(cardOn(app, away).card)).toEqual([]);
  expect(threadOn(app, away).filter((line) => line.includes('approved revision 1'))).toHaveLength(2);
  expect(threadOn(app, away)).toEqual(threadOn(app, here));
  expect(told(app, 'tom', away).filter((line) => line.includes('Approved by'))).toHaveLength(1);
});

test('a card proposed while its platform is away is posted there when it is back', async () => {
  const app = await startOnBoth();
  app.chatOn('teams').dies();
  await proposeOn(app, 'tom', 'slack');
  await app.pass(HOUR / 2);

  app.chatOn('teams').answers();
  await app.pass(60_000);

  expect(textOf(cardOn(app, 'teams').card)).toContain('Approvals: 0/2');
  expect(threadOn(app, 'teams')).toHaveLength(1);
});

test('a post whose answer keeps getting lost is tried ever more rarely, and the admins hear when it is given up', async () => {
  const app = await startOnBoth();
  app.expectTrouble();
  const tries: number[] = [];
  const chat = app.chatOn('teams');
  const { post } = chat;
  chat.post = async (to, card, key) => {
    if (to.to === 'channel' && to.channel === 'admins') return post(to, card, key);
    tries.push(app.clock.now().getTime());
    return { ok: false, error: { kind: 'uncertain', fault: 'no_answer', reaction: 'retry' } };
  };
  await proposeOn(app, 'tom', 'slack');
  await app.pass(12 * HOUR);

  const gaps = tries.slice(1).map((at, n) => at - (tries[n] ?? 0));
  expect(tries).toHaveLength(12);
  expect(gaps[0]).toBe(5_000);
  expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
  expect(gaps.reduce((sum, gap) => sum + gap, 0)).toBeGreaterThan(10 * 60_000);
  expect(adminsTold(app, 'slack')).toHaveLength(1);
});

test('a directory that hangs is asked one question at a time, and the work behind it goes on', async () => {
  const app = await startOnBoth();
  const asked: string[] = [];
  const directory = Promise.withResolvers<Result<undefined, never>>();
  app.chatOn('slack').emailOf = (id) => {
    asked.push(id);
    return directory.promise;
  };
  for (const name of ['ana', 'ben', 'eva', 'tom', 'zoe']) await app.person(name, 'slack').types('/template help');
  await app.store.write(async (tx) => tx.enqueue({ kind: 'prune', payload: {}, key: 'behind' }));

  await vi.waitFor(async () => {
    const behind = app.store.db.selectFrom('outbox').select('finished_at').where('key', '=', 'behind');
    expect((await behind.executeTakeFirstOrThrow()).finished_at).not.toBeNull();
  });
  expect(asked).toEqual(['ana']);

  directory.resolve(ok(undefined));
  await app.settle();
  expect(asked.toSorted()).toEqual(['ana', 'ben', 'eva', 'tom', 'zoe']);
});
