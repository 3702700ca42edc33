// The provider's verdict on a template as a notice: every state with its meaning and its next step.
import { isWarned, type Review } from '../../domain/review/review.ts';
import { command } from '../parts/command-list.ts';
import { shorten, templateName } from '../parts/text.ts';
import type { Action, Text, Tone } from '../view.ts';
import type { Words } from '../words/index.ts';
import type { ReviewNotice } from './data.ts';
import { askFor, fixAction, type NoticeParts } from './parts.ts';
import { isOverQuota, reasonSentence } from './word.ts';

type Verdict = Extract<ReviewNotice, { kind: 'review' }>;

const TEXT_MAX = 900;

export function verdict(words: Words, view: Verdict): NoticeParts {
  const { review } = view;
  const title = words.say(titleOf(review), { name: shorten(view.name, 100) });
  const template = templateName(view);
  const tone = toneOf(review);
  const because = reasons(words, review);
  switch (review.state) {
    case 'approved': {
      const { texts, actions } = approved(words, view, template);
      const first = isWarned(review) ? warned(words, view, template) : [];
      return { title, tone, texts: [...first, ...because, ...texts], actions };
    }
    case 'rejected': {
      const texts = [
        words.say('notice.rejected', { template }),
        ...because,
        askFor(words, 'notice.for_proposer', view.proposer && [view.proposer]),
      ];
      return { title, tone, texts, actions: fixAction(words, view) };
    }
    case 'paused': {
      const text = review.until
        ? words.rich('notice.paused_until', { template, until: { time: review.until } })
        : words.say('notice.paused', { template });
      return { title, tone, texts: [text, ...because, words.say('notice.paused.next')] };
    }
    case 'disabled': {
      const text = words.say('notice.disabled', { template });
      return { title, tone, texts: [text, dateOf(words, review), ...because, words.say('notice.disabled.next')] };
    }
    case 'unknown': {
      if (isOverQuota(review)) {
        const full = words.say('notice.limit_exceeded', { template });
        return { title, tone, texts: [full, askFor(words, 'notice.for_admins', view.admins)] };
      }
      const text = words.say('notice.unknown', { template, raw: shorten(review.raw, 100) });
      return {
        title,
        tone,
        texts: [text, dateOf(words, review), ...because, askFor(words, 'notice.for_admins', view.admins)],
      };
    }
    case 'pending':
    case 'in_appeal':
    case 'archived':
    case 'deleted':
      return {
        title,
        tone,
        texts: [words.say(`notice.${review.state}`, { template }), dateOf(words, review), ...because],
      };
  }
}

/** Still in use, and why not for ever. */
function warned(words: Words, { review, admins }: Verdict, template: string): readonly Text[] {
  const text = review.until
    ? words.rich('notice.warned_until', { template, until: { time: review.until } })
    : words.say('notice.warned', { template });
  return [text, words.say('notice.warned.next'), askFor(words, 'notice.for_admins', admins)];
}

/** A date whose meaning the state does not say. */
function dateOf(words: Words, { until }: Review): Text {
  return until ? words.rich('notice.date', { until: { time: until } }) : '';
}

function approved(
  words: Words,
  view: Verdict,
  template: string,
): { texts: readonly Text[]; actions: readonly Action[] } {
  if (view.enabled) {
    const { name, language } = view;
    const send = words.say('notice.approved.command', { name, language });
    return { texts: [words.say('notice.approved.enabled', { template }), [command(send)]], actions: [] };
  }
  const label = words.say('notice.enable');
  const who = view.enablers?.length ? [askFor(words, 'notice.for_enablers', view.enablers)] : [];
  if (view.proposal) {
    // The proposal's own card carries the button: a second one here would stay when the first is used.
    const onCard = words.rich('notice.approved.on_card', { template, button: { strong: label } });
    return { texts: [onCard, ...who], actions: [] };
  }
  const text = words.rich('notice.approved.not_enabled', { template, button: { strong: label } });
  if (view.templateId === undefined) return { texts: [text, ...who], actions: [] };
  return {
    texts: [text, ...who],
    actions: [{ id: 'enable_template', label, style: 'primary', subject: view.templateId }],
  };
}

/** Our sentence for the reason code, then the provider's own words, marked as such. */
function reasons(words: Words, review: Review): readonly Text[] {
  const own = reasonSentence(words, review.reason);
  return [
    own === '' ? '' : words.say('notice.reason', { reason: own }),
    review.explanation ? words.say('notice.explanation', { text: shorten(review.explanation, TEXT_MAX) }) : '',
    review.recommendation ? words.say('notice.recommendation', { text: shorten(review.recommendation, TEXT_MAX) }) : '',
  ];
}

function titleOf(review: Review) {
  const { state } = review;
  if (isWarned(review)) return 'notice.title.warned';
  switch (state) {
    case 'approved':
    case 'rejected':
    case 'paused':
    case 'disabled':
      return `notice.title.${state}` as const;
    case 'pending':
    case 'in_appeal':
    case 'archived':
    case 'deleted':
    case 'unknown':
      return 'notice.title.other';
  }
}

function toneOf(review: Review): Tone {
  const { state } = review;
  if (isWarned(review)) return 'warning';
  switch (state) {
    case 'approved':
      return 'good';
    case 'pending':
    case 'in_appeal':
      return 'plain';
    case 'rejected':
    case 'disabled':
    case 'deleted':
      return 'bad';
    case 'paused':
    case 'archived':
    case 'unknown':
      return 'warning';
  }
}
