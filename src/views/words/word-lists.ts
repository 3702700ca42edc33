// What people write in any language, each list joined over all of them: a customer in Spain may answer STOP or BAJA.
import { keyword } from '../../domain/contacts/keyword.ts';
import { type WordingLists, wordingsOf } from '../../domain/rules/wording.ts';
import { heardOnly } from './heard.ts';
import * as packs from './languages.ts';
import type { WordLists } from './pack.ts';

const all: readonly Partial<WordLists>[] = [...Object.values(packs).map(({ lists }) => lists), ...heardOnly];

type OwnList = Exclude<keyof WordLists, keyof WordingLists | 'commands'>;
const joined = (list: OwnList) => all.flatMap((lists) => lists[list] ?? []);
const politely = (list: OwnList) => keyword(joined(list), joined('courtesy'));

/** A customer's message that means, as a whole: write no more. */
export const isStop = politely('stop');

/** The same of advertising alone. */
export const isMarketingStop = politely('stopMarketing');

/** A customer's message that takes it back. */
export const isStart = politely('start');
export const isMarketingStart = politely('startMarketing');

export const greetings: ReadonlySet<string> = new Set(joined('greetings'));

/** Words after a command → the English ones they stand for. */
export const commandWords: ReadonlyMap<string, string> = new Map([
  ...[...greetings].map((word) => [word, 'help'] as const),
  ...all.flatMap(({ commands = {} }) =>
    Object.entries(commands).flatMap(([meaning, words]) => words.map((word) => [word, meaning] as const)),
  ),
]);

/** What gives an offer or a request for private data away, for the rule book. */
export const wordings = wordingsOf(all);
