// Whom Aval reaches in Teams by itself: everybody after a restart, before anybody has spoken; and, where a place or a person is
// closed to it, nobody else in their stead.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isIdle } from '../support/app/installation-rows.ts';
import { eventually } from '../support/eventually.ts';
import { metaComplaints } from '../support/stories/audit.ts';
import { CREATION, CUSTOMER, REASON, SLOTS, STEP_1, STEP_2, TEMPLATE } from '../support/stories/main-job.ts';
import { postsByPlace, strayConnections, teamsComplaints } from '../support/teams/audit.ts';
import type { Call } from '../support/teams/fake-teams.ts';
import { readCard } from '../support/teams/read-teams.ts';
import {
  ask,
  card,
  direct,
  isAnswered,
  labelsOf,
  type Name,
  offers,
  opens,
  opensByTyping,
  openWorkplace,
  publicly,
  refOf,
  seen,
  submits,
  thread,
  type Workplace,
} from '../support/teams/workplace.ts';

/** Was made at Meta, so that news about it goes to the admins' place: a message of its own in the channel. */
const ELSEWHERE = 'made_elsewhere_instant';

let at: Workplace;
/** What the first proposer was told about where the proposal is. */
let placeNamed: string;

// Lucía can send, and one message of hers has arrived.
beforeAll(async () => {
  at = await openWorkplace('dialog', { quorum: 1, undoSeconds: 0 });
  await proposes('sofia', TEMPLATE);
  // Nothing has happened in the channel's team yet, so Teams does not tell its name.
  placeNamed = readCard(at.person('sofia').dialog()?.card).text;
  const pending = await eventually(() => card(at, 'Template proposal 1:'));
  await at.person('ana').press(refOf(pending), 'approve');
  await eventually(() => offers(pending, 'enable_template'));
  await at.person('ana').press(refOf(pending), 'enable_template');
  await eventually(() => seen(pending).includes('Ready to send.'));
  await at.simulator.create({ ...CREATION, name: ELSEWHERE });
  await ask(at, 'ana', 'template sync');
  await opensByTyping(at, 'lucia', `send-active ${CUSTOMER} ${TEMPLATE} en_US`);
  await submits(at, 'lucia', { ...SLOTS, consent: 'contract' });
  await eventually(() => direct(at, 'lucia').some((each) => seen(each).includes('leído')));
  await eventually(() => isIdle(at));
});
afterAll(() => at?.close());

/** Through the message extension, which tells Aval nothing about the private chat. */
async function proposes(name: Name, template: string): Promise<void> {
  await opens(at, name, () => at.person(name).choose('proposeTemplate'));
  for (const typed of [{ ...STEP_1, name: template }, STEP_2, {}])
    expect((await submits(at, name, typed)).errors).toEqual({});
}

test('a channel whose name Teams has not told yet is described', () => {
  expect(placeNamed).toContain('is in the approval channel. It needs one approval.');
});

test('somebody who never wrote to Aval is told in a private chat that Aval opens', () => {
  const [told, ...more] = direct(at, 'sofia').map(seen);
  expect(told).toMatch(/Template proposal 1: order_pickup[\s\S]*Approved by Ana Sosa/);
  expect(more).toEqual([]);
});

/** News for all three places, which nobody here asked for. */
async function news(quality: string, words: string): Promise<void> {
  await at.simulator.change('quality', { name: ELSEWHERE, to: quality });
  await at.simulator.change('quality', { name: TEMPLATE, to: quality });
  await at.simulator.change('reply', { e164: CUSTOMER, text: words });
}

/** How often each has come so far. */
function arrived(words: string): Readonly<Record<'channel' | 'thread' | 'chat', number>> {
  const public_ = publicly(at).map(seen);
  return {
    channel: public_.filter((each) => each.includes(`Quality of ${ELSEWHERE} changed`)).length,
    thread: public_.filter((each) => each.includes(`Quality of ${TEMPLATE} changed`)).length,
    chat: direct(at, 'lucia').filter((each) => seen(each).includes(words)).length,
  };
}

test('after a stop, channel, thread and private chat are written to before anybody has spoken', async () => {
  const { length } = at.answers;
  await at.restart('SIGTERM', () => news('YELLOW', 'Are you open today?'));
  await eventually(() => Object.values(arrived('Are you open today?')).every((count) => count === 1));
  await eventually(() => isIdle(at));
  expect(arrived('Are you open today?')).toEqual({ channel: 1, thread: 1, chat: 1 });
  expect(at.answers).toHaveLength(length);
});

test('after a kill -9 with all three calls under way, each message goes out once, before anybody has spoken', async () => {
  const { length } = at.answers;
  at.fake.behave('connector', { hang: true });
  await news('RED', 'And tomorrow?');
  const hung = () => at.fake.calls.filter((call) => call.status === undefined);
  await eventually(() => hung().length === 3);
  await at.restart('SIGKILL', async () => at.fake.calm());
  await eventually(() => arrived('And tomorrow?').chat === 1 && arrived('').channel === 2 && arrived('').thread === 2);
  await eventually(() => isIdle(at));
  expect(arrived('And tomorrow?')).toEqual({ channel: 2, thread: 2, chat: 1 });
  expect(at.answers).toHaveLength(length);
});

test('what the channel cannot show to one person alone goes to their private chat', async () => {
  at.fake.behave('targeted', { status: 400, code: 'BadArgument' });
  const { length } = publicly(at);
  const answer = await isAnswered(at, 'tom', () => at.person('tom').type('template list', 'channel'));
  expect(answer.post.conversation).toBe(at.person('tom').chat());
  expect(answer.seen.text).toContain(TEMPLATE);
  const form = await isAnswered(at, 'tom', () => at.person('tom').type('template propose', 'channel'));
  expect(form.post.conversation).toBe(at.person('tom').chat());
  expect(labelsOf(form.post)).toEqual(['Open form']);
  // Where it was asked stands only where the answer is.
  const pointers = await eventually(() => publicly(at).length === length + 2 && publicly(at).slice(length));
  for (const pointer of pointers) expect(seen(pointer)).toMatch(/^Tom Orr, .*private chat with Aval/);
});

test('where that is closed too, the channel is told nothing but where to ask', async () => {
  at.person('tom').person.blocked = true;
  const { length } = publicly(at);
  const before = at.person('tom').privately().length;
  await at.person('tom').type('template list', 'channel');
  const said = await eventually(() => publicly(at).length > length && publicly(at).slice(length));
  expect(said.map(seen)).toEqual([
    'Tom Orr, the answer is for you alone and cannot be shown here. Open a private chat with Aval and type it there.',
  ]);
  expect(said[0]?.root).not.toBe(said[0]?.id);
  expect(at.person('tom').privately()).toHaveLength(before);
  at.fake.calm();
});

test('a proposer who cannot be written to is called in the thread, which tells nothing that was for them alone', async () => {
  await proposes('tom', 'second_try');
  const second = await eventually(() => card(at, 'Template proposal 2:'));
  await opens(at, 'ben', () => at.person('ben').press(refOf(second), 'reject'));
  await submits(at, 'ben', { reason: REASON });
  await eventually(() => thread(at, second).some((each) => each.includes('there is something for you about this')));
  await eventually(() => isIdle(at));
  const last = at.person('ben').look(publicly(at).at(-1)!).seen;
  expect(last.text).toContain('@Tom Orr: there is something for you about this');
  expect(last.mentions).toMatchObject([{ name: 'Tom Orr' }]);
  expect(last.text).not.toContain(REASON);
});

test('no call was made but those that had to be', () => {
  const failed = (call: Call) => call.status === undefined || call.status >= 300;
  const known = at.fake.calls.filter(failed);
  expect(known.map(({ operation, status }) => `${operation} ${status}`).toSorted()).toEqual([
    // Tom's private chat, twice.
    ...['create 403', 'create 403'],
    // Under way at the kill.
    ...['create undefined', 'send 403', 'send undefined', 'send undefined'],
    ...['targeted 400', 'targeted 400', 'targeted 400'],
  ]);
  expect(teamsComplaints(at, (call) => known.includes(call))).toEqual([]);
  expect(metaComplaints(at)).toEqual([]);
  expect(strayConnections(at)).toEqual([]);
  expect(postsByPlace(at)).toEqual({
    // Two proposals, news twice.
    channel: 4,
    // Of the first: details, vote, submitted, approved by Meta, enabled, news twice. Of the second: details, vote, not told.
    // The neutral sentence. And twice where the answer is.
    thread: 13,
    'Sofia Paz': 1,
    'Ana Sosa': 2,
    'Lucia Rey': 4,
    'Tom Orr': 2,
  });
});
