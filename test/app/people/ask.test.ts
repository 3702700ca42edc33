// Nobody is sent to themselves: what is refused names somebody else, or says what the reader can do.
import { expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../support/app/app.ts';
import { roleTable } from '../../support/app/settings.ts';
import { CUSTOMER, FILLED, propose, rootOf, sendable, sent } from '../../support/app/stories.ts';
import { noticeOf, textOf } from '../../support/read-card.ts';

const LOCKED = { kind: 'unauthorized', fault: 'account_locked', reaction: 'stop_sender', code: '131031' } as const;

async function said(app: TestApp, who: string, line: string): Promise<string> {
  return textOf(noticeOf(await app.person(who).types(line)));
}

test('a stopped sender: an agent is told to ask Marta, and Marta what she can do', async () => {
  const app = await startTestApp();
  await sendable(app);
  const form = await app.person('marta').opens('/send-active +5491155559999 order_ready');
  app.provider.script('sendTemplate', LOCKED);
  await sent(app);
  const line = '/send-active +5491155559999 order_ready';

  const gate = textOf(noticeOf(await app.person('marta').sends(form, FILLED)));

  expect(await said(app, 'lucia', line)).toContain('Ask Marta');
  for (const text of [gate, await said(app, 'marta', line)]) {
    expect(text).toContain('you can let it send again');
    expect(text).not.toContain('Ask ');
  }
});

test('a template that is not enabled: who may enable it is told how, and nobody to ask', async () => {
  const app = await startTestApp({
    roles: roleTable({ approver: ['chat:andres'], agent: ['chat:andres', 'chat:lucia'], admin: ['chat:marta'] }),
  });
  const { id } = await sendable(app);
  await app.person('marta').clicks('disable_template', id);

  for (const line of [`/send-active ${CUSTOMER} order_ready`, `/send-active ${CUSTOMER}`]) {
    for (const who of ['andres', 'marta']) {
      expect(await said(app, who, line)).toContain('can enable');
      expect(await said(app, who, line)).not.toContain('Ask ');
    }
    expect(await said(app, 'lucia', line)).toContain('Ask Marta');
  }
});

test('one’s own proposal: another approver, else an admin, else how to name somebody', async () => {
  const onOwn = async (roles: Parameters<typeof roleTable>[0]) => {
    const app = await startTestApp({ roles: roleTable(roles) });
    for (const who of ['elena', 'marta']) await app.person(who).types('/template help');
    const proposal = await propose(app, undefined, 'andres');
    return textOf(noticeOf(await app.person('andres').presses(rootOf(app, proposal).card, 'approve')));
  };

  expect(await onOwn({ approver: ['chat:andres', 'chat:elena'], admin: ['chat:marta'] })).toContain('Ask Elena.');
  expect(await onOwn({ approver: ['chat:andres'], admin: ['chat:marta'] })).toContain('Ask Marta.');
  const alone = await onOwn({ approver: ['chat:andres'], admin: ['chat:andres'] });
  expect(alone).toContain('nobody else may decide');
  expect(alone).not.toContain('Ask ');
});

test('the help tells an admin where roles are given, and others who gives them', async () => {
  const app = await startTestApp();
  await app.person('marta').types('/template help');

  expect(await said(app, 'marta', '/template help')).toContain('You are an admin');
  expect(await said(app, 'lucia', '/send-active help')).toContain('Roles are given by Marta');
});
