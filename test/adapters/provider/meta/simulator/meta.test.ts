// The production Meta adapter against the simulator, over real HTTP: nothing in either knows the other.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMetaProvider } from '../../../../../adapters/provider/meta/index.ts';
import { MetaSettings } from '../../../../../adapters/provider/meta/settings.ts';
import { MAGIC_NUMBERS } from '../../../../../adapters/provider/meta/simulator/index.ts';
import { providerFingerprint } from '../../../../../src/domain/review/fingerprint.ts';
import type { Template } from '../../../../../src/domain/templates/template.ts';
import type { Provider, ProviderEvent } from '../../../../../src/ports/provider.ts';
import { aCodeTemplate, aTemplate } from '../../../../support/app/builders.ts';
import { aProgress } from '../../../../support/app/progress.ts';
import {
  APP,
  type Bench,
  type Delivery,
  PHONE,
  SECRET,
  startBench,
  TOKEN,
  WABA,
} from '../../../../support/meta/simulator-bench.ts';

let bench: Bench;
let meta: Provider;
beforeAll(async () => {
  bench = await startBench({ seedTemplates: true });
  meta = createMetaProvider(
    {
      ...MetaSettings.parse({
        provider: 'meta',
        apiUrl: bench.sim.url,
        wabaId: WABA,
        phoneNumberId: PHONE,
        appId: APP,
        appSecret: SECRET,
        accessToken: TOKEN,
        verifyToken: 'verify-me',
        timeoutMs: 500,
      }),
      senderId: 'main',
    },
    { now: () => new Date(), log: { info: () => {}, warn: () => {}, error: () => {} }, count: () => {} },
  );
});
afterAll(() => bench.stop());

function eventsOf(delivery: Delivery): readonly ProviderEvent[] {
  const read = meta.readWebhook(
    {
      method: 'POST',
      path: '/webhooks/meta/main',
      url: 'http://127.0.0.1/webhooks/meta/main',
      params: { senderId: 'main' },
      query: new URLSearchParams(),
      headers: { 'x-hub-signature-256': delivery.signature, 'content-type': 'application/json' },
      body: delivery.raw,
      remoteAddress: '127.0.0.1',
    },
    new Date(),
  );
  if (!read.events.ok) throw new Error(read.events.error.why);
  return read.events.value;
}

const events = (): readonly ProviderEvent[] => bench.sink.deliveries.flatMap(eventsOf);
const seeded = async (): Promise<Template> => {
  const found = await meta.findTemplate('order_ready', 'es_AR');
  if (!found.ok || !found.value) throw new Error('the seeded template is missing');
  return found.value.template;
};
const send = async (to: string) =>
  meta.sendTemplate({
    messageId: `ours-${to}`,
    attempt: 1,
    to: { kind: 'phone', e164: to },
    template: await seeded(),
    values: { 'body.1': 'Lucía', 'body.2': 'A-1' },
  });

describe('templates', () => {
  const rich = aTemplate({
    name: 'with_everything',
    header: { format: 'text', text: 'Order {{1}}', samples: { '1': 'A-1042' } },
    footer: 'Answer this message if you need help',
    buttons: [
      { kind: 'quick_reply', label: 'Thanks' },
      {
        kind: 'url',
        label: 'Track',
        url: 'https://example.com/track/{{1}}',
        sample: 'https://example.com/track/A-1042',
      },
      { kind: 'phone', label: 'Call us', phone: '+541155551234' },
      { kind: 'copy_code', sample: 'SAVE20' },
    ],
  });
  const named = aTemplate({
    name: 'with_names',
    parameterFormat: 'named',
    body: {
      text: 'Hi {{first_name}}, your order {{order}} is ready at our desk.',
      samples: { first_name: 'Ana', order: 'A-1' },
    },
  });

  it.each([rich, named, aCodeTemplate()])(
    '$name: submitted, approved by webhook, read back as it was',
    async (template) => {
      const submitted = await meta.submitTemplate(template, aProgress());
      if (!submitted.ok) throw new Error(submitted.error.detail);
      const verdict = () =>
        events().find((event) => event.kind === 'review' && event.template.externalId === submitted.value.externalId);
      await bench.sink.until(() => verdict() !== undefined);
      const found = await meta.findTemplate(template.name, template.language);

      expect(submitted.value).toMatchObject({ review: { state: 'pending' }, category: template.category });
      expect(verdict()).toMatchObject({
        review: { state: 'approved' },
        template: { name: template.name, language: template.language },
      });
      expect(found).toMatchObject({
        ok: true,
        value: { externalId: submitted.value.externalId, review: { state: 'approved' } },
      });
      expect(found.ok && found.value && providerFingerprint(found.value.template)).toBe(providerFingerprint(template));
    },
  );

  it('finds the exact name although the vendor answers names that contain it', async () => {
    await meta.submitTemplate(aTemplate({ name: 'order_ready_longer', language: 'es_AR' }), aProgress());

    expect(await seeded()).toMatchObject({ name: 'order_ready' });
  });

  it('a rejection carries reason, explanation and recommendation', async () => {
    await meta.submitTemplate(aTemplate({ name: 'is_reject_format' }), aProgress());
    const verdict = () =>
      events().find((event) => event.kind === 'review' && event.template.name === 'is_reject_format');
    await bench.sink.until(() => verdict() !== undefined);

    expect(verdict()).toMatchObject({
      review: {
        state: 'rejected',
        reason: 'INVALID_FORMAT',
        explanation: expect.any(String),
        recommendation: expect.any(String),
      },
    });
  });

  it.each(['answer_hang', 'answer_cut'])('%s: is uncertain, and reading finds it', async (name) => {
    const submitted = await meta.submitTemplate(aTemplate({ name }), aProgress());

    expect(submitted).toMatchObject({ ok: false, error: { kind: expect.stringMatching(/uncertain|unavailable/) } });
    expect(await meta.findTemplate(name, 'en_US')).toMatchObject({ ok: true, value: { template: { name } } });
  });

  it('announces category, quality, pause and foreign edits', async () => {
    bench.sim.control.changeCategory('appointment_reminder', 'MARKETING', 'later');
    bench.sim.control.quality('appointment_reminder', 'YELLOW');
    bench.sim.control.editTemplate(
      'appointment_reminder',
      'Hi {{first_name}}, other words on {{day}} at {{time}} for you.',
    );
    bench.sim.control.pauseTemplate('appointment_reminder');
    const told = () =>
      events().filter((event) => 'template' in event && event.template.name === 'appointment_reminder');
    await bench.sink.until(() => told().length === 4);

    expect(
      told()
        .map((event) => event.kind)
        .sort(),
    ).toEqual(['category', 'content', 'quality', 'review']);
  });
});

describe('sends', () => {
  it('are accepted, and their statuses come back with our id', async () => {
    const to = '+5491150001111';

    const sent = await send(to);
    const statuses = () =>
      events().flatMap((event) =>
        event.kind === 'delivery' && event.messageId === `ours-${to}` ? [event.status] : [],
      );
    await bench.sink.until(() => statuses().length === 3);

    expect(sent).toMatchObject({ ok: true, value: { held: false } });
    expect(statuses()).toEqual(['sent', 'delivered', 'read']);
    expect(bench.sim.phone.messages(to)[0]?.preview.body).toBe(
      'Hola Lucía, tu pedido A-1 ya está listo para retirar en nuestro local.',
    );
  });

  const refusals = MAGIC_NUMBERS.flatMap((entry) =>
    entry.effect.kind === 'refuse' ? [[entry.does, entry.example, entry.effect.code] as const] : [],
  );
  it.each(refusals)('refused (%s): the code arrives', async (_does, to, code) => {
    expect(await send(to)).toMatchObject({ ok: false, error: { code: String(code) } });
  });

  const lost = MAGIC_NUMBERS.flatMap((entry) =>
    entry.effect.kind === 'transport' ? [[entry.does, entry.example] as const] : [],
  );
  it.each(lost)('without a readable answer (%s): uncertain', async (_does, to) => {
    const sent = await send(to);

    if (to.endsWith('900007'))
      expect(sent.ok).toBe(true); // Late by 20 ms here, within the time allowed.
    else expect(sent).toMatchObject({ ok: false, error: { kind: 'uncertain' } });
  });

  it('tells a tap and a free answer as inbound', async () => {
    const to = '+5491150001112';
    await send(to);
    await bench.sink.until(() => bench.sim.phone.messages(to).length === 1);
    bench.sim.phone.tap(to, bench.sim.phone.messages(to)[0]!.id, 1);
    bench.sim.phone.reply(to, { text: '¿Hasta qué hora?' });
    const inbound = () =>
      events().flatMap((event) =>
        event.kind === 'inbound' && event.from.some((alias) => alias.value === to.slice(1)) ? [event] : [],
      );
    await bench.sink.until(() => inbound().length === 2);

    expect(inbound().map((event) => [event.content.text, event.answers])).toEqual(
      expect.arrayContaining([
        ['Otro día', bench.sim.phone.messages(to)[0]!.id],
        ['¿Hasta qué hora?', undefined],
      ]),
    );
  });

  it('a restricted account stops the sender', async () => {
    bench.sim.control.restrictAccount();
    const refused = await send('+5491150001113');
    bench.sim.control.restoreAccount();
    const told = () => events().flatMap((event) => (event.kind === 'sender' ? [event.state] : []));
    await bench.sink.until(() => told().length === 2);

    expect(refused).toMatchObject({ ok: false, error: { reaction: 'stop_sender' } });
    expect([...told()].sort()).toEqual(['restored', 'restricted']);
  });
});

it('leaves nothing the simulator says unread', async () => {
  await expect.poll(() => bench.sim.control.webhooks().pending).toBe(0);

  expect(events().filter((event) => event.kind === 'ignored')).toEqual([]);
});

it('passes the adapter’s own check', async () => {
  expect((await meta.check()).filter((check) => check.status !== 'ok')).toEqual([]);
});
