// The fields of Slack's payloads that we read, and nothing else. Permissive: Slack adds fields, and leaves some out.
import * as z from 'zod';

const Id = z.string().min(1).max(255);
const Text = z.string();
const Maybe = <T extends z.ZodType>(schema: T) => schema.nullish().catch(undefined);

const User = z.object({ id: Id, name: Maybe(Text), username: Maybe(Text), team_id: Maybe(Text) });
const Team = z.object({ id: Id });

export const CommandPayload = z.object({
  command: z.string().min(1),
  text: z.string().catch(''),
  team_id: Id,
  user_id: Id,
  user_name: Maybe(Text),
  channel_id: Maybe(Text),
  trigger_id: Id,
  response_url: Maybe(Text),
});
export type CommandPayload = z.infer<typeof CommandPayload>;

const StateValue = z.object({
  value: Maybe(Text),
  selected_option: Maybe(z.object({ value: Maybe(Text) })),
});
const State = Maybe(z.object({ values: z.record(z.string(), z.record(z.string(), StateValue)) }));

const View = z.object({
  id: Id,
  hash: Maybe(Text),
  callback_id: z.string().catch(''),
  private_metadata: z.string().catch(''),
  state: State,
  blocks: Maybe(z.array(z.object({ type: z.string(), block_id: z.string().catch('') }))),
});
export type ViewPayload = z.infer<typeof View>;

export const ViewSubmission = z.object({
  type: z.literal('view_submission'),
  user: User,
  team: Team,
  trigger_id: Maybe(Text),
  view: View,
});
export type ViewSubmission = z.infer<typeof ViewSubmission>;

const ClickedBlock = z.looseObject({ type: z.string() });
export const BlockActions = z.object({
  type: z.literal('block_actions'),
  user: User,
  team: Team,
  trigger_id: Maybe(Text),
  response_url: Maybe(Text),
  container: z.object({
    type: z.string(),
    message_ts: Maybe(Text),
    channel_id: Maybe(Text),
    thread_ts: Maybe(Text),
    is_ephemeral: Maybe(z.boolean()),
  }),
  channel: Maybe(z.object({ id: Id })),
  message: Maybe(
    z.object({ ts: Text, thread_ts: Maybe(Text), text: z.string().catch(''), blocks: Maybe(z.array(ClickedBlock)) }),
  ),
  view: Maybe(View),
  actions: z
    .array(
      z.object({
        type: z.string(),
        action_id: z.string(),
        block_id: z.string().catch(''),
        value: Maybe(Text),
        selected_option: Maybe(z.object({ value: Maybe(Text) })),
        action_ts: Maybe(Text),
      }),
    )
    .min(1),
});
export type BlockActions = z.infer<typeof BlockActions>;

export const Shortcut = z.object({
  type: z.literal('shortcut'),
  callback_id: Id,
  user: User,
  team: Team,
  trigger_id: Id,
});
export type Shortcut = z.infer<typeof Shortcut>;

export const Suggestion = z.object({
  type: z.literal('block_suggestion'),
  user: User,
  team: Team,
  action_id: z.string(),
  block_id: z.string().catch(''),
  value: z.string().catch(''),
  view: Maybe(View),
});
export type Suggestion = z.infer<typeof Suggestion>;

export const MessageEvent = z.object({
  event_id: Id,
  team_id: Id,
  event: z.object({
    type: z.literal('message'),
    subtype: Maybe(Text),
    user: Maybe(Text),
    bot_id: Maybe(Text),
    team: Maybe(Text),
    user_team: Maybe(Text),
    text: z.string().catch(''),
    ts: Id,
    thread_ts: Maybe(Text),
    channel: Id,
    channel_type: Maybe(Text),
  }),
});
export type MessageEvent = z.infer<typeof MessageEvent>;

export const FormMetadata = z.object({ form: z.string(), context: z.string() });
