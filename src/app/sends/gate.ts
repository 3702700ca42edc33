// Collects the facts for the send gate. Whatever cannot be found out is `unknown`, which fails its check.
import { runGate } from '../../domain/gate.ts';
import type { Right } from '../../domain/people/may.ts';
import type { GateAnswer } from '../../domain/refusal.ts';
import { OURS } from '../../domain/rules/limits.ts';
import type { Contact } from '../../store/contacts/contacts.ts';
import { senderStop } from '../../store/senders.ts';
import type { StoredTemplate } from '../../store/templates.ts';
import { type AppDeps, type Db, senderById, senderLabel } from '../deps.ts';
import { templateFacts } from '../templates/refusal.ts';
import { addressOf } from './addressee.ts';

export type GateQuestion = {
  readonly isAgent: boolean;
  readonly ask: readonly string[];
  /** What the person may do themselves; left out where nobody reads the answers. */
  readonly rights?: ReadonlySet<Right>;
  readonly template: StoredTemplate | undefined;
  /** E.164; empty for a customer without a number. */
  readonly to: string;
  /** Undefined = never seen before. */
  readonly contact: Contact | undefined;
  readonly consentGiven: boolean;
  readonly pairWaitUntil?: string;
};

/** Every check answered, from the database as it is now. */
export async function askGate(deps: AppDeps, db: Db, question: GateQuestion): Promise<readonly GateAnswer[]> {
  const { template, contact } = question;
  const senderId = template?.senderId ?? '';
  const sender = senderById(deps.settings, senderId);
  const address = addressOf(question);
  const reaches = deps.providers.get(senderId)?.capabilities.reaches ?? ['phone'];
  const stopped = template ? await senderStop(db, senderId) : undefined;
  return runGate({
    isAgent: question.isAgent,
    ask: question.ask,
    ...(question.rights && { rights: question.rights }),
    template: template ? templateFacts(template) : { unknown: 'template' },
    recipient: {
      isOwnNumber: sender?.ownNumber === question.to,
      optedIn: contact?.optedInAt !== undefined,
      consentGiven: question.consentGiven,
      address: { kind: address, taken: reaches.includes(address) },
      ...contactFacts(contact, deps.now()),
    },
    requireOptIn: deps.settings.requireOptIn,
    sender: { label: senderLabel(deps.settings, senderId), ...(stopped && { stopped }) },
    ...(question.pairWaitUntil && { pairWaitUntil: question.pairWaitUntil }),
  });
}

const UNREACHABLE_MS = OURS.unreachableDays * 86_400_000;

/** What the gate looks at of a customer who is known; nothing of one who is not. */
export function contactFacts(contact: Contact | undefined, now: Date) {
  const until = contact?.marketingBlockedUntil;
  const unreachableUntil = contact?.unreachableAt && later(contact.unreachableAt, UNREACHABLE_MS);
  return {
    ...(contact?.stopped && { stopped: { since: contact.stopped.at, blocked: contact.stopped.by === 'provider' } }),
    ...(contact?.optedOutAt && { optedOutAt: contact.optedOutAt }),
    ...(contact?.unreachableAt &&
      unreachableUntil &&
      unreachableUntil > now.toISOString() && { unreachableAt: contact.unreachableAt, unreachableUntil }),
    ...(until && until > now.toISOString() && { marketingBlockedUntil: until }),
  };
}

function later(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString();
}
