// Reads a webhook of Meta's into events: verified bytes in, every fact of every entry out. Nothing in it may throw,
// and one piece we cannot read never hides its neighbours.
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import type { RawRequest } from '../../../../src/ports/http.ts';
import type { ProviderEvent, Unverified } from '../../../../src/ports/provider.ts';
import { readJson } from '../json.ts';
import { Id, Seconds } from '../schema.ts';
import type { MetaSettings } from '../settings.ts';
import { readAccountChange } from './account-events.ts';
import { type Change, ignored, label, listOf, member } from './event-base.ts';
import { readMessages, readPreferences } from './message-events.ts';
import { signatureFault } from './signature.ts';
import { readTemplateChange } from './template-events.ts';

/**
 * Every event of the batch, in the order written. `now` stands in for provider times that are missing. Unverified or
 * unreadable bytes are an error with the status to answer; facts for other accounts and numbers come out as `ignored`.
 */
export function readWebhook(
  request: RawRequest,
  now: Date,
  settings: MetaSettings,
): Result<readonly ProviderEvent[], Unverified> {
  const fault = signatureFault(request, settings);
  if (fault !== undefined) return err(fault);
  const json = readJson(request.body.toString('utf8'));
  if (!json.ok) return err({ status: 400, why: json.error });
  return ok(readEnvelope(json.value, now, settings));
}

function readEnvelope(envelope: unknown, now: Date, settings: MetaSettings): readonly ProviderEvent[] {
  const base = { field: '', now, phoneNumberId: settings.phoneNumberId };
  const object = member(envelope, 'object');
  if (object !== 'whatsapp_business_account') {
    const why = `object:${label(typeof object === 'string' ? object : '')}`;
    return [ignored({ ...base, value: envelope }, why)];
  }
  const entries = listOf(member(envelope, 'entry'));
  if (entries.length === 0) return [ignored({ ...base, value: envelope }, 'empty')];
  return entries.flatMap((entry) => readEntry(entry, base, settings));
}

function readEntry(
  entry: unknown,
  base: Pick<Change, 'now' | 'phoneNumberId'>,
  settings: MetaSettings,
): readonly ProviderEvent[] {
  const time = Seconds.parse(member(entry, 'time'));
  const account = Id.safeParse(member(entry, 'id'));
  const isOurs = account.success && account.data === settings.wabaId;
  return listOf(member(entry, 'changes')).flatMap((piece) => {
    const field = member(piece, 'field');
    const change: Change = {
      ...base,
      field: typeof field === 'string' ? field : '',
      value: member(piece, 'value'),
      ...(time === undefined ? {} : { entryTime: time }),
    };
    return readChange(change, isOurs);
  });
}

/** Messages are routed by the number's id, everything else by the account's (`isOurs`). */
function readChange(change: Change, isOurs: boolean): readonly ProviderEvent[] {
  if (change.field === 'messages') return readMessages(change);
  if (change.field === 'user_preferences') return readPreferences(change);
  if (!isOurs) return [ignored(change, 'other_account')];
  if (TEMPLATE_FIELDS.has(change.field)) return [readTemplateChange(change)];
  return [readAccountChange(change) ?? ignored(change, `field:${label(change.field)}`)];
}

const TEMPLATE_FIELDS = new Set([
  'message_template_status_update',
  'message_template_quality_update',
  'message_template_components_update',
  'template_category_update',
]);
