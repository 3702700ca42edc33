// Our template as a content of Twilio's. One content has one set of variables, so the placeholders of body, header and
// buttons, which WhatsApp counts apart, become one row of numbers: the body's first, so that a body reads as it was written.
import type { Failure } from '../../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import { unsendableReason, urlSampleSuffix } from '../../../../src/domain/sends/slots.ts';
import { fillPlaceholders, own, placeholdersOf } from '../../../../src/domain/templates/placeholders.ts';
import type { Button, Header, Template } from '../../../../src/domain/templates/template.ts';
import { refusal } from '../errors.ts';
import { formatOfLink } from './media-link.ts';

export type ContentRequest = {
  readonly friendly_name: string;
  readonly language: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, object>>;
};

type Action = Readonly<Record<string, string>>;

/** Twilio, "call-to-action": a body of at most 640 characters; `whatsapp/card` takes WhatsApp's 1024. */
const CALL_TO_ACTION_BODY = 640;
/** Twilio, "quick-reply": length of an id; pages say 128, 200 and 256. */
const LONGEST_ID = 128;
/** Twilio, "Using variables": values up to 1,600 characters. */
const LONGEST_VALUE = 1_600;

/** The body of `POST /v1/Content`, or why this template cannot be one. */
export function writeContent(template: Template): Result<ContentRequest, Failure> {
  const fault = faultOf(template);
  if (fault !== undefined) return err(fault);
  const variables = new Map<string, string>();
  const types =
    template.category === 'AUTHENTICATION' ? authentication(template, variables) : parts(template, variables);
  if ([...variables.values()].some((value) => value.trim() === ''))
    return err(refusal('parameter_format', 'every variable needs a sample'));
  if ([...variables.values()].some((value) => value.length > LONGEST_VALUE))
    return err(refusal('over_length', `a sample is longer than ${LONGEST_VALUE} characters`));
  return ok({
    friendly_name: template.name,
    language: template.language,
    ...(variables.size === 0 ? {} : { variables: Object.fromEntries(variables) }),
    types,
  });
}

function faultOf(template: Template): Failure | undefined {
  const unsendable = unsendableReason(template);
  if (unsendable) return refusal('unsupported_type', `${unsendable.reason} ${unsendable.detail}`.trim());
  if (template.parameterFormat === 'named' && hasVariables(template))
    return refusal('unsupported_type', 'variables must be numbers here');
  const { header, buttons } = template;
  if (header?.format === 'location') return refusal('unsupported_type', 'a location as header');
  if (header !== undefined && 'sample' in header && formatOfLink(header.sample) !== header.format)
    return refusal(
      'header_format',
      `the sample must be an https link that ends like a file, as ….pdf does: ${header.format}`,
    );
  const otp = buttons.filter((button) => button.kind === 'otp');
  if (template.category === 'AUTHENTICATION') {
    const isCopy = otp.length === 1 && buttons.length === 1 && otp[0]?.otpKind === 'copy_code';
    return isCopy ? undefined : refusal('unsupported_type', 'one-time codes take one button: copy code');
  }
  if (otp.length > 0) return refusal('unsupported_type', 'a code button outside AUTHENTICATION');
  if (buttons.some((button) => button.kind === 'quick_reply' && (button.value ?? '').length > LONGEST_ID))
    return refusal('over_length', `the value of a button is longer than ${LONGEST_ID} characters`);
  return undefined;
}

function hasVariables(template: Template): boolean {
  const header = template.header?.format === 'text' ? template.header.text : '';
  return placeholdersOf(`${header}\n${template.body.text}`).length > 0;
}

function authentication(template: Template, variables: Map<string, string>): ContentRequest['types'] {
  const button = template.buttons[0];
  variables.set('1', own(template.body.samples, '1') ?? '');
  return {
    'whatsapp/authentication': {
      add_security_recommendation: template.authentication?.securityRecommendation ?? false,
      ...(template.authentication?.expiryMinutes === undefined
        ? {}
        : { code_expiration_minutes: template.authentication.expiryMinutes }),
      actions: [
        { type: 'COPY_CODE', copy_code_text: (button?.kind === 'otp' ? button.label : undefined) ?? 'Copy code' },
      ],
    },
  };
}

/** The plainest type that can say it: `whatsapp/card` alone has header and footer. */
function parts(template: Template, variables: Map<string, string>): ContentRequest['types'] {
  const { header, footer, buttons } = template;
  const body = numbered(template.body.text, template.body.samples, variables);
  const headerText = header?.format === 'text' ? numbered(header.text, header.samples, variables) : undefined;
  const media = mediaOf(header, variables);
  const actions = buttons.map((button) => actionOf(button, variables));
  const isPlain = headerText === undefined && footer === undefined;
  if (isPlain && buttons.length === 0)
    return media === undefined ? { 'twilio/text': { body } } : { 'twilio/media': { body, media: [media] } };
  if (isPlain && media === undefined) {
    const replies = buttons.filter((button) => button.kind === 'quick_reply').length;
    if (replies === buttons.length)
      return { 'twilio/quick-reply': { body, actions: actions.map(({ type: _type, ...action }) => action) } };
    if (replies === 0 && template.body.text.length <= CALL_TO_ACTION_BODY)
      return { 'twilio/call-to-action': { body, actions } };
  }
  return {
    'whatsapp/card': {
      body,
      ...(headerText === undefined ? {} : { header_text: headerText }),
      ...(footer === undefined ? {} : { footer }),
      ...(media === undefined ? {} : { media: [media] }),
      ...(actions.length === 0 ? {} : { actions }),
    },
  };
}

/** The text with its placeholders under the next free numbers. */
function numbered(text: string, samples: Readonly<Record<string, string>>, variables: Map<string, string>): string {
  const keys = new Map(
    placeholdersOf(text).map((placeholder) => [placeholder, add(variables, own(samples, placeholder) ?? '')]),
  );
  return fillPlaceholders(text, (placeholder) => `{{${keys.get(placeholder) ?? placeholder}}}`);
}

function add(variables: Map<string, string>, sample: string): string {
  const key = `${variables.size + 1}`;
  variables.set(key, sample);
  return key;
}

/** Twilio takes a variable in a link after the host only, so the host of the sample is the host of every file sent. */
function mediaOf(header: Header | undefined, variables: Map<string, string>): string | undefined {
  if (header === undefined || !('sample' in header)) return undefined;
  const { origin, href } = new URL(header.sample);
  return `${origin}/{{${add(variables, href.slice(origin.length + 1))}}}`;
}

function actionOf(button: Button, variables: Map<string, string>): Action {
  switch (button.kind) {
    case 'quick_reply':
      return { type: 'QUICK_REPLY', title: button.label, ...(button.value === undefined ? {} : { id: button.value }) };
    case 'url':
      return {
        type: 'URL',
        title: button.label,
        url: numbered(button.url, { [placeholdersOf(button.url)[0] ?? '']: urlSampleSuffix(button) }, variables),
      };
    case 'phone':
      return { type: 'PHONE_NUMBER', title: button.label, phone: button.phone };
    case 'copy_code':
      return { type: 'COPY_CODE', title: 'Copy code', code: `{{${add(variables, button.sample)}}}` };
    case 'otp':
    case 'other':
      // Refused by `faultOf` before anything is written.
      throw new Error(`a button of kind ${button.kind} has no action`);
  }
}
