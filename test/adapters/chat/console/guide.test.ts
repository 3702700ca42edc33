// The guided path is read from what happened: cards that change, and messages on the phone.
import { describe, expect, test } from 'vitest';
import type { Desk } from '../../../../adapters/chat/console/desk.ts';
import type { Reader } from '../../../../adapters/chat/console/drawing/reader.ts';
import { exampleFor } from '../../../../adapters/chat/console/pages/example.ts';
import { factsOf, readGuide } from '../../../../adapters/chat/console/pages/guide.ts';
import { openState } from '../../../../adapters/chat/console/state.ts';
import type { Card, Tone } from '../../../../src/views/view.ts';
import { aCard, aForm } from '../../../support/chat-samples.ts';
import { deskDeps } from '../../../support/console/desk.ts';

const pending = aCard();
const drawn = (tone: Tone, actions: Card['actions'] = []) => aCard({ tone, actions });
const offering = (id: Card['actions'][number]['id']) => drawn('good', [{ id, label: id, subject: 't' }]);

describe('a repaint', () => {
  test.each([
    ['approved at once', pending, drawn('good'), ['approved']],
    ['approved after work', drawn('working'), drawn('good'), ['approved']],
    ['rejected', pending, drawn('bad'), []],
    ['withdrawn', pending, drawn('plain'), []],
    ['sent back for changes', pending, drawn('warning', [{ id: 'edit', label: 'Edit', subject: 'p' }]), []],
    ['still worked on', pending, drawn('working'), []],
    ['one vote of two', pending, aCard({ tone: 'good' }), []],
    ['reviewed, to be enabled', undefined, offering('enable_template'), ['reviewed']],
    ['enabled', offering('enable_template'), offering('disable_template'), ['reviewed']],
    ['new', undefined, drawn('good'), []],
  ])('%s', (_, before, after, facts) => {
    expect(factsOf(before, after)).toEqual(facts);
  });
});

describe('the step', () => {
  async function stepAfter(...cards: readonly Card[]) {
    const state = await openState(deskDeps());
    for (const [index, card] of cards.entries())
      await state.post({ key: `${index}`, place: 'a', author: 'aval', content: { kind: 'card', card } });
    return { state, guide: () => readGuide(state, undefined, ['a']) };
  }

  test('nothing yet, a request waiting, a request being decided', async () => {
    expect((await stepAfter()).guide()).toEqual({ done: 0 });
    expect((await stepAfter(pending)).guide()).toMatchObject({ done: 1, waiting: { place: 'a' } });
    expect((await stepAfter(drawn('working'))).guide()).toEqual({ done: 1 });
    expect((await stepAfter(drawn('bad'))).guide()).toEqual({ done: 0 });
  });

  test('a request sent back for changes leads its proposer to it', async () => {
    const edit = { id: 'edit', label: 'Edit', subject: 'p' } as const;
    expect((await stepAfter(drawn('warning', [edit]))).guide()).toMatchObject({ done: 0, toRevise: { place: 'a' } });
    expect((await stepAfter(aCard({ actions: [...pending.actions, edit] }))).guide()).not.toHaveProperty('toRevise');
  });

  test('an accepted template has to be enabled before it is the turn of sending', async () => {
    const { state, guide } = await stepAfter(offering('enable_template'));
    await state.learn('approved');
    await state.learn('reviewed');
    expect(guide()).toMatchObject({ done: 2, toEnable: { place: 'a' } });

    await state.update(guide().toEnable!.id, offering('disable_template'));

    expect(guide()).toEqual({ done: 3 });
  });
});

describe('an example', () => {
  const desk = {
    settings: { examples: { en: { propose: { name: 'order_ready', body: 'Hi', category: 'UTILITY', unknown: 'x' } } } },
  } as unknown as Desk;
  const reader = { language: 'en' } as Reader;
  const filled = (values: Record<string, string>, id: 'propose' | 'send' = 'propose') =>
    exampleFor(desk, reader, aForm({ id, values }));

  test('fills what is empty, and choices while nothing was typed', () => {
    expect(filled({})).toEqual({ name: 'order_ready', body: 'Hi', category: 'UTILITY' });
    expect(filled({ category: 'MARKETING' })).toEqual({ name: 'order_ready', body: 'Hi', category: 'UTILITY' });
    expect(filled({ category: 'MARKETING', name: 'mine' })).toEqual({ body: 'Hi' });
  });

  test('also fills a menu nobody has moved from its first entry', () => {
    const header = { kind: 'choice', id: 'category', label: 'Header', look: 'menu' } as const;
    const options = ['none', 'text'].map((value) => ({ value, label: value }));
    const name = { kind: 'line', id: 'name', label: 'Name' } as const;
    const body = { ...name, id: 'body' };
    const filledFrom = (category: string) =>
      exampleFor(
        desk,
        reader,
        aForm({ fields: [{ ...header, options }, name, body], values: { category, name: 'x' } }),
      );

    expect(filledFrom('none')).toEqual({ category: 'UTILITY', body: 'Hi' });
    expect(filledFrom('text')).toEqual({ body: 'Hi' });
  });

  test('is not offered when everything is written, or for forms without one', () => {
    expect(filled({ name: 'mine', body: 'mine', category: 'MARKETING' })).toEqual({});
    expect(filled({}, 'send')).toEqual({});
  });
});
