// The chat platform contract on Slack, once by HTTP and once by Socket Mode.
import { expect } from 'vitest';
import type { MessageRef } from '../../../../src/ports/chat.ts';
import {
  type ChatDescriptor,
  type ChatSubject,
  chatPlatformContract,
  type ShownForm,
  type ShownMessage,
} from '../../../contracts/chat-platform.ts';
import type { Json, StoredMessage } from '../../../support/slack/fake-slack-methods.ts';
import { type RunningSlack, startSlack } from '../../../support/slack/platform.ts';
import { alarmsIn, buttonsOf, readable } from '../../../support/slack/read-slack.ts';
import { postSigned } from '../../../support/slack/transport.ts';

const CHANNEL = 'C0APPROVAL';

function shown(message: {
  channel: string;
  ts?: string;
  thread_ts?: string;
  text: string;
  blocks: Json[];
}): ShownMessage {
  const ts = message.ts ?? '';
  const ref: MessageRef = { platform: 'slack', channel: message.channel, message: ts, thread: message.thread_ts ?? ts };
  const actions = buttonsOf(message.blocks).map((button) => ({
    id: String(button.action_id),
    subject: String(button.value),
    label: String((button.text as Json).text),
  }));
  return { ref, text: readable(message.blocks), actions };
}

function shownForm(slack: RunningSlack, user: string): ShownForm | undefined {
  const modal = slack.fake.modalOf(user);
  if (!modal || modal.view.callback_id === 'aval.notice') return undefined;
  const blocks = modal.view.blocks as Json[];
  return {
    title: String((modal.view.title as Json).text),
    fields: blocks
      .filter((block) => block.type === 'input')
      .map((block) => {
        const id = String(block.block_id);
        const hint = String((block.hint as Json | undefined)?.text ?? '');
        const error = modal.errors[id] ?? (hint.startsWith('⚠️') ? hint : '');
        return { id, label: String((block.label as Json).text), value: modal.typed[id] ?? '', error };
      }),
    buttons: buttonsOf(blocks).map((button) => String(button.action_id)),
    text: readable(blocks),
  };
}

function subjectOf(slack: RunningSlack): ChatSubject {
  const { fake } = slack;
  const people = [slack.ana, slack.ben];
  const person = (id: string) => people.find((each) => each.id === id)!;
  const notices = (user: string) =>
    [...fake.modals.values()]
      .filter((modal) => modal.user === user && modal.open && modal.view.callback_id === 'aval.notice')
      .map((modal) => shown({ channel: '', text: '', blocks: modal.view.blocks as Json[] }));
  const everything = () => [
    ...fake.messages,
    ...fake.whispers,
    ...[...fake.modals.values()].map((modal) => ({ text: '', blocks: modal.view.blocks as Json[] })),
  ];
  return {
    platform: slack.platform,
    ana: slack.ana,
    ben: slack.ben,
    channel: CHANNEL,
    async sendCommand(by, command, text) {
      expect((await person(by.id).command(`/${command}`, text)).status).toBe(200);
    },
    formOf: (by) => shownForm(slack, by.id),
    async submitForm(by, typed, button) {
      person(by.id).type(typed);
      const done = await (button ? person(by.id).pressInModal(button, 'aval.form_buttons') : person(by.id).submit());
      expect(done.status).toBe(200);
    },
    searchIn: (by, field, text) => person(by.id).suggest(field, text),
    async clickAction(by, on, action, copies) {
      await person(by.id).click(on, action, copies);
    },
    messagesIn: (channel) =>
      fake.messages.filter((message) => message.channel === channel).map((message: StoredMessage) => shown(message)),
    privateTo: (by) => [
      ...fake.whispers.filter((each) => each.user === by.id).map((each) => shown(each)),
      ...notices(by.id),
    ],
    directTo: (by) =>
      fake.messages.filter((message) => message.channel === `D-${by.id}`).map((message) => shown(message)),
    async sayInThread(by, root, text) {
      await person(by.id).say(root, text);
    },
    alarms: () => [...everything().flatMap((each) => alarmsIn(each.text, each.blocks)), ...fake.refused],
    async forge() {
      const body = new URLSearchParams(slack.ana.commandPayload('/template', 'propose')).toString();
      return (await postSigned({ ...slack.target, secret: 'wrong' }, body, 'application/x-www-form-urlencoded')).status;
    },
    stop: () => slack.stop(),
  };
}

const descriptor = (mode: 'http' | 'socket'): ChatDescriptor => ({
  name: mode === 'http' ? 'Slack by HTTP' : 'Slack by Socket Mode',
  async start(on) {
    const { forge, ...subject } = subjectOf(await startSlack({ mode, ...on }));
    // By Socket Mode nothing listens that could be lied to.
    return mode === 'http' && forge ? { ...subject, forge } : subject;
  },
});

chatPlatformContract(descriptor('http'));
chatPlatformContract(descriptor('socket'));
