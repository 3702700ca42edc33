// Webhooks of the simulator as a receiver sees them: signature, exact bytes, large ids, retries, duplicates, order, batches.
import { parse } from 'lossless-json';
import { request } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import type { SimulatorOptions } from '../../../../../adapters/provider/meta/simulator/index.ts';
import {
  aCreation,
  aSend,
  at,
  type Bench,
  type Json,
  PHONE,
  signatureOf,
  startBench,
  startSink,
  WABA,
} from '../../../../support/meta/simulator-bench.ts';

const open: { stop: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});

async function started(over: Partial<SimulatorOptions> = {}): Promise<Bench> {
  const bench = await startBench({ seedTemplates: true, ...over });
  open.push(bench);
  return bench;
}

const send = (bench: Bench, to: string) => bench.call('POST', `${PHONE}/messages`, aSend(to));
const statuses = (bench: Bench) =>
  bench.sink.changes().flatMap((change) => (change.value.statuses as Json[] | undefined) ?? []);

describe('signing', () => {
  it('signs the exact bytes, which are pure ASCII with escapes', async () => {
    const bench = await started();

    bench.sim.control.sendInbound('+5491150001111', { kind: 'text', text: '¡Sí, mañana! 🎉' });
    await bench.sink.until(() => bench.sink.deliveries.length === 1);

    const [delivery] = bench.sink.deliveries;
    expect(delivery!.signature).toBe(signatureOf(delivery!.raw));
    expect(delivery!.raw.toString('latin1')).toMatch(/^[ -~]+$/);
    expect(delivery!.raw.toString()).toContain('\\u00a1S\\u00ed, ma\\u00f1ana! \\ud83c\\udf89');
    expect(at(delivery!.changes[0], 'value.messages.0.text.body')).toBe('¡Sí, mañana! 🎉');
  });

  it('writes template ids as numbers, some of them beyond 2^53', async () => {
    const bench = await started();
    const ids: string[] = [];
    for (const name of ['id_one', 'id_two']) {
      ids.push(String((await bench.call('POST', `${WABA}/message_templates`, aCreation({ name }))).json.id));
    }
    await bench.sink.until(() => bench.sink.changes().length === 2);

    const inWebhooks = bench.sink.deliveries.map((delivery) =>
      String(at(parse(delivery.raw.toString()), 'entry.0.changes.0.value.message_template_id')),
    );
    expect(inWebhooks.sort()).toEqual(ids.sort());
    expect(ids.some((id) => BigInt(id) > BigInt(Number.MAX_SAFE_INTEGER))).toBe(true);
    expect(typeof at(bench.sink.changes()[0], 'value.message_template_id')).toBe('number');
  });
});

describe('the subscription', () => {
  it('is confirmed by a handshake before the first delivery', async () => {
    const bench = await started();

    bench.sim.control.sendInbound('+5491150001111', { kind: 'text', text: 'a' });
    await bench.sink.until(() => bench.sink.deliveries.length === 1);

    expect(bench.sink.handshakes.map((url) => url.searchParams.get('hub.mode'))).toEqual(['subscribe']);
    expect(await bench.sim.control.handshake()).toBe(true);
  });

  it('delivers nothing to a receiver that fails the handshake', async () => {
    const bench = await started({ verifyToken: 'something else' });

    bench.sim.control.sendInbound('+5491150001111', { kind: 'text', text: 'a' });
    await bench.sink.until(() => bench.sink.handshakes.length >= 3);

    expect(bench.sink.deliveries).toEqual([]);
    expect(bench.sim.control.webhooks().pending).toBe(1);
  });

  it('loses events while the app is not subscribed to the account', async () => {
    const bench = await started();

    await bench.call('DELETE', `${WABA}/subscribed_apps`);
    bench.sim.control.sendInbound('+5491150001111', { kind: 'text', text: 'lost' });
    await bench.call('POST', `${WABA}/subscribed_apps`);
    bench.sim.control.sendInbound('+5491150001111', { kind: 'text', text: 'heard' });
    await bench.sink.until(() => bench.sink.changes().length === 1);

    expect(at(bench.sink.changes()[0], 'value.messages.0.text.body')).toBe('heard');
    expect(bench.sim.control.webhooks()).toMatchObject({ dropped: 1 });
  });

  it('moves to an address of its own only when that one answers the handshake', async () => {
    const bench = await started();
    const other = await startSink('other-token');
    open.push(other);
    const move = (verify_token: string) =>
      bench.call('POST', `${WABA}/subscribed_apps`, { override_callback_uri: other.url, verify_token });

    const refused = await move('wrong');
    const moved = await move('other-token');

    expect([refused.status, moved.json]).toEqual([400, { success: true }]);
  });
});

describe('delivery', () => {
  it('tries again until it is answered 200', async () => {
    const bench = await started();
    bench.sink.answers.push(500, 302, 503);

    bench.sim.control.sendInbound('+5491150001111', { kind: 'text', text: 'a' });
    await bench.sink.until(() => bench.sink.deliveries.length === 1);

    expect(bench.sink.answers).toEqual([]);
    expect(bench.sim.control.webhooks().givenUp).toBe(0);
  });

  it('gives up after the set number of tries', async () => {
    const bench = await started({ webhookTries: 2 });
    bench.sink.answers.push(500, 500);

    bench.sim.control.sendInbound('+5491150001111', { kind: 'text', text: 'a' });
    await bench.sink.until(() => bench.sink.answers.length === 0);
    bench.sim.control.sendInbound('+5491150001111', { kind: 'text', text: 'b' });
    await bench.sink.until(() => bench.sink.deliveries.length === 1);

    expect(at(bench.sink.changes()[0], 'value.messages.0.text.body')).toBe('b');
    await expect.poll(bench.sim.control.webhooks).toMatchObject({ givenUp: 1, pending: 0 });
  });

  it('sends as many copies as asked, byte for byte', async () => {
    const bench = await started();
    bench.sim.control.deliver({ duplicates: 2 });

    bench.sim.control.sendInbound('+5491150001111', { kind: 'text', text: 'a' });
    await bench.sink.until(() => bench.sink.deliveries.length === 3);

    expect(new Set(bench.sink.deliveries.map((delivery) => delivery.raw.toString())).size).toBe(1);
  });

  it('turns the order round when asked', async () => {
    const bench = await started();
    bench.sim.control.deliver({ shuffle: true });

    await send(bench, '+5491150001111');
    await bench.sink.until(() => statuses(bench).length === 3);

    expect(statuses(bench)[0]).toMatchObject({ status: 'read' });
  });

  it('packs many changes into one delivery when asked', async () => {
    const bench = await started();
    bench.sim.control.deliver({ batch: 1_000 });

    for (let n = 0; n < 30; n += 1) bench.sim.control.sendInbound('+5491150001111', { kind: 'text', text: String(n) });
    await bench.sink.until(() => bench.sink.changes().length === 30);

    expect(bench.sink.deliveries.length).toBe(1);
    expect(bench.sink.deliveries[0]!.body).toMatchObject({
      object: 'whatsapp_business_account',
      entry: [{ id: WABA }],
    });
  });

  it('loses what happens while webhooks are dropped', async () => {
    const bench = await started();

    bench.sim.control.dropWebhooks(true);
    bench.sim.control.sendInbound('+5491150001111', { kind: 'text', text: 'lost' });
    bench.sim.control.dropWebhooks(false);
    bench.sim.control.sendInbound('+5491150001111', { kind: 'text', text: 'heard' });
    await bench.sink.until(() => bench.sink.changes().length === 1);

    expect(at(bench.sink.changes()[0], 'value.messages.0.text.body')).toBe('heard');
  });

  it('waits for an address that is not known yet', async () => {
    const sink = await startSink();
    open.push(sink);
    let address = '';
    const bench = await started({ webhookUrl: () => address });

    bench.sim.control.sendInbound('+5491150001111', { kind: 'text', text: 'a' });
    address = sink.url;
    await sink.until(() => sink.deliveries.length === 1);

    expect(sink.changes().length).toBe(1);
  });
});

describe('the test bench over HTTP', () => {
  const post = async (bench: Bench, what: string, body: unknown, type = 'application/json') => {
    const answer = await request(`${bench.sim.url}/_sim/${what}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: JSON.stringify(body),
    });
    return { status: answer.statusCode, json: (await answer.body.json()) as Json };
  };
  const get = async (bench: Bench, what: string) =>
    (await request(`${bench.sim.url}/_sim/${what}`)).body.json() as Promise<unknown>;

  it('changes by POST and reads by GET', async () => {
    const bench = await started();
    await send(bench, '+5491150001111');
    await bench.sink.until(() => statuses(bench).length === 3);
    const [message] = (await get(bench, 'phone?e164=%2B5491150001111')) as Json[];

    expect(await post(bench, 'pause_template', { name: 'order_ready' })).toEqual({ status: 200, json: { ok: true } });
    expect(await post(bench, 'pause_template', { name: 'nobody' })).toEqual({ status: 404, json: { ok: false } });
    expect((await post(bench, 'tap', { e164: '+5491150001111', message: message!.id, button: 0 })).status).toBe(200);
    expect((await post(bench, 'reply', { e164: '+5491150001111', text: 'hola' })).status).toBe(200);
    expect((await post(bench, 'inbound', { e164: '+5491150001111', kind: 'location', name: 'Acá' })).status).toBe(200);
    expect((await post(bench, 'change_category', { name: 'order_ready', to: 'MARKETING', when: 'later' })).status).toBe(
      200,
    );
    expect((await post(bench, 'change_category', { name: 'order_ready', to: 'NONSENSE' })).status).toBe(404);
    expect((await post(bench, 'quality', { name: 'order_ready', to: 'RED' })).status).toBe(200);
    expect(await get(bench, 'accepted')).toMatchObject([
      { to: '+5491150001111', callbackData: 'ours-+5491150001111', statuses: ['sent', 'delivered', 'read'] },
    ]);
    expect(await get(bench, 'phones')).toEqual([{ e164: '+5491150001111', unread: 0 }]);
    expect(at(await get(bench, 'magic'), 'numbers.0.suffix')).toBe('000002');
  });

  it('refuses a change that is not a JSON POST, and unknown names', async () => {
    const bench = await started();
    const byGet = await request(`${bench.sim.url}/_sim/restrict_account`);
    await byGet.body.dump();

    expect(byGet.statusCode).toBe(405);
    expect((await post(bench, 'restrict_account', {}, 'text/plain')).status).toBe(415);
    expect((await post(bench, 'constructor', {})).status).toBe(404);
    expect((await send(bench, '+5491150001111')).status).toBe(200);
  });
});
