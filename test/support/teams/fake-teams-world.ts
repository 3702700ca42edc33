// What the fake Teams holds: people, teams with channels, group chats, private chats with the bot, and every message.
import { randomUUID } from 'node:crypto';

export type Json = Readonly<Record<string, unknown>>;

/** `id`: Entra object id. `user`: the id this bot knows the person by, `29:…`. */
export type Person = {
  readonly id: string;
  readonly user: string;
  readonly name: string;
  readonly email: string;
  readonly tenant: string;
  readonly guest: boolean;
  /** BCP 47, as the person's client tells it. */
  locale: string;
  /** The app is installed for this person. */
  installed: boolean;
  /** The person blocked the bot, or removed the app after talking to it. */
  blocked: boolean;
};
export type Channel = { readonly id: string; readonly name: string };
export type Team = {
  readonly id: string;
  readonly group: string;
  readonly name: string;
  /** The first is General, whose id is the team's. */
  readonly channels: Channel[];
  readonly members: Set<Person>;
  installed: boolean;
};
export type GroupChat = {
  readonly id: string;
  readonly name: string;
  readonly members: Set<Person>;
  installed: boolean;
};

/** `root`: the id of the first message of its thread; its own where it is one, and in chats. */
export type Post = {
  readonly id: string;
  /** Without `;messageid=`. */
  readonly conversation: string;
  readonly root: string;
  /** Undefined: the bot's. */
  readonly from?: Person;
  /** As it looks now. */
  activity: Json;
  /** As it looked before each update, oldest first. */
  readonly before: Json[];
  /** The only one who sees it. */
  readonly onlyFor?: Person;
  deleted: boolean;
};

export type Place =
  | { readonly kind: 'channel'; readonly team: Team; readonly channel: Channel }
  | { readonly kind: 'group'; readonly chat: GroupChat }
  | { readonly kind: 'personal'; readonly person: Person };

export type World = {
  readonly appId: string;
  readonly tenant: string;
  readonly people: Person[];
  readonly teams: Team[];
  readonly chats: GroupChat[];
  /** Conversation id → person, of private chats with the bot. */
  readonly privateChats: Map<string, Person>;
  readonly posts: Post[];
  addPerson(name: string, change?: Partial<Omit<Person, 'name'>>): Person;
  /** With General and the named channels; the app is installed in it unless told otherwise. */
  addTeam(name: string, members: readonly Person[], how?: { channels?: readonly string[]; installed?: boolean }): Team;
  addGroupChat(name: string, members: readonly Person[], how?: { installed?: boolean }): GroupChat;
  /** Id of the private chat of the bot and a person; the same one every time. */
  chatWith(person: Person): string;
  placeOf(conversation: string): Place | undefined;
  membersOf(place: Place): readonly Person[];
  /** By Entra object id or by `29:…`. */
  personBy(id: string): Person | undefined;
  /** Whether the app may open a private chat: installed for the person, or in a team or group the person is in. */
  canReach(person: Person): boolean;
  keep(post: Omit<Post, 'id' | 'before' | 'deleted' | 'root'> & { readonly root?: string }): Post;
  find(conversation: string, id: string): Post | undefined;
};

/** `19:x@thread.tacv2;messageid=1` → `19:x@thread.tacv2` and `1`. */
export function splitConversation(id: string): { readonly conversation: string; readonly root?: string } {
  const [conversation = '', root] = id.split(';messageid=');
  return root === undefined ? { conversation } : { conversation, root };
}

export function newWorld(appId: string, tenant: string): World {
  let serial = 0;
  let clock = 1_790_000_000_000;
  const people: Person[] = [];
  const teams: Team[] = [];
  const chats: GroupChat[] = [];
  const privateChats = new Map<string, Person>();
  const posts: Post[] = [];

  function opaque(length: number): string {
    serial += 1;
    return Buffer.from(`${serial}.${randomUUID()}${randomUUID()}${randomUUID()}`)
      .toString('base64url')
      .slice(0, length);
  }
  function threadId(): string {
    return `19:${opaque(43)}1@thread.tacv2`;
  }

  const world: World = {
    appId,
    tenant,
    people,
    teams,
    chats,
    privateChats,
    posts,

    addPerson(name, change = {}) {
      const email = `${name.toLowerCase().replace(/\W+/g, '.')}@contoso.example`;
      const made: Person = {
        id: randomUUID(),
        user: `29:1${opaque(60)}`,
        name,
        email,
        tenant,
        guest: false,
        locale: 'en-US',
        installed: false,
        blocked: false,
        ...change,
      };
      people.push(made);
      return made;
    },

    addTeam(name, members, { channels = [], installed = true } = {}) {
      const id = threadId();
      const named = channels.map((each) => ({ id: threadId(), name: each }));
      const team: Team = {
        id,
        group: randomUUID(),
        name,
        channels: [{ id, name: 'General' }, ...named],
        members: new Set(members),
        installed,
      };
      teams.push(team);
      return team;
    },

    addGroupChat(name, members, { installed = true } = {}) {
      const chat: GroupChat = {
        id: `19:${randomUUID().replaceAll('-', '')}@thread.v2`,
        name,
        members: new Set(members),
        installed,
      };
      chats.push(chat);
      return chat;
    },

    chatWith(person) {
      for (const [id, each] of privateChats) if (each === person) return id;
      const id = `a:1${opaque(100)}`;
      privateChats.set(id, person);
      return id;
    },

    placeOf(id) {
      const { conversation } = splitConversation(id);
      const person = privateChats.get(conversation);
      if (person) return { kind: 'personal', person };
      const chat = chats.find((each) => each.id === conversation);
      if (chat) return { kind: 'group', chat };
      for (const team of teams) {
        const channel = team.channels.find((each) => each.id === conversation);
        if (channel) return { kind: 'channel', team, channel };
      }
      return undefined;
    },

    membersOf(place) {
      if (place.kind === 'personal') return [place.person];
      return [...(place.kind === 'channel' ? place.team : place.chat).members];
    },

    personBy: (id) => people.find((each) => each.id === id || each.user === id),

    canReach: (person) =>
      !person.blocked &&
      (person.installed || [...teams, ...chats].some((each) => each.installed && each.members.has(person))),

    keep(post) {
      clock += 1000 + (clock % 977);
      const id = String(clock);
      const kept: Post = { ...post, id, root: post.root ?? id, before: [], deleted: false };
      posts.push(kept);
      return kept;
    },

    find: (conversation, id) =>
      posts.find((each) => each.conversation === splitConversation(conversation).conversation && each.id === id),
  };
  return world;
}
