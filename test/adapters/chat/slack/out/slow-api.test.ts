// Slack's own API slow, dead or refusing: commands are acknowledged all the same, and people are told.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createLane } from '../../../../../adapters/chat/slack/out/lane.ts';
import { aForm } from '../../../../support/chat-samples.ts';
import type { Behaviour } from '../../../../support/slack/fake-slack.ts';
import { type RunningSlack, type SlackOptions, startSlack } from '../../../../support/slack/platform.ts';

let slack: RunningSlack;
afterEach(() => slack?.stop());

async function start(options: SlackOptions = {}): Promise<RunningSlack> {
  slack = await startSlack({ dispatch: async () => ({ show: 'form', form: aForm() }), ...options });
  return slack;
}
const counted = (what: string) => slack.counted.filter((each) => each.metric === what).map((each) => each.labels);

describe('a command that opens a form', () => {
  test.each<[string, Behaviour]>([
    ['slow', { delayMs: 800 }],
    ['silent', { hang: true }],
    ['broken', { status: 500 }],
    ['answering HTML', { html: true }],
    ['breaking off', { cut: true }],
  ])('is acknowledged at once while the API is %s', async (_, how) => {
    await start({ deps: { deadlineMs: { interactive: 500 } } });
    slack.fake.behave('*', how);

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => slack.ana.command('/template', `propose ${i}`)),
    );

    expect(answers.every((answer) => answer.status === 200 && answer.body === '')).toBe(true);
    expect(Math.max(...slack.acks)).toBeLessThan(0.5);
  });

  test('is answered with "try again" in the acknowledgement itself when too many wait', async () => {
    await start({ deps: { deadlineMs: { interactive: 60_000 } } });
    slack.fake.behave('views.open', { hang: true });

    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, i) => slack.ana.command('/template', `propose ${i}`)),
    );

    expect(answers.every((answer) => answer.status === 200)).toBe(true);
    const sent = answers.filter((answer) => answer.body !== '');
    expect(sent.length).toBeGreaterThan(0);
    expect(sent[0]!.body).toMatchObject({ response_type: 'ephemeral', text: 'That took too long. Please try again.' });
  });

  test('whose trigger has expired tells its author, whose button does the command again', async () => {
    await start();
    slack.fake.behave('views.open', { error: 'expired_trigger_id', times: 1 });

    await slack.ana.command('/send-active', '+5491155551234 order_ready');
    await vi.waitFor(() =>
      expect(slack.fake.whispers.at(-1)).toMatchObject({
        user: 'U0ANA',
        text: 'That took too long. Please try again.',
      }),
    );
    expect(slack.fake.modalOf('U0ANA')).toBeUndefined();

    await slack.ana.clickPrivate('aval_again');
    await vi.waitFor(() => slack.ana.modal());
    await vi.waitFor(() => expect(slack.fake.whispers).toEqual([]));
  });

  test('does the same words again', async () => {
    const texts: unknown[] = [];
    await start({
      dispatch: async (intent) => {
        texts.push(intent.kind === 'command' && [intent.command, intent.text, intent.deliveryId]);
        return { show: 'form', form: aForm() };
      },
    });
    slack.fake.behave('views.open', { error: 'expired_trigger_id', times: 1 });

    await slack.ana.command('/send-active', '+5491155551234 order_ready');
    await vi.waitFor(() => expect(slack.fake.whispers).toHaveLength(1));
    await slack.ana.clickPrivate('aval_again');

    await vi.waitFor(() => expect(texts).toHaveLength(2));
    expect(texts.map((each) => (each as string[]).slice(0, 2))).toEqual([
      ['send-active', '+5491155551234 order_ready'],
      ['send-active', '+5491155551234 order_ready'],
    ]);
    expect(new Set(texts.map((each) => (each as string[])[2])).size).toBe(2);
  });

  test('leaves a number behind when it could not be shown', async () => {
    await start();
    slack.fake.behave('views.open', { error: 'expired_trigger_id', times: 1 });

    await slack.ana.command('/template', 'propose');

    await vi.waitFor(() => expect(counted('slack_not_shown')).toEqual([{ what: 'open', code: 'expired_trigger_id' }]));
  });

  test('after Slack asked to wait is not tried in vain', async () => {
    await start();
    slack.fake.behave('views.open', { status: 429, retryAfter: 30 });

    await slack.ana.command('/template', 'propose');
    await vi.waitFor(() => expect(slack.fake.whispers).toHaveLength(1));
    await slack.ana.command('/template', 'propose');
    await vi.waitFor(() => expect(slack.fake.whispers).toHaveLength(2));

    expect(slack.fake.callsOf('views.open')).toHaveLength(1);
  });
});

describe('the app breaking', () => {
  test('a command says so privately', async () => {
    await start({ dispatch: () => Promise.reject(new Error('bug')) });

    expect(await slack.ana.command('/template', 'propose')).toMatchObject({
      status: 200,
      body: { response_type: 'ephemeral', text: 'Something broke.' },
    });
    expect(slack.logged.filter((line) => line.level === 'error')).toHaveLength(1);
  });

  test('a submission keeps what was typed', async () => {
    let broken = false;
    await start({
      dispatch: async () => {
        if (broken) throw new Error('bug');
        return { show: 'form', form: aForm() };
      },
    });
    await slack.ana.command('/template', 'propose');
    await vi.waitFor(() => slack.ana.modal());
    broken = true;
    slack.ana.type({ name: 'typed_with_care' });

    expect((await slack.ana.submit()).body).toEqual({
      response_action: 'errors',
      errors: { name: 'Something broke.' },
    });
    expect(slack.ana.modal().typed.name).toBe('typed_with_care');
  });

  test('typing in a search field gets an empty list', async () => {
    await start({ search: () => Promise.reject(new Error('bug')) });
    await slack.ana.command('/template', 'propose');
    await vi.waitFor(() => slack.ana.modal());

    expect(await slack.ana.suggest('language', 'es')).toEqual([]);
  });
});

describe('the lane of forms waiting to be opened', () => {
  test('drops what has waited too long, and tells it', async () => {
    let now = 0;
    const lane = createLane({ running: 1, maxWaiting: 10, maxAgeMs: 100, clock: () => now });
    const done: string[] = [];
    const first = Promise.withResolvers<void>();
    const work = (name: string, run: () => Promise<void>) => ({
      run: async () => {
        await run();
        done.push(name);
      },
      tooLate: () => void done.push(`${name} too late`),
    });
    lane.offer(work('first', () => first.promise));
    // At the first guess of a hundred milliseconds per run half a second place is left: somebody may take it.
    expect(lane.offer(work('second', async () => undefined))).toBe(true);

    now = 101;
    first.resolve();
    await lane.idle();

    expect(done).toEqual(['first', 'second too late']);
  });

  test('takes no more than it can do in time', () => {
    const lane = createLane({ running: 2, maxWaiting: 1000, maxAgeMs: 2500, clock: () => 0 });
    const forever = { run: () => new Promise<void>(() => undefined), tooLate: () => undefined };

    const taken = Array.from({ length: 200 }, () => lane.offer(forever)).filter(Boolean).length;

    // Two run; at the first guess of 100 ms each, 25 more can be done in half of 2.5 s.
    expect(taken).toBe(2 + 25);
  });
});
