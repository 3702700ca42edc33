// A form arrives a second time: its first answer was lost, or it was open in two windows. Nothing is done again, and the person
// is told what became of it the first time; without that they would fill in a new form and do it twice.
import { tidyValue } from '../../domain/sends/tidy.ts';
import { shownHash } from '../../domain/templates/content-hash.ts';
import type { Reply } from '../../ports/chat.ts';
import { resultOfDraft } from '../../store/drafts.ts';
import { findSend, type Send } from '../../store/sends/sends.ts';
import { alreadySentCard, sendAnswerCard } from '../../views/sends/card.ts';
import type { Values } from '../../views/view.ts';
import type { AppDeps, Db } from '../deps.ts';
import type { Staff } from '../people/staff.ts';
import { aboutSender } from '../words-about.ts';
import { sendView } from './view.ts';

type Pressed = {
  readonly draftId: string;
  /** What the form showed when it was to be sent; none when another page of it was, or another button pressed. */
  readonly shown: string | undefined;
};

/** Undefined when this form was not sent by this person. `db`: the transaction that found the draft used up, if there is one. */
export async function alreadySent(
  deps: AppDeps,
  staff: Staff,
  { draftId, shown, values }: Pressed & { readonly values: Values },
  db: Db = deps.store.db,
): Promise<Reply | undefined> {
  const result = await resultOfDraft(db, { id: draftId, personId: staff.person.id, now: deps.now() });
  const send = result?.form === 'send' ? await findSend(db, result.became) : undefined;
  if (!send) return undefined;
  const view = await sendView(deps, send, db);
  const isSame = shown === shownHash(send.contentHash) && hasValues(send, values);
  const { words } = aboutSender(deps, staff, send.senderId);
  return { show: 'notice', card: (isSame ? sendAnswerCard : alreadySentCard)(words, view) };
}

function hasValues(send: Send, values: Values): boolean {
  return Object.entries(send.values).every(([slot, value]) => sameValue(values[slot] ?? value, value));
}

/** A link was cut to its end and a comma made a point (`tidySlotValue`): the same was typed. */
function sameValue(typed: string, value: string): boolean {
  const { value: tidy } = tidyValue(typed);
  const isEnd = value !== '' && tidy.includes('/') && tidy.endsWith(value);
  return tidy === value || isEnd || tidy.replace('−', '-').replace(',', '.') === value;
}
