// Forms and cards as Block Kit: within Slack's limits at any size, nothing lost, nothing parsed, and back again unchanged.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderCard, renderNotice } from '../../../../../adapters/chat/slack/drawing/render-card.ts';
import { hintText } from '../../../../../adapters/chat/slack/drawing/render-form.ts';
import { slackOption } from '../../../../../adapters/chat/slack/drawing/render-options.ts';
import { fallbackText, splitText } from '../../../../../adapters/chat/slack/drawing/render-text.ts';
import type { Card, Field, Option } from '../../../../../src/views/view.ts';
import { aCard, aForm, HOSTILE_TEXT } from '../../../../support/chat-samples.ts';
import type { Json } from '../../../../support/slack/fake-slack-methods.ts';
import { messageFaults, optionFaults, viewFaults } from '../../../../support/slack/limits.ts';
import { slackWords } from '../../../../support/slack/platform.ts';
import { alarmsIn, readable } from '../../../../support/slack/read-slack.ts';

import { anyText, asJson, blocksOf, family, hugeForm, label, long, render } from '../../../../support/slack/texts.ts';

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

describe('text', () => {
  test('a command in an error or a hint, which are plain text, is typed as it is typed here', () => {
    const hint = hintText('“template list” shows them; “quotes” stay.', 'Use “send-active +5491155551234”.');

    expect(hint).toBe('⚠️ Use /send-active +5491155551234.\n/template list shows them; “quotes” stay.');
  });

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

  test('a command is shown the way Slack wants it typed', () => {
    const blocks = JSON.stringify(renderCard(aCard({ footer: ['Try ', { command: 'template list' }] })).blocks);

    expect(blocks).toContain('{"type":"text","text":"/template list","style":{"code":true}}');
  });

  test('a time of seconds is shown to the second', () => {
    const blocks = renderCard(aCard({ footer: [{ time: '2026-11-20T08:00:05.000Z', seconds: true }] })).blocks;

    expect(JSON.stringify(blocks)).toContain('{date_short_pretty} {time_secs}","fallback":"2026-11-20 08:00:05 UTC"');
  });

  test("a time is shown in the reader's zone", () => {
    const blocks = JSON.stringify(
      renderCard(aCard({ footer: ['Approved ', { time: '2026-11-20T08:00:00.000Z' }] })).blocks,
    );

    expect(blocks).toContain(
      '{"type":"date","timestamp":1795161600,"format":"{date_short_pretty} {time}","fallback":"2026-11-20 08:00 UTC"}',
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
