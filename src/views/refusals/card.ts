// A refusal as a private card: the fact, and the next step as a button where there is one.
import type { Refusal } from '../../domain/refusal.ts';
import { templateCommands } from '../parts/command-list.ts';
import { plainText } from '../parts/text.ts';
import type { Action, Card, Section } from '../view.ts';
import type { Words } from '../words/index.ts';
import { refusalSentence } from './sentence.ts';

/** One plain sentence, for a form field. Times in it are UTC. */
export function refusalText(words: Words, refusal: Refusal): string {
  return plainText(refusalSentence(words, refusal));
}

export function refusalCard(words: Words, refusal: Refusal): Card {
  const text = refusalSentence(words, refusal);
  return {
    title: words.say('refusal.title'),
    tone: 'warning',
    facts: [],
    sections: [{ kind: 'text', text }, ...extraSections(words, refusal)],
    actions: actionsOf(words, refusal),
    summary: plainText(text),
  };
}

function extraSections(words: Words, refusal: Refusal): readonly Section[] {
  if (refusal.kind !== 'unknown_command') return [];
  return [{ kind: 'list', items: templateCommands(words) }];
}

function actionsOf(words: Words, refusal: Refusal): readonly Action[] {
  switch (refusal.kind) {
    case 'bad_number':
      if (refusal.word || refusal.fault.kind === 'own_number' || !refusal.fault.corrected) return [];
      return [
        {
          id: 'open_send',
          label: words.say('refusal.open_form'),
          subject: `${refusal.fault.example} ${refusal.rest ?? ''}`.trim(),
          opensForm: true,
        },
      ];
    case 'unknown_command':
      return [proposeAction(words), listAction(words, '')];
    case 'no_sendable_templates':
      return [listAction(words, ''), proposeAction(words)];
    case 'unknown_template':
      return [listAction(words, '')];
    case 'not_sendable':
    case 'drift':
    case 'not_enabled':
      return [listAction(words, refusal.name)];
    default:
      return [];
  }
}

function proposeAction(words: Words): Action {
  return { id: 'open_propose', label: words.say('help.open_propose'), subject: '', opensForm: true };
}

function listAction(words: Words, text: string): Action {
  return { id: 'list_templates', label: words.say('help.list_button'), subject: `1 ${text}`.trim() };
}
