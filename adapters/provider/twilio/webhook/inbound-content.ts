// What a customer's message says: text where there is text, else a short label of the kind. A kind we do not know is shown as
// unsupported rather than dropped: the customer did write, and the service window is open.
import type { ProviderEvent } from '../../../../src/ports/provider.ts';
import type { Fields } from './event-base.ts';

type Content = Extract<ProviderEvent, { kind: 'inbound' }>['content'];

/** Reads by the fields that are there: `MessageType` came late to Twilio's webhooks and is missing in some. */
export function readContent(form: Fields): Content {
  const body = form.get('Body') ?? '';
  const button = form.get('ButtonPayload') ?? form.get('ListId');
  const label = form.get('ButtonText') ?? form.get('ListTitle');
  if (button || label)
    return { kind: 'text', text: label || body || button || '', ...(button ? { payload: button } : {}) };
  if (Number(form.get('NumMedia') ?? 0) > 0)
    return { kind: mediaKind(form.get('MediaContentType0') ?? ''), text: body };
  const [latitude, longitude] = [form.get('Latitude'), form.get('Longitude')];
  if (latitude && longitude) {
    const words = [form.get('Label'), form.get('Address')].filter(Boolean).join(', ');
    return { kind: 'location', text: words || `${latitude}, ${longitude}` };
  }
  const type = form.get('MessageType') ?? 'text';
  if (body !== '' || type === 'text') return { kind: 'text', text: body };
  return { kind: /^(?:contacts|order|reaction)$/.test(type) ? type : 'unsupported', text: '' };
}

function mediaKind(type: string): string {
  if (type === 'image/webp') return 'sticker';
  const family = type.split('/')[0] ?? '';
  if (family === 'image' || family === 'video' || family === 'audio') return family;
  return /vcard/.test(type) ? 'contacts' : 'document';
}
