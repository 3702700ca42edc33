// Conversation references: what must be known to write to a channel or a person without being asked first. Ours, not the
// SDK's, kept across restarts, and learned from verified activities only.
import { LRUCache } from 'lru-cache';
import * as z from 'zod';
import type { Log, Memory } from '../../../../src/ports/process.ts';

export type ConversationRef = {
  readonly serviceUrl: string;
  /** Without `;messageid=…`. */
  readonly conversation: string;
  readonly tenant: string;
  /** Our own id in it, `28:<app id>`. */
  readonly bot: string;
  /** Of a channel: its team, `19:…@thread.tacv2`, and the team's Entra group. */
  readonly team?: string;
  readonly group?: string;
  /** Absent: never seen. Only channels have threads. */
  readonly kind?: 'personal' | 'group' | 'channel';
  /** Of a private chat: whose it is, so that another one can be opened when this one is gone. */
  readonly person?: string;
};

/** What a verified activity tells about who and where. `user`: the bot-specific id (`29:…`), needed for targeted messages. */
export type Sighting = {
  readonly ref: ConversationRef;
  readonly kind: 'personal' | 'group' | 'channel';
  readonly person?: { readonly id: string; readonly user: string; readonly name: string; readonly locale?: string };
};

export type References = {
  /** Remembers a sighting; writes only what changed. Never throws: a failed write is logged and tried at the next sighting. */
  learn(sighting: Sighting): Promise<void>;
  /** A channel, or any conversation we have been in; a channel never seen gets the default service address. */
  ofChannel(channel: string): Promise<ConversationRef>;
  /** The private chat with a person, when it is known. */
  ofPerson(personId: string): Promise<ConversationRef | undefined>;
  rememberPerson(personId: string, ref: ConversationRef): Promise<void>;
  /** The private chat is gone: app removed or blocked. */
  forgetPerson(personId: string): Promise<void>;
  /** ISO time when the person was last found to be of our company; undefined: never, or not any more. */
  memberSince(personId: string): Promise<string | undefined>;
  /** `at`: ISO time. */
  rememberMember(personId: string, at: string): Promise<void>;
  forgetMember(personId: string): Promise<void>;
  /** Bot-specific id of a person who has been seen. */
  userOf(personId: string): Promise<string | undefined>;
  /** Language the person's client told last. */
  localeOf(personId: string): Promise<string | undefined>;
  nameOf(personId: string): Promise<string | undefined>;
  /** Channels of every team that has the app, as far as seen: for looking people up. */
  channels(): Promise<readonly ConversationRef[]>;
};

/** What we are now. A reference made by another app or in another tenant is not ours to use. */
export type Ours = {
  /** Where a call goes while the conversation has not been seen. */
  readonly serviceUrl: string;
  /** Undefined (only with the Playground): whatever comes is ours. */
  readonly tenant: string | undefined;
  readonly bot: string | undefined;
};

export type ReferencesDeps = {
  readonly memory: Memory;
  readonly ours: () => Ours;
  readonly log: Log;
};

const CHANNEL = 'channel:';
const CHAT = 'chat:';
const PERSON = 'person:';
const USER = 'user:';
const MEMBER = 'member:';
/** Memory has no way to take a key back. */
const FORGOTTEN = '';
const KEPT = 5000;

const conversationSchema = z.object({
  serviceUrl: z.string(),
  conversation: z.string(),
  tenant: z.string(),
  bot: z.string(),
  team: z.string().exactOptional(),
  group: z.string().exactOptional(),
  kind: z.enum(['personal', 'group', 'channel']).exactOptional(),
  person: z.string().exactOptional(),
});
const userSchema = z.object({
  user: z.string(),
  name: z.string(),
  locale: z.string().exactOptional(),
  tenant: z.string(),
  bot: z.string(),
});
type User = z.infer<typeof userSchema>;
const memberSchema = z.object({ at: z.string(), tenant: z.string(), bot: z.string() });

/** Everything is kept in `memory`; what was used last is also kept here, up to a limit. */
export function createReferences({ memory, ours, log }: ReferencesDeps): References {
  const texts = createTexts(memory, log);
  const isOurs = (found: { readonly tenant: string; readonly bot: string }) => {
    const { tenant, bot } = ours();
    return (tenant === undefined || found.tenant === tenant) && (bot === undefined || found.bot === bot);
  };

  async function conversation(key: string): Promise<ConversationRef | undefined> {
    const found = parsed(conversationSchema, await texts.read(key));
    return found && isOurs(found) ? found : undefined;
  }

  async function user(personId: string): Promise<User | undefined> {
    const found = parsed(userSchema, await texts.read(USER + personId));
    return found && isOurs(found) ? found : undefined;
  }

  async function learnPlace({ ref, kind, person }: Sighting): Promise<void> {
    const key = (kind === 'channel' ? CHANNEL : CHAT) + ref.conversation;
    const known = await conversation(key);
    // Not every activity of a channel names its team.
    const merged = { ...(known?.team && { team: known.team }), ...(known?.group && { group: known.group }), ...ref };
    const owner = kind === 'personal' ? (person?.id ?? known?.person) : undefined;
    await texts.write(key, written({ ...merged, kind, ...(owner && { person: owner }) }));
  }

  async function learnPerson(person: NonNullable<Sighting['person']>, ref: ConversationRef): Promise<void> {
    const known = await user(person.id);
    const locale = person.locale ?? known?.locale;
    const next: User = {
      user: person.user,
      name: person.name || (known?.name ?? ''),
      ...(locale && { locale }),
      tenant: ref.tenant,
      bot: ref.bot,
    };
    await texts.write(USER + person.id, JSON.stringify(next));
  }

  async function rememberPerson(personId: string, ref: ConversationRef): Promise<void> {
    await texts.write(PERSON + personId, written({ ...ref, kind: 'personal' }));
  }

  return {
    async learn(sighting) {
      try {
        await learnPlace(sighting);
        const { person, ref, kind } = sighting;
        if (!person) return;
        await learnPerson(person, ref);
        if (kind === 'personal') await rememberPerson(person.id, ref);
      } catch (cause) {
        // Memory could not be read: the next sighting tells the same again.
        log.warn({ err: cause }, 'what a Teams activity told was not learned');
      }
    },

    async ofChannel(channel) {
      const known = (await conversation(CHANNEL + channel)) ?? (await conversation(CHAT + channel));
      if (known) return known;
      const { serviceUrl, tenant = '', bot = '' } = ours();
      return { serviceUrl, conversation: channel, tenant, bot };
    },

    ofPerson: (personId) => conversation(PERSON + personId),
    async rememberPerson(personId, ref) {
      await rememberPerson(personId, ref);
      await texts.write(CHAT + ref.conversation, written({ ...ref, kind: 'personal', person: personId }));
    },
    forgetPerson: (personId) => texts.write(PERSON + personId, FORGOTTEN),

    async memberSince(personId) {
      const found = parsed(memberSchema, await texts.read(MEMBER + personId));
      return found && isOurs(found) ? found.at : undefined;
    },
    async rememberMember(personId, at) {
      const { tenant = '', bot = '' } = ours();
      await texts.write(MEMBER + personId, JSON.stringify({ at, tenant, bot }));
    },
    async forgetMember(personId) {
      if ((await texts.read(MEMBER + personId)) !== undefined) await texts.write(MEMBER + personId, FORGOTTEN);
    },

    userOf: async (personId) => (await user(personId))?.user,
    localeOf: async (personId) => (await user(personId))?.locale,
    nameOf: async (personId) => (await user(personId))?.name || undefined,

    async channels() {
      const found = await memory.list(CHANNEL);
      return found.flatMap(({ text }) => parsed(conversationSchema, text) ?? []).filter(isOurs);
    },
  };
}

/** Memory with the newest keys kept in this process, so that a sighting that tells nothing new costs nothing. */
function createTexts(memory: Memory, log: Log) {
  const kept = new LRUCache<string, string>({ max: KEPT });
  async function read(key: string): Promise<string | undefined> {
    const text = kept.get(key) ?? (await memory.read(key));
    // What is not known may be learned by another process at any time: absence is not kept.
    if (text !== undefined) kept.set(key, text);
    return text;
  }
  return {
    read,
    /** Resolves also when it could not be written: it is logged, and written when it is told again. */
    async write(key: string, text: string): Promise<void> {
      try {
        if ((await read(key)) === text) return;
        await memory.write(key, text);
        kept.set(key, text);
      } catch (cause) {
        // Whoever posts or is answered now must not wait for this.
        log.warn({ err: cause }, 'a Teams conversation reference was not kept');
      }
    },
  };
}

// Field by field, so that the same facts are always the same text.
function written({ serviceUrl, conversation, tenant, bot, team, group, kind, person }: ConversationRef): string {
  return JSON.stringify({ serviceUrl, conversation, tenant, bot, team, group, kind, person });
}

function parsed<T>(schema: z.ZodType<T>, text: string | undefined): T | undefined {
  if (text === undefined || text === FORGOTTEN) return undefined;
  try {
    const read = schema.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    // Not JSON, so nothing of ours: as if it were not there.
    return undefined;
  }
}
