// The hash that decisions are bound to, and the fingerprint of what the provider holds.
import { describe, expect, it } from 'vitest';
import { diffTemplates } from '../../../src/domain/proposals/diff.ts';
import { approvedFingerprint, providerFingerprint } from '../../../src/domain/review/fingerprint.ts';
import { contentHash } from '../../../src/domain/templates/content-hash.ts';
import { dialled } from '../../../src/domain/templates/shape.ts';
import type { Button, Template } from '../../../src/domain/templates/template.ts';
import { aCodeTemplate, aTemplate } from '../../support/app/builders.ts';

const call = (phone: string): Button => ({ kind: 'phone', label: 'Call', phone });
const base = aTemplate({
  header: { format: 'text', text: 'Hi {{1}}!', samples: { '1': 'a' } },
  footer: 'Bye',
  buttons: [call('+5491155551234')],
});

/** Every edit of a template a person can make. */
const EDITS: Record<string, Partial<Template>> = {
  name: { name: 'other' },
  language: { language: 'en' },
  category: { category: 'MARKETING' },
  purpose: { purpose: 'ALERT_UPDATE' },
  parameterFormat: { parameterFormat: 'named' },
  headerText: { header: { format: 'text', text: 'Hey {{1}}!', samples: { '1': 'a' } } },
  headerSample: { header: { format: 'text', text: 'Hi {{1}}!', samples: { '1': 'b' } } },
  headerFormat: { header: { format: 'image', sample: '4::x' } },
  body: { body: { ...base.body, text: `${base.body.text}!` } },
  bodySample: { body: { ...base.body, samples: { '1': 'Eva', '2': 'A-1042' } } },
  footer: { footer: 'Bye!' },
  buttonKind: { buttons: [{ kind: 'quick_reply', label: 'Call' }] },
  buttonLabel: { buttons: [{ kind: 'phone', label: 'Ring', phone: '+5491155551234' }] },
  buttonValue: { buttons: [call('+5491155551235')] },
  buttonCount: { buttons: [] },
  ttl: { ttlSeconds: 60 },
};
const UNSEEN_BY_PROVIDER = ['category', 'purpose', 'headerSample', 'bodySample', 'ttl'];

describe('contentHash', () => {
  it('is 64 hexadecimal digits and does not depend on the order of keys', () => {
    const { name, ...rest } = base;

    expect(contentHash(base)).toMatch(/^[0-9a-f]{64}$/);
    expect(contentHash({ ...rest, name })).toBe(contentHash(base));
    expect(contentHash(JSON.parse(JSON.stringify(base)))).toBe(contentHash(base));
  });

  it('stays the same for ever', () => {
    // Decisions made by earlier versions are bound to this value.
    expect(contentHash(aTemplate())).toBe('ec8416d307e5142d9a1a82a5ffa31fa43e952884fd980d938825b0b8338381fc');
  });

  it.each(Object.entries(EDITS))('changes with an edit of %s', (_, edit) => {
    expect(contentHash({ ...base, ...edit })).not.toBe(contentHash(base));
  });

  it('changes with the sender and with the order of buttons', () => {
    const two = [call('+1'), call('+2')];

    expect(contentHash(base, 'main')).not.toBe(contentHash(base, 'other'));
    expect(contentHash({ ...base, buttons: two })).not.toBe(contentHash({ ...base, buttons: two.toReversed() }));
  });

  it('does not confuse neighbouring texts', () => {
    expect(contentHash(aTemplate({ name: 'a', language: 'bc' }))).not.toBe(
      contentHash(aTemplate({ name: 'ab', language: 'c' })),
    );
  });
});

describe('providerFingerprint', () => {
  it.each(Object.entries(EDITS))('changes with %s only if the provider shows it', (edited, edit) => {
    const same = providerFingerprint({ ...base, ...edit }) === providerFingerprint(base);

    expect(same).toBe(UNSEEN_BY_PROVIDER.includes(edited));
  });

  it('ignores what the provider changes by itself', () => {
    const ours = aTemplate({
      buttons: [call('+44 (0)20 7946-0000'), { kind: 'quick_reply', label: 'Yes', value: 'p' }],
      body: { text: ' Hi ', samples: {} },
    });
    const theirs = aTemplate({
      buttons: [call('442079460000'), { kind: 'quick_reply', label: 'Yes' }],
      body: { text: 'Hi', samples: {} },
      parameterFormat: 'named',
    });

    expect(providerFingerprint(ours)).toBe(providerFingerprint(theirs));
  });

  it("ignores Meta's own text of one-time codes", () => {
    const theirs = aCodeTemplate({
      body: { text: '*{{1}}* es tu código.', samples: {} },
      authentication: { securityRecommendation: false, expiryMinutes: 10 },
    });

    expect(providerFingerprint(theirs)).toBe(providerFingerprint(aCodeTemplate()));
    expect(providerFingerprint(aCodeTemplate({ buttons: [{ kind: 'otp', otpKind: 'one_tap' }] }))).not.toBe(
      providerFingerprint(aCodeTemplate()),
    );
  });
});

describe('dialled', () => {
  it.each([
    ['+44 (0)20 7946 0000', '442079460000'],
    ['+1 800 555 1234', '18005551234'],
    ['+598 094 123 456', '59894123456'],
    ['+5491155551234', '5491155551234'],
    ['', ''],
  ])('reads %j as %j', (phone, digits) => {
    expect(dialled(phone)).toBe(digits);
  });
});

describe('diffTemplates', () => {
  it('shows what changed line by line', () => {
    const before = aTemplate({ body: { text: 'One\nTwo\nThree', samples: {} }, footer: 'Bye' });
    const after = aTemplate({
      body: { text: 'One\n2\nThree', samples: {} },
      buttons: [{ kind: 'quick_reply', label: 'Yes' }],
    });

    expect(diffTemplates(before, after)).toEqual([
      { mark: 'same', text: 'name: order_ready' },
      { mark: 'same', text: 'language: en_US' },
      { mark: 'same', text: 'category: UTILITY' },
      { mark: 'same', text: 'parameters: positional' },
      { mark: 'same', text: 'body: One' },
      { mark: 'removed', text: 'body: Two' },
      { mark: 'added', text: 'body: 2' },
      { mark: 'same', text: 'body: Three' },
      { mark: 'removed', text: 'footer: Bye' },
      { mark: 'added', text: 'button 1: quick reply | Yes' },
    ]);
  });

  it.each(Object.entries(EDITS))('shows an edit of %s', (_, edit) => {
    expect(diffTemplates(base, { ...base, ...edit }).some(({ mark }) => mark !== 'same')).toBe(true);
    expect(diffTemplates(base, base).every(({ mark }) => mark === 'same')).toBe(true);
  });

  it('shows what only other systems can make', () => {
    const card = {
      header: { format: 'image', sample: '4::x' },
      body: { text: 'Oak', samples: {} },
      buttons: [call('+1')],
    } as const;
    const lines = diffTemplates(
      aTemplate(),
      aTemplate({ carousel: [card], limitedTimeOffer: { text: 'Soon', hasExpiration: true } }),
    );

    expect(lines.filter(({ mark }) => mark === 'added').map(({ text }) => text)).toEqual([
      'offer: Soon (expires)',
      'card 1 header: image 4::x',
      'card 1 body: Oak',
      'card 1 button: call | Call | +1',
    ]);
    expect(diffTemplates(aTemplate(), aCodeTemplate()).map(({ text }) => text)).toContain('code expires: 10 min');
  });

  it('stays quick on texts of thousands of lines', () => {
    const long = (word: string) => aTemplate({ body: { text: `${word}\n`.repeat(20_000), samples: {} } });

    expect(diffTemplates(long('a'), long('b')).filter(({ mark }) => mark === 'added').length).toBeGreaterThan(20_000);
  });
});

describe('approvedFingerprint', () => {
  const flow = aTemplate({ extras: [{ at: 'BUTTONS.0.flow_id', said: '1' }] });
  const was = (content: Template, isOurs: boolean, fingerprint = 'of an older rule') => ({
    content,
    fingerprint,
    isOurs,
  });

  it('of an older rule is made anew: what was read of a template of theirs is no change', () => {
    expect(approvedFingerprint(was(aTemplate(), false), flow)).toEqual({
      fingerprint: providerFingerprint(flow),
      isReadAnew: true,
    });
    expect(approvedFingerprint(was(aTemplate({ footer: 'Other' }), false), flow).fingerprint).not.toBe(
      providerFingerprint(flow),
    );
  });

  it('never takes what we cannot write for ours, nor a later change for a better reading', () => {
    expect(approvedFingerprint(was(aTemplate(), true), flow).fingerprint).toBe(providerFingerprint(aTemplate()));
    const now = providerFingerprint(aTemplate());
    expect(approvedFingerprint(was(aTemplate(), false, now), flow)).toEqual({ fingerprint: now, isReadAnew: false });
  });
});
