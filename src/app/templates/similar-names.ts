// Templates whose names come close to one that is not there, for "did you mean …".
import { LIMITS } from '../../domain/rules/limits.ts';
import { openProposalNamed } from '../../store/proposals.ts';
import { listTemplates } from '../../store/templates.ts';
import type { Db } from '../deps.ts';

const SHOWN = 5;
/** Each is a search through every template: the whole name and its longest words say enough. */
const SEARCHES = 4;

/**
 * A typed name as the templates have it: a dash is what keyboards make of an underscore. As typed when there is no template or
 * open proposal called otherwise.
 */
export async function nameMeant(db: Db, typed: string): Promise<string> {
  const name = typed.replaceAll('-', '_');
  if (name === typed) return typed;
  const { total } = await listTemplates(db, { name: typed, limit: 1 });
  if (total > 0) return typed;
  const other = await listTemplates(db, { name, limit: 1 });
  return other.total > 0 || (await openProposalNamed(db, name, undefined)) ? name : typed;
}

/** At most five names that share the whole or a word of `name`, nearest first. `sendable`: only what agents may send. */
export async function similarNames(
  db: Db,
  name: string,
  { sendable = false }: { readonly sendable?: boolean } = {},
): Promise<readonly string[]> {
  if (name.length > LIMITS.name) return [];
  const parts = [...new Set(name.split('_'))].filter((part) => part.length > 2 && part !== name);
  const longest = new Set(parts.toSorted((a, b) => b.length - a.length).slice(0, SEARCHES - 1));
  const found = await Promise.all(
    [name, ...parts.filter((part) => longest.has(part))].map((text) =>
      listTemplates(db, { text, ...(sendable && { sendable }), limit: SHOWN }),
    ),
  );
  return [...new Set(found.flatMap(({ templates }) => templates.map((template) => template.name)))].slice(0, SHOWN);
}
