// What the simulated Twilio remembers, and how it is set up. Ids are Twilio's kind of ids; times are ISO text.
import type { PreviewMessage } from '../../../../src/domain/templates/preview.ts';
import type { Clock } from '../../../../src/ports/process.ts';

export type Approval = {
  readonly name: string;
  readonly category: string;
  readonly content_type: string;
  readonly status: string;
  readonly rejection_reason: string;
};

export type StoredContent = {
  readonly sid: string;
  readonly friendlyName: string;
  readonly language: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, unknown>>;
  readonly createdAt: string;
  readonly approval?: Approval;
};

/** One status still to come, or told already. */
export type Step = { readonly status: string; readonly code?: number };

export type StoredMessage = {
  readonly sid: string;
  /** With the prefix `whatsapp:`. */
  readonly to: string;
  readonly from: string;
  readonly createdAt: string;
  readonly status: string;
  readonly errorCode?: number;
  readonly callback?: string;
  readonly steps: readonly Step[];
  /** How many steps were taken. */
  readonly done: number;
  readonly preview: PreviewMessage;
  /** Of each button its id; empty where it sends nothing back. */
  readonly payloads: readonly string[];
  readonly deliveredAt?: string;
};

export type StoredInbound = {
  readonly sid: string;
  readonly from: string;
  readonly at: string;
  readonly text: string;
  readonly answers?: string;
};

export type Memory = {
  contents: StoredContent[];
  messages: StoredMessage[];
  inbound: StoredInbound[];
  /** Numbers that wrote STOP. */
  stopped: string[];
  sequence: number;
};

export type SimulatorOptions = {
  /** 0 takes any free port. */
  readonly port: number;
  readonly accountSid: string;
  readonly authToken: string;
  /** Business number, E.164. */
  readonly number: string;
  /** Where customers' messages and news of templates go. */
  readonly webhookUrl: () => string;
  readonly reviewDelayMs?: number;
  readonly statusDelayMs?: number;
  readonly webhookTries?: number;
  readonly webhookRetryMs?: number;
  /** Contents a page of a list holds. */
  readonly pageSize?: number;
  readonly seed?: boolean;
  /** Remembers across restarts; in memory alone when left out. */
  readonly stateFile?: string;
  readonly now?: Clock;
};

export type Settings = Required<Omit<SimulatorOptions, 'stateFile'>> & { readonly stateFile?: string };

/** What a call is answered, and how the answer is spoilt on its way. */
export type Answer = {
  readonly status: number;
  readonly body?: unknown;
  readonly spoilt?: Spoilt;
};
/** `hang`: never answered · `drop`: closed without a byte · `cut`: closed within the answer · `html`: a front door's 502 page. */
export type Spoilt = 'hang' | 'drop' | 'cut' | 'html';

export type SimulatorCall = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
};
