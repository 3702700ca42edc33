// What the way in is given: the few things it needs of the connector, the references and the app.

import type { Failure } from '../../../../src/domain/fault.ts';
import type { Result } from '../../../../src/domain/result.ts';
import type { Dispatch, Hear, Search } from '../../../../src/ports/chat.ts';
import type { Log } from '../../../../src/ports/process.ts';
import type { Address } from '../connector/connector.ts';
import type { References } from '../connector/references.ts';
import type { Hearing } from '../hearing.ts';
import type { Privately } from '../out/private.ts';
import type { Membership } from '../people/membership.ts';
import type { Wire } from '../trust/wire.ts';
import type { WordsIn } from '../words.ts';
import type { TellOfPlaces } from './place-events.ts';

export type InboundDeps = {
  /** Asked before a body is read. */
  readonly glance: Wire['glance'];
  readonly verify: Wire['verify'];
  /** Whether this service address is one of Microsoft's, or on loopback in the playground. */
  readonly allowed: (serviceUrl: string) => boolean;
  /** Entra tenant id. Only in the playground may it be absent: then the playground's own is taken. */
  readonly tenant: string | undefined;
  /** No signed tokens and no tenant check; the listener is on loopback. */
  readonly playground: boolean;
  readonly references: Pick<References, 'learn' | 'forgetPerson' | 'localeOf'>;
  readonly membership: Pick<Membership, 'met' | 'standing'>;
  readonly tellOfPlaces: TellOfPlaces;
  readonly hearing: Pick<Hearing, 'heard'>;
  /** Undefined until the platform was started. */
  readonly on: () => { readonly dispatch: Dispatch; readonly search: Search; readonly hear?: Hear } | undefined;
  readonly privately: Privately;
  readonly update: (to: Address, activityId: string, activity: object) => Promise<Result<undefined, Failure>>;
  /** Only for the neutral sentence in a thread, when nothing private can be said. */
  readonly send: (to: Address, activity: object) => Promise<Result<{ readonly id: string }, Failure>>;
  /** ISO 3166 code of the country our own numbers are of, when they are of one: how people around write theirs. */
  readonly country: string | undefined;
  readonly words: WordsIn;
  /** First words that ask for the help, lower case, in any language. */
  readonly greetings: ReadonlySet<string>;
  /** `card`: forms are cards in the private chat instead of dialogs. */
  readonly forms: 'dialog' | 'card';
  readonly log: Log;
  readonly count: Count;
  /** Work that goes on after its request was answered, so that a graceful stop can wait for it. */
  readonly track: (work: Promise<unknown>) => void;
};

/** One more of `metric`; labels are few and closed. */
export type Count = (metric: string, labels: Readonly<Record<string, string>>) => void;
