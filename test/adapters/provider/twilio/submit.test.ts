// Handing a template in at Twilio: two calls that are one step, whatever gets lost between them.
import { afterEach, describe, expect, test } from 'vitest';
import { aProgress } from '../../../support/app/progress.ts';
import { type Account, startAccount } from '../../../support/twilio/account.ts';
import { aTemplate } from '../../../support/twilio/samples.ts';

let account: Account;
afterEach(() => account.stop());

// Both clocks: time that must pass between two tries is set, not waited for.
function steppedClock() {
  let now = Date.parse('2026-11-20T12:00:00.000Z');
  return { now: () => new Date(now), wait: (ms: number) => (now += ms) };
}

describe('two calls, one step', () => {
  test('a template becomes a content and a request for approval', async () => {
    account = await startAccount();

    const submitted = await account.provider.submitTemplate(aTemplate(), aProgress());

    const [content, ...more] = account.simulator.memory.contents;
    expect(more).toEqual([]);
    expect(submitted).toEqual({
      ok: true,
      value: { externalId: content?.sid, review: { state: 'pending', raw: 'received' }, category: 'UTILITY' },
    });
    expect(content?.approval).toMatchObject({ name: 'order_ready', category: 'UTILITY' });
  });

  for (const part of ['create_lost', 'create_down', 'approve_lost', 'approve_down']) {
    test(`cut off at the moment ${part}: one content, one request for approval`, async () => {
      const clock = steppedClock();
      account = await startAccount({ now: clock.now });
      const progress = aProgress();
      const template = aTemplate({ name: `order_${part}` });

      const first = await account.provider.submitTemplate(template, progress);
      const soon = await account.provider.submitTemplate(template, progress);
      clock.wait(61_000);
      const later = await account.provider.submitTemplate(template, progress);

      expect(first).toMatchObject({ ok: false, error: { kind: 'unavailable', reaction: 'retry' } });
      expect(later).toMatchObject({ ok: true });
      if (soon.ok) expect(later).toMatchObject({ value: { externalId: soon.value.externalId } });
      else expect(soon.error.retryAt).toBe('2026-11-20T12:01:00.000Z');
      expect(account.simulator.memory.contents).toHaveLength(1);
      expect(account.simulator.memory.contents[0]?.approval?.name).toBe(template.name);
    });
  }

  for (const moment of [1, 2, 3]) {
    test(`killed after note ${moment}: the next process goes on from it`, async () => {
      const clock = steppedClock();
      account = await startAccount({ now: clock.now });
      const noted = aProgress();
      let notes = 0;
      const killed = {
        read: noted.read,
        write: async (note: string) => {
          await noted.write(note);
          notes += 1;
          if (notes === moment) throw new Error('killed');
        },
      };

      await expect(account.provider.submitTemplate(aTemplate(), killed)).rejects.toThrow('killed');
      clock.wait(61_000);
      const next = await account.provider.submitTemplate(aTemplate(), noted);

      expect(next.ok).toBe(true);
      expect(account.simulator.memory.contents).toHaveLength(1);
    });
  }

  test('a leftover with the same content that never was submitted is used', async () => {
    account = await startAccount();
    await account.provider.submitTemplate(aTemplate({ name: 'order_approve_down' }), aProgress());
    const left = account.simulator.memory.contents[0]?.sid;

    const again = await account.provider.submitTemplate(aTemplate({ name: 'order_approve_down' }), aProgress());

    expect(again).toMatchObject({ ok: true, value: { externalId: left } });
    expect(account.simulator.memory.contents).toHaveLength(1);
  });

  test('other content under the same name is a conflict, and nothing is made', async () => {
    account = await startAccount();
    await account.provider.submitTemplate(aTemplate({ name: 'order_approve_down' }), aProgress());

    const other = aTemplate({ name: 'order_approve_down', body: { text: 'Anders {{1}}.', samples: { 1: 'x' } } });
    const again = await account.provider.submitTemplate(other, aProgress());

    expect(again).toMatchObject({ ok: false, error: { kind: 'rejected', fault: 'template_exists' } });
    expect(account.simulator.memory.contents).toHaveLength(1);
  });

  test('the same name in another language is another template', async () => {
    account = await startAccount();
    await account.provider.submitTemplate(aTemplate({ language: 'pt_BR' }), aProgress());

    const other = await account.provider.submitTemplate(aTemplate({ language: 'pt_PT' }), aProgress());

    expect(other.ok).toBe(true);
    expect(account.simulator.memory.contents.map(({ language }) => language)).toEqual(['pt_BR', 'pt_PT']);
  });

  test('a content whose approval is refused for good does not stand in the way of the next try', async () => {
    account = await startAccount();
    const bad = aTemplate({ name: 'Order-Ready' });

    const refused = await account.provider.submitTemplate(bad, aProgress());

    expect(refused).toMatchObject({ ok: false, error: { kind: 'rejected', code: '20001' } });
    expect(account.simulator.memory.contents).toEqual([]);
  });

  test('a category WhatsApp chose itself comes back with the answer', async () => {
    account = await startAccount();

    const submitted = await account.provider.submitTemplate(aTemplate({ name: 'sale_marketing_now' }), aProgress());

    expect(submitted).toMatchObject({ ok: true, value: { category: 'MARKETING' } });
  });

  test('an approved content cannot be edited, and says so before anybody types', async () => {
    account = await startAccount();

    expect(account.provider.capabilities.edits).toBe(false);
    expect(await account.provider.editTemplate('HX1', aTemplate())).toMatchObject({
      ok: false,
      error: { fault: 'edit_not_allowed' },
    });
  });
});
