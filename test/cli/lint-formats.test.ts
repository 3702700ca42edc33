// `aval lint` over what exists already, over every provider's own format, and over parts only the JSON can lack.
import { describe, expect, it } from 'vitest';
import { runLint } from '../../src/cli/lint.ts';

type Found = { readonly severity: string; readonly rule: string };

async function lint(json: unknown): Promise<{ readonly status: number; readonly found: readonly Found[] }> {
  const out: string[] = [];
  const io = { out: (text: string) => out.push(text), err: () => undefined, stdin: async () => JSON.stringify(json) };
  const status = await runLint(['-'], io);
  return { status, found: JSON.parse(out.join('\n')).flatMap((one: { findings: Found[] }) => one.findings) };
}

const body = (text: string, body_text?: unknown) => ({
  type: 'BODY',
  text,
  ...(body_text !== undefined && { example: { body_text } }),
});
const request = (components: readonly unknown[], change: object = {}) => ({
  name: 'order_ready',
  language: 'en_US',
  category: 'UTILITY',
  components,
  ...change,
});
const READY = body('Hi {{1}}, your order is ready at our desk.', [['Ana']]);
const rulesIn = ({ found }: { readonly found: readonly Found[] }) => found.map(({ rule }) => rule);

describe('what was read back from the provider', () => {
  const odd = [
    { type: 'BODY', text: '{{1}}, hi' },
    { type: 'FOOTER', text: 'Bye 👋\nnow' },
  ];

  it.each([
    ['its id', { id: '1' }],
    ['its status', { status: 'APPROVED' }],
    ['its quality', { quality_score: { score: 'GREEN' } }],
    ['its library template', { library_template_name: 'order_ready_1' }],
  ])('is told by %s, looked at, and never in error', async (_by, says) => {
    const linted = await lint(request(odd, says));

    expect(linted.status).toBe(0);
    expect(rulesIn(linted)).toEqual(expect.arrayContaining(['sample-missing', 'footer-emoji']));
    expect(linted.found.every(({ severity }) => severity === 'warning')).toBe(true);
  });

  it('is everything in a list the provider answers with', async () => {
    expect((await lint({ data: [request(odd)] })).status).toBe(0);
    expect((await lint(request(odd))).status).toBe(1);
  });
});

describe('a request to create a template', () => {
  it('may number its variables in any order, and give one sample as it is', async () => {
    const order =
      'Hi {{1}}, it is {{2}} here, with code {{5}} for table {{3}} and name {{4}}, see you soon at our place.';

    expect((await lint(request([body(order, [['a', 'b', 'c', 'd', 'e']])]))).status).toBe(0);
    expect(await lint(request([body('Hi {{1}}, your order is ready.', 'Ana')]))).toEqual({ status: 0, found: [] });
  });

  const APP = { package_name: 'com.example.app', signature_hash: 'K8a/AINcGX7' };
  const code = (otp_type: string, more: object = {}) => ({
    ...request([{ type: 'BODY' }, { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type, ...more }] }]),
    category: 'AUTHENTICATION',
  });

  it.each([
    ['ONE_TAP without its app', code('ONE_TAP'), ['json-otp-app']],
    ['ONE_TAP with an empty list of apps', code('ONE_TAP', { supported_apps: [] }), ['json-otp-app']],
    ['ONE_TAP with half an app', code('ONE_TAP', { supported_apps: [{ package_name: 'a.b' }] }), ['json-otp-app']],
    ['ZERO_TAP without app and terms', code('ZERO_TAP'), ['json-otp-app', 'json-otp-terms']],
    ['ZERO_TAP without the terms', code('ZERO_TAP', { supported_apps: [APP] }), ['json-otp-terms']],
    ['ONE_TAP with its app', code('ONE_TAP', { supported_apps: [APP] }), []],
    ['ONE_TAP as it was written before', code('ONE_TAP', APP), []],
    ['ZERO_TAP', code('ZERO_TAP', { supported_apps: [APP], zero_tap_terms_accepted: true }), []],
    ['COPY_CODE', code('COPY_CODE'), []],
  ])('%s', async (_what, json, rules) => {
    const linted = await lint(json);

    expect(rulesIn(linted)).toEqual(rules);
    expect(linted.status).toBe(rules.length > 0 ? 1 : 0);
  });

  it.each([
    [{}, 1],
    [{ flow_id: '' }, 1],
    [{ flow_id: '123' }, 0],
    [{ flow_name: 'book' }, 0],
    [{ flow_json: '{}' }, 0],
  ])('a FLOW button with %j', async (flow, status) => {
    const button = { type: 'FLOW', text: 'Book', ...flow };

    expect((await lint(request([READY, { type: 'BUTTONS', buttons: [button] }]))).status).toBe(status);
  });
});

describe('the format of another provider', () => {
  const content = {
    friendly_name: 'order_ready',
    language: 'en_US',
    variables: { '1': 'Ana' },
    types: { 'twilio/text': { body: 'Hi {{1}}, your order is ready at our desk.' } },
  };

  it('is read as what it is', async () => {
    expect(await lint(content)).toEqual({ status: 0, found: [] });
    expect(rulesIn(await lint([{ ...content, types: { 'twilio/text': { body: '{{1}}' } } }]))).toContain(
      'body-variable-first',
    );
  });

  it('is never in error once it exists there', async () => {
    const listed = { ...content, sid: 'HX1', types: { 'twilio/text': { body: '{{1}}' } } };

    expect((await lint({ contents: [listed], meta: {} })).status).toBe(0);
  });
});
