// Every form and card there is, each with its largest input and in every state, for tests that must hold for all of them.
import type { Failure } from '../../src/domain/fault.ts';
import { PROPOSAL_STATES } from '../../src/domain/proposals/proposal.ts';
import { GATE_CHECKS, type GateAnswer, type Refusal } from '../../src/domain/refusal.ts';
import { REVIEW_STATES } from '../../src/domain/review/review.ts';
import { checkTemplate } from '../../src/domain/rules/rule-book.ts';
import type { Dialect } from '../../src/domain/senders/dialect.ts';
import { offerOf } from '../../src/domain/senders/offer.ts';
import { SEND_STATES } from '../../src/domain/sends/state.ts';
import type { Template } from '../../src/domain/templates/template.ts';
import { inboundCard } from '../../src/views/conversations/inbound-card.ts';
import { bugCard } from '../../src/views/operation/bug-card.ts';
import { buriedNotice, closedNotice, notShownNotice, revivedNotice } from '../../src/views/operation/buried-notice.ts';
import { sendHelpCard, templateHelpCard } from '../../src/views/operation/help-card.ts';
import { lostPlaceNotice, movedPlaceNotice } from '../../src/views/operation/place-notice.ts';
import { senderNotice } from '../../src/views/operation/sender-notice.ts';
import { linkCodeCard, linkConfirmCard, linkedCard } from '../../src/views/people/account-cards.ts';
import { notToldCard, unreachableCard } from '../../src/views/people/unreachable-card.ts';
import { alreadyProposedCard, proposalCard, proposedCard } from '../../src/views/proposals/card.ts';
import type { HistoryKind, ProposalView, Submission } from '../../src/views/proposals/data.ts';
import { rejectForm, requestChangesForm } from '../../src/views/proposals/decide-form.ts';
import { handInForm, handOffCard } from '../../src/views/proposals/hand-off.ts';
import { pendingCard } from '../../src/views/proposals/pending-card.ts';
import { proposeStep1, proposeStep2, proposeStep3 } from '../../src/views/proposals/propose-form.ts';
import { sampleRefusedCard } from '../../src/views/proposals/sample-card.ts';
import {
  historyLine,
  proposalDetailCard,
  reminderCard,
  takenBackLine,
  voteLine,
} from '../../src/views/proposals/thread.ts';
import { refusalCard } from '../../src/views/refusals/card.ts';
import { gateCard } from '../../src/views/refusals/gate-card.ts';
import type { ReviewNotice } from '../../src/views/review/data.ts';
import { reviewNotice } from '../../src/views/review/notice.ts';
import { alreadySentCard, sendCard } from '../../src/views/sends/card.ts';
import type { SendView, WaitReason } from '../../src/views/sends/data.ts';
import { chooseTemplateForm, fillTemplateForm } from '../../src/views/sends/form.ts';
import { consentCard, liftAction, liftForm } from '../../src/views/sends/lift-form.ts';
import { sendStatusList, sendTimeline } from '../../src/views/sends/status-card.ts';
import type { TemplateView } from '../../src/views/templates/data.ts';
import {
  syncResultCard,
  syncStartedCard,
  templateCard,
  templateListCard,
} from '../../src/views/templates/list-card.ts';
import type { Card, Form } from '../../src/views/view.ts';
import type { Words } from '../../src/views/words/index.ts';
import { wordings } from '../../src/views/words/word-lists.ts';
import { aCodeTemplate, aTemplate } from '../support/app/builders.ts';

export const AT = '2026-03-04T14:02:00.000Z';
export const ana = { name: 'Ana Nasser', ids: { slack: 'U1', console: 'ana' } };
export const luis = { name: 'Luis García', ids: { slack: 'U2' } };
/** A customer's number: differs from every example and from every number in a template. */
export const CUSTOMER = '+5491155557788';
const EXAMPLE = '+5491155551234';

export const LONG_NAME = `${'order_'.repeat(85)}ab`; // 512, Meta's limit

/** As large as Meta allows, with emoji and right-to-left text. */
export const LARGE: Template = aTemplate({
  name: LONG_NAME,
  language: 'zh_HK',
  category: 'MARKETING',
  purpose: 'PERSONAL_FINANCE_UPDATE',
  header: { format: 'text', text: `مرحبا {{1}} ${'م'.repeat(48)}`, samples: { '1': 'Ana' } },
  body: { text: `Hi {{1}}, ${'👩‍👩‍👧 שלום '.repeat(70)}{{2}} bye`, samples: { '1': 'Ana', '2': 'x'.repeat(200) } },
  footer: 'f'.repeat(60),
  buttons: [
    ...Array.from({ length: 6 }, (_, n) => ({ kind: 'quick_reply', label: `Reply ${n} ${'r'.repeat(17)}` }) as const),
    { kind: 'url', label: 'u'.repeat(25), url: `https://example.com/${'p'.repeat(1900)}/{{1}}`, sample: 'A-1042' },
    { kind: 'url', label: 'v'.repeat(25), url: 'https://example.com/' },
    { kind: 'phone', label: 'Call us', phone: '+5491155551234' },
    { kind: 'copy_code', sample: 'SPRING25' },
  ],
});

export const failure: Failure = {
  kind: 'rejected',
  fault: 'invalid_parameter',
  reaction: 'template',
  code: '100/2388024',
  detail: 'd'.repeat(900),
  traceId: 'AbCdEf123',
};

export function aProposal(overrides: Partial<ProposalView> = {}): ProposalView {
  return {
    id: 'p1',
    number: 42,
    revision: 2,
    state: 'pending',
    template: LARGE,
    sender: 'Main number',
    proposer: ana,
    quorum: { have: 1, need: 2 },
    deadline: AT,
    ...overrides,
  };
}

export function aSend(overrides: Partial<SendView> = {}): SendView {
  return {
    id: 's1',
    number: 17,
    to: CUSTOMER,
    contactName: 'Eva Kuusk',
    agent: ana,
    sender: 'Main number',
    template: LARGE,
    values: { 'header.1': 'Eva', 'body.1': 'Eva', 'body.2': 'A-1042', 'button.6': 'A-1042', 'button.9': 'SPRING25' },
    state: 'queued',
    at: AT,
    ...overrides,
  };
}

const STEP2 = {
  draftId: 'd1',
  values: {},
  errors: {},
  headerFormat: 'text',
  headerVariables: [{ placeholder: '1', before: 'Hi ', after: '' }],
  bodyVariables: Array.from({ length: 40 }, (_, n) => ({
    placeholder: String(n + 1),
    before: 'word '.repeat(4),
    after: ' word'.repeat(4),
  })),
  buttonCount: 10,
  isAuthentication: false,
} as const;

const ACCOUNTS = [
  { name: 'Ana Nasser', platform: 'slack' },
  { name: 'A. Nasser', platform: 'teams' },
];
const takenBack = { by: 'Ana', at: AT, revision: 2, have: 0, need: 2 };

/** Every form, by a name for the failure message. */
export function everyForm(words: Words): Record<string, Form> {
  const languages = Array.from({ length: 100 }, (_, n) => ({ value: `l${n}`, label: `Language ${n}` }));
  const step1 = {
    draftId: 'd1',
    senders: [
      { id: 'main', label: 'Main number' },
      { id: 'second', label: 'Second' },
    ],
    values: { language: 'zu' },
    errors: {},
    languages,
    languageTotal: 111,
  };
  const decide = {
    subject: 'p1:2',
    number: 42,
    name: LONG_NAME,
    language: 'en_US',
    proposer: ana.name,
    values: {},
    errors: {},
  };
  const fill = {
    draftId: 'd1',
    to: CUSTOMER,
    contactName: 'Eva Kuusk',
    sender: 'Main number',
    template: LARGE,
    values: {},
    errors: {},
    askConsent: true,
    undoSeconds: 5,
  };
  return {
    'propose 1': proposeStep1(words, step1),
    'propose 1, resumed': proposeStep1(words, { ...step1, resumed: true }),
    'propose 1, changes': proposeStep1(words, {
      ...step1,
      errors: { name: 'wrong' },
      changesRequested: { by: 'Luis', reason: 'r'.repeat(1000) },
    }),
    'propose 1, carried by a person': proposeStep1(words, {
      ...step1,
      handOffs: [POSTBOX, POSTBOX],
      offer: SMALL_OFFER,
    }),
    'propose 1, another name': proposeStep1(words, { ...step1, renames: { name: LONG_NAME, provider: 'Postbox' } }),
    'propose 2': proposeStep2(words, STEP2),
    'propose 2, little offered': proposeStep2(words, { ...STEP2, offer: SMALL_OFFER }),
    'propose 2, image': proposeStep2(words, { ...STEP2, headerFormat: 'image' }),
    'propose 2, location': proposeStep2(words, { ...STEP2, headerFormat: 'location' }),
    'propose 2, code': proposeStep2(words, { ...STEP2, isAuthentication: true }),
    'propose 2, nothing': proposeStep2(words, {
      ...STEP2,
      headerFormat: 'none',
      headerVariables: [],
      bodyVariables: [],
      buttonCount: 0,
    }),
    'propose 3': proposeStep3(words, {
      draftId: 'd1',
      template: LARGE,
      sender: 'Main number',
      findings: checkTemplate(LARGE, wordings),
      errors: { name: 'wrong' },
      quorum: 2,
      approvalPlace: '#template-approvals',
      previous: aTemplate(),
    }),
    'propose 3, carried by a person': proposeStep3(words, {
      draftId: 'd1',
      template: aTemplate(),
      sender: 'Main number',
      findings: [],
      errors: {},
      quorum: 1,
      approvalPlace: '#template-approvals',
      handOff: POSTBOX,
    }),
    'hand in': handInForm(words, { ...HAND_OFF, values: {}, errors: { outcome: 'missing' } }),
    reject: rejectForm(words, decide),
    'request changes': requestChangesForm(words, decide),
    lift: liftForm(words, { ...LIFT, errors: { reason: 'missing' } }),
    'lift, a number': liftForm(words, { ...LIFT, what: 'reach', to: '', contactName: 'N'.repeat(300) }),
    choose: chooseTemplateForm(words, { ...fill, options: [{ value: 't1', label: 'order_ready (en_US)' }], total: 1 }),
    fill: fillTemplateForm(words, { ...fill, to: CUSTOMER }),
    'fill, without a number': fillTemplateForm(words, { ...fill, to: '', contactName: 'N'.repeat(300) }),
    'fill, several senders': fillTemplateForm(words, {
      ...fill,
      senders: ['main', 'second'].map((value) => ({ value, label: 'L'.repeat(40) })),
    }),
    'fill, nothing': fillTemplateForm(words, {
      ...fill,
      template: aTemplate({ body: { text: 'Hello there', samples: {} } }),
      undoSeconds: 0,
    }),
    'fill, media': fillTemplateForm(words, {
      ...fill,
      template: aTemplate({ header: { format: 'video', sample: '' } }),
    }),
    'fill, place': fillTemplateForm(words, { ...fill, template: aTemplate({ header: { format: 'location' } }) }),
    'fill, code': fillTemplateForm(words, { ...fill, template: aCodeTemplate() }),
  };
}

const WAITING = { number: 42, name: LONG_NAME, language: 'en_US', proposer: 'Ana', since: AT } as const;
const WAITS_FOR = ['pending', 'changes_requested', 'stuck', 'handed_off', 'enable'] as const;

const LIFT = {
  contactId: 'c1',
  what: 'consent',
  to: CUSTOMER,
  blocks: ['Stopped.', 'Unreachable.'],
  asksScope: true,
  values: {},
  errors: {},
} as const;

export function everyGateAnswer(): readonly GateAnswer[] {
  return GATE_CHECKS.map((check, index) =>
    index % 2 === 0 ? { check, passed: true, until: AT } : { check, passed: false, refusal: { kind: 'no_opt_in' } },
  );
}

export const EVERY_REFUSAL: readonly Refusal[] = [
  { kind: 'not_allowed', role: 'agent', ask: ['Ana', 'Luis'] },
  { kind: 'not_allowed', role: 'approver', ask: [], groupUnknown: true },
  { kind: 'not_allowed', role: 'proposer', ask: ['Ana'], guest: true },
  { kind: 'own_proposal', number: 4, ask: ['Luis'] },
  { kind: 'own_proposal', number: 4, ask: [], alone: true },
  { kind: 'already_decided', number: 4, decision: 'rejected', by: 'Luis', at: AT },
  { kind: 'already_voted', number: 4, at: AT, have: 1, need: 2 },
  { kind: 'stale', number: 4, shown: 1, current: 2 },
  { kind: 'not_pending', number: 4, decision: 'expired' },
  { kind: 'not_yours', what: 'proposal', owner: 'Ana' },
  { kind: 'not_yours', what: 'send', owner: 'Ana' },
  { kind: 'not_yours', what: 'draft', owner: 'Ana' },
  { kind: 'not_yours', what: 'draft', owner: '' },
  { kind: 'not_found', what: 'proposal', asked: '9' },
  { kind: 'not_found', what: 'send', asked: '9' },
  { kind: 'not_found', what: 'template', asked: 'x' },
  { kind: 'not_found', what: 'draft', asked: 'x' },
  { kind: 'not_found', what: 'sender', asked: 'x' },
  { kind: 'not_found', what: 'send' },
  { kind: 'form_expired' },
  { kind: 'text_changed', name: 'order_ready', language: 'es_AR' },
  { kind: 'template_taken', name: LONG_NAME, language: 'en', where: 'proposal', number: 4 },
  { kind: 'template_taken', name: 'a', language: 'en', where: 'provider' },
  { kind: 'template_taken', name: 'a', language: 'en', where: 'rejected' },
  { kind: 'template_taken', name: 'a', language: 'en', where: 'refused_there' },
  { kind: 'unknown_template', name: 'a', known: [] },
  { kind: 'unknown_template', name: 'a', language: 'en', known: [] },
  { kind: 'unknown_template', name: 'a', known: ['b', 'c'] },
  { kind: 'unknown_template', name: 'a', language: 'en', known: ['b'] },
  { kind: 'language_needed', name: 'a', languages: ['en', 'es_AR'] },
  { kind: 'not_enabled', name: 'a', language: 'en', ask: [] },
  { kind: 'not_enabled', name: 'a', language: 'en', ask: [], yours: true },
  { kind: 'not_sendable', name: 'a', language: 'en', review: 'paused', raw: 'PAUSED', until: AT },
  { kind: 'not_sendable', name: 'a', language: 'en', review: 'unknown', raw: 'ODD' },
  { kind: 'drift', name: 'a', language: 'en' },
  { kind: 'unsupported', what: 'button FLOW' },
  { kind: 'no_sendable_templates', ask: ['Ana'] },
  { kind: 'no_sendable_templates', ask: [], yours: true },
  { kind: 'bad_number', fault: { kind: 'missing', typed: '', example: EXAMPLE, corrected: false } },
  { kind: 'bad_number', fault: { kind: 'letters', typed: '+abc', example: EXAMPLE, corrected: false } },
  { kind: 'bad_number', fault: { kind: 'symbols', typed: '#1', example: EXAMPLE, corrected: false } },
  { kind: 'bad_number', fault: { kind: 'two_numbers', typed: '1,2', example: EXAMPLE, corrected: false } },
  { kind: 'bad_number', fault: { kind: 'no_plus', typed: '5491155551234', example: EXAMPLE, corrected: true } },
  { kind: 'bad_number', fault: { kind: 'no_country_code', typed: '1155551234', example: EXAMPLE, corrected: false } },
  { kind: 'bad_number', fault: { kind: 'renumbered', typed: '+225 07181399', example: EXAMPLE, corrected: true } },
  {
    kind: 'bad_number',
    fault: { kind: 'extension', typed: '+541145551234 x2', example: EXAMPLE, corrected: true },
    rest: 'order_ready es_AR',
  },
  { kind: 'bad_number', fault: { kind: 'unknown_country', typed: '+999', example: EXAMPLE, corrected: false } },
  { kind: 'bad_number', fault: { kind: 'too_short', typed: '+549', example: EXAMPLE, corrected: false } },
  { kind: 'bad_number', fault: { kind: 'too_long', typed: '+549', example: EXAMPLE, corrected: false } },
  { kind: 'bad_number', fault: { kind: 'spaces', typed: '+54 9', example: EXAMPLE, corrected: true } },
  { kind: 'bad_number', fault: { kind: 'punctuation', typed: '+54-9', example: EXAMPLE, corrected: true } },
  { kind: 'bad_number', fault: { kind: 'double_zero', typed: '0054', example: EXAMPLE, corrected: true } },
  { kind: 'bad_number', fault: { kind: 'own_number' } },
  {
    kind: 'bad_number',
    fault: { kind: 'spaces', typed: '+54 9', example: EXAMPLE, corrected: true },
    word: 'consent',
  },
  { kind: 'own_number' },
  { kind: 'no_opt_in' },
  { kind: 'opted_out', scope: 'all' },
  { kind: 'opted_out', scope: 'all', blocked: true },
  { kind: 'opted_out', scope: 'all', since: AT, blocked: true },
  { kind: 'number_needed' },
  { kind: 'not_reached', address: 'bsuid', sender: 'Main number' },
  { kind: 'not_reached', address: 'phone', sender: 'Main number' },
  { kind: 'sender_needed', name: 'order_ready', language: 'en_US', senders: ['main', 'second'] },
  { kind: 'opted_out', scope: 'all', since: AT },
  { kind: 'opted_out', scope: 'marketing' },
  { kind: 'opted_out', scope: 'marketing', since: AT },
  { kind: 'unreachable', since: AT },
  { kind: 'unreachable', since: AT, until: AT, yours: true },
  { kind: 'opted_out', scope: 'all', since: AT, yours: true },
  { kind: 'marketing_cap', until: AT },
  { kind: 'check_unavailable', why: 'the database did not answer' },
  { kind: 'window_closed' },
  { kind: 'window_closed', closedAt: AT },
  { kind: 'sender_stopped', sender: 'Main', fault: 'payment', since: AT, ask: ['Ana'] },
  { kind: 'sender_stopped', sender: 'Main', fault: 'payment', since: AT, ask: [], yours: true },
  { kind: 'sender_running', sender: 'Main' },
  { kind: 'no_sender' },
  { kind: 'sender_cannot_submit', sender: 'Main' },
  { kind: 'too_late_to_cancel', number: 3, state: 'delivered' },
  { kind: 'not_uncertain', number: 3 },
  { kind: 'nothing_to_retry', number: 3 },
  { kind: 'unknown_command', command: 'template', word: 'w'.repeat(80) },
  { kind: 'too_many_words', command: 'send-active', extra: 'x'.repeat(200) },
  { kind: 'too_many_words', command: 'template', extra: 'x' },
  { kind: 'wrong_workspace' },
  { kind: 'link_code' },
  { kind: 'already_linked' },
  { kind: 'same_platform', platform: 'teams' },
  { kind: 'too_many_codes', until: AT },
  { kind: 'one_platform' },
];

const NOTICE = {
  name: LONG_NAME,
  language: 'en_US',
  proposal: { id: 'p1', revision: 2, number: 42 },
  templateId: 't1',
  proposer: ana,
  admins: [luis],
};

function everyNotice(): Record<string, ReviewNotice> {
  const verdicts = REVIEW_STATES.flatMap((state) =>
    [true, false].map((enabled) => {
      const review = {
        state,
        raw: 'ODD',
        reason: 'INVALID_FORMAT',
        explanation: 'e'.repeat(1500),
        recommendation: 'r'.repeat(1500),
        until: AT,
      };
      return [`${state} ${enabled}`, { ...NOTICE, kind: 'review', review, at: AT, enabled }] as const;
    }),
  );
  const others: readonly ReviewNotice[] = [
    { ...NOTICE, kind: 'category', from: 'UTILITY', to: 'MARKETING', effective: 'now' },
    { ...NOTICE, kind: 'category', to: 'MARKETING', effective: 'now' },
    { ...NOTICE, kind: 'category', from: 'UTILITY', to: 'MARKETING', effective: 'later', effectiveAt: AT },
    { ...NOTICE, kind: 'category', from: 'UTILITY', to: 'MARKETING', effective: 'later' },
    { ...NOTICE, kind: 'quality', from: 'green', to: 'red' },
    { ...NOTICE, kind: 'quality', from: 'unknown', to: 'green' },
    { ...NOTICE, kind: 'drift', approved: LARGE, remote: aTemplate() },
    { ...NOTICE, kind: 'drift_over' },
    { ...NOTICE, kind: 'slow', hours: 24, submittedAt: AT },
    { ...NOTICE, kind: 'slow', hours: 72, submittedAt: AT },
    { ...NOTICE, kind: 'slow', hours: 72, submittedAt: AT, admins: [] },
    { ...NOTICE, kind: 'submitted', at: AT, asked: 'UTILITY', given: 'UTILITY' },
    { ...NOTICE, kind: 'submitted', at: AT, asked: 'UTILITY', given: 'MARKETING' },
    { ...NOTICE, kind: 'linked', at: AT },
    { ...NOTICE, kind: 'conflict', approved: LARGE, remote: aTemplate() },
    { ...NOTICE, kind: 'stuck', failure },
  ];
  return Object.fromEntries([
    ...verdicts,
    ...others.map((notice, index) => [`${notice.kind} ${index}`, notice] as const),
  ]);
}

const SUBMISSIONS: readonly Submission[] = [
  { state: 'queued' },
  { state: 'submitted', at: AT },
  { state: 'handed_off', by: 'Luis', at: AT, console: 'Postbox Desk' },
  { state: 'stuck', failure },
];
const DECISION = { by: ['Luis', 'Eva'], at: AT, reason: 'r'.repeat(1000) };

export function everyProposal(): Record<string, ProposalView> {
  const states = PROPOSAL_STATES.map(
    (state) => [state, aProposal({ state, ...(state !== 'pending' && { decision: DECISION }) })] as const,
  );
  const submissions = SUBMISSIONS.map(
    (submission) => [submission.state, aProposal({ state: 'approved', decision: DECISION, submission })] as const,
  );
  const reviews = REVIEW_STATES.map((state) => {
    const review = { review: { state, raw: 'ODD', until: AT }, at: AT };
    return [`review ${state}`, aProposal({ state: 'approved', decision: DECISION, review, templateId: 't1' })] as const;
  });
  return {
    ...Object.fromEntries([...states, ...submissions, ...reviews]),
    'to hand off': aProposal({
      state: 'approved',
      decision: DECISION,
      submission: { state: 'handed_off', by: '', at: AT, console: 'Postbox Desk' },
    }),
    'handed in': aProposal({
      state: 'approved',
      decision: DECISION,
      submission: { state: 'handed_off', by: 'Luis', at: AT },
      review: { review: { state: 'pending', raw: 'handed in' }, at: AT },
    }),
    working: aProposal({ working: true }),
    'no decision': aProposal({ state: 'withdrawn' }),
    drifted: aProposal({
      state: 'approved',
      decision: DECISION,
      review: { review: { state: 'approved', raw: 'APPROVED' }, at: AT },
      enabled: true,
      drifted: true,
    }),
  };
}

const HISTORY: readonly HistoryKind[] = [
  'withdrawn',
  'expired',
  'retried',
  'enabled',
  'disabled',
  'drift_accepted',
  'opted_out',
  'stopped',
  'started',
  'handed_in',
];

const WAITS: readonly WaitReason[] = [
  'pair_rate',
  'throughput',
  'call_budget',
  'service',
  'quality_check',
  'sender_stopped',
  'drift',
  'category',
];

const POSTBOX = { sender: 'Main number', provider: 'Postbox', console: 'Postbox Desk' };
const SMALL_OFFER: Dialect = {
  ...offerOf([]),
  categories: ['UTILITY'],
  headers: ['text'],
  buttons: ['quick_reply'],
  footer: false,
  namedParameters: false,
  mostButtons: 2,
  lengths: { body: 500, buttonLabel: 20 },
};
const HAND_OFF = { subject: 'p1:2', number: 42, template: LARGE, provider: 'Postbox', console: 'Postbox Desk' };

export function everySend(): Record<string, SendView> {
  const states = SEND_STATES.map(
    (state) =>
      [
        state,
        aSend({ state, ...(state === 'failed' && { failure }), ...(state === 'held' && { holdUntil: AT }) }),
      ] as const,
  );
  const waits = WAITS.map(
    (why) => [`wait ${why}`, aSend({ wait: { why, until: AT, from: 'UTILITY', to: 'MARKETING' } })] as const,
  );
  return {
    ...Object.fromEntries([...states, ...waits]),
    'queued, another category': aSend({ state: 'queued', wait: { why: 'category', from: 'UTILITY', to: 'MARKETING' } }),
    'without a number': aSend({ to: '', contactName: 'N'.repeat(300) }),
    'without number or name': aSend({ to: '' }),
    'looked up, nothing': aSend({ state: 'uncertain', looked: { found: 'nothing' } }),
    'looked up, unknown': aSend({ state: 'uncertain', looked: { found: 'unknown', why: 'w'.repeat(900) } }),
    'held by Meta': aSend({ state: 'accepted', wait: { why: 'quality_check' } }),
    'failed, may retry': aSend({
      state: 'failed',
      failure: { kind: 'rejected', fault: 'marketing_cap', reaction: 'permanent', code: '131049', retryAt: AT },
    }),
    'uncertain with detail': aSend({
      state: 'uncertain',
      failure: { ...failure, kind: 'uncertain', fault: 'no_answer' },
    }),
    'failed without a reason': aSend({ state: 'failed' }),
  };
}

export function aTemplateView(overrides: Partial<TemplateView> = {}): TemplateView {
  return {
    id: 't1',
    name: LARGE.name,
    language: LARGE.language,
    category: 'MARKETING',
    review: { state: 'approved', raw: 'APPROVED' },
    quality: 'yellow',
    enabled: true,
    drifted: false,
    template: LARGE,
    sender: 'Main number',
    enabledBy: 'Ana',
    mayManage: true,
    maySend: true,
    ...overrides,
  };
}

function prefixed(prefix: string, cards: Record<string, Card>): Record<string, Card> {
  return Object.fromEntries(Object.entries(cards).map(([name, card]) => [`${prefix} ${name}`, card]));
}

function mapCards<T>(views: Record<string, T>, draw: (view: T) => Card): Record<string, Card> {
  return Object.fromEntries(Object.entries(views).map(([name, view]) => [name, draw(view)]));
}

/** Every card, by a name for the failure message. */
export function everyCard(words: Words): Record<string, Card> {
  const detail = { number: 42, revision: 2, template: LARGE, findings: checkTemplate(LARGE, wordings), author: 'Ana' };
  const vote = { by: 'Luis', at: AT, revision: 2, have: 1, need: 2, reason: 'r'.repeat(1000) };
  const sender = { senderId: 'main', sender: 'Main number', admins: [luis] };
  const review = { state: 'approved', raw: 'APPROVED' } as const;
  const sync = { sender: 'Main number', added: [], changed: [], gone: [], drifted: [], total: 12 };
  const many = Array.from({ length: 60 }, (_, n) => `template_${n} (en_US)`);
  const help = { roles: new Set(['proposer', 'agent'] as const), ask: ['Ana', 'Luis'] };
  const draft = { id: 'd1', name: LONG_NAME, savedAt: AT };
  const items = Array.from({ length: 10 }, () => aTemplateView());
  const proposed = { number: 42, revision: 1, name: LONG_NAME, language: 'en', place: '#a', quorum: 1 };
  return {
    ...prefixed(
      'proposal',
      mapCards(everyProposal(), (view) => proposalCard(words, view)),
    ),
    ...prefixed(
      'notice',
      mapCards(everyNotice(), (view) => reviewNotice(words, view)),
    ),
    ...prefixed(
      'send',
      mapCards(everySend(), (view) => sendCard(words, view)),
    ),
    ...Object.fromEntries(
      EVERY_REFUSAL.map((refusal, n) => [`refusal ${n} ${refusal.kind}`, refusalCard(words, refusal)]),
    ),
    ...Object.fromEntries(HISTORY.map((kind) => [`history ${kind}`, historyLine(words, { kind, at: AT, by: 'Ana' })])),
    'hand off': handOffCard(words, HAND_OFF),
    proposed: proposedCard(words, proposed),
    revised: proposedCard(words, { number: 42, revision: 2, name: 'a', language: 'en', place: '#a', quorum: 2 }),
    'proposed already': alreadyProposedCard(words, proposed),
    'revised already': alreadyProposedCard(words, { ...proposed, revision: 2 }),
    'sent already': alreadySentCard(words, aSend()),
    detail: proposalDetailCard(words, detail),
    'detail with diff': proposalDetailCard(words, { ...detail, previous: aTemplate() }),
    'detail, clean': proposalDetailCard(words, { ...detail, findings: [] }),
    'vote approve': voteLine(words, { ...vote, vote: 'approve' }),
    'vote changed': voteLine(words, { ...vote, vote: 'approve', changed: true }),
    'vote reject': voteLine(words, { ...vote, vote: 'reject' }),
    'vote changes': voteLine(words, { ...vote, vote: 'request_changes' }),
    'sample refused': sampleRefusedCard(words, aProposal({ state: 'changes_requested' }), {
      revision: aProposal().revision,
      failure: {
        ...failure,
        fault: 'media_failed',
        sample: { why: 'mislabelled', said: 'image/png', type: 'text/html' },
      },
    }),
    reminder: reminderCard(words, { proposal: aProposal(), approvers: [ana, luis], waitingSince: AT }),
    'reminder, nobody': reminderCard(words, { proposal: aProposal(), approvers: [], waitingSince: AT }),
    'sender stopped': senderNotice(words, { ...sender, kind: 'stopped', fault: 'payment', code: '131042', at: AT }),
    'sender resumed': senderNotice(words, { ...sender, kind: 'resumed', by: 'Luis', at: AT }),
    'sender notice': senderNotice(words, { ...sender, kind: 'notice', detail: 'FLAGGED', at: AT }),
    gate: gateCard(words, { to: CUSTOMER, answers: everyGateAnswer(), ask: [] }),
    'gate, open': gateCard(words, { answers: [], ask: [] }),
    consent: consentCard(words, {
      ...LIFT,
      actions: [liftAction(words, 'c1', 'consent'), liftAction(words, 'c1', 'reach')],
    }),
    pending: pendingCard(words, {
      forYou: WAITS_FOR.map((waits) => ({ ...WAITING, waits, link: 'https://chat.example/p1' })),
      yours: [{ ...WAITING, waits: 'pending' }],
      others: [{ ...WAITING, waits: 'enable' }],
      more: 3,
    }),
    'pending, nothing': pendingCard(words, { forYou: [], yours: [], others: [], more: 0 }),
    'consent, free': consentCard(words, { to: CUSTOMER, blocks: [], actions: [] }),
    inbound: inboundCard(words, {
      from: CUSTOMER,
      kind: 'text',
      text: 't'.repeat(4096),
      at: AT,
      agent: ana,
      answers: { number: 17, template: 'order_ready' },
      windowUntil: AT,
    }),
    'inbound instead': inboundCard(words, {
      from: CUSTOMER,
      kind: 'text',
      text: 'Hello?',
      at: AT,
      agent: ana,
      instead: true,
      answers: { number: 17, template: 'order_ready' },
      windowUntil: AT,
    }),
    'inbound image': inboundCard(words, {
      from: CUSTOMER,
      contactName: 'Eva',
      kind: 'image',
      text: '',
      at: AT,
      windowUntil: AT,
    }),
    'inbound without end': inboundCard(words, { from: CUSTOMER, kind: 'text', text: 't'.repeat(15_001), at: AT }),
    'inbound held': inboundCard(words, { from: CUSTOMER, kind: 'text', text: 'Hi', at: AT, byAssistant: true }),
    'inbound button': inboundCard(words, { from: CUSTOMER, kind: 'button', text: 'Yes', at: AT, windowUntil: AT }),
    'inbound odd': inboundCard(words, { from: CUSTOMER, kind: 'hologram', text: 'x', at: AT, windowUntil: AT }),
    'status list': sendStatusList(
      words,
      SEND_STATES.map((state, n) => ({
        number: n + 1,
        to: CUSTOMER,
        template: 'order_ready',
        state,
        at: AT,
        ...(state === 'failed' && { failure }),
      })),
    ),
    'status list, empty': sendStatusList(words, []),
    timeline: sendTimeline(words, aSend({ externalId: 'wamid.X' }), [
      ...SEND_STATES.map((state) => ({ state, at: AT, by: 'Ana', ...(state === 'failed' && { failure }) })),
      { state: 'queued', at: AT, wait: { why: 'pair_rate', until: AT } },
      { state: 'failed', at: AT },
    ]),
    list: templateListCard(words, { text: 'order', items, page: 2, pages: 3, total: 25 }),
    'list, empty': templateListCard(words, { text: '', items: [], page: 1, pages: 1, total: 0 }),
    'list, nothing found': templateListCard(words, { text: 'x'.repeat(200), items: [], page: 1, pages: 1, total: 0 }),
    'template enabled': templateCard(words, aTemplateView()),
    'template drifted': templateCard(words, aTemplateView({ drifted: true })),
    'template not enabled': templateCard(words, aTemplateView({ enabled: false, proposalNumber: 42 })),
    'template paused': templateCard(
      words,
      aTemplateView({
        review: { state: 'paused', raw: 'PAUSED', reason: 'FIRST_PAUSE', until: AT },
        futureCategory: { category: 'MARKETING', at: AT },
      }),
    ),
    'template future': templateCard(
      words,
      aTemplateView({ futureCategory: { category: 'MARKETING' }, mayManage: false }),
    ),
    'sync, same': syncResultCard(words, [sync]),
    'sync, news': syncResultCard(words, [
      { ...sync, added: many, gone: many, drifted: ['a (en)'], changed: [{ template: 'a', from: review, to: review }] },
    ]),
    'sync, failed': syncResultCard(words, [{ ...sync, failure }]),
    'sync, no sender': syncResultCard(words, []),
    'sync, started': syncStartedCard(words),
    'template help': templateHelpCard(words, { ...help, draft, links: true }),
    'template help, unnamed draft': templateHelpCard(words, { ...help, draft: { ...draft, name: '' } }),
    'send help': sendHelpCard(words, { roles: new Set(), ask: [] }),
    'link code': linkCodeCard(words, { code: 'ABCD-EFGH', until: AT, platforms: ['teams', 'console'] }),
    'link question': linkConfirmCard(
      words,
      { name: 'Luis García', platform: 'teams' },
      { subject: 'f'.repeat(64), inPublic: true },
    ),
    'linked by code': linkedCard(words, { how: 'code', accounts: ACCOUNTS, at: AT, ask: ['Marta'] }),
    'linked by e-mail': linkedCard(words, { how: 'email', accounts: ACCOUNTS, at: AT, ask: [] }),
    'vote taken back, own': takenBackLine(words, { ...takenBack, why: 'own' }),
    'vote taken back, twice': takenBackLine(words, { ...takenBack, why: 'twice' }),
    'not told': notToldCard(words, ana),
    unreachable: unreachableCard(words, { name: 'Ana', sends: false }),
    'unreachable agent': unreachableCard(words, { name: 'Ana', sends: true }),
    bug: bugCard(words, 'X7K2'),
    buried: buriedNotice(words, { job: 'send.deliver', why: 'w'.repeat(900) }),
    'buried, with retry': buriedNotice(words, { job: 'note', why: 'x', key: 'k'.repeat(255) }),
    revived: revivedNotice(words, true),
    'revived before': revivedNotice(words, false),
    'not shown, proposal': notShownNotice(words, {
      what: 'proposal',
      number: 17,
      place: '#approvals',
      platform: 'slack',
    }),
    'not shown, send': notShownNotice(words, {
      what: 'send',
      number: 17,
      place: '#sends',
      platform: 'teams',
    }),
    'lost place, proposals': lostPlaceNotice(words, {
      what: 'proposal',
      numbers: [17, 18],
      place: '#approvals',
      platform: 'slack',
      fault: 'place_archived',
    }),
    'lost place, send': lostPlaceNotice(words, {
      what: 'send',
      numbers: [17],
      place: '#sends',
      platform: 'teams',
      fault: 'place_gone',
    }),
    'moved place': movedPlaceNotice(words, { channel: 'C1', to: 'C2', place: '#approvals', platform: 'slack' }),
    'archived place': closedNotice(words, { platform: 'slack', fault: 'place_archived', place: '#approvals' }),
    'odd place': closedNotice(words, { platform: 'slack', fault: 'unknown_error', place: '#approvals', code: 'new' }),
    'closed platform': closedNotice(words, { platform: 'teams', fault: 'token_invalid', code: 'AADSTS7000222' }),
    'closed place': closedNotice(words, {
      platform: 'slack',
      fault: 'permission_missing',
      code: 'not_in_channel',
      detail: 'd'.repeat(900),
    }),
  };
}
