// Conversation references: what must be known to write to a channel or a person without being asked first. Ours, not the
// SDK's, kept across restarts, and learned from verified activities only.

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
  /** Bot-specific id of a person who has been seen. */
  userOf(personId: string): Promise<string | undefined>;
  /** Language the person's client told last. */
  localeOf(personId: string): Promise<string | undefined>;
  nameOf(personId: string): Promise<string | undefined>;
  /** Channels of every team that has the app, as far as seen: for looking people up. */
  channels(): Promise<readonly ConversationRef[]>;
};
