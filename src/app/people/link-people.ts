// Makes two accounts one person, whether linked by code or by e-mail: merge, audit, votes that no longer count, and a message to
// both accounts.
import { countApprovals } from '../../domain/proposals/proposal.ts';
import { type Merge, mergePeople, type TakenBack } from '../../store/people/merge.ts';
import { type Person, personById } from '../../store/people/people.ts';
import { findProposal, findRevision } from '../../store/proposals.ts';
import type { Tx } from '../../store/store.ts';
import { votesOn } from '../../store/votes.ts';
import type { AccountRef } from '../../views/people/account-cards.ts';
import { type AppDeps, isoNow } from '../deps.ts';
import { note, repaint, tellPerson } from '../news/chat-jobs.ts';

/** In the caller's transaction. The merge says why when it refused. */
export async function linkPeople(
  deps: AppDeps,
  tx: Tx,
  link: {
    readonly one: string;
    readonly other: string;
    readonly how: 'code' | 'email';
    /** A person's id, or `aval`. */
    readonly actor: string;
    readonly deliveryId?: string;
  },
): Promise<Merge> {
  const at = isoNow(deps);
  const before = [await personById(tx.db, link.one), await personById(tx.db, link.other)];
  const merge = await mergePeople(tx.db, link.one, link.other);
  if (!merge.ok) return merge;
  tx.record({
    actor: link.actor,
    kind: 'people.linked',
    subjectKind: 'person',
    subjectId: merge.survivor,
    from: merge.gone,
    to: merge.survivor,
    detail: link.how === 'code' ? 'by code' : 'by email',
    ...(link.deliveryId !== undefined && { deliveryId: link.deliveryId }),
  });
  const person = before.find((one) => one?.id === merge.survivor);
  for (const vote of merge.takenBack) await tellTakenBack(deps, tx, vote, { by: person?.name ?? '?', at });

  const accounts = accountsIn(before);
  for (const { platform } of accounts) {
    const who = { personId: merge.survivor, platform };
    tellPerson(tx, who, { kind: 'accounts_linked', how: link.how, accounts, at }, `linked:${merge.gone}:${platform}`);
  }
  tx.after(() => deps.log.info({ person: merge.survivor, merged: merge.gone, how: link.how }, 'linked two accounts'));
  return merge;
}

/** Every account with the name its person had before. */
export function accountsIn(people: readonly (Person | undefined)[]): readonly AccountRef[] {
  return people
    .flatMap((one) => (one?.identities ?? []).map(({ platform }) => ({ name: one?.name ?? '?', platform })))
    .sort((a, b) => (a.platform < b.platform ? -1 : 1));
}

/** Only pending proposals are touched, so that no decision is undone by a link. */
async function tellTakenBack(
  deps: AppDeps,
  tx: Tx,
  { proposalId, revision, why }: TakenBack,
  { by, at }: { readonly by: string; readonly at: string },
): Promise<void> {
  const proposal = await findProposal(tx.db, proposalId);
  if (!proposal) return;
  const content = await findRevision(tx.db, proposalId, revision);
  tx.record({
    actor: 'aval',
    kind: 'vote_taken_back',
    subjectKind: 'proposal',
    subjectId: proposalId,
    detail: why,
    ...(content && { contentHash: content.contentHash }),
  });
  const have = countApprovals(await votesOn(tx.db, proposalId, revision));
  const subject = { kind: 'proposal', id: proposalId } as const;
  const change = `${revision}:taken_back:${at}`;
  await repaint(deps, tx, subject, change);
  const line = { kind: 'vote_taken_back', by, why, at, revision, have, need: proposal.quorum } as const;
  await note(deps, tx, subject, line, change);
}
