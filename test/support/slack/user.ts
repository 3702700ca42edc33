// A person at Slack's window: types, clicks and reads through the fake, in the shapes of recorded payloads, over HTTP or Socket Mode.
import type { MessageRef } from '../../../src/ports/chat.ts';
import type { Values } from '../../../src/views/view.ts';
import type { FakeSlack } from './fake-slack.ts';
import { type Json, type OpenModal, type StoredMessage, showView } from './fake-slack-methods.ts';
import { messageFaults, viewFaults } from './limits.ts';
import { buttonsOf, stateOf } from './read-slack.ts';
import type { Delivered, Transport } from './transport.ts';

export type SlackUser = ReturnType<typeof createSlackUser>;

export function createSlackUser(
  fake: FakeSlack,
  transport: Transport,
  id: string,
  name: string,
  channel = 'C0APPROVAL',
) {
  const user = { id, username: name, name, team_id: fake.team };
  const base = () => ({
    user,
    api_app_id: 'A0AVAL',
    token: '',
    team: { id: fake.team, domain: 'aval' },
    enterprise: null,
    is_enterprise_install: false,
  });
  let stamp = 0;
  const nextStamp = () => {
    stamp += 1;
    return `1790000100.${String(stamp).padStart(6, '0')}`;
  };

  function modal(): OpenModal {
    const found = fake.modalOf(id);
    if (!found) throw new Error(`${name} has no form open`);
    return found;
  }

  function viewPayload(of: OpenModal): Json {
    return {
      ...of.view,
      id: of.id,
      team_id: fake.team,
      type: 'modal',
      hash: of.hash,
      root_view_id: of.id,
      state: { values: stateOf(of.view, of.typed) },
    };
  }

  function clickPayload(on: StoredMessage, button: Json): Json {
    const thread = on.thread_ts === undefined ? {} : { thread_ts: on.thread_ts };
    return {
      ...base(),
      type: 'block_actions',
      trigger_id: fake.newTrigger(id),
      container: { type: 'message', message_ts: on.ts, channel_id: on.channel, is_ephemeral: false, ...thread },
      channel: { id: on.channel, name: 'approval' },
      message: { type: 'message', ts: on.ts, bot_id: 'B0AVAL', text: on.text, blocks: on.blocks, ...thread },
      state: { values: {} },
      response_url: fake.newResponseUrl({ user: id, channel: on.channel, ts: on.ts }),
      actions: [{ ...button, type: 'button', action_ts: nextStamp() }],
    };
  }

  const self = {
    id,
    name,
    modal,
    clickPayload,
    viewPayload,
    commandPayload: (command: string, text: string) => ({
      token: '',
      team_id: fake.team,
      team_domain: 'aval',
      channel_id: channel,
      channel_name: 'approval',
      user_id: id,
      user_name: name,
      command,
      text,
      api_app_id: 'A0AVAL',
      is_enterprise_install: 'false',
      response_url: fake.newResponseUrl({ user: id, channel }),
      trigger_id: fake.newTrigger(id),
    }),

    /** Any payload of a click or a form. */
    deliver: (payload: Json): Promise<Delivered> => transport.interaction(payload),

    async command(command: string, text: string): Promise<Delivered> {
      const done = await transport.command(self.commandPayload(command, text));
      whisper(done.body);
      return done;
    },

    async shortcut(callback_id = 'propose_template'): Promise<Delivered> {
      return transport.interaction({
        ...base(),
        type: 'shortcut',
        callback_id,
        trigger_id: fake.newTrigger(id),
        action_ts: nextStamp(),
      });
    },

    type(values: Values): void {
      Object.assign(modal().typed, values);
    },

    /** Presses the modal's own submit and applies what Slack would do with the answer. */
    async submit(): Promise<Delivered> {
      const open = modal();
      const payload = {
        ...base(),
        type: 'view_submission',
        trigger_id: fake.newTrigger(id),
        view: viewPayload(open),
        response_urls: [],
      };
      const done = await transport.interaction(payload);
      const answer = done.body as
        | { response_action?: string; view?: Json; errors?: Record<string, string> }
        | undefined
        | '';
      if (done.status !== 200) return done;
      if (answer && answer.response_action === 'update' && answer.view) {
        fake.refused.push(...viewFaults(answer.view).map((fault) => `answer to a form: ${fault}`));
        showView(open, answer.view);
      } else if (answer && answer.response_action === 'errors') open.errors = answer.errors ?? {};
      else open.open = false;
      return done;
    },

    /** Presses a button inside the modal, or (with the block's type) sends what a live field sends. */
    async pressInModal(action_id: string, block_id: string, extra: Json = {}): Promise<Delivered> {
      const open = modal();
      return transport.interaction({
        ...base(),
        type: 'block_actions',
        trigger_id: fake.newTrigger(id),
        container: { type: 'view', view_id: open.id },
        view: viewPayload(open),
        actions: [{ type: 'button', action_id, block_id, value: action_id, action_ts: nextStamp(), ...extra }],
      });
    },

    async suggest(field: string, value: string): Promise<readonly string[]> {
      const open = modal();
      const done = await transport.interaction({
        ...base(),
        type: 'block_suggestion',
        action_id: field,
        block_id: field,
        value,
        view: viewPayload(open),
        container: { type: 'view', view_id: open.id },
      });
      return (done.body as { options: { value: string }[] }).options.map((option) => option.value);
    },

    /** Clicks the button with this action id on a stored message; `copies` deliver the same payload at once. */
    async click(ref: MessageRef, actionId: string, copies = 1): Promise<readonly Delivered[]> {
      const message = fake.messages.find((each) => each.channel === ref.channel && each.ts === ref.message);
      const button = message && buttonsOf(message.blocks).find((each) => each.action_id === actionId);
      if (!message || !button) throw new Error(`no button ${actionId} there`);
      const payload = clickPayload(message, button);
      return Promise.all(Array.from({ length: copies }, () => transport.interaction(payload)));
    },

    /** Clicks a button of the newest private message. */
    async clickPrivate(actionId: string): Promise<Delivered> {
      const whispered = fake.whispers.findLast((each) => each.user === id);
      const button = whispered && buttonsOf(whispered.blocks).find((each) => each.action_id === actionId);
      if (!whispered || !button) throw new Error(`no private button ${actionId}`);
      return transport.interaction({
        ...base(),
        type: 'block_actions',
        trigger_id: fake.newTrigger(id),
        container: { type: 'message', message_ts: '1.1', channel_id: channel, is_ephemeral: true },
        channel: { id: channel, name: 'approval' },
        response_url: fake.newResponseUrl({ user: id, channel, ephemeral: true }),
        actions: [{ ...button, action_ts: nextStamp() }],
      });
    },

    messageEvent: (root: MessageRef, text: string, change: Json = {}) => ({
      token: '',
      team_id: fake.team,
      api_app_id: 'A0AVAL',
      type: 'event_callback',
      event_id: `Ev${nextStamp()}`,
      event_time: 1,
      authorizations: [
        { enterprise_id: null, team_id: fake.team, user_id: 'U0AVALBOT', is_bot: true, is_enterprise_install: false },
      ],
      event: {
        type: 'message',
        user: id,
        ts: nextStamp(),
        thread_ts: root.thread,
        text: escapeText(text),
        team: fake.team,
        channel: root.channel,
        channel_type: 'channel',
        ...change,
      },
    }),

    say: (root: MessageRef, text: string): Promise<Delivered> => transport.event(self.messageEvent(root, text)),
  };

  /** A command's acknowledgement with a text is a message only its author sees. */
  function whisper(body: unknown): void {
    const message = body as { text?: string; blocks?: Json[] } | undefined;
    if (!message?.text) return;
    fake.refused.push(...messageFaults(message).map((fault) => `answer to a command: ${fault}`));
    fake.whispers.push({ user: id, channel, text: message.text, blocks: message.blocks ?? [] });
  }

  return self;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
