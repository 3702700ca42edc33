// People who cannot be written to privately: their other account, then the thread, never a channel with what was meant for
// them. What customers answer waits for its agent.
import { describe, expect, test } from 'vitest';
import type { ProviderEvent } from '../../../src/ports/provider.ts';
import { DAY, HOUR, startTestApp, type TestApp } from '../../support/app/app.ts';
import { CUSTOMER, FILLED, sendable } from '../../support/app/stories.ts';
import { adminsTold, cardOn, link, proposeOn, startOnBoth, threadOn, told } from '../../support/app/two-platforms.ts';
import { cardOf, formOf, mentionedIn, noticeOf, textOf } from '../../support/read-card.ts';

describe('the proposer', () => {
  async function decided(app: TestApp): Promise<void> {
    cardOf(await app.person('andres', 'slack').presses(cardOn(app, 'slack').card, 'approve'));
    cardOf(await app.person('elena', 'slack').presses(cardOn(app, 'slack').card, 'approve'));
    await app.pass(60_000);
  }

  test('is told on their other account', async () => {
    const app = await startOnBoth();
    await app.person('sofia', 'slack').types('/template help');
    await link(app, 'sofia', 'sofia.t');
    await proposeOn(app, 'sofia', 'slack');
    app.chatOn('slack').unreachable.add('sofia');

    await decided(app);

    expect(told(app, 'sofia.t', 'teams').join()).toContain('Approved by Andres and Elena');
    expect(threadOn(app, 'slack').join()).not.toContain('could not tell you privately');
  });

  test('is asked in the thread, on the platform they are on, without what they were to be told', async () => {
    const app = await startOnBoth();
    await proposeOn(app, 'sofia', 'teams');
    app.chatOn('teams').unreachable.add('sofia');

    await decided(app);

    const asked = app.chatOn('teams').thread(cardOn(app, 'teams').ref).at(-1)?.card;
    const notes = app
      .chatOn('teams')
      .thread(cardOn(app, 'teams').ref)
      .map(({ card }) => card);
    const card = notes.find((one) => textOf(one).includes('could not tell you privately'));
    expect(asked).toBeDefined();
    expect(card && mentionedIn(card)).toEqual(['sofia']);
    expect(card && textOf(card)).not.toMatch(/order_ready|Approved/);
    expect(threadOn(app, 'slack').join()).not.toContain('could not tell you privately');
    expect(adminsTold(app, 'teams')).toEqual([]);
    expect(app.logged.filter(({ message }) => message === 'a person cannot be written to')).toHaveLength(1);
  });

  test('is named to the admins where there is no thread of theirs', async () => {
    const app = await startOnBoth();
    app.chatOn('slack').unreachable.add('marta');

    await app.person('marta', 'slack').types('/template sync');
    await app.pass(60_000);
    await app.person('marta', 'slack').types('/template sync');
    await app.pass(60_000);

    expect(adminsTold(app, 'slack')).toEqual([expect.stringContaining('Aval cannot write to Marta')]);
    expect(adminsTold(app, 'slack')[0]).not.toContain('Sender main');
  });

  test('is not given up while one of their platforms is only away', async () => {
    const app = await startOnBoth();
    await app.person('sofia', 'slack').types('/template help');
    await link(app, 'sofia', 'sofia.t');
    await proposeOn(app, 'sofia', 'slack');
    app.chatOn('slack').unreachable.add('sofia');
    const before = told(app, 'sofia.t', 'teams').length;
    app.chatOn('teams').dies();
    cardOf(await app.person('andres', 'slack').presses(cardOn(app, 'slack').card, 'approve'));
    cardOf(await app.person('elena', 'slack').presses(cardOn(app, 'slack').card, 'approve'));
    await app.pass(10_000);

    app.chatOn('teams').answers();
    await app.pass(60_000);

    expect(told(app, 'sofia.t', 'teams')).toHaveLength(before + 1);
  });

  test('hears of it on the other account when the first platform stays away', async () => {
    const app = await startOnBoth();
    await app.person('sofia', 'slack').types('/template help');
    await link(app, 'sofia', 'sofia.t');
    await proposeOn(app, 'sofia', 'slack');
    const before = told(app, 'sofia.t', 'teams').length;
    app.expectTrouble();
    const { card } = cardOn(app, 'slack');
    app.chatOn('slack').dies();

    cardOf(await app.person('andres', 'slack').presses(card, 'approve'));
    cardOf(await app.person('elena', 'slack').presses(card, 'approve'));
    await app.pass(10 * 60_000);

    expect(told(app, 'sofia.t', 'teams')).toHaveLength(before + 1);
  });
});

test('who asked for something on one platform is told there', async () => {
  const app = await startOnBoth();
  await app.person('lucia', 'slack').types('/template help');
  await link(app, 'lucia', 'marta.t');
  await app.person('marta', 'slack').types('/template help');
  await link(app, 'marta', 'marta2.t');

  await app.person('marta2.t', 'teams').types('/template sync');
  await app.settle();

  expect(told(app, 'marta2.t', 'teams').join()).toContain('Sender main');
  expect(told(app, 'marta', 'slack').join()).not.toContain('Sender main');
});

describe('the agent of a send', () => {
  const PLACES = {
    approval: [{ platform: 'chat', channel: 'approvals' }],
    admin: [{ platform: 'chat', channel: 'admins' }],
    sends: [],
  };
  let written = 0;

  function answer(text: string): ProviderEvent {
    written += 1;
    const from = [{ kind: 'wa_id', value: CUSTOMER.slice(1) }] as const;
    const base = { id: `in-${written}`, at: '2026-11-20T13:00:00.000Z', externalId: `wamid.in.${written}` };
    return { kind: 'inbound', ...base, from, content: { kind: 'text', text } };
  }

  async function sentBy(app: TestApp, who = 'lucia', platform?: string): Promise<void> {
    const person = app.person(who, platform);
    const form = formOf(await person.types(`/send-active ${CUSTOMER} order_ready`));
    noticeOf(await person.sends(form, FILLED));
    await app.pass(5_000);
  }

  const inChannels = (app: TestApp) =>
    app.chat
      .all()
      .filter(({ to }) => to.to === 'channel')
      .map(({ card }) => textOf(card))
      .join('\n');

  test('without a way to them, the customer’s words go to admins as persons, never to a channel, and admins hear of it once', async () => {
    const app = await startTestApp({ places: PLACES });
    await sendable(app);
    app.chat.unreachable.add('lucia');
    await sentBy(app);
    await sentBy(app);
    await app.hook([answer('My secret is 4711')]);
    await app.pass(2 * HOUR);

    const [got, ...more] = app.chat.privately('marta').filter(({ card }) => textOf(card).includes('4711'));
    expect(more).toEqual([]);
    expect(got && textOf(got.card)).toContain('Lucia cannot be written to');
    expect(inChannels(app)).not.toContain('4711');
    expect(app.chat.privately('lucia')).toEqual([]);
    const admins = app.chat.channel('admins').map(({ card }) => textOf(card));
    expect(admins).toEqual([expect.stringContaining('Aval cannot write to Lucia')]);
    expect(admins[0]).not.toContain('5491155551234');
    expect(app.buried).toEqual([]);
  });

  test('whose private chat is gone gets a new one, and the answer comes there', async () => {
    const app = await startTestApp({ places: PLACES });
    await sendable(app);
    await sentBy(app);
    const { post } = app.chat;
    const [old] = app.chat.privately('lucia');
    app.chat.post = async (to, card, key) =>
      to.to === 'thread' && to.root.message === old?.ref.message
        ? { ok: false, error: { kind: 'rejected', fault: 'person_unreachable', reaction: 'permanent' } }
        : post(to, card, key);

    await app.hook([answer('Are you there?')]);
    await app.pass(2 * 60_000);

    const [, anew] = app.chat.privately('lucia');
    const thread = anew ? app.chat.thread(anew.ref).map(({ card }) => textOf(card)) : [];
    expect(thread.join()).toContain('Are you there?');
    expect(
      app.chat
        .privately('marta')
        .map(({ card }) => textOf(card))
        .join(),
    ).not.toContain('Are you there?');
  });

  test('hears privately what customers answer while the channel for sends is closed', async () => {
    const sends = [{ platform: 'chat', channel: 'sends' }];
    const app = await startTestApp({ places: { ...PLACES, sends } });
    app.expectTrouble();
    await sendable(app);
    const { post } = app.chat;
    app.chat.post = async (to, card, key) =>
      to.to === 'channel' && to.channel === 'sends'
        ? {
            ok: false,
            error: { kind: 'misconfigured', fault: 'place_archived', reaction: 'credentials', code: 'is_archived' },
          }
        : post(to, card, key);
    await sentBy(app);
    await app.hook([answer('Hello?')]);
    await app.pass(5 * 60_000);

    expect(
      app.chat
        .privately('lucia')
        .map(({ card }) => textOf(card))
        .join(),
    ).toContain('Hello?');
  });

  test('once they can be reached, the card and every answer come, in order', async () => {
    const app = await startTestApp({ places: PLACES });
    await sendable(app);
    app.chat.unreachable.add('lucia');
    await sentBy(app);
    await app.hook([answer('First'), answer('Second')]);
    await app.pass(DAY);

    app.chat.unreachable.clear();
    await app.pass(HOUR);

    const [root, ...more] = app.chat.privately('lucia');
    expect(more).toEqual([]);
    expect(textOf(root!.card)).toContain('Status: submitted');
    const thread = app.chat.thread(root!.ref).map(({ card }) => textOf(card));
    expect(thread).toHaveLength(2);
    expect(thread[0]).toContain('First');
    expect(thread[1]).toContain('Second');
  });

  test('the waiting ends after a week, without more noise; what came later still finds its way', async () => {
    const app = await startTestApp({ places: PLACES });
    app.expectTrouble();
    await sendable(app);
    app.chat.unreachable.add('lucia');
    await sentBy(app);
    await app.hook([answer('Too early')]);
    await app.pass(8 * DAY);

    expect(app.buried.map((job) => job.kind)).toEqual(['send.post', 'note']);
    expect(app.chat.channel('admins')).toHaveLength(1);

    app.chat.unreachable.clear();
    await app.hook([answer('At last')]);
    await app.pass(60_000);

    const [root] = app.chat.privately('lucia');
    expect(
      app.chat
        .thread(root!.ref)
        .map(({ card }) => textOf(card))
        .join(),
    ).toContain('At last');
  });

  test('the card goes where the agent sent from, and to their other account when that one is closed', async () => {
    const app = await startOnBoth();
    await app.person('lucia', 'slack').types('/template help');
    await link(app, 'lucia', 'lucia.t');
    await sendableBy(app);

    await sentBy(app, 'lucia.t', 'teams');
    expect(told(app, 'lucia.t', 'teams').join()).toContain('Message 1');

    app.chatOn('teams').unreachable.add('lucia.t');
    await sentBy(app, 'lucia.t', 'teams');
    expect(told(app, 'lucia', 'slack').join()).toContain('Message 2');
    await app.hook([answer('Gracias')]);
    await app.settle();
    const root = app.chatOn('slack').privately('lucia').at(-1);
    expect(
      root &&
        app
          .chatOn('slack')
          .thread(root.ref)
          .map(({ card }) => textOf(card))
          .join(),
    ).toContain('Gracias');
  });

  test('channels for sends on two platforms: one that is away does not hold up the other', async () => {
    const on = (channel: string) => ['slack', 'teams'].map((platform) => ({ platform, channel }));
    const app = await startOnBoth({ places: { approval: on('approvals'), admin: on('admins'), sends: on('sends') } });
    await sendableBy(app);
    app.chatOn('slack').dies();

    await sentBy(app, 'lucia', 'slack');
    expect(app.chatOn('teams').channel('sends')).toHaveLength(1);

    app.chatOn('slack').answers();
    await app.pass(60_000);
    expect(app.chatOn('slack').channel('sends')).toHaveLength(1);
    expect(app.chatOn('teams').channel('sends')).toHaveLength(1);
  });

  async function sendableBy(app: TestApp): Promise<void> {
    const asMarta = { ...app, person: (id: string) => app.person(id, 'slack') };
    await sendable(asMarta);
  }
});
