// One account behind the simulated providers: what Aval's own adapters make of two senders that see the same templates.
import { expect, onTestFinished, test } from 'vitest';
import { createMetaProvider } from '../../../adapters/provider/meta/index.ts';
import { MetaSettings } from '../../../adapters/provider/meta/settings.ts';
import { createTwilioProvider } from '../../../adapters/provider/twilio/index.ts';
import type { Provider } from '../../../src/ports/provider.ts';
import { startTestApp, type TestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { CUSTOMER, FILLED, rootOf, sendNow, toLastStep, typed } from '../../support/app/stories.ts';
import { eventually } from '../../support/eventually.ts';
import { APP, type Bench, PHONE, SECRET, startBench, TOKEN, WABA } from '../../support/meta/simulator-bench.ts';
import { cardOf, noticeOf } from '../../support/read-card.ts';
import { type Account, startAccount } from '../../support/twilio/account.ts';
import { at, NUMBER, twilioSettings } from '../../support/twilio/samples.ts';

const OTHER_PHONE = '203';
const OTHER_NUMBER = '+541152630000';
const QUIET = { log: { info: () => undefined, warn: () => undefined, error: () => undefined }, count: () => undefined };

function metaSender(bench: Bench, senderId: string, phoneNumberId: string, now: () => Date): Provider {
  const settings = MetaSettings.parse({
    wabaId: WABA,
    phoneNumberId,
    appId: APP,
    accessToken: TOKEN,
    appSecret: SECRET,
    verifyToken: 'verify-me',
    apiUrl: bench.sim.url,
  });
  return createMetaProvider({ ...settings, senderId }, { now, ...QUIET });
}

function twilioSender(account: Account, senderId: string, from: string, now: () => Date, wabaId?: string): Provider {
  const settings = twilioSettings({ ...at(account.simulator.url), from, ...(wabaId && { wabaId }) });
  return createTwilioProvider({ ...settings, senderId }, { now, webhookUrl: () => undefined, ...QUIET });
}

async function onMeta(): Promise<Bench> {
  const bench = await startBench({ otherNumberIds: [OTHER_PHONE] });
  onTestFinished(() => bench.stop());
  return bench;
}

async function onTwilio(): Promise<Account> {
  const account = await startAccount();
  onTestFinished(() => account.stop());
  return account;
}

/** Proposed for a sender and approved here; the provider's verdict is waited for. */
async function approvedFor(app: TestApp, sender: string, isReviewed: () => boolean): Promise<void> {
  const last = await toLastStep(app, { ...typed(), sender });
  noticeOf(await app.person('sofia').sends(last));
  await app.settle();
  cardOf(await app.person('andres').presses(rootOf(app, { number: 1 }).card, 'approve'));
  await app.settle();
  await eventually(isReviewed);
  await synced(app);
  const { id } = await oneTemplate(app);
  cardOf(await app.person('marta').clicks('enable_template', id));
}

async function synced(app: TestApp): Promise<void> {
  app.skip(60_000);
  await app.person('marta').types('/template sync');
  await app.settle();
}

async function oneTemplate(app: TestApp): Promise<{ readonly id: string }> {
  return app.store.db.selectFrom('templates').select('id').executeTakeFirstOrThrow();
}

async function sendFrom(app: TestApp, sender: string): Promise<void> {
  const lucia = app.person('lucia');
  const fill = await lucia.opens(`/send-active ${CUSTOMER} order_ready`);
  noticeOf(await lucia.sends(fill, { ...FILLED, sender }));
  await app.pass(5_000);
}

async function names(app: TestApp): Promise<readonly string[]> {
  const rows = await app.store.db.selectFrom('templates').select('name').orderBy('name').execute();
  return rows.map(({ name }) => name);
}

test('two numbers of one Meta account: one entry, one approval, a send from each', async () => {
  const bench = await onMeta();
  const app = await startTestApp({
    senderIds: ['main', 'second'],
    wired: {
      main: ({ now }) => metaSender(bench, 'main', PHONE, now),
      second: ({ now }) => metaSender(bench, 'second', OTHER_PHONE, now),
    },
  });

  await approvedFor(app, 'main', () => bench.sim.control.templates()[0]?.status === 'APPROVED');
  await sendFrom(app, 'main');
  await sendFrom(app, 'second');

  expect(await names(app)).toEqual(['order_ready']);
  expect(bench.sim.control.submissions()).toHaveLength(1);
  expect([(await sendNow(app, 1)).state, (await sendNow(app, 2)).state]).toEqual(['accepted', 'accepted']);
  expect(bench.sim.control.accepted().map(({ phoneNumberId }) => phoneNumberId)).toEqual([undefined, OTHER_PHONE]);
});

test('two senders of one Twilio account: one entry, one approval, a send from each', async () => {
  const account = await onTwilio();
  const app = await startTestApp({
    senderIds: ['main', 'second'],
    wired: {
      main: ({ now }) => twilioSender(account, 'main', NUMBER, now),
      second: ({ now }) => twilioSender(account, 'second', OTHER_NUMBER, now),
    },
  });

  await approvedFor(app, 'second', () => account.simulator.memory.contents[0]?.approval?.status === 'approved');
  await sendFrom(app, 'main');
  await sendFrom(app, 'second');

  expect(await names(app)).toEqual(['order_ready']);
  expect(account.simulator.memory.contents).toHaveLength(1);
  expect(account.simulator.memory.messages.map(({ from }) => from)).toEqual([
    `whatsapp:${NUMBER}`,
    `whatsapp:${OTHER_NUMBER}`,
  ]);
});

type Both = { readonly bench: Bench; readonly account: Account; readonly app: TestApp };

/** One WhatsApp account behind Twilio (`main`) and Meta (`second`). */
async function behindBoth(wabaId?: string): Promise<Both> {
  const [bench, account] = [await onMeta(), await onTwilio()];
  const app = await startTestApp({
    senderIds: ['main', 'second'],
    wired: {
      main: ({ now }) => twilioSender(account, 'main', NUMBER, now, wabaId),
      second: ({ now }) => metaSender(bench, 'second', PHONE, now),
    },
  });
  return { bench, account, app };
}

/** What Twilio hands to WhatsApp stands in Meta's list under WhatsApp's name for it. */
async function standsAtMeta({ bench, account }: Both, text = aTemplate().body.text): Promise<string> {
  const sid = account.simulator.memory.contents[0]?.sid ?? '';
  const name = `order_ready_${sid.toLowerCase()}`;
  const body = { type: 'BODY', text, example: { body_text: [['Ana', 'A-1042']] } };
  await bench.call('POST', `${WABA}/message_templates`, {
    name,
    language: 'en_US',
    category: 'UTILITY',
    components: [body],
  });
  await eventually(() => bench.sim.control.templates()[0]?.status === 'APPROVED');
  return name;
}

function isApprovedAt({ account }: Both): () => boolean {
  return () => account.simulator.memory.contents[0]?.approval?.status === 'approved';
}

test('one WhatsApp account behind Twilio and Meta: one entry, one approval, a send from each', async () => {
  const both = await behindBoth(WABA);
  const { app, bench, account } = both;

  await approvedFor(app, 'main', isApprovedAt(both));
  const nameThere = await standsAtMeta(both);
  await synced(app);
  await sendFrom(app, 'main');
  await sendFrom(app, 'second');

  expect(await names(app)).toEqual(['order_ready']);
  expect(account.simulator.memory.messages).toHaveLength(1);
  expect(bench.sim.control.accepted().map(({ templateName }) => templateName)).toEqual([nameThere]);
  expect([(await sendNow(app, 1)).state, (await sendNow(app, 2)).state]).toEqual(['accepted', 'accepted']);
});

test('another text under that name stays another entry', async () => {
  const both = await behindBoth(WABA);

  await approvedFor(both.app, 'main', isApprovedAt(both));
  const nameThere = await standsAtMeta(both, 'Hi {{1}}, your parcel {{2}} was sent to somebody else this morning.');
  await synced(both.app);

  expect(await names(both.app)).toEqual(['order_ready', nameThere]);
});

test('without the id of the WhatsApp account nothing is joined', async () => {
  const both = await behindBoth();

  await approvedFor(both.app, 'main', isApprovedAt(both));
  const nameThere = await standsAtMeta(both);
  await synced(both.app);

  expect(await names(both.app)).toEqual(['order_ready', nameThere]);
});
