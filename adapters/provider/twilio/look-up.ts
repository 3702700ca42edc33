// What became of a send nobody answered for, from Twilio's list of messages. Second to our own callback: a queued message has
// no sent date, the filter is a GMT day, the list lags, and two sends of one template to one person look alike.
import type { Failure } from '../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../src/domain/result.ts';
import type { DeliveryStatus } from '../../../src/domain/sends/state.ts';
import type { LookedUp, LookUp } from '../../../src/ports/provider.ts';
import { nextPath } from './client.ts';
import { failureOfGarble, failureOfMessage } from './errors.ts';
import { MessagePage, MessageRow } from './schema.ts';
import { addressOf, messagesPath } from './send.ts';
import { numberOf } from './settings.ts';
import type { TemplatesDeps } from './templates/list.ts';

const DAY = 86_400_000;
/** Twilio's times have whole seconds, and its clock is not ours. */
const SLACK_MS = 5_000;
/** Reports speak of minutes. Until then a message that is not listed may still be there. */
const LIST_LAG_MS = 10 * 60_000;
const MOST_PAGES = 20;

/** `nothing` only once the list had time to show it; `unknown` where it might be another send of ours. */
export async function lookUp(send: LookUp, deps: TemplatesDeps): Promise<Result<LookedUp, Failure>> {
  const from = Date.parse(send.after) - SLACK_MS;
  const dated = await Promise.all(daysOf(from, deps.now().getTime()).map((day) => listMessages(send, deps, day)));
  const failed = dated.find((list) => !list.ok);
  if (failed !== undefined && !failed.ok) return failed;
  const isIt = matcher(send, from, numberOf(deps.settings));
  let candidates = unique(dated.flatMap((list) => (list.ok ? list.value : []))).filter(isIt);
  if (candidates.length === 0) {
    // A message that waits has no sent date: no day would list it.
    const all = await listMessages(send, deps);
    if (!all.ok) return all;
    candidates = unique(all.value).filter(isIt);
  }
  const only = candidates[0];
  if (candidates.length > 1)
    return ok({ found: 'unknown', why: `${candidates.length} messages of that time could be it` });
  if (only !== undefined) return ok(lookedUp(only, deps.now()));
  return deps.now().getTime() - Date.parse(send.after) < LIST_LAG_MS
    ? ok({ found: 'unknown', why: 'it is not listed, but the list may be some minutes late' })
    : ok({ found: 'nothing' });
}

/** The GMT days from our attempt until now, at most three: a send near midnight may count to either. */
function daysOf(from: number, until: number): readonly string[] {
  const days = new Set([from, from + DAY, until].filter((time) => time <= until).map(dayOf));
  return [...days];
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Two days may list the same message. */
function unique(rows: readonly MessageRow[]): readonly MessageRow[] {
  return [...new Map(rows.map((row) => [row.sid, row])).values()];
}

/** To and from exactly these, made after our attempt, and no other send's. */
function matcher(send: LookUp, from: number, number: string | undefined): (row: MessageRow) => boolean {
  const taken = new Set(send.taken);
  const to = addressOf(send.to);
  const earliest = Math.floor(from / 1_000) * 1_000;
  return (row) =>
    row.to === to &&
    (number === undefined || row.from === `whatsapp:${number}`) &&
    row.direction !== 'inbound' &&
    !taken.has(row.sid) &&
    Date.parse(row.date_created ?? '') >= earliest;
}

/** Newest first; read until a page is older than the send. Rows that are not read are none of ours. */
async function listMessages(
  send: LookUp,
  deps: TemplatesDeps,
  day?: string,
): Promise<Result<readonly MessageRow[], Failure>> {
  const { settings } = deps;
  const number = numberOf(settings);
  const rows: MessageRow[] = [];
  const seen = new Set<string>();
  const query = new URLSearchParams({
    To: addressOf(send.to),
    ...(number === undefined ? {} : { From: `whatsapp:${number}` }),
    ...(day === undefined ? {} : { DateSent: day }),
    PageSize: '100',
  });
  let path = `${messagesPath(settings)}?${query}`;
  while (!seen.has(path) && seen.size < MOST_PAGES) {
    seen.add(path);
    const answer = await deps.call({ name: 'look_up', api: 'messages', method: 'GET', path });
    if (!answer.ok) return answer;
    const page = MessagePage.safeParse(answer.value);
    if (!page.success) return err(failureOfGarble('the list of messages cannot be read', false));
    const read = page.data.messages.flatMap((item) => {
      const row = MessageRow.safeParse(item);
      return row.success ? [row.data] : [];
    });
    rows.push(...read);
    const isPast = read.some((row) => Date.parse(row.date_created ?? '') < Date.parse(send.after) - DAY);
    const next = page.data.next_page_uri;
    if (isPast || next === undefined || next === null || next === '') return ok(rows);
    const following = nextPath(settings, 'messages', next);
    if (!following.ok) return following;
    path = following.value;
  }
  return err(failureOfGarble('the list of messages does not end', false));
}

/** Twilio's words for what became of a message; those that only say it is on its way have no row. */
export const DELIVERY: Readonly<Record<string, DeliveryStatus>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  undelivered: 'failed',
  failed: 'failed',
  canceled: 'failed',
};

function lookedUp(row: MessageRow, at: Date): LookedUp {
  const status = Object.hasOwn(DELIVERY, row.status ?? '') ? DELIVERY[row.status ?? ''] : undefined;
  if (status === undefined) return { found: 'accepted', externalId: row.sid };
  if (status !== 'failed') return { found: 'accepted', externalId: row.sid, status };
  const failure = failureOfMessage({ code: `${row.error_code ?? ''}`, words: row.error_message ?? '' }, at);
  return { found: 'accepted', externalId: row.sid, status, failure };
}
