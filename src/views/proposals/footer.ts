// The last lines of a proposal's card: who decided and when, and where the template is at the provider.

import { failureText, vendorText } from '../parts/failure-text.ts';
import { joinTexts, shorten, someone } from '../parts/text.ts';
import { reviewWord } from '../review/word.ts';
import type { Text } from '../view.ts';
import type { Words } from '../words/index.ts';
import type { DecisionFact, ProposalView, Submission } from './data.ts';

const REASON_MAX = 600;

export function proposalFooter(words: Words, view: ProposalView): Text {
  if (view.state === 'pending') {
    return view.lacking ? lackingText(words, view.quorum, view.lacking) : words.say('proposal.foot.pending');
  }
  if (view.state === 'approved') {
    return joinTexts([decisionLine(words, 'approved', view.decision), ...afterApproval(words, view)]);
  }
  return decisionLine(words, view.state, view.decision);
}

/** That it cannot be decided, who is left, and what helps. */
export function lackingText(
  words: Words,
  quorum: { readonly need: number },
  { approvals, left }: NonNullable<ProposalView['lacking']>,
): string {
  const names = words.list(left.map(({ name }) => someone(words, name, 'inside')));
  return words.say('proposal.lacking', { need: quorum.need, lacking: approvals, left: left.length, names });
}

function decisionLine(words: Words, state: Exclude<ProposalView['state'], 'pending'>, decision?: DecisionFact): Text {
  if (!decision) return words.say('proposal.summary.decided', { state: words.say(`decision.${state}`) });
  return words.rich(`proposal.foot.${state}`, {
    by: words.list((decision.by.length > 0 ? decision.by : ['']).map((name) => someone(words, name, 'inside'))),
    at: { time: decision.at },
    reason: shorten(decision.reason ?? '', REASON_MAX),
  });
}

/** The latest word counts: once the provider has reviewed it, how it got there no longer matters. */
function afterApproval(words: Words, view: ProposalView): readonly Text[] {
  if (view.submission?.state === 'stuck') return [submissionLine(words, view.submission)];
  if (view.review) return reviewLines(words, view, view.review.review);
  return view.submission ? [submissionLine(words, view.submission)] : [];
}

function submissionLine(words: Words, submission: Submission): Text {
  switch (submission.state) {
    case 'queued':
      return words.say('proposal.foot.queued');
    case 'submitted':
      return words.rich('proposal.foot.submitted', { at: { time: submission.at } });
    case 'handed_off':
      if (submission.by === '') return words.say('proposal.foot.to_hand_off', { console: submission.console ?? '?' });
      return words.rich('proposal.foot.handed_off', {
        by: someone(words, submission.by, 'start'),
        at: { time: submission.at },
      });
    case 'stuck': {
      const { what, next } = failureText(words, submission.failure);
      return joinTexts([words.rich('proposal.foot.stuck', { what, next }), vendorText(words, submission.failure)]);
    }
  }
}

function reviewLines(
  words: Words,
  view: ProposalView,
  review: NonNullable<ProposalView['review']>['review'],
): readonly Text[] {
  const state = reviewWord(words, review);
  const line = review.until
    ? words.rich('proposal.foot.review_until', { state, until: { time: review.until } })
    : words.say('proposal.foot.review', { state });
  if (view.drifted) return [line, words.say('proposal.foot.drifted')];
  if (review.state !== 'approved') return [line];
  return [line, words.say(view.enabled ? 'proposal.foot.ready' : 'proposal.foot.not_enabled')];
}
