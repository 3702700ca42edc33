// Every documented magic number does what its row says, over real HTTP.
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAGIC_NUMBERS } from '../../../../../adapters/provider/meta/simulator/index.ts';
import {
  acceptedBy,
  aSend,
  at,
  type Bench,
  type Json,
  PHONE,
  sendTo,
  startBench,
  statusesOf,
  TOKEN,
} from '../../../../support/meta/simulator-bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ seedTemplates: true });
});
afterAll(() => bench.stop());

const send = (to: string, over?: Json) => sendTo(bench, to, over);
const acceptedFor = (to: string) => acceptedBy(bench, to);
const statusesFor = (to: string) => statusesOf(bench, to);
const words = (to: string) => statusesFor(to).map((status) => status.status);

describe('magic numbers', () => {
  it('have valid example numbers and no suffix twice', () => {
    const suffixes = MAGIC_NUMBERS.map((entry) => entry.suffix);

    expect(new Set(suffixes).size).toBe(suffixes.length);
    for (const entry of MAGIC_NUMBERS) {
      expect(entry.example.endsWith(entry.suffix)).toBe(true);
      expect([entry.example, parsePhoneNumberFromString(entry.example)?.isValid()]).toEqual([entry.example, true]);
    }
  });

  const of = <K extends string>(kind: K) =>
    MAGIC_NUMBERS.filter((entry) => entry.effect.kind === kind).map(
      (entry) =>
        [entry.suffix, entry.does, entry.example, entry.effect as Extract<typeof entry.effect, { kind: K }>] as const,
    );

  it.each(of('refuse'))('%s: %s', async (_suffix, _does, to, effect) => {
    const codes: unknown[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) codes.push(at((await send(to)).json, 'error.code'));

    const refusals = effect.times ?? 4;
    expect(codes.slice(0, refusals + 1)).toEqual([
      ...Array(refusals).fill(effect.code),
      ...(effect.times ? [undefined] : []),
    ]);
    expect(acceptedFor(to).length).toBe(codes.filter((code) => code === undefined).length);
  });

  it.each(of('statuses'))('%s: %s', async (_suffix, _does, to, effect) => {
    const { json } = await send(to);
    await bench.sink.until(() => statusesFor(to).length === effect.steps.length);

    expect(at(json, 'messages.0.message_status')).toBe(effect.held ? 'held_for_quality_assessment' : 'accepted');
    expect(statusesFor(to).map((status) => [status.status, at(status, 'errors.0.code')])).toEqual(
      effect.steps.map((step) => [step.status, step.status === 'failed' ? step.code : undefined]),
    );
    const arrives = effect.steps.some((step) => step.status === 'delivered' || step.status === 'read');
    expect(bench.sim.phone.messages(to).length).toBe(arrives ? 1 : 0);
  });

  it.each(of('transport'))('%s: %s', async (_suffix, _does, to, effect) => {
    const giveUp = new AbortController();
    const outcome = request(`${bench.sim.url}/v23.0/${PHONE}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(aSend(to)),
      signal: giveUp.signal,
    })
      .then(async (answer) => ({ status: answer.statusCode, text: await answer.body.text() }))
      .catch((error: Error) => error.name);

    if (effect.accepted) await bench.sink.until(() => words(to).length === 3);
    if (effect.fault === 'hang') {
      await send('+5491150001111'); // Answered after the hanging call was read.
      giveUp.abort();
    }

    const expected = {
      hang: 'AbortError',
      drop: 'SocketError',
      cut: 'SocketError',
      html: { status: 502, text: expect.stringContaining('<html>') },
      late: { status: 200, text: expect.stringContaining('wamid.') },
    }[effect.fault];
    expect(await outcome).toEqual(expected);
    expect(acceptedFor(to).length).toBe(effect.accepted ? 1 : 0);
  });

  it('900020 answers by itself', async () => {
    const to = '+5491155900020';

    await send(to);
    await bench.sink.until(() =>
      bench.sink.changes().some((change) => at(change.value, 'messages.0.from') === to.slice(1)),
    );

    expect(bench.sim.phone.messages(to).map((message) => message.direction)).toEqual(['in', 'out']);
  });

  it('900021 stops marketing, after which marketing is refused with 131050', async () => {
    const to = '+5491155900021';

    await send(to);
    await bench.sink.until(() => bench.sink.changes().some((change) => change.field === 'user_preferences'));
    bench.sim.control.changeCategory('order_ready', 'MARKETING', 'now');
    const { json } = await send(to);
    bench.sim.control.changeCategory('order_ready', 'UTILITY', 'now');

    const stop = bench.sink.changes().find((change) => change.field === 'user_preferences');
    expect(at(stop?.value, 'user_preferences.0')).toMatchObject({ wa_id: to.slice(1), value: 'stop' });
    expect(at(json, 'error.code')).toBe(131050);
  });

  it('900030 is known under another form of its number', async () => {
    const to = '+5491155900030';

    const { json } = await send(to);
    bench.sim.phone.reply(to, { text: 'soy yo' });
    const from = () => bench.sink.changes().find((change) => at(change.value, 'messages.0.text.body') === 'soy yo');
    await bench.sink.until(() => from() !== undefined);

    expect(at(json, 'contacts.0')).toEqual({ input: to, wa_id: '541155900030' });
    expect(at(from()?.value, 'messages.0.from')).toBe('541155900030');
  });

  it('900031 answers without a phone number', async () => {
    const to = '+5491155900031';

    const { json } = await send(to);
    bench.sim.phone.reply(to, { text: 'con usuario' });
    const answer = () =>
      bench.sink.changes().find((change) => at(change.value, 'messages.0.text.body') === 'con usuario');
    await bench.sink.until(() => answer() !== undefined);

    const userId = at(json, 'contacts.0.user_id');
    expect(userId).toMatch(/^AR\.\d+$/);
    expect(at(answer()?.value, 'messages.0.from_user_id')).toBe(userId);
    expect(JSON.stringify(answer())).not.toContain(to.slice(1));
  });
});
