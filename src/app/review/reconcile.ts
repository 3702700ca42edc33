// Reading templates back from the provider: one at a time after news, the pending ones on a slow schedule, all of them
// by sync. Webhooks get lost; a provider has no way to ask for missed ones.

import type { Failure } from '../../domain/fault.ts';
import { providerFingerprint } from '../../domain/review/fingerprint.ts';
import type { Limits, Rate } from '../../domain/senders/limits.ts';
import type { Provider, RemoteTemplate } from '../../ports/provider.ts';
import { take } from '../../store/queues/buckets.ts';
import {
  changeTemplate,
  findTemplate,
  lockTemplate,
  putTemplate,
  type StoredTemplate,
  templateByKey,
  templatesOfSender,
  templatesToPoll,
} from '../../store/templates.ts';
import type { SyncResult } from '../../views/templates/data.ts';
import { type AppDeps, isoIn, isoNow } from '../deps.ts';
import { tellPerson } from '../news/chat-jobs.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { accountsOf, askAccount, labelsOf } from '../senders/accounts.ts';
import { isAbsentStill, isFresh, noteAbsence } from './absence.ts';
import { applyRemoteIn, applyReviewIn, readAgainLater } from './apply.ts';
import { isStillSeen, joinFoundIn, joinKnownIn } from './join-accounts.ts';
import { noticeSlowReviews } from './slow-reviews.ts';

const POLL_AT_ONCE = 20;
const RETRY_MS = 60_000;
/** Of an hour's calls, how many may go at once. */
const BURST = 10;
/** Where news come only by asking, it is asked more often. */
const ASKED_ONLY = 3;

/** Job `template.refresh`. */
export async function refreshTemplate(
  deps: AppDeps,
  payload: { readonly templateId: string },
  attempt: { readonly last: boolean },
): Promise<JobOutcome> {
  const template = await findTemplate(deps.store.db, payload.templateId);
  const account = accountsOf(deps).find(([{ account }]) => account === template?.account);
  if (!template || !account?.[0].capabilities.lists) return { done: true };
  const [{ senderId, limits }] = account;
  const budget = await take(deps.store.db, `calls:${senderId}`, callBudget(limits), deps.now());
  if (!budget.ok) return { retryAt: budget.retryAt, why: 'call_budget', countsAsAttempt: false };
  const readAt = isoNow(deps);
  const { name, language, externalId } = template;
  const found = await askAccount(account, (provider) => provider.findTemplate(name, language, externalId));
  if (!found.ok) {
    if (found.error.reaction !== 'retry' || attempt.last) return { done: true };
    return { retryAt: found.error.retryAt ?? isoIn(deps, RETRY_MS), why: found.error.fault };
  }
  await applyRead(deps, template.id, found.value ? { remote: found.value } : { absent: 'once' }, readAt);
  return { done: true };
}

/** On a refusal the provider's own waiting time counts. */
function callBudget({ readsPerHour }: Limits): Rate {
  return { capacity: Math.max(1, readsPerHour / BURST), refillPerSecond: readsPerHour / 3600 };
}

/** `absent`: in how many answers it was missed just now. */
type Read = { readonly remote: RemoteTemplate } | { readonly absent: 'once' | 'twice' };

async function applyRead(deps: AppDeps, templateId: string, read: Read, readAt: string): Promise<void> {
  await deps.store.write(async (tx) => {
    const current = await lockTemplate(tx.db, templateId, isoNow(deps));
    if (!current) return;
    if ('remote' in read) {
      await noteAbsence(deps, tx, current, undefined);
      await applyRemoteIn(deps, tx, current, read.remote, readAt);
      await joinFoundIn(deps, tx, templateId, read.remote);
    } else if (isFresh(current, readAt, deps.providers.get(current.senderId)?.limits.listedWithinMs ?? 0)) return;
    else if (read.absent === 'twice' || isAbsentStill(current, readAt))
      await applyReviewIn(deps, tx, current, { state: 'deleted', raw: 'DELETED' }, { source: 'read', at: readAt });
    else if (current.review.state !== 'deleted') {
      await noteAbsence(deps, tx, current, current.heard?.absentAt ?? readAt);
      readAgainLater(deps, tx, templateId, readAt);
    }
  });
}

/** Schedule `templates.poll`: what waits for a verdict, a few at a time, and "over the usual time" notices. */
export async function pollTemplates(deps: AppDeps): Promise<JobOutcome> {
  await noticeSlowReviews(deps);
  for (const [provider] of accountsOf(deps)) await pollAccount(deps, provider);
  return { done: true };
}

async function pollAccount(deps: AppDeps, { senderId, capabilities }: Provider): Promise<void> {
  if (!capabilities.lists) return;
  const { pollEveryMs } = deps.settings;
  const before = isoIn(deps, -(capabilities.follows === 'polling' ? pollEveryMs / ASKED_ONLY : pollEveryMs));
  for (const template of await templatesToPoll(deps.store.db, before, POLL_AT_ONCE, senderId)) {
    const outcome = await refreshTemplate(deps, { templateId: template.id }, { last: true });
    if ('retryAt' in outcome) return; // the account's budget is used up; the rest has its turn next time
    await changeTemplateSynced(deps, template.id);
  }
}

async function changeTemplateSynced(deps: AppDeps, id: string): Promise<void> {
  const current = await findTemplate(deps.store.db, id);
  if (current) await changeTemplate(deps.store.db, current, { syncedAt: isoNow(deps) }, isoNow(deps));
}

/** Reads everything an account has. New ones are kept as unmanaged: listed, and sendable once enabled. */
async function syncAccount(deps: AppDeps, account: ReturnType<typeof accountsOf>[number]): Promise<SyncResult> {
  const [{ senderId, capabilities }] = account;
  const base = {
    sender: labelsOf(
      deps,
      account.map((provider) => provider.senderId),
    ),
    added: [],
    changed: [],
    gone: [],
    drifted: [],
    total: 0,
  };
  if (!capabilities.lists) return base;
  const readAt = isoNow(deps);
  const listed = await askAccount(account, (provider) => provider.listTemplates());
  if (!listed.ok) return { ...base, failure: listed.error satisfies Failure };
  const before = await templatesOfSender(deps.store.db, senderId);
  const home = account[0].account;
  const known = new Map(before.map((t) => [keyIn(home, t), t]));
  const remotes = onePerName(listed.value, known);
  for (const [key, remote] of remotes) {
    const stored = known.get(key);
    if (stored?.account === home) await applyRead(deps, stored.id, { remote }, readAt);
    else if (!(await seenStill(deps, home, stored, remote))) await addUnmanaged(deps, account[0], remote, readAt);
  }
  for (const [key, template] of known) {
    if (remotes.has(key)) continue;
    if (template.account !== home) await seenStill(deps, home, template, undefined);
    else if (template.review.state !== 'deleted') await lookAgain(deps, account, template);
  }
  return describeSync(base, before, await templatesOfSender(deps.store.db, senderId));
}

/** Two rows of one name and language: the living one counts, and among those the one we know by its id. */
function onePerName(
  listed: readonly RemoteTemplate[],
  known: ReadonlyMap<string, StoredTemplate>,
): ReadonlyMap<string, RemoteTemplate> {
  const chosen = new Map<string, RemoteTemplate>();
  const worth = (key: string, { review, externalId }: RemoteTemplate): number =>
    (review.state === 'deleted' ? 0 : 2) + (known.get(key)?.externalId === externalId ? 1 : 0);
  for (const remote of listed) {
    const key = `${remote.template.name} ${remote.template.language}`;
    const other = chosen.get(key);
    if (other === undefined || worth(key, remote) > worth(key, other)) chosen.set(key, remote);
  }
  return chosen;
}

/** A list without it proves nothing: it is asked for by name, and without an answer it stays what it was. */
async function lookAgain(
  deps: AppDeps,
  account: ReturnType<typeof accountsOf>[number],
  template: StoredTemplate,
): Promise<void> {
  const [{ senderId, limits }] = account;
  const budget = await take(deps.store.db, `calls:${senderId}`, callBudget(limits), deps.now());
  if (!budget.ok) {
    await deps.store.write(async (tx) => readAgainLater(deps, tx, template.id, isoNow(deps)));
    return;
  }
  const readAt = isoNow(deps);
  const { name, language, externalId } = template;
  const found = await askAccount(account, (provider) => provider.findTemplate(name, language, externalId));
  if (found.ok) await applyRead(deps, template.id, found.value ? { remote: found.value } : { absent: 'twice' }, readAt);
}

/** Name and language as this account has them. */
function keyIn(account: string, template: StoredTemplate): string {
  const { name, language } = template.alsoSeen.find((sight) => sight.account === account) ?? template;
  return `${name} ${language}`;
}

async function seenStill(
  deps: AppDeps,
  account: string,
  template: StoredTemplate | undefined,
  remote: RemoteTemplate | undefined,
): Promise<boolean> {
  return template !== undefined && deps.store.write((tx) => isStillSeen(tx, account, template, remote));
}

async function addUnmanaged(
  deps: AppDeps,
  { senderId, account }: Provider,
  remote: RemoteTemplate,
  readAt: string,
): Promise<void> {
  const fingerprint = providerFingerprint(remote.template);
  await deps.store.write(async (tx) => {
    // Our own submission may have been recorded while the list was read.
    const { name, language } = remote.template;
    const known = await templateByKey(tx.db, senderId, { name, language });
    if (known) return known.account === account ? applyRemoteIn(deps, tx, known, remote, readAt) : undefined;
    if (await joinKnownIn(deps, tx, account, remote)) return;
    const id = await putTemplate(
      tx.db,
      {
        id: deps.newId(),
        senderId,
        content: remote.template,
        category: remote.template.category,
        approvedFingerprint: fingerprint,
        externalId: remote.externalId,
        proposalId: undefined,
        review: remote.review,
        reviewAt: readAt,
        quality: remote.quality,
        submittedAt: undefined,
        remote: { content: remote.template, fingerprint, at: readAt },
      },
      readAt,
    );
    tx.record({ actor: 'provider', kind: 'synced', subjectKind: 'template', subjectId: id, to: remote.review.state });
    await joinFoundIn(deps, tx, id, remote);
  });
}

function describeSync(
  base: SyncResult,
  before: readonly StoredTemplate[],
  after: readonly StoredTemplate[],
): SyncResult {
  const old = new Map(before.map((t) => [t.id, t]));
  const label = (t: StoredTemplate) => `${t.name} (${t.language})`;
  const isGone = (t: StoredTemplate) => t.review.state === 'deleted' && old.get(t.id)?.review.state !== 'deleted';
  return {
    ...base,
    total: after.filter((t) => t.review.state !== 'deleted').length,
    added: after.filter((t) => !old.has(t.id)).map(label),
    gone: after.filter(isGone).map(label),
    drifted: after.filter((t) => t.driftedAt !== undefined && old.get(t.id)?.driftedAt === undefined).map(label),
    changed: after.flatMap((t) => {
      const was = old.get(t.id);
      const changed = was && was.review.state !== t.review.state && !isGone(t);
      return changed ? [{ template: label(t), from: was.review, to: t.review }] : [];
    }),
  };
}

/** Job `templates.sync`, by schedule or because someone asked. */
export async function syncJob(
  deps: AppDeps,
  payload: { readonly tell?: string; readonly platform?: string },
): Promise<JobOutcome> {
  if (payload.tell === undefined && !(await isSyncDue(deps))) return { done: true };
  const results: SyncResult[] = [];
  for (const account of accountsOf(deps)) {
    const result = await syncAccount(deps, account);
    results.push(result);
    if (result.failure)
      deps.log.warn(
        { sender: account[0].senderId, fault: result.failure.fault, code: result.failure.code },
        'sync failed',
      );
  }
  const { tell } = payload;
  if (tell === undefined) return { done: true };
  await deps.store.write(async (tx) => {
    const who = { personId: tell, platform: payload.platform };
    tellPerson(tx, who, { kind: 'sync', results }, `sync:${tell}:${isoNow(deps)}`);
  });
  return { done: true };
}

// The schedule asks every minute; one token per interval, shared by all processes, says when it is time.
async function isSyncDue(deps: AppDeps): Promise<boolean> {
  const rate = { capacity: 1, refillPerSecond: 1000 / deps.settings.syncEveryMs };
  return (await take(deps.store.db, 'sync', rate, deps.now())).ok;
}
