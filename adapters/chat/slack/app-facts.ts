// What the Slack app must be allowed to do and hear. manifests/slack.yaml must say the same; a test compares them.

/** Our word for this platform, in ids of accounts and messages. */
export const PLATFORM = 'slack';

/** Bot scopes, each with what it is for. */
export const SCOPES = {
  commands: 'slash commands and the shortcut',
  'chat:write': 'cards, thread answers, private notices',
  'channels:history': 'answers people write in threads of public channels; finding a message again after a lost answer',
  'groups:history': 'the same in private channels',
  'im:history': 'answering what people write to Aval directly',
  'channels:read': 'checking the configured channels; hearing that one was archived, deleted or left',
  'groups:read': 'checking configured private channels',
  'im:write': 'direct messages to proposers, approvers and agents',
  'users:read': "a person's language",
  'users:read.email': "linking a person's accounts by their confirmed e-mail address",
} as const;

/** Bot events subscribed to, each with what it is for. */
export const EVENT_USES = {
  'message.channels': 'answers people write in threads of public channels',
  'message.groups': 'the same in private channels',
  'message.im': 'what people write to Aval directly',
  channel_archive: 'telling at once that a channel was archived',
  channel_unarchive: 'going on when it is back',
  channel_deleted: 'telling at once that a channel was deleted',
  channel_left: 'telling at once that Aval was removed from a channel',
  channel_id_changed: 'following a channel to its new id',
  group_archive: 'the same for private channels',
  group_unarchive: 'the same for private channels',
  group_deleted: 'the same for private channels',
  group_left: 'the same for private channels',
  member_joined_channel: 'going on when Aval was added again',
  member_left_channel: 'telling at once that Aval was removed from a channel',
  tokens_revoked: 'telling at once, elsewhere, that our token was revoked',
  app_uninstalled: 'telling at once, elsewhere, that the app was removed',
} as const;

export const EVENTS = Object.keys(EVENT_USES) as (keyof typeof EVENT_USES)[];

/**
 * The app's own pages. Without the Messages tab every direct message fails with `messages_tab_disabled`. People may write
 * there only when we hear it: with `message.im` among the events.
 */
export const APP_HOME = {
  home_tab_enabled: false,
  messages_tab_enabled: true,
  messages_tab_read_only_enabled: !EVENTS.includes('message.im'),
} as const;

/** Slash commands → our command words. */
export const COMMANDS = { '/template': 'template', '/send-active': 'send-active' } as const;

/** Global shortcuts: callback id → the command it stands for. */
export const SHORTCUTS = { propose_template: { command: 'template', text: 'propose' } } as const;

/** Where Slack sends everything. */
export const REQUEST_PATH = '/slack/events';
