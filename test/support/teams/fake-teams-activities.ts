// Activities as Teams posts them to a bot. Shapes follow recorded traffic; a test changes what it is about by spreading.
import { randomUUID } from 'node:crypto';
import { type Json, type Person, splitConversation, type World } from './fake-teams-world.ts';

/** `type`, `serviceUrl` and so on of the Activity protocol, as one plain object. */
export type Activity = Json & {
  readonly type: string;
  readonly id?: string;
  readonly channelId: string;
  readonly serviceUrl: string;
  readonly conversation: Json;
  readonly channelData: Json;
  readonly entities: readonly Json[];
};

/** `in`: conversation id, with `;messageid=<root>` for a thread. */
type By = { readonly from: Person; readonly in: string };
type OnCard = By & {
  /** Id of the message the card is in. */
  readonly message: string;
};
type Context = 'compose' | 'commandbox' | 'message';
type Extension = By & {
  readonly commandId: string;
  readonly context?: Context;
  /** The message it was started from. */
  readonly about?: { readonly id: string; readonly text: string; readonly author: Person };
};

export type Activities = {
  /** A typed message, kept in the world. `mention`: the bot is addressed, at the beginning. `targeted`: a private slash command. */
  message(of: By & { readonly text: string; readonly mention?: boolean; readonly targeted?: boolean }): Activity;
  /** Action.Submit of a posted card: a message without text. */
  submit(of: OnCard & { readonly data: Json }): Activity;
  /** Action.Execute: `adaptiveCard/action`. Inputs stand in `data`, beside the button's own. */
  execute(
    of: OnCard & { readonly verb: string; readonly data: Json; readonly trigger?: 'manual' | 'automatic' },
  ): Activity;
  /** A button whose data has the task/fetch marker. */
  taskFetch(of: OnCard & { readonly data: Json }): Activity;
  /** Action.Submit inside a dialog. */
  taskSubmit(of: By & { readonly data: Json; readonly message?: string }): Activity;
  /** A message extension command opens its dialog: `composeExtension/fetchTask`. */
  extensionFetch(of: Extension): Activity;
  extensionSubmit(of: Extension & { readonly data: Json }): Activity;
  /** Typing in a menu with Data.Query: `application/search`. `inputs`: what stands in the other fields. */
  search(
    of: By & { readonly dataset: string; readonly text: string; readonly message?: string; readonly inputs?: Json },
  ): Activity;
  /** The app was added to or taken from a team, a group chat, or a person. */
  installationUpdate(of: By & { readonly action: 'add' | 'remove' }): Activity;
  /** `added`/`removed`: people, or `bot`. */
  conversationUpdate(
    of: By & { readonly added?: readonly (Person | 'bot')[]; readonly removed?: readonly (Person | 'bot')[] },
  ): Activity;
  /** What became of a channel or team: `channelDeleted`, `teamArchived` and so on. */
  placeUpdate(of: By & { readonly event: string }): Activity;
  /** Any other invoke. */
  invoke(of: By & { readonly name: string; readonly value: Json; readonly message?: string }): Activity;
};

/** Teams leaves the name out of what tells about the app itself. */
function unnamed(activity: Activity): Activity {
  const { name: _, ...from } = activity.from as Json;
  return { ...activity, from };
}

export function activitiesOf(world: World, serviceUrl: string): Activities {
  const bot = { id: `28:${world.appId}`, name: 'Aval' };

  function base(type: string, { from, in: id }: By): Activity {
    const at = new Date();
    return {
      type,
      timestamp: at.toISOString(),
      localTimestamp: at.toISOString(),
      localTimezone: 'America/Argentina/Buenos_Aires',
      locale: from.locale,
      channelId: 'msteams',
      serviceUrl,
      from: { id: from.user, name: from.name, aadObjectId: from.id },
      recipient: bot,
      conversation: conversationOf(id, from),
      channelData: channelDataOf(id, from),
      entities: [
        {
          locale: from.locale,
          country: 'AR',
          platform: 'Windows',
          timezone: 'America/Argentina/Buenos_Aires',
          type: 'clientInfo',
        },
      ],
    };
  }

  function conversationOf(id: string, from: Person): Json {
    const kind = world.placeOf(id)?.kind ?? 'personal';
    return {
      ...(kind !== 'personal' && { isGroup: true }),
      conversationType: kind === 'group' ? 'groupChat' : kind,
      tenantId: from.tenant,
      id,
    };
  }

  function channelDataOf(id: string, from: Person): Json {
    const place = world.placeOf(id);
    const tenant = { id: from.tenant };
    if (place?.kind !== 'channel') return { tenant };
    const { team, channel } = place;
    return {
      teamsChannelId: channel.id,
      teamsTeamId: team.id,
      channel: { id: channel.id },
      team: { id: team.id, aadGroupId: team.group, name: team.name },
      tenant,
    };
  }

  function invoke({ name, value, message, ...by }: By & { name: string; value: Json; message?: string }): Activity {
    const from = base('invoke', by);
    const channelData = {
      ...from.channelData,
      source: { name: 'message' },
      ...(message && { legacy: { replyToId: `1:${message}` } }),
    };
    return {
      ...from,
      id: `f:${randomUUID()}`,
      name,
      channelData,
      value,
      ...(message && { replyToId: message }),
    };
  }

  function payloadOf({ about }: Extension): Json | undefined {
    return (
      about && {
        messagePayload: {
          id: about.id,
          createdDateTime: new Date().toISOString(),
          from: { user: { userIdentityType: 'aadUser', id: about.author.id, displayName: about.author.name } },
          body: { contentType: 'html', content: `<p>${about.text}</p>` },
          attachments: [],
          mentions: [],
          messageType: 'message',
          importance: 'normal',
          locale: about.author.locale,
        },
      }
    );
  }

  function extensionValue(of: Extension): Json {
    return {
      commandId: of.commandId,
      commandContext: of.context ?? 'compose',
      context: { theme: 'default' },
      ...payloadOf(of),
    };
  }

  function message({ text, mention = false, targeted = false, ...by }: Parameters<Activities['message']>[0]): Activity {
    const said = mention ? `<at>${bot.name}</at> ${text}` : text;
    const { conversation, root } = splitConversation(by.in);
    const post = world.keep({
      conversation,
      from: by.from,
      activity: { type: 'message', text: said },
      ...(root !== undefined && { root }),
      ...(targeted && { onlyFor: by.from }),
    });
    const inChannel = world.placeOf(by.in)?.kind === 'channel';
    const from = base('message', { from: by.from, in: inChannel ? `${conversation};messageid=${post.root}` : by.in });
    const mentioned = { mentioned: bot, text: `<at>${bot.name}</at>`, type: 'mention' };
    return {
      ...from,
      id: post.id,
      text: said,
      textFormat: 'plain',
      attachments: [{ contentType: 'text/html', content: `<p>${text}</p>` }],
      entities: [...(mention ? [mentioned] : []), ...from.entities],
      ...(targeted && { recipient: { ...bot, isTargeted: true } }),
    };
  }

  return {
    message,
    submit: ({ data, message: card, ...by }) => {
      const from = base('message', by);
      const channelData = {
        ...from.channelData,
        source: { name: 'message' },
        legacy: { replyToId: `1:${card}` },
      };
      return { ...from, id: `f:${randomUUID()}`, channelData, replyToId: card, value: data };
    },
    execute: ({ verb, data, trigger = 'manual', ...of }) =>
      invoke({
        ...of,
        name: 'adaptiveCard/action',
        value: { action: { type: 'Action.Execute', verb, data }, trigger },
      }),
    taskFetch: ({ data, ...of }) =>
      invoke({ ...of, name: 'task/fetch', value: { data, context: { theme: 'default' } } }),
    taskSubmit: ({ data, ...of }) =>
      invoke({ ...of, name: 'task/submit', value: { data, context: { theme: 'default' } } }),
    extensionFetch: (of) =>
      invoke({ from: of.from, in: of.in, name: 'composeExtension/fetchTask', value: extensionValue(of) }),
    extensionSubmit: ({ data, ...of }) =>
      invoke({
        from: of.from,
        in: of.in,
        name: 'composeExtension/submitAction',
        value: { ...extensionValue(of), data },
      }),
    search: ({ dataset, text, inputs, ...of }) =>
      invoke({
        ...of,
        name: 'application/search',
        value: { queryText: text, queryOptions: { skip: 0, top: 15 }, dataset, ...(inputs && { data: inputs }) },
      }),
    installationUpdate: ({ action, ...by }) => {
      const from = unnamed(base('installationUpdate', by));
      const channelData = {
        ...from.channelData,
        settings: { selectedChannel: { id: by.in } },
        source: { name: 'message' },
      };
      return { ...from, id: `f:${randomUUID()}`, action, channelData };
    },
    conversationUpdate: ({ added = [], removed = [], ...by }) => {
      const from = unnamed(base('conversationUpdate', by));
      const eventType = added.length > 0 ? 'teamMemberAdded' : 'teamMemberRemoved';
      const ids = (who: readonly (Person | 'bot')[]) =>
        who.map((each) => (each === 'bot' ? { id: bot.id } : { id: each.user, aadObjectId: each.id }));
      return {
        ...from,
        id: `f:${randomUUID()}`,
        channelData: { ...from.channelData, eventType },
        ...(added.length > 0 && { membersAdded: ids(added) }),
        ...(removed.length > 0 && { membersRemoved: ids(removed) }),
      };
    },
    placeUpdate: ({ event, ...by }) => {
      const from = unnamed(base('conversationUpdate', by));
      const { channel, teamsChannelId, ...channelData } = from.channelData;
      const place = event.startsWith('channel') ? { channel, teamsChannelId } : {};
      return { ...from, id: `f:${randomUUID()}`, channelData: { ...channelData, ...place, eventType: event } };
    },
    invoke,
  };
}
