// Two accounts of one person: linked with a one-time code, counted once from then on.
import { describe, expect, test } from 'vitest';
import { createDispatch } from '../../../src/app/intake/dispatch.ts';
import { digestOfCode } from '../../../src/store/people/link-codes.ts';
import { mergePeople } from '../../../src/store/people/merge.ts';
import { castVote } from '../../../src/store/votes.ts';
import { findPersonId } from '../../support/app/accounts.ts';
import { startTestApp } from '../../support/app/app.ts';
import { proposalNow } from '../../support/app/stories.ts';
import {
  adminsTold,
  BOTH,
  cardOn,
  codeFor,
  link,
  personIdOf,
  proposeOn,
  startOnBoth,
  threadOn,
  told,
} from '../../support/app/two-platforms.ts';
import { actionsOf, cardOf, noticeOf, textOf } from '../../support/read-card.ts';

const MINUTE = 60_000;

describe('a code', () => {
  test('is shown to its person alone, with what to type and where', async () => {
    const app = await startOnBoth();

    const card = noticeOf(await app.person('andres', 'slack').types('/template link'));

    expect(textOf(card)).toMatch(/In Microsoft Teams, type to Aval: “template link [2-9A-Z]{4}-[2-9A-Z]{4}”/);
    expect(card.summary).not.toMatch(/[2-9A-Z]{4}-[2-9A-Z]{4}/);
    expect(app.chatOn('slack').all()).toEqual([]);
  });

  test('links after a question that names the other account, and both sides are told how to complain', async () => {
    const app = await startOnBoth();
    const code = await codeFor(app, 'andres', 'slack');
    const person = app.person('andres.t', 'teams');

    const question = noticeOf(await person.types(`/template link ${code}`));
    expect(textOf(question)).toContain('The code was given to Andres in Slack.');
    expect(await personIdOf(app, 'teams', 'andres.t')).not.toBe(await personIdOf(app, 'slack', 'andres'));

    const done = cardOf(await person.presses(question, 'link_account'));
    await app.settle();

    expect(textOf(done)).toContain('are one person to Aval now');
    expect(actionsOf(done)).toEqual([]);
    expect(await personIdOf(app, 'teams', 'andres.t')).toBe(await personIdOf(app, 'slack', 'andres'));
    for (const [who, platform] of [
      ['andres', 'slack'],
      ['andres.t', 'teams'],
    ] as const) {
      expect(told(app, who, platform)).toHaveLength(1);
      expect(told(app, who, platform)[0]).toContain('Andres in Slack and Andres.t in Microsoft Teams');
      expect(told(app, who, platform)[0]).toContain(
        'If one of them is not yours, have it unlinked at once. Ask an admin.',
      );
    }
  });

  test('may be typed in small letters and with a space', async () => {
    const app = await startOnBoth();
    const code = await codeFor(app, 'andres', 'slack');

    const typed = code.toLowerCase().replace('-', ' ');
    const question = noticeOf(await app.person('andres.t', 'teams').types(`/template link ${typed}`));

    expect(actionsOf(question)).toEqual(['link_account']);
  });

  test('works for ten minutes, at the question and at the click', async () => {
    const app = await startOnBoth();
    const person = app.person('andres.t', 'teams');
    const code = await codeFor(app, 'andres', 'slack');
    app.skip(10 * MINUTE - 1);
    const question = noticeOf(await person.types(`/template link ${code}`));
    app.skip(1);

    expect(textOf(noticeOf(await person.presses(question, 'link_account')))).toContain('This code does not work');
    expect(textOf(noticeOf(await person.types(`/template link ${code}`)))).toContain('This code does not work');
    expect(await personIdOf(app, 'teams', 'andres.t')).not.toBe(await personIdOf(app, 'slack', 'andres'));
  });

  test('is replaced by a newer one', async () => {
    const app = await startOnBoth();
    const person = app.person('andres.t', 'teams');
    const old = await codeFor(app, 'andres', 'slack');
    const newer = await codeFor(app, 'andres', 'slack');

    expect(textOf(noticeOf(await person.types(`/template link ${old}`)))).toContain('This code does not work');
    expect(actionsOf(noticeOf(await person.types(`/template link ${newer}`)))).toEqual(['link_account']);
  });

  test('works only for who typed it first, however many have read it', async () => {
    const app = await startOnBoth();
    const code = await codeFor(app, 'marta', 'slack');
    const [marta, mallory] = [app.person('marta.t', 'teams'), app.person('mallory', 'teams')];
    const question = noticeOf(await marta.types(`/template link ${code}`));

    const refused = noticeOf(await mallory.types(`/template link ${code}`));
    expect(textOf(refused)).toContain('This code does not work');
    expect(textOf(refused)).toContain('somebody else typed it first');
    // The button under somebody else’s question, seen in a channel or made by hand.
    expect(textOf(noticeOf(await mallory.presses(question, 'link_account')))).toContain('This code does not work');
    expect(await personIdOf(app, 'teams', 'mallory')).not.toBe(await personIdOf(app, 'slack', 'marta'));
    expect(actionsOf(noticeOf(await marta.types(`/template link ${code}`)))).toEqual(['link_account']);
    cardOf(await marta.presses(question, 'link_account'));
    expect(await personIdOf(app, 'teams', 'marta.t')).toBe(await personIdOf(app, 'slack', 'marta'));
    const refusals = await app.store.db.selectFrom('events').select('to_state').where('kind', '=', 'refused').execute();
    expect(refusals).toEqual([{ to_state: 'link_code' }, { to_state: 'link_code' }]);
  });

  test('cannot be confirmed without having typed it', async () => {
    const app = await startOnBoth();
    const code = await codeFor(app, 'marta', 'slack');
    const digest = digestOfCode(code.replace('-', ''));

    const refused = noticeOf(await app.person('mallory', 'teams').clicks('link_account', digest));

    expect(textOf(refused)).toContain('This code does not work');
  });

  test('typed by two people at the same moment, is one’s', async () => {
    const app = await startOnBoth();
    const code = await codeFor(app, 'andres', 'slack');
    const people = ['andres.t', 'mallory'].map((who) => app.person(who, 'teams'));

    const replies = await Promise.all(people.map((one) => one.types(`/template link ${code}`)));

    expect(replies.map((reply) => actionsOf(noticeOf(reply)).length).sort()).toEqual([0, 1]);
  });

  test('is its own person’s also where accounts were linked meanwhile', async () => {
    const app = await startOnBoth({ platforms: ['slack', 'teams', 'console'] });
    await app.person('andres', 'slack').types('/template help');
    app.skip(1);
    const code = textOf(noticeOf(await app.person('root', 'console').types('/template link')));
    const typed = /link ([0-9A-Z-]{9})/.exec(code)![1];
    const teams = app.person('andres.t', 'teams');
    const question = noticeOf(await teams.types(`/template link ${typed}`));
    await link(app, 'andres', 'andres.t');

    cardOf(await teams.presses(question, 'link_account'));

    expect(await findPersonId(app.store, 'console:home:root')).toBe(await personIdOf(app, 'slack', 'andres'));
  });

  test('says before it links what each account gets', async () => {
    const app = await startOnBoth();
    const code = await codeFor(app, 'mallory', 'slack');

    const question = textOf(noticeOf(await app.person('bruno', 'teams').types(`/template link ${code}`)));

    expect(question).toContain('The code was given to Mallory in Slack.');
    expect(question).toContain('Mallory in Slack may do here all that you may, and you all that they may');
    expect(question).toContain('or somebody gave you this code, do not go on: they would act with your rights');
    expect(question).not.toContain('Others can read');
  });

  test('typed where others read it, is said to be so, and is nobody else’s', async () => {
    const app = await startOnBoth();
    const dispatch = createDispatch(app.deps);
    const typed = (who: string, code: string) =>
      dispatch({
        kind: 'command',
        command: 'template',
        text: `link ${code}`,
        inPublic: true,
        deliveryId: app.deps.newId(),
        actor: app.person(who, 'teams').actor,
      });
    const says = async (who: string, code: string) => textOf(noticeOf(await typed(who, code)));

    const code = await codeFor(app, 'marta', 'slack');
    expect(await says('marta.t', code)).toContain(
      'Others can read the code where it was typed. It works only for you now',
    );
    expect(await says('mallory', code)).toContain('This code does not work');

    // Refused, and still shown to everybody: by somebody who cannot use it, and by its own person in the wrong app.
    const refused = await codeFor(app, 'bruno', 'teams');
    expect(await says('bruno', refused)).toContain('nothing to link here');
    const mallory = app.person('mallory', 'slack');
    expect(textOf(noticeOf(await mallory.types(`/template link ${refused}`)))).toContain('This code does not work');
    const other = await codeFor(app, 'elena', 'teams');
    expect(await says('bruno', other)).toContain('Both have an account in Microsoft Teams already');
    expect(textOf(noticeOf(await mallory.types(`/template link ${other}`)))).toContain('This code does not work');
  });

  test('one’s own, typed in the wrong app for nobody’s eyes, is still good in the right one', async () => {
    const app = await startOnBoth();
    const code = await codeFor(app, 'andres', 'slack');
    expect(textOf(noticeOf(await app.person('andres', 'slack').types(`/template link ${code}`)))).toContain(
      'nothing to',
    );

    const question = noticeOf(await app.person('andres.t', 'teams').types(`/template link ${code}`));

    expect(actionsOf(question)).toEqual(['link_account']);
  });

  test('a click that is delivered twice links once and is answered alike', async () => {
    const app = await startOnBoth();
    const code = await codeFor(app, 'andres', 'slack');
    const person = app.person('andres.t', 'teams');
    const question = noticeOf(await person.types(`/template link ${code}`));

    const first = await person.presses(question, 'link_account', { delivery: 'one' });
    const again = await person.presses(question, 'link_account', { delivery: 'one' });

    expect(again).toEqual(first);
  });

  test('stands neither in the database nor in the log', async () => {
    const app = await startOnBoth();
    const code = (await codeFor(app, 'andres', 'slack')).replace('-', '');
    const person = app.person('andres.t', 'teams');
    await person.presses(noticeOf(await person.types(`/template link ${code}`)), 'link_account');
    await codeFor(app, 'elena', 'slack');

    const tables = ['link_codes', 'inbox', 'outbox', 'events', 'posts', 'drafts'] as const;
    const rows = await Promise.all(tables.map((table) => app.store.db.selectFrom(table).selectAll().execute()));
    const written = JSON.stringify([rows, app.logged]);
    expect(written).not.toContain(code);
    expect(written).not.toContain(`${code.slice(0, 4)}-${code.slice(4)}`);
  });
});

describe('refusals', () => {
  const says = async (app: Awaited<ReturnType<typeof startOnBoth>>, who: string, on: 'slack' | 'teams', line: string) =>
    textOf(noticeOf(await app.person(who, on).types(line)));

  test('one’s own code on the same account, and linking again, are nothing to do', async () => {
    const app = await startOnBoth();
    const code = await codeFor(app, 'andres', 'slack');
    expect(await says(app, 'andres', 'slack', `/template link ${code}`)).toContain('nothing to link here');

    await link(app, 'andres', 'andres.t');
    expect(await says(app, 'andres', 'slack', '/template link')).toContain('nothing to link here');
  });

  test('two people who each have an account on a platform stay two', async () => {
    const app = await startOnBoth();
    const code = await codeFor(app, 'elena', 'slack');

    const refused = await says(app, 'andres', 'slack', `/template link ${code}`);

    expect(refused).toContain('Both have an account in Slack already');
  });

  test('a third account on a platform a linked person has is refused at the click, too', async () => {
    const app = await startOnBoth();
    const code = await codeFor(app, 'andres', 'slack');
    const mallory = app.person('mallory', 'teams');
    const question = noticeOf(await mallory.types(`/template link ${code}`));
    // Andrés links his real account meanwhile, which uses up his codes; somebody who knew the merge would still be refused.
    await link(app, 'andres', 'andres.t');

    expect(textOf(noticeOf(await mallory.presses(question, 'link_account')))).toContain('This code does not work');
    const ids = [await personIdOf(app, 'slack', 'andres'), await personIdOf(app, 'teams', 'mallory')] as const;
    const forced = await app.store.write((tx) => mergePeople(tx.db, ...ids));
    expect(forced).toEqual({ ok: false, why: 'same_platform', platform: 'teams' });
  });

  test('five wrong codes, then one has to wait; another person does not', async () => {
    const app = await startOnBoth();
    const code = await codeFor(app, 'andres', 'slack');
    for (const wrong of ['AAAA-2222', 'x', 'BBBB-2222', 'CCCC-2222', '0000-0000']) {
      expect(await says(app, 'andres.t', 'teams', `/template link ${wrong}`)).toContain('This code does not work');
    }

    expect(await says(app, 'andres.t', 'teams', `/template link ${code}`)).toContain('Too many codes were tried');
    expect(await says(app, 'bruno', 'teams', `/template link ${code}`)).toContain('The code was given to Andres');
    const refused = await app.store.db.selectFrom('events').select('to_state').where('kind', '=', 'refused').execute();
    expect(refused.map((event) => event.to_state)).toEqual(Array.from({ length: 5 }, () => 'link_code'));
  });

  test('made-up clicks are counted as well', async () => {
    const app = await startOnBoth();
    const guess = () => app.person('mallory', 'teams').clicks('link_account', 'f'.repeat(64));
    for (let tries = 0; tries < 5; tries += 1) expect(textOf(noticeOf(await guess()))).toContain('does not work');

    expect(textOf(noticeOf(await guess()))).toContain('Too many codes were tried');
  });

  test('with one platform there is nothing to link, and the help does not speak of it', async () => {
    const app = await startTestApp();

    const refused = noticeOf(await app.person('andres').types('/template link'));
    expect(textOf(refused)).toContain('only one chat app');
    expect(textOf(noticeOf(await app.person('andres').types('/template help')))).not.toContain('template link');
    const both = await startOnBoth();
    expect(textOf(noticeOf(await both.person('andres', 'slack').types('/template help')))).toContain('template link');
  });
});

describe('four eyes', () => {
  test('two accounts count as two until they are linked', async () => {
    const app = await startOnBoth();
    const id = await proposeOn(app, 'elena', 'slack');

    cardOf(await app.person('andres', 'slack').presses(cardOn(app, 'slack').card, 'approve'));
    cardOf(await app.person('andres.t', 'teams').presses(cardOn(app, 'teams').card, 'approve'));

    expect((await proposalNow(app, id)).state).toBe('approved');
  });

  test('a linked person cannot vote from the other side', async () => {
    const app = await startOnBoth();
    await app.person('andres', 'slack').types('/template help');
    await link(app, 'andres', 'andres.t');
    const id = await proposeOn(app, 'sofia', 'slack');
    cardOf(await app.person('andres', 'slack').presses(cardOn(app, 'slack').card, 'approve'));

    const again = noticeOf(await app.person('andres.t', 'teams').presses(cardOn(app, 'teams').card, 'approve'));

    expect(textOf(again)).toContain('1 of 2');
    expect((await proposalNow(app, id)).state).toBe('pending');
  });

  test('nor approve their own proposal from the other side', async () => {
    const app = await startOnBoth();
    await app.person('sofia', 'slack').types('/template help');
    await link(app, 'sofia', 'sofia.t');
    const id = await proposeOn(app, 'sofia', 'slack');

    const refused = noticeOf(await app.person('sofia.t', 'teams').presses(cardOn(app, 'teams').card, 'approve'));

    expect(textOf(refused)).toContain('Proposal 1 is yours');
    expect((await proposalNow(app, id)).state).toBe('pending');
  });

  test('a click that was on its way while the accounts were linked counts for the linked person', async () => {
    const app = await startOnBoth();
    await app.person('sofia', 'slack').types('/template help');
    await app.person('sofia.t', 'teams').types('/template help');
    const id = await proposeOn(app, 'sofia', 'slack');
    const { card } = cardOn(app, 'teams');
    const ids = [await personIdOf(app, 'slack', 'sofia'), await personIdOf(app, 'teams', 'sofia.t')] as const;

    // They take turns at the database: the click reads who clicked, then comes the merge, then the click's transaction.
    const clicking = app.person('sofia.t', 'teams').presses(card, 'approve');
    await app.store.write((tx) => mergePeople(tx.db, ...ids));

    expect(textOf(noticeOf(await clicking))).toContain('Proposal 1 is yours');
    expect((await proposalNow(app, id)).state).toBe('pending');
  });
});

describe('votes given before the link', () => {
  test('of two on a pending proposal the earlier counts, and the thread says so', async () => {
    const app = await startOnBoth({ quorum: 3 });
    const id = await proposeOn(app, 'sofia', 'slack');
    cardOf(await app.person('andres.t', 'teams').presses(cardOn(app, 'teams').card, 'approve'));
    app.skip(MINUTE);
    cardOf(await app.person('andres', 'slack').presses(cardOn(app, 'slack').card, 'approve'));
    await app.settle();

    await link(app, 'andres', 'andres.t');

    const votes = await app.store.db.selectFrom('votes').selectAll().execute();
    expect(votes).toMatchObject([{ proposal_id: id, person_id: await personIdOf(app, 'slack', 'andres') }]);
    expect(votes[0]?.created_at).toBe(app.clock.iso(-MINUTE));
    for (const platform of BOTH) {
      expect(textOf(cardOn(app, platform).card)).toContain('Approvals: 1/3');
      expect(threadOn(app, platform).at(-1)).toContain('the later vote no longer counts. 1 of 3 approvals.');
    }
    const events = await app.store.db.selectFrom('events').select(['kind', 'detail', 'subject_id']).execute();
    expect(events).toContainEqual({ kind: 'vote_taken_back', detail: 'twice', subject_id: id });
  });

  test('one on the person’s own pending proposal is taken back', async () => {
    const app = await startOnBoth();
    const id = await proposeOn(app, 'sofia', 'slack');
    cardOf(await app.person('sofia.t', 'teams').presses(cardOn(app, 'teams').card, 'approve'));
    await app.settle();

    await link(app, 'sofia', 'sofia.t');

    expect(await app.store.db.selectFrom('votes').selectAll().execute()).toEqual([]);
    for (const platform of BOTH) {
      expect(textOf(cardOn(app, platform).card)).toContain('Approvals: 0/2');
      expect(threadOn(app, platform).at(-1)).toContain('on their own proposal');
    }
    cardOf(await app.person('bruno', 'teams').presses(cardOn(app, 'teams').card, 'approve'));
    expect((await proposalNow(app, id)).state).toBe('pending');
  });

  test('a decided proposal stays decided, with both votes', async () => {
    const app = await startOnBoth();
    const id = await proposeOn(app, 'elena', 'slack');
    cardOf(await app.person('andres', 'slack').presses(cardOn(app, 'slack').card, 'approve'));
    cardOf(await app.person('andres.t', 'teams').presses(cardOn(app, 'teams').card, 'approve'));
    await app.settle();
    const before = await app.store.db.selectFrom('votes').selectAll().execute();

    await link(app, 'andres', 'andres.t');

    expect((await proposalNow(app, id)).state).toBe('approved');
    expect(await app.store.db.selectFrom('votes').selectAll().execute()).toEqual(before);
    expect(textOf(cardOn(app, 'slack').card)).toContain('Approvals: 2/2');
  });
});

test('what the younger account did is now the person’s: proposals, sends, drafts, and its old id still names them', async () => {
  const app = await startOnBoth();
  await app.person('sofia', 'slack').types('/template help');
  app.skip(1);
  await proposeOn(app, 'sofia.t', 'teams');
  const old = await personIdOf(app, 'teams', 'sofia.t');

  await link(app, 'sofia', 'sofia.t');
  await app.store.write(async (tx) => {
    const note = { kind: 'expired', at: app.clock.iso() };
    tx.enqueue({ kind: 'tell.person', payload: { personId: old, note }, key: 'tell.person:old' });
  });
  await app.settle();

  expect(await personIdOf(app, 'slack', 'sofia')).not.toBe(old);
  expect(told(app, 'sofia', 'slack').join()).toContain('it expired');
  cardOf(await app.person('sofia', 'slack').presses(cardOn(app, 'slack').card, 'withdraw'));
  const actors = await app.store.db.selectFrom('events').select('actor').where('kind', '=', 'proposed').execute();
  expect(actors).toEqual([{ actor: old }]);
});

test('the link is in the audit trail, with who confirmed it and how', async () => {
  const app = await startOnBoth();
  await codeFor(app, 'andres', 'slack');
  app.skip(1);
  await link(app, 'andres', 'andres.t');

  const survivor = await personIdOf(app, 'slack', 'andres');
  const [event] = await app.store.db.selectFrom('events').selectAll().where('kind', '=', 'people.linked').execute();
  expect(event).toMatchObject({ subject_kind: 'person', subject_id: survivor, to_state: survivor, detail: 'by code' });
  expect(event?.actor).toBe(event?.from_state);
  expect(adminsTold(app, 'slack')).toEqual([]);
});

test('a vote of a merged id that slipped in cannot be counted twice', async () => {
  const app = await startOnBoth({ quorum: 3 });
  const id = await proposeOn(app, 'elena', 'slack');
  await app.person('andres', 'slack').types('/template help');
  await link(app, 'andres', 'andres.t');
  const personId = await personIdOf(app, 'slack', 'andres');
  for (const vote of [1, 2]) {
    const cast = { proposalId: id, revision: 1, personId, vote: 'approve', at: app.clock.iso(vote) } as const;
    await castVote(app.store.db, cast);
  }

  expect(await app.store.db.selectFrom('votes').selectAll().execute()).toHaveLength(1);
});
