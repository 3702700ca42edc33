// Clicks on cards, in modals and on live fields.
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Dispatch, Intent, MessageRef, Reply } from '../../../../../src/ports/chat.ts';
import { aCard, aForm } from '../../../../support/chat-samples.ts';
import type { Json } from '../../../../support/slack/fake-slack-methods.ts';
import { type RunningSlack, startSlack } from '../../../../support/slack/platform.ts';
import { buttonsOf, readable } from '../../../../support/slack/read-slack.ts';

let slack: RunningSlack;
let intents: Intent[];
let answer: (intent: Intent) => Reply | Promise<Reply>;
afterEach(() => slack.stop());

async function start(): Promise<MessageRef> {
  intents = [];
  answer = () => ({ show: 'nothing' });
  const dispatch: Dispatch = async (intent) => {
    intents.push(intent);
    return answer(intent);
  };
  slack = await startSlack({ dispatch });
  const posted = await slack.platform.post({ to: 'channel', channel: 'C0APPROVAL' }, aCard(), 'card');
  if (!posted.ok) throw new Error('not posted');
  return posted.value;
}

const card = () => slack.fake.messages[0]!;
const shownWords = () => readable(card().blocks);
const buttonIds = () => buttonsOf(card().blocks).map((button) => button.action_id);

/** Dispatch holds until `let go` is called. */
function held(reply: Reply): () => void {
  let letGo: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  answer = async () => {
    await gate;
    return reply;
  };
  return () => letGo();
}

describe('a click that takes long', () => {
  const whispered = () => slack.fake.whispers.map((whisper) => whisper.text);

  test('says "Working…" soon, to its person only, and leaves the card alone', async () => {
    const ref = await start();
    const before = structuredClone(card().blocks);
    const letGo = held({ show: 'nothing' });
    const clicked = performance.now();

    const answered = slack.ben.click(ref, 'approve');
    await vi.waitFor(() => expect(whispered()).toEqual(['Working…']), { timeout: 1000, interval: 10 });

    expect(performance.now() - clicked).toBeLessThan(2000);
    expect(slack.fake.whispers[0]).toMatchObject({ user: slack.ben.id });
    expect(card().blocks).toEqual(before);
    letGo();
    await answered;
    expect(card().blocks).toEqual(before);
  });

  test('may hear so late, however slow the address is: a newer state of the card stays', async () => {
    const ref = await start();
    const letGo = held({ show: 'nothing' });
    slack.fake.behave('response_url', { delayMs: 900 });

    const answered = slack.ben.click(ref, 'approve');
    await vi.waitFor(() => expect(slack.fake.callsOf('response_url')).toHaveLength(1), 1000);
    letGo();
    await answered;
    await slack.platform.update(ref, aCard({ title: 'Rejected', actions: [] }));
    await vi.waitFor(() => expect(whispered()).toEqual(['Working…']), 2000);

    expect(shownWords()).toContain('Rejected');
    expect(buttonIds()).toEqual([]);
  });

  test('leaves the card usable when it is refused or the app breaks, and says so', async () => {
    const ref = await start();
    const gate = Promise.withResolvers<Reply>();
    answer = () => gate.promise;

    const answered = slack.ana.click(ref, 'approve');
    await vi.waitFor(() => expect(whispered()).toEqual(['Working…']), 1000);
    gate.reject(new Error('bug'));
    await answered;

    await vi.waitFor(() => expect(whispered().at(-1)).toBe('Something broke.'), 2000);
    expect(buttonIds()).toEqual(['approve', 'reject']);
  });

  test('is acknowledged, copies too, only when the app has it: a crash before that is seen by its person', async () => {
    const ref = await start();
    const letGo = held({ show: 'nothing' });
    let acknowledged = false;

    const answered = slack.ben.click(ref, 'approve', 3).then((answers) => {
      acknowledged = true;
      return answers.map((each) => each.status);
    });
    await vi.waitFor(() => expect(whispered()).toEqual(['Working…']), { timeout: 1000, interval: 10 });

    expect(acknowledged).toBe(false);
    letGo();
    expect(await answered).toEqual([200, 200, 200]);
    expect(intents).toHaveLength(1);
  });

  test('that is quick paints nothing in between', async () => {
    const ref = await start();
    answer = () => ({ show: 'card', card: aCard({ title: 'Approved', actions: [] }) });

    await slack.ben.click(ref, 'approve');
    await vi.waitFor(() => expect(shownWords()).toContain('Approved'));

    expect(slack.fake.callsOf('response_url')).toHaveLength(1);
  });
});

test('a used-up response address is made up for by name', async () => {
  const ref = await start();
  answer = () => ({ show: 'card', card: aCard({ title: 'Approved', actions: [] }) });
  slack.fake.behave('response_url', { status: 404 });

  await slack.ben.click(ref, 'approve');

  await vi.waitFor(() => expect(shownWords()).toContain('Approved'));
  expect(slack.fake.callsOf('chat.update')).toHaveLength(1);
});

test('copies of a click are shown once', async () => {
  const ref = await start();
  answer = () => ({ show: 'notice', card: aCard({ title: 'Counted', actions: [] }) });

  await slack.ben.click(ref, 'approve', 5);

  await vi.waitFor(() => expect(slack.fake.whispers).toHaveLength(1));
  expect(intents).toHaveLength(1);
  expect(slack.fake.callsOf('response_url')).toHaveLength(1);
});

test('a private answer to a click in a thread goes into that thread', async () => {
  const root = await start();
  const posted = await slack.platform.post({ to: 'thread', root }, aCard(), 'reply');
  if (!posted.ok) throw new Error('not posted');
  answer = () => ({ show: 'notice', card: aCard({ title: 'Counted', actions: [] }) });

  await slack.ben.click(posted.value, 'approve');

  await vi.waitFor(() => expect(slack.fake.whispers.at(-1)).toMatchObject({ thread_ts: root.message }));
  expect(intents[0]).toMatchObject({ message: posted.value });
});

test('a click that opens a form too late says to press again', async () => {
  const ref = await start();
  answer = () => ({ show: 'form', form: aForm({ id: 'reject' }) });
  slack.fake.behave('views.open', { error: 'expired_trigger_id' });

  await slack.ben.click(ref, 'reject');

  await vi.waitFor(() =>
    expect(slack.fake.whispers.at(-1)?.text).toBe('That took too long. Please press the button again.'),
  );
  expect(buttonIds()).toEqual(['approve', 'reject']);
});

test('the shortcut opens the form that the command opens', async () => {
  await start();
  answer = () => ({ show: 'form', form: aForm() });

  await slack.ana.shortcut();

  await vi.waitFor(() => expect(slack.ana.modal().view.callback_id).toBe('propose'));
  expect(intents[0]).toMatchObject({ kind: 'command', command: 'template', text: 'propose' });
});

test('a shortcut answered with a notice shows it in a modal', async () => {
  await start();
  answer = () => ({ show: 'notice', card: aCard({ title: 'Not allowed', actions: [] }) });

  await slack.ana.shortcut();

  await vi.waitFor(() => expect(readable(slack.ana.modal().view.blocks as Json[])).toContain('Not allowed'));
});

describe('inside a modal', () => {
  async function openForm(): Promise<void> {
    await start();
    answer = () => ({
      show: 'form',
      form: aForm({
        fields: [{ kind: 'line', id: 'name', label: 'Name', live: true }],
        buttons: [{ id: 'back', label: 'Back' }],
      }),
    });
    await slack.ana.command('/template', 'propose');
    await vi.waitFor(() => slack.ana.modal());
    intents = [];
  }
  const typeLive = (value: string) => {
    slack.ana.type({ name: value });
    return slack.ana.pressInModal('name', 'name', { type: 'plain_text_input', value });
  };
  const withNote = (intent: Intent): Reply => {
    const name = intent.kind === 'form' ? intent.values.name : '';
    return {
      show: 'form',
      form: aForm({
        fields: [
          { kind: 'line', id: 'name', label: 'Name', live: true },
          { kind: 'note', id: 'preview', text: `Preview of ${name}`, tone: 'plain' },
        ],
      }),
    };
  };

  test('typing in a live field draws the form again and keeps what was typed', async () => {
    await openForm();
    answer = withNote;

    await typeLive('order');

    await vi.waitFor(() => expect(readable(slack.ana.modal().view.blocks as Json[])).toContain('Preview of order'));
    expect(intents[0]).toMatchObject({ kind: 'form', button: 'live', values: { name: 'order' } });
    expect(slack.ana.modal().typed.name).toBe('order');
  });

  test('fast typing draws the newest state and skips what is out of date', async () => {
    await openForm();
    answer = withNote;
    slack.fake.behave('views.update', { delayMs: 50 });

    for (const text of ['o', 'or', 'ord', 'orde', 'order']) await typeLive(text);

    await vi.waitFor(
      () => expect(readable(slack.ana.modal().view.blocks as Json[])).toContain('Preview of order'),
      2000,
    );
    expect(slack.fake.callsOf('views.update').length).toBeLessThan(5);
  });

  test('a late drawing of an old page does not replace the page a person went on to', async () => {
    await openForm();
    const letGo = held(withNote({ kind: 'form', values: { name: 'old' } } as never as Intent));
    await typeLive('old');
    await vi.waitFor(() => expect(intents).toHaveLength(1));
    answer = () => ({ show: 'form', form: aForm({ title: 'Step 2' }) });
    await slack.ana.submit();

    letGo();

    await vi.waitFor(() => expect(slack.fake.callsOf('views.update')).toHaveLength(1));
    expect(slack.ana.modal().view.title).toMatchObject({ text: 'Step 2' });
  });

  test('a pressed button wins over a drawing that came in between', async () => {
    await openForm();
    answer = async () => {
      slack.ana.modal().hash = 'changed-by-somebody';
      return { show: 'form', form: aForm({ title: 'Back again' }) };
    };

    await slack.ana.pressInModal('back', 'aval.form_buttons');

    await vi.waitFor(() => expect(slack.ana.modal().view.title).toMatchObject({ text: 'Back again' }));
  });

  test('a refusal whose fields are not all on the page draws the page anew, with each error at its field', async () => {
    await openForm();
    slack.ana.type({ name: 'kept' });
    answer = (intent) => ({
      show: 'form',
      form: aForm({ values: intent.kind === 'form' ? intent.values : {}, errors: { body: 'Missing.' } }),
    });

    const done = await slack.ana.submit();

    expect(done.body).toMatchObject({ response_action: 'update' });
    expect(slack.ana.modal().typed.name).toBe('kept');
    expect(readable(slack.ana.modal().view.blocks as Json[])).toContain('⚠️ Missing.');
  });

  test("a button on a modal's last page is an action without a message", async () => {
    await openForm();
    answer = () => ({
      show: 'notice',
      card: aCard({ title: 'Saved', actions: [{ id: 'resume_draft', label: 'Go on', subject: 'draft-1' }] }),
    });
    await slack.ana.submit();
    answer = () => ({ show: 'form', form: aForm({ title: 'Resumed' }) });

    await slack.ana.pressInModal('resume_draft', 'aval.actions', { value: 'draft-1' });

    await vi.waitFor(() => expect(slack.ana.modal().view.title).toMatchObject({ text: 'Resumed' }));
    const action = intents.find((intent) => intent.kind === 'action');
    expect(action).toMatchObject({ action: 'resume_draft', subject: 'draft-1' });
    expect(action).not.toHaveProperty('message');
  });
});
