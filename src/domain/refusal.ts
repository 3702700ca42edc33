// What we refuse to do, as a closed list of kinds with their facts. Views turn each into a sentence and a next step;
// people appear here by display name only, times as ISO text. A check of the send gate fails with one of these, too.

import type { PhoneFault } from './contacts/phone.ts';
import type { Fault } from './fault.ts';
import type { Role } from './people/roles.ts';
import type { ProposalState } from './proposals/proposal.ts';
import type { ReviewState } from './review/review.ts';
import type { Address } from './senders/capabilities.ts';
import type { SendState } from './sends/state.ts';

/** `yours`: who is refused may lift it themselves, so the sentence says how and sends them to nobody. */
export type Refusal =
  /**
   * `ask`: people who can grant the role; may be empty. `groupUnknown`: a directory group could not be read. `guest`: everyone
   * holds it, but guests only when they are named.
   */
  | {
      readonly kind: 'not_allowed';
      readonly role: Role;
      readonly ask: readonly string[];
      readonly groupUnknown?: true;
      readonly guest?: true;
    }
  /** `alone`: nobody else may decide. */
  | { readonly kind: 'own_proposal'; readonly number: number; readonly ask: readonly string[]; readonly alone?: true }
  | {
      readonly kind: 'already_decided';
      readonly number: number;
      readonly decision: Exclude<ProposalState, 'pending'>;
      readonly by: string;
      readonly at: string;
    }
  /** The same person gave the same vote before. */
  | {
      readonly kind: 'already_voted';
      readonly number: number;
      readonly at: string;
      readonly have: number;
      readonly need: number;
    }
  /** The card that was clicked shows an older revision. */
  | { readonly kind: 'stale'; readonly number: number; readonly shown: number; readonly current: number }
  | { readonly kind: 'not_pending'; readonly number: number; readonly decision: ProposalState }
  /** Only its owner may do this; `owner` is '' when the name is not known. */
  | { readonly kind: 'not_yours'; readonly what: 'proposal' | 'send' | 'draft'; readonly owner: string }
  | {
      readonly kind: 'not_found';
      readonly what: 'proposal' | 'send' | 'template' | 'draft' | 'sender';
      readonly asked?: string;
    }
  /** The form's draft was discarded, was sent already, or is older than 24 h. */
  | { readonly kind: 'form_expired' }
  /** The template is not the one this form showed: values and preview were for another text. */
  | { readonly kind: 'text_changed'; readonly name: string; readonly language: string }
  /**
   * The name cannot be had in this language: asked for or decided here, there at the provider, refused there, or kept from
   * everybody until a time. `edits`: as many changes as the provider takes were made.
   */
  | {
      readonly kind: 'template_taken';
      readonly name: string;
      readonly language: string;
      readonly where: 'proposal' | 'decided' | 'provider' | 'rejected' | 'refused_there' | 'locked' | 'edits';
      readonly number?: number;
      /** ISO time. */
      readonly until?: string;
    }
  /** `known`: a few names that come close, best first. */
  | {
      readonly kind: 'unknown_template';
      readonly name: string;
      readonly language?: string;
      readonly known: readonly string[];
    }
  /** Several languages exist and none was named. */
  | { readonly kind: 'language_needed'; readonly name: string; readonly languages: readonly string[] }
  /** Several senders have this one; their ids, any of which can be added to the command. */
  | {
      readonly kind: 'sender_needed';
      readonly name: string;
      readonly language: string;
      readonly senders: readonly string[];
    }
  | {
      readonly kind: 'not_enabled';
      readonly name: string;
      readonly language: string;
      readonly ask: readonly string[];
      readonly yours?: true;
    }
  | {
      readonly kind: 'not_sendable';
      readonly name: string;
      readonly language: string;
      readonly review: ReviewState;
      readonly raw: string;
      /** Where `review` is `unknown` and we know why. */
      readonly reason?: string;
      readonly until?: string;
    }
  /** Provider content no longer equals what was approved. */
  | { readonly kind: 'drift'; readonly name: string; readonly language: string }
  /** The template holds a component Aval cannot fill, e.g. `FLOW`. */
  | { readonly kind: 'unsupported'; readonly what: string }
  | { readonly kind: 'no_sendable_templates'; readonly ask: readonly string[]; readonly yours?: true }
  /** `rest`: what stood beside the number, for the corrected line. */
  | { readonly kind: 'bad_number'; readonly fault: PhoneFault; readonly rest?: string; readonly word?: 'consent' }
  /** The recipient is the sender's own number. */
  | { readonly kind: 'own_number' }
  | { readonly kind: 'no_opt_in' }
  /** `scope: 'marketing'`: only marketing templates are refused by this customer. */
  /** `blocked`: the provider lets nothing through, which only the customer can lift. */
  | {
      readonly kind: 'opted_out';
      readonly scope: 'all' | 'marketing';
      readonly since?: string;
      readonly blocked?: true;
      readonly yours?: true;
    }
  /** A one-time code goes to phone numbers only. */
  | { readonly kind: 'number_needed' }
  /** This sender's provider cannot address the customer the way we know them. */
  | { readonly kind: 'not_reached'; readonly address: Address; readonly sender: string }
  /** The provider told us the number cannot be reached on WhatsApp. */
  | { readonly kind: 'unreachable'; readonly since: string; readonly until?: string; readonly yours?: true }
  /** Marketing to this person is held back until then. */
  | { readonly kind: 'marketing_cap'; readonly until: string }
  /** A check of the gate could not be made, so it counts as failed. */
  | { readonly kind: 'check_unavailable'; readonly why: string }
  | { readonly kind: 'window_closed'; readonly closedAt?: string }
  | {
      readonly kind: 'sender_stopped';
      readonly sender: string;
      readonly fault: Fault;
      readonly since: string;
      readonly ask: readonly string[];
      readonly yours?: true;
    }
  | { readonly kind: 'sender_running'; readonly sender: string }
  | { readonly kind: 'no_sender' }
  | { readonly kind: 'sender_cannot_submit'; readonly sender: string }
  | { readonly kind: 'too_late_to_cancel'; readonly number: number; readonly state: SendState }
  /** Only an uncertain send can be settled by hand. */
  | { readonly kind: 'not_uncertain'; readonly number: number }
  | { readonly kind: 'nothing_to_retry'; readonly number: number }
  | { readonly kind: 'unknown_command'; readonly command: 'template' | 'send-active'; readonly word: string }
  | { readonly kind: 'too_many_words'; readonly command: 'template' | 'send-active'; readonly extra: string }
  | { readonly kind: 'wrong_workspace' }
  /** Mistyped, too old, used or replaced: which of them is not told. */
  | { readonly kind: 'link_code' }
  | { readonly kind: 'already_linked' }
  /** Both persons have an account on this platform (its id). */
  | { readonly kind: 'same_platform'; readonly platform: string }
  | { readonly kind: 'too_many_codes'; readonly until: string }
  /** Linking needs two chat platforms. */
  | { readonly kind: 'one_platform' };

/** The checks before a send, in the order people read them. */
export const GATE_CHECKS = ['role', 'template', 'number', 'opt_in', 'opt_out', 'sender', 'pair_rate'] as const;
export type GateCheck = (typeof GATE_CHECKS)[number];

/** One answer of the gate; every check gets one. `until`: passed, but the send waits for its turn (ISO). */
export type GateAnswer =
  | { readonly check: GateCheck; readonly passed: true; readonly until?: string }
  | { readonly check: GateCheck; readonly passed: false; readonly refusal: Refusal };
