// `aval unlink`: an account becomes a person of its own again.
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Io } from '../../../src/cli/io.ts';
import { runUnlink } from '../../../src/cli/unlink.ts';
import { loadDraft, saveDraft } from '../../../src/store/drafts.ts';
import { verifyChain } from '../../../src/store/events.ts';
import { saveEmail } from '../../../src/store/people/emails.ts';
import { findLinkCode, saveLinkCode } from '../../../src/store/people/link-codes.ts';
import { mergePeople } from '../../../src/store/people/merge.ts';
import { personOf } from '../../../src/store/people/people.ts';
import { unlinkAccount } from '../../../src/store/people/unlink.ts';
import { findProposal } from '../../../src/store/proposals.ts';
import { castVote, votesOn } from '../../../src/store/votes.ts';
import { findPersonId } from '../../support/app/accounts.ts';
import { storedProposal } from '../../support/app/stored.ts';
import { describeOnBothEngines, type TestStore } from '../../support/process/database.ts';

const SLACK = 'slack:T1:U0ANA';
const TEAMS = 'teams:8f1c-tenant:0B7C9F64-51d2';

function aTerminal() {
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = { out: (text) => void out.push(text), err: (text) => void err.push(text), stdin: async () => '' };
  return { io, out, err };
}

describeOnBothEngines('unlinking an account', ({ fresh, empty }) => {
  const seen = (store: TestStore, key: string, name: string) => {
    const [platform = '', tenant = '', id = ''] = key.split(':');
    return personOf(store.db, { platform, tenant, id, name }, { newId: store.newId, now: store.clock.now() });
  };

  /** Ana in Slack and, by mistake, somebody else in Teams, as one person. */
  async function linked() {
    const database = await fresh();
    const { store } = database;
    const ana = await seen(store, SLACK, 'Ana');
    store.clock.advance(1);
    const other = await seen(store, TEAMS, 'Bruno');
    await store.write(({ db }) => mergePeople(db, ana.id, other.id));
    return { ...database, ana: ana.id };
  }

  const run = async (url: string, ...argv: string[]) => {
    const { io, out, err } = aTerminal();
    const code = await runUnlink(argv, io, { DATABASE_URL: url });
    return { code, out: out.join('\n'), err: err.join('\n') };
  };

  test('makes it a person of its own beside a running server, and says so in the audit trail', async () => {
    const { store, url, ana } = await linked();
    await saveEmail(store.db, SLACK, 'ana@example.com', store.clock.iso());
    await saveEmail(store.db, TEAMS, 'ana@example.com', store.clock.iso());

    const { code, out, err } = await run(url, TEAMS);

    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`${TEAMS} is a person of its own now.`);
    expect(out).toContain(`stays with Ana (${SLACK})`);
    expect(out).not.toContain('@example');
    const parted = await findPersonId(store, TEAMS);
    expect(parted).not.toBe(ana);
    expect(await findPersonId(store, SLACK)).toBe(ana);
    expect((await seen(store, TEAMS, 'Bruno')).name).toBe('Bruno');
    expect((await seen(store, SLACK, 'Ana')).identities).toHaveLength(1);
    const events = await store.db.selectFrom('events').selectAll().where('kind', '=', 'people.unlinked').execute();
    expect(events).toMatchObject([
      { actor: 'operator', subject_kind: 'person', subject_id: ana, from_state: ana, to_state: parted },
    ]);
    expect(JSON.stringify(events)).not.toContain('0B7C9F64');
    expect(await verifyChain(store.db)).toMatchObject({ ok: true });
  });

  test('leaves the past with the person it was part of: proposals, votes and open drafts', async () => {
    const { store, url, ana } = await linked();
    const proposal = await storedProposal(store, { proposerId: ana });
    await castVote(store.db, {
      proposalId: proposal.id,
      revision: 1,
      personId: ana,
      vote: 'approve',
      at: store.clock.iso(),
    });
    const draft = { id: 'd1', personId: ana, form: 'propose', step: '1', data: {} };
    await saveDraft(store.db, { ...draft, updatedAt: store.clock.iso(), expiresAt: store.clock.iso(60_000) });

    await run(url, TEAMS);

    expect((await findProposal(store.db, proposal.id))?.proposerId).toBe(ana);
    expect((await votesOn(store.db, proposal.id, 1)).map(({ personId }) => personId)).toEqual([ana]);
    expect(await loadDraft(store.db, { id: 'd1', personId: ana, now: store.clock.now() })).toBeDefined();
  });

  test('makes a code worthless that was given to the person before', async () => {
    const { store, url, ana } = await linked();
    const expiresAt = store.clock.iso(60_000);
    await saveLinkCode(store.db, { personId: ana, platform: 'teams', digest: 'x', expiresAt });

    await run(url, TEAMS);

    expect(await findLinkCode(store.db, 'x', store.clock.iso())).toBeUndefined();
  });

  test.each([
    ['without its tenant', 'teams:0B7C9F64-51d2'],
    ['in other letter case', TEAMS.toUpperCase()],
  ])('takes the account %s', async (_how, typed) => {
    const { store, url, ana } = await linked();

    expect((await run(url, typed)).code).toBe(0);
    expect(await findPersonId(store, TEAMS)).not.toBe(ana);
  });

  test('a short name that two accounts have means neither', async () => {
    const { store, url, ana } = await linked();
    await seen(store, 'teams:another-tenant:0B7C9F64-51d2', 'Eva');

    const { code, err } = await run(url, 'teams:0B7C9F64-51d2');

    expect(code).toBe(1);
    for (const key of [TEAMS, 'teams:another-tenant:0B7C9F64-51d2']) expect(err).toContain(key);
    expect(await findPersonId(store, TEAMS)).toBe(ana);
  });

  test('an account nobody has is answered with those that come close, without an address', async () => {
    const { store, url } = await linked();
    await saveEmail(store.db, SLACK, 'ana@example.com', store.clock.iso());

    const near = await run(url, 'slack:U0ANNA');
    const far = await run(url, 'ana@example.com');

    expect([near.code, far.code]).toEqual([1, 1]);
    expect(near.err).toBe(`There is no one account slack:U0ANNA. The nearest known: ${SLACK}. Nothing was changed.`);
    expect(far.err).toContain('“unlink --help”');
    expect(await store.db.selectFrom('events').select('seq').execute()).toEqual([]);
  });

  test('the only account of a person has nothing to be unlinked from, the second time neither', async () => {
    const { store, url } = await linked();
    await run(url, TEAMS);
    await seen(store, TEAMS, 'Bruno');

    const again = await run(url, TEAMS);

    expect(again).toEqual({
      code: 1,
      out: '',
      err: `${TEAMS} is the only account of Bruno, so there is nothing to unlink.`,
    });
    expect((await run(url, SLACK)).code).toBe(1);
    expect(await store.db.selectFrom('events').select('seq').execute()).toHaveLength(1);
  });

  test('two at once part one account each time, and nobody is left without one', async () => {
    const { store, another, ana } = await linked();
    const second = await another();
    const part = (one: TestStore, key: string) =>
      one.write(({ db }) => unlinkAccount(db, key, { newId: store.newId(), at: store.clock.iso() }));

    const results = await Promise.all([part(store, TEAMS), part(second, SLACK), part(second, TEAMS)]);

    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    const people = [await findPersonId(store, TEAMS), await findPersonId(store, SLACK)];
    expect(new Set(people).size).toBe(2);
    expect(people).toContain(ana);
  });

  test('while the person is being linked to another, it is parted from whoever it belongs to then', async () => {
    const { store, another, ana } = await linked();
    const second = await another();
    const third = await seen(store, 'console:local:ana', 'Ana C.');
    await store.db.updateTable('people').set({ created_at: '2000-01-01' }).where('id', '=', third.id).execute();

    const [, parted] = await Promise.all([
      store.write(({ db }) => mergePeople(db, ana, third.id)),
      second.write(({ db }) => unlinkAccount(db, TEAMS, { newId: 'new', at: store.clock.iso() })),
    ]);

    expect(parted.ok).toBe(true);
    expect(await findPersonId(store, TEAMS)).toBe('new');
    expect(await findPersonId(store, SLACK)).toBe(third.id);
  });

  test('a database of another version, or of somebody else, is left alone', async () => {
    const { store, url } = await linked();
    await sql`insert into kysely_migration (name, timestamp) values ('9999_future', '2030')`.execute(store.db);

    const newer = await run(url, TEAMS);
    const none = await run(await empty(), TEAMS);

    expect([newer.code, none.code]).toEqual([2, 2]);
    expect(newer.err).toContain('newer Aval');
    expect(none.err).toMatch(/npm run migrate|no file/);
  });
});

test('how it is called is said on request, and where it was called wrongly', async () => {
  const asked = aTerminal();
  const wrong = aTerminal();

  const codes = [
    await runUnlink(['--help'], asked.io, {}),
    await runUnlink([], wrong.io, {}),
    await runUnlink(['a', 'b'], wrong.io, {}),
  ];

  expect(codes).toEqual([0, 2, 2]);
  expect([asked.out[0], ...wrong.err].every((text) => text?.startsWith('Usage: unlink ACCOUNT'))).toBe(true);
});
