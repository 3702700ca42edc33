// What a chat platform tells of itself before a call fails: admins hear of it as persons, whoever waits hears of it, once; and
// what waits goes on when the place is back.
import { describe, expect, test } from 'vitest';
import { createHear, followMoves } from '../../../src/app/posting/place-events.ts';
import type { Failure } from '../../../src/domain/fault.ts';
import { err } from '../../../src/domain/result.ts';
import type { PlatformEvent } from '../../../src/ports/chat.ts';
import { HOUR, startTestApp, type TestApp } from '../../support/app/app.ts';
import { propose, rootOf, toLastStep } from '../../support/app/stories.ts';
import { adminsTold, proposeOn, startOnBoth } from '../../support/app/two-platforms.ts';
import { cardOf, noticeOf, textOf } from '../../support/read-card.ts';

const approvals = { platform: 'chat', channel: 'approvals' };
const ARCHIVED: Failure = {
  kind: 'misconfigured',
  fault: 'place_archived',
  reaction: 'credentials',
  code: 'is_archived',
};

/** The admin place is the approval channel, as it is when nothing else is configured. */
async function start(places = { approval: [approvals], admin: [approvals], sends: [] as (typeof approvals)[] }) {
  const app = await startTestApp({ quorum: 2, places });
  app.deps.channelNames.set('chat:approvals', '#approvals');
  return app;
}

type Told = PlatformEvent extends infer E
  ? E extends PlatformEvent
    ? Omit<E, 'platform' | 'at' | 'eventId'>
    : never
  : never;
let count = 0;

async function hears(app: TestApp, event: Told, change: Partial<PlatformEvent> = {}): Promise<void> {
  count += 1;
  const base = { platform: 'chat', eventId: `Ev${count}`, at: app.clock.iso() };
  await createHear(app.deps)({ ...base, ...event, ...change } as PlatformEvent);
  await app.settle();
}

const privately = (app: TestApp, id: string) => app.chat.privately(id).map(({ card }) => textOf(card));

/** Every post into the channel is refused; the returned function mends it. */
function refuses(app: TestApp, failure: Failure, channel = 'approvals') {
  const { post } = app.chat;
  app.chat.post = async (to, card, key) => {
    const where = to.to === 'channel' ? to.channel : to.to === 'thread' ? to.root.channel : undefined;
    return where === channel ? err(failure) : post(to, card, key);
  };
  return () => Object.assign(app.chat, { post });
}

describe('a place is lost', () => {
  test('before any call fails: admins hear it as persons, whoever waits for a decision hears which', async () => {
    const app = await start();
    const proposal = await propose(app);

    await hears(app, { kind: 'place_lost', channel: 'approvals', fault: 'place_archived' });

    expect(privately(app, 'marta')).toEqual([expect.stringMatching(/#approvals.*archived.*unarchives/s)]);
    const [toSofia = ''] = privately(app, 'sofia');
    expect(toSofia).toMatch(/#approvals.*nobody can decide proposal \d+ now.*archived.*Admins have been told/s);
    expect(rootOf(app, proposal).repaints).toBe(0);
    expect(app.chat.channel('approvals')).toHaveLength(1);
  });

  test('is told once, by however many deliveries, and not again by the calls that fail for it', async () => {
    const app = await start();
    const event = { eventId: 'Ev-archive', at: app.clock.iso() };
    await hears(app, { kind: 'place_lost', channel: 'approvals', fault: 'place_archived' }, event);
    await hears(app, { kind: 'place_lost', channel: 'approvals', fault: 'place_archived' }, event);
    refuses(app, { ...ARCHIVED, fault: 'place_gone', code: 'channel_not_found' });
    noticeOf(await app.person('sofia').sends(await toLastStep(app)));
    await app.pass(HOUR);

    expect(privately(app, 'marta')).toHaveLength(1);
    expect(privately(app, 'sofia')).toEqual([expect.stringContaining('does not let Aval show it in #approvals')]);
  });

  test('two are two notices, and one that was lost again is told again', async () => {
    const legal = { platform: 'chat', channel: 'legal' };
    const app = await start({ approval: [approvals, legal], admin: [approvals], sends: [] });
    await hears(app, { kind: 'place_lost', channel: 'approvals', fault: 'place_closed' });
    await hears(app, { kind: 'place_lost', channel: 'legal', fault: 'place_closed' });
    expect(privately(app, 'marta')).toHaveLength(2);

    app.skip(HOUR);
    await hears(app, { kind: 'place_back', channel: 'legal' });
    app.skip(HOUR);
    await hears(app, { kind: 'place_lost', channel: 'legal', fault: 'place_closed' });
    expect(privately(app, 'marta')).toHaveLength(3);
  });

  test('a healthy admin place is told too; a channel that is nobody’s is not', async () => {
    const admins = { platform: 'chat', channel: 'admins' };
    const app = await start({ approval: [approvals], admin: [admins], sends: [] });
    await hears(app, { kind: 'place_lost', channel: 'random', fault: 'place_closed' });
    expect(app.chat.all()).toEqual([]);

    await hears(app, { kind: 'place_lost', channel: 'approvals', fault: 'place_gone' });
    expect(app.chat.channel('admins').map(({ card }) => textOf(card))).toEqual([expect.stringContaining('#approvals')]);
    expect(privately(app, 'marta')).toHaveLength(1);
  });

  test('nobody waits in vain where another channel shows the proposal', async () => {
    const legal = { platform: 'chat', channel: 'legal' };
    const app = await start({ approval: [approvals, legal], admin: [approvals], sends: [] });
    await propose(app);
    await hears(app, { kind: 'place_lost', channel: 'approvals', fault: 'place_archived' });
    expect(privately(app, 'sofia')).toEqual([]);

    await hears(app, { kind: 'place_lost', channel: 'legal', fault: 'place_archived' });
    expect(privately(app, 'sofia')).toEqual([expect.stringContaining('legal')]);
  });

  test('an event that is older than what is known changes nothing', async () => {
    const app = await start();
    const at = app.clock.iso();
    app.skip(HOUR);
    await hears(app, { kind: 'place_back', channel: 'approvals' });
    await hears(app, { kind: 'place_lost', channel: 'approvals', fault: 'place_archived' }, { at });

    expect(privately(app, 'marta')).toEqual([]);
  });
});

describe('a place is back', () => {
  test('by the platform’s word: what waits is tried at once, not minutes later', async () => {
    const app = await start();
    await hears(app, { kind: 'place_lost', channel: 'approvals', fault: 'place_archived' });
    const mends = refuses(app, ARCHIVED);
    noticeOf(await app.person('sofia').sends(await toLastStep(app)));
    await app.pass(HOUR);
    mends();
    await hears(app, { kind: 'place_back', channel: 'approvals' });
    await app.pass(1);

    expect(app.chat.channel('approvals')).toHaveLength(1);
  });

  test('by a message it takes: the next loss is told again', async () => {
    const app = await start();
    const mends = refuses(app, ARCHIVED);
    noticeOf(await app.person('sofia').sends(await toLastStep(app)));
    await app.pass(60_000);
    mends();
    await app.pass(HOUR);
    expect(privately(app, 'marta')).toHaveLength(1);

    await hears(app, { kind: 'place_lost', channel: 'approvals', fault: 'place_archived' });
    expect(privately(app, 'marta')).toHaveLength(2);
  });
});

test('access that was revoked is told in the other platform, though no call has failed', async () => {
  const app = await startOnBoth();
  await proposeOn(app, 'sofia', 'slack');
  const event = { platform: 'slack', eventId: 'Ev-revoked', at: app.clock.iso(), kind: 'access_lost' } as const;
  await createHear(app.deps)(event);
  await createHear(app.deps)(event);
  await app.settle();

  expect(adminsTold(app, 'teams')).toEqual([expect.stringContaining('Slack no longer accepts the access')]);
  expect(adminsTold(app, 'slack')).toEqual([]);
});

test('a channel that got another id goes on under it: its cards, what waits, the configuration, also after a restart', async () => {
  const app = await start();
  const proposal = await propose(app);
  const places = app.deps.settings.places;

  await hears(app, { kind: 'place_moved', channel: 'approvals', to: 'C-new' });
  expect(app.chat.channel('C-new').map(({ card }) => textOf(card))).toEqual([
    expect.stringMatching(/#approvals has another id.*C-new in place of approvals/s),
  ]);
  cardOf(await app.person('andres').presses(rootOf(app, proposal).card, 'approve'));
  await app.settle();
  // Repainted where it is: no second card, neither in the old place nor in the new one.
  expect(rootOf(app, proposal).repaints).toBeGreaterThan(0);
  expect(app.chat.channel('approvals')).toHaveLength(1);
  expect(app.chat.channel('C-new')).toHaveLength(1);

  app.deps.settings.places = places;
  await followMoves(app.deps);
  expect(app.deps.settings.places.approval).toEqual([{ platform: 'chat', channel: 'C-new' }]);
});
