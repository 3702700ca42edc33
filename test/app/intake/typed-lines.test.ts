// What is typed in a hurry is understood, or refused with the whole line to copy.
import { describe, expect, test } from 'vitest';
import { startTestApp } from '../../support/app/app.ts';
import { sendable } from '../../support/app/stories.ts';
import { formOf, noticeOf, textOf } from '../../support/read-card.ts';

describe('a template’s name', () => {
  test.each(['/template show order-ready', '/template mostrar “order_ready”', '/template show Order‑Ready.'])(
    '%s shows it',
    async (line) => {
      const app = await startTestApp();
      await sendable(app);

      expect(textOf(noticeOf(await app.person('marta').types(line)))).toContain('order_ready');
    },
  );

  test.each([
    '/send-active +5491155551234 order-ready',
    '/send-active order_ready +5491155551234',
    '/send-active order-ready tel:+5491155551234',
    '/send-active `whatsapp:+5491155551234` “order_ready”',
  ])('%s opens its form', async (line) => {
    const app = await startTestApp();
    await sendable(app);

    expect(formOf(await app.person('lucia').types(line)).summary).toContain('order_ready');
  });
});

test('the corrected line keeps the template, in its text and behind its button', async () => {
  const app = await startTestApp();
  await sendable(app);

  const refused = noticeOf(await app.person('lucia').types('/send-active 5491155551234 order_ready'));

  expect(textOf(refused)).toContain('send-active +5491155551234 order_ready');
  expect(formOf(await app.person('lucia').presses(refused, 'open_send')).summary).toContain('order_ready');
});

test.each(['/template estado', '/send-active estado', '/send-active status?'])('%s lists sends', async (line) => {
  const app = await startTestApp();

  const plain = await app.person('lucia').types('/send-active status');

  expect(await app.person('lucia').types(line)).toEqual(plain);
});
