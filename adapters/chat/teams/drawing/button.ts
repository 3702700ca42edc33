// Buttons. Where a button stands decides what it can be: dialogs know Action.Submit only, cards answer Action.Execute in
// place, and only a Submit with a marker opens a dialog.

import { type CardData, cardData, VERB } from './card-data.ts';
import type { ExecuteAction, SubmitAction } from './cards.ts';

/** `execute`: on a card, answered in place. `open`: on a card, opens a dialog. `submit`: in a dialog. */
export type ButtonKind = 'execute' | 'open' | 'submit';

export type ButtonStyle = 'primary' | 'danger' | undefined;

export function button(
  kind: ButtonKind,
  title: string,
  data: CardData,
  style?: ButtonStyle,
): ExecuteAction | SubmitAction {
  const submit: SubmitAction = {
    type: 'Action.Submit',
    title,
    ...styleOf(style),
    data: cardData(data, { dialog: kind === 'open' }),
  };
  return kind === 'execute' ? { ...submit, type: 'Action.Execute', verb: VERB, fallback: submit } : submit;
}

/** The words say it; the colour only helps. */
export function styleOf(style: ButtonStyle): Pick<SubmitAction, 'style'> {
  if (style === undefined) return {};
  return { style: style === 'primary' ? 'positive' : 'destructive' };
}
