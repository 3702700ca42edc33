// The view model: two kinds of plain data, Form and Card. Made by pure functions, drawn by each chat adapter.
// Every string is text, never markup: renderers escape it. Renderers never cut; limits are kept by views and tested.
import type { PreviewMessage } from '../domain/templates/preview.ts';

/** One person on every platform they are known on: `{ slack: 'U1', console: 'ana' }`. */
export type PersonRef = { readonly name: string; readonly ids: Readonly<Record<string, string>> };

export type Inline =
  | string
  | { readonly strong: string }
  | { readonly code: string }
  /** What a person types to Aval, without a slash: `template list`. Shown the way this platform wants it typed. */
  | { readonly command: string }
  /** `text` leads there: an address of ours or of the chat platform, never one that a person typed. */
  | { readonly link: string; readonly text: string }
  /** ISO time, shown in the reader's own time zone. `seconds`: to the second, where the platform can. */
  | { readonly time: string; readonly seconds?: true }
  /** Notifies the person where the platform can; elsewhere shows the name. Only for people who must act. */
  | { readonly mention: PersonRef };

export type Text = string | readonly Inline[];

export type Option = { readonly value: string; readonly label: string; readonly hint?: string };

type FieldBase = {
  /** The only name: Slack block_id = action_id = id, HTML name = id, Teams input id = id. */
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  /** May be left empty. `sometimes`: its hint says when, so its label does not call it optional. */
  readonly optional?: true | 'sometimes';
};

export type InputField =
  | (FieldBase & {
      readonly kind: 'line';
      readonly max?: number;
      readonly placeholder?: string;
      /** Re-render as the person types, where the platform can (the form must work without it). */
      readonly live?: true;
    })
  | (FieldBase & {
      readonly kind: 'lines';
      readonly max?: number;
      readonly placeholder?: string;
      readonly live?: true;
    })
  /** `look`: few options side by side, or a drop-down. At most 100 options with `menu`, 10 with `radio`. */
  | (FieldBase & { readonly kind: 'choice'; readonly options: readonly Option[]; readonly look: 'menu' | 'radio' })
  /** More options than fit: `options` are the first ones, `total` how many there are; typing asks `search`. */
  | (FieldBase & { readonly kind: 'search'; readonly options: readonly Option[]; readonly total: number });

export type Field =
  | InputField
  | { readonly kind: 'note'; readonly id: string; readonly text: Text; readonly tone: 'plain' | 'warning' | 'error' }
  /** Template source exactly as typed, in a fixed-width font. */
  | { readonly kind: 'raw'; readonly id: string; readonly label: string; readonly text: string }
  | { readonly kind: 'preview'; readonly id: string; readonly label: string; readonly message: PreviewMessage };

export type FormId = 'propose' | 'reject' | 'request_changes' | 'hand_in' | 'send' | 'lift_block';

export type Values = Readonly<Record<string, string>>;
export type FieldErrors = Readonly<Record<string, string>>;

/** A second way to send a form than its submit button: goes back, refreshes the preview. Values travel along. */
export type FormButton = { readonly id: FormButtonId; readonly label: string };

export type FormButtonId = 'back' | 'refresh' | 'start_over';

export type Form = {
  readonly id: FormId;
  /** Opaque id of stored state (a draft, a proposal and revision). Comes back unchanged; never trusted. */
  readonly context: string;
  /** ≤ 24 characters (Slack modal title). */
  readonly title: string;
  readonly fields: readonly Field[];
  /** ≤ 24 characters (Slack). */
  readonly submit: string;
  readonly buttons: readonly FormButton[];
  /** ≤ 24 characters. */
  readonly close: string;
  readonly values: Values;
  /** Unfinished, it is kept as a draft: a client that can tells what is typed when it is closed (button `live`). */
  readonly keepsDraft?: true;
  /** Keyed by field id. Not empty = this form was refused. */
  readonly errors: FieldErrors;
  /** Plain text for screen readers and for platforms that announce the form. */
  readonly summary: string;
};

export type Fact = { readonly label: string; readonly value: Text };

export type Section =
  | { readonly kind: 'text'; readonly text: Text }
  | { readonly kind: 'list'; readonly title?: string; readonly items: readonly Text[] }
  | { readonly kind: 'raw'; readonly label: string; readonly text: string }
  | { readonly kind: 'preview'; readonly label: string; readonly message: PreviewMessage }
  /** `mark` says it in words too: a renderer writes + and − before the text. */
  | { readonly kind: 'diff'; readonly label: string; readonly lines: readonly DiffLine[] };

export type DiffLine = { readonly mark: 'same' | 'added' | 'removed'; readonly text: string };

export type ActionId =
  | 'approve'
  | 'reject'
  | 'request_changes'
  | 'edit'
  | 'withdraw'
  | 'retry_submission'
  | 'hand_in'
  | 'fix_and_resubmit'
  | 'accept_provider_content'
  | 'enable_template'
  | 'disable_template'
  | 'cancel_send'
  | 'settle_send'
  | 'retry_send'
  | 'open_propose'
  | 'open_send'
  | 'list_templates'
  | 'list_pending'
  | 'send_status'
  | 'resume_draft'
  | 'resume_sender'
  | 'link_account'
  | 'lift_block'
  | 'retry_job';

export type Action = {
  readonly id: ActionId;
  readonly label: string;
  readonly style?: 'primary' | 'danger';
  /** Opaque, made by us: e.g. proposal id + revision, so that a stale card is recognised. ≤ 255 characters. */
  readonly subject: string;
  /** The click is answered with a form (Teams must know when it draws the button). */
  readonly opensForm?: true;
  readonly confirm?: { readonly title: string; readonly text: string; readonly yes: string; readonly no: string };
};

export type Tone = 'plain' | 'working' | 'good' | 'warning' | 'bad';

export type Card = {
  readonly title: string;
  readonly tone: Tone;
  /** The state in a word, where a colour or sign shows the tone. */
  readonly status?: string;
  readonly facts: readonly Fact[];
  readonly sections: readonly Section[];
  readonly actions: readonly Action[];
  readonly footer?: Text;
  /** Plain text of the whole point: notification, screen reader, fallback. Never empty. */
  readonly summary: string;
  /** Says the state of this moment, and a lasting copy stands elsewhere: a client that keeps it shows the summary only. */
  readonly fleeting?: true;
};
