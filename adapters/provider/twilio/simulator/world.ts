// Everything the simulator's parts share while it runs: the memory, what is planned, and who wants to hear of changes.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Memory, Settings } from './model.ts';
import type { Webhooks } from './webhooks.ts';

export type World = {
  readonly settings: Settings;
  readonly memory: Memory;
  readonly webhooks: Webhooks;
  /** Writes the memory through, where it has a file. */
  readonly save: () => void;
  /** A new id: the prefix and 32 hex digits. */
  readonly newSid: (prefix: string) => string;
  /** Does something a while from now, unless the simulator has stopped. */
  readonly later: (delayMs: number, act: () => void) => void;
  readonly phoneChanged: (e164: string) => void;
};

/** What a file says, or an empty memory. Throws when the file is damaged. */
export function openMemory(file: string | undefined): Memory {
  if (file === undefined || !existsSync(file))
    return { contents: [], messages: [], inbound: [], stopped: [], sequence: 0 };
  return JSON.parse(readFileSync(file, 'utf8')) as Memory; // written by `saveMemory` only
}

/** The old file stays whole until the new one is. */
export function saveMemory(memory: Memory, file: string | undefined): void {
  if (file === undefined) return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, JSON.stringify(memory), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** `{code, message, more_info, status}`, as every refusal of Twilio's. */
export function refused(status: number, code: number, message: string) {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}
