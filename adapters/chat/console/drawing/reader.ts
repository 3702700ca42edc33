// For whom a page is drawn: one person at one place in one language, and how this page's buttons are made unforgeable.
import type { NewId } from '../../../../src/ports/process.ts';
import { sign } from '../guard.ts';
import type { Person } from '../settings.ts';
import { type Where, whereInputs } from '../where.ts';
import type { ConsoleWords } from '../words.ts';
import { type Html, html } from './html.ts';

export type Reader = {
  readonly person: Person;
  readonly where: Where;
  readonly words: ConsoleWords;
  readonly language: string;
  readonly token: string;
  readonly secret: Buffer;
  /** A new delivery id for each form and button of each drawn page. */
  readonly newId: NewId;
};

/** What every form of the page carries: the page's token, who and where, and the id of the delivery it will be. */
export function envelope(reader: Reader): Html {
  return html`<input type="hidden" name="_token" value="${reader.token}"><input type="hidden" name="_delivery" value="${reader.newId()}">${whereInputs(reader.where)}`;
}

/** Hidden inputs with the proof that this page offered them. Checked by `checkProof` over the same parts. */
export function sealed(reader: Reader, kind: string, values: Readonly<Record<string, string>>): Html {
  const proof = sign(reader.secret, proofParts(reader.person.id, kind, Object.values(values)));
  return html`${Object.entries(values).map(([name, value]) => html`<input type="hidden" name="_${name}" value="${value}">`)}<input type="hidden" name="_proof" value="${proof}">`;
}

export function proofParts(personId: string, kind: string, values: readonly string[]): readonly string[] {
  return [kind, personId, ...values];
}
