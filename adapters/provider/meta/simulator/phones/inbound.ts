// What customers do: write, tap, stop marketing. Each becomes a webhook and a bubble on the phone.
import { identityOf } from '../identity.ts';
import type { Fields } from '../json.ts';
import type { Inbound } from '../model.ts';
import type { World } from '../world.ts';

/** `answers`: id of our message that is quoted or whose button was tapped. */
export type CustomerMessage =
  | { readonly kind: 'text'; readonly text: string; readonly answers?: string }
  | { readonly kind: 'button'; readonly text: string; readonly payload: string; readonly answers: string }
  | { readonly kind: 'image'; readonly caption?: string; readonly answers?: string }
  | { readonly kind: 'location'; readonly name: string; readonly latitude: number; readonly longitude: number }
  | { readonly kind: 'unsupported' };

/** `from` is E.164 with `+`. Returns the message's id. */
export function receiveFromCustomer(world: World, from: string, message: CustomerMessage): string {
  const answers = 'answers' in message ? message.answers : undefined;
  const now = world.settings.now();
  const inbound: Inbound = {
    id: `wamid.${Buffer.from(world.settings.newId()).toString('base64')}`,
    at: now.toISOString(),
    from,
    text: shownOnPhone(message),
    ...(answers === undefined ? {} : { answers }),
  };
  const { waId, userId, username } = identityOf(from);
  world.webhooks.queue('messages', {
    messaging_product: 'whatsapp',
    metadata: metadataOf(world),
    contacts: [contactOf(from)],
    messages: [
      {
        ...(username === undefined ? { from: waId } : {}),
        from_user_id: userId,
        id: inbound.id,
        timestamp: String(Math.floor(now.getTime() / 1000)),
        ...(answers === undefined ? {} : { context: { from: metadataOf(world).display_phone_number, id: answers } }),
        ...contentOf(message, inbound.id),
      },
    ],
  });
  world.state.inbound.put(inbound);
  world.phoneChanged(from);
  return inbound.id;
}

/** Stops (`wants: false`) or resumes marketing messages; while stopped, marketing sends are refused with 131050. */
export function setMarketingPreference(world: World, from: string, wants: boolean): void {
  if (wants) world.state.optOuts.remove(from);
  else world.state.optOuts.put({ id: from });
  const { waId, userId, username } = identityOf(from);
  world.webhooks.queue('user_preferences', {
    messaging_product: 'whatsapp',
    metadata: metadataOf(world),
    contacts: [contactOf(from)],
    user_preferences: [
      {
        ...(username === undefined ? { wa_id: waId } : {}),
        user_id: userId,
        detail: `User requested to ${wants ? 'resume' : 'stop'} marketing messages`,
        category: 'marketing_messages',
        value: wants ? 'resume' : 'stop',
        timestamp: Math.floor(world.settings.now().getTime() / 1000),
      },
    ],
  });
}

/** Which business number it is about; `phone_number_id` is what receivers route on. */
export function metadataOf(world: World, phoneNumberId = world.settings.phoneNumberId): Fields {
  return {
    display_phone_number: world.settings.displayPhoneNumber.replace(/\D/g, ''),
    phone_number_id: phoneNumberId,
  };
}

/** By the last digit of the number. */
const NAMES = ['Bruno', 'Carla', 'Diego', 'Eva', 'Ana', 'Fabio', 'Inés', 'Hugo', 'Rosa', 'Juan'];

function contactOf(from: string): Fields {
  const { waId, userId, username } = identityOf(from);
  const name = NAMES[Number(from.at(-1))] ?? 'Ana';
  return username === undefined
    ? { profile: { name }, wa_id: waId, user_id: userId }
    : { profile: { name, username }, user_id: userId };
}

function contentOf(message: CustomerMessage, id: string): Fields {
  switch (message.kind) {
    case 'text':
      return { type: 'text', text: { body: message.text } };
    case 'button':
      return { type: 'button', button: { payload: message.payload, text: message.text } };
    case 'image':
      return {
        type: 'image',
        image: {
          id: `media-${id}`,
          mime_type: 'image/jpeg',
          sha256: 'h+6sK3o4VmAbzvIEmz7Z2nwUdOZ2cT/Wbaxd7WlPZ8Y=',
          ...(message.caption === undefined ? {} : { caption: message.caption }),
        },
      };
    case 'location':
      return {
        type: 'location',
        location: { latitude: message.latitude, longitude: message.longitude, name: message.name },
      };
    case 'unsupported':
      return {
        type: 'unsupported',
        errors: [
          {
            code: 131051,
            title: 'Message type unknown',
            message: 'Message type unknown',
            error_data: { details: 'Message type is currently not supported.' },
          },
        ],
      };
  }
}

function shownOnPhone(message: CustomerMessage): string {
  switch (message.kind) {
    case 'text':
    case 'button':
      return message.text;
    case 'image':
      return message.caption === undefined ? '📷' : `📷 ${message.caption}`;
    case 'location':
      return `📍 ${message.name}`;
    case 'unsupported':
      return '…';
  }
}
