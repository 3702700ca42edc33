// What is posted in a proposal's thread: the full revision, votes, history, reminders.

import { diffTemplates } from '../../domain/proposals/diff.ts';
import { renderWithSamples } from '../../domain/sends/render.ts';
import type { Template } from '../../domain/templates/template.ts';
import { command, TEMPLATE_COMMANDS } from '../parts/command-list.ts';
import { findingTexts } from '../parts/finding-text.ts';
import { rawText } from '../parts/raw-text.ts';
import { diffLabels, joinTexts, mentions, plainText, shorten, someone, templateName } from '../parts/text.ts';
import type { Card, PersonRef, Section, Text, Tone } from '../view.ts';
import type { Words } from '../words/index.ts';
import type {
  HistoryView,
  ProposalDetail,
  ProposalView,
  ReminderView,
  TakenBackView,
  ToDecideView,
  VoteView,
} from './data.ts';
import { lackingText } from './footer.ts';

/** The whole revision: preview, raw text, findings, and what changed since the one before. */
export function proposalDetailCard(words: Words, view: ProposalDetail): Card {
  const { template, previous, number, revision, findings } = view;
  const author = someone(words, view.author, 'inside');
  const sections: readonly Section[] = [
    { kind: 'text', text: words.say('detail.by', { revision, author }) },
    ...(previous ? [changesSection(words, revision, previous, template)] : []),
    { kind: 'preview', label: words.say('common.preview_samples'), message: renderWithSamples(template) },
    { kind: 'raw', label: words.say('common.raw'), text: rawText(template) },
    findings.length === 0
      ? { kind: 'text', text: words.say('detail.clean') }
      : { kind: 'list', title: words.say('common.findings'), items: findingTexts(words, findings) },
    ...callSection(words, view.deciders),
  ];
  return {
    title: words.say('detail.title', { number, revision }),
    tone: 'plain',
    facts: [],
    sections,
    actions: [],
    summary: words.say('detail.summary', { number, revision, author, name: template.name, count: findings.length }),
  };
}

function callSection(words: Words, deciders: readonly PersonRef[] = []): readonly Section[] {
  if (deciders.length === 0) return [];
  return [{ kind: 'text', text: joinTexts([words.say('detail.to_decide'), mentions(words, deciders)]) }];
}

/** To one person who may decide: what waits, and where all of it is listed. */
export function toDecideCard(words: Words, { number, by, name }: ToDecideView): Card {
  const facts = { number, by: someone(words, by, 'inside'), name: shorten(name, 200) };
  const text = words.rich('to_decide.text', { ...facts, command: command(TEMPLATE_COMMANDS.pending) });
  return line(words.say('to_decide.title', { number }), text, 'plain');
}

/** To one person who may enable a template that the provider approved. */
export function toEnableCard(words: Words, { name, language }: Pick<Template, 'name' | 'language'>): Card {
  const text = words.rich('to_enable.text', {
    template: shorten(templateName({ name, language }), 200),
    command: command(`template show ${name} ${language}`),
  });
  return line(words.say('to_enable.title'), text, 'plain');
}

/** Only what differs: the whole text stands below it. */
function changesSection(words: Words, revision: number, before: Template, after: Template): Section {
  const lines = diffTemplates(before, after, diffLabels(words)).filter(({ mark }) => mark !== 'same');
  if (lines.length === 0) return { kind: 'text', text: words.say('propose.check.same') };
  return { kind: 'diff', label: words.say('common.diff', { revision: revision - 1 }), lines };
}

export function voteLine(words: Words, view: VoteView): Card {
  const key = view.vote === 'approve' && view.changed ? 'vote.approve_changed' : (`vote.${view.vote}` as const);
  const text = words.rich(key, {
    by: someone(words, view.by, 'start'),
    at: { time: view.at },
    revision: view.revision,
    have: view.have,
    need: view.need,
    reason: view.reason ?? '',
  });
  const tone = ({ approve: 'good', reject: 'bad', request_changes: 'warning' } as const)[view.vote];
  return line(words.say('vote.title'), text, tone);
}

export function historyLine(words: Words, view: HistoryView): Card {
  const text = words.rich(`history.${view.kind}`, {
    by: someone(words, view.by ?? '', 'start'),
    at: { time: view.at },
  });
  return line(words.say('history.title'), text, 'plain');
}

/** Two accounts turned out to be one person, and one of their votes went. */
export function takenBackLine(words: Words, view: TakenBackView): Card {
  const { why, ...facts } = view;
  return line(
    words.say('history.title'),
    words.rich(`history.taken_back.${why}`, {
      ...facts,
      by: someone(words, view.by, 'start'),
      at: { time: view.at },
    }),
    'warning',
  );
}

/** Mentions those who can still decide, and nobody else. */
export function reminderCard(words: Words, view: ReminderView): Card {
  const { proposal, approvers } = view;
  const facts = {
    proposer: someone(words, proposal.proposer.name, 'start'),
    since: { time: view.waitingSince },
    name: proposal.template.name,
    language: proposal.template.language,
  };
  const text =
    approvers.length > 0
      ? words.rich('reminder.text', { ...facts, who: mentions(words, approvers) })
      : words.rich('reminder.text_nobody', facts);
  const deadline = proposal.deadline ? words.rich('reminder.deadline', { deadline: { time: proposal.deadline } }) : '';
  const name = shorten(templateName(proposal.template), 200);
  return {
    title: words.say('reminder.title', { number: proposal.number }),
    tone: 'warning',
    facts: [],
    sections: [{ kind: 'text', text: joinTexts([text, deadline, words.say('reminder.how')]) }],
    actions: [],
    summary: words.say('reminder.summary', { number: proposal.number, name, ...proposal.quorum }),
  };
}

/** To admins: too few people are left. Nothing, once enough are there or it is decided. */
export function undecidableCard(words: Words, view: ProposalView): Card | undefined {
  if (!view.lacking) return undefined;
  const { number } = view;
  const what = words.say('undecidable.what', { number, name: shorten(templateName(view.template), 200) });
  const text = `${what} ${lackingText(words, view.quorum, view.lacking)}`;
  return line(words.say('undecidable.title', { number }), text, 'warning');
}

function line(title: string, text: Text, tone: Tone): Card {
  return { title, tone, facts: [], sections: [{ kind: 'text', text }], actions: [], summary: plainText(text) };
}
