// Reviews and what Meta does to templates later: each documented name, the content rules, and the changes on request.
import { readFileSync } from 'node:fs';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAGIC_NAMES, MAGIC_NUMBERS } from '../../../../../adapters/provider/meta/simulator/index.ts';
import {
  aCreation,
  at,
  type Bench,
  type Change,
  type Json,
  startBench,
  TOKEN,
  WABA,
} from '../../../../support/meta/simulator-bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ seedTemplates: true, pauseMs: [3_600_000, 3_600_000] });
});
afterAll(() => bench.stop());

const create = (over: Json) => bench.call('POST', `${WABA}/message_templates`, aCreation(over));
const read = async (name: string) =>
  at(
    (
      await bench.call(
        'GET',
        `${WABA}/message_templates?name=${name}&fields=status,category,correct_category,rejected_reason,rejection_info,quality_score,components`,
      )
    ).json,
    'data.0',
  ) as Json | undefined;
const newsOf = (name: string): readonly Change[] =>
  bench.sink.changes().filter((change) => change.value.message_template_name === name);
const events = (name: string) => newsOf(name).map((change) => change.value.event);

describe('the review', () => {
  it('approves an ordinary template and says so', async () => {
    await create({ name: 'ordinary' });
    await bench.sink.until(() => events('ordinary').length === 1);

    expect(newsOf('ordinary')[0]).toMatchObject({
      field: 'message_template_status_update',
      value: {
        event: 'APPROVED',
        reason: 'NONE',
        message_template_language: 'es-AR',
        message_template_category: 'UTILITY',
      },
    });
    expect(await read('ordinary')).toMatchObject({ status: 'APPROVED', rejected_reason: 'NONE' });
  });

  const rejections = MAGIC_NAMES.flatMap((entry) =>
    entry.effect.kind === 'reject' ? [[entry.part, entry.does, entry.effect] as const] : [],
  );
  it.each(rejections)('%s: %s', async (part, _does, effect) => {
    const name = `order_${part}`;

    await create({ name });
    await bench.sink.until(() => events(name).length === 1);

    expect(newsOf(name)[0]!.value).toMatchObject({ event: 'REJECTED', reason: effect.reason });
    expect(newsOf(name)[0]!.value.rejection_info).toEqual(effect.info);
    expect(await read(name)).toMatchObject({ status: 'REJECTED', rejected_reason: effect.reason });
    expect((await read(name))!.rejection_info).toEqual(effect.info);
  });

  it('rejects adjacent variables with a hint', async () => {
    await create({
      name: 'adjacent',
      components: [
        { type: 'BODY', text: 'Hola {{1}} {{2}}, tu pedido está listo.', example: { body_text: [['Ana', 'Paz']] } },
      ],
    });
    await bench.sink.until(() => events('adjacent').length === 1);

    expect(newsOf('adjacent')[0]!.value).toMatchObject({
      event: 'REJECTED',
      reason: 'INVALID_FORMAT',
      rejection_info: { reason: expect.any(String) },
    });
  });

  it('rejects a text that asks for secrets as SCAM', async () => {
    await create({ name: 'secrets', components: [{ type: 'BODY', text: 'Responda con el CVV de su tarjeta.' }] });
    await bench.sink.until(() => events('secrets').length === 1);

    expect(newsOf('secrets')[0]!.value.reason).toBe('SCAM');
  });

  it('slow: is still pending after others are done, until it is finished by hand', async () => {
    await create({ name: 'very_slow' });
    await create({ name: 'not_so_lazy' });
    await bench.sink.until(() => events('not_so_lazy').length === 1);

    expect((await read('very_slow'))!.status).toBe('PENDING');
    bench.sim.control.finishReview('very_slow');
    expect((await read('very_slow'))!.status).toBe('APPROVED');
  });

  it('instant: approved in the answer itself, with no webhook', async () => {
    const { json } = await create({ name: 'instant_yes' });

    expect(json.status).toBe('APPROVED');
    expect(newsOf('instant_yes')).toEqual([]);
  });

  it('silent: approved, and only reading finds it', async () => {
    await create({ name: 'silent_yes' });
    bench.sim.control.finishReview('silent_yes');
    await create({ name: 'loud' });
    await bench.sink.until(() => events('loud').length === 1);

    expect((await read('silent_yes'))!.status).toBe('APPROVED');
    expect(newsOf('silent_yes')).toEqual([]);
  });

  it.each([
    ['pause_later', 'message_template_status_update', { event: 'PAUSED', other_info: { title: 'FIRST_PAUSE' } }],
    [
      'disable_later',
      'message_template_status_update',
      { event: 'DISABLED', disable_info: { disable_date: expect.any(Number) } },
    ],
    [
      'marketing_later',
      'template_category_update',
      { new_category: 'UTILITY', correct_category: 'MARKETING', category_update_timestamp: expect.any(Number) },
    ],
    [
      'quality_later',
      'message_template_quality_update',
      { previous_quality_score: 'UNKNOWN', new_quality_score: 'RED' },
    ],
  ])('%s: comes after the approval', async (part, field, value) => {
    await create({ name: part });
    await bench.sink.until(() => newsOf(part).length === 2);

    expect(newsOf(part).find((change) => change.value.event !== 'APPROVED')).toMatchObject({ field, value });
  });
});

describe('a creation whose answer goes wrong', () => {
  const parts = MAGIC_NAMES.flatMap((entry) =>
    entry.effect.kind === 'transport' ? [[entry.part, entry.does, entry.effect] as const] : [],
  );
  it.each(parts)('%s: %s', async (part, _does, effect) => {
    const giveUp = new AbortController();
    const made = () =>
      bench.sim.control.submissions().filter((attempt) => attempt.name === part && attempt.outcome === 'created')
        .length;
    const outcome = request(`${bench.sim.url}/v23.0/${WABA}/message_templates`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(aCreation({ name: part })),
      signal: giveUp.signal,
    })
      .then(async (answer) => ({ status: answer.statusCode, text: await answer.body.text() }))
      .catch((error: Error) => error.name);
    if (effect.fault === 'hang') {
      await bench.sink.until(() => made() === 1 && events(part).length === 1);
      giveUp.abort();
    }

    const expected =
      effect.fault === 'html'
        ? { status: 502, text: expect.stringContaining('<html>') }
        : effect.fault === 'hang'
          ? 'AbortError'
          : 'SocketError';
    expect(await outcome).toEqual(expected);
    const again = await create({ name: part });

    expect(at(again.json, 'error.error_subcode')).toBe(effect.accepted ? 2388024 : undefined);
    expect(made()).toBe(1);
  });

  it.each([
    ['down_once', 2],
    ['budget_once', 80007],
  ])('%s: refused with %i, then created', async (name, code) => {
    const first = await create({ name });
    const second = await create({ name });

    expect([at(first.json, 'error.code'), second.status]).toEqual([code, 200]);
  });

  it('every documented name is covered by these tests', () => {
    const covered = new Set(['reject', 'slow', 'instant', 'silent', 'later', 'transport', 'refuse_once']);

    expect(MAGIC_NAMES.filter((entry) => !covered.has(entry.effect.kind))).toEqual([]);
    expect(MAGIC_NAMES.filter((entry) => entry.effect.kind === 'later').map((entry) => entry.part)).toEqual([
      'pause_later',
      'disable_later',
      'marketing_later',
      'quality_later',
    ]);
  });
});

describe('changes on request', () => {
  it('pauses twice for a while and disables the third time', async () => {
    await create({ name: 'strikes' });
    bench.sim.control.finishReview('strikes');
    for (let n = 0; n < 2; n += 1) {
      bench.sim.control.pauseTemplate('strikes');
      bench.sim.control.unpauseTemplate('strikes');
    }
    bench.sim.control.pauseTemplate('strikes');
    await bench.sink.until(() => events('strikes').length === 6);

    expect([...events('strikes')].sort()).toEqual(['APPROVED', 'APPROVED', 'APPROVED', 'DISABLED', 'PAUSED', 'PAUSED']);
    expect((await read('strikes'))!.status).toBe('DISABLED');
  });

  it('comes back from a pause by itself', async () => {
    const quick = await startBench({ seedTemplates: true, pauseMs: [1, 1] });

    quick.sim.control.pauseTemplate('order_ready');
    await quick.sink.until(() =>
      quick.sink.changes().some((change) => at(change.value, 'other_info.title') === 'UNPAUSE'),
    );

    expect(quick.sim.control.templates()[0]!.status).toBe('APPROVED');
    await quick.stop();
  });

  it('announces a category and then carries it out', async () => {
    bench.sim.control.changeCategory('order_ready', 'MARKETING', 'later');
    const announced = await read('order_ready');
    bench.sim.control.changeCategory('order_ready', 'MARKETING', 'now');
    await bench.sink.until(() => newsOf('order_ready').length === 2);

    expect(announced).toMatchObject({ category: 'UTILITY', correct_category: 'MARKETING' });
    expect(newsOf('order_ready').find((change) => change.value.previous_category !== undefined)!.value).toMatchObject({
      previous_category: 'UTILITY',
      new_category: 'MARKETING',
    });
    expect((await read('order_ready'))!.correct_category).toBeUndefined();
  });

  it('lets somebody else edit a template at the provider', async () => {
    bench.sim.control.editTemplate(
      'appointment_reminder',
      'Hi {{first_name}}, a new text for {{day}} at {{time}}, all right?',
    );
    await bench.sink.until(() => newsOf('appointment_reminder').length === 1);

    expect(newsOf('appointment_reminder')[0]).toMatchObject({
      field: 'message_template_components_update',
      value: {
        message_template_element: expect.stringContaining('a new text'),
        message_template_title: 'Your appointment',
      },
    });
    expect(await read('appointment_reminder')).toMatchObject({ status: 'APPROVED' });
    expect(at(await read('appointment_reminder'), 'components.1.text')).toContain('a new text');
  });

  it('says no to a name nobody has', () => {
    expect(bench.sim.control.pauseTemplate('nobody')).toBe(false);
    expect(bench.sim.control.quality('nobody', 'RED')).toBe(false);
  });
});

describe('the readme', () => {
  it('lists every magic name and number with what it does', () => {
    const readme = readFileSync('adapters/provider/meta/simulator/readme.md', 'utf8');
    const rows = [
      ...MAGIC_NAMES.map((entry) => `| \`${entry.part}\` | ${entry.does} |`),
      ...MAGIC_NUMBERS.map((entry) => `| \`${entry.suffix}\` | ${entry.does} |`),
    ];

    expect(rows.filter((row) => !readme.includes(row))).toEqual([]);
  });
});
