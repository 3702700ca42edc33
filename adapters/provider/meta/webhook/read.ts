// Reads a webhook of Meta's into events: verified bytes in, every fact of every entry out. Nothing in it may throw,
// and one piece we cannot read never hides its neighbours.
import { err, ok } from '../../../../src/domain/result.ts';
import type { RawRequest } from '../../../../src/ports/http.ts';
import type { ProviderEvent, Unverified, WebhookRead } from '../../../../src/ports/provider.ts';
import { readJson } from '../json.ts';
import { Id, Seconds } from '../schema.ts';
import type { MetaSettings } from '../settings.ts';
import { readAccountChange } from './account-events.ts';
import { type Change, ignored, label, listOf, member } from './event-base.ts';
import { TEMPLATE_FIELDS } from './fields.ts';
import { readMessages, readPreferences } from './message-events.ts';
import { accountKey, type NumberRef, numberRef } from './recipients.ts';
import { answerHandshake, signatureFault } from './signature.ts';
import { readTemplateChange } from './template-events.ts';

/**
 * A GET is the subscription handshake; a POST carries a batch: every event of it, in the order written, each with the key of the
 * senders it is for. `now` stands in for provider times that are missing. Unverified or unreadable bytes are refused.
 */
export function readWebhook(request: RawRequest, now: Date, settings: MetaSettings): WebhookRead {
  if (request.method === 'GET') return answerHandshake(request, settings);
  const fault = signatureFault(request, settings);
  if (fault !== undefined) return refused(fault);
  const json = readJson(request.body.toString('utf8'));
  if (!json.ok) return refused({ status: 400, why: json.error });
  return { events: ok(readEnvelope(json.value, now, settings)), answer: { status: 200, body: 'ok' } };
}

function refused(fault: Unverified): WebhookRead {
  return { events: err(fault), answer: { status: fault.status } };
}

function readEnvelope(envelope: unknown, now: Date, settings: MetaSettings): readonly ProviderEvent[] {
  const base = { field: '', now };
  const object = member(envelope, 'object');
  if (object !== 'whatsapp_business_account') {
    const why = `object:${label(typeof object === 'string' ? object : '')}`;
    return [ignored({ ...base, value: envelope }, why)];
  }
  const entries = listOf(member(envelope, 'entry'));
  if (entries.length === 0) return [ignored({ ...base, value: envelope }, 'empty')];
  return entries.flatMap((entry) => readEntry(entry, now, settings.appId));
}

function readEntry(entry: unknown, now: Date, appId: string): readonly ProviderEvent[] {
  const time = Seconds.parse(member(entry, 'time'));
  const account = Id.safeParse(member(entry, 'id'));
  return listOf(member(entry, 'changes')).flatMap((piece) => {
    const field = member(piece, 'field');
    const value = member(piece, 'value');
    const change = {
      now,
      field: typeof field === 'string' ? field : '',
      value,
      ...(time === undefined ? {} : { entryTime: time }),
    };
    if (change.field === 'messages' || change.field === 'user_preferences' || carriesMessages(value))
      return readNumberChange(change, numberOf(value, appId));
    return readAccountWide({ ...change, ...(account.success && { heardBy: accountKey(appId, account.data) }) });
  });
}

/** Under whatever name: while an assistant of Meta's holds a chat, what customers write comes under another one. */
function carriesMessages(value: unknown): boolean {
  return listOf(member(value, 'messages')).length > 0;
}

/** The display number may be written differently from day to day; the id may not. */
function numberOf(value: unknown, appId: string): NumberRef | undefined {
  const id = Id.safeParse(member(member(value, 'metadata'), 'phone_number_id'));
  return id.success ? numberRef(appId, id.data) : undefined;
}

function readNumberChange(change: Change, to: NumberRef | undefined): readonly ProviderEvent[] {
  if (to === undefined) return [ignored(change, 'no_number')];
  return change.field === 'user_preferences' ? readPreferences(change, to) : readMessages(change, to);
}

function readAccountWide(change: Change): readonly ProviderEvent[] {
  if (change.heardBy === undefined) return [ignored(change, 'no_account')];
  if (TEMPLATE_FIELDS.includes(change.field)) return [readTemplateChange(change)];
  return [readAccountChange(change) ?? ignored(change, `field:${label(change.field)}`)];
}
