// What a sender at Twilio is set up with: refused with a sentence where it could not work, or would not be safe.
import { describe, expect, test } from 'vitest';
import { numberOf, serviceOf, TwilioSettings } from '../../../../adapters/provider/twilio/settings.ts';
import { settingWords } from '../../../../src/config/setting-words.ts';
import { ACCOUNT, NUMBER } from '../../../support/twilio/samples.ts';

const GOOD = { accountSid: ACCOUNT, authToken: 'token', from: NUMBER };
const SERVICE = `MG${'5'.repeat(32)}`;

function problems(changes: object): readonly string[] {
  const read = TwilioSettings.safeParse({ ...GOOD, ...changes });
  return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test('an account, its token and a number are enough; addresses are Twilio’s own', () => {
  expect(TwilioSettings.parse(GOOD)).toMatchObject({
    apiUrl: 'https://api.twilio.com',
    contentUrl: 'https://content.twilio.com',
    messagingUrl: 'https://messaging.twilio.com',
    timeoutMs: 15_000,
  });
});

test('an API key without the auth token is refused, with why', () => {
  expect(problems({ authToken: undefined, apiKey: `SK${'3'.repeat(32)}:secret` })).toEqual([
    'authToken: missing: Twilio signs webhooks with the auth token, also where an API key makes the calls',
  ]);
});

test('the sender is a number, with or without its prefix, or a service', () => {
  const read = (changes: object) => TwilioSettings.parse({ ...GOOD, ...changes });

  expect(read({ from: `whatsapp:${NUMBER}` }).from).toBe(NUMBER);
  expect(numberOf(read({}))).toBe(NUMBER);
  expect([numberOf(read({ from: SERVICE })), serviceOf(read({ from: SERVICE }))]).toEqual([undefined, SERVICE]);
  expect(serviceOf(read({ messagingServiceSid: SERVICE }))).toBe(SERVICE);
  expect(problems({ from: '12025550199' })).toHaveLength(1);
  expect(problems({ from: undefined })).toHaveLength(1);
});

test('the id of the WhatsApp account is digits in quotes, and may be left out', () => {
  expect(TwilioSettings.parse({ ...GOOD, wabaId: '100000000000001' }).wabaId).toBe('100000000000001');
  expect(problems({ wabaId: 100000000000001 })).toEqual([expect.stringContaining('put the id in quotes')]);
  expect(problems({ wabaId: 'WABA 1' })).toHaveLength(1);
});

describe('addresses', () => {
  test.each([
    'https://api.dublin.ie1.twilio.com',
    'https://api.sydney.au1.twilio.com/',
    'http://127.0.0.1:4010',
    'http://localhost:4010',
    'https://twilio.proxy.example.com',
  ])('%s is taken', (apiUrl) => expect(problems({ apiUrl })).toEqual([]));

  test.each([
    ['http://api.twilio.com', 'plain http'],
    ['https://api.ie1.twilio.com', 'a region needs its edge'],
    ['https://api.roaming.ie1.twilio.com', 'a region needs its edge'],
    ['https://api.dublin.twilio.com', 'a region needs its edge'],
    ['https://api.twilio.com/2010-04-01', 'the host only'],
    ['https://user:pass@api.example.com', 'the host only'],
    ['api.twilio.com', 'an https address'],
  ])('%s is refused: %s', (contentUrl, why) => {
    expect(problems({ contentUrl }).join()).toContain(why);
  });
});

test('every setting says what it is and what is expected, and every token is marked', () => {
  const shape = Object.entries(TwilioSettings.shape).map(([name, schema]) => ({ name, ...settingWords.get(schema) }));

  expect(shape.filter(({ description, expected }) => !description || !expected)).toEqual([]);
  expect(shape.filter(({ secret }) => secret === true).map(({ name }) => name)).toEqual([
    'authToken',
    'nextAuthToken',
    'apiKey',
  ]);
});
