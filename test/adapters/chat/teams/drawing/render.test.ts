// Cards as Adaptive Cards: accepted at any size, nothing lost, nothing parsed.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../../../../adapters/chat/teams/drawing/limits.ts';
import { renderCard } from '../../../../../adapters/chat/teams/drawing/render-card.ts';
import type { Card, Text } from '../../../../../src/views/view.ts';
import { aCard } from '../../../../support/chat-samples.ts';
import { long } from '../../../../support/slack/texts.ts';
import { cardFaults } from '../../../../support/teams/card-faults.ts';
import { alarmsIn, readCard } from '../../../../support/teams/read-teams.ts';
import { ANA, anyCard, BEN, HOSTILE, hostile, person } from '../../../../support/teams/texts.ts';
import { teamsWords as words } from '../../../../support/teams/words.ts';

const how = { forms: 'dialog', words } as const;
const draw = (change: Partial<Card>) => renderCard(aCard(change), how);
const text = (value: Text) => draw({ sections: [{ kind: 'text', text: value }] });

describe('text', () => {
  test.each(HOSTILE)('stays as written, everywhere on a card: %s', (written) => {
    const card = draw({
      title: written,
      facts: [
        { label: written, value: [{ strong: written }, ' ', { code: written }, ' ', person(written, 'not an id')] },
      ],
      sections: [
        { kind: 'text', text: written },
        { kind: 'list', title: written, items: [written, [{ strong: written }]] },
        { kind: 'raw', label: written, text: written },
        { kind: 'diff', label: written, lines: [{ mark: 'added', text: written }] },
        {
          kind: 'preview',
          label: written,
          message: {
            header: { kind: 'text', text: written },
            body: '',
            footer: written,
            buttons: [{ kind: 'url', label: written, detail: written }],
          },
        },
      ],
      footer: written,
      summary: written,
    });

    expect(alarmsIn(card)).toEqual([]);
    expect(readCard(card).text.split(written)).toHaveLength(1 + 19);
    expect(cardFaults(card)).toEqual([]);
  });

  test('stays as written also beside a mention', () => {
    fc.assert(
      fc.property(hostile, hostile, (written, name) => {
        const card = text([written, person(name, ANA), { strong: written }]);

        expect(readCard(card).mentions).toHaveLength(1);
        expect(alarmsIn(card)).toEqual([`mention <at>${readCard(card).mentions[0]!.name}</at>`]);
        expect(readCard(card).text).toContain(readable(written));
        expect(cardFaults(card)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('strong is bold, code and commands are in a fixed width', () => {
    const runs = JSON.stringify(text([{ strong: 'now' }, { code: 'x_1' }, { command: 'template list' }]));

    expect(runs).toContain('{"type":"TextRun","text":"now","weight":"bolder"}');
    expect(runs).toContain('{"type":"TextRun","text":"x_1","fontType":"monospace"}');
    expect(runs).toContain('{"type":"TextRun","text":"template list","fontType":"monospace"}');
  });

  test("a time is shown in the reader's zone, a broken one as it is", () => {
    expect(JSON.stringify(text(['At ', { time: '2026-11-20T08:00:00.000Z' }]))).toContain(
      '"{{DATE(2026-11-20T08:00:00Z, SHORT)}} {{TIME(2026-11-20T08:00:00Z)}}"',
    );
    expect(readCard(text([{ time: '2026-11-20T08:00:00.123Z' }])).times).toEqual(['2026-11-20T08:00:00Z']);
    expect(readCard(text([{ time: 'soon' }]))).toMatchObject({ times: [], text: expect.stringContaining('soon') });
    expect(readCard(text([{ time: '+012026-11-20T08:00:00Z' }])).times).toEqual([]);
  });

  test('a title is a heading for screen readers where no character of it could be read as markup', () => {
    expect(draw({ title: 'Your messages', tone: 'good' }).body[0]).toMatchObject({
      style: 'good',
      items: [{ type: 'TextBlock', style: 'heading', text: '✅ Your messages' }],
    });
    expect(draw({ title: 'Template order_ready' }).body[0]).toMatchObject({ items: [{ type: 'RichTextBlock' }] });
    for (const title of ['1. one', ' x', 'evil.example', 'a\nb', '- a', '+1', 'x:y', 'a_b', '🙂 *'])
      expect(draw({ title }).body[0], title).toMatchObject({ items: [{ type: 'RichTextBlock' }] });
  });

  test('the tone is said by a sign and a style beside the words', () => {
    const tones = (['plain', 'working', 'good', 'warning', 'bad'] as const).map((tone) => {
      const card = draw({ title: 'Sent', tone });
      return [readCard(card).text.split('\n')[0], (card.body[0] as { style: string }).style];
    });

    expect(tones).toEqual([
      ['Sent', 'default'],
      ['⏳ Sent', 'accent'],
      ['✅ Sent', 'good'],
      ['⚠️ Sent', 'warning'],
      ['❌ Sent', 'attention'],
    ]);
  });
});

describe('mentions', () => {
  test('a sentence without markup rings in place', () => {
    const card = text([person('Ana Nasser', ANA), ', please decide until ', { time: '2026-11-20T08:00:00Z' }, '.']);

    expect(card.body.at(-1)).toMatchObject({
      type: 'TextBlock',
      text: '<at>Ana Nasser</at>, please decide until {{DATE(2026-11-20T08:00:00Z, SHORT)}} {{TIME(2026-11-20T08:00:00Z)}}.',
    });
    expect(card.msteams?.entities).toEqual([
      { type: 'mention', text: '<at>Ana Nasser</at>', mentioned: { id: ANA, name: 'Ana Nasser' } },
    ]);
    expect(cardFaults(card)).toEqual([]);
  });

  test('any other sentence stays plain text, with a line of names below it', () => {
    const card = text([person('Ana', ANA), ', ', person('Ben', BEN), ': order_ready waits. ', person('Ana', ANA)]);

    expect(readCard(card).text).toContain('Ana, Ben: order_ready waits. Ana\n@Ana @Ben');
    expect(readCard(card).mentions.map(({ id }) => id)).toEqual([ANA, BEN]);
    expect(cardFaults(card)).toEqual([]);
  });

  test('two people of one name are two people', () => {
    const card = text(['Ask ', person('Ana', ANA), ' or ', person('Ana', BEN)]);

    expect(readCard(card).mentions).toEqual([
      { id: ANA, name: 'Ana' },
      { id: BEN, name: 'Ana (2)' },
    ]);
    expect(cardFaults(card)).toEqual([]);
  });

  test('a name cannot break out of its mention, and somebody without a Teams account is a name', () => {
    const evil = text([person('A</at><at>everyone</at> **b** [x](http://e.example)', ANA), ' decides']);

    expect(readCard(evil).mentions).toEqual([{ id: ANA, name: 'A at at everyone at b x (http e example)' }]);
    expect(alarmsIn(evil)).toHaveLength(1);
    expect(readCard(text([person('<>', ANA)])).mentions).toEqual([{ id: ANA, name: '…' }]);
    expect(readCard(text([{ mention: { name: 'Eva', ids: { slack: 'U1' } } }]))).toMatchObject({
      mentions: [],
      text: expect.stringContaining('Eva'),
    });
  });

  test.each(['facts', 'list', 'footer'] as const)('ring in %s too', (where) => {
    const value = ['For ', person('Ana', ANA)];
    const card = draw({
      ...(where === 'facts' && { facts: [{ label: 'Who', value }] }),
      ...(where === 'list' && { sections: [{ kind: 'list', items: [value] }] }),
      ...(where === 'footer' && { footer: value }),
    });

    expect(readCard(card).mentions).toEqual([{ id: ANA, name: 'Ana' }]);
    expect(cardFaults(card)).toEqual([]);
  });
});

describe('any card', () => {
  test('is accepted, keeps every text and every subject, and rings nobody it does not mention', () => {
    fc.assert(
      fc.property(anyCard, fc.constantFrom('dialog' as const, 'card' as const), (card, forms) => {
        const drawn = renderCard(card, { forms, words });
        const seen = readCard(drawn);

        expect(cardFaults(drawn)).toEqual([]);
        expect(seen.actions.map(({ id, subject, label: title }) => [id, subject, title])).toEqual(
          card.actions.map((each) => [each.id, each.subject, each.label]),
        );
        expect(alarmsIn(drawn)).toEqual((drawn.msteams?.entities ?? []).map((each) => `mention ${each.text}`));
        const whole = [card.title, ...card.facts.map((fact) => fact.label), ...card.sections.flatMap(wordsOf)];
        for (const part of whole) expect(seen.text).toContain(readable(part));
      }),
      { numRuns: 200 },
    );
  });

  test('the size is counted as Teams counts it', () => {
    expect(bytesOf({ a: '👋' })).toBe(2 * '{"a":"👋"}'.length);
    expect(cardFaults(text(long(50_000, 'a')))).toEqual([expect.stringContaining('81920 bytes')]);
  });
});

/** As a reader sees it: no-break spaces are spaces, word joiners nothing. */
function readable(written: string): string {
  return written.replaceAll('\u2060', '').replaceAll('\u00A0', ' ');
}

function wordsOf(section: Card['sections'][number]): readonly string[] {
  if (section.kind === 'text') return typeof section.text === 'string' ? [section.text] : [];
  if (section.kind === 'raw') return [section.label, section.text];
  if (section.kind === 'diff') return [section.label, ...section.lines.map((line) => line.text)];
  return [];
}
