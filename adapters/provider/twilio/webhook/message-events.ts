// Webhooks about messages, which come as forms: what a customer wrote, and what became of a message of ours. A customer may
// come without a phone number, known by a business-scoped id only.
import type { ProviderEvent } from '../../../../src/ports/provider.ts';
import { failureOfMessage } from '../errors.ts';
import { DELIVERY } from '../look-up.ts';
import { numberOf } from '../settings.ts';
import { type Alias, aliases, type Called, eventId, type Fields, ignored, label, numberKey } from './event-base.ts';
import { readContent } from './inbound-content.ts';

/** The event or events of one form. `sent`: our own id of the send, from the path that was called. */
export function readMessage(form: Fields, sent: string | undefined, called: Called): readonly ProviderEvent[] {
  if (form.get('AccountSid') !== called.settings.accountSid) return [ignored(called, 'other_account')];
  const sid = form.get('MessageSid') ?? form.get('SmsMessageSid') ?? form.get('SmsSid');
  if (sid === undefined || !/^[\w-]{1,64}$/.test(sid)) return [ignored(called, 'no_message')];
  const status = form.get('MessageStatus');
  const isStatus = sent !== undefined || (status !== undefined && status !== 'received' && status !== 'receiving');
  return isStatus ? [readStatus(form, sid, sent, called)] : readInbound(form, sid, called);
}

function readStatus(form: Fields, sid: string, sent: string | undefined, called: Called): ProviderEvent {
  const word = form.get('MessageStatus') ?? form.get('SmsStatus') ?? '';
  const status = Object.hasOwn(DELIVERY, word) ? DELIVERY[word] : undefined;
  if (status === undefined) return ignored(called, `status:${label(word)}`);
  const code = form.get('ErrorCode') ?? '';
  const failure = failureOfMessage({ code, words: form.get('ErrorMessage') ?? '' }, called.now);
  return {
    id: eventId('s', sid, word, code),
    at: called.now.toISOString(),
    ...heardBy(form.get('From'), called),
    kind: 'delivery',
    externalId: sid,
    ...(sent === undefined ? {} : { messageId: sent }),
    status,
    ...(status === 'failed' ? { failure } : {}),
    aliases: aliases(form.get('To')),
  };
}

function readInbound(form: Fields, sid: string, called: Called): readonly ProviderEvent[] {
  if (!/^whatsapp:/i.test(form.get('To') ?? '')) return [ignored(called, 'channel')];
  // The spelling of the address first: it is what answers are sent to.
  const from = aliases(form.get('From'), form.get('WaId'), form.get('ExternalUserId'));
  if (from.length === 0) return [ignored(called, 'no_sender')];
  const name = form.get('ProfileName');
  const answers = form.get('OriginalRepliedMessageSid');
  const optOut = optOutOf(form);
  const base = { at: called.now.toISOString(), ...heardBy(form.get('To'), called) };
  const inbound: ProviderEvent = {
    ...base,
    id: eventId('m', sid),
    kind: 'inbound',
    externalId: sid,
    from,
    ...(name ? { profileName: name } : {}),
    ...(answers ? { answers } : {}),
    content: readContent(form),
    ...(optOut === undefined ? {} : { optOut }),
  };
  return optOut === undefined ? [inbound] : [inbound, preference(sid, from, optOut, base)];
}

/** Twilio took the text for a stop or a start word, answered it, and blocks or frees this pair by itself. */
function optOutOf(form: Fields): 'stop' | 'start' | undefined {
  const type = form.get('OptOutType')?.toUpperCase();
  if (type === 'STOP') return 'stop';
  return type === 'START' ? 'start' : undefined;
}

function preference(
  sid: string,
  from: readonly Alias[],
  optOut: 'stop' | 'start',
  base: { readonly at: string; readonly heardBy?: string },
): ProviderEvent {
  return { ...base, id: eventId('p', sid), kind: 'marketing_preference', from, wants: optOut === 'start' };
}

/** Which of our numbers it is about. Behind a messaging service without a number of its own: the sender that was called. */
function heardBy(address: string | undefined, { settings }: Called): { readonly heardBy?: string } {
  const number = /^whatsapp:(\+\d{6,15})$/i.exec(address ?? '')?.[1];
  if (number === undefined || numberOf(settings) === undefined) return {};
  return { heardBy: numberKey(settings.accountSid, number) };
}
