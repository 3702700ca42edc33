// Writes a proposal or a new revision of one: rows, audit and jobs, inside the transaction that uses up the draft.

import { decide } from '../../domain/proposals/proposal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { contentHash } from '../../domain/templates/content-hash.ts';
import { sampleLinks } from '../../domain/templates/sample-links.ts';
import type { Template } from '../../domain/templates/template.ts';
import { nextNumber } from '../../store/counters.ts';
import {
  changeProposal,
  findProposal,
  insertProposal,
  insertRevision,
  lockProposal,
  type Proposal,
} from '../../store/proposals.ts';
import type { Tx } from '../../store/store.ts';
import { templateOfProposal } from '../../store/templates.ts';
import { votesOn } from '../../store/votes.ts';
import { proposedCard } from '../../views/proposals/card.ts';
import type { Card } from '../../views/view.ts';
import { type AppDeps, isoIn, isoNow } from '../deps.ts';
import { announce, sampleLane } from '../news/announce.ts';
import { approvalPlaceName } from '../news/channels.ts';
import { job } from '../news/jobs.ts';
import type { ProposalSubject } from '../news/subject.ts';
import type { Staff } from '../people/staff.ts';
import { takenBy } from './name-taken.ts';
import type { ProposeData } from './propose-steps.ts';
import { tellWhenStuck } from './tell-stuck.ts';
import { isReopenable } from './view.ts';

/** A host that is away is asked again for a few minutes, while the proposer waits. */
const SAMPLE_TRIES = 6;

/** What the proposer is told, or why nothing was recorded. */
export type Recorded = { readonly card: Card; readonly subject: ProposalSubject } | { readonly refusal: Refusal };

/** A new proposal, its first revision, audit and jobs, in the caller's transaction. */
export async function recordProposal(
  deps: AppDeps,
  tx: Tx,
  staff: Staff,
  data: ProposeData,
  template: Template,
): Promise<Recorded> {
  const at = isoNow(deps);
  const senderId = data.values.sender ?? '';
  // The number first: its row makes two proposals of one name wait for each other, and the second one sees the first.
  const number = await nextNumber(tx.db, 'proposal');
  const taken = await takenBy(deps, tx.db, data, template);
  if (taken) return { refusal: taken };
  const id = deps.newId();
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
  const subject = { proposalId: id, revision: 1 };
  const isTried = await askApprovers(deps, tx, subject, template);
  const proposal = await findProposal(tx.db, id);
  const lacking = proposal && (await tellWhenStuck(deps, tx, proposal));
  return {
    subject,
    card: proposedCard(staff.words, {
      number,
      revision: 1,
      name: template.name,
      language: template.language,
      place: approvalPlaceName(deps, staff.words),
      quorum: deps.settings.quorum,
      ...(isTried && { triesSample: true }),
      ...(lacking && { lacking }),
    }),
  };
}

/** A new revision in the same thread: it needs new votes. */
export async function recordRevision(
  deps: AppDeps,
  tx: Tx,
  staff: Staff,
  data: ProposeData,
  template: Template,
): Promise<Recorded> {
  const subject = data.revises;
  if (!subject) throw new Error('a revision without what it revises');
  const senderId = data.values.sender ?? '';
  const at = isoNow(deps);
  const proposal = await lockProposal(tx.db, subject.proposalId, at);
  if (!proposal) return { refusal: { kind: 'not_found', what: 'proposal' } };
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
      return { refusal: { kind: 'stale', number, shown: subject.revision, current: proposal.revision } };
    if (step.error === 'not_proposer') return { refusal: { kind: 'not_yours', what: 'proposal', owner: '' } };
    return { refusal: { kind: 'not_pending', number, decision: proposal.state } };
  }
  if (isRenamed(proposal, template, senderId)) {
    await nextNumber(tx.db, 'proposal'); // makes it wait for others that take the same name; the number is given up
    const taken = await takenBy(deps, tx.db, data, template);
    if (taken) return { refusal: taken };
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
    handedIn: null,
    decidedAt: null,
    ...deadlines(deps),
  };
  if (!(await changeProposal(tx.db, proposal, change, at))) throw new Error('a locked proposal changed under its lock');
  tx.record({
    actor: staff.person.id,
    kind: 'revised',
    subjectKind: 'proposal',
    subjectId: proposal.id,
    from: proposal.state,
    to: 'pending',
    contentHash: hash,
  });
  const isTried = await askApprovers(deps, tx, { proposalId: proposal.id, revision }, template);
  const revised = await findProposal(tx.db, proposal.id);
  const lacking = revised && (await tellWhenStuck(deps, tx, revised));
  return {
    subject: { proposalId: proposal.id, revision },
    card: proposedCard(staff.words, {
      number,
      revision,
      name: template.name,
      language: template.language,
      place: approvalPlaceName(deps, staff.words),
      quorum: proposal.quorum,
      ...(isTried && { triesSample: true }),
      ...(lacking && { lacking }),
    }),
  };
}

/** True: the sample file of its header is tried first, and the job that does it asks them. */
async function askApprovers(deps: AppDeps, tx: Tx, subject: ProposalSubject, template: Template): Promise<boolean> {
  if (sampleLinks(template).length === 0) {
    await announce(deps, tx, subject);
    return false;
  }
  const key = `${subject.proposalId}:${subject.revision}`;
  tx.enqueue(job('sample.check', subject, { key, lane: sampleLane(subject.proposalId), maxAttempts: SAMPLE_TRIES }));
  return true;
}

function isRenamed(proposal: Proposal, template: Template, senderId: string): boolean {
  const { name, language } = template;
  return proposal.name !== name || proposal.language !== language || proposal.senderId !== senderId;
}

function deadlines(deps: AppDeps): { readonly remindAt: string; readonly expiresAt: string } {
  return { remindAt: isoIn(deps, deps.settings.remindAfterMs), expiresAt: isoIn(deps, deps.settings.expireAfterMs) };
}
