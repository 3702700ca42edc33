// Guests of a workspace: not among everyone, told so, and let in where the configuration names them.
import { expect, test } from 'vitest';
import { createDispatch } from '../../../src/app/intake/dispatch.ts';
import type { Reply } from '../../../src/ports/chat.ts';
import { startTestApp, type TestApp } from '../../support/app/app.ts';
import { roleTable } from '../../support/app/settings.ts';
import { noticeOf, textOf } from '../../support/read-card.ts';

function proposes(app: TestApp, guest: boolean): Promise<Reply> {
  const actor = { platform: 'chat', tenant: 'home', id: 'gast', name: 'Gast', ...(guest && { guest: true as const }) };
  return createDispatch(app.deps)({
    kind: 'command',
    actor,
    deliveryId: app.store.newId(),
    command: 'template',
    text: 'propose',
  });
}

test('a guest may not propose though everyone may, and reads why and whom to ask', async () => {
  const app = await startTestApp();

  expect((await proposes(app, false)).show).toBe('form');
  const refusal = textOf(noticeOf(await proposes(app, true)));
  expect(refusal).toMatch(/guest.*only when the configuration names them/);
});

test('a guest who is named may', async () => {
  const app = await startTestApp({ roles: roleTable({ proposer: ['chat:gast'], admin: ['chat:marta'] }) });

  expect((await proposes(app, true)).show).toBe('form');
});
