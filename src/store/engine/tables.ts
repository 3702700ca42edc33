// The schema in types. Text and integer only, so that SQLite and PostgreSQL hold the same; times are ISO UTC text;
// flags are timestamps (null = no). Change it together with a new file in migrations/.

import type { Generated } from 'kysely';
import type { TemplateAliasesTable, TemplateSightsTable, TemplatesTable } from './template-tables.ts';

export type PeopleTable = {
  id: string;
  name: string;
  created_at: string;
  /** Its accounts belong to this person now; never a merged one itself. */
  merged_into: string | null;
};
export type IdentitiesTable = {
  key: string;
  person_id: string;
  platform: string;
  tenant: string;
  external_id: string;
  locale: string | null;
  /** Lower case, vouched for by the platform's directory. */
  email: string | null;
  email_checked_at: string | null;
  /** Parted from its person by an admin: never linked by e-mail again. */
  unlinked_at: string | null;
};
/** At most one living code per person; the code itself is nowhere. */
export type LinkCodesTable = {
  person_id: string;
  platform: string;
  code_hash: string;
  expires_at: string;
  /** The person who typed it first: nobody else can use it. */
  claimed_by: string | null;
};

export type DraftsTable = {
  id: string;
  person_id: string;
  form: string;
  step: string;
  /** JSON: what was typed, plus what the form is about (proposal, recipient). */
  data: string;
  updated_at: string;
  expires_at: string;
  /** Sent: the id of the send, or proposal and revision. Null while it can still be sent. */
  became: string | null;
};

export type ProposalsTable = {
  id: string;
  /** Short number people can say: "proposal 42". */
  number: number;
  sender_id: string;
  name: string;
  language: string;
  state: string;
  revision: number;
  quorum: number;
  proposer_id: string;
  /** queued, submitted, handed_off, stuck; null before approval. */
  submission: string | null;
  submission_failure: string | null;
  /** Who carried it to the provider, where Aval does not submit. */
  handed_in_by: string | null;
  handed_in_at: string | null;
  decided_at: string | null;
  remind_at: string | null;
  expires_at: string | null;
  created_at: string;
  updated_at: string;
};
export type RevisionsTable = {
  proposal_id: string;
  revision: number;
  content: string;
  content_hash: string;
  created_by: string;
  created_at: string;
  note: string | null;
};
export type VotesTable = {
  proposal_id: string;
  revision: number;
  person_id: string;
  vote: string;
  reason: string | null;
  created_at: string;
  /** When a decision was counted without it, since its person had no right to decide any more. */
  fell_at: string | null;
};

/** Every place a card was posted, so that all copies are repainted. */
export type PostsTable = {
  id: string;
  subject_kind: string;
  subject_id: string;
  platform: string;
  channel: string;
  message: string;
  thread: string;
  role: string;
  /** JSON: what a `live` post is drawn from. */
  shown: string | null;
  created_at: string;
};

export type BegunPostsTable = { key: string; at: string };

/** `channel` is empty for a whole platform; `fault` null while the place is well. */
export type LostPlacesTable = {
  platform: string;
  channel: string;
  fault: string | null;
  known_by: 'event' | 'call';
  episode: string;
  event_id: string;
  event_at: string;
  moved_to: string | null;
};

/** Why a customer may be written to again. */
export type LiftedBlocksTable = {
  id: string;
  contact_id: string;
  what: string;
  source: string;
  reason: string;
  by_person: string;
  at: string;
};

export type ContactsTable = {
  id: string;
  name: string | null;
  opted_in_at: string | null;
  opt_in_source: string | null;
  opted_in_by: string | null;
  /** Marketing. */
  opted_out_at: string | null;
  /** Everything. */
  stopped_at: string | null;
  /** `customer`: they wrote so. `provider`: it lets nothing through to them. */
  stopped_by: string | null;
  unreachable_at: string | null;
  marketing_blocked_until: string | null;
  /** Provider's time of the newest news about each of these, whichever way it went. */
  opted_out_heard_at: string | null;
  stopped_heard_at: string | null;
  unreachable_heard_at: string | null;
  marketing_blocked_heard_at: string | null;
  /** It turned out to be the same customer as this one, which points to nobody. */
  same_as: string | null;
  /** Parted again by an admin: never joined by the machine. */
  parted_at: string | null;
  created_at: string;
};
export type AliasesTable = { kind: string; value: string; contact_id: string; created_at: string };

export type SendsTable = {
  id: string;
  number: number;
  sender_id: string;
  template_id: string;
  contact_id: string;
  agent_id: string;
  /** E.164; empty for a customer without a number, who has `bsuid`. */
  phone: string;
  bsuid: string | null;
  /** Of the template when it was sent. */
  category: string | null;
  /** JSON: slot id → value. */
  slot_values: string;
  content_hash: string;
  state: string;
  hold_until: string | null;
  external_id: string | null;
  provider_held: number;
  failure: string | null;
  attempted_at: string | null;
  /** The attempt under way; grows whenever the provider asked to come again. */
  attempt: Generated<number>;
  wait_reason: string | null;
  wait_until: string | null;
  created_at: string;
  updated_at: string;
};
export type SendEventsTable = { send_id: string; state: string; at: string; detail: string | null };

/** The provider's id of every attempt, so that a status says which one it is about. */
export type SendAttemptsTable = { sender_id: string; external_id: string; send_id: string; attempt: number };
/** Statuses of messages nobody knows yet: joined when the id becomes known, dropped after some days. */
export type OrphansTable = {
  sender_id: string;
  event_id: string;
  external_id: string;
  /** JSON. */
  event: string;
  received_at: string;
};

export type InboundTable = {
  id: string;
  sender_id: string;
  contact_id: string;
  send_id: string | null;
  external_id: string;
  kind: string;
  text: string;
  at: string;
  by_assistant: number | null;
  created_at: string;
};

export type SendersTable = {
  id: string;
  stopped_at: string | null;
  stop_fault: string | null;
  stop_detail: string | null;
  /** Whose templates it sees, as the configuration said at the last start; null before the first. */
  account: Generated<string | null>;
};
export type BucketsTable = { key: string; tokens: number; updated_at: string };

/** One row per delivery of a person's intent or a vendor's event. */
export type InboxTable = {
  delivery_id: string;
  source: string;
  received_at: string;
  payload: string | null;
  reply: string | null;
  done_at: string | null;
};

export type OutboxTable = {
  id: string;
  kind: string;
  payload: string;
  /** Two rows with the same key are one job. */
  key: string;
  lane: string | null;
  run_at: string;
  attempts: number;
  max_attempts: number;
  leased_by: string | null;
  leased_until: string | null;
  last_error: string | null;
  finished_at: string | null;
  buried_at: string | null;
  created_at: string;
};

export type EventsTable = {
  seq: number;
  at: string;
  actor: string;
  kind: string;
  subject_kind: string;
  subject_id: string;
  from_state: string | null;
  to_state: string | null;
  content_hash: string | null;
  /** Digest of the delivery id: vendors put phone numbers into theirs. */
  delivery_id: string | null;
  /** Short, free of personal data. */
  detail: string | null;
  hash: string;
};
/** One row: serialises appends to `events` on every engine. */
export type ChainHeadTable = { id: number; seq: number; hash: string };
/** Short numbers people can say: one counter per kind. */
export type CountersTable = { name: string; value: number };
/** What a chat adapter remembers; keys and texts are its own. */
export type MemoryTable = { platform: string; key: string; text: string; updated_at: string };

export type Tables = {
  people: PeopleTable;
  identities: IdentitiesTable;
  link_codes: LinkCodesTable;
  drafts: DraftsTable;
  proposals: ProposalsTable;
  revisions: RevisionsTable;
  votes: VotesTable;
  posts: PostsTable;
  begun_posts: BegunPostsTable;
  lost_places: LostPlacesTable;
  templates: TemplatesTable;
  template_aliases: TemplateAliasesTable;
  template_sights: TemplateSightsTable;
  contacts: ContactsTable;
  aliases: AliasesTable;
  lifted_blocks: LiftedBlocksTable;
  sends: SendsTable;
  send_events: SendEventsTable;
  send_attempts: SendAttemptsTable;
  orphans: OrphansTable;
  inbound: InboundTable;
  senders: SendersTable;
  buckets: BucketsTable;
  inbox: InboxTable;
  outbox: OutboxTable;
  events: EventsTable;
  chain_head: ChainHeadTable;
  counters: CountersTable;
  memory: MemoryTable;
};
