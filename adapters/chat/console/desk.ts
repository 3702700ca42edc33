// What every route of a running console shares, and the look-ups over it.

import type { Reader } from './drawing/reader.ts';
import { placeTitle } from './drawing/render-text.ts';
import type { Channel, ConsoleDeps, ConsoleSettings, Listeners, Person } from './settings.ts';
import { BOT, DIRECT, pageLanguage } from './settings.ts';
import type { Shown } from './shown.ts';
import type { ConsoleState } from './state.ts';
import type { Where } from './where.ts';
import type { ConsoleWords } from './words.ts';

export type Desk = {
  readonly settings: ConsoleSettings;
  readonly deps: ConsoleDeps;
  readonly state: ConsoleState;
  readonly shown: Shown;
  readonly on: Listeners;
  /** In every form of this process's pages. */
  readonly token: string;
  /** Grows with every change anyone could see. */
  readonly version: () => number;
  /** A change that is not a message: a notice, a dialog. */
  readonly changed: () => void;
};

export function personOf(desk: Desk, id: string): Person | undefined {
  return desk.settings.people.find((person) => person.id === id);
}

export function channelOf(desk: Desk, id: string): Channel | undefined {
  return desk.settings.channels.find((channel) => channel.id === id);
}

/** The language chosen on the page wins over the person's own. */
export function localeOf(desk: { settings: ConsoleSettings; state: ConsoleState }, person: Person): string {
  const chosen = desk.state.language();
  return chosen === undefined || person.locale.split('-')[0] === chosen ? person.locale : chosen;
}

export function wordsFor(desk: Desk, locale: string): { readonly language: string; readonly words: ConsoleWords } {
  const language = pageLanguage(desk.settings.words, locale);
  const words = desk.settings.words[language];
  if (words === undefined) throw new Error('the console has no words'); // checkSettings saw to it
  return { language, words };
}

export function readerOf(desk: Desk, person: Person, where: Where): Reader {
  return {
    person,
    where,
    ...wordsFor(desk, localeOf(desk, person)),
    token: desk.token,
    secret: desk.state.secret,
    newId: desk.deps.newId,
  };
}

export function placeName(desk: Desk, place: string, reader: Reader): string {
  return placeTitle(place === DIRECT ? undefined : channelOf(desk, place), reader);
}

/** Display name and colour of whoever wrote a message. */
export function authorOf(
  desk: Desk,
  id: string,
  reader: Reader,
): { readonly id: string; readonly name: string; readonly tint: number } {
  const index = desk.settings.people.findIndex((person) => person.id === id);
  const person = desk.settings.people[index];
  if (id === BOT || person === undefined) return { id: BOT, name: reader.words.bot_name, tint: 0 };
  return { id, name: person.name, tint: index };
}

export function firstWhere(desk: Desk): { readonly as: string; readonly in: string } {
  return { as: desk.settings.people[0]?.id ?? '', in: desk.settings.channels[0]?.id ?? '' };
}
