// People with accounts on two platforms, one of which is away or refuses: they are written to on the other one, and what
// customers answer does not wait.
import { describe, expect, test } from 'vitest';
import type { Failure } from '../../../src/domain/fault.ts';
import { err } from '../../../src/domain/result.ts';
import type { ProviderEvent } from '../../../src/ports/provider.ts';
import { HOUR, type TestApp } from '../../support/app/app.ts';
import { CUSTOMER, FILLED, sendable } from '../../support/app/stories.ts';
import {
  adminsTold,
  cardOn,
  link,
  type Platform,
  proposeOn,
  startOnBoth,
  threadOn,
  told,
} from '../../support/app/two-platforms.ts';
import { cardOf, formOf, noticeOf, textOf } from '../../support/read-card.ts';

const REFUSED: Failure = { kind: 'rejected', fault: 'invalid_parameter', reaction: 'permanent', code: 'BadSyntax' };
const PACED: Failure = { kind: 'limited', fault: 'call_budget', reaction: 'retry', code: 'paced' };
const EXPIRED: Failure = { kind: 'unauthorized', fault: 'token_invalid', reaction: 'credentials', code: 'expired' };
const LOST: Failure = { kind: 'uncertain', fault: 'no_answer', reaction: 'retry' };

/** Private messages of a platform end like this, channels work. */
function failsPrivately(app: TestApp, platform: Platform, failure: Failure): void {
  const chat = app.chatOn(platform);
  const { post } = chat;
  chat.post = async (to, card, key) => (to.to === 'person' ? err(failure) : post(to, card, key));
}

describe('a proposer', () => {
  async function decided(failure: Failure): Promise<TestApp> {
    const app = await startOnBoth();
    await app.person('sofia', 'slack').types('/template help');
    await link(app, 'sofia', 'sofia.t');
    await proposeOn(app, 'sofia', 'slack');
    failsPrivately(app, 'slack', failure);
    cardOf(await app.person('andres', 'slack').presses(cardOn(app, 'slack').card, 'approve'));
    cardOf(await app.person('elena', 'slack').presses(cardOn(app, 'slack').card, 'approve'));
    await app.settle();
    return app;
  }
  const news = (app: TestApp) => told(app, 'sofia.t', 'teams').filter((line) => line.includes('Approved by'));

  test('is told at once on the other account when the first platform refuses the message', async () => {
    const app = await decided(REFUSED);

    expect(news(app)).toHaveLength(1);
    expect(app.buried).toEqual([]);
  });

  test.each([PACED, EXPIRED, LOST])('is told on the other account after a minute of $kind, once', async (failure) => {
    const app = await decided(failure);
    await app.pass(59_999);
    expect(news(app)).toEqual([]);
    await app.pass(1);
    expect(news(app)).toHaveLength(1);

    await app.pass(HOUR);
    expect(news(app)).toHaveLength(1);
  });

  test('who is refused everywhere is asked in the thread, without what it was', async () => {
    const app = await startOnBoth();
    await proposeOn(app, 'sofia', 'slack');
    failsPrivately(app, 'slack', REFUSED);
    cardOf(await app.person('andres', 'slack').presses(cardOn(app, 'slack').card, 'approve'));
    cardOf(await app.person('elena', 'slack').presses(cardOn(app, 'slack').card, 'approve'));
    await app.settle();

    expect(threadOn(app, 'slack').join()).toContain('could not tell you privately');
    expect(app.buried).toEqual([]);
  });
});

describe('an agent', () => {
  let written = 0;

  function answer(text: string): ProviderEvent {
    written += 1;
    const from = [{ kind: 'wa_id', value: CUSTOMER.slice(1) }] as const;
    const base = { id: `in-${written}`, at: '2026-11-20T13:00:00.000Z', externalId: `wamid.in.${written}` };
    return { kind: 'inbound', ...base, from, content: { kind: 'text', text } };
  }

  async function onBoth(): Promise<TestApp> {
    const app = await startOnBoth();
    await app.person('lucia', 'slack').types('/template help');
    await link(app, 'lucia', 'lucia.t');
    await sendable({ ...app, person: (id: string) => app.person(id, 'slack') });
    return app;
  }

  async function sends(app: TestApp): Promise<void> {
    const person = app.person('lucia.t', 'teams');
    const form = formOf(await person.types(`/send-active ${CUSTOMER} order_ready`));
    noticeOf(await person.sends(form, FILLED));
    await app.settle();
  }

  const messages = (app: TestApp, who: string, platform: Platform) =>
    app
      .chatOn(platform)
      .privately(who)
      .filter(({ card }) => card.title.startsWith('Message'));
  const answers = (app: TestApp, who: string, platform: Platform) =>
    messages(app, who, platform).flatMap(({ ref }) =>
      app
        .chatOn(platform)
        .thread(ref)
        .map(({ card }) => textOf(card)),
    );

  test.each(['away', 'closed', 'refused'] as const)(
    'whose platform is %s hears on the other one, in order',
    async (how) => {
      const app = await onBoth();
      if (how === 'away') app.chatOn('teams').dies();
      else failsPrivately(app, 'teams', how === 'closed' ? EXPIRED : REFUSED);
      await sends(app);
      await app.pass(5_000);
      await app.hook([answer('First'), answer('Second')]);
      await app.pass(2 * 60_000);

      expect(messages(app, 'lucia', 'slack')).toHaveLength(1);
      expect(textOf(messages(app, 'lucia', 'slack')[0]!.card)).toContain('Status: submitted');
      const heard = answers(app, 'lucia', 'slack');
      expect(heard).toEqual([expect.stringContaining('First'), expect.stringContaining('Second')]);
      expect(adminsTold(app, 'slack').join()).not.toContain('cannot write to');
      expect(app.buried).toEqual([]);
    },
  );

  test('whose thread is on a platform that went away hears the answers on the other one, and both cards end alike', async () => {
    const app = await onBoth();
    await sends(app);
    expect(messages(app, 'lucia.t', 'teams')).toHaveLength(1);
    app.chatOn('teams').dies();
    await app.pass(5_000);
    await app.hook([answer('First'), answer('Second')]);
    await app.pass(2 * 60_000);

    expect(answers(app, 'lucia', 'slack')).toEqual([
      expect.stringContaining('First'),
      expect.stringContaining('Second'),
    ]);

    app.chatOn('teams').answers();
    await app.pass(10 * 60_000);
    expect(textOf(messages(app, 'lucia.t', 'teams')[0]!.card)).toContain('Status: submitted');
    await app.hook([answer('Third')]);
    await app.settle();
    expect(answers(app, 'lucia', 'slack')).toHaveLength(3);
    expect(answers(app, 'lucia.t', 'teams')).toEqual([]);
  });

  test('with no account that works is named to the admins once, where they can be told', async () => {
    const app = await onBoth();
    app.chatOn('slack').unreachable.add('lucia');
    app.chatOn('teams').dies();
    await sends(app);
    await sends(app);
    await app.pass(HOUR / 2);

    expect(adminsTold(app, 'slack')).toEqual([expect.stringContaining('Aval cannot write to Lucia')]);
    app.chatOn('teams').answers();
    await app.pass(60_000);
    expect(messages(app, 'lucia.t', 'teams')).toHaveLength(2);
    expect(adminsTold(app, 'teams')).toEqual([]);
    expect(app.buried).toEqual([]);
  });

  test('who closes their chat after the card came is waited for, and admins hear of it', async () => {
    const app = await startOnBoth();
    await sendable({ ...app, person: (id: string) => app.person(id, 'slack') });
    const person = app.person('lucia', 'slack');
    const form = formOf(await person.types(`/send-active ${CUSTOMER} order_ready`));
    noticeOf(await person.sends(form, FILLED));
    await app.pass(5_000);
    const chat = app.chatOn('slack');
    const { post } = chat;
    const closed: Failure = { kind: 'rejected', fault: 'person_unreachable', reaction: 'permanent', code: 'blocked' };
    chat.post = async (to, card, key) => {
      const isTheirs = to.to === 'person' || (to.to === 'thread' && to.root.channel === 'dm-lucia');
      return isTheirs ? err(closed) : post(to, card, key);
    };
    await app.hook([answer('Hello?')]);
    await app.pass(HOUR);
    expect(adminsTold(app, 'slack')).toEqual([expect.stringContaining('Aval cannot write to Lucia')]);
    expect(app.buried).toEqual([]);

    chat.post = post;
    await app.pass(HOUR);
    expect(answers(app, 'lucia', 'slack')).toEqual([expect.stringContaining('Hello?')]);
  });
});
