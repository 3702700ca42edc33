// Stored templates: submitted again, released, changed at the provider.
import { expect, test } from 'vitest';
import type { Review } from '../../src/domain/review/review.ts';
import {
  changeTemplate,
  findTemplate,
  listTemplates,
  putTemplate,
  templateByKey,
  templateOfProposal,
  templatesOfSender,
} from '../../src/store/templates.ts';
import { aTemplate } from '../support/app/builders.ts';
import {
  aNewTemplate,
  changedTemplate,
  enabledTemplate,
  storedProposal,
  storedTemplate,
} from '../support/app/stored.ts';
import { describeOnBothEngines } from '../support/process/database.ts';

const AT = '2026-11-20T12:05:00.000Z';
const LATER = '2026-11-20T12:10:00.000Z';

describeOnBothEngines('a stored template', ({ fresh }) => {
  test('comes back as it was put', async () => {
    const { store } = await fresh();
    const proposal = await storedProposal(store);
    const review: Review = {
      state: 'paused',
      raw: 'PAUSED',
      reason: 'FIRST_PAUSE',
      explanation: 'Low quality',
      until: LATER,
    };
    const given = aNewTemplate(store, {
      externalId: '123',
      proposalId: proposal.id,
      review,
      quality: 'red',
      category: 'MARKETING',
      submittedAt: AT,
      remote: { content: aTemplate({ footer: 'Bye' }), fingerprint: 'theirs', at: LATER },
    });

    await putTemplate(store.db, given, AT);

    expect(await findTemplate(store.db, given.id)).toEqual({
      id: given.id,
      account: 'sender shop',
      alsoSeen: [],
      senderId: 'shop',
      name: 'order_ready',
      language: 'en_US',
      category: 'MARKETING',
      content: aTemplate(),
      approvedFingerprint: 'fingerprint-1',
      remoteFingerprint: 'theirs',
      remoteContent: aTemplate({ footer: 'Bye' }),
      driftedAt: undefined,
      externalId: '123',
      proposalId: proposal.id,
      review,
      reviewAt: store.clock.iso(),
      quality: 'red',
      futureCategory: undefined,
      futureCategoryAt: undefined,
      submittedAt: AT,
      enabledAt: undefined,
      syncedAt: LATER,
      slowNotices: 0,
    });
    expect(await findTemplate(store.db, 'unknown')).toBeUndefined();
  });

  test('is replaced when submitted again, under its old id, and its history of waiting starts anew', async () => {
    const { store } = await fresh();
    const id = await storedTemplate(store, { review: { state: 'rejected', raw: 'REJECTED' }, externalId: '123' });
    await changedTemplate(store, id, { driftedAt: AT, slowNotices: 2, futureCategory: { to: 'MARKETING', at: LATER } });
    const content = aTemplate({ body: { text: 'Come and get it', samples: {} } });

    const again = await storedTemplate(store, {
      content,
      review: { state: 'pending', raw: 'PENDING' },
      externalId: '124',
    });

    expect(again).toBe(id);
    expect(await findTemplate(store.db, id)).toMatchObject({
      content,
      externalId: '124',
      review: { state: 'pending', raw: 'PENDING' },
      driftedAt: undefined,
      futureCategory: undefined,
      slowNotices: 0,
    });
    expect((await listTemplates(store.db, { text: 'come get', limit: 10 })).total).toBe(1);
  });

  test('of another sender or language is another one', async () => {
    const { store } = await fresh();

    const ids = [
      await storedTemplate(store),
      await storedTemplate(store, { senderId: 'branch' }),
      await storedTemplate(store, { content: aTemplate({ language: 'es_AR' }) }),
    ];

    expect(new Set(ids).size).toBe(3);
    expect((await templatesOfSender(store.db, 'shop')).map((each) => each.id).toSorted()).toEqual([ids[0], ids[2]]);
  });

  test('put by several at once is one', async () => {
    const { store, another } = await fresh();
    const stores = [store, await another(), await another()];

    const ids = await Promise.all(
      stores.map((each) => each.write(({ db }) => putTemplate(db, aNewTemplate(store), AT))),
    );

    expect(new Set(ids).size).toBe(1);
  });
});

describeOnBothEngines('what agents may send', ({ fresh }) => {
  test('stays released when the very same content is put again', async () => {
    const { store } = await fresh();
    const id = await enabledTemplate(store);

    await storedTemplate(store, { externalId: '124' });

    expect((await findTemplate(store.db, id))?.enabledAt).toBe(AT);
  });

  test.each([
    ['has other content', {}, { approvedFingerprint: 'fingerprint-2' }],
    ['was deleted in between', { review: { state: 'deleted', raw: 'DELETED' } }, {}],
    ['was never read back', { approvedFingerprint: undefined }, { approvedFingerprint: undefined }],
  ] as const)('has to be released again when it %s', async (_what, before, after) => {
    const { store } = await fresh();
    const id = await enabledTemplate(store, before);

    await storedTemplate(store, after);

    expect((await findTemplate(store.db, id))?.enabledAt).toBeUndefined();
    const { enabled_by } = await store.db.selectFrom('templates').select('enabled_by').executeTakeFirstOrThrow();
    expect(enabled_by).toBeNull();
  });
});

describeOnBothEngines('finding one template', ({ fresh }) => {
  const KEY = { name: 'order_ready', language: 'en_US' };

  test('goes by the provider’s id first, which survives a rename there', async () => {
    const { store } = await fresh();
    const first = await storedTemplate(store, { externalId: '123' });
    const second = await storedTemplate(store, { content: aTemplate({ name: 'other' }), externalId: '456' });

    expect((await templateByKey(store.db, 'shop', { externalId: '456', ...KEY }))?.id).toBe(second);
    expect((await templateByKey(store.db, 'shop', { externalId: '123' }))?.id).toBe(first);
  });

  test('goes by name and language when the id is not known here', async () => {
    const { store } = await fresh();
    const id = await storedTemplate(store, { externalId: '123' });

    expect((await templateByKey(store.db, 'shop', { externalId: '999', ...KEY }))?.id).toBe(id);
    expect((await templateByKey(store.db, 'shop', KEY))?.id).toBe(id);
  });

  test('needs both name and language, and never looks at another sender', async () => {
    const { store } = await fresh();
    await storedTemplate(store, { externalId: '123' });

    for (const key of [
      { name: 'order_ready' },
      { language: 'en_US' },
      {},
      { externalId: '999' },
      { ...KEY, language: 'es' },
    ]) {
      expect(await templateByKey(store.db, 'shop', key)).toBeUndefined();
    }
    expect(await templateByKey(store.db, 'branch', { externalId: '123', ...KEY })).toBeUndefined();
  });

  test('of a proposal gives the one submitted last, also after a revision under another name', async () => {
    const { store } = await fresh();
    const { id: proposalId } = await storedProposal(store);
    const renamed = aTemplate({ name: 'another_name' });
    const latest = await storedTemplate(store, { proposalId, submittedAt: LATER, content: renamed });
    await storedTemplate(store, { proposalId, submittedAt: AT });

    expect((await templateOfProposal(store.db, proposalId))?.id).toBe(latest);
    expect(await templateOfProposal(store.db, 'unknown')).toBeUndefined();
  });
});

describeOnBothEngines('changing a template', ({ fresh }) => {
  test('keeps what is not spoken of', async () => {
    const { store } = await fresh();
    const id = await enabledTemplate(store, {
      externalId: '123',
      review: { state: 'paused', raw: 'PAUSED', until: LATER },
    });
    const before = await findTemplate(store.db, id);

    expect(await changedTemplate(store, id, {})).toBe(true);
    expect(await findTemplate(store.db, id)).toEqual(before);
  });

  test('sets each fact, and takes away what is set to nothing', async () => {
    const { store } = await fresh();
    const id = await enabledTemplate(store, {
      review: { state: 'paused', raw: 'PAUSED', reason: 'FIRST_PAUSE', until: LATER },
    });
    const content = aTemplate({ body: { text: 'Theirs, with love', samples: {} } });

    await changedTemplate(store, id, {
      review: { state: 'approved', raw: 'APPROVED' },
      quality: 'green',
      category: 'MARKETING',
      futureCategory: { to: 'UTILITY', at: LATER },
      externalId: '9',
      remote: { content, fingerprint: 'theirs', at: LATER },
      driftedAt: LATER,
      slowNotices: 1,
    });
    const drifted = await findTemplate(store.db, id);
    await changedTemplate(store, id, {
      content,
      approvedFingerprint: 'theirs',
      driftedAt: null,
      futureCategory: null,
      enabled: null,
      syncedAt: AT,
      reviewAt: LATER,
    });
    const accepted = await findTemplate(store.db, id);

    expect(drifted).toMatchObject({
      review: { state: 'approved', raw: 'APPROVED' },
      quality: 'green',
      category: 'MARKETING',
      futureCategory: 'UTILITY',
      futureCategoryAt: LATER,
      externalId: '9',
      remoteContent: content,
      remoteFingerprint: 'theirs',
      syncedAt: LATER,
      driftedAt: LATER,
      slowNotices: 1,
      enabledAt: AT,
    });
    expect(drifted?.review).not.toHaveProperty('reason');
    expect(accepted).toEqual({
      ...drifted,
      content,
      approvedFingerprint: 'theirs',
      driftedAt: undefined,
      futureCategory: undefined,
      futureCategoryAt: undefined,
      enabledAt: undefined,
      syncedAt: AT,
      reviewAt: LATER,
    });
    expect((await listTemplates(store.db, { text: 'with love', limit: 10 })).total).toBe(1);
  });

  test('loses politely to a verdict that came first', async () => {
    const { store } = await fresh();
    const seen = await findTemplate(store.db, await storedTemplate(store));
    await changedTemplate(store, seen!.id, { review: { state: 'paused', raw: 'PAUSED' }, reviewAt: LATER });

    expect(await changeTemplate(store.db, seen!, { quality: 'green' }, AT)).toBe(false);
    expect(await findTemplate(store.db, seen!.id)).toMatchObject({ quality: 'unknown', review: { state: 'paused' } });
  });

  test('is won by one of several verdicts about the same state', async () => {
    const { store, another } = await fresh();
    const stores = [store, await another(), await another()];
    const seen = await findTemplate(store.db, await storedTemplate(store));

    const won = await Promise.all(
      stores.map((each, i) =>
        each.write(({ db }) => changeTemplate(db, seen!, { reviewAt: `2026-11-20T12:00:0${i + 1}.000Z` }, AT)),
      ),
    );

    expect(won.filter(Boolean)).toHaveLength(1);
  });

  test('reads the state of an earlier version, which is kept as it was written', async () => {
    const { store } = await fresh();
    const id = await storedTemplate(store);
    const detail = JSON.stringify({ state: 'limit_exceeded', raw: 'LIMIT_EXCEEDED' });
    await store.db
      .updateTable('templates')
      .set({ review: 'limit_exceeded', review_raw: 'LIMIT_EXCEEDED', review_detail: detail })
      .where('id', '=', id)
      .execute();

    expect((await findTemplate(store.db, id))?.review).toEqual({
      state: 'unknown',
      raw: 'LIMIT_EXCEEDED',
      reason: 'quota_reached',
    });
  });
});
