// The test user's payloads against recorded ones: nothing in them that Slack does not send, so that no test can pass on a
// field that is not there, and nothing left out at the top.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeSlack, startFakeSlack } from '../../../../support/slack/fake-slack.ts';
import type { Json } from '../../../../support/slack/fake-slack-methods.ts';
import { createSlackUser } from '../../../../support/slack/user.ts';

let fake: FakeSlack;
const sent: Json[] = [];
const keep = async (payload: object) => {
  sent.push(payload as Json);
  return { status: 200, body: '' };
};

beforeAll(async () => {
  fake = await startFakeSlack();
});
afterAll(() => fake.stop());

const user = () => createSlackUser(fake, { command: keep, interaction: keep, event: keep }, 'U0ANA', 'ana');
const REF = { platform: 'slack', channel: 'C0APPROVAL', message: '1.1', thread: '1.0' };

/** Documented by Slack, missing in the recordings: they were scrubbed, or made in a thread of another kind. */
const DOCUMENTED: Readonly<Record<string, readonly string[]>> = {
  'message-in-thread': [
    'event_time',
    ...['enterprise_id', 'team_id', 'is_enterprise_install'].map((key) => `authorizations.${key}`),
  ],
};

test.each([
  ['slash-command', async () => void (await user().command('/template', 'propose'))],
  ['message-in-thread', async () => void (await user().say(REF, 'hello'))],
  ['block-actions-in-thread', clicks],
  ['view-submission', submits],
])('%s has the shape of the recorded one', async (name, act) => {
  const path = new URL(`../../../../fixtures/slack/${name}.json`, import.meta.url);
  const { body: recorded } = JSON.parse(readFileSync(path, 'utf8')) as { readonly body: Json };
  await act();
  const ours = sent.at(-1) ?? {};
  expect(Object.keys(recorded).filter((key) => !(key in ours))).toEqual([]);
  const unknown = pathsOf(ours).filter((each) => !pathsOf(recorded).includes(each));
  expect(unknown.filter((each) => !DOCUMENTED[name]?.includes(each))).toEqual([]);
});

async function clicks(): Promise<void> {
  const button = { type: 'button', action_id: 'approve', text: { type: 'plain_text', text: 'Approve' }, value: 'a:1' };
  fake.messages.push({
    channel: REF.channel,
    ts: REF.message,
    thread_ts: REF.thread,
    text: 'Card',
    blocks: [{ type: 'actions', block_id: 'b', elements: [button] }],
  });
  await user().click(REF, 'approve');
}

async function submits(): Promise<void> {
  const view = { type: 'modal', callback_id: 'reject', private_metadata: '{}', blocks: [] };
  fake.modals.set('V1', { id: 'V1', user: 'U0ANA', view, hash: '1.1', open: true, typed: {}, errors: {} });
  await user().submit();
}

/** Keys and the keys below them, two levels; of a list those of its first element. What is ours to fill is left out. */
function pathsOf(payload: Json): string[] {
  return Object.entries(payload).flatMap(([key, value]) => {
    const inner = Array.isArray(value) ? value[0] : value;
    if (typeof inner !== 'object' || inner === null || key === 'state') return [key];
    return [key, ...Object.keys(inner).map((below) => `${key}.${below}`)];
  });
}
