// The list of templates: order, pages, search, and what agents may see.
import { expect, test } from 'vitest';
import { REVIEW_STATES } from '../../src/domain/review/review.ts';
import type { Template } from '../../src/domain/templates/template.ts';
import { listTemplates, templatesToPoll } from '../../src/store/templates.ts';
import { aTemplate } from '../support/app/builders.ts';
import { changedTemplate, enabledTemplate, storedTemplate } from '../support/app/stored.ts';
import { describeOnBothEngines, type TestStore } from '../support/process/database.ts';

const AT = '2026-11-20T12:05:00.000Z';
const LATER = '2026-11-20T12:10:00.000Z';

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

  test('finds an accented word whichever way its accents are written', async () => {
    const { store } = await fresh();
    await storedTemplate(store, bodied('joined', 'Café listo'));
    await storedTemplate(store, bodied('apart', 'Cafe\u0301 listo'));

    expect(await found(store, 'café')).toEqual(['apart', 'joined']);
    expect(await found(store, 'cafe\u0301')).toEqual(['apart', 'joined']);
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
    for (const state of REVIEW_STATES)
      await enabledTemplate(store, { ...named(`is_${state}`), review: { state, raw: 'X' } });
    await storedTemplate(store, named('not_released'));
    await changedTemplate(store, await enabledTemplate(store, named('changed')), { driftedAt: AT });
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
      if (syncedAt !== undefined) await changedTemplate(store, id, { syncedAt });
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
