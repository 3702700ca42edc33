// The chat platform contract on Teams: commands typed in the private chat and in a channel, forms as dialogs and as cards.
import { expect, vi } from 'vitest';
import {
  type ChatDescriptor,
  type ChatSubject,
  chatPlatformContract,
  type ShownForm,
  type ShownMessage,
} from '../../../contracts/chat-platform.ts';
import type { Post } from '../../../support/teams/fake-teams-world.ts';
import { type RunningTeams, startTeams } from '../../../support/teams/platform.ts';
import { alarmsIn, type Node, readCard, type SeenCard } from '../../../support/teams/read-teams.ts';
import { type SeenMessage, seenIn, type TeamsUser } from '../../../support/teams/user.ts';

type Where = 'chat' | 'channel';

function shown({ ref, seen }: Pick<SeenMessage, 'ref' | 'seen'>): ShownMessage {
  return { ref, text: seen.text, actions: seen.actions.map(({ id, subject, label }) => ({ id, subject, label })) };
}

/** Something that is seen but is no message of its own. */
function passing(seen: SeenCard): ShownMessage {
  return shown({ ref: { platform: 'teams', channel: '', message: '', thread: '' }, seen });
}

function shownForm(user: TeamsUser): ShownForm | undefined {
  const form = user.form();
  if (!form) return undefined;
  const { title, seen } = form;
  return {
    title,
    fields: seen.fields.map(({ id, label, value, error }) => ({ id, label, value, error })),
    buttons: seen.actions.map((action) => action.id).filter((id) => id !== 'submit' && id !== 'close'),
    text: seen.text,
  };
}

function subjectOf(teams: RunningTeams, where: Where, forms: 'dialog' | 'card'): ChatSubject {
  const { fake, windows, channel } = teams;
  const user = (id: string) => (id === teams.ana.id ? teams.ana : teams.ben);

  /** As whoever pressed something in it last sees it, else as everybody does. */
  function seenBySomebody(post: Post): SeenMessage {
    const redrawn = [...windows.redrawn.entries()].findLast(
      ([key, each]) => key.startsWith(`${post.id} `) && each.over === post.activity,
    );
    return user(redrawn?.[1].by.id ?? teams.ana.id).look(post);
  }

  /** Everything the bot ever showed anybody, as cards or sentences. */
  function everything(): readonly Node[] {
    const dialogs = [teams.ana, teams.ben].flatMap((each): readonly Node[] =>
      each.dialog() ? [each.dialog()!.card] : [],
    );
    const posted = fake.posts.filter((post) => !post.from).flatMap(({ before, activity }) => [...before, activity]);
    return [...dialogs, ...[...windows.redrawn.values()].map((each) => each.card), ...posted];
  }

  return {
    platform: teams.platform,
    ana: teams.ana,
    ben: teams.ben,
    channel,
    async sendCommand(by, command, text) {
      const sent = await user(by.id).type(`${command} ${text}`, where);
      expect(sent.status).toBe(200);
      if (teams.replies.at(-1)?.show !== 'form' || forms === 'card') return;
      await vi.waitFor(() => user(by.id).pressPrivate('command'), 3000);
    },
    formOf: (by) => shownForm(user(by.id)),
    async submitForm(by, typed, button) {
      expect((await user(by.id).submit(typed, button)).status).toBe(200);
    },
    searchIn: async (by, field, text) => (await user(by.id).search(field, text)).map((each) => each.value),
    async clickAction(by, on, action, copies = 1) {
      const done = await user(by.id).press(on, action, { copies });
      expect(done.map((each) => each.status)).toEqual(Array.from({ length: copies }, () => 200));
      if (teams.replies.at(-1)?.show === 'form' && forms === 'dialog') expect(user(by.id).dialog()).toBeDefined();
    },
    messagesIn: (id) =>
      fake.posts
        .filter((post) => post.conversation === id && !post.from && !post.onlyFor && !post.deleted)
        .map((post) => shown(seenBySomebody(post))),
    privateTo(by) {
      const { sentences, privately, dialog, form } = user(by.id);
      const page = dialog();
      return [
        ...sentences.map((text) => passing(seenIn({ text }))),
        ...privately().map(shown),
        ...(page && !form() ? [passing(readCard(page.card))] : []),
      ];
    },
    directTo: (by) => user(by.id).fromBot(user(by.id).chat()).map(shown),
    async sayInThread(by, root, text) {
      expect((await user(by.id).say(root, text)).status).toBe(200);
    },
    alarms: () => [...everything().flatMap(alarmsOf), ...windows.refused],
    forge: async () => (await fake.deliver(teams.ana.typed('template propose'), { key: 'foreign' })).status,
    stop: () => teams.stop(),
  };
}

function alarmsOf(shownThing: Node): readonly string[] {
  if (shownThing.type === 'AdaptiveCard' || shownThing.attachments) return alarmsIn(shownThing);
  return shownThing.textFormat === 'plain' ? [] : [`text is read as markup: ${String(shownThing.text)}`];
}

const descriptor = (name: string, where: Where, forms: 'dialog' | 'card'): ChatDescriptor => ({
  name,
  start: async (on) => subjectOf(await startTeams({ ...on, settings: { forms } }), where, forms),
});

chatPlatformContract(descriptor('Teams, typed in the private chat', 'chat', 'dialog'));
chatPlatformContract(descriptor('Teams, typed in a channel', 'channel', 'dialog'));
chatPlatformContract(descriptor('Teams with forms as cards, typed in the private chat', 'chat', 'card'));
chatPlatformContract(descriptor('Teams with forms as cards, typed in a channel', 'channel', 'card'));
