// Whose the events of a webhook are. Several senders may share one address, and each checks for itself: a sender hears only what
// its own secret vouches for, whichever address it came to.
import { ok, type Result } from '../../domain/result.ts';
import type { RawRequest, RawResponse } from '../../ports/http.ts';
import type { Provider, ProviderEvent, Unverified } from '../../ports/provider.ts';
import type { AppDeps } from '../deps.ts';
import { accountsOf } from '../senders/accounts.ts';

/** An event, and the sender it is stored and applied for. */
export type Heard = { readonly senderId: string; readonly event: ProviderEvent };

/** What all senders together make of one request, and what the vendor is answered once it is stored. */
export type HeardRequest = { readonly events: Result<readonly Heard[], Unverified>; readonly answer: RawResponse };

export type Hearing = (called: Provider, request: RawRequest) => Promise<HeardRequest>;

type Reading = { readonly provider: Provider; readonly events: readonly ProviderEvent[]; readonly answer: RawResponse };

/**
 * Every sender of the provider is asked, the one whose address was called first; a handshake is that one's alone. An event is
 * heard by the senders it names in their own reading. What names nobody goes to the first that believed the request; what names
 * somebody who is not ours, or who did not believe it, is kept there as ignored. Refused only when nobody believed it.
 */
export function createHearing(deps: Pick<AppDeps, 'providers' | 'now' | 'log'>): Hearing {
  const warn = warningOnce(deps);
  const speakers = new Map(
    accountsOf(deps).flatMap((account) => account.map(({ senderId }) => [senderId, account[0].senderId] as const)),
  );
  // News of a template are the account's: one of its senders hears them, always the same one.
  const heardFor = ({ senderId }: Provider, event: ProviderEvent): Heard => ({
    senderId: 'template' in event ? (speakers.get(senderId) ?? senderId) : senderId,
    event,
  });

  return async (called, request) => {
    const now = deps.now();
    const own = called.readWebhook(request, now);
    if (request.method === 'GET' && !own.events.ok) return { events: own.events, answer: own.answer };
    const believed: Reading[] = own.events.ok
      ? [{ provider: called, events: own.events.value, answer: own.answer }]
      : [];
    const mine = [...deps.providers.values()].filter(({ id }) => id === called.id);
    for (const provider of request.method === 'GET' ? [] : mine) {
      if (provider === called) continue;
      await new Promise(setImmediate); // a big batch is read once a sender: others have their turn in between
      const { events, answer } = provider.readWebhook(request, now);
      if (events.ok) believed.push({ provider, events: events.value, answer });
    }
    const [first] = believed;
    if (first === undefined) return { ...own, events: own.events as Result<never, Unverified> };

    const named = believed.flatMap(({ provider, events }) =>
      events.filter((event) => hears(provider, event)).map((event) => ({ provider, event })),
    );
    for (const { provider, event } of named) if (!hears(called, event)) warn(called, provider, CROSSED);
    const taken = new Set(named.map(({ event }) => event.id));
    const rest = first.events.flatMap((event) => {
      if (event.heardBy === undefined) return [event];
      if (taken.has(event.id)) return [];
      const doubting = mine.find((provider) => hears(provider, event));
      if (doubting) warn(called, doubting, DOUBTED);
      return [withoutContent(event, doubting ? 'unverified_recipient' : 'unknown_recipient')];
    });
    const heard = [...named, ...rest.map((event) => ({ provider: first.provider, event }))];
    // Two senders of one account read the same news for the one that hears them.
    const once = new Map(
      heard
        .map(({ provider, event }) => heardFor(provider, event))
        .map((one) => [`${one.senderId} ${one.event.id}`, one]),
    );
    return { events: ok([...once.values()]), answer: first.answer };
  };
}

const CROSSED = 'events of one sender come to the webhook address of another';
const DOUBTED = 'events of one sender come signed with the secret of another, and are left out';

function hears({ keys }: Provider, { heardBy }: ProviderEvent): boolean {
  return heardBy !== undefined && keys.includes(heardBy);
}

function withoutContent({ id, at, heardBy }: ProviderEvent, why: string): ProviderEvent {
  return { id, at, ...(heardBy !== undefined && { heardBy }), kind: 'ignored', why };
}

/** Once for each pair and sentence: it stays so until somebody changes the set-up. */
function warningOnce({ log }: Pick<AppDeps, 'log'>) {
  const warned = new Set<string>();
  return (called: Provider, sender: Provider, sentence: string) => {
    const key = `${called.senderId} ${sender.senderId} ${sentence}`;
    if (warned.has(key)) return;
    warned.add(key);
    log.warn({ address: called.senderId, sender: sender.senderId }, sentence);
  };
}
