// `/send-active status`: one's own sends, or the history of one of them. Read-only.
import { cut } from '../../domain/cut.ts';
import { may } from '../../domain/people/may.ts';
import { SEND_STATES } from '../../domain/sends/state.ts';
import type { Reply } from '../../ports/chat.ts';
import { contactById } from '../../store/contacts/contacts.ts';
import { answersTo } from '../../store/inbound.ts';
import { type Send, type SendEvent, sendByNumber, sendsOf, timelineOf } from '../../store/sends/sends.ts';
import { findTemplate } from '../../store/templates.ts';
import { sendStatusList, sendTimeline } from '../../views/sends/status-card.ts';
import { type AppDeps, senderLabel } from '../deps.ts';
import { refusalReply } from '../people/refuse.ts';
import type { Staff } from '../people/staff.ts';
import { wordsAboutSender } from '../words-about.ts';
import { sendView } from './view.ts';

const SHOWN = 10;
/** The thread has them all; here the agent reads what came last. */
const ANSWERS_SHOWN = 5;
const STATES: readonly string[] = SEND_STATES;

export async function listSends(deps: AppDeps, staff: Staff): Promise<Reply> {
  const sends = await sendsOf(deps.store.db, staff.person.id, SHOWN);
  const items = await Promise.all(
    sends.map(async (send) => ({
      number: send.number,
      to: send.phone,
      ...(await nameOf(deps, send)),
      ...(deps.settings.senders.length > 1 && { sender: senderLabel(deps.settings, send.senderId) }),
      template: (await findTemplate(deps.store.db, send.templateId))?.name ?? '?',
      state: send.state,
      at: send.updatedAt,
      ...(send.failure && send.state === 'failed' && { failure: send.failure }),
    })),
  );
  return { show: 'notice', card: sendStatusList(staff.words, items) };
}

/** Who has no number is shown by name. */
async function nameOf(deps: AppDeps, send: Send) {
  if (send.phone !== '') return {};
  const name = (await contactById(deps.store.db, send.contactId))?.name;
  return name === undefined ? {} : { contactName: name };
}

/** Agents see their own sends, admins every one. */
export async function showSend(deps: AppDeps, staff: Staff, typed: string): Promise<Reply> {
  const number = /^\d{1,9}$/.test(typed) ? Number(typed) : undefined;
  const send = number === undefined ? undefined : await sendByNumber(deps.store.db, number);
  if (!send || (send.agentId !== staff.person.id && !may(staff.roles, 'see_any_send'))) {
    return refusalReply(staff, { kind: 'not_found', what: 'send', asked: cut(typed, 20) });
  }
  const view = await sendView(deps, send);
  const entries = inOrder(await timelineOf(deps.store.db, send.id)).flatMap((event) => {
    const state = SEND_STATES.find((s) => s === event.state);
    if (!state) return [];
    const byAgent = state === 'held' || state === 'cancelled';
    return [
      {
        state,
        at: event.at,
        ...(byAgent && { by: view.agent.name }),
        ...(state === 'failed' && send.failure && { failure: send.failure }),
      },
    ];
  });
  const answers = await answersTo(deps.store.db, send.id, ANSWERS_SHOWN);
  const words = wordsAboutSender(deps, staff.words, send.senderId);
  return { show: 'notice', card: sendTimeline(words, view, entries, answers) };
}

// The provider's clock has whole seconds and may differ from ours, so states are told in the order they can only have
// happened in, each once.
function inOrder(events: readonly SendEvent[]): readonly SendEvent[] {
  const rank = (event: SendEvent) => STATES.indexOf(event.state);
  const first = events.filter((event, index) => events.findIndex((e) => e.state === event.state) === index);
  return [...first].sort((a, b) => rank(a) - rank(b));
}
