// Sends one template. Its trap: a variable left out is filled with the sample WhatsApp reviewed, and counts as a success. So
// the content is read first, and every one of its keys is given, or nothing is sent.
import type { Failure } from '../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../src/domain/result.ts';
import { providerFingerprint } from '../../../src/domain/review/fingerprint.ts';
import { unsendableReason } from '../../../src/domain/sends/slots.ts';
import { own } from '../../../src/domain/templates/placeholders.ts';
import type { Accepted, Recipient, SendTemplate } from '../../../src/ports/provider.ts';
import { failureOfGarble, refusal } from './errors.ts';
import { MessageRow } from './schema.ts';
import { numberOf, serviceOf, type TwilioSettings } from './settings.ts';
import { type ReadContent, readContent } from './templates/content-read.ts';
import { fetchContent, findTemplate, type TemplatesDeps } from './templates/list.ts';

export type SendDeps = TemplatesDeps & { readonly webhookUrl: () => string | undefined };

/** Reads the content, then sends it once. Whatever is refused before the second call was certainly not sent. */
export async function sendTemplate(send: SendTemplate, deps: SendDeps): Promise<Result<Accepted, Failure>> {
  const unsupported = unsupportedIn(send);
  if (unsupported !== undefined) return err(refusal('unsupported_type', unsupported));
  const sid = await sidOf(send, deps);
  if (!sid.ok) return sid;
  const row = await fetchContent(sid.value, deps);
  if (!row.ok) return row;
  if (row.value === undefined) return err(refusal('template_missing', `${sid.value} is not there any more`));
  const { name, category } = send.template;
  const content = readContent(row.value, { name, category });
  if (content === undefined) return err(refusal('template_changed', `${sid.value} has no type Aval knows`));
  const variables = variablesOf(content, send);
  if (!variables.ok) return variables;

  const sent = await deps.call({
    name: 'send_template',
    api: 'messages',
    method: 'POST',
    path: messagesPath(deps.settings),
    form: {
      To: addressOf(send.to),
      ...senderOf(deps.settings),
      ContentSid: sid.value,
      ...(variables.value.size === 0 ? {} : { ContentVariables: JSON.stringify(Object.fromEntries(variables.value)) }),
      ...callbackOf(send, deps.webhookUrl()),
    },
    isSend: true,
  });
  if (!sent.ok) return sent;
  const message = MessageRow.safeParse(sent.value);
  if (!message.success) return err(failureOfGarble('the answer names no message', true));
  return ok({ externalId: message.data.sid, held: false, aliases: [] });
}

export function messagesPath(settings: TwilioSettings): string {
  return `/2010-04-01/Accounts/${settings.accountSid}/Messages.json`;
}

export function addressOf(to: Recipient): string {
  if (to.kind === 'bsuid') return `whatsapp:${to.bsuid}`;
  return `whatsapp:${to.e164.startsWith('+') ? to.e164 : `+${to.e164}`}`;
}

function senderOf(settings: TwilioSettings): Readonly<Record<string, string>> {
  const [number, service] = [numberOf(settings), serviceOf(settings)];
  return {
    ...(number === undefined ? {} : { From: `whatsapp:${number}` }),
    ...(service === undefined ? {} : { MessagingServiceSid: service }),
  };
}

/** Our id of the send in the path of its callback: whatever becomes of the answer, the callback tells which send it was. */
function callbackOf(send: SendTemplate, webhookUrl: string | undefined): Readonly<Record<string, string>> {
  if (webhookUrl === undefined) return {};
  return { StatusCallback: `${webhookUrl}/${encodeURIComponent(send.messageId)}.${send.attempt}` };
}

function unsupportedIn({ template, to }: SendTemplate): string | undefined {
  const reason = unsendableReason(template);
  if (reason !== undefined)
    return `templates with this part cannot be filled: ${reason.reason} ${reason.detail}`.trim();
  if (to.kind === 'bsuid' && template.buttons.some((button) => button.kind === 'otp'))
    return 'one-time codes need a phone number';
  return undefined;
}

async function sidOf(send: SendTemplate, deps: SendDeps): Promise<Result<string, Failure>> {
  if (send.externalId !== undefined && /^HX[0-9a-fA-F]{32}$/.test(send.externalId)) return ok(send.externalId);
  const { name, language } = send.template;
  const found = await findTemplate(name, language, deps);
  if (!found.ok) return found;
  if (found.value !== undefined) return ok(found.value.externalId);
  return err(refusal('template_missing', `there is no ${name} in ${language}`));
}

/**
 * The value of every key the content has. A key that no slot of the approved template fills means that the content is not
 * what was approved.
 */
export function variablesOf(content: ReadContent, send: SendTemplate): Result<ReadonlyMap<string, string>, Failure> {
  if (providerFingerprint(content.template) !== providerFingerprint(sameLabel(send, content)))
    return err(refusal('template_changed', 'the content is not the one that was approved'));
  const filled = new Set(content.fillings.map((filling) => filling.key));
  const unknown = content.keys.filter((key) => !filled.has(key));
  if (unknown.length > 0) return err(refusal('template_changed', `nothing fills the variables ${unknown.join(', ')}`));

  const variables = new Map<string, string>();
  const missing: string[] = [];
  for (const { slot, before, key, after } of content.fillings) {
    const value = own(send.values, slot) ?? '';
    if (value.trim() === '') {
      missing.push(slot);
      continue;
    }
    const inner = key === undefined ? '' : value.slice(before.length, value.length - after.length);
    const fits = value.startsWith(before) && value.endsWith(after) && value === `${before}${inner}${after}`;
    if (!fits || (key !== undefined && inner.trim() === ''))
      return err(refusal('parameter_format', `${slot} must be ${before}${key === undefined ? '' : '…'}${after}`));
    if (UNSENDABLE.test(value))
      return err(refusal('parameter_format', `${slot} holds a line break, a tab or more than four spaces in a row`));
    if (key === undefined) continue;
    if ((variables.get(key) ?? inner) !== inner)
      return err(refusal('parameter_format', `${slot} shows the same variable as another part: give both one value`));
    variables.set(key, inner);
  }
  return missing.length > 0 ? err(refusal('parameter_count', `no value for ${missing.join(', ')}`)) : ok(variables);
}

/** Twilio, 21656 and 63013: what WhatsApp refuses inside a value. */
const UNSENDABLE = /[\r\n\t]| {5}/;

/** Name and language are labels here, the SID says which content it is. */
function sameLabel(send: SendTemplate, content: ReadContent): SendTemplate['template'] {
  const { name, language } = content.template;
  return { ...send.template, name, language };
}
