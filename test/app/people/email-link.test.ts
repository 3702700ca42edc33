// Accounts that both directories give one e-mail address are linked by themselves, and only where there is no doubt.
import { expect, test } from 'vitest';
import { learnPeople } from '../../../src/app/people/learn.ts';
import { err, ok, type Result } from '../../../src/domain/result.ts';
import { accountByKey } from '../../../src/store/people/emails.ts';
import { unlinkAccount } from '../../../src/store/people/unlink.ts';
import { HOUR, type TestApp } from '../../support/app/app.ts';
import { link, type Platform, personIdOf, startOnBoth, told } from '../../support/app/two-platforms.ts';
import { noticeOf } from '../../support/read-card.ts';

async function seen(app: TestApp, who: string, platform: Platform, email?: string): Promise<void> {
  if (email !== undefined) app.chatOn(platform).emails.set(who, email);
  await app.person(who, platform).types('/template help');
  await app.settle();
  app.skip(1);
}

async function areOne(app: TestApp, slack: string, teams: string): Promise<boolean> {
  return (await personIdOf(app, 'slack', slack)) === (await personIdOf(app, 'teams', teams));
}

test('equal addresses link two accounts, and both are told why and whom to tell if it is wrong', async () => {
  const app = await startOnBoth();
  await seen(app, 'marta', 'slack');
  await seen(app, 'ana', 'slack', 'Ana@Example.com');
  await seen(app, 'ana.t', 'teams', 'ana@example.COM ');

  expect(await areOne(app, 'ana', 'ana.t')).toBe(true);
  for (const notes of [told(app, 'ana', 'slack'), told(app, 'ana.t', 'teams')]) {
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain('both directories gave the same e-mail address');
    expect(notes[0]).toContain('Ask Marta.');
  }
  const [event] = await app.store.db.selectFrom('events').selectAll().where('kind', '=', 'people.linked').execute();
  expect(event).toMatchObject({ actor: 'aval', detail: 'by email' });
});

test('no address, or another one, links nothing', async () => {
  const app = await startOnBoth();
  await seen(app, 'ana', 'slack');
  await seen(app, 'ana.t', 'teams');
  await seen(app, 'eva', 'slack', 'eva@example.com');
  await seen(app, 'eva.t', 'teams', 'eva@example.org');

  expect(await areOne(app, 'ana', 'ana.t')).toBe(false);
  expect(await areOne(app, 'eva', 'eva.t')).toBe(false);
});

test('an address two accounts of one platform have links neither', async () => {
  const app = await startOnBoth();
  await seen(app, 'ana', 'slack', 'shop@example.com');
  await seen(app, 'eva', 'slack', 'shop@example.com');
  await seen(app, 'ana.t', 'teams', 'shop@example.com');

  expect(await areOne(app, 'ana', 'ana.t')).toBe(false);
  expect(await areOne(app, 'eva', 'ana.t')).toBe(false);
});

test('a second account with the address of a linked person changes nothing', async () => {
  const app = await startOnBoth();
  await seen(app, 'ana', 'slack', 'ana@example.com');
  await seen(app, 'ana.t', 'teams', 'ana@example.com');
  await seen(app, 'ana2', 'teams', 'ana@example.com');

  expect(await areOne(app, 'ana', 'ana.t')).toBe(true);
  expect(await areOne(app, 'ana', 'ana2')).toBe(false);
});

test('a person who is linked by code to another account keeps it', async () => {
  const app = await startOnBoth();
  await seen(app, 'ana', 'slack');
  await link(app, 'ana', 'other.t');
  app.chatOn('slack').emails.set('ana', 'ana@example.com');
  await seen(app, 'ana.t', 'teams', 'ana@example.com');
  app.skip(25 * HOUR);
  await learnPeople(app.deps);
  await app.pass(HOUR);

  expect(await areOne(app, 'ana', 'ana.t')).toBe(false);
  expect(await areOne(app, 'ana', 'other.t')).toBe(true);
});

test('accounts an admin has parted are never linked by e-mail again, from either side; a code still links them', async () => {
  const app = await startOnBoth();
  await seen(app, 'ana', 'slack', 'ana@example.com');
  await seen(app, 'ana.t', 'teams', 'ana@example.com');
  const part = ({ db }: Pick<typeof app.store, 'db'>) =>
    unlinkAccount(db, 'teams:home:ana.t', { newId: app.deps.newId(), at: app.clock.iso() });

  await app.store.write(part);
  expect(await areOne(app, 'ana', 'ana.t')).toBe(false);
  for (const account of ['slack:home:ana', 'teams:home:ana.t']) await app.run('people.email', { account });
  await learnPeople(app.deps);
  await app.pass(HOUR);
  expect(await areOne(app, 'ana', 'ana.t')).toBe(false);

  await link(app, 'ana', 'ana.t');
  expect(await areOne(app, 'ana', 'ana.t')).toBe(true);
});

test('the directory is asked once per account, after the click, and again only a day later', async () => {
  const app = await startOnBoth();
  const asked: string[] = [];
  const directory = Promise.withResolvers<Result<undefined, never>>();
  app.chatOn('slack').emailOf = (id) => {
    asked.push(id);
    return directory.promise;
  };

  // Answered although the directory is not.
  noticeOf(await app.person('ana', 'slack').types('/template help'));
  directory.resolve(ok(undefined));
  await app.settle();
  await app.person('ana', 'slack').types('/template help');
  await app.settle();
  await learnPeople(app.deps);
  await app.pass(HOUR);
  expect(asked).toEqual(['ana']);

  app.skip(25 * HOUR);
  await learnPeople(app.deps);
  await app.pass(HOUR);
  expect(asked).toEqual(['ana', 'ana']);
});

test('accounts known from before, and people named in the configuration, are asked about after a start', async () => {
  const app = await startOnBoth();
  await seen(app, 'ana', 'slack');
  await seen(app, 'ana.t', 'teams');
  await app.store.db.updateTable('identities').set({ email_checked_at: null }).execute();
  for (const platform of ['slack', 'teams'] as const) app.chatOn(platform).nameOf = async (id) => id;
  const addresses = { slack: ['ana', 'lucia'], teams: ['ana.t', 'lucia.t'] } as const;
  for (const platform of ['slack', 'teams'] as const) {
    for (const id of addresses[platform]) app.chatOn(platform).emails.set(id, `${id.split('.')[0]}@example.com`);
  }

  await learnPeople(app.deps);
  await app.pass(HOUR);

  expect(await areOne(app, 'ana', 'ana.t')).toBe(true);
  expect(await areOne(app, 'lucia', 'lucia.t')).toBe(true);
});

test('addresses never reach the log', async () => {
  const app = await startOnBoth();
  await seen(app, 'ana', 'slack', 'ana@example.com');
  await seen(app, 'ana.t', 'teams', 'ana@example.com');

  expect(JSON.stringify(app.logged)).not.toContain('@example');
});

const AWAY = err({ kind: 'unavailable', fault: 'unreachable', reaction: 'retry' } as const);

test('an address that the other directory no longer vouches for links nothing, and is forgotten', async () => {
  const app = await startOnBoth();
  await seen(app, 'marta', 'slack', 'marta@example.com');
  app.skip(300 * 24 * HOUR);
  app.chatOn('slack').emails.delete('marta');
  await seen(app, 'newcomer.t', 'teams', 'marta@example.com');

  expect(await areOne(app, 'marta', 'newcomer.t')).toBe(false);
  expect((await accountByKey(app.store.db, 'slack:home:marta'))?.email).toBeUndefined();
});

test('an address that the other directory has changed links nothing, and the new one is kept', async () => {
  const app = await startOnBoth();
  await seen(app, 'marta', 'slack', 'marta@example.com');
  app.chatOn('slack').emails.set('marta', 'm.silva@example.com');
  await seen(app, 'newcomer.t', 'teams', 'marta@example.com');

  expect(await areOne(app, 'marta', 'newcomer.t')).toBe(false);
  expect((await accountByKey(app.store.db, 'slack:home:marta'))?.email).toBe('m.silva@example.com');
});

test('an address known from before is asked again before it links', async () => {
  const app = await startOnBoth();
  await seen(app, 'ana', 'slack', 'ana@example.com');
  await seen(app, 'eva.t', 'teams', 'eva@example.com');
  // The directories have swapped it meanwhile: what was stored for this account is not what counts.
  app.chatOn('teams').emails.set('eva.t', 'ana@example.com');
  app.chatOn('slack').emails.set('ana', 'gone@example.com');

  await app.run('people.email', { account: 'slack:home:ana' });
  await app.run('people.email', { account: 'teams:home:eva.t' });

  expect(await areOne(app, 'ana', 'eva.t')).toBe(false);
});

test.each(['slack', 'teams'] as const)(
  'while the directory of %s is away nothing is linked, and it is asked again until it answers',
  async (platform) => {
    const app = await startOnBoth();
    await seen(app, 'ana', 'slack', 'ana@example.com');
    const { emailOf } = app.chatOn(platform);
    let asked = 0;
    app.chatOn(platform).emailOf = async () => {
      asked += 1;
      return AWAY;
    };
    await seen(app, 'ana.t', 'teams', 'ana@example.com');
    await app.pass(2 * HOUR);
    expect(await areOne(app, 'ana', 'ana.t')).toBe(false);
    expect(asked).toBe(4);

    app.chatOn(platform).emailOf = emailOf;
    await app.pass(2 * HOUR);

    expect(await areOne(app, 'ana', 'ana.t')).toBe(true);
    expect(app.buried).toEqual([]);
  },
);

test('a question without an answer holds up nobody else’s', async () => {
  const app = await startOnBoth();
  app.chatOn('slack').emailOf = async () => AWAY;
  await seen(app, 'ana', 'slack');
  await seen(app, 'eva.t', 'teams', 'eva@example.com');

  expect((await accountByKey(app.store.db, 'teams:home:eva.t'))?.email).toBe('eva@example.com');
});
