// A provider's failure in words: what happened, what to do, and the vendor's own code, which is never hidden.
import type { Failure, Fault, SampleFault } from '../../domain/fault.ts';
import type { Text } from '../view.ts';
import type { Words } from '../words/index.ts';
import { command, SEND_COMMANDS, TEMPLATE_COMMANDS } from './command-list.ts';
import { joinTexts, shorten } from './text.ts';

type FailureText = { readonly what: string; readonly next: Text; readonly code: string | undefined };

const DETAIL_MAX = 600;

/** `code` is undefined when the vendor gave none, e.g. when it never answered. */
export function failureText(words: Words, failure: Failure): FailureText {
  if (isOfSample(failure)) {
    return { what: words.say('fault.sample'), next: words.say('fault.sample.next'), code: undefined };
  }
  return {
    what: words.say(`fault.${failure.fault}`),
    next: nextStep(words, failure.fault),
    code: failure.code,
  };
}

/** The sample file of a header, which is fetched before the provider is asked: no vendor's code stands behind it. */
export function isOfSample({ fault, code, reaction }: Pick<Failure, 'fault' | 'code' | 'reaction'>): boolean {
  return fault === 'media_failed' && code === undefined && reaction !== 'permanent';
}

/** What to do about a fault. */
export function nextStep(words: Words, fault: Fault): Text {
  return words.rich(`fault.${fault}.next`, {
    sync: command(TEMPLATE_COMMANDS.sync),
    send: command(SEND_COMMANDS.send),
  });
}

/** Vendor's code, trace and own sentence, for those who have to look it up; '' when there is none of them. */
export function vendorText(
  words: Words,
  failure: Pick<Failure, 'code' | 'traceId' | 'detail' | 'sample'> & Partial<Pick<Failure, 'fault' | 'reaction'>>,
): Text {
  const code = failure.code === undefined ? '' : words.rich('common.code', { code: { code: failure.code } });
  const trace = failure.traceId === undefined ? '' : words.rich('common.trace', { trace: { code: failure.traceId } });
  const detail = failure.sample ? sampleText(words, failure.sample) : detailText(words, failure);
  return joinTexts([joinTexts([code, trace], ', '), detail], '. ');
}

/** What is wrong with a sample file, a sentence for each kind. */
function sampleText(
  words: Words,
  { why, redirected, status = 0, most = 0, type = '', said = '' }: SampleFault,
): string {
  const found = words.say(`sample.${why}`, { status, most, type, said });
  return redirected ? `${words.say('sample.redirected')} ${found}` : found;
}

function detailText(words: Words, failure: Parameters<typeof vendorText>[1]): string {
  return failure.detail
    ? words.say(isSampleDetail(failure) ? 'common.sample_says' : 'common.provider_says', {
        detail: shorten(failure.detail, DETAIL_MAX),
      })
    : '';
}

function isSampleDetail({ fault, reaction, code }: Partial<Pick<Failure, 'fault' | 'reaction' | 'code'>>): boolean {
  return (
    fault !== undefined &&
    reaction !== undefined &&
    isOfSample({ fault, reaction, ...(code !== undefined && { code }) })
  );
}
