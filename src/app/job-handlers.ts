// Job kind → use-case. The worker knows kinds only; adding work is one line here and one in jobs.ts.

import { expireDrafts } from '../store/drafts.ts';
import { pruneLinkCodes } from '../store/people/link-codes.ts';
import { type PostSubject, pruneBegunPosts } from '../store/posts.ts';
import { prune as pruneBuckets } from '../store/queues/buckets.ts';
import { prune as pruneInbox } from '../store/queues/inbox.ts';
import { prune as pruneOutbox } from '../store/queues/outbox.ts';
import { pruneOrphans } from '../store/sends/orphans.ts';
import { checkSend } from './delivery/check.ts';
import { deliverSend, giveUpSend } from './delivery/deliver.ts';
import { type AppDeps, isoIn } from './deps.ts';
import { applyEvent } from './intake/webhooks.ts';
import { tellAdmins } from './news/chat-jobs.ts';
import { type JobOutcome, WAITED_OUT } from './news/job-outcome.ts';
import type { JobKind, JobPayloads } from './news/jobs.ts';
import { askForEmail } from './people/email-links.ts';
import { reachSomebody, tellAdmin } from './posting/last-resort.ts';
import { postProposalJob } from './posting/place-cards.ts';
import { postNote, tellAdminPlaces } from './posting/post-note.ts';
import type { JobRun } from './posting/post-once.ts';
import { PERSON_UNREACHABLE, postSend } from './posting/post-send.ts';
import { repaintSubject } from './posting/repaint-subject.ts';
import { tellPersonPrivately } from './posting/tell-person.ts';
import { handleDueProposals } from './proposals/due.ts';
import { checkSample, giveUpSampleCheck } from './review/check-sample.ts';
import { pollTemplates, refreshTemplate, syncJob } from './review/reconcile.ts';
import { giveUpSubmission, submitTemplate } from './review/submit-template.ts';

/** What a handler may know about its own row. */
export type JobContext = {
  readonly key: string;
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly ageMs: number;
};
type Handler<K extends JobKind> = (payload: JobPayloads[K], attempt: Attempt) => Promise<JobOutcome>;
type Attempt = JobRun & { readonly number: number; readonly last: boolean };

const CHAT_TIMEOUT_MS = 40_000;
const LOCAL_TIMEOUT_MS = 20_000;
/** Calls one poll or sync may wait for, each at its longest. */
const READS_AT_ONCE = 5;
/** For clocks and outages of ours, beyond what the provider says. */
const SPARE_DAYS = 1;
const DELIVERIES_KEPT_AT_LEAST_DAYS = 7;
/** Longer than any job waits for somebody to mend something. */
const BEGUN_KEPT_MS = 30 * 24 * 3_600_000;

/** Providers say how long their jobs may take; with several, the slowest. */
function timeoutsOf(deps: AppDeps): Record<JobKind, number> {
  const slowest = (of: 'submit' | 'read' | 'send') =>
    Math.max(LOCAL_TIMEOUT_MS, ...[...deps.providers.values()].map(({ limits }) => limits.timeouts[of]));
  return {
    'proposal.post': CHAT_TIMEOUT_MS,
    repaint: CHAT_TIMEOUT_MS,
    note: CHAT_TIMEOUT_MS,
    'tell.person': CHAT_TIMEOUT_MS,
    'tell.admins': CHAT_TIMEOUT_MS,
    'tell.admin': CHAT_TIMEOUT_MS,
    'answer.reach': CHAT_TIMEOUT_MS,
    'send.post': CHAT_TIMEOUT_MS,
    'people.email': CHAT_TIMEOUT_MS,
    'sample.check': slowest('submit'),
    'template.submit': slowest('submit'),
    'template.refresh': slowest('read'),
    'send.deliver': slowest('send'),
    // May look the send up.
    'send.check': slowest('read'),
    'webhook.apply': LOCAL_TIMEOUT_MS,
    'proposals.due': LOCAL_TIMEOUT_MS,
    'templates.poll': READS_AT_ONCE * slowest('read'),
    'templates.sync': READS_AT_ONCE * slowest('read'),
    prune: LOCAL_TIMEOUT_MS,
  };
}

/** The worker's table. Payloads were written by `job()` of this code base, which is what types them. */
export function jobHandlers(
  deps: AppDeps,
): Record<string, { timeoutMs: number; run: (payload: unknown, context: JobContext) => Promise<JobOutcome> }> {
  const handlers: { [K in JobKind]: Handler<K> } = {
    'proposal.post': (payload, attempt) => postProposalJob(deps, payload, attempt.ageMs),
    repaint: (payload, attempt) => repaintSubject(deps, payload, attempt),
    note: (payload, attempt) => postNote(deps, payload, attempt),
    'tell.person': (payload, attempt) => tellPersonPrivately(deps, payload, attempt),
    'tell.admins': (payload, attempt) => tellAdminPlaces(deps, payload, attempt.key),
    'tell.admin': (payload, attempt) => tellAdmin(deps, payload, attempt),
    'answer.reach': (payload, attempt) => reachSomebody(deps, payload, attempt),
    'sample.check': (payload, attempt) => checkSample(deps, payload, attempt),
    'template.submit': (payload, attempt) => submitTemplate(deps, payload, attempt),
    'template.refresh': (payload, attempt) => refreshTemplate(deps, payload, attempt),
    'send.post': (payload, attempt) => postSend(deps, payload, attempt.ageMs),
    'people.email': (payload) => askForEmail(deps, payload),
    'send.deliver': (payload, attempt) => deliverSend(deps, payload, attempt),
    'send.check': (payload, attempt) => checkSend(deps, payload, attempt),
    'webhook.apply': (payload, attempt) => applyEvent(deps, payload, attempt),
    'proposals.due': () => handleDueProposals(deps),
    'templates.poll': () => pollTemplates(deps),
    'templates.sync': (payload) => syncJob(deps, payload),
    prune: () => prune(deps),
  };
  const timeouts = timeoutsOf(deps);
  const entries = Object.entries(handlers).map(([kind, handler]) => {
    const run = (payload: unknown, context: JobContext) => {
      const { key, attempts, maxAttempts, ageMs } = context;
      const attempt = { number: attempts, last: attempts >= maxAttempts, key, ageMs };
      return (handler as Handler<JobKind>)(payload as JobPayloads[JobKind], attempt); // same kind on both sides by construction
    };
    return [kind, { timeoutMs: timeouts[kind as JobKind], run }] as const;
  });
  return Object.fromEntries(entries);
}

async function prune(deps: AppDeps): Promise<JobOutcome> {
  const now = deps.now();
  // Sooner would let a late repeat act twice. The jobs made of deliveries are kept a little longer than their ids.
  const repeats = [...deps.providers.values()].map(({ limits }) => limits.repeatsWithinDays);
  const keptDays = Math.max(DELIVERIES_KEPT_AT_LEAST_DAYS, ...repeats) + SPARE_DAYS;
  await pruneInbox(deps.store.db, now, keptDays);
  await pruneOutbox(deps.store.db, now, keptDays + SPARE_DAYS);
  // No job that could look for its lost post is kept longer, whatever it waits for.
  await pruneBegunPosts(deps.store.db, isoIn(deps, -BEGUN_KEPT_MS));
  await pruneOrphans(deps.store.db, now);
  await pruneBuckets(deps.store.db, now);
  await pruneLinkCodes(deps.store.db, now);
  await expireDrafts(deps.store.db, now);
  return { done: true };
}

/** Telling itself: a message about it would be given up too, and cause the next one. */
const QUIET = new Set(['tell.admins', 'tell.admin', 'tell.person', 'answer.reach']);
/** What these do has a button of its own where it is told. */
const OWN_RETRY = new Set(['sample.check', 'template.submit', 'send.deliver', 'send.check']);

/** A job was given up: people hear of it, once, wherever they look for its subject. */
export async function tellBuried(
  deps: AppDeps,
  buried: {
    readonly kind: string;
    readonly key: string;
    /** Written by `job()` for this kind. */
    readonly payload: unknown;
    readonly lastError: string;
  },
): Promise<void> {
  if (buried.kind === 'sample.check') await giveUpSampleCheck(deps, buried.payload as JobPayloads['sample.check']);
  if (buried.kind === 'template.submit') await giveUpSubmission(deps, buried.payload as JobPayloads['template.submit']);
  if (buried.kind === 'send.deliver') await giveUpSend(deps, buried.payload as JobPayloads['send.deliver']);
  if (QUIET.has(buried.kind)) return;
  // Admins heard of the person when the waiting began.
  if (buried.lastError === PERSON_UNREACHABLE) return;
  await deps.store.write(async (tx) => {
    const retry = OWN_RETRY.has(buried.kind) ? {} : { key: buried.key };
    const note = { kind: 'job_buried', job: buried.kind, why: buried.lastError, ...retry } as const;
    tellAdmins(deps, tx, note, `buried:${causeOf(buried)}`);
  });
}

/** One message per subject and cause: after a card that could not be shown, every line under it fails for the same reason. */
function causeOf(buried: { readonly key: string; readonly payload: unknown; readonly lastError: string }): string {
  const { platform, subject, proposalId, sendId } = buried.payload as ChatPayload; // written by `job()`
  if (platform === undefined) return buried.key;
  // Admins heard of the platform when the waiting began.
  if (buried.lastError.startsWith(WAITED_OUT)) return `${platform}:${buried.lastError}`;
  const about = subject?.id ?? proposalId ?? sendId;
  return about === undefined ? buried.key : `${about}:${platform}:${buried.lastError}`;
}

type ChatPayload = {
  readonly platform?: string;
  readonly subject?: PostSubject;
  readonly proposalId?: string;
  readonly sendId?: string;
};

/** What runs on a clock. The schedule only enqueues these. */
export const SCHEDULE = [
  { kind: 'proposals.due', cron: '* * * * *', payload: {} },
  { kind: 'templates.poll', cron: '* * * * *', payload: {} },
  { kind: 'templates.sync', cron: '* * * * *', payload: {} },
  { kind: 'prune', cron: '43 3 * * *', payload: {} },
] as const satisfies readonly { kind: JobKind; cron: string; payload: object }[];
