// People doing Aval's main job in Slack, stubbornly: what did not open is asked for again, as a person would.
import { vi } from 'vitest';
import type { UnsteadyAval } from '../process/unsteady-aval.ts';
import type { FakeSlack } from './fake-slack.ts';
import type { Json, OpenModal, StoredMessage } from './fake-slack-methods.ts';
import { buttonsOf, readable } from './read-slack.ts';
import type { Delivered } from './transport.ts';
import { createSlackUser, type SlackUser } from './user.ts';

export type Staff = {
  /** Proposes until it is recorded. */
  propose(user: SlackUser, name: string): Promise<void>;
  /** Sends until it is recorded; gives the number people call it by. */
  send(user: SlackUser, to: string, template: string): Promise<number>;
  /** Clicks; the click is delivered `copies` times at once. */
  click(user: SlackUser, message: StoredMessage, action: string, copies: number): Promise<void>;
  user(id: string): SlackUser;
  /** The newest card in the approval channel that offers this, by name of the template. */
  cardOffering(action: string, name: string): StoredMessage | undefined;
};

const TRIES_MAX = 40;
const FORM_OPENS_MS = 4000;

export function createStaff(fake: FakeSlack, aval: Pick<UnsteadyAval, 'transport' | 'life' | 'step'>): Staff {
  const user = (id: string) => createSlackUser(fake, aval.transport, id, id.toLowerCase());

  /** Types a command until a form for it is open. */
  async function open(who: SlackUser, command: string, text: string, form: string): Promise<OpenModal> {
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const before = fake.modals.size;
      const { body } = await who.command(command, text);
      const life = aval.life();
      // A copy of a command gets no second form, nor does one whose process died before Slack was asked for it.
      const opened = () => fake.modalOf(who.id)?.view.callback_id === form && newFor(who.id, before);
      const seen = vi.waitUntil(() => opened() || aval.life() !== life, { timeout: FORM_OPENS_MS, interval: 10 });
      await seen.catch(() => undefined); // then it is typed again
      if (opened()) return who.modal();
      const sentence = (body as Json | undefined)?.text;
      if (typeof sentence === 'string') throw new Error(`${command} ${text} was answered: ${sentence}`);
    }
    throw new Error(`no form after ${command} ${text}`);
  }

  /** A form that opened late, after the command was typed again, is not filled in a second time. */
  function closeOthers(mine: OpenModal): void {
    for (const modal of fake.modals.values()) if (modal.user === mine.user && modal !== mine) modal.open = false;
  }

  function newFor(id: string, before: number): boolean {
    return [...fake.modals.values()].slice(before).some((modal) => modal.user === id);
  }

  /** Fills in whatever the open form asks for and presses its button, page after page, until it is no form any more. */
  async function complete(who: SlackUser, values: Readonly<Record<string, string>>): Promise<string> {
    const mine = who.modal();
    for (let page = 0; page < 6; page += 1) {
      closeOthers(mine);
      const { view } = who.modal();
      if (!isForm(view)) return readable(view.blocks as Json[]) + textOf(view.title);
      who.type(Object.fromEntries(inputsOf(view).map((id) => [id, values[id] ?? fallback(id)])));
      const { body } = await who.submit();
      const errors = (body as Json | undefined)?.errors;
      if (errors) throw new Error(`refused: ${JSON.stringify(errors)}`);
      aval.step();
    }
    throw new Error('a form without an end');
  }

  return {
    user,
    async propose(who, name) {
      await open(who, '/template', 'propose', 'propose');
      aval.step();
      const values = {
        name,
        language: 'en_US',
        category: 'UTILITY',
        header_format: 'none',
        body: `Hi {{1}}, your order is ready under the name ${name}. You can collect it at our main desk.`,
        button_count: '0',
        'sample.body.1': 'Grace',
      };
      const answer = await complete(who, values);
      if (!answer.includes(name)) throw new Error(`proposing ${name} ended with: ${answer}`);
    },
    async send(who, to, template) {
      await open(who, '/send-active', `${to} ${template}`, 'send');
      aval.step();
      const answer = await complete(who, { consent: 'form' });
      const number = /Message (\d+) to/.exec(answer)?.[1];
      if (!number) throw new Error(`sending to ${to} ended with: ${answer}`);
      return Number(number);
    },
    async click(who, message, action, copies) {
      const ref = { platform: 'slack', channel: message.channel, message: message.ts, thread: message.ts };
      const answers: readonly Delivered[] = await who.click(ref, action, copies);
      if (answers.some((answer) => answer.status !== 200)) throw new Error('a click was refused');
      aval.step();
    },
    cardOffering: (action, name) =>
      fake.messages.findLast((each) => isRoot(each) && offers(each, action) && each.text.includes(name)),
  };
}

function isRoot(message: StoredMessage): boolean {
  return message.thread_ts === undefined && message.channel === 'C0APPROVAL';
}

function offers(message: StoredMessage, action: string): boolean {
  return buttonsOf(message.blocks).some((button) => button.action_id === action);
}

function isForm(view: Json): boolean {
  return inputsOf(view).length > 0 || view.submit !== undefined;
}

function inputsOf(view: Json): string[] {
  return (view.blocks as Json[]).filter((block) => block.type === 'input').map((block) => String(block.block_id));
}

function fallback(id: string): string {
  return ['purpose', 'header_text', 'footer', 'consent_note'].includes(id) ? '' : 'Grace';
}

function textOf(title: unknown): string {
  return ` ${String((title as Json | undefined)?.text ?? '')}`;
}
