// The card of a proposal, in every state.
import { describe, expect, it } from 'vitest';
import { PROPOSAL_STATES } from '../../src/domain/proposals/proposal.ts';
import { plainText } from '../../src/views/parts/text.ts';
import { proposalCard } from '../../src/views/proposals/card.ts';
import { historyLine, proposalDetailCard, reminderCard, voteLine } from '../../src/views/proposals/thread.ts';
import type { Card } from '../../src/views/view.ts';
import { aTemplate } from '../support/app/builders.ts';
import { aboutMeta } from '../support/every-words.ts';
import { AT, ana, aProposal, failure, LARGE, luis } from './every-view.ts';

const words = aboutMeta('en');
const DECISION = { by: ['Luis', 'Eva'], at: AT, reason: 'Wrong tone' };
const APPROVED = { review: { state: 'approved', raw: 'APPROVED' }, at: AT } as const;

function actionIds(card: Card): readonly string[] {
  return card.actions.map((action) => action.id);
}

function fact(card: Card, label: string): string | undefined {
  const found = card.facts.find((f) => f.label === label);
  return found && plainText(found.value);
}

describe('a pending proposal', () => {
  const card = proposalCard(words, aProposal({ template: aTemplate(), revision: 3 }));

  it('shows what approvers need to know', () => {
    expect(card.title).toBe('Template proposal 42: order_ready');
    expect(fact(card, 'Template')).toBe('order_ready (en_US)');
    expect(fact(card, 'Category')).toBe('Utility');
    expect(fact(card, 'Sender')).toBe('Main number');
    expect(fact(card, 'Proposed by')).toBe('Ana Nasser');
    expect(fact(card, 'Approvals')).toBe('1/2');
    expect(card.facts.find((f) => f.label === 'Decide before')?.value).toEqual([{ time: AT }]);
  });

  it('binds every button to the proposal and its revision', () => {
    expect(actionIds(card)).toEqual(['approve', 'reject', 'request_changes', 'edit', 'withdraw']);
    expect(new Set(card.actions.map((action) => action.subject))).toEqual(new Set(['p1:3']));
  });

  it('opens a form for what needs a reason or a text, and asks before withdrawing', () => {
    const opening = card.actions.filter((action) => action.opensForm).map((action) => action.id);

    expect(opening).toEqual(['reject', 'request_changes', 'edit']);
    expect(card.actions.find((action) => action.id === 'withdraw')?.confirm?.text).toContain('Proposal 42');
  });

  it('shows a few lines of a long text and leaves the rest to the thread', () => {
    const [section] = proposalCard(words, aProposal({ template: LARGE })).sections;

    expect(section?.kind === 'preview' && section.message.body.length).toBeLessThanOrEqual(280);
    expect(section?.kind === 'preview' && section.message.body.endsWith('…')).toBe(true);
  });
});

describe('a proposal that is no longer open', () => {
  it.each(PROPOSAL_STATES.filter((s) => s !== 'pending' && s !== 'changes_requested'))(
    'has no buttons once it is %s',
    (state) => {
      expect(proposalCard(words, aProposal({ state, decision: DECISION })).actions).toEqual([]);
    },
  );

  it.each([
    ['approved', 'Approved by Luis and Eva, 2026-03-04 14:02 UTC.'],
    ['rejected', 'Rejected by Luis and Eva, 2026-03-04 14:02 UTC. Reason: Wrong tone'],
    ['changes_requested', 'Luis and Eva asked for changes, 2026-03-04 14:02 UTC: Wrong tone'],
    ['withdrawn', 'Withdrawn by Luis and Eva, 2026-03-04 14:02 UTC.'],
    ['expired', 'Expired without a decision, 2026-03-04 14:02 UTC. To try again, propose it anew.'],
  ] as const)('says who, when and why: %s', (state, footer) => {
    expect(plainText(proposalCard(words, aProposal({ state, decision: DECISION })).footer ?? '')).toBe(footer);
  });

  it('lets the proposer edit it again when changes were asked for', () => {
    const card = proposalCard(words, aProposal({ state: 'changes_requested', decision: DECISION }));

    expect(actionIds(card)).toEqual(['edit', 'withdraw']);
  });

  it('has no buttons while a click is being worked on', () => {
    const card = proposalCard(words, aProposal({ working: true }));

    expect(card.actions).toEqual([]);
    expect(card.tone).toBe('working');
    expect(card.footer).toContain('Working…');
  });

  it('has no deadline any more', () => {
    expect(
      fact(proposalCard(words, aProposal({ state: 'approved', decision: DECISION })), 'Decide before'),
    ).toBeUndefined();
  });
});

describe('an approved proposal', () => {
  const approved = (overrides: Parameters<typeof aProposal>[0]) =>
    proposalCard(words, aProposal({ state: 'approved', decision: DECISION, ...overrides }));

  it('offers Retry and a correction while submitting is stuck, with the vendor’s code', () => {
    const card = approved({ submission: { state: 'stuck', failure } });

    expect(actionIds(card)).toEqual(['retry_submission', 'fix_and_resubmit']);
    expect(plainText(card.footer ?? '')).toContain('Provider code 100/2388024');
    expect(card.tone).toBe('bad');
  });

  it.each([
    [{ submission: { state: 'queued' } }, 'It is being submitted to Meta.'],
    [{ submission: { state: 'submitted', at: AT } }, 'Submitted to Meta, 2026-03-04 14:02 UTC.'],
    [{ submission: { state: 'submitted', at: AT }, review: APPROVED, enabled: true }, 'Ready to send.'],
    [{ review: APPROVED, enabled: false }, 'Not enabled for agents yet.'],
    [{ review: APPROVED, enabled: true, drifted: true }, 'Sends are held'],
    [
      { review: { review: { state: 'paused', raw: 'PAUSED', until: AT }, at: AT } },
      'paused until 2026-03-04 14:02 UTC',
    ],
    [{ review: { review: { state: 'unknown', raw: 'ODD' }, at: AT } }, 'unknown (the provider says “ODD”)'],
  ] as const)('tells where it is at the provider: %j', (overrides, text) => {
    expect(plainText(approved(overrides).footer ?? '')).toContain(text);
  });
});

describe('the button that lets agents send', () => {
  const ready = { state: 'approved', decision: DECISION, review: APPROVED, templateId: 't1', enabled: false } as const;

  it('is there once the provider approved the template, and carries the template', () => {
    expect(proposalCard(words, aProposal(ready)).actions).toMatchObject([{ id: 'enable_template', subject: 't1' }]);
  });

  it.each([
    ['it is enabled', { enabled: true }],
    ['the text at the provider differs', { drifted: true }],
    ['the provider has not approved it', { review: { review: { state: 'pending', raw: 'PENDING' }, at: AT } }],
  ] as const)('is not there when %s', (_, change) => {
    expect(proposalCard(words, aProposal({ ...ready, ...change })).actions).toEqual([]);
  });
});

describe('the thread of a proposal', () => {
  it('holds what changed first, then the whole text and the findings', () => {
    const card = proposalDetailCard(words, {
      number: 42,
      revision: 2,
      template: aTemplate({ footer: 'New' }),
      findings: [],
      previous: aTemplate(),
      author: 'Ana',
    });

    expect(card.sections.map((section) => section.kind)).toEqual(['text', 'diff', 'preview', 'raw', 'text']);
    const diff = card.sections[1];
    expect(diff?.kind === 'diff' && diff.lines).toEqual([{ mark: 'added', text: 'footer: New' }]);
  });

  it('tells each vote with its count', () => {
    const vote = { by: 'Luis', at: AT, revision: 2, have: 1, need: 2 } as const;

    expect(voteLine(words, { ...vote, vote: 'approve' }).summary).toBe(
      'Luis approved revision 2, 2026-03-04 14:02 UTC. 1 of 2 approvals.',
    );
    expect(voteLine(words, { ...vote, vote: 'approve', changed: true }).summary).toContain('changed their vote');
    expect(voteLine(words, { ...vote, vote: 'reject', reason: 'No' }).summary).toContain('Reason: No');
  });

  it('tells history even when nobody did it', () => {
    expect(historyLine(words, { kind: 'enabled', at: AT }).summary).toContain('Somebody enabled it');
  });

  it('notifies those who can still decide, and nobody else', () => {
    const view = { proposal: aProposal(), approvers: [ana, luis], waitingSince: AT };

    const written = JSON.stringify(reminderCard(words, view).sections);

    expect(written.match(/"mention"/g)).toHaveLength(2);
    expect(JSON.stringify(reminderCard(words, { ...view, approvers: [] }))).not.toContain('"mention"');
  });
});
