// How somebody gets to Aval in Teams besides typing in a chat: message extension, slash, an old client. Over HTTP, signed.
import { afterEach, expect, test, vi } from 'vitest';
import type { Intent, Reply } from '../../../../../src/ports/chat.ts';
import { aCard, aForm, intentsOf } from '../../../../support/chat-samples.ts';
import { type RunningTeams, startTeams } from '../../../../support/teams/platform.ts';

let teams: RunningTeams;
afterEach(() => teams.stop());

async function aval(...answers: readonly Reply[]): Promise<Intent[]> {
  const intents: Intent[] = [];
  const left = [...answers];
  teams = await startTeams({
    dispatch: async (intent) => {
      intents.push(intent);
      return left.shift() ?? { show: 'nothing' };
    },
  });
  return intents;
}

const form: Reply = { show: 'form', form: aForm({ context: 'draft-7' }) };

test('the command in the compose box opens the dialog at once, page by page to its end', async () => {
  const refused: Reply = { show: 'form', form: aForm({ context: 'draft-7', errors: { name: 'Taken already.' } }) };
  const intents = await aval(form, refused, { show: 'nothing' });

  await teams.ana.choose('proposeTemplate');
  expect(teams.ana.form()?.title).toBe('Propose template');
  await teams.ana.submit({ name: 'order_ready', category: 'UTILITY' });
  expect(teams.ana.form()?.seen.fields.find((field) => field.id === 'name')?.error).toContain('Taken already.');
  await teams.ana.submit({ name: 'order_ready_2' });

  expect(teams.ana.dialog()).toBeUndefined();
  expect(intentsOf(intents, 'command')).toMatchObject([{ command: 'template', text: 'propose' }]);
  expect(intentsOf(intents, 'form')).toMatchObject([
    { context: 'draft-7', values: { name: 'order_ready', category: 'UTILITY' } },
    { context: 'draft-7', values: { name: 'order_ready_2' } },
  ]);
  expect(teams.windows.refused).toEqual([]);
});

test('sending about a message takes the number in it, and asks for one where there is none', async () => {
  const intents = await aval(form, form);
  const author = teams.ben.person;

  await teams.ana.choose('sendToCustomer', teams.channel, { id: '1', text: 'call +54 9 11 5555 1234 please', author });
  await teams.ana.choose('sendToCustomer', teams.channel, { id: '2', text: 'call them please', author });
  expect(intents).toMatchObject([{ kind: 'command', command: 'send-active', text: expect.stringContaining('+54') }]);
  await teams.ana.submit({ [teams.ana.form()!.seen.fields[0]!.id]: '+54 9 11 5555-9999' });

  expect(intents[1]).toMatchObject({ command: 'send-active', text: expect.stringContaining('5555') });
  expect(teams.ana.form()?.title).toBe('Propose template');
});

test('sending about a message with a number in local form shows it with its country, to be confirmed', async () => {
  const intents = await aval(form);
  const author = teams.ben.person;

  await teams.ana.choose('sendToCustomer', teams.channel, { id: '1', text: 'ring 011 4555-1234', author });
  const field = teams.ana.form()?.seen.fields.find((one) => one.id === 'number');
  expect(field).toMatchObject({ value: '+54 11 4555 1234' });
  expect(intents).toEqual([]);

  await teams.ana.submit({ number: String(field?.value) });
  expect(intents).toMatchObject([{ command: 'send-active', text: '+54 11 4555 1234' }]);
});

test('a slash command in a channel is answered to its author alone', async () => {
  await aval({ show: 'notice', card: aCard({ title: 'Three templates', actions: [] }) });

  await teams.ana.type('template list', 'targeted');
  await vi.waitFor(() => expect(teams.ana.privately()).toHaveLength(1));

  expect(teams.ana.privately()[0]?.post.onlyFor?.id).toBe(teams.ana.id);
  expect(teams.ben.fromBot(teams.channel)).toEqual([]);
});

test('a client that knows only plain submits can decide too', async () => {
  const intents = await aval({
    show: 'card',
    card: aCard({ title: 'Approved', actions: [], summary: 'It was approved' }),
  });
  const root = await teams.platform.post({ to: 'channel', channel: teams.channel }, aCard(), 'k');
  if (!root.ok) throw new Error('not posted');
  const { raw: data } = teams.ben.fromBot(teams.channel)[0]!.seen.actions.find((action) => action.id === 'approve')!;

  const place = `${teams.channel};messageid=${root.value.message}`;
  const of = { from: teams.ben.person, in: place, message: root.value.message, data };
  await teams.fake.deliver(teams.fake.activities.submit(of));

  expect(intents).toMatchObject([{ kind: 'action', action: 'approve', message: root.value }]);
  // What stands in the channel is repainted by the app, not by the press.
  await vi.waitFor(() => expect(teams.ben.privately()[0]?.seen.text).toContain('It was approved'));
  expect(teams.ana.fromBot(teams.channel)[0]?.seen.text).not.toContain('It was approved');
});
