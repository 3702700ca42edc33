// What every part is given by the process around it: time, ids, a log, a memory, and the words of a check. Types only.

export type Clock = () => Date;
/** Sortable unique text id. */
export type NewId = () => string;

export type LogFields = Readonly<Record<string, unknown>>;
/** Static message + fields. Never message text, tokens or full phone numbers. */
export type Log = {
  readonly info: (fields: LogFields, message: string) => void;
  readonly warn: (fields: LogFields, message: string) => void;
  readonly error: (fields: LogFields, message: string) => void;
};

/** What an adapter must still know after a restart: one text per key, the last write wins. Keys are the adapter's own. */
export type Memory = {
  read(key: string): Promise<string | undefined>;
  write(key: string, text: string): Promise<void>;
  /** Every pair whose key starts with `prefix`, by key. */
  list(prefix: string): Promise<readonly { readonly key: string; readonly text: string }[]>;
};

/** One line of `aval doctor`: ok, or what is wrong and how to mend it. */
export type Check = {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  /** What to do; empty when ok. */
  readonly fix: string;
  /** Of a warning: part of what we serve does not work, though the rest does. */
  readonly degrades?: true;
};
