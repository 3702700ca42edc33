// Meta's codes and what they mean to us: the families of the table, and the rules for what is not in it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failureOf, failureOfStatus } from '../../../../adapters/provider/meta/errors.ts';
import { MetaError } from '../../../../adapters/provider/meta/schema.ts';
import { aProgress } from '../../../support/app/progress.ts';
import { type Answer, type FakeMeta, startFakeMeta } from '../../../support/meta/fake-meta.ts';
import { aMetaTemplate, META, metaProvider, NOW, recorded } from '../../../support/meta/samples.ts';

const error = (code: number, more: object = {}) => MetaError.parse({ code, message: 'words', ...more });
const at = { at: NOW, status: 400 };

describe('a code', () => {
  test.each([
    [0, 'unauthorized', 'token_invalid', 'credentials'],
    [190, 'unauthorized', 'token_invalid', 'credentials'],
    [10, 'unauthorized', 'permission_missing', 'credentials'],
    [200, 'unauthorized', 'permission_missing', 'credentials'],
    [294, 'unauthorized', 'permission_missing', 'credentials'],
    [131005, 'unauthorized', 'permission_missing', 'credentials'],
    [1, 'unavailable', 'unknown_error', 'retry'],
    [2, 'unavailable', 'service_down', 'retry'],
    [4, 'limited', 'call_budget', 'retry'],
    [80007, 'limited', 'call_budget', 'retry'],
    [33, 'misconfigured', 'number_deleted', 'credentials'],
    [100, 'rejected', 'invalid_parameter', 'template'],
    [368, 'unauthorized', 'account_restricted', 'stop_sender'],
    [131031, 'unauthorized', 'account_locked', 'stop_sender'],
    [131042, 'misconfigured', 'payment', 'stop_sender'],
    [131048, 'limited', 'spam_limit', 'stop_sender'],
    [131064, 'limited', 'misclassification', 'stop_sender'],
    [131030, 'rejected', 'not_on_test_list', 'permanent'],
    [131043, 'rejected', 'expired', 'permanent'],
    [131044, 'rejected', 'refused_by_rule', 'permanent'],
    [131060, 'rejected', 'not_available', 'permanent'],
    [131062, 'rejected', 'needs_number', 'permanent'],
    [130999, 'rejected', 'refused_by_rule', 'permanent'],
    [130403, 'rejected', 'recipient_blocked', 'permanent'],
    [130429, 'limited', 'throughput', 'retry'],
    [130472, 'rejected', 'experiment', 'permanent'],
    [130497, 'rejected', 'country_not_allowed', 'permanent'],
    [131000, 'unavailable', 'unknown_error', 'retry'],
    [131021, 'rejected', 'same_number', 'permanent'],
    [131026, 'rejected', 'undeliverable', 'permanent'],
    [131037, 'misconfigured', 'display_name', 'credentials'],
    [131045, 'misconfigured', 'not_registered', 'credentials'],
    [131047, 'rejected', 'window_closed', 'permanent'],
    [131049, 'rejected', 'marketing_cap', 'permanent'],
    [131050, 'rejected', 'opted_out', 'permanent'],
    [131051, 'rejected', 'unsupported_type', 'permanent'],
    [131053, 'rejected', 'media_failed', 'template'],
    [131056, 'limited', 'pair_rate', 'retry'],
    [131057, 'unavailable', 'maintenance', 'retry'],
    [131063, 'misconfigured', 'marketing_disabled', 'credentials'],
    [132000, 'rejected', 'parameter_count', 'template'],
    [132001, 'rejected', 'template_missing', 'template'],
    [132005, 'rejected', 'text_too_long', 'template'],
    [132007, 'rejected', 'policy', 'template'],
    [132012, 'rejected', 'parameter_format', 'template'],
    [132015, 'rejected', 'template_paused', 'template'],
    [132016, 'rejected', 'template_disabled', 'template'],
    [132018, 'rejected', 'parameter_format', 'template'],
    [132068, 'rejected', 'flow_blocked', 'template'],
    [133010, 'misconfigured', 'not_registered', 'credentials'],
    [135000, 'rejected', 'invalid_parameter', 'permanent'],
  ])('%i is %s, %s, %s', (code, kind, fault, reaction) => {
    expect(failureOf(error(code), at)).toMatchObject({ kind, fault, reaction, code: `${code}`, detail: 'words' });
  });

  test('131050 is about marketing alone, which no other refusal says', () => {
    expect(failureOf(error(131050), at).scope).toBe('marketing');
    expect(failureOf(error(131049), at).scope).toBeUndefined();
  });

  test.each([
    [2388019, 'quota_reached'],
    [2388023, 'name_locked'],
    [2388024, 'template_exists'],
    [2388039, 'edit_not_allowed'],
    [2388040, 'over_length'],
    [2388047, 'header_format'],
    [2388072, 'body_format'],
    [2388073, 'footer_format'],
    [2388293, 'too_many_variables'],
    [2388299, 'variable_at_edge'],
    [2388999, 'invalid_parameter'],
  ])('100 with subcode %i is %s', (subcode, fault) => {
    const failure = failureOf(error(100, { error_subcode: subcode }), at);

    expect(failure).toMatchObject({ fault, code: `100/${subcode}` });
    expect(failure.reaction).not.toBe('retry');
  });

  test('keeps the words meant for people and the trace id', () => {
    const answer = recorded('answer-error-template-exists');
    const { error: told } = answer as { error: unknown }; // a recorded file of ours

    expect(failureOf(MetaError.parse(told), at)).toEqual({
      kind: 'rejected',
      fault: 'template_exists',
      reaction: 'template',
      code: '100/2388024',
      detail: 'Content in this language already exists: There is already English (US) content for this template.',
      traceId: 'AbCdEfGh1',
    });
  });

  test.each([
    [131056, '2025-11-20T12:30:04.000Z'],
    [130429, '2025-11-20T12:30:01.000Z'],
    [131016, '2025-11-20T12:30:30.000Z'],
    [80007, '2025-11-20T12:35:00.000Z'],
    [131049, '2025-11-21T12:30:00.000Z'],
    [131026, undefined],
  ])('%i waits until %s', (code, retryAt) => {
    expect(failureOf(error(code), at).retryAt).toBe(retryAt);
  });
});

describe('a code that is not in the table', () => {
  test('is a refusal below 500 and in a webhook', () => {
    const refusal = { kind: 'rejected', fault: 'invalid_parameter', reaction: 'permanent' };

    expect(failureOf(error(999_999), at)).toMatchObject(refusal);
    expect(failureOf(error(999_999), { at: NOW })).toMatchObject(refusal);
  });

  test('is an outage from 500 on, and leaves a send in doubt', () => {
    expect(failureOf(error(999_999), { at: NOW, status: 500 })).toMatchObject({
      kind: 'unavailable',
      reaction: 'retry',
    });
    expect(failureOf(error(999_999), { at: NOW, status: 500, isSend: true })).toMatchObject({ kind: 'uncertain' });
  });

  test('may be tried again when Meta calls it transient', () => {
    expect(failureOf(error(999_999, { is_transient: true }), at)).toMatchObject({ reaction: 'retry' });
  });

  test.each([
    [401, 'unauthorized', 'token_invalid'],
    [403, 'unauthorized', 'permission_missing'],
    [404, 'rejected', 'invalid_parameter'],
    [429, 'limited', 'call_budget'],
    [503, 'unavailable', 'service_down'],
    [302, 'misconfigured', 'unreadable_answer'],
  ])('without any error object, status %i is %s', (status, kind, fault) => {
    expect(failureOfStatus({ at: NOW, status })).toMatchObject({ kind, fault, code: `HTTP ${status}` });
  });
});

describe('a call that fails', () => {
  let meta: FakeMeta;
  beforeEach(async () => {
    meta = await startFakeMeta();
  });
  afterEach(() => meta.close());

  const submit = (answer: Answer) => {
    meta.answer(`POST /${META.wabaId}/message_templates`, answer);
    return metaProvider({ apiUrl: meta.url });
  };

  test.each([
    ['seconds', '120', '2025-11-20T12:32:00.000Z'],
    ['a date', 'Thu, 20 Nov 2025 12:40:00 GMT', '2025-11-20T12:40:00.000Z'],
    ['nonsense', 'soon', '2025-11-20T12:35:00.000Z'],
  ])('waits as long as Retry-After says in %s', async (_name, header, retryAt) => {
    const json = { error: { code: 4, message: 'Application request limit reached' } };
    const { provider } = submit({ json, status: 400, headers: { 'retry-after': header } });

    const submitted = await provider.submitTemplate(aMetaTemplate(), aProgress());

    expect(submitted).toMatchObject({ error: { fault: 'call_budget', retryAt } });
  });

  test('is logged and counted by fault, without what was written or who was meant', async () => {
    const { provider, counted, logged } = submit({ json: recorded('answer-error-variable-at-edge'), status: 400 });

    await provider.submitTemplate(aMetaTemplate(), aProgress());

    expect(counted).toEqual([
      {
        metric: 'provider_calls',
        labels: { provider: 'meta', sender: 'main', call: 'submit_template', result: 'variable_at_edge' },
      },
    ]);
    expect(logged).toEqual([
      {
        message: 'provider call failed',
        fields: {
          provider: 'meta',
          sender: 'main',
          call: 'submit_template',
          kind: 'rejected',
          fault: 'variable_at_edge',
          code: '100/2388299',
          traceId: 'AbCdEfGh1',
        },
      },
    ]);
  });

  test('with a good status and an error inside is a failure', async () => {
    const { provider } = submit({ json: recorded('answer-error-variable-at-edge'), status: 200 });

    const submitted = await provider.submitTemplate(aMetaTemplate(), aProgress());

    expect(submitted).toMatchObject({ ok: false, error: { fault: 'variable_at_edge' } });
  });
});
