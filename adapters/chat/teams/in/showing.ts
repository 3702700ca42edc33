// What is shown after a request was answered: private answers, forms put into the private chat, cards repainted. Nobody waits
// for it, and the app's state does not depend on whether any of it arrives.
import type { Failure } from '../../../../src/domain/fault.ts';
import type { Actor } from '../../../../src/ports/chat.ts';
import type { Card, Form } from '../../../../src/views/view.ts';
import type { Address } from '../connector/connector.ts';
import type { CardData } from '../drawing/card-data.ts';
import type { AdaptiveCard } from '../drawing/cards.ts';
import { isTooLarge } from '../drawing/limits.ts';
import { messageOf, renderMessage } from '../drawing/render-card.ts';
import { renderForm, renderOpenForm } from '../drawing/render-form.ts';
import type { TeamsWords } from '../words.ts';
import { type Activity, kindOf, placeOf } from './activity.ts';
import type { InboundDeps } from './inbound-deps.ts';
import { isAskingUs } from './parse.ts';

/** Who is shown something, and where they did what it answers. */
export type Audience = { readonly activity: Activity; readonly actor: Actor; readonly words: TeamsWords };

export type Showing = {
  /** A card for one person, where they are if that can be private. */
  tell(audience: Audience, card: Card): void;
  /**
   * A form where no dialog can open: as a card, or behind a button that opens one. `again` is what that button does. In the
   * private chat when `where` says so; there always when forms are cards.
   */
  tellForm(audience: Audience, form: Form, again: CardData, where: 'here' | 'private chat'): void;
  /**
   * Changes the message whose button was pressed, in the private chat only: which message that is, the client says, and what
   * stands where others read it is repainted by the app, by references of its own. False: nothing happens.
   */
  repaint(activity: Activity, card: Card, words: TeamsWords): boolean;
  /** The same for a form that is a card. */
  repaintForm(activity: Activity, content: AdaptiveCard): void;
};

export function createShowing(deps: InboundDeps): Showing {
  const { privately, track, forms } = deps;

  function note(what: string, failure?: Failure): void {
    deps.count('teams_not_shown', { what, code: failure?.code ?? failure?.fault ?? 'nowhere' });
    deps.log.warn(
      { what, ...(failure && { fault: failure.fault, code: failure.code }) },
      'Teams did not show an answer',
    );
  }

  /** Where only they are, or can be spoken to alone. The neutral sentence tells others nothing but a name they see anyway. */
  async function say({ activity, actor, words }: Audience, message: object, where: 'here' | 'private chat') {
    const here = placeOf(activity);
    const isHere = where === 'here' || here.kind === 'personal';
    if (isTooLarge(message)) deps.count('teams_too_large', { what: 'message' });
    const person = { id: actor.id, user: activity.from.id, ...(isHere && { conversation: here }) };
    const told = await privately.tell(person, message);
    if (told === 'nowhere') note('private');
    if (here.kind === 'personal' || told === 'targeted') return told !== 'nowhere';
    const name = actor.name || '?';
    if (told === 'nowhere') await sayOpenly(here, words.cannotAnswerHere(name));
    // A press has its answer below the card; who typed looks for it here.
    else if (activity.type === 'message' && isAskingUs(activity)) await sayOpenly(here, words.answeredInChat(name));
    return told === 'direct';
  }

  /** Tells others nothing but a name they see anyway. */
  async function sayOpenly({ serviceUrl, conversation }: Address, text: string): Promise<void> {
    const said = await deps.send({ serviceUrl, conversation }, sentence(text));
    if (!said.ok) note('neutral', said.error);
  }

  function change(activity: Activity, message: object): boolean {
    const { replyToId, serviceUrl, conversation } = activity;
    if (kindOf(activity) !== 'personal' || !replyToId || replyToId === '-1') return false;
    const changing = deps.update({ serviceUrl, conversation: conversation.id }, replyToId, message);
    track(changing.then((changed) => !changed.ok && note('repaint', changed.error)));
    return true;
  }

  return {
    tell(audience, card) {
      track(say(audience, renderMessage(card, { forms, words: audience.words }), 'here'));
    },

    tellForm(audience, form, again, where) {
      const { words } = audience;
      if (forms === 'dialog') {
        track(say(audience, messageOf(renderOpenForm(words, again), words.openForm), where));
        return;
      }
      track(
        say(audience, messageOf(renderForm(form, words, 'card'), form.summary), 'private chat').then(async (said) => {
          // Who typed somewhere else is told where to look.
          if (said && where === 'here' && kindOf(audience.activity) !== 'personal')
            await say(audience, sentence(words.formInChat), 'here');
        }),
      );
    },

    repaint: (activity, card, words) => change(activity, renderMessage(card, { forms, words })),

    repaintForm: (activity, content) => void change(activity, messageOf(content, content.fallbackText)),
  };
}

/** A line of plain text. */
export function sentence(text: string): object {
  return { type: 'message', text, textFormat: 'plain' };
}
