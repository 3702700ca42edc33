// Slack refuses our token: people read that and not "try again", whatever they did; the process says so, and finds out by itself
// when the token works once more.
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Dispatch } from '../../../../../src/ports/chat.ts';
import { aCard, aForm } from '../../../../support/chat-samples.ts';
import { type Behaviour, startFakeSlack } from '../../../../support/slack/fake-slack.ts';
import { type RunningSlack, slackWords, startSlack } from '../../../../support/slack/platform.ts';

let slack: RunningSlack;
afterEach(() => slack.stop());

/** Of the token only: a response_url needs none. */
const METHODS = ['auth.test', 'views.open', 'users.info', 'chat.update'];
function revoke(how: Behaviour = { error: 'token_revoked' }): void {
  for (const method of METHODS) slack.fake.behave(method, how);
}
const restore = () => revoke({ times: 0 });
const opensForms: Dispatch = async () => ({ show: 'form', form: aForm() });
const lastRead = () => slack.fake.whispers.at(-1)?.text;
const reads = (sentence: string) => vi.waitFor(() => expect(lastRead()).toBe(sentence));
const whyLockedOut = () => slack.platform.lockedOut?.()?.code;
const recovers = () => vi.waitFor(() => expect(whyLockedOut()).toBeUndefined(), 5000);

describe('while we run', () => {
  test('a command whose form cannot open says that we have no access', async () => {
    slack = await startSlack({ dispatch: opensForms });
    expect(whyLockedOut()).toBeUndefined();
    revoke();

    await slack.ana.command('/template', 'propose');

    await reads(slackWords.lockedOut);
    expect(whyLockedOut()).toBe('token_revoked');
  });

  test('so does a button whose form cannot open', async () => {
    slack = await startSlack({ dispatch: opensForms });
    const posted = await slack.platform.post({ to: 'channel', channel: 'C0APPROVAL' }, aCard(), 'k');
    if (!posted.ok) throw new Error('not posted');
    const button = `${aCard().actions[0]?.id}`;
    revoke();

    await slack.ana.click(posted.value, button);

    await reads(slackWords.lockedOut);
  });

  test('somebody who cannot be looked up for it is not told to press again', async () => {
    slack = await startSlack({ dispatch: opensForms });
    const posted = await slack.platform.post({ to: 'channel', channel: 'C0APPROVAL' }, aCard(), 'k');
    if (!posted.ok) throw new Error('not posted');
    const message = slack.fake.messages[0];
    if (!message) throw new Error('nothing there');
    const button = { action_id: `${aCard().actions[0]?.id}`, block_id: 'b', value: 'x' };
    const click = slack.ana.clickPayload(message, button);
    revoke();
    await slack.platform.update(posted.value, aCard());
    const body = { ...click, user: { ...(click.user as object), team_id: 'T0OTHER' } };

    await slack.ana.deliver(body);

    await reads(slackWords.lockedOut);
  });

  test('it is found out without anybody acting that the token works again', async () => {
    slack = await startSlack({ dispatch: opensForms });
    revoke();
    await slack.ana.command('/template', 'propose');
    await reads(slackWords.lockedOut);

    restore();

    await recovers();
  });
});

describe('after a restart', () => {
  async function restarted(): Promise<void> {
    const fake = await startFakeSlack();
    fake.behave('auth.test', { error: 'token_revoked' });
    slack = await startSlack({ fake, dispatch: opensForms });
  }

  test('the process knows why nothing of Slack’s is taken', async () => {
    await restarted();

    expect(whyLockedOut()).toBe('token_revoked');
  });

  test('a command, a button and a form are told so, an event is left for Slack to send again', async () => {
    await restarted();
    const root = { platform: 'slack', channel: 'C0APPROVAL', message: '1.1', thread: '1.1' };

    expect((await slack.ana.command('/template', 'list')).status).toBe(200);
    expect(lastRead()).toBe(slackWords.lockedOut);

    const card = { channel: 'C0APPROVAL', ts: '1.1', text: '', blocks: [] };
    await slack.ben.deliver(slack.ben.clickPayload(card, { action_id: 'approve', block_id: 'b', value: 'x' }));
    await vi.waitFor(() => expect(slack.fake.whispers.at(-1)?.user).toBe('U0BEN'));
    expect(lastRead()).toBe(slackWords.lockedOut);

    const view = { callback_id: 'f', blocks: [{ type: 'input', block_id: 'name' }] };
    const sent = await slack.ana.deliver({ ...slack.ana.clickPayload(card, {}), type: 'view_submission', view });
    expect(sent.body).toEqual({ response_action: 'errors', errors: { name: slackWords.lockedOut } });

    expect((await slack.ana.say(root, 'hello')).status).toBe(503);
  });

  test('everything works by itself once the token does', async () => {
    await restarted();
    restore();
    await recovers();

    await slack.ana.command('/template', 'propose');

    await vi.waitFor(() => expect(slack.fake.modalOf('U0ANA')).toBeDefined());
  });
});
