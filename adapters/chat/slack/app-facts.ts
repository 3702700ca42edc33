// What the Slack app must be allowed to do and hear. manifests/slack.yaml must say the same; a test compares them.

/** Our word for this platform, in ids of accounts and messages. */
export const PLATFORM = 'slack';

/** Bot scopes, each with what it is for. */
export const SCOPES = {
  commands: 'slash commands and the shortcut',
  'chat:write': 'cards, thread answers, private notices',
  'channels:history': 'answers people write in threads of public channels; finding a message again after a lost answer',
  'groups:history': 'the same in private channels',
  'channels:read': 'checking the configured channels',
  'groups:read': 'checking configured private channels',
  'im:write': 'direct messages to proposers, approvers and agents',
  'users:read': "a person's language",
  'users:read.email': "linking a person's accounts by their confirmed e-mail address",
} as const;

/** Bot events subscribed to. */
export const EVENTS = ['message.channels', 'message.groups'] as const;

/**
 * The app's own pages. Without the Messages tab every direct message fails with `messages_tab_disabled`. People may write
 * there only when we hear it: with `message.im` among the events.
 */
export const APP_HOME = {
  home_tab_enabled: false,
  messages_tab_enabled: true,
  messages_tab_read_only_enabled: !(EVENTS as readonly string[]).includes('message.im'),
} as const;

/** Slash commands → our command words. */
export const COMMANDS = { '/template': 'template', '/send-active': 'send-active' } as const;

/** Global shortcuts: callback id → the command it stands for. */
export const SHORTCUTS = { propose_template: { command: 'template', text: 'propose' } } as const;

/** Where Slack sends everything. */
export const REQUEST_PATH = '/slack/events';
