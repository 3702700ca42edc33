// Job `tell.person`: privately, where they look first, then on their other accounts. Who cannot be reached anywhere is asked
// in the thread to open a way to them; what they were to be told is never posted where others read.
import { type Person, personById } from '../../store/people/people.ts';
import { type PostSubject, postsOf } from '../../store/posts.ts';
import type { AppDeps } from '../deps.ts';
import { noteOn, tellAdmins } from '../news/chat-jobs.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import type { ThreadNote } from '../news/thread-note.ts';
import { accountsOf, wordsOf } from '../people/staff.ts';
import { noticeCard, recordNotice } from './live-notices.ts';
import { afterFailure, type JobRun, PATIENCE_MS, postLooking, untilPatienceEnds } from './post-once.ts';

/** An account whose platform refuses is passed over; one whose platform is away, after the first minute of the job. */
export async function tellPersonPrivately(
  deps: AppDeps,
  payload: { readonly personId: string; readonly note: ThreadNote; readonly platform?: string },
  run: JobRun,
): Promise<JobOutcome> {
  const person = await personById(deps.store.db, payload.personId);
  if (!person) return { done: true };
  const accounts = accountsOf(deps, person, payload.platform);
  if (accounts.length === 0) return { done: true };
  let outcome: JobOutcome | undefined;
  for (const { platform, id } of accounts) {
    const what = { subject: subjectOf(payload.note), note: payload.note, platform: platform.id };
    const draw = () => noticeCard(deps, wordsOf(deps, person, platform.id), what, person);
    const card = await draw();
    if (!card) return { done: true };
    const answer = await postLooking(deps, platform, { to: { to: 'person', id }, card, key: run.key }, async (ref) => {
      if (what.subject) await recordNotice(deps, { ...what, subject: what.subject, ref, card, personId: person.id });
    });
    if (answer.ok) {
      // What changed while it was on its way found no notice to draw.
      const now = await draw();
      if (now && JSON.stringify(now) !== JSON.stringify(card)) await platform.update(answer.value, now);
      return { done: true };
    }
    if (answer.error.kind === 'rejected') continue;
    const failed = await afterFailure(deps, { platform: platform.id }, answer.error);
    if (accounts.length > 1 && run.ageMs < PATIENCE_MS) return untilPatienceEnds(deps, failed, run.ageMs);
    outcome ??= failed;
  }
  if (outcome) return outcome;
  await sayInThread(deps, person, payload.note, run.key);
  return { done: true };
}

async function sayInThread(deps: AppDeps, person: Person, content: ThreadNote, key: string): Promise<void> {
  deps.log.warn({ person: person.id, note: content.kind }, 'a person cannot be written to');
  deps.counts.unreachable('person');
  const subject = subjectOf(content);
  const known = new Set(person.identities.map((who) => who.platform));
  const roots = subject ? await postsOf(deps.store.db, subject, 'root') : [];
  const platforms = new Set(roots.map((root) => root.platform).filter((platform) => known.has(platform)));
  await deps.store.write(async (tx) => {
    if (!subject || platforms.size === 0) {
      tellAdmins(deps, tx, { kind: 'person_unreachable', personId: person.id }, `unreachable:${person.id}`);
      return;
    }
    for (const platform of platforms) noteOn(tx, subject, platform, { kind: 'not_told', personId: person.id }, key);
  });
}

/** What a note is about, when it is about a proposal or a send. */
function subjectOf(content: ThreadNote): PostSubject | undefined {
  if ('subject' in content) return content.subject;
  return 'proposalId' in content ? { kind: 'proposal', id: content.proposalId } : undefined;
}
