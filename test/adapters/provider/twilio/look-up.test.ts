// A send nobody answered for: our own callback settles it first, Twilio's list of messages second.
import { afterEach, describe, expect, test } from 'vitest';
import type { LookUp } from '../../../../src/ports/provider.ts';
import { aProgress } from '../../../support/app/progress.ts';
import { eventually } from '../../../support/eventually.ts';
import { type FakeMeta as Scripted, startFakeMeta as startScripted } from '../../../support/meta/fake-meta.ts';
import { type Account, startAccount } from '../../../support/twilio/account.ts';
import {
  ACCOUNT,
  aMessage,
  anError,
  aSend,
  aTemplate,
  at,
  MESSAGE,
  twilioProvider,
} from '../../../support/twilio/samples.ts';

const LIST = `GET /2010-04-01/Accounts/${ACCOUNT}/Messages.json`;

let stop: () => Promise<void>;
afterEach(() => stop());

const asked: LookUp = {
  messageId: 'msg-000042',
  to: { kind: 'phone', e164: '+12025550100' },
  template: aTemplate(),
  after: '2026-11-20T12:29:55.000Z',
  taken: [],
};

const page = (...messages: object[]) => ({ json: { messages, next_page_uri: null } });
const created = (time: string, changes: object = {}) =>
  aMessage({ date_created: new Date(time).toUTCString(), ...changes });

async function looking(now: string, changes: Partial<LookUp>, ...pages: Parameters<Scripted['answer']>[1][]) {
  const twilio = await startScripted();
  stop = twilio.close;
  twilio.answer(LIST, ...pages);
  const { provider } = twilioProvider(at(twilio.url), { now: () => new Date(now) });
  const found = await provider.lookUp({ ...asked, ...changes });
  return { found, queries: twilio.calls.map(({ query }) => Object.fromEntries(query)) };
}

describe('accepted, and the answer lost', () => {
  async function lost(suffix: string, options: Parameters<typeof startAccount>[0] = {}): Promise<Account> {
    const account = await startAccount({ timeoutMs: 700, ...options });
    stop = account.stop;
    const submitted = await account.provider.submitTemplate(aTemplate({ name: 'order_instant' }), aProgress());
    if (!submitted.ok) throw new Error('not submitted');
    const { externalId } = submitted.value;
    const template = aTemplate({ name: 'order_instant' });
    const sent = await account.provider.sendTemplate(
      aSend({ template, externalId, to: { kind: 'phone', e164: `+54911${suffix}` } }),
    );
    expect(sent).toMatchObject({ ok: false, error: { kind: 'uncertain' } });
    return account;
  }

  for (const [suffix, how] of [
    ['900001', 'hang'],
    ['900003', 'cut'],
    ['900006', 'a 502 page'],
  ] as const) {
    test(`${how}: the callback names the send, and one message went out`, async () => {
      const account = await lost(suffix);

      await eventually(() => account.requests.length === 3);

      const told = account.events().filter((event) => event.kind === 'delivery');
      expect(told.map((event) => event.messageId)).toEqual(['msg-000042', 'msg-000042', 'msg-000042']);
      expect(told.map((event) => event.status)).toEqual(['sent', 'delivered', 'read']);
      expect(account.simulator.memory.messages).toHaveLength(1);
    });
  }

  test('without a callback the list finds it, queued and undated as it is', async () => {
    const account = await lost('900006', { hears: false, statusDelayMs: 60_000 });

    const found = await account.provider.lookUp({
      ...asked,
      to: { kind: 'phone', e164: '+54911900006' },
      after: new Date().toISOString(),
    });

    const [message] = account.simulator.memory.messages;
    expect(found).toEqual({ ok: true, value: { found: 'accepted', externalId: message?.sid } });
  });

  test('what never arrived is not found, and not called "nothing" before the list had its time', async () => {
    const account = await lost('900005');
    const to = { kind: 'phone', e164: '+54911900005' } as const;

    expect(await account.provider.lookUp({ ...asked, to, after: new Date().toISOString() })).toMatchObject({
      value: { found: 'unknown' },
    });
    expect(
      await account.provider.lookUp({ ...asked, to, after: new Date(Date.now() - 3_600_000).toISOString() }),
    ).toEqual({
      ok: true,
      value: { found: 'nothing' },
    });
  });
});

describe('the list', () => {
  test('both days around midnight are asked, exactly this sender and this customer', async () => {
    const { found, queries } = await looking(
      '2026-11-21T00:03:00.000Z',
      { after: '2026-11-20T23:59:59.000Z' },
      page(),
      page(created('2026-11-20T23:59:59.000Z', { status: 'sent' })),
    );

    expect(found).toEqual({ ok: true, value: { found: 'accepted', externalId: MESSAGE, status: 'sent' } });
    const address = { To: 'whatsapp:+12025550100', From: 'whatsapp:+12025550199', PageSize: '100' };
    expect(queries).toEqual([
      { ...address, DateSent: '2026-11-20' },
      { ...address, DateSent: '2026-11-21' },
    ]);
  });

  test('no day lists it: asked once more without one', async () => {
    const { found, queries } = await looking(
      '2026-11-20T12:35:00.000Z',
      {},
      page(),
      page(created('2026-11-20T12:30:00.000Z')),
    );

    expect(found).toMatchObject({ value: { found: 'accepted', externalId: MESSAGE } });
    expect(queries[1]).not.toHaveProperty('DateSent');
  });

  test('a message that another send owns, an older one, and one to somebody else are not it', async () => {
    const others = page(
      created('2026-11-20T12:30:00.000Z', { sid: `SM${'a'.repeat(32)}` }),
      created('2026-11-20T12:28:30.000Z', { sid: `SM${'b'.repeat(32)}` }),
      created('2026-11-20T12:30:00.000Z', { to: 'whatsapp:+12025550101' }),
      created('2026-11-20T12:30:00.000Z', { from: 'whatsapp:+12025550198' }),
    );

    const { found } = await looking('2026-11-20T13:00:00.000Z', { taken: [`SM${'a'.repeat(32)}`] }, others, others);

    expect(found).toEqual({ ok: true, value: { found: 'nothing' } });
  });

  test('two that could be it: nobody guesses', async () => {
    const two = page(
      created('2026-11-20T12:30:00.000Z'),
      created('2026-11-20T12:30:40.000Z', { sid: `SM${'c'.repeat(32)}` }),
    );

    const { found } = await looking('2026-11-20T12:35:00.000Z', {}, two);

    expect(found).toMatchObject({ value: { found: 'unknown', why: expect.stringContaining('2 messages') } });
  });

  test('a failed one comes with its failure', async () => {
    const failed = created('2026-11-20T12:30:00.000Z', { status: 'undelivered', error_code: 63016 });

    const { found } = await looking('2026-11-20T12:35:00.000Z', {}, page(failed));

    expect(found).toMatchObject({ value: { status: 'failed', failure: { fault: 'window_closed', code: '63016' } } });
  });

  test('a list that cannot be read proves nothing', async () => {
    const { found } = await looking('2026-11-20T12:35:00.000Z', {}, { json: anError(20500, 500), status: 500 });

    expect(found).toMatchObject({ ok: false, error: { kind: 'unavailable', reaction: 'retry' } });
  });
});
