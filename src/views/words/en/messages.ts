// Every sentence of the application in English, gathered. English is the source: its keys are the keys of every language.
import { accounts } from './accounts.ts';
import { chat } from './chat.ts';
import { faults } from './faults.ts';
import { names } from './names.ts';
import { proposal } from './proposal.ts';
import { propose } from './propose.ts';
import { refusals } from './refusals.ts';
import { review } from './review.ts';
import { send } from './send.ts';
import { templates } from './templates.ts';

export const messages = {
  ...accounts,
  ...chat,
  ...faults,
  ...names,
  ...proposal,
  ...propose,
  ...refusals,
  ...review,
  ...send,
  ...templates,
} as const;
