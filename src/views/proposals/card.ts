// The card of a proposal in the approval channel, always drawn from state: pending with buttons, decided without. Short on
// purpose, because the channel is read by many; the thread holds the rest.

import { renderWithSamples } from '../../domain/sends/render.ts';
import type { PreviewMessage } from '../../domain/templates/preview.ts';
import { personText, shorten, someone, templateName } from '../parts/text.ts';
import { reviewWord } from '../review/word.ts';
import type { Action, Card, Fact, Tone } from '../view.ts';
import type { Words } from '../words/index.ts';
import type { ProposalView } from './data.ts';
import { lackingText, proposalFooter } from './footer.ts';
import { handInAction } from './hand-off.ts';

const TITLE_NAME_MAX = 90;
const EXCERPT_MAX = 280;
const EXCERPT_LINES = 4;

/** Actions carry `<proposal id>:<revision>`, so that a click on an old card is recognised. */
export function proposalCard(words: Words, view: ProposalView): Card {
  const { template } = view;
  return {
    title: words.say('proposal.title', { number: view.number, name: shorten(template.name, TITLE_NAME_MAX) }),
    tone: toneOf(view),
    ...(!view.working && { status: statusOf(words, view) }),
    facts: factsOf(words, view),
    sections: [
      { kind: 'preview', label: words.say('proposal.excerpt'), message: excerpt(renderWithSamples(template)) },
    ],
    actions: view.working ? [] : actionsOf(words, view),
    footer: view.working ? words.say('proposal.foot.working') : proposalFooter(words, view),
    summary: summaryOf(words, view),
  };
}

function summaryOf(words: Words, view: ProposalView): string {
  const { name, language, category } = view.template;
  const facts = { number: view.number, name, language };
  if (view.state !== 'pending') {
    return words.say('proposal.summary.other', { ...facts, state: words.say(`decision.${view.state}`) });
  }
  return words.say('proposal.summary.pending', {
    ...facts,
    ...view.quorum,
    proposer: someone(words, view.proposer.name, 'inside'),
    category: words.say(`category.${category}`),
  });
}

function factsOf(words: Words, view: ProposalView): readonly Fact[] {
  const { template, quorum } = view;
  const facts: Fact[] = [
    { label: words.say('fact.template'), value: [{ strong: template.name }, ` (${template.language})`] },
    { label: words.say('fact.category'), value: words.say(`category.${template.category}`) },
    { label: words.say('fact.sender'), value: view.sender },
    { label: words.say('fact.proposer'), value: personText(words, view.proposer, 'start') },
    { label: words.say('fact.approvals'), value: `${quorum.have}/${quorum.need}` },
  ];
  for (const name of view.fallen ?? []) {
    const value = words.say('proposal.fallen', { name: someone(words, name, 'start') });
    facts.push({ label: words.say('fact.fallen'), value });
  }
  if (view.revision > 1) facts.push({ label: words.say('fact.revision'), value: String(view.revision) });
  if (view.state === 'pending' && view.deadline) {
    facts.push({ label: words.say('fact.deadline'), value: [{ time: view.deadline }] });
  }
  return facts;
}

/** Where it stands: once it is with the provider, the provider's word. */
function statusOf(words: Words, view: ProposalView): string {
  if (view.state === 'approved' && view.review && view.submission?.state !== 'stuck')
    return reviewWord(words, view.review.review);
  return words.say(`decision.${view.state}`);
}

function toneOf(view: ProposalView): Tone {
  if (view.working) return 'working';
  switch (view.state) {
    case 'pending':
      return view.lacking ? 'warning' : 'plain';
    case 'changes_requested':
    case 'expired':
      return 'warning';
    case 'rejected':
      return 'bad';
    case 'withdrawn':
      return 'plain';
    case 'approved':
      return approvedTone(view);
  }
}

function approvedTone({ submission, review, drifted }: ProposalView): Tone {
  if (submission?.state === 'stuck') return 'bad';
  if (drifted) return 'warning';
  switch (review?.review.state) {
    case undefined:
    case 'approved':
    case 'pending':
      return 'good';
    case 'rejected':
    case 'disabled':
    case 'deleted':
      return 'bad';
    case 'paused':
    case 'in_appeal':
    case 'archived':
    case 'unknown':
      return 'warning';
  }
}

function actionsOf(words: Words, view: ProposalView): readonly Action[] {
  const subject = `${view.id}:${view.revision}`;
  const withdraw: Action = {
    id: 'withdraw',
    label: words.say('proposal.withdraw'),
    subject,
    confirm: {
      title: words.say('proposal.withdraw.title'),
      text: words.say('proposal.withdraw.text', { number: view.number }),
      yes: words.say('proposal.withdraw.yes'),
      no: words.say('common.no'),
    },
  };
  if (view.state === 'pending') {
    return [
      { id: 'approve', label: words.say('proposal.approve'), style: 'primary', subject },
      { id: 'reject', label: words.say('proposal.reject'), style: 'danger', subject, opensForm: true },
      { id: 'request_changes', label: words.say('proposal.changes'), subject, opensForm: true },
      { id: 'edit', label: words.say('proposal.edit'), subject, opensForm: true },
      withdraw,
    ];
  }
  if (view.state === 'changes_requested') {
    const label = words.say('proposal.edit_again');
    return [{ id: 'edit', label, style: 'primary', subject, opensForm: true }, withdraw];
  }
  if (view.state === 'approved' && view.submission?.state === 'stuck') {
    return [
      { id: 'retry_submission', label: words.say('proposal.retry'), style: 'primary', subject },
      { id: 'fix_and_resubmit', label: words.say('notice.fix'), subject, opensForm: true },
    ];
  }
  if (view.state === 'approved' && view.submission?.state === 'handed_off') {
    if (view.submission.by === '') {
      return [
        handInAction(words, subject, 'proposal.hand_in'),
        { id: 'fix_and_resubmit', label: words.say('notice.fix'), subject, opensForm: true },
      ];
    }
    if (view.review?.review.state === 'pending') return [handInAction(words, subject, 'proposal.hand_in.outcome')];
  }
  return enableAction(words, view);
}

/** The last step before agents can send: offered once the provider approved it as it was approved here. */
function enableAction(words: Words, view: ProposalView): readonly Action[] {
  const ready = view.state === 'approved' && view.review?.review.state === 'approved' && !view.drifted;
  if (!ready || view.enabled || view.templateId === undefined) return [];
  return [{ id: 'enable_template', label: words.say('notice.enable'), style: 'primary', subject: view.templateId }];
}

/** A few lines of the body, whole buttons, header and footer: enough to know what it is about. */
function excerpt(message: PreviewMessage): PreviewMessage {
  const lines = message.body.split('\n');
  const few = lines.length > EXCERPT_LINES ? `${lines.slice(0, EXCERPT_LINES).join('\n')}…` : message.body;
  return { ...message, body: shorten(few, EXCERPT_MAX) };
}

type Proposed = {
  readonly number: number;
  readonly revision: number;
  readonly name: string;
  readonly language: string;
  readonly place: string;
  readonly quorum: number;
  /** It cannot be decided: as on its card. */
  readonly lacking?: ProposalView['lacking'];
  /** The sample file of its header is tried first. */
  readonly triesSample?: boolean;
};

/** Told to the proposer once the request is on its way. */
export function proposedCard(words: Words, facts: Proposed): Card {
  const sentence = proposedSentence(words, facts);
  const { lacking, quorum } = facts;
  const text = lacking ? `${sentence} ${lackingText(words, { need: quorum }, lacking)}` : sentence;
  return {
    title: words.say('note.title'),
    tone: lacking ? 'warning' : 'good',
    facts: [],
    sections: [{ kind: 'text', text }],
    actions: [],
    summary: text,
  };
}

function proposedSentence(words: Words, facts: Proposed): string {
  const { number, revision, place, quorum, triesSample } = facts;
  const name = templateName(facts);
  if (triesSample) return words.say('note.tries_sample', { number, revision, name, place });
  if (revision > 1) return words.say('note.resubmitted', { number, revision, name });
  return words.say('note.proposed', { number, name, place, quorum });
}

/** The answer to a form that was sent before. */
export function alreadyProposedCard(words: Words, facts: Proposed): Card {
  const { number, revision, place } = facts;
  const text = words.say('note.already', { number, revision, place, name: templateName(facts) });
  return {
    title: words.say('note.already.title'),
    tone: 'plain',
    facts: [],
    sections: [{ kind: 'text', text }],
    actions: [],
    summary: text,
  };
}
