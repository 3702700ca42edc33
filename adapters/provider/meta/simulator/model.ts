// What the simulated provider remembers, and the options it is started with. Everything remembered survives a
// restart when a state file is given, down to reviews and webhooks that were still under way.
import type { DeliveryStatus } from '../../../../src/domain/sends/state.ts';
import type { PreviewMessage } from '../../../../src/domain/templates/preview.ts';
import type { Clock, NewId } from '../../../../src/ports/process.ts';
import type { Fields } from './json.ts';

export type SimulatorOptions = {
  /** 0 takes a free port. The server listens on 127.0.0.1 only. */
  readonly port: number;
  /** Where webhooks go; a function is asked before each delivery, so the address may be known later. */
  readonly webhookUrl: string | (() => string);
  readonly appSecret: string;
  /** Sent in the subscription handshake, which precedes the first delivery of each run. */
  readonly verifyToken: string;
  readonly accessToken: string;
  readonly wabaId: string;
  readonly phoneNumberId: string;
  readonly appId: string;
  /** Shown in webhooks' metadata, e.g. `+54 11 5555-0000`. */
  readonly displayPhoneNumber: string;
  /** Ids of more numbers of the same account: they see its templates and send them. */
  readonly otherNumberIds?: readonly string[];
  /** From creation or edit to the verdict. Default 3,000 ms. */
  readonly reviewDelayMs?: number;
  /** Review of a template with `slow` in its name. Default 80 h. */
  readonly slowReviewMs?: number;
  /** Between a template's own later steps (`pause_later`, …). Default `reviewDelayMs`. */
  readonly laterMs?: number;
  /** First and second pause; the third strike disables. Default 3 h and 6 h. */
  readonly pauseMs?: readonly [number, number];
  /** Between acceptance, sent, delivered and read. Default 400 ms. */
  readonly statusDelayMs?: number;
  /** When the `late` answers come. Default 30 s. */
  readonly lateAnswerMs?: number;
  /** First wait before a refused webhook is delivered again; doubles up to 10 times that. Default 500 ms. */
  readonly webhookRetryMs?: number;
  /** A webhook is given up after this many tries. Default 500. */
  readonly webhookTries?: number;
  /** One delivery may take this long. Default 5 s. */
  readonly webhookTimeoutMs?: number;
  /** Templates one account may hold. Default 6,000 (Meta, verified business). */
  readonly templateQuota?: number;
  /** Creations per rolling hour. Default 100 (Meta). */
  readonly creationsPerHour?: number;
  /** Off when left out. Meta: one message per 6 s to one person, with a burst of 45. */
  readonly pairRate?: { readonly everyMs: number; readonly burst: number };
  readonly now?: Clock;
  readonly newId?: NewId;
  /** Two approved templates that were made elsewhere, so that a sync finds something. */
  readonly seedTemplates?: boolean;
  /** Append-only log that carries the provider's memory over a kill. In memory only when left out. */
  readonly stateFile?: string;
};

export type Settings = Required<Omit<SimulatorOptions, 'stateFile' | 'pairRate'>> &
  Pick<SimulatorOptions, 'stateFile' | 'pairRate'>;

export type Category = 'MARKETING' | 'UTILITY' | 'AUTHENTICATION';
export type Score = 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN';
export type TemplateStatus = 'PENDING' | 'APPROVED' | 'REJECTED' | 'PAUSED' | 'DISABLED' | 'DELETED';
/** Meta explains INVALID_FORMAT only. */
export type RejectionInfo = { readonly reason: string; readonly recommendation: string };

export type StoredTemplate = {
  readonly id: string;
  readonly name: string;
  readonly language: string;
  readonly category: Category;
  /** Announced category, until it takes effect. */
  readonly correctCategory?: Category;
  readonly status: TemplateStatus;
  readonly rejectedReason: string;
  readonly rejectionInfo?: RejectionInfo;
  readonly parameterFormat: 'POSITIONAL' | 'NAMED';
  /** As Meta would answer them on a read. */
  readonly components: readonly Fields[];
  readonly score: Score;
  readonly strikes: number;
  readonly ttlSeconds?: number;
  /** ISO times. */
  readonly createdAt: string;
  readonly approvedEdits: readonly string[];
  readonly deletedAt?: string;
};

export type Submission = {
  readonly id: string;
  readonly at: string;
  readonly name: string;
  readonly language: string;
  readonly outcome: 'created' | 'refused';
  readonly templateId?: string;
  /** `code` or `code/subcode` of a refusal. */
  readonly code?: string;
};

/** What happens to an accepted message, in order. */
export type Step =
  | { readonly status: Exclude<DeliveryStatus, 'failed'> }
  | { readonly status: 'failed'; readonly code: number };

export type Send = {
  /** `wamid.…` */
  readonly id: string;
  readonly at: string;
  /** E.164 with `+`, as given in `to`. */
  readonly to: string;
  /** The number it left from, where that is one of the others. */
  readonly phoneNumberId?: string;
  readonly waId: string;
  /** Empty for a session message. */
  readonly templateId: string;
  readonly templateName: string;
  readonly language: string;
  readonly category?: Category;
  readonly callbackData?: string;
  readonly held: boolean;
  readonly preview: PreviewMessage;
  /** What each quick reply sends back, by button index. */
  readonly payloads: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  /** How many of `steps` have happened. */
  readonly done: number;
  readonly deliveredAt?: string;
};

export type Inbound = {
  readonly id: string;
  readonly at: string;
  readonly from: string;
  readonly text: string;
  readonly answers?: string;
};

/** Something that will happen by itself at `at`. */
export type Task = { readonly id: string; readonly at: string } & TaskKind;
export type TaskKind =
  | { readonly kind: 'review'; readonly templateId: string }
  | { readonly kind: 'later'; readonly templateId: string }
  | { readonly kind: 'unpause'; readonly templateId: string }
  | { readonly kind: 'recategorise'; readonly templateId: string }
  /** `step`: index into the send's steps; a task that was already carried out changes nothing. */
  | { readonly kind: 'status'; readonly sendId: string; readonly step: number };

/** One webhook change waiting for a 200. `json` is the ready `{field, value}` text. */
export type Change = {
  readonly id: string;
  /** Unix seconds of `entry.time`. */
  readonly time: number;
  readonly json: string;
  readonly tries: number;
};

/** State of the account and of the test bench around it. */
export type Knobs = {
  readonly id: 'knobs';
  readonly sequence: number;
  readonly restricted: boolean;
  readonly subscribed: boolean;
  readonly overrideUrl?: string;
  /** Extra copies of every delivery. */
  readonly duplicates: number;
  readonly shuffle: boolean;
  /** Most changes in one delivery, at most 1,000 (Meta). */
  readonly batch: number;
  readonly dropping: boolean;
  readonly delivered: number;
  readonly dropped: number;
  readonly givenUp: number;
};

export type Counter = { readonly id: string; readonly value: number };
export type Upload = {
  /** Upload session, `upload:…` */
  readonly id: string;
  readonly type: string;
  readonly length: number;
  readonly received: number;
  /** Set once complete: `4::…` */
  readonly handle?: string;
};

export type Tables = {
  readonly templates: StoredTemplate;
  readonly submissions: Submission;
  readonly sends: Send;
  readonly inbound: Inbound;
  readonly tasks: Task;
  readonly changes: Change;
  readonly uploads: Upload;
  /** Refusals already given to a magic number or name. */
  readonly counters: Counter;
  /** Customers who stopped marketing, by E.164. */
  readonly optOuts: { readonly id: string };
  readonly knobs: Knobs;
};
