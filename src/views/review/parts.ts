// Pieces shared by the notices about a template at the provider: who must act, and the buttons.

import { mentions } from '../parts/text.ts';
import type { Action, PersonRef, Section, Text, Tone } from '../view.ts';
import type { Words } from '../words/index.ts';
import type { ReviewNotice } from './data.ts';

/** What a kind of notice says; `reviewNotice` makes the card around it. */
export type NoticeParts = {
  readonly title: string;
  readonly tone: Tone;
  readonly texts: readonly Text[];
  readonly sections?: readonly Section[];
  readonly actions?: readonly Action[];
};

/** Notifies those who must act; '' when nobody is known. */
export function askFor(
  words: Words,
  key: 'notice.for_proposer' | 'notice.for_admins' | 'notice.for_enablers',
  people: readonly PersonRef[] | undefined,
): Text {
  return people && people.length > 0 ? words.rich(key, { who: mentions(words, people) }) : '';
}

export function fixAction(words: Words, { proposal }: ReviewNotice): readonly Action[] {
  if (!proposal) return [];
  const subject = `${proposal.id}:${proposal.revision}`;
  return [{ id: 'fix_and_resubmit', label: words.say('notice.fix'), style: 'primary', subject, opensForm: true }];
}

export function retryAction(words: Words, { proposal }: ReviewNotice): readonly Action[] {
  if (!proposal) return [];
  const subject = `${proposal.id}:${proposal.revision}`;
  return [{ id: 'retry_submission', label: words.say('proposal.retry'), subject }];
}

export function acceptAction(words: Words, { templateId }: ReviewNotice): readonly Action[] {
  if (templateId === undefined) return [];
  const confirm = {
    title: words.say('notice.accept.title'),
    text: words.say('notice.accept.text'),
    yes: words.say('notice.accept.yes'),
    no: words.say('common.no'),
  };
  return [{ id: 'accept_provider_content', label: words.say('notice.accept'), subject: templateId, confirm }];
}
