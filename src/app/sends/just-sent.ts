// Two agents serve one customer: who sends what a colleague has just sent is told so, and asked.
import { personById } from '../../store/people/people.ts';
import { recentSendByOthers } from '../../store/sends/recent.ts';
import type { JustSent } from '../../views/sends/data.ts';
import { type AppDeps, type Db, isoIn } from '../deps.ts';
import type { Staff } from '../people/staff.ts';
import { type Addressee, contactOf } from './addressee.ts';

/** Long enough for two who answer the same call; a reminder of the next day is no repetition. */
const JUST_MS = 30 * 60_000;

/** The other agent's send of this template to this customer, when it was just now. */
export async function justSent(
  deps: AppDeps,
  db: Db,
  staff: Staff,
  { to, templateId }: { readonly to: Addressee; readonly templateId: string },
): Promise<JustSent | undefined> {
  const contact = await contactOf(db, to);
  if (!contact) return undefined;
  const since = isoIn(deps, -JUST_MS);
  const asked = { templateId, contactId: contact.id, agentId: staff.person.id, since };
  const found = await recentSendByOthers(db, asked);
  if (!found) return undefined;
  const name = (await personById(db, found.agentId))?.name ?? '';
  const seconds = Math.max(1, Math.round((deps.now().getTime() - Date.parse(found.at)) / 1000));
  return { number: found.number, by: name, secondsAgo: seconds };
}
