// Genuine requests with made-up content, as a person with a changed client could send them: buttons, subjects, forms and drafts
// of somebody else. Each is answered privately and nothing comes of it.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { hasNoEffect, isWell } from '../support/app/untouched.ts';
import { eventually } from '../support/eventually.ts';
import type { Json, StoredMessage } from '../support/slack/fake-slack-methods.ts';
import { buttonsOf } from '../support/slack/read-slack.ts';
import type { Delivered } from '../support/slack/transport.ts';
import {
  ask,
  card,
  opens,
  openWorkplace,
  proposes,
  refOf,
  seen,
  type Workplace,
  whispers,
} from '../support/slack/workplace.ts';
import { STEP_1, STEP_2 } from '../support/stories/main-job.ts';

const ACTIONS = [
  ...['approve', 'reject', 'request_changes', 'edit', 'withdraw', 'retry_submission', 'fix_and_resubmit'],
  ...['accept_provider_content', 'enable_template', 'disable_template', 'cancel_send', 'settle_send', 'retry_send'],
  ...['resume_sender', 'discard_draft', 'drop_tables', 'constructor', '__proto__'],
];

const FORMS = ['propose', 'send', 'reject', 'request_changes', 'constructor', 'nothing_of_ours'];

let at: Workplace;
let pending: StoredMessage;
/** Lucía's open send form. */
let draft: string;
let clicks = 0;

beforeAll(async () => {
  at = await openWorkplace('HTTP', { undoSeconds: 300 });
  await proposes(at, 'sofia', STEP_1, STEP_2);
  pending = await eventually(() => card(at.fake, 'Template proposal 1:'));
  await at.simulator.create(HELLO);
  await ask(at, 'ana', '/template', 'sync');
  await eventually(async () => (await ask(at, 'ana', '/template', 'show hello_instant')).includes('not proposed here'));
  await at.person('ana').clickPrivate('enable_template');
  const form = await opens(at, 'lucia', () =>
    at.person('lucia').command('/send-active', '+5491155557788 hello_instant'),
  );
  draft = String((JSON.parse(String(form.view.private_metadata)) as Json).context).replace(/:\d$/, '');
  await eventually(() => at.fake.messages.length >= 3);
});

afterAll(() => at?.close());
afterEach(() => isWell(at));

const HELLO = {
  name: 'hello_instant',
  language: 'en_US',
  category: 'UTILITY',
  components: [{ type: 'BODY', text: 'Hello, your order is ready at the main desk.' }],
};

test('made-up buttons are answered privately and do nothing, whoever presses them', async () => {
  const [id] = String(approveButton().value).split(':');
  const subjects = [
    '',
    'nothing',
    'nothing:1',
    `${id}:0`,
    `${id}:99`,
    `${id}:-1`,
    `${id}:1 or 1=1`,
    '../../x:1',
    '💥'.repeat(900),
    '__proto__:1',
  ];
  await hasNoEffect(at, async () => {
    for (const name of ['tom', 'ana', 'marta'] as const) {
      for (const action of ACTIONS) {
        const before = whispers(at.fake, name).length;
        for (const value of subjects) {
          clicks += 1;
          const button = { ...approveButton(), action_id: action, value, action_ts: `17.${clicks}` };
          expect((await at.transport.interaction(at.person(name).clickPayload(pending, button))).status).toBe(200);
        }
        const answers = await eventually(() => {
          // On a slow machine it is first said that a click is being worked on.
          const told = whispers(at.fake, name)
            .slice(before)
            .filter((each) => !each.startsWith('Working…'));
          return told.length === subjects.length && told;
        });
        expect
          .soft(
            answers.filter((each) => !each.includes('Not done')),
            `${name} ${action}`,
          )
          .toEqual([]);
      }
    }
    const before = whispers(at.fake, 'tom').length;
    for (const action of ['', 'DROP TABLE', 'approve;', 'a'.repeat(200), 'approve\n']) {
      const click = at.person('tom').clickPayload(pending, { ...approveButton(), action_id: action });
      expect.soft((await at.transport.interaction(click)).status, action).toBeLessThan(500);
    }
    expect(whispers(at.fake, 'tom')).toHaveLength(before);
  });
});

test('made-up forms, and forms of somebody else, are answered and do nothing', async () => {
  const theirs = [`${draft}:1`, `${draft}:2`, `${draft}:3`, `${draft}:${'0'.repeat(16)}:3`, draft];
  const contexts = [
    ...theirs,
    '',
    'nothing:1',
    'nothing:2',
    'nothing:3',
    '../x:1',
    `${'x'.repeat(2000)}:1`,
    '__proto__:2',
    String(approveButton().value),
  ];
  const values = {
    name: 'evil',
    body: 'evil',
    template: 'evil',
    reason: '',
    __proto__: 'evil',
    'sender\u0000': 'evil',
  };
  await hasNoEffect(at, async () => {
    for (const name of ['tom', 'marta'] as const) {
      for (const form of FORMS) {
        for (const context of contexts) {
          // One's own first page may have any id, if nobody else's has it.
          if (form === 'propose' && context.endsWith(':1') && !theirs.includes(context)) continue;
          for (const button of ['submit', 'back', 'start_over']) {
            const { status, body } = await sendsForm(name, form, context, button, values);
            expect.soft(status, `${name} ${form} ${context} ${button}`).toBe(200);
            if (button !== 'submit') continue;
            expect.soft(JSON.stringify(body), `${name} ${form} ${context}`).toMatch(/Not done|Write a reason/);
          }
        }
      }
    }
  });
});

test('after all this the proposal can still be decided', async () => {
  await at.person('ana').click(refOf(pending), 'approve');
  await eventually(() => /Approvals: 1\/2/.test(seen(card(at.fake, 'Template proposal 1:'))));
});

function approveButton(): Json {
  return buttonsOf(pending.blocks)[0] ?? {};
}

async function sendsForm(
  name: 'tom' | 'marta',
  form: string,
  context: string,
  button: string,
  values: object,
): Promise<Delivered> {
  clicks += 1;
  const person = at.person(name);
  const view = {
    id: `V9${clicks}`,
    hash: `9.${clicks}`,
    type: 'modal',
    callback_id: form,
    private_metadata: JSON.stringify({ form, context }),
    blocks: [],
    state: {
      values: Object.fromEntries(
        Object.entries(values).map(([id, value]) => [id, { [id]: { type: 'plain_text_input', value } }]),
      ),
    },
  };
  const { actions: _no, message: _none, response_url: _never, ...base } = person.clickPayload(pending, {});
  const sent =
    button === 'submit'
      ? { ...base, type: 'view_submission', view }
      : { ...base, container: { type: 'view', view_id: view.id }, view, actions: [formButton(button)] };
  return at.transport.interaction(sent);
}

function formButton(id: string): Json {
  return { type: 'button', action_id: id, block_id: 'aval.form_buttons', value: id, action_ts: `18.${clicks}` };
}
