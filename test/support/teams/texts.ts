// People, hostile texts and any card at all, for tests of what Teams is given.
import fc from 'fast-check';
import type { Card, Text } from '../../../src/views/view.ts';
import { HOSTILE_TEXT } from '../chat-samples.ts';
import { anyText, label } from '../slack/texts.ts';

export const ANA = '6f1a2b3c-4d5e-4f60-8a7b-9c0d1e2f3a4b';
export const BEN = '7a1a2b3c-4d5e-4f60-8a7b-9c0d1e2f3a4b';
export const person = (name: string, teams: string) => ({ mention: { name, ids: { teams } } });

/** What some client of Teams would replace, ring or draw. */
export const HOSTILE = [
  HOSTILE_TEXT,
  '{{DATE(2026-02-14T06:08:00Z, SHORT)}} {{TIME(2026-02-14T06:08:00Z)}}',
  '{{{TIME(2026-02-14T06:08:00+02:00)}}}',
  `<at>Ana</at> <AT id="0">Ben</at> &lt;at&gt;`,
  '# Title\n- item\n1. one\n> quote\n**b** _i_ [x](https://evil.example) ![x](https://evil.example/x.png)',
  '**bold**',
  'order_ready_now',
];
export const hostile = fc.oneof(
  fc.constantFrom(...HOSTILE),
  anyText(400),
  fc.tuple(anyText(40), fc.constantFrom(...HOSTILE)).map((parts) => parts.join('')),
);

const value = (max: number): fc.Arbitrary<Text> =>
  fc.oneof(
    anyText(max),
    fc.array(
      fc.oneof(
        anyText(300),
        anyText(100).map((strong) => ({ strong })),
        anyText(100).map((code) => ({ code })),
        anyText(100).map((command) => ({ command })),
        fc
          .oneof(
            fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
            anyText(30),
          )
          .map((time) => ({ time })),
        fc.tuple(hostile, fc.oneof(fc.uuid(), fc.constant(ANA), anyText(40))).map(([name, id]) => person(name, id)),
      ),
      { maxLength: 6 },
    ),
  );

export const anyCard: fc.Arbitrary<Card> = fc.record(
  {
    title: hostile,
    tone: fc.constantFrom('plain' as const, 'working' as const, 'good' as const, 'warning' as const, 'bad' as const),
    facts: fc.array(fc.record({ label: label(60), value: value(300) }), { maxLength: 8 }),
    sections: fc.array(
      fc.oneof(
        value(1500).map((each) => ({ kind: 'text' as const, text: each })),
        fc.array(value(300), { maxLength: 6 }).map((items) => ({ kind: 'list' as const, items })),
        fc.record({ kind: fc.constant('raw' as const), label: label(40), text: anyText(1500) }),
        fc.record({
          kind: fc.constant('preview' as const),
          label: label(40),
          message: fc.record({ body: anyText(1024), footer: anyText(60), buttons: fc.constant([]) }),
        }),
        fc.record({
          kind: fc.constant('diff' as const),
          label: label(40),
          lines: fc.array(
            fc.record({
              mark: fc.constantFrom('same' as const, 'added' as const, 'removed' as const),
              text: anyText(40),
            }),
            { maxLength: 100 },
          ),
        }),
      ),
      { maxLength: 4 },
    ),
    actions: fc.array(
      fc.record(
        {
          id: fc.constantFrom('approve' as const, 'enable_template' as const, 'withdraw' as const),
          label: label(75),
          subject: anyText(255),
          style: fc.constantFrom('primary' as const, 'danger' as const),
          opensForm: fc.constant(true as const),
          confirm: fc.record({ title: label(30), text: label(300), yes: label(30), no: label(30) }),
        },
        { requiredKeys: ['id', 'label', 'subject'] },
      ),
      { maxLength: 12 },
    ),
    footer: value(600),
    summary: anyText(600).map((each) => each || 'x'),
  },
  { requiredKeys: ['title', 'tone', 'facts', 'sections', 'actions', 'summary'] },
);
