// A form arrives a second time: its first answer was lost, or it was open in two windows. Nothing is done again, and the person
// is told what became of it the first time; without that they would fill in a new form and do it twice.
import { tidyValue } from '../../domain/sends/tidy.ts';
import { contentHash, shownHash } from '../../domain/templates/content-hash.ts';
import type { Reply } from '../../ports/chat.ts';
import { resultOfDraft } from '../../store/drafts.ts';
import { findSend, type Send } from '../../store/sends/sends.ts';
import { findTemplate, type StoredTemplate } from '../../store/templates.ts';
import { alreadySentCard, sendAnswerCard } from '../../views/sends/card.ts';
import type { Values } from '../../views/view.ts';
import type { AppDeps, Db } from '../deps.ts';
import type { Staff } from '../people/staff.ts';
import { seenBy } from '../senders/accounts.ts';
import { aboutSender } from '../words-about.ts';
import { isShown } from './steps.ts';
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
  const isSame = (await showed(deps, db, send, shown)) && hasValues(send, values);
  const { words } = aboutSender(deps, staff, send.senderId);
  return { show: 'notice', card: (isSame ? sendAnswerCard : alreadySentCard)(words, view) };
}

/** The form may have been drawn before the sender was chosen. */
async function showed(deps: AppDeps, db: Db, send: Send, shown: string | undefined): Promise<boolean> {
  if (shown === shownHash(send.contentHash)) return true;
  const stored = await findTemplate(db, send.templateId);
  const seen = seenBy(deps, stored, send.senderId);
  return stored !== undefined && seen !== undefined && isUnchanged(send, seen) && isShown(deps, stored, shown);
}

/** Whether it was sent with the text the template has now. */
export function isUnchanged(send: Send, template: StoredTemplate): boolean {
  return contentHash(template.content, template.senderId) === send.contentHash;
}

function hasValues(send: Send, values: Values): boolean {
  if ((values.sender || send.senderId) !== send.senderId) return false;
  return Object.entries(send.values).every(([slot, value]) => sameValue(values[slot] ?? value, value));
}

/** A link was cut to its end and a comma made a point (`tidySlotValue`): the same was typed. */
function sameValue(typed: string, value: string): boolean {
  const { value: tidy } = tidyValue(typed);
  const isEnd = value !== '' && tidy.includes('/') && tidy.endsWith(value);
  return tidy === value || isEnd || tidy.replace('−', '-').replace(',', '.') === value;
}
