// Each step of the proposal form refuses what it shows, so that nobody gets to the last page to be refused there.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { META } from '../../../adapters/provider/meta/facts.ts';
import { TWILIO } from '../../../adapters/provider/twilio/facts.ts';
import { stepOfField } from '../../../src/domain/templates/fields.ts';
import type { Reply } from '../../../src/ports/chat.ts';
import type { Form, Values } from '../../../src/views/view.ts';
import { startTestApp, type TestApp } from '../../support/app/app.ts';
import { typed } from '../../support/app/stories.ts';
import { formOf } from '../../support/read-card.ts';

const oneOf = (...values: readonly string[]) => fc.constantFrom(...values);
const LINKS = ['https://example.com/', 'https://example.com/{{1}}', 'https://localhost/a', 'hola', ''];
const text = oneOf(
  '',
  'Yes',
  'Yes',
  '😀',
  '{{1}}',
  'a'.repeat(30),
  'two\nlines',
  '+5491155551234',
  '123',
  'SPRING25',
  ...LINKS,
);
const button = (index: number) => ({
  [`button.${index}.kind`]: oneOf('quick_reply', 'url', 'phone', 'copy_code', ''),
  [`button.${index}.label`]: text,
  [`button.${index}.value`]: text,
  [`sample.button.${index}`]: text,
});
const anything = fc.record({
  name: oneOf('order_ready', 'Order', ''),
  language: oneOf('en_US', 'xx', ''),
  category: oneOf('UTILITY', 'MARKETING', 'AUTHENTICATION', ''),
  header_format: oneOf('none', 'text', 'image', 'video', 'document', 'location'),
  header_text: oneOf('', 'Hello', 'Hi {{1}} and {{2}}', 'Hi 😀', 'a'.repeat(61)),
  body: oneOf(
    '',
    'Your order is ready.',
    'Hi {{1}}, {{name}}',
    '{{1}} first',
    'Hi {{1}}, your order {{2}} is ready.',
    'a'.repeat(1025),
  ),
  footer: oneOf('', 'Bye', '{{1}}', 'a\nb', 'Bye 😀'),
  button_count: oneOf('0', '1', '3', '10'),
  header_media: oneOf(
    '',
    'hola',
    'https://example.com/a.jpg',
    'https://example.com/a.png',
    'https://example.com/a.mp4',
  ),
  'sample.header.1': text,
  'sample.body.1': oneOf('', 'Ana', 'a\n\n\n\n\nb', 'x'.repeat(1200)),
  'sample.body.2': text,
  'sample.body.name': text,
  auth_expiry: oneOf('', '10', 'abc', '900'),
  ...button(0),
  ...button(1),
  ...button(2),
});

const PROVIDERS = [
  ['Meta', META],
  ['Twilio', TWILIO],
] as const;

const stepOf = (form: Form) => Number(form.context.at(-1));

/** Sends each step as it stands until one is refused or the last one is shown. */
async function walk(app: TestApp, values: Values): Promise<Form> {
  const sofia = app.person('sofia');
  let form = await sofia.opens('/template propose');
  for (let pressed = 0; pressed < 3 && stepOf(form) < 3; pressed += 1) {
    form = formOf(await sofia.sends(form, values));
    if (Object.keys(form.errors).length > 0) return form;
  }
  return form;
}

test.each(PROVIDERS)(
  '%s: a fault of a field is shown by the step that shows the field, where it can be read',
  async (_name, facts) => {
    const app = await startTestApp({ facts: { main: facts } });
    await fc.assert(
      fc.asyncProperty(anything, async (values) => {
        const form = await walk(app, values);

        for (const field of Object.keys(form.errors)) {
          expect([stepOfField(field) ?? 1, field]).toEqual([stepOf(form), field]);
          const shown = form.fields.map(({ id }) => id);
          expect(shown.includes(field) || shown.includes(`error.${field}`)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  },
);

test.each(PROVIDERS)('%s: whoever is shown the last page is not refused there', async (_name, facts) => {
  const app = await startTestApp({ facts: { main: facts } });
  const isTaken = (reply: Reply) => reply.show === 'notice';
  await fc.assert(
    fc.asyncProperty(anything, async (some) => {
      // Near enough to a good one that many get to the end.
      const good = typed();
      const kept = Object.entries(some).filter(([id]) => !['name', 'language', 'category', 'body'].includes(id));
      const name = `order_${app.deps.newId().replace(/\W/g, '').toLowerCase()}`;
      const form = await walk(app, { ...good, ...Object.fromEntries(kept), name });
      if (stepOf(form) < 3) return;

      expect(isTaken(await app.person('sofia').sends(form))).toBe(true);
    }),
    { numRuns: 100 },
  );
});
