// The part of Adaptive Cards 1.5 that Aval draws, as types. Kept small on purpose: what every Teams client can show.

export type TextRun = {
  readonly type: 'TextRun';
  /** Plain text: no client reads markdown here. */
  readonly text: string;
  readonly weight?: 'bolder';
  readonly size?: 'small' | 'large';
  readonly color?: 'attention' | 'good';
  readonly fontType?: 'monospace';
  readonly isSubtle?: true;
  readonly italic?: true;
  readonly strikethrough?: true;
  readonly selectAction?: { readonly type: 'Action.OpenUrl'; readonly url: string };
};

type Placed = {
  readonly id?: string;
  readonly spacing?: 'none' | 'small' | 'medium';
  readonly separator?: true;
};

export type RichTextBlock = Placed & { readonly type: 'RichTextBlock'; readonly inlines: readonly TextRun[] };

/** Its text is markdown and may mention: nothing anybody wrote goes in, but words without a single mark. */
export type TextBlock = Placed & {
  readonly type: 'TextBlock';
  readonly text: string;
  readonly wrap: true;
  readonly style?: 'heading';
  readonly size?: 'large';
  readonly weight?: 'bolder';
};

export type ContainerStyle = 'default' | 'emphasis' | 'good' | 'attention' | 'warning' | 'accent';

export type Container = Placed & {
  readonly type: 'Container';
  readonly style?: ContainerStyle;
  readonly items: readonly CardElement[];
};

/** No `isRequired` and no `regex`: a client that refuses to send would hide the faults we can explain. */
export type TextInput = Placed & {
  readonly type: 'Input.Text';
  readonly id: string;
  readonly label: string;
  readonly value?: string;
  readonly placeholder?: string;
  readonly isMultiline?: true;
  readonly maxLength?: number;
};

export type Choice = { readonly title: string; readonly value: string };

export type ChoiceSetInput = Placed & {
  readonly type: 'Input.ChoiceSet';
  readonly id: string;
  readonly label: string;
  readonly style: 'compact' | 'expanded' | 'filtered';
  readonly choices: readonly Choice[];
  readonly value?: string;
  readonly placeholder?: string;
  readonly wrap?: true;
  /** Newer than 1.5, but known to every Teams client that can search; others ignore it. */
  readonly 'choices.data'?: { readonly type: 'Data.Query'; readonly dataset: string };
};

export type CardElement = RichTextBlock | TextBlock | Container | TextInput | ChoiceSetInput;

type ActionBase = {
  readonly title: string;
  readonly style?: 'positive' | 'destructive';
  /** Behind the "…" button. */
  readonly mode?: 'secondary';
};

export type SubmitAction = ActionBase & {
  readonly type: 'Action.Submit';
  readonly data: Readonly<Record<string, unknown>>;
};

export type ExecuteAction = ActionBase & {
  readonly type: 'Action.Execute';
  readonly verb: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** For clients without Action.Execute. */
  readonly fallback: SubmitAction;
};

/** Unfolds `card` below the buttons; pressed again it folds. */
export type ShowCardAction = ActionBase & {
  readonly type: 'Action.ShowCard';
  readonly card: {
    readonly type: 'AdaptiveCard';
    readonly body: readonly CardElement[];
    readonly actions: readonly (SubmitAction | ExecuteAction)[];
  };
};

export type CardAction = SubmitAction | ExecuteAction | ShowCardAction;

export type MentionEntity = {
  readonly type: 'mention';
  /** `<at>Name</at>`, exactly as it stands in a TextBlock. */
  readonly text: string;
  /** `id`: Entra object id. */
  readonly mentioned: { readonly id: string; readonly name: string };
};

export type AdaptiveCard = {
  readonly type: 'AdaptiveCard';
  readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  readonly version: '1.5';
  readonly fallbackText: string;
  readonly body: readonly CardElement[];
  readonly actions?: readonly CardAction[];
  readonly msteams?: { readonly width?: 'Full'; readonly entities?: readonly MentionEntity[] };
};

export type Attachment = {
  readonly contentType: 'application/vnd.microsoft.card.adaptive';
  readonly content: AdaptiveCard;
};

/** `value` of a `continue` answer: one page of a dialog. */
export type TaskInfo = {
  readonly title: string;
  readonly height: 'small' | 'medium' | 'large';
  readonly width: 'small' | 'medium' | 'large';
  readonly card: Attachment;
};

export const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

export function attachment(content: AdaptiveCard): Attachment {
  return { contentType: CARD_TYPE, content };
}

/** A whole card. Parts that are not given are left out. */
export function adaptiveCard(parts: {
  readonly fallbackText: string;
  readonly body: readonly CardElement[];
  readonly actions: readonly CardAction[];
  readonly entities?: readonly MentionEntity[];
  readonly wide?: boolean;
}): AdaptiveCard {
  const entities = parts.entities ?? [];
  const teams = {
    ...(parts.wide && { width: 'Full' as const }),
    ...(entities.length > 0 && { entities }),
  };
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: parts.fallbackText,
    body: parts.body,
    ...(parts.actions.length > 0 && { actions: parts.actions }),
    ...(Object.keys(teams).length > 0 && { msteams: teams }),
  };
}
