// A note as a card, in the language and the state of the moment it is posted. Undefined when it no longer says anything.

import { storedReview } from '../../domain/review/review.ts';
import { contactById } from '../../store/contacts/contacts.ts';
import { idsOf } from '../../store/contacts/merge.ts';
import { findInbound } from '../../store/inbound.ts';
import { type Person, peopleById, personById } from '../../store/people/people.ts';
import { postsOf } from '../../store/posts.ts';
import { findProposal } from '../../store/proposals.ts';
import { findSend } from '../../store/sends/sends.ts';
import { findTemplate, templateOfProposal } from '../../store/templates.ts';
import { inboundCard } from '../../views/conversations/inbound-card.ts';
import { buriedNotice, closedNotice, notShownNotice } from '../../views/operation/buried-notice.ts';
import { lostPlaceNotice, movedPlaceNotice } from '../../views/operation/place-notice.ts';
import { senderNotice } from '../../views/operation/sender-notice.ts';
import { linkedCard } from '../../views/people/account-cards.ts';
import { notToldCard, unreachableCard } from '../../views/people/unreachable-card.ts';
import { proposalCard } from '../../views/proposals/card.ts';
import { handOffCard } from '../../views/proposals/hand-off.ts';
import { sampleRefusedCard } from '../../views/proposals/sample-card.ts';
import { historyLine, takenBackLine, undecidableCard, voteLine } from '../../views/proposals/thread.ts';
import type { ReviewNotice } from '../../views/review/data.ts';
import { reviewNotice } from '../../views/review/notice.ts';
import { sendCard } from '../../views/sends/card.ts';
import { syncResultCard } from '../../views/templates/list-card.ts';
import type { Card, PersonRef } from '../../views/view.ts';
import type { Words } from '../../views/words/index.ts';
import { type AppDeps, senderLabel } from '../deps.ts';
import { placeName } from '../news/channels.ts';
import { proposalSubject } from '../news/subject.ts';
import type { ThreadNote } from '../news/thread-note.ts';
import { holdersOf, personRef, personRefs, unlinkers } from '../people/staff.ts';
import { enablersOf } from '../proposals/deciders.ts';
import { loadProposal, viewOf } from '../proposals/view.ts';
import { sendView } from '../sends/view.ts';
import { wordsAboutSender } from '../words-about.ts';
import { detailCard, reminder, toDecide, toEnable } from './calling-cards.ts';

const WINDOW_MS = 24 * 3_600_000; // WhatsApp: customer service window, from the customer's last message

/** `reader`: whom it is told privately. */
export async function noteCard(
  deps: AppDeps,
  words: Words,
  note: ThreadNote,
  reader?: Person,
): Promise<Card | undefined> {
  switch (note.kind) {
    case 'vote':
      return voteLine(words, note);
    case 'decided':
      return decided(deps, words, note.proposalId);
    case 'sample_refused': {
      const loaded = await loadProposal(deps, note.proposalId);
      return loaded && sampleRefusedCard(words, await viewOf(deps, loaded), note);
    }
    case 'revision': {
      const loaded = await loadProposal(deps, note.proposalId);
      return loaded?.proposal.revision === note.revision ? detailCard(deps, loaded) : undefined;
    }
    case 'withdrawn':
    case 'expired':
    case 'retried':
    case 'enabled':
    case 'disabled':
    case 'drift_accepted':
      return historyLine(words, note);
    case 'reminder':
      return reminder(deps, words, note.proposalId);
    case 'conflict':
    case 'stuck':
      return aboutProposal(deps, words, note);
    case 'submitted':
    case 'linked':
    case 'review':
    case 'category':
    case 'quality':
    case 'drift':
    case 'drift_over':
    case 'slow':
      return aboutTemplate(deps, words, note);
    case 'inbound':
      return inbound(deps, words, note);
    case 'opted_out':
      return optedOutLine(words, note.at);
    case 'uncertain':
      return uncertain(deps, words, note);
    case 'hand_off':
      return handOff(deps, words, note);
    case 'handed_in':
    case 'stopped':
    case 'started':
      return historyLine(words, note);
    case 'sender_stopped':
    case 'sender_resumed':
    case 'sender_notice':
      return senderCard(deps, wordsAboutSender(deps, words, note.senderId), note);
    case 'sync':
      return syncResultCard(words, note.results);
    case 'vote_taken_back':
      return takenBackLine(words, note);
    case 'accounts_linked':
      return linkedCard(words, { ...note, ...(await unlinkers(deps, reader)) });
    case 'not_told':
      return notToldCard(words, personRef(await personById(deps.store.db, note.personId)));
    case 'person_unreachable': {
      const name = personRef(await personById(deps.store.db, note.personId)).name;
      return unreachableCard(words, { name, sends: note.sends === true });
    }
    case 'not_shown':
      return notShown(deps, words, note);
    case 'place_lost':
      return lostPlaceNotice(words, { ...note, place: placeName(deps, note) });
    case 'place_moved':
      return movedPlaceNotice(words, { ...note, place: placeName(deps, { ...note, channel: note.to }) });
    case 'chat_closed':
      return closedNotice(words, { ...note, ...(note.channel !== undefined && { place: placeName(deps, note) }) });
    case 'undecidable': {
      const loaded = await loadProposal(deps, note.proposalId);
      return loaded && undecidableCard(words, await viewOf(deps, loaded));
    }
    case 'to_decide':
      return toDecide(deps, words, note);
    case 'to_enable':
      return toEnable(deps, words, note.templateId);
    case 'job_buried':
      return buriedNotice(words, note);
  }
}

async function notShown(
  deps: AppDeps,
  words: Words,
  note: Extract<ThreadNote, { kind: 'not_shown' }>,
): Promise<Card | undefined> {
  const { kind, id } = note.subject;
  const found = kind === 'proposal' ? await findProposal(deps.store.db, id) : await findSend(deps.store.db, id);
  // It may have been mended since.
  if (!found || (await postsOf(deps.store.db, note.subject, 'root')).length > 0) return undefined;
  return notShownNotice(words, { ...note, what: kind, number: found.number, place: placeName(deps, note) });
}

async function handOff(
  deps: AppDeps,
  words: Words,
  { proposalId, revision }: Extract<ThreadNote, { kind: 'hand_off' }>,
): Promise<Card | undefined> {
  const loaded = await loadProposal(deps, proposalId);
  const names = loaded && deps.providers.get(loaded.proposal.senderId)?.names;
  if (!names || loaded.proposal.revision !== revision) return undefined;
  const { number } = loaded.proposal;
  const subject = proposalSubject({ proposalId, revision });
  return handOffCard(words, { subject, number, template: loaded.revision.template, ...names });
}

async function decided(deps: AppDeps, words: Words, proposalId: string): Promise<Card | undefined> {
  const loaded = await loadProposal(deps, proposalId);
  if (!loaded) return undefined;
  return proposalCard(wordsAboutSender(deps, words, loaded.proposal.senderId), await viewOf(deps, loaded));
}

async function aboutProposal(
  deps: AppDeps,
  words: Words,
  note: Extract<ThreadNote, { kind: 'conflict' | 'stuck' }>,
): Promise<Card | undefined> {
  const proposal = await findProposal(deps.store.db, note.proposalId);
  if (!proposal) return undefined;
  const proposer = (await personRefs(deps.store.db, [proposal.proposerId])).get(proposal.proposerId);
  const template = await templateOfProposal(deps.store.db, proposal.id);
  return reviewNotice(wordsAboutSender(deps, words, proposal.senderId), {
    ...note,
    name: proposal.name,
    language: proposal.language,
    proposal: { id: proposal.id, revision: proposal.revision, number: proposal.number },
    ...(template && { templateId: template.id }),
    ...(proposer && { proposer }),
    admins: await holdersOf(deps, 'admin'),
  });
}

type TemplateNote = Exclude<Extract<ThreadNote, { templateId: string }>, { kind: 'to_enable' }>;

async function aboutTemplate(deps: AppDeps, words: Words, note: TemplateNote): Promise<Card | undefined> {
  const template = await findTemplate(deps.store.db, note.templateId);
  if (!template) return undefined;
  const proposal =
    template.proposalId === undefined ? undefined : await findProposal(deps.store.db, template.proposalId);
  const proposer: PersonRef | undefined =
    proposal && personRef((await peopleById(deps.store.db, [proposal.proposerId])).get(proposal.proposerId));
  const facts = {
    name: template.name,
    language: template.language,
    templateId: template.id,
    ...(proposal && { proposal: { id: proposal.id, revision: proposal.revision, number: proposal.number } }),
    ...(proposer && { proposer }),
    admins: await holdersOf(deps, 'admin'),
    ...(deps.settings.notify === 'mention' && { enablers: await enablersOf(deps) }),
  };
  const notice: ReviewNotice =
    note.kind === 'review'
      ? { ...facts, ...note, review: storedReview(note.review), enabled: template.enabledAt !== undefined }
      : { ...facts, ...note };
  return reviewNotice(wordsAboutSender(deps, words, template.senderId), notice);
}

async function inbound(
  deps: AppDeps,
  words: Words,
  { inboundId, instead }: Extract<ThreadNote, { kind: 'inbound' }>,
): Promise<Card | undefined> {
  const message = await findInbound(deps.store.db, inboundId);
  if (!message) return undefined;
  const contact = await contactById(deps.store.db, message.contactId);
  const send = message.sendId === undefined ? undefined : await findSend(deps.store.db, message.sendId);
  const template = send && (await findTemplate(deps.store.db, send.templateId));
  const agent = send && (await personRefs(deps.store.db, [send.agentId])).get(send.agentId);
  return inboundCard(wordsAboutSender(deps, words, message.senderId), {
    from: send?.phone ?? (await knownNumber(deps, message.contactId)),
    ...(contact?.name && { contactName: contact.name }),
    kind: message.kind,
    text: message.text,
    at: message.at,
    ...(message.byAssistant && { byAssistant: true }),
    ...(agent && { agent }),
    ...(instead && { instead }),
    ...(send && template && { answers: { number: send.number, template: template.name } }),
    ...windowOf(message, deps.now()),
  });
}

/** A group has no window; a message that came late may have none left. */
function windowOf({ kind, at }: { readonly kind: string; readonly at: string }, now: Date) {
  if (kind === 'group') return {};
  const until = new Date(Date.parse(at) + WINDOW_MS);
  return { windowUntil: until > now ? until.toISOString() : ('over' as const) };
}

async function knownNumber(deps: AppDeps, contactId: string): Promise<string> {
  const row = await deps.store.db
    .selectFrom('aliases')
    .select('value')
    .where('contact_id', 'in', await idsOf(deps.store.db, contactId))
    .where('kind', '=', 'phone')
    .executeTakeFirst();
  return row?.value ?? '';
}

async function uncertain(
  deps: AppDeps,
  words: Words,
  { sendId, looked }: Extract<ThreadNote, { kind: 'uncertain' }>,
): Promise<Card | undefined> {
  const send = await findSend(deps.store.db, sendId);
  if (send?.state !== 'uncertain') return undefined;
  const view = { ...(await sendView(deps, send)), ...(looked && { looked }) };
  return sendCard(wordsAboutSender(deps, words, send.senderId), view);
}

function optedOutLine(words: Words, at: string): Card {
  return historyLine(words, { kind: 'opted_out', at });
}

async function senderCard(
  deps: AppDeps,
  words: Words,
  note: Extract<ThreadNote, { kind: 'sender_stopped' | 'sender_resumed' | 'sender_notice' }>,
): Promise<Card> {
  const facts = {
    senderId: note.senderId,
    sender: senderLabel(deps.settings, note.senderId),
    admins: await holdersOf(deps, 'admin'),
  };
  switch (note.kind) {
    case 'sender_stopped':
      return senderNotice(words, { ...facts, ...note, kind: 'stopped' });
    case 'sender_resumed':
      return senderNotice(words, { ...facts, ...note, kind: 'resumed' });
    case 'sender_notice':
      return senderNotice(words, { ...facts, ...note, kind: 'notice' });
  }
}
