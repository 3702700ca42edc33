// Two people become one: which survives, and everything that named the other.
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { ProposalState } from '../../../src/domain/proposals/proposal.ts';
import { saveDraft } from '../../../src/store/drafts.ts';
import { mergePeople, PERSON_COLUMNS } from '../../../src/store/people/merge.ts';
import { livingId, peopleById, personById, personOf } from '../../../src/store/people/people.ts';
import { insertRevision, lockProposal } from '../../../src/store/proposals.ts';
import { castVote, votesOn } from '../../../src/store/votes.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { storedProposal } from '../../support/app/stored.ts';
import { describeOnBothEngines, type TestStore } from '../../support/process/database.ts';

/** Columns that end like a person's id and are none, or are one that must never be rewritten. */
const NOT_PEOPLE = new Set([
  'aliases.contact_id',
  'contacts.stopped_by',
  'events.delivery_id',
  'events.subject_id',
  'identities.external_id',
  'inbound.contact_id',
  'inbound.external_id',
  'inbound.send_id',
  'inbound.sender_id',
  'lifted_blocks.contact_id',
  'inbox.delivery_id',
  'lost_places.known_by',
  'lost_places.event_id',
  'orphans.event_id',
  'orphans.external_id',
  'orphans.sender_id',
  'outbox.leased_by',
  'posts.subject_id',
  'proposals.sender_id',
  'revisions.proposal_id',
  'send_attempts.external_id',
  'send_attempts.send_id',
  'send_attempts.sender_id',
  'send_events.send_id',
  'sends.contact_id',
  'sends.external_id',
  'sends.sender_id',
  'sends.template_id',
  'template_aliases.proposal_id',
  'template_aliases.template_id',
  'template_sights.external_id',
  'template_sights.template_id',
  'templates.external_id',
  'templates.proposal_id',
  'templates.sender_id',
  'votes.proposal_id',
]);
/** Treated by statements of their own. */
const BY_HAND = ['votes.person_id', 'link_codes.person_id'];

describeOnBothEngines('merging people', ({ engine, fresh }) => {
  const seen = (store: TestStore, platform: string, id = 'u1') =>
    personOf(store.db, { platform, tenant: 'T', id, name: id }, { newId: store.newId, now: store.clock.now() });

  async function two(store: TestStore): Promise<readonly [string, string]> {
    const older = await seen(store, 'slack');
    store.clock.advance(1);
    return [older.id, (await seen(store, 'teams')).id];
  }

  const merge = (store: TestStore, one: string, other: string) => store.write(({ db }) => mergePeople(db, one, other));

  async function aProposal(store: TestStore, proposerId: string, state: ProposalState = 'pending'): Promise<string> {
    const { id } = await storedProposal(store, { proposerId, state, quorum: 3 });
    const at = store.clock.iso();
    const content = { template: aTemplate(), contentHash: 'h', authorId: proposerId, createdAt: at };
    await insertRevision(store.db, id, { revision: 1, ...content });
    return id;
  }

  const approve = (store: TestStore, proposalId: string, personId: string) =>
    castVote(store.db, { proposalId, revision: 1, personId, vote: 'approve', at: store.clock.iso() });

  test('the older person survives, whichever is named first, and has both accounts', async () => {
    const { store } = await fresh();
    const [older, younger] = await two(store);

    const merged = await merge(store, younger, older);

    expect(merged).toEqual({ ok: true, survivor: older, gone: younger, takenBack: [] });
    const person = await personById(store.db, older);
    expect(person?.identities.map((who) => who.platform)).toEqual(['slack', 'teams']);
    expect((await seen(store, 'teams')).id).toBe(older);
  });

  test('the old id still names the person, after a second merge too', async () => {
    const { store } = await fresh();
    const third = (await seen(store, 'console')).id;
    store.clock.advance(1);
    const [older, younger] = await two(store);
    await merge(store, older, younger);
    await merge(store, third, older);

    const people = await peopleById(store.db, [older, younger, third]);
    expect([...people.values()].map((person) => person.id)).toEqual([third, third, third]);
    expect([await livingId(store.db, younger), await livingId(store.db, third)]).toEqual([third, third]);
  });

  test('nobody is merged with themselves, with somebody merged already, or with nobody', async () => {
    const { store } = await fresh();
    const [older, younger] = await two(store);
    const refused = { ok: false, why: 'same_person' };

    expect(await merge(store, older, older)).toEqual(refused);
    expect(await merge(store, older, 'nobody')).toEqual(refused);
    await merge(store, older, younger);
    expect(await merge(store, older, younger)).toEqual(refused);
    expect(await merge(store, (await seen(store, 'console')).id, younger)).toEqual(refused);
  });

  test('a person has one account per platform', async () => {
    const { store } = await fresh();
    const [older, younger] = await two(store);
    await merge(store, older, younger);
    const other = await seen(store, 'teams', 'u2');

    expect(await merge(store, older, other.id)).toEqual({ ok: false, why: 'same_platform', platform: 'teams' });
    expect((await personById(store.db, other.id))?.id).toBe(other.id);
  });

  test('every column that holds a person is known', async () => {
    const { store } = await fresh();
    const { rows } =
      engine === 'sqlite'
        ? await sql<{ name: string }>`select m.name || '.' || c.name as name from sqlite_master m
            join pragma_table_info(m.name) c where m.type = 'table'`.execute(store.db)
        : await sql<{ name: string }>`select table_name || '.' || column_name as name
            from information_schema.columns where table_schema = 'public'`.execute(store.db);
    const known = new Set([...PERSON_COLUMNS.map(({ table, column }) => `${table}.${column}`), ...BY_HAND]);
    const names = rows.map((row) => row.name).filter((name) => !/^(kysely|sqlite)_/.test(name));

    expect(names.length).toBeGreaterThan(100);
    expect([...known].filter((name) => !names.includes(name))).toEqual([]);
    // `merged_into` is a person by another name; `actor` stands in events, which are never rewritten.
    const looksLikePerson = (name: string) => /_(id|by|into|person)$/.test(name);
    expect(names.filter((name) => looksLikePerson(name) && !known.has(name) && !NOT_PEOPLE.has(name))).toEqual([]);
  });

  test('each of these columns names the survivor afterwards', async () => {
    const { store } = await fresh();
    const [older, younger] = await two(store);
    const proposal = await aProposal(store, younger);
    const at = store.clock.iso();
    await saveDraft(store.db, {
      id: 'd1',
      personId: younger,
      form: 'propose',
      step: '1',
      data: {},
      updatedAt: at,
      expiresAt: at,
    });
    await approve(store, await aProposal(store, 'somebody', 'approved'), younger);
    await store.db.updateTable('proposals').set({ handed_in_by: younger }).where('id', '=', proposal).execute();

    await merge(store, older, younger);

    const left = await Promise.all(
      [...PERSON_COLUMNS, { table: 'votes', column: 'person_id' }].map(async ({ table, column }) => {
        const { rows } = await sql`select 1 from ${sql.table(table)} where ${sql.ref(column)} = ${younger}`.execute(
          store.db,
        );
        return rows.length;
      }),
    );
    expect(left.every((count) => count === 0)).toBe(true);
    const moved = await store.db.selectFrom('proposals').select('proposer_id').where('id', '=', proposal).execute();
    expect(moved).toEqual([{ proposer_id: older }]);
    expect(await store.db.selectFrom('drafts').select('person_id').execute()).toEqual([{ person_id: older }]);
  });

  test('of two votes on a pending revision the earlier is kept; on a decided one both', async () => {
    const { store } = await fresh();
    const [older, younger] = await two(store);
    const pending = await aProposal(store, 'somebody');
    const decided = await aProposal(store, 'somebody', 'approved');
    for (const id of [pending, decided]) await approve(store, id, younger);
    const early = store.clock.iso();
    store.clock.advance(1_000);
    for (const id of [pending, decided]) await approve(store, id, older);

    const merged = await merge(store, older, younger);

    expect(merged).toMatchObject({ takenBack: [{ proposalId: pending, revision: 1, why: 'twice' }] });
    expect(await votesOn(store.db, pending, 1)).toMatchObject([{ personId: older, at: early }]);
    expect((await votesOn(store.db, decided, 1)).map((vote) => vote.personId).sort()).toEqual([older, younger].sort());
  });

  test.each(['older', 'younger'] as const)(
    'a vote on the %s one’s own pending proposal is taken back',
    async (which) => {
      const { store } = await fresh();
      const [older, younger] = await two(store);
      const [proposer, voter] = which === 'older' ? [older, younger] : [younger, older];
      const id = await aProposal(store, proposer);
      await approve(store, id, voter);
      await approve(store, id, 'somebody');

      const merged = await merge(store, older, younger);

      expect(merged).toMatchObject({ takenBack: [{ proposalId: id, why: 'own' }] });
      expect((await votesOn(store.db, id, 1)).map((vote) => vote.personId)).toEqual(['somebody']);
    },
  );

  test('two merges of the same people at once are one', async () => {
    const { store, another } = await fresh();
    const stores = [store, await another(), await another()];
    const [older, younger] = await two(store);

    const merged = await Promise.all(
      stores.map((each, n) => (n % 2 === 0 ? merge(each, older, younger) : merge(each, younger, older))),
    );

    expect(merged.filter((one) => one.ok)).toHaveLength(1);
  });

  test('a vote cast while its person is merged is seen by the merge, or sees it', async () => {
    const { store, another } = await fresh();
    const voting = await another();
    for (let round = 0; round < 10; round += 1) {
      const older = (await seen(store, 'slack', `p${round}`)).id;
      store.clock.advance(1);
      const younger = (await seen(store, 'teams', `p${round}`)).id;
      const id = await aProposal(store, older);
      const vote = voting.write(async ({ db }) => {
        await lockProposal(db, id, store.clock.iso());
        const living = await livingId(db, younger);
        if (living === older) return 'refused';
        await castVote(db, { proposalId: id, revision: 1, personId: living, vote: 'approve', at: store.clock.iso() });
        return 'counted';
      });
      const [answer, merged] = await Promise.all([vote, merge(store, older, younger)]);

      expect(await votesOn(store.db, id, 1), `round ${round}: ${answer}`).toEqual([]);
      if (!merged.ok) throw new Error('not merged');
      expect(merged.takenBack).toHaveLength(answer === 'counted' ? 1 : 0);
    }
  });
});
