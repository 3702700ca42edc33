// What is told in a thread, to a person or to admins: facts only, turned into a card when it is posted, so that the
// language and the state are those of that moment.
import type { Failure, Fault } from '../../domain/fault.ts';
import type { Vote } from '../../domain/proposals/proposal.ts';
import type { Quality, Review } from '../../domain/review/review.ts';
import type { Category, Template } from '../../domain/templates/template.ts';
import type { PostSubject } from '../../store/posts.ts';
import type { NotFound } from '../../views/sends/data.ts';
import type { SyncResult } from '../../views/templates/data.ts';

export type ThreadNote =
  | {
      readonly kind: 'vote';
      readonly by: string;
      readonly vote: Vote;
      readonly at: string;
      readonly reason?: string;
      readonly revision: number;
      readonly have: number;
      readonly need: number;
      readonly changed?: true;
    }
  /** To the proposer: how it was decided. */
  | { readonly kind: 'decided'; readonly proposalId: string; readonly revision: number }
  /** To the proposer: the sample file of its header cannot be had, and nobody was asked yet. */
  | {
      readonly kind: 'sample_refused';
      readonly proposalId: string;
      readonly revision: number;
      readonly failure: Failure;
    }
  | { readonly kind: 'revision'; readonly proposalId: string; readonly revision: number }
  | { readonly kind: 'withdrawn'; readonly by: string; readonly at: string }
  | { readonly kind: 'expired'; readonly at: string }
  | { readonly kind: 'reminder'; readonly proposalId: string }
  | {
      readonly kind: 'submitted';
      readonly templateId: string;
      readonly at: string;
      readonly asked: Category;
      readonly given: Category;
    }
  | { readonly kind: 'linked'; readonly templateId: string; readonly at: string }
  | { readonly kind: 'conflict'; readonly proposalId: string; readonly approved: Template; readonly remote: Template }
  | { readonly kind: 'stuck'; readonly proposalId: string; readonly failure: Failure }
  /** A person carries it to the provider. */
  | { readonly kind: 'hand_off'; readonly proposalId: string; readonly revision: number }
  | { readonly kind: 'handed_in'; readonly by: string; readonly at: string }
  | { readonly kind: 'retried'; readonly by: string; readonly at: string }
  | { readonly kind: 'review'; readonly templateId: string; readonly review: Review; readonly at: string }
  | {
      readonly kind: 'category';
      readonly templateId: string;
      readonly from?: Category;
      readonly to: Category;
      readonly effective: 'now' | 'later';
      readonly effectiveAt?: string;
    }
  | { readonly kind: 'quality'; readonly templateId: string; readonly from: Quality; readonly to: Quality }
  | { readonly kind: 'drift'; readonly templateId: string; readonly approved: Template; readonly remote: Template }
  | { readonly kind: 'drift_over'; readonly templateId: string }
  | { readonly kind: 'drift_accepted'; readonly by: string; readonly at: string }
  | { readonly kind: 'enabled' | 'disabled'; readonly by: string; readonly at: string }
  | { readonly kind: 'slow'; readonly templateId: string; readonly hours: 24 | 72; readonly submittedAt: string }
  | { readonly kind: 'inbound'; readonly inboundId: string /** Its own place is broken. */; readonly instead?: true }
  | { readonly kind: 'opted_out'; readonly at: string }
  | { readonly kind: 'uncertain'; readonly sendId: string; readonly looked?: NotFound }
  /** To the thread: the customer wants nothing any more, or wants messages again. */
  | { readonly kind: 'stopped' | 'started'; readonly at: string }
  | {
      readonly kind: 'sender_stopped';
      readonly senderId: string;
      readonly fault: Fault;
      readonly code?: string;
      readonly detail?: string;
      readonly at: string;
    }
  | { readonly kind: 'sender_resumed'; readonly senderId: string; readonly by: string; readonly at: string }
  | { readonly kind: 'sender_notice'; readonly senderId: string; readonly detail: string; readonly at: string }
  | { readonly kind: 'sync'; readonly results: readonly SyncResult[] }
  /** Two accounts were linked, and one of their votes no longer counts. */
  | {
      readonly kind: 'vote_taken_back';
      readonly by: string;
      readonly why: 'own' | 'twice';
      readonly at: string;
      readonly revision: number;
      readonly have: number;
      readonly need: number;
    }
  | {
      readonly kind: 'accounts_linked';
      readonly how: 'code' | 'email';
      readonly accounts: readonly { readonly name: string; readonly platform: string }[];
      readonly at: string;
    }
  /** Into the thread: this person could not be told privately. What it was is not said. */
  | { readonly kind: 'not_told'; readonly personId: string }
  /** To admins. `sends`: what customers answer waits for it. */
  | { readonly kind: 'person_unreachable'; readonly personId: string; readonly sends?: true }
  /** To whoever waits for it: it cannot be shown where it belongs. */
  | {
      readonly kind: 'not_shown';
      readonly subject: PostSubject;
      readonly platform: string;
      readonly channel: string;
      readonly fault: Fault;
    }
  /** To whoever waits for what is shown there: nobody can see or answer it now. */
  | {
      readonly kind: 'place_lost';
      readonly platform: string;
      readonly channel: string;
      readonly fault: Fault;
      readonly what: PostSubject['kind'];
      readonly numbers: readonly number[];
    }
  /** To admins: a place has another id. */
  | { readonly kind: 'place_moved'; readonly platform: string; readonly channel: string; readonly to: string }
  /** To admins: a chat platform does not let us in, and what is to be shown there waits. */
  | {
      readonly kind: 'chat_closed';
      readonly platform: string;
      /** The one place that is closed, where it is one. */
      readonly channel?: string;
      readonly fault: Fault;
      readonly code?: string;
      readonly detail?: string;
    }
  /** To admins: too few people are left who may decide. */
  | { readonly kind: 'undecidable'; readonly proposalId: string; readonly revision: number }
  /** To each who may decide, or enable, alone. */
  | { readonly kind: 'to_decide'; readonly proposalId: string; readonly revision: number }
  | { readonly kind: 'to_enable'; readonly templateId: string }
  | { readonly kind: 'job_buried'; readonly job: string; readonly why: string; readonly key?: string };
