// What a chat platform's test double must offer to the contract suite: acting and reading as a person does, in no platform's words.
import { vi } from 'vitest';
import type { ChatPlatform, Dispatch, Intent, MessageRef, Reply, Search } from '../../src/ports/chat.ts';
import type { ActionId, Values } from '../../src/views/view.ts';
import { aCard } from '../support/chat-samples.ts';

export type Person = { readonly id: string; readonly name: string };

/** One open form as its reader sees it. `text` is everything readable in it, labels included. */
export type ShownForm = {
  readonly title: string;
  readonly fields: readonly {
    readonly id: string;
    readonly label: string;
    readonly value: string;
    readonly error: string;
  }[];
  readonly buttons: readonly string[];
  readonly text: string;
};

export type ShownMessage = {
  readonly ref: MessageRef;
  readonly text: string;
  readonly actions: readonly { readonly id: string; readonly subject: string; readonly label: string }[];
};

/** A running platform and its double. Every method resolves when the platform has taken the input, not when it has answered. */
export type ChatSubject = {
  readonly platform: ChatPlatform;
  readonly ana: Person;
  readonly ben: Person;
  /** A channel that exists and that the bot may post in. */
  readonly channel: string;
  sendCommand(by: Person, command: 'template' | 'send-active', text: string): Promise<void>;
  /** The form open in front of this person, if any. */
  formOf(by: Person): ShownForm | undefined;
  /** Types over the shown values, then presses submit or the named form button. */
  submitForm(by: Person, typed: Values, button?: string): Promise<void>;
  /** What typing in a search field offers: option values. */
  searchIn(by: Person, field: string, text: string): Promise<readonly string[]>;
  /** `copies` > 1: the same delivery arrives that often at once. */
  clickAction(by: Person, on: MessageRef, action: ActionId, copies?: number): Promise<void>;
  /** Posted messages of a channel, roots and replies, oldest first. */
  messagesIn(channel: string): readonly ShownMessage[];
  /** Private answers and the last page of a form: seen by this person only, oldest first. */
  privateTo(by: Person): readonly ShownMessage[];
  directTo(by: Person): readonly ShownMessage[];
  sayInThread(by: Person, root: MessageRef, text: string): Promise<void>;
  /** Mentions that ring and links that lead somewhere, in anything shown so far. */
  alarms(): readonly string[];
  /** HTTP status of a request that pretends to be the platform; undefined where nothing listens. */
  forge?(): Promise<number>;
  stop(): Promise<void>;
};

export type ChatDescriptor = {
  readonly name: string;
  start(on: { readonly dispatch: Dispatch; readonly search: Search }): Promise<ChatSubject>;
  /** Scenario name → why this platform cannot do it. */
  readonly skips?: Readonly<Record<string, string>>;
};

export type Scenario = (the: {
  subject: ChatSubject;
  intents: Intent[];
  answer: (reply: Reply | ((intent: Intent) => Reply)) => void;
}) => Promise<void>;

export async function shownForm(
  subject: ChatSubject,
  by: Person,
  check: (form: ShownForm) => boolean = () => true,
): Promise<ShownForm> {
  return vi.waitFor(() => {
    const form = subject.formOf(by);
    if (!form || !check(form)) throw new Error('the form is not shown yet');
    return form;
  }, 3000);
}

export async function postedCard(subject: ChatSubject, card = aCard()): Promise<MessageRef> {
  const posted = await subject.platform.post({ to: 'channel', channel: subject.channel }, card, `key-${Math.random()}`);
  if (!posted.ok) throw new Error(`post failed: ${JSON.stringify(posted.error)}`);
  return posted.value;
}

export const messageAt = (subject: ChatSubject, ref: MessageRef) =>
  subject.messagesIn(ref.channel).find((m) => m.ref.message === ref.message);
