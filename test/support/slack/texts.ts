// Texts and forms at Slack's limits: long, right-to-left, emoji families, hostile.
import fc from 'fast-check';
import { renderForm } from '../../../adapters/chat/slack/drawing/render-form.ts';
import type { Field, Form } from '../../../src/views/view.ts';
import { aForm, HOSTILE_TEXT } from '../chat-samples.ts';
import type { Json } from './fake-slack-methods.ts';
import { slackWords } from './platform.ts';

// Renderers give readonly types; the checkers read plain JSON as Slack would.
export const asJson = (value: object) => JSON.parse(JSON.stringify(value)) as Json;
export const blocksOf = (value: { blocks: readonly object[] }) => asJson(value).blocks as Json[];
export const render = (form: Form) => renderForm(form, slackWords);

export const family = '👩‍👩‍👧‍👦';
export const arabic = 'مرحبا بالعالم ';
export const long = (size: number, piece: string) => piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
export const anyText = (max: number) =>
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
export const label = (max: number) => anyText(max).map((text) => text.replaceAll('\n', ' ') || 'x');

/** The biggest form Aval makes: ten buttons of three rows, many samples, a full body, every field wrong. */
export function hugeForm(samples: number): Form {
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
