// The card of one message to one customer, drawn from its state. The number is masked.

import type { Failure } from '../../domain/fault.ts';
import { renderWithValues } from '../../domain/sends/render.ts';
import { command, SEND_COMMANDS } from '../parts/command-list.ts';
import { failureText, vendorText } from '../parts/failure-text.ts';
import { maskRecipient, namedRecipient } from '../parts/recipient.ts';
import { joinTexts, personText, shorten, templateName } from '../parts/text.ts';
import type { Action, Card, Fact, Text, Tone } from '../view.ts';
import type { Words } from '../words/index.ts';
import type { NotFound, SendView } from './data.ts';
import { waitText } from './wait-text.ts';

/** Actions carry the send's id; `settle_send` says how: `<id>:arrived`, `<id>:lost` or `<id>:go_on`. */
export function sendCard(words: Words, view: SendView): Card {
  const to = maskRecipient(words, view);
  const template = templateName(view.template);
  const state = words.say(`state.${view.state}`);
  return {
    title: words.say('send.card.title', { number: view.number, to }),
    tone: TONES[view.state],
    status: state,
    facts: factsOf(words, view),
    sections: [
      { kind: 'text', text: explanation(words, view) },
      { kind: 'preview', label: previewLabel(words, view), message: renderWithValues(view.template, view.values) },
    ],
    actions: actionsOf(words, view),
    summary: words.say('send.card.summary', { number: view.number, to, template, state }),
  };
}

function previewLabel(words: Words, { state }: SendView): string {
  const isAhead = state === 'held' || state === 'queued';
  return words.say(isAhead ? 'common.preview' : 'send.card.message');
}

const TONES: Record<SendView['state'], Tone> = {
  held: 'working',
  queued: 'working',
  accepted: 'working',
  sent: 'plain',
  delivered: 'good',
  read: 'good',
  failed: 'bad',
  cancelled: 'plain',
  uncertain: 'warning',
};

function factsOf(words: Words, view: SendView): readonly Fact[] {
  const state = words.rich('send.card.state', { state: words.say(`state.${view.state}`), at: { time: view.at } });
  return [
    { label: words.say('fact.to'), value: namedRecipient(words, view) },
    { label: words.say('fact.template'), value: templateName(view.template) },
    { label: words.say('fact.sender'), value: view.sender },
    { label: words.say('fact.agent'), value: personText(words, view.agent, 'start') },
    { label: words.say('fact.status'), value: state },
    // Where the card cannot be drawn again, this stays true.
    ...(view.state === 'held' && view.holdUntil
      ? [{ label: words.say('fact.leaves'), value: [{ time: view.holdUntil, seconds: true }] as const }]
      : []),
  ];
}

/** The card as the answer to Send: it also says where its later states are shown. Its summary stays true when they come. */
export function sendAnswerCard(words: Words, view: SendView): Card {
  const facts = { number: view.number, to: maskRecipient(words, view), template: templateName(view.template) };
  return {
    ...sendCard(words, view),
    footer: words.rich('send.card.follow', { command: command(SEND_COMMANDS.status) }),
    summary: words.say('send.answer.summary', facts),
    fleeting: true,
  };
}

/** The answer to a form that was sent before: with what is in the message, since the form may say something else by now. */
export function alreadySentCard(words: Words, view: SendView): Card {
  const { sections, ...card } = sendAnswerCard(words, view);
  const text = words.say('send.already', { number: view.number });
  return { ...card, sections: [{ kind: 'text', text }, ...sections], summary: text };
}

// The window is seconds long: a time of day would say less than its length.
function secondsBetween(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
}

function explanation(words: Words, view: SendView): Text {
  const wait = view.wait ? waitText(words, view.wait) : '';
  switch (view.state) {
    case 'held':
      return view.holdUntil
        ? words.say('send.card.held', { seconds: secondsBetween(view.at, view.holdUntil) })
        : words.say('send.card.queued');
    case 'failed':
      return failedText(words, view.failure);
    case 'uncertain':
      return joinTexts([
        words.say('send.card.uncertain'),
        view.looked ? lookedText(words, view.looked) : '',
        words.say('send.card.uncertain.next'),
        view.failure ? vendorText(words, view.failure) : '',
      ]);
    case 'queued':
      return wait === '' ? words.say('send.card.queued') : wait;
    case 'accepted':
      return wait === '' ? words.say('send.card.accepted') : wait;
    case 'sent':
    case 'delivered':
    case 'read':
    case 'cancelled':
      return words.say(`send.card.${view.state}`);
  }
}

/** Reason and next step in words, then the vendor's code; a time only when a new try makes sense after it. */
function failedText(words: Words, failure: Failure | undefined): Text {
  if (!failure) return joinTexts([words.say('fault.unknown_error'), words.say('fault.unknown_error.next')]);
  const { what, next } = failureText(words, failure);
  const again = failure.retryAt ? words.rich('send.card.again', { at: { time: failure.retryAt } }) : '';
  return joinTexts([words.rich('send.card.failed', { what, next }), again, vendorText(words, failure)]);
}

function actionsOf(words: Words, view: SendView): readonly Action[] {
  // A message that waits for its turn has not left either.
  if (view.state === 'held' || (view.state === 'queued' && view.wait !== undefined)) {
    const cancel = { id: 'cancel_send', label: words.say('send.cancel'), style: 'danger', subject: view.id } as const;
    return view.wait?.why === 'category' ? [goOnAction(words, view), cancel] : [cancel];
  }
  if (view.state === 'uncertain') return [settleAction(words, view, 'arrived'), settleAction(words, view, 'lost')];
  if (view.state !== 'failed') return [];
  const again = { id: 'retry_send', label: words.say('send.retry'), subject: view.id } as const;
  // With another text the old values are no answer: the form asks for them.
  if (view.failure?.fault === 'template_changed') return [{ ...again, opensForm: true }];
  if (!mayTryAgain(view.failure)) return [];
  const confirm = {
    title: words.say('send.retry.title'),
    text: words.say('send.retry.text', { to: maskRecipient(words, view) }),
    yes: words.say('send.retry.yes'),
    no: words.say('common.no'),
  };
  return [{ ...again, confirm }];
}

/** Sending the same again can only help where neither the message nor the customer is the reason. */
function mayTryAgain(failure: Failure | undefined): boolean {
  if (!failure) return false;
  if (failure.fault === 'no_answer' || failure.retryAt !== undefined) return true;
  return failure.reaction !== 'permanent' && failure.reaction !== 'template';
}

/** The category changed while it waited: the agent says whether it still goes. */
function goOnAction(words: Words, view: SendView): Action {
  return {
    id: 'settle_send',
    label: words.say('send.go_on'),
    subject: `${view.id}:go_on`,
    confirm: {
      title: words.say('send.go_on'),
      text: words.say('send.go_on.text', { to: maskRecipient(words, view) }),
      yes: words.say('send.go_on.yes'),
      no: words.say('common.no'),
    },
  };
}

function lookedText(words: Words, looked: NotFound): Text {
  return looked.found === 'nothing'
    ? words.say('send.card.looked.nothing')
    : words.say('send.card.looked.unknown', { why: shorten(looked.why, 300) });
}

function settleAction(words: Words, view: SendView, how: 'arrived' | 'lost'): Action {
  return {
    id: 'settle_send',
    label: words.say(`send.settle.${how}`),
    subject: `${view.id}:${how}`,
    confirm: {
      title: words.say('send.settle.title', { number: view.number }),
      text: words.say(`send.settle.${how}.text`),
      yes: words.say('send.settle.yes'),
      no: words.say('common.no'),
    },
  };
}
