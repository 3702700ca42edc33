// What a provider's refusal means to us: a closed list of faults. Adapters map vendor codes to it. A fault is named for what
// happened, never after one vendor's code; some are about WhatsApp itself (experiment, marketing cap, flows), whoever passes them on.

export type FailureKind = 'rejected' | 'unauthorized' | 'limited' | 'unavailable' | 'uncertain' | 'misconfigured';

/**
 * What to do:
 * `retry` try again later · `permanent` this message is over · `template` the template or its values need work ·
 * `stop_sender` no send leaves this sender until an admin resumes it · `credentials` stop, and the token or set-up needs work.
 */
export type Reaction = 'retry' | 'permanent' | 'template' | 'stop_sender' | 'credentials';

export const FAULTS = [
  'token_invalid',
  'permission_missing',
  'service_down',
  'call_budget',
  'number_deleted',
  'invalid_parameter',
  'account_restricted',
  'account_locked',
  'country_not_allowed',
  'recipient_blocked',
  'throughput',
  'experiment',
  'unknown_error',
  'same_number',
  'undeliverable',
  'display_name',
  'payment',
  'not_registered',
  'window_closed',
  'spam_limit',
  'marketing_cap',
  'opted_out',
  'unsupported_type',
  'media_failed',
  'pair_rate',
  'maintenance',
  'marketing_disabled',
  'misclassification',
  'parameter_count',
  'template_missing',
  'text_too_long',
  'policy',
  'parameter_format',
  'template_paused',
  'template_disabled',
  'flow_blocked',
  'quota_reached',
  'template_exists',
  'edit_not_allowed',
  'over_length',
  'header_format',
  'body_format',
  'footer_format',
  'too_many_variables',
  'variable_at_edge',
  'name_locked',
  /** Not delivered within its time. */
  'expired',
  /** The account is a test one and this customer is not on its list. */
  'not_on_test_list',
  /** What is not open to software, such as a message of a chat shared with the phone. */
  'not_available',
  /** This template goes to a phone number only. */
  'needs_number',
  /** A rule of WhatsApp's about the account or the customer, without a name of its own here. */
  'refused_by_rule',
  /** Ours: the template changed between the click and the send. */
  'template_changed',
  /** Chat: this person cannot be written to (app not installed, blocked, left). */
  'person_unreachable',
  /** Chat: a configured channel was archived · was deleted or cannot be seen · does not let us write · has another id now. */
  'place_archived',
  'place_gone',
  'place_closed',
  'place_moved',
  /** Chat: this one message was deleted; its place is still there. */
  'message_gone',
  'no_answer',
  'unreachable',
  'unreadable_answer',
] as const;
export type Fault = (typeof FAULTS)[number];

/** What is wrong with a sample file, or with the link to it. */
export const SAMPLE_FAULTS = [
  'missing',
  'no_link',
  'password',
  'not_https',
  'port',
  'not_public',
  'redirects',
  'no_address',
  'no_answer',
  /** Its server answers with `status` instead of the file. */
  'answers',
  /** Than `most` MB. */
  'too_large',
  'empty',
  /** `type` is none of those the header takes. */
  'wrong_type',
  /** Its server calls it `said`, its bytes say `type`. */
  'mislabelled',
] as const;
export type SampleFault = {
  readonly why: (typeof SAMPLE_FAULTS)[number];
  readonly status?: number;
  readonly most?: number;
  readonly type?: string;
  readonly said?: string;
  /** The link leads on to another address, and there it is so. */
  readonly redirected?: true;
};

/** An expected failure of a call to a provider or a chat platform. */
export type Failure = {
  readonly kind: FailureKind;
  readonly fault: Fault;
  readonly reaction: Reaction;
  /** Vendor's own code, e.g. `131049` or `100/2388024`; kept for admins. */
  readonly code?: string;
  /** Vendor's own sentence; shown beside ours, never alone. */
  readonly detail?: string;
  readonly traceId?: string;
  /** What is wrong with the sample file of a header, which is fetched before the provider is asked. */
  readonly sample?: SampleFault;
  /** Earliest useful next try, ISO time: with reaction `retry` ours, with `permanent` one a person may make by hand. */
  readonly retryAt?: string;
  /** With `opted_out`: the customer turned off marketing alone, whatever category the refused message was held for. */
  readonly scope?: 'marketing';
};
