// Reads a webhook of Twilio's into events: verified bytes in, every fact out, nothing in it may throw. The answer is always
// empty: a text in it would be delivered to the customer.
import { err, ok } from '../../../../src/domain/result.ts';
import type { RawRequest, RawResponse } from '../../../../src/ports/http.ts';
import type { WebhookRead } from '../../../../src/ports/provider.ts';
import { readJson } from '../client.ts';
import type { TwilioSettings } from '../settings.ts';
import { type Called, digestOf, type Fields } from './event-base.ts';
import { readMessage } from './message-events.ts';
import { isForm, signatureFault } from './signature.ts';
import { readEvents } from './template-events.ts';

/** `now` stands for the time of what Twilio tells without one. */
export function readWebhook(request: RawRequest, now: Date, settings: TwilioSettings): WebhookRead {
  const fault = signatureFault(request, settings);
  if (fault !== undefined) return { events: err(fault), answer: { status: fault.status } };
  const called: Called = { settings, now, digest: digestOf(request.body) };
  if (isForm(request))
    return { events: ok(readMessage(fieldsOf(request.body), sentId(request.path), called)), answer: DONE };
  const json = readJson(request.body.toString('utf8'));
  if (!json.ok) return { events: err({ status: 400, why: 'not JSON' }), answer: { status: 400 } };
  return { events: ok(readEvents(json.value, called)), answer: DONE };
}

const DONE: RawResponse = { status: 204 };

function fieldsOf(body: Buffer): Fields {
  const fields = new URLSearchParams(body.toString('utf8'));
  return { get: (name) => fields.get(name) ?? undefined };
}

/** Our id of the send, from `…/<id>.<attempt>`. */
function sentId(path: string): string | undefined {
  const encoded = /\/([^/]+)\.\d{1,4}\/?$/.exec(path)?.[1];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    // A stray percent sign: no path of ours.
    return undefined;
  }
}
