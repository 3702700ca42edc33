// Writing without being asked, over HTTP against the fake: after a restart, to people without the app, and never in public
// what is for one person.
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { MessageRef } from '../../../../../src/ports/chat.ts';
import { aCard, aForm } from '../../../../support/chat-samples.ts';
import { type RunningTeams, startTeams } from '../../../../support/teams/platform.ts';
import { teamsWords } from '../../../../support/teams/words.ts';

let teams: RunningTeams;
afterEach(() => teams.stop());

async function posted(
  where: Parameters<RunningTeams['platform']['post']>[0],
  title = 'Order ready',
): Promise<MessageRef> {
  const answer = await teams.platform.post(where, aCard({ title }), title);
  if (!answer.ok) throw new Error(`not posted: ${JSON.stringify(answer.error)}`);
  return answer.value;
}

async function restart(change: Parameters<typeof startTeams>[0] = {}): Promise<void> {
  await teams.stopPlatform();
  teams.fake.calls.length = 0;
  teams = await startTeams({ after: teams, ...change });
}

const publicTexts = () =>
  teams.fake.posts
    .filter((post) => !post.from && !post.onlyFor && post.conversation.startsWith('19:'))
    .map((post) => JSON.stringify(post.activity));

describe('after a restart, before anybody wrote', () => {
  test('channel, thread and private chat are posted to by the addresses learned before', async () => {
    teams = await startTeams();
    await teams.ana.type('help');
    await teams.ben.type('help', 'channel');
    const root = await posted({ to: 'channel', channel: teams.channel });
    // Had the addresses not been kept, calls would go here, where nobody is.
    await restart({ settings: { serviceUrl: 'http://127.0.0.1:9/nowhere/' } });

    const again = await posted({ to: 'channel', channel: teams.channel }, 'Again');
    const reply = await posted({ to: 'thread', root }, 'Reply');
    const direct = await posted({ to: 'person', id: teams.ana.id }, 'For Ana');
    const changed = await teams.platform.update(root, aCard({ title: 'Approved', actions: [] }));

    expect([again.thread, reply.thread, direct.channel]).toEqual([again.message, root.message, teams.ana.chat()]);
    expect(changed).toEqual({ ok: true, value: root });
    expect(teams.ana.fromBot(teams.channel).map((message) => message.seen.text.split('\n')[0])).toEqual([
      'Approved',
      'Again',
      'Reply',
    ]);
    expect(teams.ana.fromBot(teams.ana.chat()).at(-1)?.seen.text).toContain('For Ana');
  });

  test('a card posted before is answered', async () => {
    teams = await startTeams();
    const root = await posted({ to: 'channel', channel: teams.channel });
    const dispatch = vi.fn(async () => ({ show: 'card', card: aCard({ title: 'Approved', actions: [] }) }) as const);
    await restart({ dispatch });

    await teams.ben.press(root, 'approve');

    expect(dispatch).toHaveBeenCalledTimes(1);
    expect(teams.ben.fromBot(teams.channel)[0]?.seen.text).toContain('Approved');
  });

  test('a person who never wrote gets a chat opened', async () => {
    teams = await startTeams();

    const direct = await posted({ to: 'person', id: teams.ben.id }, 'For Ben');

    expect(direct.channel).toBe(teams.ben.chat());
    expect(teams.ben.fromBot(teams.ben.chat())).toHaveLength(1);
  });
});

describe('a person without the app', () => {
  test('is unreachable, until they install it', async () => {
    teams = await startTeams();
    const carla = teams.fake.addPerson('Carla Diaz');

    const refused = await teams.platform.post({ to: 'person', id: carla.id }, aCard(), 'k1');
    carla.installed = true;
    const taken = await teams.platform.post({ to: 'person', id: carla.id }, aCard(), 'k1');

    expect(refused).toMatchObject({ ok: false, error: { kind: 'rejected', fault: 'person_unreachable' } });
    expect(taken).toMatchObject({ ok: true });
  });

  test('who took it away again is found out at the next message', async () => {
    teams = await startTeams();
    await teams.ana.type('help');
    teams.ana.person.blocked = true;

    expect(await teams.platform.post({ to: 'person', id: teams.ana.id }, aCard(), 'k1')).toMatchObject({
      error: { fault: 'person_unreachable' },
    });

    teams.ana.person.blocked = false;
    expect(await teams.platform.post({ to: 'person', id: teams.ana.id }, aCard(), 'k1')).toMatchObject({ ok: true });
  });
});

describe('what is for one person', () => {
  const SECRET = 'Rejected because of the price list';
  const secret = { show: 'notice', card: aCard({ title: SECRET, actions: [] }) } as const;
  const secretForm = { show: 'form', form: aForm({ title: 'Reject', values: { name: SECRET } }) } as const;

  test('is targeted in a channel, in the thread it was asked in', async () => {
    teams = await startTeams({ dispatch: async () => secret });
    const root = await posted({ to: 'channel', channel: teams.channel });

    await teams.ana.say(root, 'template list', true);
    await vi.waitFor(() => expect(teams.ana.privately()).toHaveLength(1));

    expect(teams.ana.privately()[0]).toMatchObject({ ref: { channel: teams.channel, thread: root.message } });
    expect(teams.ben.fromBot(teams.channel)).toHaveLength(1);
    expect(publicTexts().join()).not.toContain(SECRET);
  });

  test.each(['dialog', 'card'] as const)(
    'goes into the private chat where it cannot be targeted, and a pointer says so (forms: %s)',
    async (forms) => {
      teams = await startTeams({ dispatch: async () => secret, settings: { forms } });
      teams.fake.behave('targeted', { status: 400, code: 'BadArgument' });

      await teams.ana.type('template list', 'channel');
      await vi.waitFor(() => expect(teams.ana.fromBot(teams.ana.chat())).toHaveLength(1));

      await expect.poll(() => publicTexts()).toHaveLength(1);
      expect(publicTexts()[0]).toContain(teamsWords.answeredInChat('Ana Sosa'));
      expect(publicTexts().join()).not.toContain(SECRET);
    },
  );

  test.each([
    ['a notice, forms as dialogs', secret, 'dialog'],
    ['a notice, forms as cards', secret, 'card'],
    ['a form as a dialog', secretForm, 'dialog'],
    ['a form as a card', secretForm, 'card'],
  ] as const)(
    '%s: nothing but a neutral sentence is public when Teams lets us say it nowhere else',
    async (_, reply, forms) => {
      teams = await startTeams({ dispatch: async () => reply, settings: { forms } });
      teams.fake.behave('targeted', { status: 400, code: 'BadArgument' });
      teams.fake.behave('create', { status: 403, code: 'ForbiddenOperationException' });

      await teams.ana.type('template list', 'channel');
      await vi.waitFor(() => expect(publicTexts()).toHaveLength(1));

      expect(publicTexts()[0]).toContain('Ana Sosa, please write to me in a private chat.');
      expect(publicTexts()[0]).not.toContain(SECRET);
    },
  );

  test('a form that was opened by a press in a channel is seen by nobody else', async () => {
    teams = await startTeams({ dispatch: async () => secretForm, settings: { forms: 'card' } });
    const root = await posted({ to: 'channel', channel: teams.channel });

    await teams.ana.press(root, 'reject');
    await vi.waitFor(() => expect(teams.ana.form()?.title).toBe('Reject'));

    expect(teams.ben.form()).toBeUndefined();
    expect(publicTexts().join()).not.toContain(SECRET);
  });

  test('a card in the private chat that a press changed stays changed', async () => {
    const card = aCard({ title: 'Template switched off', actions: [] });
    teams = await startTeams({ dispatch: async () => ({ show: 'card', card }) });
    const direct = await posted({ to: 'person', id: teams.ana.id });

    await teams.ana.press(direct, 'approve');
    await vi.waitFor(() => expect(teams.fake.callsOf('update')).toHaveLength(1));

    expect(JSON.stringify(teams.fake.find(direct.channel, direct.message)?.activity)).toContain('switched');
  });
});
