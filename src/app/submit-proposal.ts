// The last step of the form: the proposal, or a new revision of one, is recorded and its card is on its way.
import { contentHash } from '../domain/content-hash.ts';
import { decide } from '../domain/proposal.ts';
import { templateFromValues } from '../domain/proposal-form.ts';
import type { Template } from '../domain/template.ts';
import type { Intent, Reply } from '../ports.ts';
import { nextNumber } from '../store/counters.ts';
import { deleteDraft } from '../store/drafts.ts';
import type { Tx } from '../store/open.ts';
import { changeProposal, insertProposal, insertRevision, lockProposal, votesOn } from '../store/proposals.ts';
import { templateOfProposal } from '../store/templates.ts';
import { proposedCard } from '../views/proposal-card.ts';
import { approvalPlaceName } from './channels.ts';
import { type AppDeps, isoIn, isoNow } from './deps.ts';
import { chatLane, job, note, repaint } from './jobs.ts';
import { once } from './once.ts';
import type { Staff } from './people.ts';
import { isReopenable } from './proposal-view.ts';
import { errorsOf, type ProposeData, show, takenBy } from './propose-steps.ts';
import { refuse } from './refuse.ts';

/** Checks everything again, then writes proposal, revision, events and jobs in one transaction. */
export async function submitProposal(
  deps: AppDeps,
  staff: Staff,
  intent: Intent,
  draftId: string,
  data: ProposeData,
): Promise<Reply> {
  const errors = await errorsOf(deps, staff, data, 3);
  if (Object.keys(errors).length > 0) return showAtFault(deps, staff, draftId, data, errors);
  const template = templateFromValues(data.values);
  return once(deps, intent, async (tx) => {
    // The draft is the right to submit: whoever deletes it, submits. A second window with the same draft finds none.
    const mine = await deleteDraft(tx.db, { id: draftId, personId: staff.person.id });
    if (!mine) return refuse(deps, tx, staff, { kind: 'form_expired' });
    return data.revises
      ? revise(deps, tx, staff, data.revises, template, data.values.sender ?? '')
      : propose(deps, tx, staff, data, template);
  });
}

async function showAtFault(
  deps: AppDeps,
  staff: Staff,
  draftId: string,
  data: ProposeData,
  errors: Readonly<Record<string, string>>,
) {
  for (const step of [1, 2] as const) {
    const here = await errorsOf(deps, staff, data, step);
    if (Object.keys(here).length > 0) return show(deps, staff, draftId, step, data, here);
  }
  return show(deps, staff, draftId, 3, data, errors);
}

async function propose(deps: AppDeps, tx: Tx, staff: Staff, data: ProposeData, template: Template): Promise<Reply> {
  const at = isoNow(deps);
  const senderId = data.values.sender ?? '';
  const taken = await takenBy(tx.db, data, template);
  if (taken) return refuse(deps, tx, staff, taken);
  const id = deps.newId();
  const number = await nextNumber(tx.db, 'proposal');
  const hash = contentHash(template, senderId);
  await insertProposal(tx.db, {
    id,
    number,
    senderId,
    name: template.name,
    language: template.language,
    state: 'pending',
    revision: 1,
    quorum: deps.settings.quorum,
    proposerId: staff.person.id,
    ...deadlines(deps),
    createdAt: at,
    updatedAt: at,
  });
  await insertRevision(tx.db, id, {
    revision: 1,
    template,
    contentHash: hash,
    authorId: staff.person.id,
    createdAt: at,
  });
  tx.record({
    actor: staff.person.id,
    kind: 'proposed',
    subjectKind: 'proposal',
    subjectId: id,
    to: 'pending',
    contentHash: hash,
  });
  for (const place of deps.settings.places.approval) {
    const payload = { proposalId: id, platform: place.platform, channel: place.channel };
    tx.enqueue(
      job('proposal.post', payload, {
        key: `${id}:${place.platform}:${place.channel}`,
        lane: chatLane({ kind: 'proposal', id }),
      }),
    );
  }
  return {
    show: 'notice',
    card: proposedCard(staff.words, {
      number,
      revision: 1,
      name: template.name,
      language: template.language,
      place: approvalPlaceName(deps),
      quorum: deps.settings.quorum,
    }),
  };
}

async function revise(
  deps: AppDeps,
  tx: Tx,
  staff: Staff,
  subject: { readonly proposalId: string; readonly revision: number },
  template: Template,
  senderId: string,
): Promise<Reply> {
  const at = isoNow(deps);
  const proposal = await lockProposal(tx.db, subject.proposalId, at);
  if (!proposal) return refuse(deps, tx, staff, { kind: 'not_found', what: 'proposal' });
  const stored = await templateOfProposal(tx.db, proposal.id);
  const step = decide(
    {
      state: proposal.state,
      revision: proposal.revision,
      quorum: proposal.quorum,
      proposerId: proposal.proposerId,
      authorId: proposal.proposerId,
      votes: await votesOn(tx.db, proposal.id, proposal.revision),
      reopenable: isReopenable(proposal, stored),
    },
    { kind: 'revise', actorId: staff.person.id, revision: subject.revision },
  );
  const { number } = proposal;
  if (!step.ok) {
    if (step.error === 'stale')
      return refuse(deps, tx, staff, { kind: 'stale', number, shown: subject.revision, current: proposal.revision });
    if (step.error === 'not_proposer')
      return refuse(deps, tx, staff, { kind: 'not_yours', what: 'proposal', owner: '' });
    return refuse(deps, tx, staff, { kind: 'not_pending', number, decision: proposal.state });
  }
  const revision = proposal.revision + 1;
  const hash = contentHash(template, senderId);
  await insertRevision(tx.db, proposal.id, {
    revision,
    template,
    contentHash: hash,
    authorId: staff.person.id,
    createdAt: at,
  });
  const change = {
    state: step.value.next,
    revision,
    senderId,
    name: template.name,
    language: template.language,
    submission: null,
    submissionFailure: null,
    decidedAt: null,
    ...deadlines(deps),
  };
  if (!(await changeProposal(tx.db, proposal, change, at))) throw new Error('a locked proposal changed under its lock');
  const about = { kind: 'proposal', id: proposal.id } as const;
  tx.record({
    actor: staff.person.id,
    kind: 'revised',
    subjectKind: 'proposal',
    subjectId: proposal.id,
    from: proposal.state,
    to: 'pending',
    contentHash: hash,
  });
  tx.enqueue(repaint(about, `revision:${revision}`));
  tx.enqueue(note(about, { kind: 'revision', proposalId: proposal.id, revision }, `${revision}`));
  return {
    show: 'notice',
    card: proposedCard(staff.words, {
      number,
      revision,
      name: template.name,
      language: template.language,
      place: approvalPlaceName(deps),
      quorum: proposal.quorum,
    }),
  };
}

function deadlines(deps: AppDeps): { readonly remindAt: string; readonly expiresAt: string } {
  return { remindAt: isoIn(deps, deps.settings.remindAfterMs), expiresAt: isoIn(deps, deps.settings.expireAfterMs) };
}
