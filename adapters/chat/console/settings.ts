// What the console is made from: the cast, the channels, the words, and what it may ask of the rehearsal around it.

import type { Dispatch, Search } from '../../../src/ports/chat.ts';
import type { Clock, Log, NewId } from '../../../src/ports/process.ts';
import type { CustomerPhone } from '../../../src/ports/rehearsal.ts';
import type { FormId, Values } from '../../../src/views/view.ts';
import type { ConsoleWords } from './words.ts';

/** Whose turn it is in the guided path. */
export type Part = 'proposer' | 'approver' | 'agent' | 'admin';

/** Someone the visitor may act as. `role` is shown, never checked: the application decides what a person may do. */
export type Person = {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly part?: Part;
  /** BCP 47. */
  readonly locale: string;
};

export type Channel = { readonly id: string; readonly name: string };

export type ConsoleSettings = {
  /** At least one; ids of letters, digits, `-`, `_`, `.`. */
  readonly people: readonly Person[];
  /** At least one. The first is where a visitor arrives. */
  readonly channels: readonly Channel[];
  /** Page language → its sentences. The first is used where a person's language is missing. */
  readonly words: Readonly<Record<string, ConsoleWords>>;
  readonly guide: boolean;
  /** File that keeps threads over restarts; without it they live in memory. */
  readonly statePath?: string;
  /** `http://127.0.0.1:3000`, for links handed out in messages. */
  readonly baseUrl?: string;
  /** Page language → form → field → text the "Use an example" button writes into empty fields. */
  readonly examples?: Readonly<Record<string, Readonly<Partial<Record<FormId, Values>>>>>;
  /** E.164 number the guided path sends to. */
  readonly exampleNumber?: string;
};

/** One row of the table of values the simulator reacts to. */
export type MagicValue = { readonly value: string; readonly what: string };

export type ConsoleDeps = {
  readonly now: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly phone?: CustomerPhone;
  readonly help?: readonly MagicValue[];
};

/** Given at `start`. */
export type Listeners = { readonly dispatch: Dispatch; readonly search: Search };

/** Throws when the settings cannot work at all: they come from our own composition, so that is a bug. */
export function checkSettings(settings: ConsoleSettings): void {
  if (settings.people.length === 0) throw new Error('the console needs at least one person');
  if (settings.channels.length === 0) throw new Error('the console needs at least one channel');
  if (Object.keys(settings.words).length === 0) throw new Error('the console needs words in at least one language');
  const ids = [...settings.people, ...settings.channels].map((one) => one.id);
  const wrong = ids.find((id) => !/^[\w.-]{1,64}$/.test(id) || id === DIRECT);
  if (wrong !== undefined) throw new Error(`the console cannot use the id "${wrong}"`);
}

/** Name of the private conversation with Aval in addresses. */
export const DIRECT = 'dm';
/** Messages no person wrote. */
export const BOT = 'aval';

/** Where private messages to a person are kept. Only that person's page shows it. */
export function privatePlace(personId: string): string {
  return `${DIRECT}:${personId}`;
}

/** Key of `words` for a BCP 47 language: exact, else by its first part, else the first there is. */
export function pageLanguage(words: ConsoleSettings['words'], locale: string): string {
  const keys = Object.keys(words);
  return keys.find((key) => key === locale) ?? keys.find((key) => key === locale.split('-')[0]) ?? keys[0] ?? 'en';
}
