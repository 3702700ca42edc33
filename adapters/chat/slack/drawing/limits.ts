// What Slack accepts, in characters (JavaScript string length, which is never smaller than Slack's own count).
// Sources: Block Kit reference pages and the typings of @slack/types 3.2; the starred ones are ours, below Slack's.

export const LIMITS = {
  viewBlocks: 100,
  viewBytes: 250_000,
  viewTitle: 24,
  viewSubmit: 24,
  viewClose: 24,
  privateMetadata: 3000,
  /** callback_id, external_id, block_id, action_id. */
  id: 255,
  inputLabel: 2000,
  inputHint: 2000,
  placeholder: 150,
  inputText: 3000,
  selectOptions: 100,
  selectGroups: 100,
  radioOptions: 10,
  optionText: 75,
  optionDescription: 75,
  optionValue: 75,
  groupLabel: 75,
  messageBlocks: 50,
  /** chat.update refuses more; chat.postMessage would take ten times as much. */
  messageText: 4000,
  header: 150,
  /** * One rich_text block: Slack documents no figure, so we stay at the one for a section. */
  richText: 3000,
  /** * Inline elements of one rich_text block. */
  richTextElements: 200,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2000,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
} as const;

/** How long Slack waits for an answer to a command, click, submission or typing, ms. */
export const ACK_MS = 3000;
/** A trigger id opens one form within 3 s of the click; we stop trying a little earlier. */
export const TRIGGER_MS = 2500;
