// What the Teams app is called by and what its commands are. manifests/teams must say the same; a test compares them.

/** Our word for this platform, in ids of accounts and messages. */
export const PLATFORM = 'teams';

/** Where Teams sends everything. */
export const REQUEST_PATH = '/api/messages';

/** Message-extension commands: id in the manifest → the command it stands for. Both open a dialog directly. */
export const EXTENSION_COMMANDS = {
  proposeTemplate: { command: 'template', text: 'propose' },
  /** Without a number: it is taken from the message the command was chosen on, or asked for. */
  sendToCustomer: { command: 'send-active', text: '' },
} as const;
