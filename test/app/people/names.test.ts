// Names of channels and people that a platform cannot tell at the start: never an id, and asked for again when they are missed.
import { expect, test } from 'vitest';
import { approvalPlaceName, learnChannelNames } from '../../../src/app/news/channels.ts';
import { learnPeople } from '../../../src/app/people/learn.ts';
import { holdersOf, namesToAsk } from '../../../src/app/people/staff.ts';
import { loadProposal, viewOf } from '../../../src/app/proposals/view.ts';
import { ok } from '../../../src/domain/result.ts';
import { plainText } from '../../../src/views/parts/text.ts';
import { wordsFor } from '../../../src/views/words/index.ts';
import { startTestApp, type TestApp } from '../../support/app/app.ts';
import { propose, rootOf, toLastStep } from '../../support/app/stories.ts';
import { cardOn, link, proposeOn, startOnBoth } from '../../support/app/two-platforms.ts';
import { eventually } from '../../support/eventually.ts';
import { cardOf, noticeOf, textOf } from '../../support/read-card.ts';

const MINUTE = 60_000;
const TEAMS_CHANNEL = '19:a1f7c0e4@thread.tacv2';

async function onChannels(...channels: readonly (readonly ['slack' | 'teams', string])[]): Promise<TestApp> {
  const approval = channels.map(([platform, channel]) => ({ platform, channel }));
  return startOnBoth({ places: { approval, admin: [], sends: [] } });
}

/** Counts how often a platform is asked, and answers what it knows by then. */
function tells(app: TestApp, platform: string, what: 'channelName' | 'nameOf', known: Record<string, string>) {
  const asked: string[] = [];
  app.chatOn(platform)[what] = async (id: string) => {
    asked.push(id);
    return known[id];
  };
  return asked;
}

const place = (app: TestApp, language: string) => approvalPlaceName(app.deps, wordsFor(language));
const noteOf = (form: Awaited<ReturnType<typeof toLastStep>>) => JSON.stringify(form.fields.at(-1));

test('a place is called by the names that are known, and by words for the others, in both languages', async () => {
  const one = await onChannels(['teams', TEAMS_CHANNEL]);
  expect([place(one, 'en'), place(one, 'es')]).toEqual(['the approval channel', 'el canal de aprobación']);

  const two = await onChannels(['slack', 'C1'], ['teams', TEAMS_CHANNEL]);
  expect([place(two, 'en'), place(two, 'es')]).toEqual(['the approval channels', 'los canales de aprobación']);
  tells(two, 'slack', 'channelName', { C1: '#approvals' });
  await learnChannelNames(two.deps);
  expect([place(two, 'en'), place(two, 'es')]).toEqual([
    '#approvals and another approval channel',
    '#approvals y otro canal de aprobación',
  ]);
  tells(two, 'teams', 'channelName', { [TEAMS_CHANNEL]: 'Approvals' });
  await learnChannelNames(two.deps);
  expect([place(two, 'en'), place(two, 'es')]).toEqual(['#approvals and Approvals', '#approvals y Approvals']);

  const three = await onChannels(['slack', 'C1'], ['slack', 'C2'], ['teams', TEAMS_CHANNEL]);
  tells(three, 'slack', 'channelName', { C1: '#approvals' });
  await learnChannelNames(three.deps);
  expect(place(three, 'en')).toBe('#approvals and other approval channels');
});

test('the last page asks for a missing name behind its back, and the answer after Submit says it', async () => {
  const app = await onChannels(['teams', TEAMS_CHANNEL]);
  const answer = Promise.withResolvers<string>();
  app.chatOn('teams').channelName = () => answer.promise;

  const last = await toLastStep({ ...app, person: () => app.person('sofia', 'teams') });
  expect(noteOf(last)).toContain('The request goes to the approval channel.');

  answer.resolve('Approvals');
  await eventually(async () => app.deps.channelNames.size === 1);
  expect(textOf(noticeOf(await app.person('sofia', 'teams').sends(last)))).toContain('is in Approvals. It needs 2');
});

test('a missing name is asked for at most once a minute, and never again once it is known', async () => {
  const app = await onChannels(['teams', TEAMS_CHANNEL]);
  const known: Record<string, string> = {};
  const asked = tells(app, 'teams', 'channelName', known);

  for (let click = 0; click < 5; click += 1) place(app, 'en');
  expect(asked).toEqual([TEAMS_CHANNEL]);
  app.skip(MINUTE);
  known[TEAMS_CHANNEL] = 'Approvals';
  place(app, 'en');
  await eventually(async () => app.deps.channelNames.size === 1);
  app.skip(MINUTE);

  expect(place(app, 'en')).toBe('Approvals');
  expect(asked).toHaveLength(2);
});

test('a card posted to a channel without a name asks for it', async () => {
  const app = await startTestApp();
  app.chat.channelName = async () => undefined;
  await toLastStep(app);
  const asked = tells(app, 'chat', 'channelName', { approvals: '#approvals' });
  const last = await toLastStep(app);
  noticeOf(await app.person('sofia').sends(last));
  expect(asked).toEqual([]);
  app.skip(MINUTE);

  await app.settle();

  // The other configured places too: bad news of one of them names it.
  expect(asked).toEqual(['approvals', 'admins', 'sends']);
  expect(place(app, 'en')).toBe('#approvals');
});

test('a platform that breaks over a name holds up nobody, and is written down', async () => {
  const app = await onChannels(['teams', TEAMS_CHANNEL]);
  app.chatOn('teams').channelName = () => Promise.reject(new Error('away'));

  expect(place(app, 'en')).toBe('the approval channel');
  await eventually(async () => app.logged.some(({ message }) => message === 'could not learn names'));
});

test('a refusal makes sense while nobody’s name is known, and names them once their platform tells', async () => {
  const app = await startTestApp();
  const known: Record<string, string> = {};
  const asked = tells(app, 'chat', 'nameOf', known);
  await learnPeople(app.deps);
  const before = asked.length;
  const proposal = await propose(app, undefined, 'andres');
  const refusal = async () =>
    textOf(noticeOf(await app.person('andres').presses(rootOf(app, proposal).card, 'approve')));

  expect(await refusal()).toContain('is yours, so somebody else has to decide it. Ask an admin.');
  known.elena = 'Elena';
  await refusal();
  await eventually(async () => asked.length > before);
  const retried = asked.length;
  app.skip(10 * MINUTE);
  await refusal();
  await eventually(async () => (await namesToAsk(app.deps, 'approver')).includes('Elena'));

  expect(await refusal()).toContain('Ask Elena.');
  expect(asked.slice(retried)).not.toContain('andres');
});

test('people learned late are asked for their e-mail address like those who click', async () => {
  const app = await startOnBoth();
  tells(app, 'teams', 'nameOf', { bruno: 'Bruno' });
  const asked: string[] = [];
  app.chatOn('teams').emailOf = async (id) => {
    asked.push(id);
    return ok(undefined);
  };

  await holdersOf(app.deps, 'approver');
  await eventually(async () => (await namesToAsk(app.deps, 'approver')).includes('Bruno'));
  await app.settle();

  expect(asked).toEqual(['bruno']);
});

test('who is reminded without a name is somebody, not a gap between commas', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  await app.pass(25 * 60 * MINUTE);
  await app.tick('proposals.due');

  const reminder = app.chat.thread(rootOf(app, proposal).ref).at(-1)!.card;
  const [section] = reminder.sections;
  expect(section?.kind === 'text' && plainText(section.text)).toContain('somebody, somebody');
});

test('a decision names a person once, though both accounts had voted before they were linked', async () => {
  const app = await startOnBoth({ quorum: 2 });
  await app.person('sofia', 'slack').types('/template help');
  await proposeOn(app, 'sofia', 'slack');
  cardOf(await app.person('andres', 'slack').presses(cardOn(app, 'slack').card, 'approve'));
  cardOf(await app.person('andres.t', 'teams').presses(cardOn(app, 'teams').card, 'approve'));
  await app.settle();
  const { card } = cardOn(app, 'slack');
  expect(textOf(card)).toContain('Approved by Andres and Andres.t');

  await link(app, 'andres', 'andres.t');

  const row = await app.store.db.selectFrom('proposals').select('id').executeTakeFirstOrThrow();
  expect((await viewOf(app.deps, (await loadProposal(app.deps, row.id))!)).decision?.by).toEqual(['Andres']);
});

test('who acts without a name is somebody, never an id, and their platform is asked for it behind their back', async () => {
  const id = '0b7c9f64-51d2-4c3e-9a5b-6e1f2d3c4b5a';
  const app = await startOnBoth();
  const known: Record<string, string> = {};
  const asked = tells(app, 'teams', 'nameOf', known);
  const sofia = app.person(id, 'teams');
  Object.assign(sofia.actor, { name: '' });

  await proposeOn({ ...app, person: () => sofia }, id, 'teams');
  // A mention: a platform they have no account on writes the name that comes with it.
  for (const platform of ['slack', 'teams'] as const) {
    const cards = JSON.stringify(
      app
        .chatOn(platform)
        .all()
        .map(({ card }) => card),
    );
    expect(cards).toContain(`{"name":"Somebody","ids":{"teams":"${id}"}}`);
    expect(cards).not.toContain(`"name":"${id}"`);
    expect(cards).toContain('revision 1 by somebody: full text');
  }
  expect(asked).toEqual([id]);

  known[id] = 'Sofía Ruiz';
  app.skip(10 * MINUTE);
  await sofia.types('/template help');
  await eventually(async () => {
    const [person] = await app.store.db.selectFrom('people').select('name').where('name', '<>', '').execute();
    return person?.name === 'Sofía Ruiz';
  });
  await sofia.types('/template help');

  const row = await app.store.db.selectFrom('proposals').select('id').executeTakeFirstOrThrow();
  expect((await viewOf(app.deps, (await loadProposal(app.deps, row.id))!)).proposer.name).toBe('Sofía Ruiz');
  expect(asked.filter((one) => one === id)).toHaveLength(2);
});
