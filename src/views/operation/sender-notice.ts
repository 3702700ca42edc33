// A sender was stopped, or runs again: what admins are told.
import type { Fault } from '../../domain/fault.ts';
import { nextStep, vendorText } from '../parts/failure-text.ts';
import { joinTexts, plainText, someone } from '../parts/text.ts';
import { askFor } from '../review/parts.ts';
import type { Action, Card, PersonRef, Text, Tone } from '../view.ts';
import type { Words } from '../words/index.ts';

/** A sender was stopped, or runs again; told to admins. */
export type SenderNotice = {
  readonly senderId: string;
  readonly sender: string;
  readonly admins: readonly PersonRef[];
} & (
  | {
      readonly kind: 'stopped';
      readonly fault: Fault;
      readonly code?: string;
      readonly detail?: string;
      readonly at: string;
    }
  | { readonly kind: 'resumed'; readonly by: string; readonly at: string }
  | { readonly kind: 'notice'; readonly detail: string; readonly at: string }
);

/** `resume_sender` carries the sender's id. */
export function senderNotice(words: Words, view: SenderNotice): Card {
  const { sender } = view;
  switch (view.kind) {
    case 'stopped': {
      const text = words.rich('sender.stopped', {
        sender,
        at: { time: view.at },
        what: words.say(`fault.${view.fault}`),
        next: nextStep(words, view.fault),
      });
      const resume = words.say('sender.resume');
      const texts = [
        text,
        vendorText(words, view),
        words.rich('sender.stopped.then', { button: { strong: resume } }),
        askFor(words, 'notice.for_admins', view.admins),
      ];
      return card(words.say('sender.stopped.title', { sender }), 'bad', texts, [resumeAction(words, view, resume)]);
    }
    case 'resumed':
      return card(words.say('sender.resumed.title', { sender }), 'good', [
        words.rich('sender.resumed', { by: someone(words, view.by, 'start'), sender, at: { time: view.at } }),
      ]);
    case 'notice':
      return card(words.say('sender.notice.title', { sender }), 'warning', [
        words.rich('sender.notice', { sender, at: { time: view.at }, detail: view.detail }),
        words.say('sender.notice.next'),
        askFor(words, 'notice.for_admins', view.admins),
      ]);
  }
}

function resumeAction(words: Words, view: SenderNotice, label: string): Action {
  const confirm = {
    title: words.say('sender.resume.title'),
    text: words.say('sender.resume.text', { sender: view.sender }),
    yes: words.say('sender.resume.yes'),
    no: words.say('common.no'),
  };
  return { id: 'resume_sender', label, style: 'primary', subject: view.senderId, confirm };
}

function card(title: string, tone: Tone, texts: readonly Text[], actions: readonly Action[] = []): Card {
  const text = joinTexts(texts);
  return {
    title,
    tone,
    facts: [],
    sections: [{ kind: 'text', text }],
    actions,
    summary: `${title}. ${plainText(text)}`,
  };
}
