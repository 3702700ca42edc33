// Every kind of durable work as a name and a payload. Use-cases enqueue these; `job-handlers.ts` says who carries them out.
import type { ProviderEvent } from '../ports.ts';
import type { NewJob } from '../store/outbox.ts';
import type { PostSubject } from '../store/posts.ts';
import type { ThreadNote } from './thread-note.ts';

export type JobPayloads = {
  /** Posts the proposal's card and its details in one channel. */
  'proposal.post': { readonly proposalId: string; readonly platform: string; readonly channel: string };
  /** Repaints every posted card of a subject from state. */
  repaint: { readonly subject: PostSubject };
  /** Adds a line or card to the subject's threads. */
  note: { readonly subject: PostSubject; readonly note: ThreadNote };
  /** Tells one person privately. */
  'tell.person': { readonly personId: string; readonly note: ThreadNote };
  /** Tells the admin places. */
  'tell.admins': { readonly note: ThreadNote };
  'template.submit': { readonly proposalId: string; readonly revision: number };
  /** Reads the template at the provider again: true status, category, content. */
  'template.refresh': { readonly templateId: string };
  'send.post': { readonly sendId: string };
  'send.deliver': { readonly sendId: string };
  /** Looks again at a send nobody answered for. */
  'send.check': { readonly sendId: string };
  'webhook.apply': { readonly senderId: string; readonly event: ProviderEvent };
  'proposals.due': Record<string, never>;
  'templates.poll': Record<string, never>;
  /** `tell`: the person who asked, told privately what changed. Without it, the schedule's own run. */
  'templates.sync': { readonly tell?: string };
  prune: Record<string, never>;
};
export type JobKind = keyof JobPayloads;

/** `key`: two jobs with the same key are one. `lane`: jobs of a lane run one at a time, in order. */
export function job<K extends JobKind>(
  kind: K,
  payload: JobPayloads[K],
  how: { readonly key: string; readonly lane?: string; readonly runAt?: string; readonly maxAttempts?: number },
): NewJob {
  return { kind, payload, ...how, key: `${kind}:${how.key}` };
}

/** Chat work about one subject keeps its order, apart from provider work, so that a slow chat never delays a send. */
export function chatLane(subject: PostSubject): string {
  return `chat:${subject.kind}:${subject.id}`;
}

/** A repaint after a change. `change` names the change, so that a replay of the same change is the same job. */
export function repaint(subject: PostSubject, change: string): NewJob {
  return job('repaint', { subject }, { key: `${subject.kind}:${subject.id}:${change}`, lane: chatLane(subject) });
}

export function note(subject: PostSubject, content: ThreadNote, change: string): NewJob {
  const key = `${subject.kind}:${subject.id}:${content.kind}:${change}`;
  return job('note', { subject, note: content }, { key, lane: chatLane(subject) });
}
