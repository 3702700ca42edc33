// What people write in threads of ours never acts, and they are told so, each alone.
import { describe, expect, test } from 'vitest';
import { createDispatch } from '../../../src/app/intake/dispatch.ts';
import type { MessageRef, Reply } from '../../../src/ports/chat.ts';
import { startTestApp, type TestApp } from '../../support/app/app.ts';
import { approve, proposalNow, propose, rootOf, sendable, sendRoot, sent } from '../../support/app/stories.ts';
import { actionsOf, formOf, noticeOf, textOf } from '../../support/read-card.ts';

const ELSEWHERE = { platform: 'chat', channel: 'general', message: 'm', thread: 'm' };

function says(app: TestApp, who: string, root: MessageRef, text: string, toUs?: true): Promise<Reply> {
  const { actor } = app.person(who);
  const deliveryId = app.deps.newId();
  return createDispatch(app.deps)({ kind: 'thread_message', actor, deliveryId, root, text, ...(toUs && { toUs }) });
}

describe('in the thread of a send', () => {
  test.each(['Hola Ana, ¿todo bien?', 'ok', '/send-active +5491155551234', '>> hola'])(
    '“%s” did not reach the customer, and what does is one press away',
    async (text) => {
      const app = await startTestApp();
      await sendable(app);
      const send = await sent(app);

      const told = noticeOf(await says(app, 'lucia', sendRoot(app, send).ref, text));

      expect(textOf(told)).toContain('did not reach the customer');
      expect(formOf(await app.person('lucia').presses(told, 'open_send')).summary).toContain('1234');
    },
  );

  test('who may not send is offered no button', async () => {
    const app = await startTestApp();
    await sendable(app);
    const send = await sent(app);

    const told = noticeOf(await says(app, 'sofia', sendRoot(app, send).ref, 'hola'));

    expect([textOf(told).includes('did not reach'), ...actionsOf(told)]).toEqual([true]);
  });
});

describe('in the thread of a proposal', () => {
  test.each(['ok', 'aprobado', 'pode mandar', '👍', 'LGTM!', 'I would change the greeting'])(
    '“%s” is no vote: an approver gets the buttons, alone',
    async (text) => {
      const app = await startTestApp();
      const proposal = await propose(app);

      const told = noticeOf(await says(app, 'andres', rootOf(app, proposal).ref, text));

      expect(textOf(told)).toContain('decided nothing');
      expect(actionsOf(told)).toEqual(['approve', 'reject', 'request_changes']);
      expect((await proposalNow(app, proposal.id)).state).toBe('pending');
      await app.person('andres').presses(told, 'approve');
      expect((await proposalNow(app, proposal.id)).state).toBe('approved');
    },
  );

  test('the proposer gets what a proposer can do, others nothing to press', async () => {
    const app = await startTestApp();
    const { ref } = rootOf(app, await propose(app));

    expect(actionsOf(noticeOf(await says(app, 'sofia', ref, 'ok')))).toEqual(['edit', 'withdraw']);
    expect(actionsOf(noticeOf(await says(app, 'lucia', ref, 'ok')))).toEqual([]);
  });

  test('once it is decided, its state is the answer', async () => {
    const app = await startTestApp();
    const proposal = await propose(app);
    await approve(app, proposal);

    const told = noticeOf(await says(app, 'andres', rootOf(app, proposal).ref, 'ok'));

    expect(textOf(told)).toContain('approved');
    expect(actionsOf(told)).not.toContain('approve');
  });

  test.each(['@Aval thanks!', '@Aval help', '@Aval ?', 'Aval: hola'])(
    '“%s” is answered with the help',
    async (text) => {
      const app = await startTestApp();
      const { ref } = rootOf(app, await propose(app));

      expect(textOf(noticeOf(await says(app, 'andres', ref, text, true)))).toContain('“template propose”');
    },
  );
});

describe('in a thread of other people', () => {
  test('words to us are answered with the help, all else with nothing, and nobody is recorded', async () => {
    const app = await startTestApp();

    expect(await says(app, 'andres', ELSEWHERE, 'ok')).toEqual({ show: 'nothing' });
    expect(await app.store.db.selectFrom('people').select('id').execute()).toEqual([]);
    expect(textOf(noticeOf(await says(app, 'andres', ELSEWHERE, '@Aval so?', true)))).toContain('“template propose”');
  });
});
