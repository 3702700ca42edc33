// The harmless reads behind `aval doctor`: number, account and webhook subscription, each with what to do about it.
// A missing subscription is the most frequent reason for silence: sends work and no status ever comes.
import type { Failure } from '../../../src/domain/fault.ts';
import type { Check } from '../../../src/ports/process.ts';
import type { CallMeta } from './client.ts';
import { AppSubscription, Page, PhoneNumber, SubscribedApp } from './schema.ts';
import type { MetaSettings } from './settings.ts';
import { WEBHOOK_FIELDS } from './webhook/fields.ts';

/** Four GET calls, at the same time. Nothing is changed at Meta. */
export async function checkMeta(settings: MetaSettings, call: CallMeta): Promise<readonly Check[]> {
  const [fields, ...checks] = await Promise.all([
    checkFields(settings, call),
    checkNumber(settings, call),
    checkAccount(settings, call),
    checkSubscription(settings, call),
  ]);
  return [...checks, ...fields];
}

async function checkNumber(settings: MetaSettings, call: CallMeta): Promise<Check> {
  const name = 'WhatsApp number';
  const read = await call({
    name: 'check_number',
    method: 'GET',
    path: settings.phoneNumberId,
    query: { fields: 'id,verified_name,quality_rating,name_status' },
  });
  if (!read.ok) return failed(name, read.error, 'phoneNumberId', 'whatsapp_business_messaging');
  const number = PhoneNumber.safeParse(read.value);
  if (!number.success || number.data.id !== settings.phoneNumberId)
    return { name, status: 'failed', detail: 'the answer is not a phone number', fix: checkTheId('phoneNumberId') };
  const { verified_name, quality_rating } = number.data;
  const detail = `${verified_name ?? 'unnamed'}, quality ${quality_rating ?? 'unknown'}`;
  if (quality_rating?.toUpperCase() === 'RED')
    return {
      name,
      status: 'warning',
      detail,
      fix: 'Send less marketing for a while: Meta lowers limits of red numbers.',
    };
  return { name, status: 'ok', detail, fix: '' };
}

async function checkAccount(settings: MetaSettings, call: CallMeta): Promise<Check> {
  const name = 'WhatsApp Business Account';
  const read = await call({
    name: 'check_account',
    method: 'GET',
    path: `${settings.wabaId}/message_templates`,
    query: { fields: 'id', limit: '1' },
  });
  if (!read.ok) return failed(name, read.error, 'wabaId', 'whatsapp_business_management');
  if (!Page.safeParse(read.value).success)
    return { name, status: 'failed', detail: 'the answer is not a list of templates', fix: checkTheId('wabaId') };
  return { name, status: 'ok', detail: 'templates can be read', fix: '' };
}

async function checkSubscription(settings: MetaSettings, call: CallMeta): Promise<Check> {
  const name = 'webhook subscription';
  const read = await call({ name: 'check_subscription', method: 'GET', path: `${settings.wabaId}/subscribed_apps` });
  if (!read.ok) return failed(name, read.error, 'wabaId', 'whatsapp_business_management');
  const page = Page.safeParse(read.value);
  const apps = (page.success ? page.data.data : []).flatMap((one) => {
    const app = SubscribedApp.safeParse(one);
    return app.success ? [app.data.whatsapp_business_api_data.id] : [];
  });
  if (apps.includes(settings.appId)) return { name, status: 'ok', detail: 'the app receives webhooks', fix: '' };
  return {
    name,
    status: 'failed',
    detail: `the app ${settings.appId} is not subscribed to the account: no status and no answer will arrive`,
    fix: `POST /${settings.version}/${settings.wabaId}/subscribed_apps with the access token, then set the callback URL in the app.`,
  };
}

/** Which webhook fields the app asks for. Only the app itself may read that; where it may not, nothing is said. */
async function checkFields(settings: MetaSettings, call: CallMeta): Promise<readonly Check[]> {
  const name = 'webhook fields';
  const read = await call({
    name: 'check_fields',
    method: 'GET',
    path: `${settings.appId}/subscriptions`,
    headers: { authorization: `Bearer ${settings.appId}|${settings.appSecret}` },
  });
  const page = read.ok ? Page.safeParse(read.value) : undefined;
  if (!page?.success) return [];
  const ours = page.data.data.flatMap((one) => {
    const subscription = AppSubscription.safeParse(one);
    return subscription.success && subscription.data.object === 'whatsapp_business_account' ? [subscription.data] : [];
  });
  const has = new Set(ours.flatMap(({ fields }) => fields));
  const missing = WEBHOOK_FIELDS.filter((field) => !has.has(field));
  if (missing.length === 0) return [{ name, status: 'ok', detail: `${WEBHOOK_FIELDS.length} subscribed`, fix: '' }];
  return [
    {
      name,
      status: has.has('messages') ? 'warning' : 'failed',
      detail: `not subscribed: ${missing.join(', ')}. What they tell never arrives.`,
      fix: 'App dashboard → WhatsApp → Configuration → Webhook fields: subscribe to each of them.',
    },
  ];
}

function failed(name: string, failure: Failure, idName: string, permission: string): Check {
  const detail = [failure.code, failure.detail].filter((part) => part !== undefined).join(': ') || failure.fault;
  return { name, status: 'failed', detail, fix: fixOf(failure, idName, permission) };
}

function fixOf(failure: Failure, idName: string, permission: string): string {
  switch (failure.kind) {
    case 'unauthorized':
      return failure.fault === 'token_invalid'
        ? 'Make a new system user token and put it in accessToken.'
        : `Give the system user access to the account and the token the permission ${permission}.`;
    case 'limited':
      return 'The call budget is used up: try again in an hour.';
    case 'unavailable':
    case 'uncertain':
      return 'Meta could not be reached: check the network, apiUrl and metastatus.com.';
    case 'rejected':
    case 'misconfigured':
      return failure.fault === 'permission_missing'
        ? `${checkTheId(idName)} Or the token lacks ${permission} for it.`
        : checkTheId(idName);
  }
}

function checkTheId(name: string): string {
  return `Check ${name}: copy it from WhatsApp Manager, and apiUrl and version with it.`;
}
