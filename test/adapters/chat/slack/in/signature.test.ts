// Slack's request signature: what verifies, and everything near it that does not.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createHttpReceiver } from '../../../../../adapters/chat/slack/in/receiver.ts';
import { faultOf, sign } from '../../../../../adapters/chat/slack/in/signature.ts';

const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const AT = 1_531_420_618;
const BODY = Buffer.from(
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
);
// The worked example on Slack's page about verifying requests.
const SIGNATURE = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';

function request(change: { body?: Buffer; timestamp?: string | undefined; signature?: string | undefined } = {}) {
  const { body = BODY, timestamp = String(AT), signature = SIGNATURE } = change;
  return { headers: { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature }, body };
}
const at = (seconds: number) => new Date(seconds * 1000);

describe('signature of a request', () => {
  test("Slack's own example is accepted", () => {
    expect(sign(SECRET, String(AT), BODY)).toBe(SIGNATURE);
    expect(faultOf(request(), SECRET, at(AT))).toBeUndefined();
  });

  test.each([-301, 301])('a clock %i seconds apart is refused', (skew) => {
    expect(faultOf(request(), SECRET, at(AT + skew))).toBe('skewed');
  });

  test.each([-300, 300])('a clock %i seconds apart is accepted', (skew) => {
    expect(faultOf(request(), SECRET, at(AT + skew))).toBeUndefined();
  });

  test('any changed byte is refused', () => {
    fc.assert(
      fc.property(fc.nat(BODY.length - 1), fc.integer({ min: 1, max: 255 }), (index, change) => {
        const body = Buffer.from(BODY);
        body[index] = body[index]! ^ change;

        expect(faultOf(request({ body }), SECRET, at(AT))).toBe('wrong');
      }),
    );
  });

  test('another secret, a cut signature and one with multi-byte characters are refused', () => {
    expect(faultOf(request(), 'another', at(AT))).toBe('wrong');
    expect(faultOf(request({ signature: SIGNATURE.slice(0, -1) }), SECRET, at(AT))).toBe('wrong');
    expect(faultOf(request({ signature: `v0=${'é'.repeat(64)}` }), SECRET, at(AT))).toBe('wrong');
  });

  test.each(['', 'abc', '1e9', '-1', '99999999999999999999'])('a timestamp of %j is refused', (timestamp) => {
    expect(faultOf(request({ timestamp }), SECRET, at(AT))).toBe('missing');
  });

  test('an empty signing secret is refused before anything listens', () => {
    const deps = {
      tenant: () => 'T1',
      now: () => new Date(),
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      count: () => undefined,
      observe: () => undefined,
      track: () => undefined,
    };

    expect(() => createHttpReceiver({ ...deps, signingSecret: '' })).toThrow('empty');
  });
});
