// Templates whose names come close to one that is not there, for "did you mean …".
import { listTemplates } from '../../store/templates.ts';
import type { Db } from '../deps.ts';

const SHOWN = 5;

/** At most five names that share the whole or a word of `name`, nearest first. `sendable`: only what agents may send. */
export async function similarNames(
  db: Db,
  name: string,
  { sendable = false }: { readonly sendable?: boolean } = {},
): Promise<readonly string[]> {
  const parts = name.split('_').filter((part) => part.length > 2);
  const found = await Promise.all(
    [name, ...parts].map((text) => listTemplates(db, { text, ...(sendable && { sendable }), limit: SHOWN })),
  );
  return [...new Set(found.flatMap(({ templates }) => templates.map((template) => template.name)))].slice(0, SHOWN);
}
