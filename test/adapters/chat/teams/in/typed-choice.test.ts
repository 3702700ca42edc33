// Searchable fields: typing in them, and the plain way for clients that cannot search.
import { beforeEach, describe, expect, test } from 'vitest';
import { TYPED, writeDataset } from '../../../../../adapters/chat/teams/drawing/search-field.ts';
import type { InboundDeps } from '../../../../../adapters/chat/teams/in/inbound-deps.ts';
import type { Option } from '../../../../../src/views/view.ts';
import { aCard, aForm } from '../../../../support/chat-samples.ts';
import {
  ANA,
  aPress,
  aSubmission,
  cardIn,
  createInbound,
  fixture,
  type Inbound,
  PROPOSE,
  valueIn,
} from '../../../../support/teams/inbound.ts';
import type { Node } from '../../../../support/teams/read-teams.ts';
import { teamsWords as words } from '../../../../support/teams/words.ts';

let teams: Inbound;
beforeEach(() => {
  teams = createInbound();
});
const start = (change: Partial<InboundDeps>) => {
  teams = createInbound(change);
};

const IN_CHAT = { conversation: fixture('message-in-the-private-chat').conversation };
const SEND = { aval: { do: 'form', form: 'send', context: 'draft-1:1', button: 'submit' } };
const press = (data: Node, change: Node = {}) => teams.post(aPress(data, change));
const sendDialog = (data: Node, change: Node = {}) => teams.post(aSubmission(data, change));

describe('typing in a searchable field', () => {
  const many = Array.from({ length: 40 }, (_, n): Option => ({ value: `t${n}`, label: `Template ${n}`, hint: 'es' }));
  const type = (queryText: string, change: Node = {}) =>
    teams.post(
      fixture('typing-in-a-searchable-field', {
        value: { queryText, dataset: writeDataset({ form: 'send', context: 'c', field: 'template' }) },
        ...change,
      }),
    );

  test('offers what the app finds, as many as Teams shows', async () => {
    teams.options = many;

    const answer = await type('temp');

    expect(answer.body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.search.searchResponse' });
    const results = valueIn(answer).results as Node[];
    expect(results).toHaveLength(15);
    expect(results[0]).toEqual({ title: 'Template 0 – es', value: 't0' });
    expect(teams.searches).toMatchObject([
      { form: 'send', context: 'c', field: 'template', text: 'temp', actor: { id: ANA } },
    ]);
  });

  test('offers nothing when the search breaks or the field is not ours', async () => {
    teams.options = async () => {
      throw new Error('database is away');
    };

    expect((await type('x')).body).toMatchObject({ value: { results: [] } });
    expect(teams.logged).toEqual(['search failed']);
    expect((await type('x', { value: { queryText: 'x', dataset: 'npm' } })).body).toMatchObject({
      value: { results: [] },
    });
  });

  test('asks anew each time, also with the same delivery id', async () => {
    await type('a');
    await type('ab');

    expect(teams.searches.map(({ text }) => text)).toEqual(['a', 'ab']);
  });
});

describe('a choice that is typed in words', () => {
  const options: readonly Option[] = [
    { value: 'pt_BR', label: 'Portuguese (Brazil)' },
    { value: 'pt_PT', label: 'Portuguese (Portugal)', hint: 'Europe' },
  ];
  beforeEach(() => {
    teams.options = options;
    teams.answer = async (intent) => {
      if (intent.kind !== 'form') throw new Error('a form is sent');
      return intent.button === 'live' ? { show: 'form', form: aForm({ values: intent.values }) } : { show: 'nothing' };
    };
  });
  const send = (typed: string, more: Node = {}, button = 'submit') =>
    sendDialog({ aval: { ...PROPOSE.aval, button }, name: 'aviso', [`language${TYPED}`]: typed, ...more });
  const sent = () => teams.intents.map((intent) => (intent.kind === 'form' ? [intent.button, intent.values] : []));

  test.each([
    ['its label in any case', ' portuguese (BRAZIL)', 'pt_BR'],
    ['its value', 'PT_pt', 'pt_PT'],
    ['its label as the list shows it', 'Portuguese (Portugal) – Europe', 'pt_PT'],
  ])('is the thing called so: %s', async (_, typed, value) => {
    expect((await send(typed)).body).toBeUndefined();

    expect(sent()).toEqual([['submit', { name: 'aviso', language: value }]]);
    expect(teams.searches).toMatchObject([{ form: 'propose', context: 'd1:1', field: 'language', text: typed.trim() }]);
  });

  test('is the only thing found', async () => {
    teams.options = options.slice(0, 1);
    await send('portu');

    expect(sent()).toEqual([['submit', { name: 'aviso', language: 'pt_BR' }]]);
  });

  test('that could be two things comes back with what was typed, both to choose from, and nothing done', async () => {
    const answer = await send('portu');

    expect(sent()).toEqual([['live', { name: 'aviso' }]]);
    const fields = cardIn(answer).fields;
    expect(fields).toContainEqual(expect.objectContaining({ id: 'name', value: 'aviso' }));
    expect(fields).toContainEqual(
      expect.objectContaining({
        id: 'language',
        error: `Fix: ${words.notOneMatch('portu')}`,
        choices: [
          { value: 'pt_BR', title: 'Portuguese (Brazil)' },
          { value: 'pt_PT', title: 'Portuguese (Portugal) – Europe' },
        ],
      }),
    );
    expect(fields).toContainEqual(expect.objectContaining({ id: `language${TYPED}`, value: 'portu' }));
  });

  test('that is nothing at all comes back too', async () => {
    teams.options = [];

    const { fields } = cardIn(await send('klingon'));

    expect(fields).toContainEqual(
      expect.objectContaining({ id: 'language', error: `Fix: ${words.notOneMatch('klingon')}` }),
    );
    expect(fields).toContainEqual(expect.objectContaining({ id: `language${TYPED}`, value: 'klingon' }));
  });

  test('is settled by choosing among the things found, though the words still stand there', async () => {
    await send('portu', { language: 'pt_PT' });

    expect(sent()).toEqual([['submit', { name: 'aviso', language: 'pt_PT' }]]);
  });

  test('wins over what stood in the list before', async () => {
    await send('pt_br', { language: 'es' });

    expect(sent()).toEqual([['submit', { name: 'aviso', language: 'pt_BR' }]]);
  });

  test('is not settled by something else in the list', async () => {
    await send('portu', { language: 'es' });

    expect(sent()).toEqual([['live', { name: 'aviso', language: 'es' }]]);
  });

  test('left empty is no choice, and is never told to the app', async () => {
    await send('  ', { language: 'es' });

    expect(sent()).toEqual([['submit', { name: 'aviso', language: 'es' }]]);
    expect(teams.searches).toEqual([]);
  });

  test('does not hold up going back', async () => {
    await send('portu', {}, 'start_over');

    expect(sent()).toEqual([['start_over', { name: 'aviso' }]]);
  });

  test('of a form that is gone shows what the app says instead', async () => {
    teams.answer = { show: 'notice', card: aCard({ title: 'Too late' }) };

    expect(cardIn(await send('portu')).text).toContain('Too late');
  });

  test('while the search is broken says so, and nothing is done', async () => {
    teams.options = async () => {
      throw new Error('database is away');
    };

    expect(cardIn(await send('portu')).text).toContain(words.broke);
    expect(teams.intents).toEqual([]);
  });

  test('works in a form that is a card', async () => {
    start({ forms: 'card' });
    teams.options = options;
    teams.answer = { show: 'form', form: aForm() };

    const answer = await press({ ...SEND, [`template${TYPED}`]: 'portu' }, IN_CHAT);

    expect(cardIn(answer).actions).toMatchObject([{ kind: 'execute' }, { id: 'close' }]);
    expect(cardIn(answer).text).toContain(words.notOneMatch('portu'));
    expect(teams.intents).toMatchObject([{ kind: 'form', form: 'send', button: 'live' }]);
  });
});
