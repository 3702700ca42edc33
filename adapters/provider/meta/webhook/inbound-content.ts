// What a customer's message says, by its type: text where there is text, else a short label of the kind.
// Unknown types are shown as unsupported rather than dropped: the customer did write, and the service window is open.
import type { ProviderEvent } from '../../../../src/ports/provider.ts';
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
      return plain(type, read.success ? (read.data.caption ?? read.data.filename ?? '') : '');
    }
    case 'location':
      return readLocation(body);
    case 'contacts': {
      const read = Contents.contacts.safeParse(body);
      const names = read.success ? read.data.map((card) => card.name?.formatted_name ?? '').filter(Boolean) : [];
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
      return plain('order', '');
    default:
      return UNSUPPORTED;
  }
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
  const tap = read.data.button_reply ?? read.data.list_reply;
  if (tap !== undefined) return tapped(tap.title, tap.id);
  return read.data.nfm_reply === undefined ? UNSUPPORTED : plain('form', read.data.nfm_reply.body ?? '');
}

function readLocation(body: unknown): Read {
  const read = Contents.location.safeParse(body);
  if (!read.success) return UNSUPPORTED;
  const { latitude, longitude, name, address } = read.data;
  const words = [name, address].filter((part) => part !== undefined && part !== '').join(', ');
  return plain('location', words === '' ? `${latitude}, ${longitude}` : words);
}
