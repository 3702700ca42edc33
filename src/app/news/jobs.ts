// Every kind of durable work as a name and a payload. Use-cases enqueue these; `job-handlers.ts` says who carries them out.
import type { ProviderEvent } from '../../ports/provider.ts';
import type { PostSubject } from '../../store/posts.ts';
import type { NewJob } from '../../store/queues/outbox.ts';
import type { ThreadNote } from './thread-note.ts';

/**
 * Chat work is one job per platform, so that a platform that is away holds up no other. A job without a platform is meant
 * for wherever its subject has a copy.
 */
type OnPlatform = { readonly platform?: string };
/** Work about one of several channels of a platform, done apart because that channel is away. */
type InChannel = OnPlatform & { readonly channel?: string };

export type JobPayloads = {
  /** Posts the proposal's card and its details in one channel. */
  'proposal.post': {
    readonly proposalId: string;
    readonly platform: string;
    readonly channel: string;
    /** Apart from the other work on its platform. */
    readonly alone?: true;
  };
  /** Repaints every posted card of a subject from state. */
  repaint: InChannel & { readonly subject: PostSubject };
  /** Adds a line or card to the subject's threads. */
  note: InChannel & { readonly subject: PostSubject; readonly note: ThreadNote };
  /** Tells one person privately. `platform`: where they would look first. */
  'tell.person': OnPlatform & { readonly personId: string; readonly note: ThreadNote };
  /** Tells the admin places. */
  'tell.admins': OnPlatform & { readonly note: ThreadNote };
  /** Tells one admin, by their accounts: where the admin places are broken. */
  'tell.admin': { readonly ids: Readonly<Record<string, string>>; readonly note: ThreadNote };
  /** Sees that a customer's answer got to somebody. */
  'answer.reach': { readonly inboundId: string };
  /** Tries the sample file of a header; approvers are asked once it was there. */
  'sample.check': { readonly proposalId: string; readonly revision: number };
  'template.submit': { readonly proposalId: string; readonly revision: number };
  /** Reads the template at the provider again: true status, category, content. */
  'template.refresh': { readonly templateId: string };
  /** The send's card in the channels of one platform; or privately, first on the platform its agent sent it from. */
  'send.post': InChannel & { readonly sendId: string };
  'send.deliver': { readonly sendId: string };
  /** Looks again at a send nobody answered for. */
  'send.check': { readonly sendId: string };
  'webhook.apply': { readonly senderId: string; readonly event: ProviderEvent };
  'proposals.due': Record<string, never>;
  'templates.poll': Record<string, never>;
  /** `tell`: the person who asked, told privately what changed. Without it, the schedule's own run. */
  'templates.sync': OnPlatform & { readonly tell?: string };
  /** Asks a directory for the e-mail address of one account, by its identity key, and links what belongs together. */
  'people.email': {
    readonly account: string;
    /** How often a directory did not answer. */
    readonly tries?: number;
  };
  prune: Record<string, never>;
};
export type JobKind = keyof JobPayloads;

/** What waits for chat places. */
export const CHAT_WORK = [
  'proposal.post',
  'repaint',
  'note',
  'tell.person',
  'tell.admins',
  'tell.admin',
  'send.post',
] as const satisfies readonly JobKind[];

/** `key`: two jobs with the same key are one. `lane`: jobs of a lane run one at a time, in order. */
export function job<K extends JobKind>(
  kind: K,
  payload: JobPayloads[K],
  how: { readonly key: string; readonly lane?: string; readonly runAt?: string; readonly maxAttempts?: number },
): NewJob {
  return { kind, payload, ...how, key: `${kind}:${how.key}` };
}
