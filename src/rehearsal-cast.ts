// Who plays in a rehearsal, and what "Use an example" writes into empty forms. Made-up people and a number from a range
// kept for fiction; what they say is in the language packs.
import type { Person } from '../adapters/chat/console/settings.ts';
import { inEveryLanguage, packOf } from './views/words/index.ts';

/** Ids are those of `config/rehearsal.ts`. */
export function consolePeople(language: string): readonly Person[] {
  const { roles } = packOf(language).cast;
  const person = (id: string, name: string, part: NonNullable<Person['part']>) => ({
    id,
    name,
    role: roles[part],
    part,
    locale: language,
  });
  return [
    person('sofia', 'Sofía', 'proposer'),
    person('andres', 'Andrés', 'approver'),
    person('elena', 'Elena', 'approver'),
    person('lucia', 'Lucía', 'agent'),
    person('marta', 'Marta', 'admin'),
  ];
}

/** The number the guided path writes to. */
const EXAMPLE_NUMBER = '+5491155551234';

export const rehearsalExamples = {
  exampleNumber: EXAMPLE_NUMBER,
  examples: inEveryLanguage(({ cast }) => cast.examples),
};
