import { expect, test } from 'vitest';
import { REVIEW_STATES, type Review } from '../../src/domain/review.ts';
import type { Template } from '../../src/domain/template.ts';
import {
  changeTemplate,
  findTemplate,
  listTemplates,
  putTemplate,
  type TemplateChange,
  templateByKey,
  templateOfProposal,
  templatesOfSender,
  templatesToPoll,
} from '../../src/store/templates.ts';
import { aTemplate } from '../support/builders.ts';
import { describeOnBothEngines, type TestStore } from '../support/database.ts';
import { aNewTemplate, storedProposal, storedTemplate } from '../support/stored.ts';

const AT = '2026-11-20T12:05:00.000Z';
const LATER = '2026-11-20T12:10:00.000Z';

async function change(store: TestStore, id: string, to: TemplateChange): Promise<boolean> {
  const current = await findTemplate(store.db, id);
  return await changeTemplate(store.db, current!, to, store.clock.iso());
}

async function enabled(store: TestStore, over: Parameters<typeof storedTemplate>[1] = {}): Promise<string> {
  const id = await storedTemplate(store, over);
  await change(store, id, { enabled: { at: AT, by: 'ana' } });
  return id;
}

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
    await change(store, id, { driftedAt: AT, slowNotices: 2, futureCategory: { to: 'MARKETING', at: LATER } });
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
    const id = await enabled(store);

    await storedTemplate(store, { externalId: '124' });

    expect((await findTemplate(store.db, id))?.enabledAt).toBe(AT);
  });

  test.each([
    ['has other content', {}, { approvedFingerprint: 'fingerprint-2' }],
    ['was deleted in between', { review: { state: 'deleted', raw: 'DELETED' } }, {}],
    ['was never read back', { approvedFingerprint: undefined }, { approvedFingerprint: undefined }],
  ] as const)('has to be released again when it %s', async (_what, before, after) => {
    const { store } = await fresh();
    const id = await enabled(store, before);

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

describeOnBothEngines('the list of templates', ({ fresh }) => {
  const named = (name: string, more: Partial<Template> = {}) => ({ content: aTemplate({ name, ...more }) });
  const bodied = (name: string, text: string) => named(name, { body: { text, samples: {} } });
  const found = async (store: TestStore, text: string) =>
    (await listTemplates(store.db, { text, limit: 50 })).templates.map((each) => each.name);

  test('is in the order of names and languages, page by page, with the number of all', async () => {
    const { store } = await fresh();
    for (const name of ['cherry', 'apple', 'banana']) await storedTemplate(store, named(name));
    await storedTemplate(store, named('apple', { language: 'es' }));

    const page = async (offset: number) => {
      const { templates, total } = await listTemplates(store.db, { limit: 3, offset });
      return [total, ...templates.map((each) => `${each.name} ${each.language}`)];
    };

    expect(await page(0)).toEqual([4, 'apple en_US', 'apple es', 'banana en_US']);
    expect(await page(3)).toEqual([4, 'cherry en_US']);
    expect(await page(6)).toEqual([4]);
  });

  test('can be narrowed to one name', async () => {
    const { store } = await fresh();
    await storedTemplate(store, named('apple'));
    await storedTemplate(store, named('apple_pie'));

    const { templates, total } = await listTemplates(store.db, { name: 'apple', limit: 10 });
    expect([total, templates[0]?.name]).toEqual([1, 'apple']);
  });

  test('is searched for words that all occur in name, language or body, whatever their case', async () => {
    const { store } = await fresh();
    await storedTemplate(store, bodied('order_ready', 'Your ORDER is ready, Ñandú'));
    await storedTemplate(store, bodied('goodbye', 'See you, order again'));

    expect(await found(store, 'order')).toEqual(['goodbye', 'order_ready']);
    expect(await found(store, '  READY order ')).toEqual(['order_ready']);
    expect(await found(store, 'ñandÚ EN_us')).toEqual(['order_ready']);
    expect(await found(store, 'order nonsense')).toEqual([]);
    expect(await found(store, '')).toEqual(['goodbye', 'order_ready']);
  });

  test.each(['%', '_', '!', '\\', "'", '"', '50%', 'a_b', '!%', '\\%', '%_%'])(
    'takes %s as the text it is',
    async (text) => {
      const { store } = await fresh();
      await storedTemplate(store, bodied('with', `see ${text} here`));
      await storedTemplate(store, bodied('without', 'axb 50 percent of nothing'));
      const expected = text === '_' ? ['with', 'without'] : ['with'];

      // Every language code of these has an underscore, so `_` alone is in both.
      expect(await found(store, text)).toEqual(expected);
    },
  );

  test('looks at no more than eight words', async () => {
    const { store } = await fresh();
    await storedTemplate(store, bodied('numbers', 'a b c d e f g h'));

    expect(await found(store, 'a b c d e f g h unheard-of')).toEqual(['numbers']);
    expect(await found(store, `unheard-of ${'a '.repeat(100_000)}`)).toEqual([]);
  });

  test('leaves out what is gone at the provider', async () => {
    const { store } = await fresh();
    await storedTemplate(store, { review: { state: 'deleted', raw: 'DELETED' } });

    expect(await listTemplates(store.db, { limit: 10 })).toEqual({ templates: [], total: 0 });
  });

  test('for agents holds only approved, released and unchanged ones', async () => {
    const { store } = await fresh();
    for (const state of REVIEW_STATES) await enabled(store, { ...named(`is_${state}`), review: { state, raw: 'X' } });
    await storedTemplate(store, named('not_released'));
    await change(store, await enabled(store, named('changed')), { driftedAt: AT });
    const { templates, total } = await listTemplates(store.db, { sendable: true, limit: 50 });

    expect([total, ...templates.map((each) => each.name)]).toEqual([1, 'is_approved']);
  });
});

describeOnBothEngines('templates that wait for the provider', ({ fresh }) => {
  test('are looked at longest unseen first, never seen before all others', async () => {
    const { store } = await fresh();
    const waiting = async (name: string, syncedAt?: string) => {
      const id = await storedTemplate(store, {
        content: aTemplate({ name }),
        review: { state: 'pending', raw: 'PENDING' },
      });
      if (syncedAt !== undefined) await change(store, id, { syncedAt });
    };
    await waiting('second', '2026-11-20T10:00:00.000Z');
    await waiting('third', '2026-11-20T11:00:00.000Z');
    await waiting('first');
    await waiting('just_seen', AT);

    const names = async (limit: number) =>
      (await templatesToPoll(store.db, '2026-11-20T11:00:00.000Z', limit)).map((each) => each.name);

    expect(await names(10)).toEqual(['first', 'second', 'third']);
    expect(await names(1)).toEqual(['first']);
  });

  test('are those without a final verdict', async () => {
    const { store } = await fresh();
    for (const state of REVIEW_STATES) {
      await storedTemplate(store, { content: aTemplate({ name: `is_${state}` }), review: { state, raw: 'X' } });
    }

    const waiting = (await templatesToPoll(store.db, LATER, 50)).map((each) => each.review.state);
    expect(waiting.toSorted()).toEqual(['in_appeal', 'pending', 'unknown']);
  });
});

describeOnBothEngines('changing a template', ({ fresh }) => {
  test('keeps what is not spoken of', async () => {
    const { store } = await fresh();
    const id = await enabled(store, { externalId: '123', review: { state: 'paused', raw: 'PAUSED', until: LATER } });
    const before = await findTemplate(store.db, id);

    expect(await change(store, id, {})).toBe(true);
    expect(await findTemplate(store.db, id)).toEqual(before);
  });

  test('sets each fact, and takes away what is set to nothing', async () => {
    const { store } = await fresh();
    const id = await enabled(store, {
      review: { state: 'paused', raw: 'PAUSED', reason: 'FIRST_PAUSE', until: LATER },
    });
    const content = aTemplate({ body: { text: 'Theirs, with love', samples: {} } });

    await change(store, id, {
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
    await change(store, id, {
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
    await change(store, seen!.id, { review: { state: 'paused', raw: 'PAUSED' }, reviewAt: LATER });

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
});
