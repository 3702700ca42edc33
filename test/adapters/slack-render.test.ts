// Forms and cards as Block Kit: within Slack's limits at any size, nothing lost, nothing parsed, and back again unchanged.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSubmission } from '../../adapters/chat/slack/parse.ts';
import { ViewSubmission } from '../../adapters/chat/slack/payload.ts';
import { renderCard, renderNotice, renderWorking } from '../../adapters/chat/slack/render-card.ts';
import { renderForm } from '../../adapters/chat/slack/render-form.ts';
import { slackOption } from '../../adapters/chat/slack/render-options.ts';
import { fallbackText, splitText } from '../../adapters/chat/slack/render-text.ts';
import type { Card, Field, Form, Option, Values } from '../../src/views/view.ts';
import { aCard, aForm, HOSTILE_TEXT } from '../support/chat-samples.ts';
import { type Json, showView } from '../support/fake-slack-methods.ts';
import { alarmsIn, readable, stateOf } from '../support/read-slack.ts';
import { messageFaults, optionFaults, viewFaults } from '../support/slack-limits.ts';
import { slackWords } from '../support/slack-platform.ts';

// Renderers give readonly types; the checkers read plain JSON as Slack would.
const asJson = (value: object) => JSON.parse(JSON.stringify(value)) as Json;
const blocksOf = (value: { blocks: readonly object[] }) => asJson(value).blocks as Json[];
const render = (form: Form) => renderForm(form, slackWords);

const family = '👩‍👩‍👧‍👦';
const arabic = 'مرحبا بالعالم ';
const long = (size: number, piece: string) => piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
const anyText = (max: number) =>
  fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength: Math.min(max, 60) }).map((text) => text.slice(0, max)),
      fc.constantFrom(
        long(max, 'a'),
        long(max, family),
        long(max, arabic),
        HOSTILE_TEXT.slice(0, max),
        long(max, 'word '),
      ),
    )
    .map((text) => text.toWellFormed());
const label = (max: number) => anyText(max).map((text) => text.replaceAll('\n', ' ') || 'x');

/** What a person would send back without touching anything, after typing `typed`. */
function sendBack(form: Form, typed: Values = {}): Values | undefined {
  const view = asJson(render(form));
  const modal = {
    id: 'V1',
    user: 'U1',
    view: {} as Json,
    hash: '',
    open: true,
    typed: {} as Record<string, string>,
    errors: {},
  };
  showView(modal, view);
  Object.assign(modal.typed, typed);
  const payload = ViewSubmission.parse({
    type: 'view_submission',
    user: { id: 'U1' },
    team: { id: 'T1' },
    trigger_id: 't',
    view: { ...view, id: 'V1', state: { values: stateOf(view, modal.typed) } },
  });
  return parseSubmission(payload, () => undefined)?.values;
}

/** The biggest form Aval makes: ten buttons of three rows, many samples, a full body, every field wrong. */
function hugeForm(samples: number): Form {
  const fields: Field[] = [
    { kind: 'note', id: 'step', text: long(4000, 'Step two. '), tone: 'warning' },
    { kind: 'raw', id: 'raw', label: 'Body', text: long(1024, '{{1}} ') },
    {
      kind: 'preview',
      id: 'preview',
      label: 'Preview',
      message: { body: long(9000, `*${family}* `), footer: 'f', buttons: [] },
    },
    ...Array.from(
      { length: samples },
      (_, i): Field => ({
        kind: 'line',
        id: `sample.body.${i + 1}`,
        label: `Sample for {{${i + 1}}}`,
        hint: 'As in reality',
        max: 200,
      }),
    ),
    ...Array.from({ length: 10 }, (_, i): Field[] => [
      {
        kind: 'choice',
        id: `button.${i}.kind`,
        label: 'Kind',
        look: 'menu',
        options: ['quick_reply', 'url'].map((value) => ({ value, label: value })),
      },
      { kind: 'line', id: `button.${i}.label`, label: 'Label', max: 25 },
      { kind: 'line', id: `button.${i}.value`, label: 'Value', max: 2000, optional: true },
    ]).flat(),
  ];
  const inputs = fields.filter((field) => field.kind === 'line');
  return aForm({
    fields,
    context: long(255, 'c'),
    buttons: [{ id: 'back', label: 'Back' }],
    values: Object.fromEntries([
      ...inputs.map((field, i) => [field.id, `value ${i} ${arabic}`]),
      ...Array.from({ length: 10 }, (_, i) => [`button.${i}.kind`, 'url']),
    ]),
    errors: Object.fromEntries(inputs.map((field) => [field.id, 'This one is wrong, and here is why.'])),
  });
}

describe('limits', () => {
  test.each([0, 10, 60, 85, 200])(
    'a form with %i samples, ten button rows and every field wrong fits into a modal',
    (samples) => {
      const view = asJson(render(hugeForm(samples)));

      expect(viewFaults(view)).toEqual([]);
      const text = readable(view.blocks as Json[]);
      for (let i = 1; i <= samples; i += 1) expect(text).toContain(`Sample for {{${i}}}`);
      expect(text.match(/This one is wrong/g)).toHaveLength(samples + 20);
    },
  );

  test('any form fits into a modal', () => {
    const option: fc.Arbitrary<Option> = fc.record({ value: fc.uuid(), label: label(150), hint: anyText(300) });
    const field: fc.Arbitrary<Field> = fc.oneof(
      fc.record({
        kind: fc.constant('note' as const),
        id: fc.uuid(),
        text: anyText(9000),
        tone: fc.constantFrom('plain' as const, 'error' as const),
      }),
      fc.record({ kind: fc.constant('raw' as const), id: fc.uuid(), label: label(50), text: anyText(9000) }),
      fc.record({
        kind: fc.constant('lines' as const),
        id: fc.uuid(),
        label: label(2000),
        max: fc.integer({ min: 1, max: 3000 }),
        hint: anyText(900),
      }),
      fc.record({
        kind: fc.constant('choice' as const),
        id: fc.uuid(),
        label: label(80),
        look: fc.constantFrom('menu' as const, 'radio' as const),
        options: fc.array(option, { maxLength: 12 }),
      }),
      fc.record({
        kind: fc.constant('search' as const),
        id: fc.uuid(),
        label: label(80),
        total: fc.nat(1000),
        options: fc.array(option, { maxLength: 5 }),
      }),
    );
    fc.assert(
      fc.property(
        fc.array(field, { minLength: 1, maxLength: 12 }),
        anyText(4000),
        anyText(900),
        (fields, value, error) => {
          const ids = fields.map((each) => each.id);
          const form = aForm({
            fields,
            values: Object.fromEntries(
              fields.map((each) => [
                each.id,
                each.kind === 'lines' ? value : each.kind === 'choice' ? (each.options[0]?.value ?? 'gone') : 'gone',
              ]),
            ),
            errors: Object.fromEntries(ids.map((id) => [id, error])),
          });

          expect(viewFaults(asJson(render(form)))).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('any card fits into a message, a modal and its "Working…" state, and nothing of it is lost', () => {
    const card: fc.Arbitrary<Card> = fc.record({
      title: label(600),
      tone: fc.constantFrom('plain', 'working', 'good', 'warning', 'bad'),
      facts: fc.array(fc.record({ label: label(60), value: anyText(5000) }), { maxLength: 12 }),
      sections: fc.array(
        fc.oneof(
          fc.record({ kind: fc.constant('text' as const), text: anyText(9000) }),
          fc.record({ kind: fc.constant('list' as const), items: fc.array(anyText(4000), { maxLength: 8 }) }),
          fc.record({ kind: fc.constant('raw' as const), label: label(40), text: anyText(9000) }),
        ),
        { maxLength: 5 },
      ),
      actions: fc.array(
        fc.record({
          id: fc.constantFrom('approve' as const, 'enable_template' as const),
          label: label(75),
          subject: label(255),
        }),
        { maxLength: 30 },
      ),
      footer: anyText(5000),
      summary: anyText(9000).map((text) => text || 'x'),
    });
    fc.assert(
      fc.property(card, (each) => {
        const message = asJson(renderCard(each));

        expect(messageFaults(message)).toEqual([]);
        expect(viewFaults(asJson(renderNotice(each, slackWords)))).toEqual([]);
        expect(messageFaults(asJson(renderWorking(message as never, slackWords)))).toEqual([]);
        const seen = readable(message.blocks as Json[]).replace(/\s/g, '');
        for (const text of [each.title, String(each.footer), ...each.facts.map((fact) => String(fact.value))])
          expect(seen).toContain(text.replace(/\s/g, ''));
      }),
      { numRuns: 150 },
    );
  });

  test('an option with a long label stays within Slack and says the rest in its description', () => {
    const option = asJson(slackOption({ value: 'v', label: `${long(80, 'Spanish ')}(Argentina)` }));

    expect(optionFaults(option)).toEqual([]);
    expect(JSON.stringify(option)).toContain('(Argentina)');
  });

  test('a search that knows everything sends it along, in groups above a hundred', () => {
    const options = Array.from({ length: 250 }, (_, i) => ({ value: `v${i}`, label: `Template ${i}` }));
    const form = (total: number) =>
      aForm({
        fields: [{ kind: 'search', id: 'template', label: 'Template', total, options }],
        values: { template: 'v123' },
      });

    const element = (total: number) => (asJson(render(form(total))).blocks as Json[])[0]!.element as Json;
    expect(element(250)).toMatchObject({
      type: 'static_select',
      option_groups: [{}, {}, {}],
      initial_option: { value: 'v123' },
    });
    expect(element(9000)).toMatchObject({
      type: 'external_select',
      min_query_length: 0,
      initial_option: { value: 'v123' },
    });
    expect(viewFaults(asJson(render(form(250))))).toEqual([]);
  });

  test('the text of an update is cut where Slack would refuse it, never inside an escape or a character', () => {
    fc.assert(
      fc.property(anyText(9000), (text) => {
        const cut = fallbackText(text);

        expect(cut.length).toBeLessThanOrEqual(4000);
        expect(cut.replace(/&(amp|lt|gt);/g, '')).not.toMatch(/[&<>]/);
        expect(cut.isWellFormed()).toBe(true);
      }),
    );
    expect(fallbackText(long(5000, '&')).length).toBeGreaterThan(3900);
  });

  test('splitting loses nothing and breaks no character', () => {
    fc.assert(
      fc.property(anyText(7000), fc.integer({ min: 300, max: 3000 }), (text, max) => {
        const pieces = splitText(text, max);

        expect(pieces.join('')).toBe(text);
        expect(pieces.every((piece) => piece.length <= max && piece.length > 0 && piece.isWellFormed())).toBe(true);
      }),
    );
    const families = splitText(long(4000, family), 3000);
    expect([...new Intl.Segmenter('en').segment(families[0]!)].every((each) => each.segment === family)).toBe(true);
  });
});

describe('round trip', () => {
  const id = fc.uuid();
  const line = fc.record({ kind: fc.constantFrom('line' as const, 'lines' as const), id, label: label(60) });
  const options = fc
    .uniqueArray(fc.uuid(), { minLength: 1, maxLength: 12 })
    .map((values) => values.map((value) => ({ value, label: `Option ${value}` })));
  const choice = fc.record({
    kind: fc.constant('choice' as const),
    id,
    label: label(60),
    look: fc.constantFrom('menu' as const, 'radio' as const),
    options,
  });
  const search = fc.record({ kind: fc.constant('search' as const), id, label: label(60), total: fc.nat(900), options });

  test('what a form shows is what comes back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(line, choice, search), { minLength: 1, maxLength: 20 }),
        fc.infiniteStream(anyText(2900)),
        fc.nat(),
        (fields, texts, pick) => {
          const values = Object.fromEntries(
            fields.map((field) => [
              field.id,
              'options' in field ? field.options[pick % field.options.length]!.value : texts.next().value,
            ]),
          );

          expect(sendBack(aForm({ fields, values }))).toEqual(values);
        },
      ),
      { numRuns: 150 },
    );
  });

  test.each([85, 200])('a packed form with %i samples gives every value back, and takes a changed line', (samples) => {
    const form = hugeForm(samples);
    const expected = Object.fromEntries(Object.entries(form.values).map(([key, value]) => [key, value.trim()]));

    const trimmed = Object.fromEntries(Object.entries(sendBack(form) ?? {}).map(([key, value]) => [key, value.trim()]));

    expect(trimmed).toEqual(expected);
  });

  test('an emptied field comes back empty, a field the client did not echo does not come back', () => {
    const form = aForm({ values: { name: 'kept', body: 'typed', category: 'UTILITY' } });
    const view = asJson(render(form));
    const state = { ...stateOf(view, { name: '' }) } as Record<string, unknown>;
    delete state.body;

    const payload = ViewSubmission.parse({
      type: 'view_submission',
      user: { id: 'U1' },
      team: { id: 'T1' },
      view: { ...view, id: 'V1', state: { values: state } },
    });

    const values = parseSubmission(payload, () => undefined)?.values;
    expect(values).toMatchObject({ name: '' });
    expect(values).not.toHaveProperty('body');
  });

  test('a value too long for an input is shown, and left alone', () => {
    const form = aForm({
      fields: [
        { kind: 'lines', id: 'body', label: 'Body' },
        { kind: 'line', id: 'name', label: 'Name' },
      ],
      values: { body: long(3500, 'abc '), name: 'n' },
    });

    expect(readable(blocksOf(render(form)))).toContain('abc abc');
    expect(sendBack(form)).toEqual({ name: 'n' });
  });

  test('every action of a card keeps its subject, also when two have the same id', () => {
    const actions = ['a/1', 'b/1', 'c/1'].map((subject) => ({
      id: 'enable_template' as const,
      label: 'Enable',
      subject,
    }));
    const [row] = blocksOf(renderCard(aCard({ actions }))).filter((block) => block.type === 'actions');

    expect((row!.elements as Json[]).map((button) => [button.action_id, button.value])).toEqual([
      ['enable_template', 'a/1'],
      ['enable_template:2', 'b/1'],
      ['enable_template:3', 'c/1'],
    ]);
  });
});

describe('text', () => {
  test('no text anybody wrote becomes markup, a mention or a link', () => {
    fc.assert(
      fc.property(fc.oneof(anyText(500), fc.constant(HOSTILE_TEXT)), (text) => {
        const card = aCard({
          title: text,
          facts: [
            {
              label: text,
              value: [{ strong: text }, { code: text }, { mention: { name: text, ids: { console: 'ana' } } }],
            },
          ],
          sections: [
            { kind: 'list', title: text, items: [text] },
            {
              kind: 'preview',
              label: text,
              message: {
                header: { kind: 'text', text },
                body: text,
                footer: text,
                buttons: [{ kind: 'url', label: text, detail: text }],
              },
            },
          ],
          footer: text,
          summary: text || 'x',
        });
        const message = renderCard(card);

        expect(alarmsIn(message.text, blocksOf(message))).toEqual([]);
      }),
    );
  });

  test('a person with a Slack account is mentioned, a made-up id is a name', () => {
    const mention = (slack: string) =>
      JSON.stringify(
        renderCard(aCard({ sections: [{ kind: 'text', text: [{ mention: { name: 'Ana', ids: { slack } } }] }] })),
      );

    expect(mention('U0ANA')).toContain('{"type":"user","user_id":"U0ANA"}');
    expect(mention('U0ANA> <!channel')).toContain('{"type":"text","text":"Ana"}');
  });

  test("a time is shown in the reader's zone", () => {
    const blocks = JSON.stringify(
      renderCard(aCard({ footer: ['Approved ', { time: '2026-11-20T08:00:00.000Z' }] })).blocks,
    );

    expect(blocks).toContain(
      '{"type":"date","timestamp":1795161600,"format":"{date_short_pretty} {time}","fallback":"2026-11-20T08:00:00.000Z"}',
    );
  });

  test('a diff says added and removed in words a screen reader can read', () => {
    const card = aCard({
      sections: [
        {
          kind: 'diff',
          label: 'Changes',
          lines: [
            { mark: 'removed', text: 'Hi' },
            { mark: 'added', text: 'Hello' },
          ],
        },
      ],
    });

    expect(readable(blocksOf(renderCard(card)))).toContain('− Hi\n+ Hello');
  });
});
