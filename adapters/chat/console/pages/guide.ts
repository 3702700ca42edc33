// Where a first-time visitor stands on the path propose → approve → review → send → answer, read from what has happened.
import type { CustomerPhone } from '../../../../src/ports/rehearsal.ts';
import type { Card } from '../../../../src/views/view.ts';
import type { ConsoleState, Fact, Message } from '../state.ts';

export const STEPS = ['propose', 'approve', 'review', 'send', 'answer'] as const;
export type Step = (typeof STEPS)[number];

export type Guide = {
  /** How many steps are behind; 5 is the end. */
  readonly done: number;
  /** The card waiting for a decision. */
  readonly waiting?: Message;
  /** The card its proposer was asked to change. */
  readonly toRevise?: Message;
  /** The card on which an approver lets agents use the reviewed template. */
  readonly toEnable?: Message;
};

export function readGuide(state: ConsoleState, phone: CustomerPhone | undefined, channels: readonly string[]): Guide {
  const posted = channels.flatMap((channel) => state.feed(channel).flatMap((root) => state.thread(root.id)));
  const waiting = posted.findLast((message) => offers(message, 'approve'));
  // Notes in a thread keep their buttons after the card above has moved on.
  const roots = posted.filter((message) => message.thread === message.id);
  const toRevise = roots.findLast((message) => offers(message, 'edit') && !offers(message, 'approve'));
  const toEnable = roots.findLast((message) => offers(message, 'enable_template'));
  const facts = state.facts();
  const onPhone = (phone?.numbers() ?? []).flatMap(({ e164 }) => phone?.messages(e164) ?? []);
  const reached: readonly boolean[] = [
    // While a decision is worked on, its card has no buttons.
    waiting !== undefined || posted.some(isWorking),
    facts.has('approved'),
    facts.has('reviewed') && toEnable === undefined,
    onPhone.some((message) => message.direction === 'in'),
    onPhone.some((message) => message.direction === 'out'),
  ];
  return {
    done: reached.lastIndexOf(true) + 1,
    ...(waiting === undefined ? {} : { waiting }),
    ...(toRevise === undefined ? {} : { toRevise }),
    ...(toEnable === undefined ? {} : { toEnable }),
  };
}

/**
 * What the card of a request tells when it is drawn. A request without its Approve button that is going well, at once or after a while of
 * work, was approved; whoever offers to send, to enable or to disable has been reviewed.
 */
export function factsOf(before: Card | undefined, after: Card): readonly Fact[] {
  const wasOpen = before !== undefined && (has(before, 'approve') || before.tone === 'working');
  const approved = wasOpen && after.tone === 'good' && !has(after, 'approve');
  const reviewed = (['open_send', 'enable_template', 'disable_template'] as const).some((id) => has(after, id));
  return [...(approved ? (['approved'] as const) : []), ...(reviewed ? (['reviewed'] as const) : [])];
}

function isWorking(message: Message): boolean {
  return message.content.kind === 'card' && message.content.card.tone === 'working';
}

function offers(message: Message, action: string): boolean {
  return message.content.kind === 'card' && has(message.content.card, action);
}

function has(card: Card, action: string): boolean {
  return card.actions.some((one) => one.id === action);
}
