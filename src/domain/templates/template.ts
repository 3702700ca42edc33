// The message template as WhatsApp defines it: name + language + category + components.
// The form offers a part of it; `lint` and synced templates may hold all of it.

export const CATEGORIES = ['MARKETING', 'UTILITY', 'AUTHENTICATION'] as const;
export type Category = (typeof CATEGORIES)[number];

/** The eleven topics WhatsApp used until about 2022. Kept for the record only, never sent to a provider. */
export const PURPOSES = [
  'ACCOUNT_UPDATE',
  'PAYMENT_UPDATE',
  'PERSONAL_FINANCE_UPDATE',
  'SHIPPING_UPDATE',
  'RESERVATION_UPDATE',
  'ISSUE_RESOLUTION',
  'APPOINTMENT_UPDATE',
  'TRANSPORTATION_UPDATE',
  'TICKET_UPDATE',
  'ALERT_UPDATE',
  'AUTO_REPLY',
] as const;
export type Purpose = (typeof PURPOSES)[number];

export type ParameterFormat = 'positional' | 'named';

/** Placeholder (`1` or `first_name`, without braces) → sample value the reviewers see. */
export type Samples = Readonly<Record<string, string>>;

export type MediaFormat = 'image' | 'video' | 'document' | 'gif';

export type Header =
  | { readonly format: 'text'; readonly text: string; readonly samples: Samples }
  /** `sample`: an https link to the sample file (ours), or the provider's handle or URL (synced); '' when missing. */
  | { readonly format: MediaFormat; readonly sample: string }
  | { readonly format: 'location' };

export type Button =
  /** `value` is the payload that comes back when the customer taps; the label when left out. */
  | { readonly kind: 'quick_reply'; readonly label: string; readonly value?: string }
  /** `sample`: value of the one variable at the end of `url`, or the whole example URL. */
  | { readonly kind: 'url'; readonly label: string; readonly url: string; readonly sample?: string }
  | { readonly kind: 'phone'; readonly label: string; readonly phone: string }
  /** Label is fixed by WhatsApp ("Copy code"). */
  | { readonly kind: 'copy_code'; readonly sample: string }
  | { readonly kind: 'otp'; readonly otpKind: 'copy_code' | 'one_tap' | 'zero_tap'; readonly label?: string }
  /** FLOW, CATALOG, MPM, … : known to exist, not offered by the form, not sendable from Aval. */
  | { readonly kind: 'other'; readonly type: string; readonly label?: string };

export type Body = { readonly text: string; readonly samples: Samples };

export type CarouselCard = {
  readonly header?: Header;
  readonly body?: Body;
  readonly buttons: readonly Button[];
};

export type Template = {
  readonly name: string;
  readonly language: string;
  readonly category: Category;
  readonly purpose?: Purpose;
  readonly parameterFormat: ParameterFormat;
  readonly header?: Header;
  /** AUTHENTICATION: WhatsApp writes the text; ours is the English wording with `{{1}}` for the code. */
  readonly body: Body;
  readonly footer?: string;
  readonly buttons: readonly Button[];
  /** Only with category AUTHENTICATION. `expiryMinutes` 1–90. */
  readonly authentication?: { readonly securityRecommendation: boolean; readonly expiryMinutes?: number };
  readonly carousel?: readonly CarouselCard[];
  readonly limitedTimeOffer?: { readonly text: string; readonly hasExpiration: boolean };
  /** Time to live in seconds, −1 = 30 days (WhatsApp `message_send_ttl_seconds`). */
  readonly ttlSeconds?: number;
  /** What a provider's template says beyond all this; never of a template written here. */
  readonly extras?: readonly Extra[];
};

/** `at`: the provider's own words for the place, `said`: what stands there. `isPart`: a whole part of the message. */
export type Extra = { readonly at: string; readonly said: string; readonly isPart?: boolean };

/** Where a finding belongs: the form shows it at the field of that component. */
export type ComponentName =
  | 'name'
  | 'language'
  | 'category'
  | 'header'
  | 'body'
  | 'footer'
  | 'buttons'
  | 'carousel'
  | 'limited_time_offer'
  | 'template';

/**
 * One broken rule (`error`: WhatsApp refuses it mechanically) or one risk (`warning`: legal, shown to approvers).
 * `rule` is a stable kebab-case id; the sentence is made by the words files from `rule` + `facts`.
 * `field` is the form field the fault sits at, e.g. `body`, `sample.body.1`, `button.0.label`.
 */
export type Finding = {
  readonly severity: 'error' | 'warning';
  readonly rule: string;
  readonly component: ComponentName;
  readonly field: string;
  readonly facts: Readonly<Record<string, string | number>>;
  /** A correct example for this fault. */
  readonly example?: string;
  /** Where the rule comes from, e.g. "WhatsApp: template components". */
  readonly source: string;
};
