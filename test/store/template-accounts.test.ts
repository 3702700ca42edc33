// Templates of one account: stored once, whoever of its senders reads or writes them; and what was stored for each sender before
// becomes one, with everything that points to it.
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { expect, test } from 'vitest';
import { contentHash } from '../../src/domain/templates/content-hash.ts';
import { migrate } from '../../src/store/engine/migrate.ts';
import { connect, storeOver } from '../../src/store/open.ts';
import { openProposalFor } from '../../src/store/proposals.ts';
import { findSend } from '../../src/store/sends/sends.ts';
import type { Store } from '../../src/store/store.ts';
import {
  keepSight,
  type Merged,
  mergeSeen,
  registerAccounts,
  type SenderAccount,
} from '../../src/store/template-accounts.ts';
import {
  findTemplate,
  listTemplates,
  proposalsOf,
  putTemplate,
  templateByKey,
  templateOfProposal,
  templatesOfSender,
  templatesToPoll,
} from '../../src/store/templates.ts';
import { aTemplate } from '../support/app/builders.ts';
import {
  aNewTemplate,
  changedTemplate,
  enabledTemplate,
  storedProposal,
  storedSend,
  storedTemplate,
} from '../support/app/stored.ts';
import { counterIds, fakeClock } from '../support/fake-clock.ts';
import { describeOnBothEngines } from '../support/process/database.ts';

const AT = '2026-11-20T12:05:00.000Z';
const LATER = '2026-11-20T12:10:00.000Z';
const KEY = { name: 'order_ready', language: 'en_US' };

const SHARED = [
  { senderId: 'shop', account: 'waba 1' },
  { senderId: 'branch', account: 'waba 1' },
];

function register(store: Store, senders: readonly SenderAccount[] = SHARED): Promise<readonly Merged[]> {
  return store.write(({ db }) => registerAccounts(db, senders, AT));
}

describeOnBothEngines('templates of one account', ({ fresh }) => {
  test('are stored once and found by each of its senders, never by those of another', async () => {
    const { store } = await fresh();
    await register(store, [...SHARED, { senderId: 'abroad', account: 'waba 2' }]);

    const id = await storedTemplate(store, { externalId: '123' });
    const again = await storedTemplate(store, { senderId: 'branch', externalId: '123' });
    const other = await storedTemplate(store, { senderId: 'abroad', externalId: '123' });

    expect([again, other]).toEqual([id, expect.not.stringMatching(id)]);
    for (const senderId of ['shop', 'branch']) {
      expect((await templateByKey(store.db, senderId, { externalId: '123' }))?.id).toBe(id);
      expect((await templateByKey(store.db, senderId, KEY))?.id).toBe(id);
      expect((await templatesOfSender(store.db, senderId)).map((one) => one.id)).toEqual([id]);
    }
    expect((await templateByKey(store.db, 'abroad', KEY))?.id).toBe(other);
  });

  test('are put once by processes that serve different senders', async () => {
    const { store, another } = await fresh();
    await register(store);
    const stores = [store, await another(), await another()];

    const ids = await Promise.all(
      stores.map((each, index) => {
        const senderId = index === 0 ? 'shop' : 'branch';
        return each.write(({ db }) => putTemplate(db, aNewTemplate(store, { senderId }), AT));
      }),
    );

    expect(new Set(ids).size).toBe(1);
  });

  test('are asked about once, by whichever of its senders', async () => {
    const { store } = await fresh();
    await register(store);
    const id = await storedTemplate(store, { review: { state: 'pending', raw: 'PENDING' } });

    const asked = await Promise.all(
      ['shop', 'branch', 'abroad'].map((senderId) => templatesToPoll(store.db, LATER, 10, senderId)),
    );

    expect(asked.map((templates) => templates.map((one) => one.id))).toEqual([[id], [id], []]);
  });

  test('block a name for every sender of the account while a proposal of one is open', async () => {
    const { store } = await fresh();
    await register(store);
    const proposal = await storedProposal(store);

    const found = await Promise.all(
      ['shop', 'branch', 'abroad'].map((senderId) => openProposalFor(store.db, { senderId, ...KEY })),
    );

    expect(found.map((one) => one?.id)).toEqual([proposal.id, proposal.id, undefined]);
  });
});

describeOnBothEngines('templates that were stored for each sender', ({ fresh }) => {
  test('become one under either id, with the sends, threads and names of both', async () => {
    const { store } = await fresh();
    const [first, second] = [await storedProposal(store), await storedProposal(store, { senderId: 'branch' })];
    const shop = await storedTemplate(store, { proposalId: first.id, submittedAt: LATER, externalId: '123' });
    const branch = await storedTemplate(store, { senderId: 'branch', proposalId: second.id, submittedAt: AT });
    const send = await storedSend(store, { senderId: 'branch', templateId: branch });

    expect(await register(store)).toEqual([{ id: branch, into: shop }]);

    const one = await findTemplate(store.db, shop);
    expect(one).toMatchObject({ account: 'waba 1', senderId: 'shop', proposalId: first.id, externalId: '123' });
    expect(await findTemplate(store.db, branch)).toEqual(one);
    expect(await templateOfProposal(store.db, second.id)).toEqual(one);
    expect([...(await proposalsOf(store.db, one!))].sort()).toEqual([first.id, second.id].sort());
    expect(await findSend(store.db, send.id)).toMatchObject({ templateId: shop, senderId: 'branch' });
    expect((await listTemplates(store.db, { limit: 10 })).total).toBe(1);
    expect(await register(store)).toEqual([]);
  });

  test('keep what was proposed here, whichever came first, and what agents had of the very same text', async () => {
    const { store } = await fresh();
    const { id: proposalId } = await storedProposal(store, { senderId: 'branch' });
    const found = await enabledTemplate(store);
    const proposed = await storedTemplate(store, { senderId: 'branch', proposalId, submittedAt: AT });

    expect(await register(store)).toEqual([{ id: found, into: proposed }]);

    expect(await findTemplate(store.db, proposed)).toMatchObject({ proposalId, enabledAt: AT });
  });

  test('are not given to agents when the text they had is another one', async () => {
    const { store } = await fresh();
    const { id: proposalId } = await storedProposal(store, { senderId: 'branch' });
    await enabledTemplate(store);
    const over = { senderId: 'branch', proposalId, approvedFingerprint: 'fingerprint-2' };
    const proposed = await storedTemplate(store, over);

    await register(store);

    expect((await findTemplate(store.db, proposed))?.enabledAt).toBeUndefined();
  });

  test('take the newer verdict of the two', async () => {
    const { store } = await fresh();
    const { id: proposalId } = await storedProposal(store);
    const stays = await storedTemplate(store, { proposalId });
    const paused = await storedTemplate(store, { senderId: 'branch' });
    await changedTemplate(store, paused, { review: { state: 'paused', raw: 'PAUSED', until: LATER }, reviewAt: LATER });

    await register(store);

    const review = { state: 'paused', raw: 'PAUSED', until: LATER };
    expect(await findTemplate(store.db, stays)).toMatchObject({ review, reviewAt: LATER });
  });

  test('let a message that waits leave with the text its agent saw', async () => {
    const { store } = await fresh();
    const { id: proposalId } = await storedProposal(store);
    const content = aTemplate({ purpose: 'ALERT_UPDATE' });
    await storedTemplate(store, { proposalId, content });
    const templateId = await storedTemplate(store, { senderId: 'branch' });
    const seen = contentHash(aTemplate(), 'branch');
    const waits = await storedSend(store, { senderId: 'branch', templateId, contentHash: seen });
    const gone = await storedSend(store, { senderId: 'branch', templateId, contentHash: seen, state: 'delivered' });

    await register(store);

    expect((await findSend(store.db, waits.id))?.contentHash).toBe(contentHash(content, 'branch'));
    expect((await findSend(store.db, gone.id))?.contentHash).toBe(seen);
  });

  test('stay two where the senders are of two accounts, or the languages differ', async () => {
    const { store } = await fresh();
    await storedTemplate(store);
    await storedTemplate(store, { senderId: 'branch', content: aTemplate({ language: 'es' }) });
    await storedTemplate(store, { senderId: 'abroad' });

    expect(await register(store, [...SHARED, { senderId: 'abroad', account: 'waba 2' }])).toEqual([]);

    expect((await listTemplates(store.db, { limit: 10 })).total).toBe(3);
  });

  test('are merged once by processes that start together', async () => {
    const { store, another } = await fresh();
    await storedTemplate(store);
    await storedTemplate(store, { senderId: 'branch' });
    const stores = [store, await another(), await another()];

    const merged = await Promise.all(
      stores.map((each, index) => register(each, index === 1 ? [...SHARED].reverse() : SHARED)),
    );

    expect(merged.flat()).toHaveLength(1);
  });
});

describeOnBothEngines('a sender that moves', ({ fresh }) => {
  test('takes along what nobody else sees, and leaves the rest to the senders that do', async () => {
    const { store } = await fresh();
    await register(store, [...SHARED, { senderId: 'abroad', account: 'waba 2' }]);
    const shared = await storedTemplate(store);
    const own = await storedTemplate(store, { senderId: 'abroad' });

    await register(store, [
      { senderId: 'shop', account: 'waba 3' },
      { senderId: 'branch', account: 'waba 1' },
      { senderId: 'abroad', account: 'waba 4' },
    ]);

    expect(await findTemplate(store.db, shared)).toMatchObject({ account: 'waba 1', senderId: 'branch' });
    expect(await findTemplate(store.db, own)).toMatchObject({ account: 'waba 4', senderId: 'abroad' });
    expect(await templateByKey(store.db, 'shop', KEY)).toBeUndefined();
    expect(await storedTemplate(store)).not.toBe(shared);
  });

  test('may change places with another one', async () => {
    const { store } = await fresh();
    await register(store, [
      { senderId: 'shop', account: 'waba 1' },
      { senderId: 'branch', account: 'waba 2' },
    ]);
    const [one, two] = [await storedTemplate(store), await storedTemplate(store, { senderId: 'branch' })];

    await register(store, [
      { senderId: 'shop', account: 'waba 2' },
      { senderId: 'branch', account: 'waba 1' },
    ]);

    expect((await findTemplate(store.db, one))?.senderId).toBe('branch');
    expect((await findTemplate(store.db, two))?.senderId).toBe('shop');
  });
});

describeOnBothEngines('a template seen in the account of another provider', ({ fresh }) => {
  const BEHIND = [
    { senderId: 'shop', account: 'own names', whatsappAccount: 'w' },
    { senderId: 'branch', account: 'waba 1', whatsappAccount: 'w' },
  ];
  const THERE = { account: 'waba 1', name: 'order_ready_x1', language: 'en_US', externalId: '77' };

  test('is found there by the name and the id it has there, and nowhere else', async () => {
    const { store } = await fresh();
    await register(store, [...BEHIND, { senderId: 'abroad', account: 'waba 2' }]);
    const id = await storedTemplate(store, { externalId: '123' });
    await keepSight(store.db, id, { ...THERE, externalId: '76' });
    await keepSight(store.db, id, THERE);

    const { name, language, externalId } = THERE;
    for (const key of [{ externalId }, { externalId: '999', name, language }, { name, language }])
      expect(await templateByKey(store.db, 'branch', key)).toMatchObject({ id, alsoSeen: [THERE] });
    for (const key of [KEY, { externalId: '123' }, { externalId: '76' }])
      expect(await templateByKey(store.db, 'branch', key)).toBeUndefined();
    expect(await templateByKey(store.db, 'abroad', { name, language })).toBeUndefined();
    expect((await templatesOfSender(store.db, 'branch')).map((one) => one.id)).toEqual([id]);
    expect((await listTemplates(store.db, { limit: 10 })).templates).toMatchObject([{ id, alsoSeen: [THERE] }]);
  });

  test('takes the place of what that account had, under either id', async () => {
    const { store } = await fresh();
    await register(store, BEHIND);
    const into = await storedTemplate(store, { externalId: '123' });
    const content = aTemplate({ name: THERE.name });
    const there = { senderId: 'branch', content, approvedFingerprint: 'fingerprint-there', externalId: '77' };
    const id = await enabledTemplate(store, there);
    const contentHashThere = contentHash(content, 'branch');
    const send = { senderId: 'branch', templateId: id, contentHash: contentHashThere };
    const waits = await storedSend(store, send);

    await store.write(({ db }) => mergeSeen(db, { id, into }, AT));

    const one = await findTemplate(store.db, id);
    expect(one).toMatchObject({ id: into, name: 'order_ready', externalId: '123', enabledAt: AT, alsoSeen: [THERE] });
    expect(await findSend(store.db, waits.id)).toMatchObject({ templateId: into, contentHash: contentHashThere });
  });

  test('is not taken for it once the approved text is another one', async () => {
    const { store } = await fresh();
    await register(store, BEHIND);
    const id = await storedTemplate(store);
    const content = aTemplate({ footer: 'Bye' });
    const seen: unknown[] = [];
    for (const change of [
      () => storedTemplate(store, { content, approvedFingerprint: 'fingerprint-2' }),
      () => changedTemplate(store, id, { content }),
      () => changedTemplate(store, id, { quality: 'green' }),
    ]) {
      await keepSight(store.db, id, THERE);
      await change();
      seen.push((await findTemplate(store.db, id))?.alsoSeen);
    }

    expect(seen).toEqual([[], [], [THERE]]);
  });

  test.each([
    ['one of them says nothing of WhatsApp', BEHIND.map(({ senderId, account }) => ({ senderId, account }))],
    ['they are of two accounts there', BEHIND.map((each, index) => ({ ...each, whatsappAccount: `w${index}` }))],
    ['that sender is gone', BEHIND.slice(0, 1)],
  ])('is seen there no more when %s', async (_what, senders) => {
    const { store } = await fresh();
    await register(store, BEHIND);
    const id = await storedTemplate(store);
    await keepSight(store.db, id, THERE);

    await register(store, BEHIND);
    const before = (await findTemplate(store.db, id))?.alsoSeen;
    await register(store, senders);

    expect([before, (await findTemplate(store.db, id))?.alsoSeen]).toEqual([[THERE], []]);
  });
});

describeOnBothEngines('a database of an earlier version', ({ engine, empty }) => {
  test('keeps each sender’s templates apart until the accounts are known, and then has them once', async () => {
    const opened = await connect(await empty());
    await new Migrator({ db: opened.db, provider: { getMigrations: () => earlier('0021') } }).migrateToLatest();
    for (const senderId of ['shop', 'branch']) {
      await sql`insert into templates
        (id, sender_id, name, language, category, content, search_text, review, review_raw, review_at, quality, slow_notices,
         created_at, updated_at)
        values (${senderId}, ${senderId}, 'order_ready', 'en_US', 'UTILITY', ${JSON.stringify(aTemplate())}, 'order_ready',
         'approved', 'APPROVED', ${AT}, 'unknown', 0, ${AT}, ${AT})`.execute(opened.db);
    }

    expect(await migrate(opened.db, engine)).toContain('0021_template_accounts');
    const store = storeOver(opened, { now: fakeClock().now, newId: counterIds() });
    const before = await listTemplates(store.db, { limit: 10 });
    const merged = await register(store);
    const after = await listTemplates(store.db, { limit: 10 });
    const known = await Promise.all(['shop', 'branch'].map((id) => findTemplate(store.db, id)));
    await store.close();

    expect(before.templates.map((one) => one.account).sort()).toEqual(['sender branch', 'sender shop']);
    expect([merged.length, after.total]).toEqual([1, 1]);
    expect(known[0]).toEqual(known[1]);
  });
});

/** The migrations of a version before this one. */
async function earlier(than: string): Promise<Record<string, Migration>> {
  const files = readdirSync('migrations').filter((file) => file < than);
  const loaded = files.map(async (file) => {
    const migration = (await import(pathToFileURL(resolve('migrations', file)).href)) as Migration;
    return [file.replace(/\.ts$/, ''), migration] as const;
  });
  return Object.fromEntries(await Promise.all(loaded));
}
