// Builds the body of a template send from slot values. Meta's traps, each guarded here: media is given anew at every
// send, static buttons are not listed, a button's index counts all buttons, named templates name every parameter.
import type { Failure } from '../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../src/domain/result.ts';
import { fileNameOf } from '../../../src/domain/sends/file-name.ts';
import { unsendableReason } from '../../../src/domain/sends/slots.ts';
import { own, placeholdersOf } from '../../../src/domain/templates/placeholders.ts';
import type { Button, Header, MediaFormat, Template } from '../../../src/domain/templates/template.ts';
import type { Recipient, SendTemplate } from '../../../src/ports/provider.ts';

type Parameter = Readonly<Record<string, unknown>>;
type Component = {
  readonly type: 'header' | 'body' | 'button';
  readonly sub_type?: string;
  readonly index?: string;
  readonly parameters: readonly Parameter[];
};

/**
 * The JSON of `POST /{phone}/messages`, filled by slot id (see `domain/slots.ts`). A slot without a value, or a component Aval
 * cannot fill, is a `rejected` failure: nothing was called.
 */
export function sendBody(send: SendTemplate): Result<object, Failure> {
  const unsupported = unsupportedIn(send);
  if (unsupported !== undefined) return err(refusal('unsupported_type', unsupported));
  const missing: string[] = [];
  const fill = (slot: string) => {
    const value = own(send.values, slot) ?? '';
    if (value === '') missing.push(slot);
    return value;
  };
  const components = componentsOf(send.template, { fill, fileName: (link) => fileNameOf(send.values, link) });
  if (missing.length > 0) return err(refusal('parameter_count', `no value for ${missing.join(', ')}`));
  return ok({
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...address(send.to),
    type: 'template',
    template: {
      name: send.template.name,
      language: { code: send.template.language },
      ...(components.length === 0 ? {} : { components }),
    },
    biz_opaque_callback_data: send.messageId,
  });
}

/** Without the `+` Meta puts the country code of the business in front. A user id in `to` is accepted and dropped. */
function address(to: Recipient): object {
  if (to.kind === 'bsuid') return { recipient: to.bsuid };
  return { to: to.e164.startsWith('+') ? to.e164 : `+${to.e164}` };
}

function unsupportedIn({ template, to }: SendTemplate): string | undefined {
  const reason = unsendableReason(template);
  if (reason !== undefined)
    return `templates with this part cannot be filled: ${reason.reason} ${reason.detail}`.trim();
  if (to.kind === 'bsuid' && template.buttons.some((button) => button.kind === 'otp'))
    return 'one-time codes need a phone number';
  return undefined;
}

type Fill = (slot: string) => string;
/** `fileName`: what the document behind a link is called. */
type Given = { readonly fill: Fill; readonly fileName: (link: string) => string };

function componentsOf(template: Template, given: Given): readonly Component[] {
  const { fill } = given;
  const isNamed = template.parameterFormat === 'named';
  const header = headerParameters(template.header, isNamed, given);
  const body = textParameters('body', template.body.text, isNamed, fill);
  return [
    ...(header.length === 0 ? [] : [{ type: 'header' as const, parameters: header }]),
    ...(body.length === 0 ? [] : [{ type: 'body' as const, parameters: body }]),
    ...template.buttons.flatMap((button, index) => buttonComponent(button, index, template, fill)),
  ];
}

function headerParameters(
  header: Header | undefined,
  isNamed: boolean,
  { fill, fileName }: Given,
): readonly Parameter[] {
  if (header === undefined) return [];
  if (header.format === 'text') return textParameters('header', header.text, isNamed, fill);
  if (header.format === 'location') {
    const [latitude, longitude] = [fill('header.latitude'), fill('header.longitude')];
    const [name, place] = [fill('header.name'), fill('header.address')];
    return [{ type: 'location', location: { latitude, longitude, name, address: place } }];
  }
  const link = fill('header.link');
  return [{ type: header.format, [header.format]: mediaObject(header.format, link, fileName(link)) }];
}

/** A document shows the name of its file; without one WhatsApp shows "Untitled". */
function mediaObject(format: MediaFormat, link: string, name: string): object {
  return { link, ...(format === 'document' && name !== '' ? { filename: name } : {}) };
}

function textParameters(component: string, text: string, isNamed: boolean, fill: Fill): readonly Parameter[] {
  return placeholdersOf(text).map((placeholder) => ({
    type: 'text',
    ...(isNamed ? { parameter_name: placeholder } : {}),
    text: fill(`${component}.${placeholder}`),
  }));
}

function buttonComponent(button: Button, index: number, template: Template, fill: Fill): readonly Component[] {
  const component = (sub_type: string, parameter: Parameter): readonly Component[] => [
    { type: 'button', sub_type, index: `${index}`, parameters: [parameter] },
  ];
  switch (button.kind) {
    case 'url':
      if (placeholdersOf(button.url).length === 0) return [];
      return component('url', { type: 'text', text: fill(`button.${index}`) });
    case 'copy_code':
      return component('copy_code', { type: 'coupon_code', coupon_code: fill(`button.${index}`) });
    case 'quick_reply':
      return button.value === undefined ? [] : component('quick_reply', { type: 'payload', payload: button.value });
    case 'otp':
      // The code is given twice: in the text and, whatever the kind of button, as its url parameter.
      return component('url', { type: 'text', text: fill(`body.${placeholdersOf(template.body.text)[0] ?? '1'}`) });
    case 'phone':
    case 'other':
      return [];
  }
}

/**
 * How long one person's number is left alone: Meta's series is 4^n seconds from n = 0, here by the number of our calls. The
 * table's own wait is the least, because the pair refills once in six seconds.
 */
export function pairRetry(failure: Failure, attempt: number, now: Date): Failure {
  if (failure.fault !== 'pair_rate' || failure.reaction !== 'retry') return failure;
  const ours = new Date(now.getTime() + 1_000 * 4 ** Math.min(attempt - 1, 4)).toISOString();
  return failure.retryAt !== undefined && failure.retryAt > ours ? failure : { ...failure, retryAt: ours };
}

function refusal(fault: Failure['fault'], detail: string): Failure {
  return { kind: 'rejected', fault, reaction: 'template', detail };
}
