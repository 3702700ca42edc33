// The Meta adapter as a whole: makes one Provider per sender (one WhatsApp number) out of the parts beside it.
import type { Failure } from '../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../src/domain/result.ts';
import type { Clock } from '../../../src/ports/process.ts';
import type { Accepted, Provider, SendTemplate } from '../../../src/ports/provider.ts';
import { trySample } from '../../shared/try-sample.ts';
import { checkMeta } from './check.ts';
import { type CallMeta, type ClientDeps, createClient } from './client.ts';
import { failureOfGarble } from './errors.ts';
import { META } from './facts.ts';
import { SentMessage } from './schema.ts';
import { pairRetry, sendBody } from './send.ts';
import type { MetaSettings } from './settings.ts';
import { editTemplate, findTemplate, listTemplates, submitTemplate } from './templates/templates.ts';
import { aliases } from './webhook/event-base.ts';
import { readWebhook } from './webhook/read.ts';
import { keysOf } from './webhook/recipients.ts';
import { probeWebhook } from './webhook/signature.ts';

/**
 * Creates the provider of one sender. Nothing is called until it is used.
 * Metrics: `provider_calls {provider, sender, call, result}`, `provider_unreadable_templates {provider, sender}`.
 */
export function createMetaProvider(settings: MetaSettings & { readonly senderId: string }, deps: ClientDeps): Provider {
  const call = createClient(settings, deps);
  const templates = { ...deps, settings, call };
  return {
    ...META,
    senderId: settings.senderId,
    account: `meta/${settings.wabaId}`,
    whatsappAccount: settings.wabaId,
    keys: keysOf(settings),
    mediaHosts: settings.mediaHosts ?? [],
    trySample: trySample(settings, deps.readSample),
    submitTemplate: (template) => submitTemplate(template, templates),
    editTemplate: (externalId, template) => editTemplate(externalId, template, templates),
    findTemplate: (name, language, externalId) => findTemplate(name, language, templates, externalId),
    listTemplates: () => listTemplates(templates),
    sendTemplate: (send) => sendTemplate(send, settings, { call, now: deps.now }),
    lookUp: async () => ok({ found: 'unknown', why: 'the provider has no list of messages' }),
    readWebhook: (request, now) => readWebhook(request, now, settings),
    probeWebhook: () => probeWebhook(settings),
    check: () => checkMeta(settings, call),
  };
}

async function sendTemplate(
  send: SendTemplate,
  settings: MetaSettings,
  { call, now }: { readonly call: CallMeta; readonly now: Clock },
): Promise<Result<Accepted, Failure>> {
  const body = sendBody(send);
  if (!body.ok) return body;
  const sent = await call({
    name: 'send_template',
    method: 'POST',
    path: `${settings.phoneNumberId}/messages`,
    json: body.value,
    isSend: true,
  });
  if (!sent.ok) return err(pairRetry(sent.error, send.attempt, now()));
  const answer = SentMessage.safeParse(sent.value);
  const message = answer.success ? answer.data.messages[0] : undefined;
  if (!answer.success || message === undefined) return err(failureOfGarble('the answer names no message', true));
  const contact = answer.data.contacts?.[0];
  return ok({
    externalId: message.id,
    held: message.message_status === 'held_for_quality_assessment',
    aliases: aliases(contact?.wa_id, contact?.user_id),
  });
}
