// Who a card rings. Teams matches the text `<at>Name</at>` in a TextBlock with an entry beside the card, so every person
// needs a text of their own and no name may hold a sign that means something there.

import type { PersonRef, Text } from '../../../../src/views/view.ts';
import { PLATFORM } from '../app-facts.ts';
import type { MentionEntity } from './cards.ts';

/** Entra object id → what stands in the text and beside the card. */
export type Mentions = ReadonlyMap<string, MentionEntity>;

/** Teams' id for our people references: the Entra object id. */
const ENTRA_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NOBODYS_NAME = '…';

/** Everybody mentioned in these texts who has a Teams account; others are names in the text. */
export function collectMentions(texts: readonly Text[]): Mentions {
  const mentions = new Map<string, MentionEntity>();
  const taken = new Set<string>();
  for (const person of texts.flatMap(peopleIn)) {
    const id = entraId(person);
    if (id === undefined || mentions.has(id)) continue;
    const name = freeName(mentionName(person.name), taken);
    taken.add(name);
    mentions.set(id, { type: 'mention', text: `<at>${name}</at>`, mentioned: { id, name } });
  }
  return mentions;
}

/** How this person is rung, if they can be. */
export function mentionIn(person: PersonRef, mentions: Mentions): MentionEntity | undefined {
  const id = entraId(person);
  return id === undefined ? undefined : mentions.get(id);
}

/** The `<at>…</at>` of everybody this text mentions, each once. */
export function mentionsIn(text: Text, mentions: Mentions): readonly string[] {
  const entities = peopleIn(text).flatMap((person) => mentionIn(person, mentions) ?? []);
  return [...new Set(entities.map((entity) => entity.text))];
}

function peopleIn(text: Text): readonly PersonRef[] {
  if (typeof text === 'string') return [];
  return text.flatMap((inline) => (typeof inline === 'object' && 'mention' in inline ? [inline.mention] : []));
}

function entraId(person: PersonRef): string | undefined {
  const id = person.ids[PLATFORM];
  return id !== undefined && ENTRA_ID.test(id) ? id.toLowerCase() : undefined;
}

/** Letters, digits and the signs names are written with; a dot only where it cannot make an address. */
function mentionName(name: string): string {
  const clean = name
    .replace(/[^\p{L}\p{N}\p{M} .,'’()-]|\.(?=\S)/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
  return clean === '' ? NOBODYS_NAME : clean;
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n += 1) free = `${name} (${n})`;
  return free;
}
