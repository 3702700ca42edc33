// All the checks before a send, alone and together.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type GateFacts, passesGate, runGate } from '../../src/domain/gate.ts';
import { GATE_CHECKS, type GateCheck, type Refusal } from '../../src/domain/refusal.ts';
import { REVIEW_STATES } from '../../src/domain/review/review.ts';
import { CATEGORIES } from '../../src/domain/templates/template.ts';

type KnownTemplate = Exclude<GateFacts['template'], { readonly unknown: string }>;
type KnownRecipient = Exclude<GateFacts['recipient'], { readonly unknown: string }>;

const SINCE = '2026-11-19T09:00:00.000Z';
const UNTIL = '2026-11-21T09:00:00.000Z';
const ASK = ['Ana'];

function aSendableTemplate(over: Partial<KnownTemplate> = {}): KnownTemplate {
  return {
    name: 'order_ready',
    language: 'en_US',
    category: 'UTILITY',
    review: { state: 'approved', raw: 'APPROVED' },
    enabled: true,
    drifted: false,
    ...over,
  };
}

function aReachable(over: Partial<KnownRecipient> = {}): KnownRecipient {
  return { isOwnNumber: false, optedIn: true, consentGiven: false, ...over };
}

/** A send that nothing speaks against. */
function allFine(over: Partial<GateFacts> = {}): GateFacts {
  return {
    isAgent: true,
    ask: ASK,
    template: aSendableTemplate(),
    recipient: aReachable(),
    requireOptIn: true,
    sender: { label: 'Shop' },
    ...over,
  };
}

function refusalsOf(facts: GateFacts): Partial<Record<GateCheck, Refusal>> {
  return Object.fromEntries(runGate(facts).flatMap((a) => (a.passed ? [] : [[a.check, a.refusal]])));
}

const ofTemplate = (over: Partial<KnownTemplate>) => allFine({ template: aSendableTemplate(over) });
const ofRecipient = (over: Partial<KnownRecipient>) => allFine({ recipient: aReachable(over) });
const marketingTo = (over: Partial<KnownRecipient>) =>
  allFine({ template: aSendableTemplate({ category: 'MARKETING' }), recipient: aReachable(over) });

describe('the gate', () => {
  test('lets a send pass that nothing speaks against', () => {
    expect(runGate(allFine())).toEqual(GATE_CHECKS.map((check) => ({ check, passed: true })));
    expect(passesGate(runGate(allFine()))).toBe(true);
  });

  test.each<[string, GateFacts, GateCheck, Refusal]>([
    [
      'a person without the role',
      allFine({ isAgent: false }),
      'role',
      { kind: 'not_allowed', role: 'agent', ask: ASK },
    ],
    [
      'a template the provider paused',
      ofTemplate({ review: { state: 'paused', raw: 'PAUSED', until: UNTIL } }),
      'template',
      { kind: 'not_sendable', name: 'order_ready', language: 'en_US', review: 'paused', raw: 'PAUSED', until: UNTIL },
    ],
    [
      'a template in a state we have no word for',
      ofTemplate({ review: { state: 'unknown', raw: 'LIMBO' } }),
      'template',
      { kind: 'not_sendable', name: 'order_ready', language: 'en_US', review: 'unknown', raw: 'LIMBO' },
    ],
    [
      'a template changed at the provider since it was approved',
      ofTemplate({ drifted: true }),
      'template',
      { kind: 'drift', name: 'order_ready', language: 'en_US' },
    ],
    [
      'a template with a part we cannot fill',
      ofTemplate({ unfillable: 'FLOW' }),
      'template',
      { kind: 'unsupported', what: 'FLOW' },
    ],
    [
      'a template not released to agents',
      ofTemplate({ enabled: false }),
      'template',
      { kind: 'not_enabled', name: 'order_ready', language: 'en_US', ask: ASK },
    ],
    ['our own number', ofRecipient({ isOwnNumber: true }), 'number', { kind: 'own_number' }],
    [
      'a number that is not on WhatsApp',
      ofRecipient({ unreachableAt: SINCE }),
      'number',
      { kind: 'unreachable', since: SINCE },
    ],
    [
      'a one-time code to a customer without a number',
      allFine({
        template: aSendableTemplate({ category: 'AUTHENTICATION' }),
        recipient: aReachable({ address: { kind: 'bsuid', taken: true } }),
      }),
      'number',
      { kind: 'number_needed' },
    ],
    [
      'a customer this provider cannot address',
      ofRecipient({ address: { kind: 'bsuid', taken: false } }),
      'number',
      { kind: 'not_reached', address: 'bsuid', sender: 'Shop' },
    ],
    [
      'anything to a customer who stopped everything',
      ofRecipient({ stopped: { since: SINCE, blocked: false } }),
      'opt_out',
      { kind: 'opted_out', scope: 'all', since: SINCE },
    ],
    [
      'anything to a customer the provider lets nothing through to',
      ofRecipient({ stopped: { since: SINCE, blocked: true } }),
      'opt_out',
      { kind: 'opted_out', scope: 'all', since: SINCE, blocked: true },
    ],
    ['a customer who never agreed', ofRecipient({ optedIn: false }), 'opt_in', { kind: 'no_opt_in' }],
    [
      'marketing to a customer who stopped it',
      marketingTo({ optedOutAt: SINCE }),
      'opt_out',
      { kind: 'opted_out', scope: 'marketing', since: SINCE },
    ],
    [
      'marketing to a customer whom Meta gives a rest',
      marketingTo({ marketingBlockedUntil: UNTIL }),
      'opt_out',
      { kind: 'marketing_cap', until: UNTIL },
    ],
    [
      'a sender that was stopped',
      allFine({ sender: { label: 'Shop', stopped: { fault: 'payment', since: SINCE } } }),
      'sender',
      { kind: 'sender_stopped', sender: 'Shop', fault: 'payment', since: SINCE, ask: ASK },
    ],
  ])('stops %s, with that reason and no other', (_what, facts, check, refusal) => {
    expect(refusalsOf(facts)).toEqual({ [check]: refusal });
    expect(passesGate(runGate(facts))).toBe(false);
  });

  test.each(REVIEW_STATES.filter((state) => state !== 'approved'))('stops a template whose review is %s', (state) => {
    expect(refusalsOf(ofTemplate({ review: { state, raw: 'X' } })).template).toMatchObject({
      kind: 'not_sendable',
      review: state,
    });
  });

  test('names the provider’s verdict before anything that only we could repair', () => {
    const facts = ofTemplate({
      review: { state: 'rejected', raw: 'REJECTED' },
      drifted: true,
      enabled: false,
      unfillable: 'FLOW',
    });

    expect(refusalsOf(facts).template?.kind).toBe('not_sendable');
  });

  test('gives every reason at once', () => {
    const facts = allFine({
      isAgent: false,
      template: aSendableTemplate({ category: 'MARKETING', enabled: false }),
      recipient: aReachable({ isOwnNumber: true, optedIn: false, optedOutAt: SINCE }),
      sender: { label: 'Shop', stopped: { fault: 'account_locked', since: SINCE } },
    });

    expect(Object.keys(refusalsOf(facts))).toEqual(['role', 'template', 'number', 'opt_in', 'opt_out', 'sender']);
  });

  test('takes the agent’s word for consent, and asks for none where none is required', () => {
    expect(refusalsOf(ofRecipient({ optedIn: false, consentGiven: true }))).toEqual({});
    expect(refusalsOf(allFine({ requireOptIn: false, recipient: aReachable({ optedIn: false }) }))).toEqual({});
  });

  test.each(['UTILITY', 'AUTHENTICATION'] as const)(
    'lets %s through to a customer who stopped marketing',
    (category) => {
      const facts = allFine({
        template: aSendableTemplate({ category }),
        recipient: aReachable({ optedOutAt: SINCE, marketingBlockedUntil: UNTIL }),
      });

      expect(refusalsOf(facts)).toEqual({});
    },
  );

  test('takes no word of consent for marketing to a customer who stopped it', () => {
    expect(refusalsOf(marketingTo({ optedOutAt: SINCE, consentGiven: true })).opt_out?.kind).toBe('opted_out');
  });

  test('lets a send pass that has to wait for its turn, and says until when', () => {
    const answers = runGate(allFine({ pairWaitUntil: UNTIL }));

    expect(answers.at(-1)).toEqual({ check: 'pair_rate', passed: true, until: UNTIL });
    expect(passesGate(answers)).toBe(true);
  });
});

describe('what could not be looked up', () => {
  test('about the recipient fails every check that needed it', () => {
    const unavailable = { kind: 'check_unavailable', why: 'contacts unreadable' };

    expect(refusalsOf(allFine({ recipient: { unknown: 'contacts unreadable' } }))).toEqual({
      number: unavailable,
      opt_in: unavailable,
      opt_out: unavailable,
    });
  });

  test('about the template fails its check', () => {
    expect(refusalsOf(allFine({ template: { unknown: 'no such template' } }))).toEqual({
      template: { kind: 'check_unavailable', why: 'no such template' },
    });
  });

  test('about the template counts as marketing for a customer who stopped marketing', () => {
    const facts = allFine({ template: { unknown: 'x' }, recipient: aReachable({ optedOutAt: SINCE }) });

    expect(refusalsOf(facts).opt_out?.kind).toBe('opted_out');
  });
});

describe('whatever the facts', () => {
  const time = fc.option(fc.constantFrom(SINCE, UNTIL), { nil: undefined });
  const unknown = fc.constant({ unknown: 'x' });
  const template = fc.oneof(
    unknown,
    fc
      .record({
        category: fc.constantFrom(...CATEGORIES),
        state: fc.constantFrom('approved', ...REVIEW_STATES),
        enabled: fc.boolean(),
        drifted: fc.boolean(),
        unfillable: fc.boolean(),
      })
      .map(({ state, unfillable, ...rest }) =>
        aSendableTemplate({ ...rest, review: { state, raw: 'X' }, ...(unfillable && { unfillable: 'FLOW' }) }),
      ),
  );
  const recipient = fc.oneof(
    unknown,
    fc
      .record({
        isOwnNumber: fc.boolean(),
        optedIn: fc.boolean(),
        consentGiven: fc.boolean(),
        optedOutAt: time,
        unreachableAt: time,
        marketingBlockedUntil: time,
      })
      .map(({ optedOutAt, unreachableAt, marketingBlockedUntil, ...rest }) =>
        aReachable({
          ...rest,
          ...(optedOutAt && { optedOutAt }),
          ...(unreachableAt && { unreachableAt }),
          ...(marketingBlockedUntil && { marketingBlockedUntil }),
        }),
      ),
  );
  const facts = fc
    .record({
      isAgent: fc.boolean(),
      template,
      recipient,
      requireOptIn: fc.boolean(),
      stopped: fc.boolean(),
      wait: time,
    })
    .map(
      ({ stopped, wait, ...rest }): GateFacts => ({
        ...rest,
        ask: ASK,
        sender: { label: 'Shop', ...(stopped && { stopped: { fault: 'payment' as const, since: SINCE } }) },
        ...(wait && { pairWaitUntil: wait }),
      }),
    );

  test('every check is answered once, in the order people read', () => {
    fc.assert(
      fc.property(facts, (given) => {
        expect(runGate(given).map((answer) => answer.check)).toEqual(GATE_CHECKS);
      }),
    );
  });

  test('a send passes exactly when every single fact is known and fine', () => {
    fc.assert(
      fc.property(facts, (given) => {
        expect(passesGate(runGate(given))).toBe(everythingIsFine(given));
      }),
      { numRuns: 1_000 },
    );
  });

  function everythingIsFine({ isAgent, template: t, recipient: r, requireOptIn, sender }: GateFacts): boolean {
    if ('unknown' in t || 'unknown' in r) return false;
    return [
      isAgent,
      t.review.state === 'approved',
      t.enabled,
      !t.drifted,
      t.unfillable === undefined,
      !r.isOwnNumber,
      r.unreachableAt === undefined,
      r.optedIn || r.consentGiven || !requireOptIn,
      t.category !== 'MARKETING' || (r.optedOutAt === undefined && r.marketingBlockedUntil === undefined),
      sender.stopped === undefined,
    ].every(Boolean);
  }
});
