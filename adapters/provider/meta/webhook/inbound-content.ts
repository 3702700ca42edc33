// What a customer's message says, by its type: text where there is text, else a short label of the kind.
// Unknown types are shown as unsupported rather than dropped: the customer did write, and the service window is open.
import { visibleText } from '../../../../src/domain/typed.ts';
import type { ProviderEvent } from '../../../../src/ports/provider.ts';
import { readJson } from '../json.ts';
import { Contents } from '../schema.ts';
import { member } from './event-base.ts';

type Content = Extract<ProviderEvent, { kind: 'inbound' }>['content'];
type Read = { readonly content: Content; readonly answers?: string };

/** Never fails: a known type whose body cannot be read is `unsupported` too. */
export function readContent(type: string, message: unknown): Read {
  const body = member(message, type);
  switch (type) {
    case 'text': {
      const read = Contents.text.safeParse(body);
      return read.success ? plain('text', read.data.body) : UNSUPPORTED;
    }
    case 'button': {
      const read = Contents.button.safeParse(body);
      return read.success ? tapped(read.data.text, read.data.payload) : UNSUPPORTED;
    }
    case 'interactive':
      return readInteractive(body);
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker': {
      const read = Contents[type].safeParse(body);
      return plain(type, read.success ? lines([read.data.caption, nameIn(read.data.filename)]) : '');
    }
    case 'location':
      return readLocation(body);
    case 'contacts': {
      const read = Contents.contacts.safeParse(body);
      const names = read.success ? read.data.map((card) => nameIn(card.name?.formatted_name)).filter(Boolean) : [];
      return plain('contacts', names.join(', '));
    }
    case 'reaction': {
      const read = Contents.reaction.safeParse(body);
      if (!read.success) return UNSUPPORTED;
      // No emoji: the reaction was taken back.
      const said = plain('reaction', read.data.emoji ?? '');
      return read.data.message_id === undefined ? said : { ...said, answers: read.data.message_id };
    }
    case 'order':
      return plain('order', readOrder(body));
    case 'edit':
      return plain('edit', readEdit(body));
    default:
      return plain('unsupported', carried(body));
  }
}

/** Names of files and people: signs that nobody sees make them look like others (`gpj.exe`). */
function nameIn(name: string | undefined): string {
  return visibleText(name ?? '').replace(/\s+/gu, ' ');
}

function lines(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n');
}

function readOrder(body: unknown): string {
  const read = Contents.order.safeParse(body);
  if (!read.success) return carried(body);
  const items = read.data.product_items.map(({ quantity, product_retailer_id, item_price, currency }) => {
    const price = item_price === undefined ? undefined : [item_price, currency].filter(Boolean).join(' ');
    return [`${quantity ?? 1} × ${product_retailer_id ?? '?'}`, price].filter(Boolean).join(', ');
  });
  return lines([read.data.text, ...items]);
}

/** The message as it reads now. */
function readEdit(body: unknown): string {
  const message = member(body, 'message');
  const type = member(message, 'type');
  return typeof type === 'string' && type !== 'edit' ? readContent(type, message).content.text : carried(body);
}

// Handles of Meta's, which tell a person nothing.
const HANDLES = /^(?:type|sha256|mime_type|url|.*_?id)$/;
const LONGEST_CARRIED = 2_000;

/** The words in something of a shape we do not know: nothing a customer wrote is dropped. */
function carried(body: unknown): string {
  const found: string[] = [];
  const open: unknown[] = [body];
  for (let seen = 0; open.length > 0 && seen < 200; seen += 1) {
    const one = open.shift();
    if (typeof one === 'string') found.push(one);
    else if (typeof one === 'object' && one !== null)
      open.push(...Object.entries(one).flatMap(([key, value]) => (HANDLES.test(key) ? [] : [value])));
  }
  return lines(found).slice(0, LONGEST_CARRIED);
}

const UNSUPPORTED: Read = { content: { kind: 'unsupported', text: '' } };

function plain(kind: string, text: string): Read {
  return { content: { kind, text } };
}

/** A tap is text with the payload of the button beside it. */
function tapped(text: string | undefined, payload: string | undefined): Read {
  return { content: { kind: 'text', text: text ?? payload ?? '', ...(payload === undefined ? {} : { payload }) } };
}

function readInteractive(body: unknown): Read {
  const read = Contents.interactive.safeParse(body);
  if (!read.success) return UNSUPPORTED;
  const { button_reply: button, list_reply: row, nfm_reply: form } = read.data;
  if (button !== undefined) return tapped(button.title, button.id);
  if (row !== undefined) return tapped(lines([row.title ?? row.id, row.description]), row.id);
  return form === undefined ? plain('unsupported', carried(body)) : plain('form', lines([form.body, answersIn(form)]));
}

/** What was filled in, one field a line; the token that names the flow is ours. */
function answersIn({ response_json: answers }: { readonly response_json?: string | undefined }): string {
  const read = readJson(answers ?? '');
  if (!read.ok || typeof read.value !== 'object' || read.value === null) return answers ?? '';
  return Object.entries(read.value)
    .filter(([name]) => name !== 'flow_token')
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('\n');
}

function readLocation(body: unknown): Read {
  const read = Contents.location.safeParse(body);
  if (!read.success) return UNSUPPORTED;
  const { latitude, longitude, name, address } = read.data;
  const words = [name, address].filter((part) => part !== undefined && part !== '').join(', ');
  return plain('location', words === '' ? `${latitude}, ${longitude}` : words);
}
