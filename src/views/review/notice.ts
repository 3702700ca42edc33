// What happened to a template at the provider, told in its thread: what it means and what to do, never a bare code.
import { diffTemplates } from '../../domain/proposals/diff.ts';
import { failureText, isOfSample, vendorText } from '../parts/failure-text.ts';
import { diffLabels, joinTexts, mentions, plainText, shorten, templateName } from '../parts/text.ts';
import type { Card, Section } from '../view.ts';
import type { Words } from '../words/index.ts';
import type { ReviewNotice } from './data.ts';
import { acceptAction, askFor, fixAction, type NoticeParts, retryAction } from './parts.ts';
import { verdict } from './verdict.ts';

const NAME_MAX = 100;

export function reviewNotice(words: Words, view: ReviewNotice): Card {
  const { title, tone, texts, sections = [], actions = [] } = partsOf(words, view);
  return {
    title,
    tone,
    facts: view.proposal ? [{ label: words.say('fact.proposal'), value: String(view.proposal.number) }] : [],
    // What happened, why, and whose turn it is: a line each.
    sections: [{ kind: 'text', text: joinTexts(texts, '\n') }, ...sections],
    actions,
    summary: `${title}. ${plainText(joinTexts(texts))}`,
  };
}

function partsOf(words: Words, view: ReviewNotice): NoticeParts {
  const name = shorten(view.name, NAME_MAX);
  const template = templateName(view);
  switch (view.kind) {
    case 'review':
      return verdict(words, view);
    case 'category':
      return categoryParts(words, view);
    case 'quality': {
      const from = words.say(`quality.${view.from}`);
      const to = words.say(`quality.${view.to}`);
      const isBad = view.to === 'red' || view.to === 'yellow';
      return {
        title: words.say('notice.title.quality', { name }),
        tone: isBad ? 'warning' : 'plain',
        texts: [
          words.say('notice.quality', { template, from, to }),
          words.say(isBad ? 'notice.quality.red' : 'notice.quality.fine'),
        ],
      };
    }
    case 'drift':
      return {
        title: words.say('notice.title.drift', { name }),
        tone: 'warning',
        texts: [
          words.say('notice.drift', { template }),
          words.say('notice.drift.next'),
          askFor(words, 'notice.for_admins', view.admins),
        ],
        sections: [diffSection(words, 'notice.drift.diff', view)],
        actions: acceptAction(words, view),
      };
    case 'drift_over':
      return {
        title: words.say('notice.title.drift_over', { name }),
        tone: 'good',
        texts: [words.say('notice.drift_over', { template })],
      };
    case 'slow':
      return slowParts(words, view, { name, template });
    case 'submitted':
      return submittedParts(words, view, { name, template });
    case 'linked':
      return {
        title: words.say('notice.title.submitted', { name }),
        tone: 'good',
        texts: [words.rich('notice.linked', { template, at: { time: view.at } })],
      };
    case 'conflict':
      return {
        title: words.say('notice.title.conflict', { name }),
        tone: 'bad',
        texts: [
          words.say('notice.conflict', { template }),
          words.say('notice.conflict.next'),
          askFor(words, 'notice.for_proposer', view.proposer && [view.proposer]),
        ],
        sections: [diffSection(words, 'notice.conflict.diff', view)],
        actions: [...retryAction(words, view), ...fixAction(words, view)],
      };
    case 'stuck': {
      const { what, next } = failureText(words, view.failure);
      return {
        title: words.say('notice.title.stuck', { name }),
        tone: 'bad',
        texts: [
          words.say(isOfSample(view.failure) ? 'notice.stuck.sample' : 'notice.stuck', { template, what }),
          next,
          vendorText(words, view.failure),
          askFor(words, 'notice.for_proposer', view.proposer && [view.proposer]),
        ],
        actions: [...retryAction(words, view), ...fixAction(words, view)],
      };
    }
  }
}

function categoryParts(words: Words, view: Extract<ReviewNotice, { kind: 'category' }>): NoticeParts {
  const facts = {
    template: templateName(view),
    from: view.from ? words.say(`category.${view.from}`) : '?',
    to: words.say(`category.${view.to}`),
  };
  const name = shorten(view.name, NAME_MAX);
  const next = words.say('notice.category.next');
  const forAdmins = askFor(words, 'notice.for_admins', view.admins);
  if (view.effective === 'now') {
    const text = words.say(view.from ? 'notice.category.now' : 'notice.category.now_unknown', facts);
    return { title: words.say('notice.title.category', { name }), tone: 'warning', texts: [text, next, forAdmins] };
  }
  const text = view.effectiveAt
    ? words.rich('notice.category.later_at', { ...facts, at: { time: view.effectiveAt } })
    : words.say('notice.category.later', facts);
  return { title: words.say('notice.title.category_later', { name }), tone: 'warning', texts: [text, next, forAdmins] };
}

type Names = { readonly name: string; readonly template: string };

function slowParts(
  words: Words,
  view: Extract<ReviewNotice, { kind: 'slow' }>,
  { name, template }: Names,
): NoticeParts {
  const since = { time: view.submittedAt };
  const who = view.admins && view.admins.length > 0 ? mentions(words, view.admins) : words.say('notice.slow.admin');
  return {
    title: words.say('notice.title.slow', { name }),
    tone: view.hours === 24 ? 'plain' : 'warning',
    texts: [
      view.hours === 24
        ? words.rich('notice.slow.24', { template, since })
        : words.rich('notice.slow.72', { template, since, who }),
    ],
  };
}

function submittedParts(
  words: Words,
  view: Extract<ReviewNotice, { kind: 'submitted' }>,
  { name, template }: Names,
): NoticeParts {
  const text = words.rich('notice.submitted', { template, at: { time: view.at } });
  const title = words.say('notice.title.submitted', { name });
  if (view.asked === view.given) return { title, tone: 'good', texts: [text] };
  const changed = words.say('notice.submitted.category', {
    asked: words.say(`category.${view.asked}`),
    given: words.say(`category.${view.given}`),
  });
  return { title, tone: 'warning', texts: [text, changed] };
}

function diffSection(
  words: Words,
  label: 'notice.drift.diff' | 'notice.conflict.diff',
  { approved, remote }: Extract<ReviewNotice, { kind: 'drift' | 'conflict' }>,
): Section {
  return { kind: 'diff', label: words.say(label), lines: diffTemplates(approved, remote, diffLabels(words)) };
}
