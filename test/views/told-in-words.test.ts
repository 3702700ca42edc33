// Refusals, failures and news from the provider: each has a fact and a next step, in both languages.
import { describe, expect, it } from 'vitest';
import { FAULTS, SAMPLE_FAULTS } from '../../src/domain/fault.ts';
import { QUOTA_REACHED, REVIEW_STATES } from '../../src/domain/review/review.ts';
import { sendHelpCard, templateHelpCard } from '../../src/views/operation/help-card.ts';
import { senderNotice } from '../../src/views/operation/sender-notice.ts';
import { failureText, vendorText } from '../../src/views/parts/failure-text.ts';
import { plainText, shorten } from '../../src/views/parts/text.ts';
import { refusalCard, refusalText } from '../../src/views/refusals/card.ts';
import { reviewNotice } from '../../src/views/review/notice.ts';
import { reviewWord } from '../../src/views/review/word.ts';
import { syncResultCard, templateCard, templateListCard } from '../../src/views/templates/list-card.ts';
import type { Card } from '../../src/views/view.ts';
import { LANGUAGES } from '../../src/views/words/index.ts';
import { aTemplate } from '../support/app/builders.ts';
import { aboutMeta, EVERY_WORDS } from '../support/every-words.ts';
import { AT, ana, aTemplateView, EVERY_REFUSAL, failure, luis } from './every-view.ts';

const en = aboutMeta('en');
const both = EVERY_WORDS.map(([, words]) => words);
const NOTICE = {
  name: 'order_ready',
  language: 'en_US',
  proposal: { id: 'p1', revision: 2, number: 42 },
  templateId: 't1',
  proposer: ana,
  admins: [luis],
};

function said(card: Card): string {
  return card.sections
    .map((section) =>
      section.kind === 'text'
        ? plainText(section.text)
        : section.kind === 'list'
          ? section.items.map(plainText).join(' ')
          : '',
    )
    .join(' ');
}

describe('a fault', () => {
  it.each(FAULTS)('%s has a sentence and a next step of its own in both languages', (fault) => {
    for (const words of both) {
      const { what, ...after } = failureText(words, { ...failure, fault });
      const next = plainText(after.next);
      expect(what).toMatch(/^[\p{Lu}¿].*\.$/u);
      expect(next).toMatch(/^[\p{Lu}¿].*\.$/u);
      expect(next).not.toBe(what);
    }
  });

  it('keeps the vendor’s code, trace and own words, marked as theirs', () => {
    const text = plainText(vendorText(en, { code: '131049', traceId: 'T1', detail: 'In order to maintain' }));

    expect(text).toBe('Provider code 131049, trace T1. The provider says: In order to maintain');
    expect(vendorText(en, {})).toBe('');
  });
});

describe('a refusal', () => {
  it.each(EVERY_REFUSAL.map((refusal) => [refusal.kind, refusal] as const))(
    '%s says more than one thing',
    (_, refusal) => {
      for (const words of both) {
        const text = refusalText(words, refusal);
        expect(text.length).toBeGreaterThan(40);
        // The fact, then the way out.
        expect(text).toMatch(/[.;:,?»”] .+/u);
      }
    },
  );

  it('offers the form with the corrected number, and none where there is nothing to correct', () => {
    const fault = { typed: '0054…', example: '+5491155551234' };
    const spaces = refusalCard(en, { kind: 'bad_number', fault: { ...fault, kind: 'double_zero', corrected: true } });
    const letters = refusalCard(en, { kind: 'bad_number', fault: { ...fault, kind: 'letters', corrected: false } });

    expect(spaces.actions).toMatchObject([{ id: 'open_send', subject: '+5491155551234', opensForm: true }]);
    expect(letters.actions).toEqual([]);
    expect(said(spaces)).toBe('“0054…” begins with 00. Write + instead: “send-active +5491155551234”');
  });

  it('names whom to ask, and somebody even when nobody is known', () => {
    expect(refusalText(en, { kind: 'not_allowed', role: 'agent', ask: ['Ana', 'Luis'] })).toBe(
      'This needs the role agent. Ask Ana or Luis.',
    );
    expect(refusalText(en, { kind: 'not_allowed', role: 'agent', ask: [] })).toContain('Ask an admin.');
  });

  it('tells who decided and when', () => {
    const refusal = { kind: 'already_decided', number: 4, decision: 'rejected', by: 'Luis', at: AT } as const;

    expect(refusalText(en, refusal)).toContain('Proposal 4 is already rejected, by Luis, 2026-03-04 14:02 UTC.');
  });

  it('answers an unknown word with the commands there are', () => {
    const card = refusalCard(en, { kind: 'unknown_command', command: 'template', word: 'porpose' });

    expect(said(card)).toContain('“template propose” opens the form');
    expect(card.actions.map((action) => action.id)).toEqual(['open_propose', 'list_templates']);
  });
});

describe('news from the provider', () => {
  const review = (state: (typeof REVIEW_STATES)[number], enabled = false) =>
    reviewNotice(en, {
      ...NOTICE,
      kind: 'review',
      at: AT,
      enabled,
      review: {
        state,
        raw: 'ODD',
        reason: 'INVALID_FORMAT',
        explanation: 'Two variables',
        recommendation: 'Add words',
        until: AT,
      },
    });

  it.each(REVIEW_STATES)('tells %s with the template’s name', (state) => {
    expect(said(review(state))).toContain('order_ready (en_US)');
  });

  it('tells a full account as such, on the notice, on cards and in a refusal, never as an unknown word', () => {
    const full = { state: 'unknown', raw: 'LIMIT_EXCEEDED', reason: QUOTA_REACHED } as const;
    const notice = reviewNotice(en, { ...NOTICE, kind: 'review', at: AT, enabled: false, review: full });
    const refusal = {
      kind: 'not_sendable',
      name: 'a',
      language: 'en',
      review: 'unknown',
      raw: full.raw,
      reason: full.reason,
    } as const;

    expect(said(notice)).toContain('the account is full');
    expect(reviewWord(en, full)).toBe('over the template quota');
    expect(refusalText(en, refusal)).toContain('over the template quota');
    for (const text of [said(notice), refusalText(en, refusal)]) expect(text).not.toContain('LIMIT_EXCEEDED');
  });

  it('says where to enable an approved template, and how to send an enabled one', () => {
    expect(review('approved').actions).toEqual([]);
    expect(said(review('approved'))).toContain('Enable for agents');
    expect(said(review('approved', true))).toContain('“send-active +5491155551234 order_ready en_US”');
  });

  it('offers to enable an approved template that was not proposed here', () => {
    const { proposal: _none, ...unmanaged } = NOTICE;
    const card = reviewNotice(en, {
      ...unmanaged,
      kind: 'review',
      at: AT,
      enabled: false,
      review: { state: 'approved', raw: 'APPROVED' },
    });

    expect(card.actions).toMatchObject([{ id: 'enable_template', subject: 't1' }]);
  });

  it('shows reason, explanation and recommendation of a rejection, with a way to fix it', () => {
    const card = review('rejected');

    expect(said(card)).toContain('Meta explains: Two variables');
    expect(said(card)).toContain('Meta recommends: Add words');
    expect(said(card)).toContain('Ana Nasser, this is yours to take on.');
    expect(card.actions).toMatchObject([{ id: 'fix_and_resubmit', subject: 'p1:2', opensForm: true }]);
  });

  it('shows a reason and a state we do not know as the provider wrote them', () => {
    const card = reviewNotice(en, {
      ...NOTICE,
      kind: 'review',
      at: AT,
      enabled: false,
      review: { state: 'unknown', raw: 'SLEEPING', reason: 'TIRED' },
    });

    expect(said(card)).toContain('“SLEEPING”');
    expect(said(card)).toContain('Meta’s reason is “TIRED”.');
  });

  it('tells a category change with old and new', () => {
    const card = reviewNotice(en, { ...NOTICE, kind: 'category', from: 'UTILITY', to: 'MARKETING', effective: 'now' });

    expect(said(card)).toContain('from Utility to Marketing');
  });

  it('tells when Meta filed a new template under another category', () => {
    const submitted = { ...NOTICE, kind: 'submitted', at: AT, asked: 'UTILITY' } as const;

    expect(reviewNotice(en, { ...submitted, given: 'UTILITY' }).tone).toBe('good');
    expect(said(reviewNotice(en, { ...submitted, given: 'MARKETING' }))).toContain('Meta filed it as Marketing');
  });

  it('shows drift with a diff and both ways out', () => {
    const card = reviewNotice(en, {
      ...NOTICE,
      kind: 'drift',
      approved: aTemplate(),
      remote: aTemplate({ footer: 'New' }),
    });

    const diff = card.sections.find((section) => section.kind === 'diff');
    expect(diff?.kind === 'diff' && diff.lines).toContainEqual({ mark: 'added', text: 'footer: New' });
    expect(card.actions).toMatchObject([{ id: 'accept_provider_content', subject: 't1' }]);
  });

  it('offers Retry and a correction when submitting is stuck, but no buttons where there is no proposal', () => {
    const { proposal: _unmanaged, ...rest } = NOTICE;

    expect(reviewNotice(en, { ...NOTICE, kind: 'stuck', failure }).actions.map((a) => a.id)).toEqual([
      'retry_submission',
      'fix_and_resubmit',
    ]);
    expect(reviewNotice(en, { ...rest, kind: 'stuck', failure }).actions).toEqual([]);
  });

  it('tells admins that a sender is stopped, why, and how it goes on', () => {
    const card = senderNotice(en, {
      senderId: 'main',
      sender: 'Main',
      admins: [luis],
      kind: 'stopped',
      fault: 'payment',
      code: '131042',
      at: AT,
    });

    expect(said(card)).toContain('There is a payment problem');
    expect(said(card)).toContain('Provider code 131042');
    expect(card.actions).toMatchObject([{ id: 'resume_sender', subject: 'main' }]);
  });
});

describe('templates', () => {
  it('lists state, quality and whether agents may send', () => {
    const card = templateListCard(en, {
      text: '',
      items: [aTemplateView({ name: 'order_ready' })],
      page: 1,
      pages: 1,
      total: 1,
    });

    expect(said(card)).toBe('order_ready (zh_HK) · Marketing · approved · enabled · quality medium');
    expect(card.actions).toEqual([]);
  });

  it('pages with the text kept', () => {
    const card = templateListCard(en, { text: 'order', items: [aTemplateView()], page: 2, pages: 3, total: 25 });

    expect(card.actions.map((action) => action.subject)).toEqual(['1 order', '3 order', '1']);
  });

  it('shows Enable and Disable only to those who may', () => {
    const ids = (card: Card) => card.actions.map((action) => action.id);

    expect(ids(templateCard(en, aTemplateView()))).toEqual(['disable_template']);
    expect(ids(templateCard(en, aTemplateView({ enabled: false })))).toEqual(['enable_template']);
    expect(ids(templateCard(en, aTemplateView({ mayManage: false })))).toEqual([]);
    expect(
      ids(templateCard(en, aTemplateView({ enabled: false, review: { state: 'paused', raw: 'PAUSED' } }))),
    ).toEqual([]);
  });

  it('tells what a sync changed, at most twenty of each, and how many more', () => {
    const many = Array.from({ length: 25 }, (_, n) => `t${n} (en)`);
    const card = syncResultCard(en, [{ sender: 'Main', added: many, changed: [], gone: [], drifted: [], total: 30 }]);

    expect(card.summary).toBe('Main: 25 new, nothing changed, nothing gone.');
    expect(said(card)).toContain('… and 5 more');
  });

  it('says why a sync failed', () => {
    const card = syncResultCard(en, [
      { sender: 'Main', added: [], changed: [], gone: [], drifted: [], total: 0, failure },
    ]);

    expect(said(card)).toContain('Main: the templates could not be read.');
    expect(card.tone).toBe('warning');
  });
});

describe('help', () => {
  it('shows examples, buttons, one’s roles and whom to ask', () => {
    const card = templateHelpCard(en, { roles: new Set(['agent', 'proposer'] as const), ask: ['Ana'] });

    expect(said(card)).toContain('“template show order_ready es_AR”');
    expect(card.actions.map((action) => action.id)).toEqual(['open_propose', 'list_templates', 'list_pending']);
    expect(plainText(card.footer ?? '')).toBe(
      'Your roles: proposer and agent. Roles are given by Ana. For sending: “send-active help”',
    );
  });

  it('offers the draft that was left', () => {
    const draft = { id: 'd1', name: 'order_ready', savedAt: AT };
    const card = templateHelpCard(en, { roles: new Set(), ask: [], draft });

    expect(card.actions[0]).toMatchObject({ id: 'resume_draft', subject: 'd1', opensForm: true });
    expect(said(card)).toContain('unfinished draft, order_ready');
  });

  it('says how a number is written', () => {
    expect(said(sendHelpCard(en, { roles: new Set(), ask: [] }))).toContain('with + and country code');
  });
});

describe('shorten', () => {
  it('leaves what fits alone and never cuts a visible character in two', () => {
    expect(shorten('abc', 3)).toBe('abc');
    expect(shorten('abcdef', 4)).toBe('abc…');
    expect(shorten(`ab👩‍👩‍👧cd`, 6)).toBe('ab…');
  });
});

it('a sample that cannot be fetched is told as the sample’s fault, because the provider was never asked', () => {
  const card = reviewNotice(en, {
    kind: 'stuck',
    name: 'order_ready',
    language: 'en_US',
    failure: {
      kind: 'rejected',
      fault: 'media_failed',
      reaction: 'template',
      detail: 'the sample link answers 404 instead of the file',
    },
  });

  expect(card.summary).toContain('sample file');
  expect(card.summary).toContain('answers 404');
  expect(card.summary).not.toMatch(/did not take it|provider says/);
});

it('what is wrong with a sample file is a sentence in the reader’s language, never the adapter’s own words', () => {
  for (const why of SAMPLE_FAULTS) {
    const told = both.map((words) =>
      plainText(
        vendorText(words, {
          fault: 'media_failed',
          reaction: 'template',
          detail: 'sample in English',
          sample: { why, status: 404, most: 5, type: 'text/html', said: 'image/png' },
        }),
      ),
    );

    expect(new Set(told).size, why).toBe(LANGUAGES.length);
    for (const text of told) expect(text).not.toMatch(/in English|undefined|[{}]/);
  }
});

it('a sample file behind a redirect is told as what stands there', () => {
  const sample = { why: 'not_https', redirected: true } as const;

  expect(plainText(vendorText(en, { sample }))).toBe(
    'The link leads on to another address. The link does not start with https://.',
  );
});
