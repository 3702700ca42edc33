// The harmless reads behind `aval doctor`: one per API, each with what to do about it. A list that could not be read is told
// apart from a number that is not in it, and a wrong host from a wrong key and a wrong region.
import type { Failure } from '../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../src/domain/result.ts';
import type { Check } from '../../../src/ports/process.ts';
import { type Api, baseOf, nextPath } from './client.ts';
import { failureOfGarble } from './errors.ts';
import { ContentPage, MessagePage, Sender, SenderPage } from './schema.ts';
import { messagesPath, type SendDeps } from './send.ts';
import { numberOf } from './settings.ts';

/** GET calls only, at the same time. Nothing is changed at Twilio. */
export async function checkTwilio(deps: SendDeps): Promise<readonly Check[]> {
  const checks = await Promise.all([
    checkMessages(deps),
    ...(deps.settings.apiKey === undefined ? [] : [checkToken(deps)]),
    checkContent(deps),
    checkSender(deps),
  ]);
  return [...checks, checkAddress(deps)];
}

async function checkMessages(deps: SendDeps): Promise<Check> {
  const name = 'messages API';
  const read = await readMessages(deps, false);
  return read.ok ? good(name, 'messages can be read') : bad(name, 'messages', read.error, deps);
}

/** With an API key for the calls nothing else would notice a wrong token, and every webhook would be refused. */
async function checkToken(deps: SendDeps): Promise<Check> {
  const name = 'auth token';
  const read = await readMessages(deps, true);
  if (read.ok) return good(name, 'Twilio takes it, so it is the one webhooks are signed with');
  return bad(name, 'messages', read.error, deps);
}

async function readMessages(deps: SendDeps, withToken: boolean): Promise<Result<true, Failure>> {
  const path = `${messagesPath(deps.settings)}?PageSize=1`;
  const read = await deps.call({ name: 'check_messages', api: 'messages', method: 'GET', path, withToken });
  if (!read.ok) return read;
  if (!MessagePage.safeParse(read.value).success)
    return err(failureOfGarble('the answer is no list of messages', false));
  return ok(true);
}

async function checkContent(deps: SendDeps): Promise<Check> {
  const name = 'templates API';
  const path = '/v1/Content?PageSize=1';
  const read = await deps.call({ name: 'check_content', api: 'content', method: 'GET', path });
  if (!read.ok) return bad(name, 'content', read.error, deps);
  if (!ContentPage.safeParse(read.value).success)
    return bad(name, 'content', failureOfGarble('the answer is no list of contents', false), deps);
  return good(name, 'templates can be read');
}

async function checkSender(deps: SendDeps): Promise<Check> {
  const name = 'WhatsApp sender';
  const from = numberOf(deps.settings);
  if (from === undefined) return checkService(deps.settings.from, deps);
  const senders = await listSenders(deps);
  if (!senders.ok) return unreadable(name, senders.error, deps);
  const sender = senders.value.find((one) => one.sender_id === `whatsapp:${from}`);
  if (sender === undefined)
    return {
      name,
      status: 'failed',
      detail: `the account has ${senders.value.length} WhatsApp senders, this number is none of them`,
      fix: 'Check `from` and `accountSid`: Twilio Console → Messaging → Senders → WhatsApp senders.',
    };
  const status = sender.status ?? 'unknown';
  const told = sender.configuration?.waba_id ?? undefined;
  const { wabaId } = deps.settings;
  if (told !== undefined && wabaId !== undefined && told !== wabaId)
    return {
      name,
      status: 'failed',
      detail: `the number belongs to the WhatsApp account ${told.slice(0, 40)}, not to the one of \`wabaId\``,
      fix: 'Correct `wabaId`, or leave it out: templates of another account would be taken for those of this one.',
    };
  if (status.toUpperCase().startsWith('ONLINE'))
    return good(name, told === undefined ? 'online' : `online, WhatsApp account ${told.slice(0, 40)}`);
  return {
    name,
    status: 'warning',
    detail: `the sender is ${status.slice(0, 60)}`,
    fix: 'See in Twilio Console → Messaging → Senders → WhatsApp senders what it waits for.',
  };
}

/** The list itself failed: that says nothing about the number. */
function unreadable(name: string, failure: Failure, deps: SendDeps): Check {
  const why = bad(name, 'messaging', failure, deps);
  return { ...why, status: 'warning', detail: `the list of senders could not be read (${why.detail})` };
}

async function checkService(sid: string, deps: SendDeps): Promise<Check> {
  const name = 'messaging service';
  const path = `/v1/Services/${sid}`;
  const read = await deps.call({ name: 'check_service', api: 'messaging', method: 'GET', path });
  if (read.ok) return good(name, 'it is there');
  if (read.error.code !== '20404') return unreadable(name, read.error, deps);
  return {
    name,
    status: 'failed',
    detail: 'the account has no such messaging service',
    fix: 'Check `from` and `accountSid`: Twilio Console → Messaging → Services.',
  };
}

const MOST_PAGES = 20;

async function listSenders(deps: SendDeps): Promise<Result<readonly Sender[], Failure>> {
  const senders: Sender[] = [];
  let path = '/v2/Channels/Senders?Channel=whatsapp&PageSize=100';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const read = await deps.call({ name: 'check_senders', api: 'messaging', method: 'GET', path });
    if (!read.ok) return read;
    const list = SenderPage.safeParse(read.value);
    if (!list.success) return err(failureOfGarble('the answer is no list of senders', false));
    senders.push(
      ...list.data.senders.flatMap((item) => {
        const sender = Sender.safeParse(item);
        return sender.success ? [sender.data] : [];
      }),
    );
    const next = list.data.meta?.next_page_url;
    if (!next) return ok(senders);
    const following = nextPath(deps.settings, 'messaging', next);
    if (!following.ok) return following;
    path = following.value;
  }
  return err(failureOfGarble('the list of senders does not end', false));
}

/** Without an address of ours sends work, and nothing is ever heard of them. */
function checkAddress(deps: SendDeps): Check {
  const name = 'status callbacks';
  const url = deps.webhookUrl();
  if (url !== undefined) return good(name, `Twilio calls ${url}`);
  return {
    name,
    status: 'warning',
    detail: 'PUBLIC_URL is not set: sends work, but no status and no answer will arrive',
    fix: 'Set PUBLIC_URL to the https address this server is reached at from outside.',
  };
}

function good(name: string, detail: string): Check {
  return { name, status: 'ok', detail, fix: '' };
}

const SETTING: Readonly<Record<Api, string>> = { messages: 'apiUrl', content: 'contentUrl', messaging: 'messagingUrl' };

function bad(name: string, api: Api, failure: Failure, deps: SendDeps): Check {
  const detail = [failure.code, failure.detail].filter((part) => part !== undefined).join(': ') || failure.fault;
  return { name, status: 'failed', detail, fix: fixOf(api, failure, deps) };
}

function fixOf(api: Api, failure: Failure, { settings }: SendDeps): string {
  const host = new URL(baseOf(settings, api)).host;
  const isRegional = host.split('.').length > 3 && host.endsWith('.twilio.com');
  const key = settings.apiKey === undefined ? 'authToken' : 'apiKey';
  if (failure.kind === 'limited') return 'Twilio is asked too often right now: try again in a minute.';
  if (/ERR_TLS|CERT/.test(failure.detail ?? ''))
    return `Check ${SETTING[api]}: ${host} has no certificate of its own. A region needs its edge, as in dublin.ie1.`;
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED/.test(failure.detail ?? ''))
    return `Check ${SETTING[api]}: nothing answers at ${host}.`;
  if (failure.fault === 'token_invalid')
    return isRegional
      ? `Check ${key}: keys and tokens belong to one region, these are not of the one of ${host}.`
      : `Check accountSid and ${key}: they are not of one account, or of another region than ${host}.`;
  if (failure.fault === 'permission_missing' && failure.code === '20404')
    return `Check accountSid, and whether the region of ${host} has this API: ${SETTING[api]}.`;
  if (failure.fault === 'permission_missing' && failure.kind === 'unauthorized')
    return `Give the API key access to the ${api} of this account, or use a standard key.`;
  if (failure.fault === 'unreadable_answer' || failure.fault === 'permission_missing')
    return `Check ${SETTING[api]}: what answers at ${host} is not Twilio.`;
  if (failure.kind === 'unavailable' || failure.kind === 'uncertain')
    return `Twilio could not be reached at ${host}: check the network and status.twilio.com.`;
  return `Check ${SETTING[api]} and accountSid.`;
}
