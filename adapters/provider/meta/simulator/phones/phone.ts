// The customers' phones over the provider's memory. Nothing of its own is stored here.
import type { DeliveryStatus } from '../../../../../src/domain/sends/state.ts';
import type { CustomerPhone, PhoneMessage } from '../../../../../src/ports/rehearsal.ts';
import { isE164 } from '../identity.ts';
import type { Inbound, Send } from '../model.ts';
import type { World } from '../world.ts';
import { receiveFromCustomer } from './inbound.ts';

/** Longest text a customer can write (WhatsApp). */
const MAX_TEXT = 4096;

export function createPhone(world: World, listeners: Set<(e164: string) => void>): CustomerPhone {
  const arrived = (): readonly Send[] => world.state.sends.all().filter((send) => send.deliveredAt !== undefined);
  const messages = (e164: string): readonly PhoneMessage[] =>
    [
      ...arrived()
        .filter((send) => send.to === e164)
        .map(fromBusiness),
      ...world.state.inbound
        .all()
        .filter((message) => message.from === e164)
        .map(fromCustomer),
    ].sort((a, b) => a.at.localeCompare(b.at));

  return {
    messages,
    numbers: () => {
      const latest = new Map<string, string>();
      const note = (e164: string, at: string): void => {
        if (at > (latest.get(e164) ?? '')) latest.set(e164, at);
      };
      for (const send of arrived()) note(send.to, send.deliveredAt ?? send.at);
      for (const message of world.state.inbound.all()) note(message.from, message.at);
      return [...latest]
        .sort(([, a], [, b]) => b.localeCompare(a))
        .map(([e164]) => ({ e164, unread: messages(e164).filter((message) => message.status === 'delivered').length }));
    },
    reply: (e164, { text, answers }) => {
      const known = answers === undefined || messages(e164).some((message) => message.id === answers);
      if (text.trim() === '' || text.length > MAX_TEXT || !isE164(e164) || !known) return false;
      receiveFromCustomer(world, e164, { kind: 'text', text, ...(answers === undefined ? {} : { answers }) });
      return true;
    },
    tap: (e164, messageId, buttonIndex) => {
      const send = arrived().find((candidate) => candidate.id === messageId && candidate.to === e164);
      const button = send?.preview.buttons[buttonIndex];
      if (!send || button?.kind !== 'quick_reply') return false;
      const payload = send.payloads[String(buttonIndex)] ?? button.label;
      receiveFromCustomer(world, e164, { kind: 'button', text: button.label, payload, answers: messageId });
      return true;
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function fromBusiness(send: Send): PhoneMessage {
  const happened = send.steps.slice(0, send.done).map((step) => step.status);
  const status: DeliveryStatus = happened.includes('read') ? 'read' : 'delivered';
  return { id: send.id, direction: 'in', at: send.deliveredAt ?? send.at, preview: send.preview, status };
}

function fromCustomer(message: Inbound): PhoneMessage {
  return {
    id: message.id,
    direction: 'out',
    at: message.at,
    preview: { body: message.text, buttons: [] },
    ...(message.answers === undefined ? {} : { answers: message.answers }),
  };
}
