// A person at Teams' window: types, presses and reads through the fake, and does with an answer what Teams' client does.

import { VERB } from '../../../adapters/chat/teams/drawing/card-data.ts';
import { CARD_TYPE } from '../../../adapters/chat/teams/drawing/cards.ts';
import type { MessageRef } from '../../../src/ports/chat.ts';
import type { Values } from '../../../src/views/view.ts';
import { cardFaults } from './card-faults.ts';
import type { Delivered, FakeTeams } from './fake-teams.ts';
import type { Activity } from './fake-teams-activities.ts';
import { type Person, type Post, splitConversation } from './fake-teams-world.ts';
import { type Node, readCard, type SeenAction, type SeenCard, submitted } from './read-teams.ts';

export type TeamsUser = ReturnType<typeof createTeamsUser>;

/** `about`: the message whose button opened it; a message extension has none. */
export type Dialog = {
  readonly title: string;
  readonly card: Node;
  readonly in: string;
  readonly about?: string;
  readonly commandId?: string;
};

/** A message as this person sees it. */
export type SeenMessage = {
  readonly post: Post;
  readonly ref: MessageRef;
  readonly seen: SeenCard;
  readonly source: Node;
};

/** What all windows of one company share: what a press answered is drawn for its person only, until the message changes. */
export type Windows = {
  readonly redrawn: Map<string, { readonly by: Person; readonly card: Node; readonly over: object }>;
  /** What Teams would not have shown. */
  readonly refused: string[];
};

export function newWindows(): Windows {
  return { redrawn: new Map(), refused: [] };
}

/** `channel`: where they write when it is not to the bot alone. */
export function createTeamsUser(fake: FakeTeams, windows: Windows, person: Person, channel: string) {
  const { id, name } = person;
  /** Said below a card that was pressed, or in place of a dialog. */
  const sentences: string[] = [];
  let dialog: Dialog | undefined;

  const chat = () => fake.chatWith(person);

  function viewOf(post: Post): Node {
    const redrawn = windows.redrawn.get(`${post.id} ${id}`);
    return redrawn && redrawn.over === post.activity ? redrawn.card : (post.activity as Node);
  }

  function look(post: Post): SeenMessage {
    const source = viewOf(post);
    const ref = { platform: 'teams', channel: post.conversation, message: post.id, thread: post.root };
    return { post, ref, source, seen: seenIn(source) };
  }

  /** The bot's messages that this person sees in a conversation, oldest first. */
  function fromBot(conversation: string): readonly SeenMessage[] {
    return fake
      .visibleTo(person, conversation)
      .filter((post) => post.from === undefined)
      .map(look);
  }

  /** Only this person sees them: the chat with the bot, and what is targeted at them elsewhere. */
  function privately(): readonly SeenMessage[] {
    const targeted = fake.posts.filter((post) => post.onlyFor === person && post.from === undefined && !post.deleted);
    return [...targeted.map(look), ...fromBot(chat())];
  }

  function draw(card: Node): Node {
    windows.refused.push(...cardFaults(card));
    return card;
  }

  /** What the client does with the answer to a button of a card. */
  function applyPress(post: Post, over: object, { status, body }: Delivered): void {
    const answer = body as Node;
    if (status === 200 && answer.type === CARD_TYPE)
      windows.redrawn.set(`${post.id} ${id}`, { by: person, card: draw(answer.value as Node), over });
    else if (status === 200 && answer.type === 'application/vnd.microsoft.activity.message')
      sentences.push(String(answer.value));
    else windows.refused.push(`press answered ${status} ${JSON.stringify(body)}`);
  }

  /** What the client does with the answer of anything that may show a dialog. */
  function applyTask(from: Pick<Dialog, 'in' | 'about' | 'commandId'>, { status, body }: Delivered): void {
    const task = (body as { task?: Node } | undefined | '')
      ? ((body as Node).task as { type: string; value: Node | string } | undefined)
      : undefined;
    dialog = undefined;
    if (status !== 200 || (body !== '' && !task))
      windows.refused.push(`dialog answered ${status} ${JSON.stringify(body)}`);
    if (!task) return;
    if (typeof task.value === 'string') {
      sentences.push(task.value);
      return;
    }
    const { title, card } = task.value as { title: string; card: { content: Node } };
    dialog = { title, card: draw(card.content), ...from };
  }

  const placeOf = (post: Post) =>
    fake.placeOf(post.conversation)?.kind === 'channel'
      ? `${post.conversation};messageid=${post.root}`
      : post.conversation;

  /** Presses a button of a message. `copies`: the same delivery arrives that often at once. */
  async function pressOn(message: SeenMessage, button: string, typed: Values, copies: number) {
    const { post, source } = message;
    const over = post.activity;
    const action = buttonOf(message.seen, button);
    const at = { from: person, in: placeOf(post), message: post.id };
    const data = submitted(source, button, typed);
    const activity = activityOf(action, at, data);
    const done = await Promise.all(Array.from({ length: copies }, () => fake.deliver(activity)));
    for (const each of done) {
      if (action.kind === 'execute') applyPress(post, over, each);
      if (action.kind === 'dialog') applyTask({ in: at.in, about: post.id }, each);
    }
    return done;
  }

  function activityOf(action: SeenAction, at: { from: Person; in: string; message: string }, data: Node): Activity {
    if (action.kind === 'execute') return fake.activities.execute({ ...at, verb: VERB, data });
    return action.kind === 'dialog'
      ? fake.activities.taskFetch({ ...at, data })
      : fake.activities.submit({ ...at, data });
  }

  function openDialog(): Dialog {
    if (!dialog) throw new Error(`${name} has no dialog open`);
    return dialog;
  }

  /** A form that is a card, in the chat with the bot: the newest one. */
  function formCard(): SeenMessage | undefined {
    return fromBot(chat()).findLast((message) => isForm(message.seen));
  }

  const self = {
    id,
    name,
    person,
    sentences,
    privately,
    fromBot,
    look,
    chat,
    dialog: () => dialog,

    /** Types to the bot: in their chat, or with a mention where others read along. */
    async type(text: string, where: 'chat' | 'channel' | 'targeted' = 'chat'): Promise<Delivered> {
      const place = where === 'chat' ? chat() : channel;
      const how = { mention: where === 'channel', targeted: where === 'targeted' };
      return fake.deliver(fake.activities.message({ from: person, in: place, text, ...how }));
    },

    /** Answers in a thread, without a mention unless told so. */
    async say(root: MessageRef, text: string, mention = false): Promise<Delivered> {
      const place = `${root.channel};messageid=${root.thread}`;
      return fake.deliver(fake.activities.message({ from: person, in: place, text, mention }));
    },

    /** Chooses a command of the message extension. */
    async choose(commandId: string, where = channel, about?: { id: string; text: string; author: Person }) {
      const context = about ? ({ context: 'message', about } as const) : ({ context: 'compose' } as const);
      const fetch = fake.activities.extensionFetch({ from: person, in: where, commandId, ...context });
      applyTask({ in: where, commandId }, await fake.deliver(fetch));
    },

    /** Presses a button of a message as it was when it was looked at. */
    pressOn: (message: SeenMessage, button: string) => pressOn(message, button, {}, 1),

    async press(ref: MessageRef, button: string, { copies = 1, typed = {} }: { copies?: number; typed?: Values } = {}) {
      const post = fake.find(ref.channel, ref.message);
      if (!post || !fake.visibleTo(person, ref.channel).includes(post)) throw new Error(`${name} does not see it`);
      return pressOn(look(post), button, typed, copies);
    },

    /** Presses a button of the newest private message that has it. */
    async pressPrivate(button: string) {
      const message = privately().findLast(({ seen }) => seen.actions.some((action) => action.id === button));
      if (!message) throw new Error(`${name} has no private button ${button}`);
      return pressOn(message, button, {}, 1);
    },

    /** The form before this person, in a dialog or in the chat. */
    form(): { readonly title: string; readonly source: Node; readonly seen: SeenCard } | undefined {
      if (dialog) {
        const seen = readCard(dialog.card);
        return isForm(seen) ? { title: dialog.title, source: dialog.card, seen } : undefined;
      }
      const card = formCard();
      return card && { title: card.seen.text.split('\n')[0] ?? '', source: card.source, seen: card.seen };
    },

    /** Types over what stands in the form, and presses a button of it. */
    async submit(typed: Values, button = 'submit'): Promise<Delivered> {
      if (!dialog) {
        const card = formCard();
        if (!card) throw new Error(`${name} has no form open`);
        const [done] = await pressOn(card, button, typed, 1);
        return done!;
      }
      const { card, title: _, about, commandId, ...place } = openDialog();
      const at = { from: person, in: place.in, data: submitted(card, button, typed) };
      const activity = commandId
        ? fake.activities.extensionSubmit({ ...at, commandId })
        : fake.activities.taskSubmit({ ...at, ...(about && { message: about }) });
      const done = await fake.deliver(activity);
      applyTask({ in: place.in, ...(about && { about }), ...(commandId && { commandId }) }, done);
      return done;
    },

    /** Closes the dialog by its cross: nobody is told. */
    dismiss(): void {
      dialog = undefined;
    },

    /** Typing in a searchable field of the open form: titles and values that are offered. */
    async search(field: string, text: string): Promise<readonly { title: string; value: string }[]> {
      const form = self.form();
      const dataset = form?.seen.fields.find((each) => each.id === field)?.dataset;
      if (!form || dataset === undefined) throw new Error(`${name} cannot search in ${field}`);
      const about = dialog ? dialog.about : formCard()?.post.id;
      const place = dialog ? dialog.in : chat();
      const asked = fake.activities.search({
        from: person,
        in: place,
        dataset,
        text,
        ...(about && { message: about }),
      });
      const { body } = await fake.deliver(asked);
      return (body as { value: { results: { title: string; value: string }[] } }).value.results;
    },

    /** A command as it is typed, for a request that is not Teams'. */
    typed: (text: string) =>
      fake.activities.message({ from: person, in: splitConversation(channel).conversation, text, mention: true }),
  };
  return self;
}

function isForm(seen: SeenCard): boolean {
  return seen.actions.some((action) => action.data?.do === 'form');
}

function buttonOf(seen: SeenCard, button: string): SeenAction {
  const found = seen.actions.find((each) => each.id === button);
  if (!found) throw new Error(`no button ${button}, but ${seen.actions.map((each) => each.id).join(', ')}`);
  return found;
}

/** A card, or a plain sentence. */
export function seenIn(source: Node): SeenCard {
  if (source.type === 'AdaptiveCard' || source.attachments !== undefined) return readCard(source);
  return { text: String(source.text ?? ''), actions: [], fields: [], mentions: [], times: [] };
}
