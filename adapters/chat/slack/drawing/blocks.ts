// The part of Block Kit that Aval draws, as types. Kept small on purpose: base blocks only, which every client can show.

export type PlainText = { readonly type: 'plain_text'; readonly text: string; readonly emoji: false };

export type Style = { readonly bold?: true; readonly italic?: true; readonly strike?: true; readonly code?: true };

/** Inline pieces of rich text. Slack parses nothing inside `text`: no mentions, links, markup or emoji names. */
export type Run =
  | { readonly type: 'text'; readonly text: string; readonly style?: Style }
  | { readonly type: 'date'; readonly timestamp: number; readonly format: string; readonly fallback: string }
  | { readonly type: 'link'; readonly url: string; readonly text: string }
  | { readonly type: 'user'; readonly user_id: string };

export type RichElement =
  | { readonly type: 'rich_text_section'; readonly elements: readonly Run[] }
  | { readonly type: 'rich_text_quote'; readonly elements: readonly Run[] }
  | { readonly type: 'rich_text_preformatted'; readonly elements: readonly Run[] }
  | {
      readonly type: 'rich_text_list';
      readonly style: 'bullet';
      readonly elements: readonly { readonly type: 'rich_text_section'; readonly elements: readonly Run[] }[];
    };

export type SlackOption = { readonly text: PlainText; readonly value: string; readonly description?: PlainText };
export type OptionGroup = { readonly label: PlainText; readonly options: readonly SlackOption[] };

type Dispatching = {
  readonly dispatch_action_config?: { readonly trigger_actions_on: readonly ['on_character_entered'] };
};
export type InputElement =
  | ({
      readonly type: 'plain_text_input';
      readonly action_id: string;
      readonly multiline: boolean;
      readonly max_length: number;
      readonly initial_value?: string;
      readonly placeholder?: PlainText;
    } & Dispatching)
  | {
      readonly type: 'radio_buttons';
      readonly action_id: string;
      readonly options: readonly SlackOption[];
      readonly initial_option?: SlackOption;
    }
  | ({
      readonly type: 'static_select';
      readonly action_id: string;
      readonly placeholder: PlainText;
      readonly initial_option?: SlackOption;
    } & ({ readonly options: readonly SlackOption[] } | { readonly option_groups: readonly OptionGroup[] }))
  | {
      readonly type: 'external_select';
      readonly action_id: string;
      readonly placeholder: PlainText;
      readonly min_query_length: 0;
      readonly initial_option?: SlackOption;
    };

export type Button = {
  readonly type: 'button';
  readonly action_id: string;
  readonly text: PlainText;
  readonly value: string;
  readonly style?: 'primary' | 'danger';
  readonly confirm?: {
    readonly title: PlainText;
    readonly text: PlainText;
    readonly confirm: PlainText;
    readonly deny: PlainText;
  };
};

export type Block =
  | { readonly type: 'header'; readonly block_id: string; readonly text: PlainText }
  | { readonly type: 'rich_text'; readonly block_id: string; readonly elements: readonly RichElement[] }
  | { readonly type: 'context'; readonly block_id: string; readonly elements: readonly PlainText[] }
  | { readonly type: 'actions'; readonly block_id: string; readonly elements: readonly Button[] }
  | {
      readonly type: 'input';
      readonly block_id: string;
      readonly label: PlainText;
      readonly element: InputElement;
      readonly optional: boolean;
      readonly hint?: PlainText;
      readonly dispatch_action?: true;
    };

export type View = {
  readonly type: 'modal';
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly title: PlainText;
  readonly close: PlainText;
  readonly submit?: PlainText;
  readonly blocks: readonly Block[];
};

/** `emoji: false`: a name like `:boom:` in user text stays as typed. */
export function plain(text: string): PlainText {
  return { type: 'plain_text', text, emoji: false };
}
