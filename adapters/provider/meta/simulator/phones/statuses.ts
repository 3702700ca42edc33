// What becomes of an accepted message, step by step, each step told by a webhook. Surprise: the phone shows a message
// when it is delivered or read, never because it was sent.

import { statusError } from '../errors.ts';
import { identityOf } from '../identity.ts';
import type { Fields } from '../json.ts';
import { effectOf } from '../magic-numbers.ts';
import type { Send, Step } from '../model.ts';
import type { World } from '../world.ts';
import { metadataOf, receiveFromCustomer, setMarketingPreference } from './inbound.ts';

/** Plans the first step of an accepted message; one that is held waits twice as long. */
export function startStatuses(world: World, send: Send): void {
  planStep(world, send, 0, send.held ? 2 : 1);
}

function planStep(world: World, send: Send, step: number, turns = 1): void {
  if (step >= send.steps.length) return;
  world.agenda.plan({ kind: 'status', sendId: send.id, step }, world.settings.statusDelayMs * turns);
}

/** Carries out one planned step. A step that has already happened changes nothing. */
export function takeStep(world: World, sendId: string, index: number): void {
  const send = world.state.sends.get(sendId);
  const step = send?.steps[index];
  if (!send || !step || send.done !== index) return;

  const now = world.settings.now();
  const arrives = step.status === 'delivered' || step.status === 'read';
  const moved: Send = {
    ...send,
    done: index + 1,
    ...(arrives && send.deliveredAt === undefined ? { deliveredAt: now.toISOString() } : {}),
  };
  world.webhooks.queue('messages', statusNews(world, moved, step, now));
  world.state.sends.put(moved);
  planStep(world, moved, index + 1);
  if (arrives) world.phoneChanged(send.to);
  if (step.status === 'read') actByItself(world, moved);
}

function statusNews(world: World, send: Send, step: Step, now: Date): Fields {
  const { waId, userId, username } = identityOf(send.to);
  const recipient = username === undefined ? { recipient_id: waId } : { recipient_user_id: userId };
  const contact =
    username === undefined ? { wa_id: waId, user_id: userId } : { profile: { username }, user_id: userId };
  return {
    messaging_product: 'whatsapp',
    metadata: metadataOf(world, send.phoneNumberId),
    ...(step.status === 'failed' ? {} : { contacts: [contact] }),
    statuses: [
      {
        id: send.id,
        status: step.status,
        timestamp: String(Math.floor(now.getTime() / 1000)),
        ...recipient,
        ...(send.callbackData === undefined ? {} : { biz_opaque_callback_data: send.callbackData }),
        ...(step.status === 'failed' ? { errors: [statusError(step.code)] } : { pricing: pricingOf(send) }),
      },
    ],
  };
}

function pricingOf(send: Send): Fields {
  const type = send.category === undefined ? 'free_customer_service' : 'regular';
  return {
    billable: type === 'regular',
    pricing_model: 'PMP',
    type,
    category: send.category?.toLowerCase() ?? 'service',
  };
}

function actByItself(world: World, send: Send): void {
  const effect = effectOf(send.to);
  if (effect?.kind !== 'customer') return;
  if (effect.does === 'stops_marketing') setMarketingPreference(world, send.to, false);
  else receiveFromCustomer(world, send.to, { kind: 'text', text: 'Hola, ¡gracias! ¿A qué hora?' });
}
