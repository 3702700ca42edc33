// Twilio's codes and our reactions: by code and status alone, whatever language Twilio answers in, through either door.
import { describe, expect, test } from 'vitest';
import { failureOfAnswer, failureOfMessage } from '../../../../adapters/provider/twilio/errors.ts';
import type { Fault, Reaction } from '../../../../src/domain/fault.ts';

const AT = new Date('2026-11-20T12:30:00.000Z');

// The documented reaction of every code; written by hand from the list of facts, not from the adapter's table.
const TABLE: readonly (readonly [code: number, fault: Fault, reaction: Reaction, retryAt?: string])[] = [
  [20003, 'token_invalid', 'credentials'],
  [20429, 'call_budget', 'retry', '2026-11-20T12:30:01.000Z'],
  [21211, 'undeliverable', 'permanent'],
  [21608, 'undeliverable', 'permanent'],
  [21610, 'opted_out', 'permanent'],
  [21617, 'text_too_long', 'template'],
  [21654, 'template_missing', 'template'],
  [21655, 'template_missing', 'template'],
  [21656, 'parameter_format', 'template'],
  [21703, 'not_registered', 'credentials'],
  [21910, 'invalid_parameter', 'template'],
  [30410, 'no_answer', 'permanent'],
  [63001, 'permission_missing', 'credentials'],
  [63002, 'not_registered', 'credentials'],
  [63003, 'undeliverable', 'permanent'],
  [63005, 'invalid_parameter', 'template'],
  [63007, 'not_registered', 'credentials'],
  [63008, 'not_registered', 'credentials'],
  [63009, 'service_down', 'retry', '2026-11-20T12:30:30.000Z'],
  [63012, 'service_down', 'retry', '2026-11-20T12:30:30.000Z'],
  [63013, 'policy', 'template'],
  [63014, 'opted_out', 'permanent'],
  [63015, 'undeliverable', 'permanent'],
  [63016, 'window_closed', 'permanent'],
  [63017, 'throughput', 'retry', '2026-11-20T12:30:01.000Z'],
  [63018, 'throughput', 'retry', '2026-11-20T12:31:00.000Z'],
  [63019, 'media_failed', 'template'],
  [63020, 'account_restricted', 'stop_sender'],
  [63021, 'text_too_long', 'template'],
  [63022, 'display_name', 'credentials'],
  [63024, 'undeliverable', 'permanent'],
  [63025, 'media_failed', 'retry'],
  [63026, 'spam_limit', 'stop_sender'],
  [63027, 'template_missing', 'template'],
  [63028, 'parameter_count', 'template'],
  [63029, 'undeliverable', 'permanent'],
  [63030, 'parameter_format', 'template'],
  [63032, 'experiment', 'permanent'],
  [63033, 'opted_out', 'permanent'],
  [63038, 'throughput', 'retry', '2026-11-21T00:00:00.000Z'],
  [63039, 'account_restricted', 'stop_sender'],
  [63040, 'template_missing', 'template'],
  [63041, 'template_paused', 'template'],
  [63042, 'template_disabled', 'template'],
  [63043, 'media_failed', 'template'],
  [63047, 'media_failed', 'template'],
  [63049, 'marketing_cap', 'permanent', '2026-11-21T12:30:00.000Z'],
  [63050, 'opted_out', 'permanent'],
  [63051, 'account_locked', 'stop_sender'],
  [63053, 'maintenance', 'retry', '2026-11-20T12:40:00.000Z'],
  [63057, 'call_budget', 'retry', '2026-11-20T12:35:00.000Z'],
  [63058, 'country_not_allowed', 'permanent'],
  [63059, 'not_registered', 'credentials'],
  [63110, 'not_registered', 'credentials'],
  [63112, 'account_restricted', 'stop_sender'],
  [63117, 'service_down', 'retry', '2026-11-20T12:30:30.000Z'],
  [63119, 'call_budget', 'retry', '2026-11-20T12:35:00.000Z'],
  [63120, 'account_restricted', 'stop_sender'],
];

const WORDS = ['Too many requests', 'Você excedeu o limite diário de null mensagens', ''];

describe('the whole table, in English, in Portuguese and without a word', () => {
  test.each(TABLE)('%i is %s: %s', (code, fault, reaction, retryAt) => {
    for (const words of WORDS) {
      const error = { code: `${code}`, words };
      const answered = failureOfAnswer(error, { at: AT, status: 400, isSend: true });
      const told = failureOfMessage(error, AT);

      for (const failure of [answered, told]) {
        expect(failure).toMatchObject({ fault, reaction, code: `${code}` });
        expect(failure.retryAt).toBe(retryAt);
        expect(failure.detail).toBe(words === '' ? undefined : words);
      }
    }
  });
});

test('a code of the former API is read as what Twilio calls it now, and kept as it came', () => {
  expect(failureOfMessage({ code: '470', words: '' }, AT)).toMatchObject({ fault: 'window_closed', code: '470' });
  expect(failureOfMessage({ code: '1026', words: '' }, AT)).toMatchObject({ fault: 'undeliverable' });
});

test('an unknown code is a refusal below 500, an outage above, and a doubt after a send', () => {
  const error = { code: '99999', words: '' };
  const answered = (status: number, isSend: boolean) => failureOfAnswer(error, { at: AT, status, isSend }).kind;

  expect([answered(400, true), answered(500, false), answered(500, true)]).toEqual([
    'rejected',
    'unavailable',
    'uncertain',
  ]);
  expect(failureOfMessage({ code: '', words: '' }, AT)).toMatchObject({ kind: 'rejected', fault: 'unknown_error' });
});

test('a known code with status 500 after a send is in doubt all the same', () => {
  const failure = failureOfAnswer({ code: '21211', words: '' }, { at: AT, status: 503, isSend: true });

  expect(failure).toMatchObject({ kind: 'uncertain', reaction: 'permanent', code: '21211' });
});

test('Twilio’s sentences lose the customer’s number, and no SID', () => {
  const sid = `SM${'12345678'.repeat(4)}`;
  const { detail } = failureOfMessage({ code: '21211', words: `To whatsapp:+12025550100 in ${sid} is wrong` }, AT);

  expect(detail).toContain(sid);
  expect(detail).not.toContain('12025550100');
});

test('63050 is about marketing alone, 63033 and 21610 are not', () => {
  const scopeOf = (code: string) => failureOfMessage({ code, words: '' }, AT).scope;

  expect([scopeOf('63050'), scopeOf('63033'), scopeOf('21610')]).toEqual(['marketing', undefined, undefined]);
});
