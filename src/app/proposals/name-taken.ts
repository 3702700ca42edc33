// Whether a name can be had in a language: in use here, at the provider, or kept from everybody for a time. Asked on the first
// step, so that nobody approves what cannot be submitted.
import type { Failure } from '../../domain/fault.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Template } from '../../domain/templates/template.ts';
import { wasEver } from '../../store/events.ts';
import { findProposal, openProposalFor, type Proposal } from '../../store/proposals.ts';
import { templateByKey } from '../../store/templates.ts';
import type { Values } from '../../views/view.ts';
import type { AppDeps, Db } from '../deps.ts';
import type { ProposalSubject } from '../news/subject.ts';

type Taken = Extract<Refusal, { kind: 'template_taken' }>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Undefined when it is free for what is proposed; the name of a revision's own template is, unless it is kept from it. */
export async function takenBy(
  deps: AppDeps,
  db: Db,
  data: { readonly values: Values; readonly revises?: ProposalSubject },
  template: Pick<Template, 'name' | 'language'>,
): Promise<Taken | undefined> {
  const senderId = data.values.sender ?? '';
  const { name, language } = template;
  const taken = (where: Taken['where'], more: Partial<Taken> = {}): Taken => ({
    kind: 'template_taken',
    name,
    language,
    where,
    ...more,
  });
  const limits = deps.providers.get(senderId)?.limits;
  const stored = await templateByKey(db, senderId, { name, language });
  const open = await openProposalFor(db, { senderId, name, language });
  // An approved proposal holds its name only as long as its template lives at the provider.
  const isOver = open?.state === 'approved' && stored?.review.state === 'deleted';
  if (open && !isOver && open.id !== data.revises?.proposalId) {
    // It waits for nobody's decision any more: its own thread has the cure.
    if (open.state === 'approved' && stored?.review.state === 'rejected') return taken('rejected');
    return taken(open.state === 'approved' ? 'decided' : 'proposal', { number: open.number });
  }
  const own = data.revises && (await findProposal(db, data.revises.proposalId));
  const isSame = own?.senderId === senderId && own.name === name && own.language === language;
  const learned = isSame ? failureOf(own) : undefined;
  const kept = (where: 'locked' | 'edits', since: string, ms: number): Taken | undefined => {
    const until = new Date(Date.parse(since) + ms);
    return until > deps.now() ? taken(where, { until: until.toISOString() }) : undefined;
  };
  if (limits && own && learned?.fault === 'name_locked')
    return kept('locked', own.updatedAt, limits.nameLockedDays * DAY_MS);
  if (limits && own && learned?.fault === 'edit_not_allowed')
    return kept('edits', own.updatedAt, limits.editAgainHours * HOUR_MS);
  if (!stored) return undefined;
  if (stored.review.state === 'deleted') {
    // Only what was approved once leaves its name locked.
    const wasApproved = stored.enabledAt !== undefined || (await wasEver(db, stored.id, 'approved'));
    return limits && wasApproved ? kept('locked', stored.reviewAt, limits.nameLockedDays * DAY_MS) : undefined;
  }
  if (stored.proposalId !== undefined && stored.proposalId === data.revises?.proposalId) return undefined;
  if (stored.review.state !== 'rejected') return taken('provider');
  // One that came from the provider has no thread here.
  return taken(stored.proposalId === undefined ? 'refused_there' : 'rejected');
}

/** What the provider answered when it was asked for this very name. */
function failureOf({ submission, submissionFailure }: Proposal): Failure | undefined {
  // Written by `stuck` alone.
  return submission === 'stuck' && submissionFailure ? (JSON.parse(submissionFailure) as Failure) : undefined;
}
