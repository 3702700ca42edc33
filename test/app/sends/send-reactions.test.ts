// What a provider's refusal of one message teaches about the customer, the template and the sender.
import { describe, expect, test } from 'vitest';
import type { Failure } from '../../../src/domain/fault.ts';
import { DAY, HOUR, startTestApp, type TestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { aFailure } from '../../support/app/fake-provider.ts';
import { FILLED, press, sendable, sendNow, sendRoot, sent } from '../../support/app/stories.ts';
import { actionsOf, cardOf, noticeOf, textOf } from '../../support/read-card.ts';

const LOCKED: Failure = { kind: 'unauthorized', fault: 'account_locked', reaction: 'stop_sender', code: '131031' };

async function contact(app: TestApp) {
  return app.store.db.selectFrom('contacts').selectAll().executeTakeFirstOrThrow();
}

describe.each(['in the answer', 'by webhook'] as const)('told %s', (how) => {
  async function failsWith(app: TestApp, failure: Failure, template = aTemplate()) {
    await sendable(app, template);
    if (how === 'in the answer') {
      app.provider.script('sendTemplate', failure);
      return sent(app);
    }
    const send = await sent(app);
    const event = { id: 'f-1', at: app.clock.iso(), externalId: 'wamid.1', status: 'failed' as const, aliases: [] };
    await app.hook([{ kind: 'delivery', failure, ...event }]);
    await app.settle();
    return sendNow(app, send.number);
  }

  test('131049: no marketing to this customer for a day, utility still', async () => {
    const app = await startTestApp();
    const offer = aTemplate({ category: 'MARKETING' });
    const send = await failsWith(app, aFailure({ fault: 'marketing_cap', code: '131049' }), offer);
    await sendable(app, aTemplate({ name: 'utility_one' }));
    const lucia = app.person('lucia');
    const tries = async (name: string) => lucia.sends(await lucia.opens(`/send-active ${send.phone} ${name}`), FILLED);

    expect(textOf(noticeOf(await tries('order_ready')))).toContain('✗ Not opted out');
    expect(textOf(noticeOf(await tries('utility_one')))).not.toContain('✗');
    app.skip(DAY);
    expect(textOf(noticeOf(await tries('order_ready')))).not.toContain('✗');
  });

  test('131050: the customer is suppressed for marketing', async () => {
    const app = await startTestApp();

    await failsWith(app, aFailure({ fault: 'opted_out', code: '131050' }), aTemplate({ category: 'MARKETING' }));

    expect(await contact(app)).toMatchObject({ opted_out_at: app.clock.iso(), stopped_at: null });
  });

  test('131050 on a send held for utility: WhatsApp’s own switch ends marketing alone', async () => {
    const app = await startTestApp();

    const send = await failsWith(app, aFailure({ fault: 'opted_out', code: '131050', scope: 'marketing' }));

    expect(await contact(app)).toMatchObject({ opted_out_at: app.clock.iso(), stopped_at: null });
    const form = await app.person('lucia').opens(`/send-active ${send.phone} order_ready`);
    expect(textOf(noticeOf(await app.person('lucia').sends(form, FILLED)))).not.toContain('✗');
  });

  test('refused though it was no marketing: nothing gets through to this customer until they lift it', async () => {
    const app = await startTestApp();

    const send = await failsWith(app, aFailure({ fault: 'opted_out', code: '21610' }));

    expect(await contact(app)).toMatchObject({ stopped_at: app.clock.iso(), stopped_by: 'provider' });
    const form = await app.person('lucia').opens(`/send-active ${send.phone} order_ready`);
    expect(textOf(noticeOf(await app.person('lucia').sends(form, FILLED)))).toContain('they have to write START');
  });

  test('the provider’s own end of its cap on marketing counts', async () => {
    const app = await startTestApp();
    const retryAt = app.clock.iso(2 * DAY);

    await failsWith(app, aFailure({ fault: 'marketing_cap', retryAt }), aTemplate({ category: 'MARKETING' }));

    expect((await contact(app)).marketing_blocked_until).toBe(retryAt);
  });

  test('131026: the number counts as unreachable', async () => {
    const app = await startTestApp();

    const send = await failsWith(app, aFailure({ fault: 'undeliverable', code: '131026' }));

    expect(send).toMatchObject({ state: 'failed', failure: { code: '131026' } });
    expect((await contact(app)).unreachable_at).toBe(app.clock.iso());
    expect(actionsOf(sendRoot(app, send).card)).toEqual([]);
  });

  test('132015: the template is read again, and its pause told', async () => {
    const app = await startTestApp();
    app.provider.script('findTemplate', (would) => {
      app.provider.holds(aTemplate(), { review: { state: 'paused', raw: 'PAUSED' } });
      return would();
    });

    await failsWith(app, aFailure({ fault: 'template_paused', reaction: 'template', code: '132015' }));

    expect(app.chat.channel('admins').map(({ card }) => card.title)).toEqual(['Meta paused order_ready']);
  });

  test('131031: the sender stops, admins are told once, and nothing more leaves', async () => {
    const app = await startTestApp();
    await failsWith(app, LOCKED);

    const waiting = await sendOther(app);
    await app.pass(DAY);

    expect(app.chat.channel('admins').map(({ card }) => card.title)).toEqual(['Sender Sender main is stopped']);
    expect(textOf(app.chat.channel('admins')[0]!.card)).toContain('131031');
    expect(app.provider.sends).toHaveLength(1);
    expect(waiting).toBe('refused');
  });
});

/** Another message after the stop: the form says so at once. */
async function sendOther(app: TestApp): Promise<'refused' | 'open'> {
  const reply = await app.person('lucia').types('/send-active +5491155559999 order_ready');
  return reply.show === 'notice' && textOf(reply.card).includes('stopped') ? 'refused' : 'open';
}

test('what waited for a stopped sender leaves when an admin resumes it, and not before', async () => {
  const app = await startTestApp();
  await sendable(app);
  app.provider.script('sendTemplate', LOCKED);
  const refused = await press(app);
  app.skip(1_000);
  const waiting = await press(app, FILLED, '+5491155559999');
  await app.pass(HOUR);
  expect((await sendNow(app, refused.number)).state).toBe('failed');
  expect((await sendNow(app, waiting.number)).state).toBe('queued');
  expect(textOf(sendRoot(app, waiting).card)).toContain('sender is stopped');

  const notice = app.chat.channel('admins')[0]!.card;
  noticeOf(await app.person('lucia').presses(notice, 'resume_sender'));
  const resumed = cardOf(await app.person('marta').presses(notice, 'resume_sender'));
  const again = noticeOf(await app.person('marta').presses(notice, 'resume_sender'));
  await app.pass(60_000);

  expect(textOf(resumed)).toContain('Marta resumed');
  expect(textOf(again)).toContain('running already');
  expect((await sendNow(app, waiting.number)).state).toBe('accepted');
});

test('a stopped sender refuses every new message, and says whom to ask', async () => {
  const app = await startTestApp();
  await sendable(app);
  const lucia = app.person('lucia');
  const open = await lucia.opens('/send-active +5491155559999 order_ready');
  app.provider.script('sendTemplate', LOCKED);
  await sent(app);

  const command = noticeOf(await lucia.types('/send-active +5491155559999 order_ready'));
  const form = noticeOf(await lucia.sends(open, FILLED));

  for (const notice of [command, form]) {
    expect(textOf(notice)).toContain('Sender main');
    expect(textOf(notice)).toContain('Marta');
  }
  expect(textOf(form)).toContain('✗ Sender');
});

test('a restriction told by webhook stops the sender; its end is only told', async () => {
  const app = await startTestApp();
  await sendable(app);
  const event = { kind: 'sender', at: app.clock.iso(), detail: 'SPAM' } as const;

  await app.hook([{ ...event, id: 's-1', state: 'restricted' }]);
  await app.settle();
  await app.hook([{ ...event, id: 's-2', state: 'restored', detail: 'REINSTATE' }]);
  await app.settle();

  expect(app.chat.channel('admins').map(({ card }) => card.title)).toEqual([
    'Sender Sender main is stopped',
    'News about sender Sender main',
  ]);
  expect(await sendOther(app)).toBe('refused');
});

test('a sender that is not ours cannot be resumed', async () => {
  const app = await startTestApp();

  const refused = noticeOf(await app.person('marta').clicks('resume_sender', '__proto__'));

  expect(textOf(refused)).toContain('no sender');
});
