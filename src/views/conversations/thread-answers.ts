// Private answers to what is written in a thread of ours: that it stayed there, and what does what was meant.

import { command, SEND_COMMANDS } from '../parts/command-list.ts';
import { plainText } from '../parts/text.ts';
import type { Action, Card, Text } from '../view.ts';
import type { Words } from '../words/index.ts';
import type { MessageKey } from '../words/pack.ts';

/** `again`: what begins a send to the same customer; none for who may not send. */
export function notSentCard(words: Words, again: string | undefined): Card {
  const text = words.rich('thread.not_sent.text', { command: command(SEND_COMMANDS.send_template) });
  const label = words.say('thread.not_sent.send');
  const actions: readonly Action[] =
    again === undefined ? [] : [{ id: 'open_send', label, subject: again, opensForm: true, style: 'primary' }];
  return answer(words.say('thread.not_sent.title'), text, actions);
}

/** `actions`: what this person can do about the proposal now. */
export function notDecidedCard(
  words: Words,
  {
    number,
    state,
    actions,
  }: {
    readonly number: number;
    readonly state: 'pending' | 'approved' | 'rejected' | 'changes_requested' | 'withdrawn' | 'expired';
    readonly actions: readonly Action[];
  },
): Card {
  const key: MessageKey = actions.length > 0 ? 'thread.not_decided.buttons' : 'thread.not_decided.others';
  const text = words.say(key, { number, state: words.say(`decision.${state}`) });
  return answer(words.say('thread.not_decided.title'), text, actions);
}

function answer(title: string, text: Text, actions: readonly Action[]): Card {
  const summary = `${title}. ${plainText(text)}`;
  return { title, tone: 'warning', facts: [], sections: [{ kind: 'text', text }], actions, summary };
}
