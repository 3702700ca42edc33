// The front door of the Twilio adapter: one Provider per sender (one WhatsApp number, or one messaging service).
import { err } from '../../../src/domain/result.ts';
import type { Provider, ProviderDeps } from '../../../src/ports/provider.ts';
import { trySample } from '../../shared/try-sample.ts';
import { checkTwilio } from './check.ts';
import { createClient, type SenderSettings } from './client.ts';
import { refusal } from './errors.ts';
import { TWILIO } from './facts.ts';
import { lookUp } from './look-up.ts';
import { sendTemplate } from './send.ts';
import { findTemplate, listTemplates } from './templates/list.ts';
import { submitTemplate } from './templates/submit.ts';
import { keysOf } from './webhook/event-base.ts';
import { readWebhook } from './webhook/read.ts';

/**
 * Creates the provider of one sender. Nothing is called until it is used.
 * Metrics: `provider_calls {provider, sender, call, result}`, `provider_unreadable_templates {provider, sender}`.
 */
export function createTwilioProvider(settings: SenderSettings, deps: ProviderDeps): Provider {
  const call = createClient(settings, deps);
  const all = { ...deps, settings, call };
  return {
    ...TWILIO,
    senderId: settings.senderId,
    account: `twilio/${settings.accountSid}`,
    ...(settings.wabaId !== undefined && { whatsappAccount: settings.wabaId }),
    keys: keysOf(settings),
    mediaHosts: settings.mediaHosts ?? [],
    trySample: trySample(settings, deps.readSample),
    submitTemplate: (template, progress) => submitTemplate(template, progress, all),
    editTemplate: async () => err(refusal('edit_not_allowed', 'a submitted content cannot be changed at Twilio')),
    findTemplate: (name, language) => findTemplate(name, language, all),
    listTemplates: () => listTemplates(all),
    sendTemplate: (send) => sendTemplate(send, all),
    lookUp: (send) => lookUp(send, all),
    readWebhook: (request, now) => readWebhook(request, now, settings),
    check: () => checkTwilio(all),
  };
}
