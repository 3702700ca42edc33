// Whom an event is for. One Meta app has one callback address for all of its numbers, so the address a webhook came to does
// not say: messages name the number that received them, everything else the account.
import type { MetaSettings } from '../settings.ts';

/** The number that received something: its id at Meta, and the key senders hear it by. */
export type NumberRef = { readonly id: string; readonly key: string };

type Of = Pick<MetaSettings, 'appId' | 'phoneNumberId' | 'wabaId'>;

// The app is part of the key: its secret is what made the event believable, so it is heard by senders of that app only.
export function numberRef(appId: string, phoneNumberId: string): NumberRef {
  return { id: phoneNumberId, key: `${appId}/number/${phoneNumberId}` };
}

export function accountKey(appId: string, wabaId: string): string {
  return `${appId}/account/${wabaId}`;
}

/** The keys under which a sender is meant. */
export function keysOf({ appId, phoneNumberId, wabaId }: Of): readonly string[] {
  return [numberRef(appId, phoneNumberId).key, accountKey(appId, wabaId)];
}
