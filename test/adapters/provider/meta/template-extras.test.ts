// What Meta shows and Aval cannot write is kept and counts: a template that differs in it is never taken for ours.
import { describe, expect, it } from 'vitest';
import { readTemplateJson } from '../../../../adapters/provider/meta/templates/json.ts';
import { providerFingerprint } from '../../../../src/domain/review/fingerprint.ts';
import { unsendableReason } from '../../../../src/domain/sends/slots.ts';
import type { Template } from '../../../../src/domain/templates/template.ts';

const BODY = { type: 'BODY', text: 'Hi there' };
const remote = (category: string, ...components: unknown[]) => ({
  id: '1',
  name: 'order_ready',
  language: 'en',
  category,
  components,
});
const read = (json: unknown): Template => {
  const { template } = readTemplateJson(json);
  if (!template) throw new Error('cannot be read');
  return template;
};
const digest = (json: unknown) => providerFingerprint(read(json));

const button = (fields: object) => remote('UTILITY', BODY, { type: 'BUTTONS', buttons: [fields] });
const code = (minutes: number) =>
  remote('AUTHENTICATION', { type: 'BODY', text: '{{1}}' }, { type: 'FOOTER', code_expiration_minutes: minutes });
const offer = (has_expiration: boolean) =>
  remote('MARKETING', BODY, { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Soon', has_expiration } });
const otp = (fields: object) =>
  remote('AUTHENTICATION', { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'ONE_TAP', ...fields }] });
const link = (fields: object) => button({ type: 'URL', text: 'Open', url: 'https://example.com', ...fields });
const card = (header: object) =>
  remote('MARKETING', BODY, { type: 'CAROUSEL', cards: [{ components: [{ type: 'HEADER', ...header }] }] });

describe('the fingerprint', () => {
  it.each<readonly [string, unknown, unknown]>([
    ['minutes until a code expires', code(10), code(90)],
    ['an offer with an end', offer(true), offer(false)],
    [
      'the id of a flow',
      button({ type: 'FLOW', text: 'Go', flow_id: 1 }),
      button({ type: 'FLOW', text: 'Go', flow_id: 2 }),
    ],
    [
      'the screen of a flow',
      button({ type: 'FLOW', text: 'Go', navigate_screen: 'A' }),
      button({ type: 'FLOW', text: 'Go' }),
    ],
    ['a deep link', link({ app_deep_link: { android_deep_link: 'app://a' } }), link({})],
    [
      'the app that takes a code',
      otp({ supported_apps: [{ package_name: 'a' }] }),
      otp({ supported_apps: [{ package_name: 'b' }] }),
    ],
    ['the terms of a code without a tap', otp({ zero_tap_terms_accepted: true }), otp({})],
    ['the label of autofill', otp({ autofill_text: 'Fill' }), otp({})],
    ['a product header', remote('MARKETING', BODY, { type: 'HEADER', format: 'PRODUCT' }), remote('MARKETING', BODY)],
    [
      'a product header of a card',
      card({ format: 'PRODUCT' }),
      remote('MARKETING', BODY, { type: 'CAROUSEL', cards: [{ components: [] }] }),
    ],
    ['a part we do not know', remote('UTILITY', BODY, { type: 'CALL_PERMISSION_REQUEST' }), remote('UTILITY', BODY)],
    ['a second body', remote('UTILITY', BODY, { ...BODY, text: 'Bye' }), remote('UTILITY', BODY)],
    ['a field Meta adds later', remote('UTILITY', { ...BODY, tone: 'loud' }), remote('UTILITY', BODY)],
    ['its kind of order', { ...remote('UTILITY', BODY), sub_category: 'ORDER_STATUS' }, remote('UTILITY', BODY)],
  ])('tells %s apart', (_, one, other) => {
    expect(digest(one)).not.toBe(digest(other));
  });

  it.each<readonly [string, unknown, unknown]>([
    ['samples', remote('UTILITY', { ...BODY, example: { body_text: [['a']] } }), remote('UTILITY', BODY)],
    ['fields without a value', link({ app_deep_link: null, flow_id: '' }), link({})],
    ['an id as number or text', button({ type: 'FLOW', flow_id: 7 }), button({ type: 'FLOW', flow_id: '7' })],
    ['the order of fields', link({ a: { x: 1, y: 2 } }), link({ a: { y: 2, x: 1 } })],
    ['line ends', remote('UTILITY', { ...BODY, text: 'a\r\nb' }), remote('UTILITY', { ...BODY, text: 'a\nb' })],
    ['no kind of its own', { ...remote('UTILITY', BODY), sub_category: 'CUSTOM' }, remote('UTILITY', BODY)],
  ])('takes no notice of %s', (_, one, other) => {
    expect(digest(one)).toBe(digest(other));
  });

  it('reads the minutes of a code in the digits of any language', () => {
    const shown = (text: string) => remote('AUTHENTICATION', { type: 'FOOTER', text });

    expect(read(shown('ينتهي هذا الرمز بعد ١٥ دقيقة.')).authentication?.expiryMinutes).toBe(15);
    expect(read(shown('यह कोड १० मिनट में समाप्त')).authentication?.expiryMinutes).toBe(10);
    expect(read(shown('This code expires in 90 minutes.')).authentication?.expiryMinutes).toBe(90);
  });
});

describe('a part we do not know', () => {
  it('is not sent as if it were not there', () => {
    expect(unsendableReason(read(remote('UTILITY', BODY, { type: 'CALL_PERMISSION_REQUEST' })))).toEqual({
      reason: 'part',
      detail: 'CALL_PERMISSION_REQUEST',
    });
    expect(unsendableReason(read(remote('MARKETING', BODY, { type: 'HEADER', format: 'PRODUCT' })))?.reason).toBe(
      'part',
    );
    expect(unsendableReason(read(link({ app_deep_link: { android_deep_link: 'app://a' } })))).toBeUndefined();
  });
});
