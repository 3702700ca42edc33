// What a customer sees of a content. The trap of the real Twilio is here as well: a variable nobody gave shows its sample.
// Written apart from the adapter, so that a value in the wrong place is seen.
import type { PreviewButton, PreviewMessage } from '../../../../src/domain/templates/preview.ts';
import type { MediaFormat } from '../../../../src/domain/templates/template.ts';
import type { StoredContent } from './model.ts';
import { isFields } from './rules.ts';

type Fields = Readonly<Record<string, unknown>>;
export type Rendered = { readonly preview: PreviewMessage; readonly payloads: readonly string[] };

const BEST_FIRST = [
  'whatsapp/authentication',
  'whatsapp/card',
  'twilio/card',
  'twilio/quick-reply',
  'twilio/call-to-action',
  'twilio/media',
];

/** Type of the content that WhatsApp is sent. */
export function sentType(content: Pick<StoredContent, 'types'>): string {
  return BEST_FIRST.find((type) => content.types[type]) ?? Object.keys(content.types)[0] ?? 'twilio/text';
}

/** `given` by key, as `ContentVariables` says. */
export function render(content: StoredContent, given: Readonly<Record<string, string>>): Rendered {
  const put = (text: unknown): string =>
    `${text ?? ''}`.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (whole, key) => given[key] ?? content.variables[key] ?? whole);
  const name = sentType(content);
  const found = content.types[name];
  const type: Fields = isFields(found) ? found : {};
  const actions = (Array.isArray(type.actions) ? type.actions : []).filter(isFields);
  const header = headerOf(type, put);
  const footer = put(type.footer ?? (name === 'twilio/card' ? type.subtitle : ''));
  const code = put('{{1}}');
  return {
    preview: {
      ...(header === undefined ? {} : { header }),
      body: name === 'whatsapp/authentication' ? `${code} is your verification code.` : put(type.body ?? type.title),
      ...(footer === '' ? {} : { footer }),
      buttons: actions.map((action) => buttonOf(action, put, code)),
    },
    payloads: actions.map((action) =>
      (action.type ?? 'QUICK_REPLY') === 'QUICK_REPLY' ? put(action.id ?? action.title) : '',
    ),
  };
}

function headerOf(type: Fields, put: (text: unknown) => string): PreviewMessage['header'] {
  if (type.header_text) return { kind: 'text', text: put(type.header_text) };
  const first = Array.isArray(type.media) ? type.media[0] : undefined;
  return first === undefined ? undefined : { kind: 'media', format: formatOf(put(first)), link: put(first) };
}

function formatOf(link: string): MediaFormat {
  if (/\.(?:mp4|3gp)(?:$|\?)/i.test(link)) return 'video';
  return /\.(?:jpe?g|png)(?:$|\?)/i.test(link) ? 'image' : 'document';
}

function buttonOf(action: Fields, put: (text: unknown) => string, code: string): PreviewButton {
  const label = put(action.title);
  switch (action.type) {
    case 'URL':
      return { kind: 'url', label, detail: put(action.url) };
    case 'PHONE_NUMBER':
      return { kind: 'phone', label, detail: put(action.phone) };
    case 'COPY_CODE':
      return action.copy_code_text === undefined
        ? { kind: 'copy_code', label: 'Copy code', detail: put(action.code) }
        : { kind: 'copy_code', label: put(action.copy_code_text), detail: code };
    case undefined:
    case 'QUICK_REPLY':
      return { kind: 'quick_reply', label, detail: '' };
    default:
      return { kind: 'other', label, detail: '' };
  }
}
