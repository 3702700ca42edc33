// The simulated Twilio through the production adapter: reviews, statuses, customers, and everything that goes wrong on its way.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { MAGIC_NAMES, MAGIC_NUMBERS } from '../../../../../adapters/provider/twilio/simulator/index.ts';
import { mergeDelivery, type SendState } from '../../../../../src/domain/sends/state.ts';
import type { Template } from '../../../../../src/domain/templates/template.ts';
import { aProgress } from '../../../../support/app/progress.ts';
import { eventually } from '../../../../support/eventually.ts';
import { type Account, startAccount } from '../../../../support/twilio/account.ts';
import { aSend, aTemplate } from '../../../../support/twilio/samples.ts';

let account: Account;
afterEach(() => account.stop());

async function submit(template: Template): Promise<string> {
  const submitted = await account.provider.submitTemplate(template, aProgress());
  if (!submitted.ok) throw new Error(submitted.error.detail);
  return submitted.value.externalId;
}

async function sendTo(e164: string, template = aTemplate({ name: 'order_instant' })) {
  const externalId = account.simulator.memory.contents[0]?.sid ?? (await submit(template));
  return account.provider.sendTemplate(aSend({ template, externalId, to: { kind: 'phone', e164 } }));
}

const reviews = () => account.events().flatMap((event) => (event.kind === 'review' ? [event.review.state] : []));

describe('reviews', () => {
  test.each([
    ['order', ['approved']],
    ['order_reject_format', ['rejected']],
    ['order_pause_later', ['approved', 'paused']],
    ['order_disable_later', ['approved', 'disabled']],
  ])('%s is told as %s', async (name, states) => {
    account = await startAccount();
    await submit(aTemplate({ name }));

    await eventually(() => reviews().length === states.length);
    expect(reviews()).toEqual(states);
  });

  test('a review nobody tells of is found by asking', async () => {
    account = await startAccount();
    await submit(aTemplate({ name: 'order_silent' }));

    await eventually(async () => {
      const found = await account.provider.findTemplate('order_silent', 'es');
      return found.ok && found.value?.review.state === 'approved';
    });
    expect(account.requests).toEqual([]);
  });

  test('a category that changes is told, and stands in the list', async () => {
    account = await startAccount();
    await submit(aTemplate({ name: 'order_marketing_later' }));

    await eventually(() => account.events().some((event) => event.kind === 'category' && event.to === 'MARKETING'));
    expect(await account.provider.listTemplates()).toMatchObject({ value: [{ template: { category: 'MARKETING' } }] });
  });

  test('a list of many pages is read to its end', async () => {
    account = await startAccount({ pageSize: 2 });
    for (const name of ['a', 'b', 'c', 'd', 'e']) await submit(aTemplate({ name }));

    const list = await account.provider.listTemplates();

    expect(list.ok && list.value.map(({ template }) => template.name)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});

describe('sends', () => {
  test('sent, delivered, read: each with our id, and the customer sees every value', async () => {
    account = await startAccount();

    expect(await sendTo('+5491155551234')).toMatchObject({ ok: true });
    await eventually(() => account.requests.length === 3);

    const told = account.events().map((event) => event.kind === 'delivery' && [event.messageId, event.status]);
    expect(told).toEqual(['sent', 'delivered', 'read'].map((status) => ['msg-000042', status]));
    expect(account.simulator.phone.messages('+5491155551234')).toMatchObject([
      { status: 'read', preview: { body: 'Hola Eva, el pedido A-100 ya se puede retirar.' } },
    ]);
  });

  test('told twice and in any order it comes to the same end', async () => {
    account = await startAccount();
    account.simulator.webhooks.spoil({ duplicates: 2, shuffle: true });

    await sendTo('+5491155900012');
    await eventually(() => account.requests.length === 9);

    const told = account.events().flatMap((event) => (event.kind === 'delivery' ? [event] : []));
    expect(new Set(told.map(({ id }) => id)).size).toBe(3);
    expect(told.map(({ status }): SendState => status).reduce(mergeDelivery, 'accepted')).toBe('read');
  });

  test('of sends that are accepted and answered 5xx, hang or are cut, each arrives at most once', async () => {
    account = await startAccount({ timeoutMs: 400 });
    await submit(aTemplate({ name: 'order_instant' }));
    const suffixes = ['900001', '900002', '900003', '900004', '900005', '900006', '551234'];

    const sent = await Promise.all(suffixes.map((suffix) => sendTo(`+54911${suffix}`)));

    const kinds = sent.map((result) => (result.ok ? 'accepted' : result.error.kind));
    expect(kinds).toEqual([...Array.from({ length: 6 }, () => 'uncertain'), 'accepted']);
    const arrived = account.simulator.memory.messages.map(({ to }) => to);
    expect(arrived).toHaveLength(new Set(arrived).size);
    expect(arrived).toHaveLength(4);
  });

  test('a refusal by number comes as the answer, a late one by callback', async () => {
    account = await startAccount();

    expect(await sendTo('+5491155021211')).toMatchObject({ ok: false, error: { code: '21211' } });
    await sendTo('+5491155963018');
    await eventually(() => account.requests.length === 1);
    expect(account.events()).toMatchObject([
      { status: 'failed', failure: { code: '63018', reaction: 'retry', retryAt: expect.any(String) } },
    ]);
  });

  test('what was not approved fails later, as with the real one', async () => {
    account = await startAccount();
    await submit(aTemplate({ name: 'order_slow' }));

    await sendTo('+5491155551234', aTemplate({ name: 'order_slow' }));
    await eventually(() => account.requests.length === 1);
    expect(account.events()).toMatchObject([{ status: 'failed', failure: { fault: 'window_closed' } }]);
  });
});

describe('customers', () => {
  test('a tap carries the button’s value and the message it answers', async () => {
    account = await startAccount();
    const template = aTemplate({
      name: 'order_instant',
      buttons: [{ kind: 'quick_reply', label: 'Voy hoy', value: 'today' }],
    });
    await submit(template);
    await sendTo('+5491155551234', template);
    const message = await eventually(() => account.simulator.phone.messages('+5491155551234')[0]);

    expect(account.simulator.phone.tap('+5491155551234', message.id, 0)).toBe(true);
    expect(account.simulator.phone.tap('+5491155551234', message.id, 1)).toBe(false);

    const tapped = await eventually(() => account.events().find((event) => event.kind === 'inbound'));
    expect(tapped).toMatchObject({ answers: message.id, content: { text: 'Voy hoy', payload: 'today' } });
  });

  test('STOP is taken by Twilio, the next send is refused, START lifts it', async () => {
    account = await startAccount();
    const customer = '+5491155551234';
    const refused = { ok: false, error: { fault: 'opted_out', code: '21610' } };

    account.simulator.phone.reply(customer, { text: 'stop' });
    expect(await sendTo(customer)).toMatchObject(refused);
    expect(await sendTo('+5491155551235')).toMatchObject({ ok: true });
    account.simulator.phone.reply(customer, { text: 'START' });
    expect(await sendTo(customer)).toMatchObject({ ok: true });

    await account.simulator.webhooks.idle();
    const wishes = account.events().flatMap((event) => (event.kind === 'marketing_preference' ? [event.wants] : []));
    expect(wishes).toEqual([false, true]);
  });

  test('a customer with a username answers without a number', async () => {
    account = await startAccount();

    account.simulator.phone.reply('+5491155900031', { text: 'hola' });

    const [event] = await eventually(() => account.events().length > 0 && account.events());
    expect(event).toMatchObject({
      kind: 'inbound',
      from: [{ kind: 'bsuid', value: expect.stringMatching(/^US\.\d+$/) }],
    });
  });

  test('an empty answer, a wrong number and an unknown quote are no answers', async () => {
    account = await startAccount();
    const { phone } = account.simulator;

    expect(phone.reply('+5491155551234', { text: ' ' })).toBe(false);
    expect(phone.reply('5491155551234', { text: 'a' })).toBe(false);
    expect(phone.reply('+5491155551234', { text: 'a', answers: 'SM1' })).toBe(false);
    expect(account.simulator.memory.inbound).toEqual([]);
  });
});

test('a restarted simulator goes on with what it was at', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'twilio-'));
  const stateFile = join(folder, 'state.json');
  account = await startAccount({ stateFile, reviewDelayMs: 60_000 });
  await submit(aTemplate());
  await account.stop();

  account = await startAccount({ stateFile });

  await eventually(() => account.simulator.memory.contents[0]?.approval?.status === 'approved');
  rmSync(folder, { recursive: true });
});

test('wrong credentials are refused, and the checks of a good account are good', async () => {
  account = await startAccount();

  expect((await account.provider.check()).map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect((await fetch(`${account.simulator.url}/v1/Content`)).status).toBe(401);
});

test('every magic name and number is explained once', () => {
  const values = [...MAGIC_NAMES.map(({ part }) => part), ...MAGIC_NUMBERS.map(({ suffix }) => suffix)];

  expect(new Set(values).size).toBe(values.length);
  expect(MAGIC_NUMBERS.every(({ suffix }) => /^\d{6}$/.test(suffix))).toBe(true);
});
