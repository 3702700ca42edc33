// Contract scenarios: cards, clicks, threads, hostile text.
import { expect, vi } from 'vitest';
import { aCard, aForm, HOSTILE_TEXT, intentsOf } from '../support/chat-samples.ts';
import { messageAt, postedCard, type Scenario, shownForm } from './chat-subject.ts';

export const cardScenarios: Readonly<Record<string, Scenario>> = {
  'a posted card can be repainted in place': async ({ subject }) => {
    const ref = await postedCard(subject);
    expect(messageAt(subject, ref)).toMatchObject({
      text: expect.stringContaining('Order ready'),
      actions: [{ id: 'approve' }, { id: 'reject' }],
    });

    const updated = await subject.platform.update(ref, aCard({ title: 'Approved', actions: [] }));

    expect(updated).toEqual({ ok: true, value: ref });
    expect(subject.messagesIn(subject.channel)).toHaveLength(1);
    expect(messageAt(subject, ref)).toMatchObject({ text: expect.stringContaining('Approved'), actions: [] });
  },

  'a card goes into a thread, and to one person': async ({ subject }) => {
    const root = await postedCard(subject);

    const reply = await subject.platform.post({ to: 'thread', root }, aCard({ title: 'Details' }), 'k-thread');
    const direct = await subject.platform.post(
      { to: 'person', id: subject.ben.id },
      aCard({ title: 'For Ben' }),
      'k-person',
    );

    expect(reply).toMatchObject({ ok: true, value: { channel: root.channel, thread: root.message } });
    expect(direct).toMatchObject({ ok: true });
    expect(subject.directTo(subject.ben).map((m) => m.text)).toEqual([expect.stringContaining('For Ben')]);
    expect(subject.directTo(subject.ana)).toEqual([]);
  },

  'the same key is posted once': async ({ subject }) => {
    const where = { to: 'channel', channel: subject.channel } as const;

    const first = await subject.platform.post(where, aCard(), 'same-key');
    const second = await subject.platform.post(where, aCard(), 'same-key');

    expect(second).toEqual(first);
    expect(subject.messagesIn(subject.channel)).toHaveLength(1);
  },

  'a click arrives with action, subject and message, and its card is repainted': async ({
    subject,
    intents,
    answer,
  }) => {
    const ref = await postedCard(subject);
    answer({ show: 'card', card: aCard({ title: 'Approved by Ben', actions: [] }) });

    await subject.clickAction(subject.ben, ref, 'approve');

    await vi.waitFor(() => expect(messageAt(subject, ref)?.text).toContain('Approved by Ben'), 3000);
    expect(intentsOf(intents, 'action')[0]).toMatchObject({
      action: 'approve',
      subject: 'proposal-7/2',
      message: ref,
      actor: { id: subject.ben.id },
    });
    expect(messageAt(subject, ref)?.actions).toEqual([]);
  },

  'copies of one click are one intent, a second click is another': async ({ subject, intents, answer }) => {
    const ref = await postedCard(subject);
    answer({ show: 'notice', card: aCard({ title: 'Vote counted', actions: [] }) });

    await subject.clickAction(subject.ben, ref, 'approve', 4);
    await vi.waitFor(() => expect(subject.privateTo(subject.ben).length).toBeGreaterThan(0), 3000);
    expect(intentsOf(intents, 'action')).toHaveLength(1);

    await subject.clickAction(subject.ben, ref, 'approve');
    await vi.waitFor(() => expect(intentsOf(intents, 'action')).toHaveLength(2));
  },

  'a refused click leaves the card usable and tells only the clicker': async ({ subject, answer }) => {
    const ref = await postedCard(subject);
    answer({ show: 'notice', card: aCard({ title: 'You may not decide', actions: [] }) });

    await subject.clickAction(subject.ana, ref, 'approve');

    await vi.waitFor(() => expect(subject.privateTo(subject.ana).at(-1)?.text).toContain('You may not decide'), 3000);
    expect(subject.privateTo(subject.ben)).toEqual([]);
    expect(messageAt(subject, ref)?.actions.map((a) => a.id)).toEqual(['approve', 'reject']);
  },

  'a click may open a form': async ({ subject, answer }) => {
    const ref = await postedCard(subject);
    answer({ show: 'form', form: aForm({ id: 'reject', title: 'Reject' }) });

    await subject.clickAction(subject.ben, ref, 'reject');

    expect((await shownForm(subject, subject.ben)).title).toBe('Reject');
  },

  'hostile text stays text on every surface': async ({ subject, answer }) => {
    const card = aCard({
      title: HOSTILE_TEXT,
      facts: [
        { label: HOSTILE_TEXT, value: [{ strong: HOSTILE_TEXT }, ' ', { mention: { name: HOSTILE_TEXT, ids: {} } }] },
      ],
      sections: [
        { kind: 'text', text: HOSTILE_TEXT },
        { kind: 'raw', label: 'Raw', text: HOSTILE_TEXT },
        { kind: 'diff', label: 'Diff', lines: [{ mark: 'added', text: HOSTILE_TEXT }] },
      ],
      footer: HOSTILE_TEXT,
      summary: HOSTILE_TEXT,
    });
    const ref = await postedCard(subject, card);
    answer({ show: 'form', form: aForm({ values: { name: HOSTILE_TEXT }, errors: { name: HOSTILE_TEXT } }) });
    await subject.sendCommand(subject.ana, 'template', HOSTILE_TEXT);
    const form = await shownForm(subject, subject.ana);

    expect(messageAt(subject, ref)?.text.split(HOSTILE_TEXT).length).toBeGreaterThanOrEqual(7);
    expect(form.fields.find((f) => f.id === 'name')?.value).toBe(HOSTILE_TEXT);
    expect(subject.alarms()).toEqual([]);
  },

  'what a person writes in a thread arrives with its root': async ({ subject, intents }) => {
    const root = await postedCard(subject);

    await subject.sayInThread(subject.ana, root, 'is 5 < 6 & 7 > 6?');

    await vi.waitFor(() => expect(intents).toHaveLength(1));
    expect(intents[0]).toMatchObject({
      kind: 'thread_message',
      root,
      text: 'is 5 < 6 & 7 > 6?',
      actor: { id: subject.ana.id },
    });
  },

  'a forged request is refused and nothing is dispatched': async ({ subject, intents }) => {
    if (subject.forge) expect([401, 403]).toContain(await subject.forge());
    else expect(subject.platform.routes).toEqual([]);

    expect(intents).toEqual([]);
  },
};
