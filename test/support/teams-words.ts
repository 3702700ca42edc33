// What the Teams adapter says by itself, in tests of the adapter.
import type { TeamsWords } from '../../adapters/chat/teams/words.ts';

export const teamsWords: TeamsWords = {
  openForm: 'Press the button to open the form.',
  openFormButton: 'Open form',
  formInChat: 'The form is in our private chat.',
  formClosed: 'The form was closed.',
  cannotAnswerHere: (name) => `${name}, please write to me in a private chat.`,
  broke: 'Something broke.',
  choose: 'Choose…',
  typeToSearch: 'Type to search…',
  typeInstead: (label) => `${label}: or type it here`,
  notOneMatch: (typed) => `${typed} is not the name of one thing.`,
  noticeTitle: 'Aval',
  close: 'Close',
  done: 'Done.',
  numberTitle: 'Message a customer',
  numberLabel: 'Number',
  otherNumberLabel: 'Or a number',
  contactLabel: 'Customer',
  numberHint: 'With the country code',
  numberSubmit: 'Next',
  fault: 'Fix:',
  faults: (count) => `${count} to fix.`,
  optional: 'optional',
};
