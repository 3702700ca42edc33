// The customers and their phones: what they write or tap becomes a signed webhook and a bubble. STOP and START are Twilio's
// own affair, as with the real one: it blocks or frees the pair, answers by itself, and says so in the webhook.
import { createHash } from 'node:crypto';
import type { DeliveryStatus } from '../../../../src/domain/sends/state.ts';
import type { CustomerPhone, PhoneMessage } from '../../../../src/ports/rehearsal.ts';
import { effectOfNumber } from './magic.ts';
import type { StoredInbound, StoredMessage } from './model.ts';
import type { World } from './world.ts';

export type Said = {
  readonly text: string;
  /** Id of our message that is quoted, or whose button was tapped. */
  readonly answers?: string;
  /** Of a tapped button. */
  readonly payload?: string;
};

const MAX_TEXT = 4_096; // WhatsApp: longest text
const STOP_WORDS = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT']);
const START_WORDS = new Set(['START', 'UNSTOP', 'YES']);

export function senderAddress(world: World): string {
  return `whatsapp:${world.settings.number}`;
}

/** `from` is E.164 with `+`. */
export function receiveFromCustomer(world: World, from: string, said: Said): void {
  const { settings, memory } = world;
  const inbound: StoredInbound = {
    sid: world.newSid('SM'),
    from,
    at: settings.now().toISOString(),
    text: said.text,
    ...(said.answers === undefined ? {} : { answers: said.answers }),
  };
  memory.inbound.push(inbound);
  const optOut = optOutOf(said.text);
  const address = `whatsapp:${from}`;
  if (optOut === 'STOP') memory.stopped = [...new Set([...memory.stopped, address])];
  if (optOut === 'START') memory.stopped = memory.stopped.filter((one) => one !== address);
  world.save();
  world.webhooks.form(settings.webhookUrl(), {
    MessageSid: inbound.sid,
    SmsMessageSid: inbound.sid,
    AccountSid: settings.accountSid,
    ...identityOf(from),
    To: senderAddress(world),
    Body: said.text,
    NumMedia: '0',
    NumSegments: '1',
    SmsStatus: 'received',
    ApiVersion: '2010-04-01',
    ProfileName: 'Ana',
    MessageType: said.payload === undefined ? 'text' : 'button',
    ...(said.payload === undefined ? {} : { ButtonText: said.text, ButtonPayload: said.payload }),
    ...(said.answers === undefined
      ? {}
      : { OriginalRepliedMessageSid: said.answers, OriginalRepliedMessageSender: senderAddress(world) }),
    ...(optOut === undefined ? {} : { OptOutType: optOut }),
  });
  world.phoneChanged(from);
}

function optOutOf(text: string): 'STOP' | 'START' | undefined {
  const word = text.trim().toUpperCase();
  if (STOP_WORDS.has(word)) return 'STOP';
  return START_WORDS.has(word) ? 'START' : undefined;
}

function identityOf(from: string): Readonly<Record<string, string>> {
  const id = `US.${BigInt(`0x${createHash('sha256').update(from).digest('hex').slice(0, 15)}`)}`;
  if (effectOfNumber(from)?.kind === 'no_number') return { From: `whatsapp:${id}`, ExternalUserId: id };
  return { From: `whatsapp:${from}`, WaId: from.slice(1), ExternalUserId: id };
}

/** The phones over the simulator's memory. */
export function createPhone(world: World, listeners: Set<(e164: string) => void>): CustomerPhone {
  const arrived = () => world.memory.messages.filter((message) => message.deliveredAt !== undefined);
  const messages = (e164: string): readonly PhoneMessage[] =>
    [
      ...arrived()
        .filter((message) => message.to === `whatsapp:${e164}`)
        .map(fromBusiness),
      ...world.memory.inbound.filter((message) => message.from === e164).map(fromCustomer),
    ].sort((a, b) => a.at.localeCompare(b.at));

  return {
    messages,
    numbers: () => {
      const latest = new Map<string, string>();
      const note = (e164: string, at: string) => {
        if (at > (latest.get(e164) ?? '')) latest.set(e164, at);
      };
      for (const message of arrived()) note(message.to.replace('whatsapp:', ''), message.deliveredAt ?? '');
      for (const message of world.memory.inbound) note(message.from, message.at);
      return [...latest]
        .sort(([, a], [, b]) => b.localeCompare(a))
        .map(([e164]) => ({ e164, unread: messages(e164).filter((message) => message.status === 'delivered').length }));
    },
    reply: (e164, { text, answers }) => {
      const isKnown = answers === undefined || messages(e164).some((message) => message.id === answers);
      if (text.trim() === '' || text.length > MAX_TEXT || !/^\+[1-9]\d{6,14}$/.test(e164) || !isKnown) return false;
      receiveFromCustomer(world, e164, { text, ...(answers === undefined ? {} : { answers }) });
      return true;
    },
    tap: (e164, messageId, buttonIndex) => {
      const message = arrived().find(({ sid, to }) => sid === messageId && to === `whatsapp:${e164}`);
      const button = message?.preview.buttons[buttonIndex];
      if (message === undefined || button?.kind !== 'quick_reply') return false;
      const payload = message.payloads[buttonIndex] ?? button.label;
      receiveFromCustomer(world, e164, { text: button.label, payload, answers: messageId });
      return true;
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function fromBusiness(message: StoredMessage): PhoneMessage {
  const isRead = message.steps.slice(0, message.done).some((step) => step.status === 'read');
  const status: DeliveryStatus = isRead ? 'read' : 'delivered';
  return { id: message.sid, direction: 'in', at: message.deliveredAt ?? '', preview: message.preview, status };
}

function fromCustomer(message: StoredInbound): PhoneMessage {
  return {
    id: message.sid,
    direction: 'out',
    at: message.at,
    preview: { body: message.text, buttons: [] },
    ...(message.answers === undefined ? {} : { answers: message.answers }),
  };
}
