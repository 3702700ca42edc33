// The log: JSON lines on standard output. Every field and message is cleaned on its way, as a safety net:
// callers must not pass tokens, message text or full numbers in the first place.
import { type DestinationStream, pino } from 'pino';
import type { Log, LogFields } from './ports/process.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

const MAX_DEPTH = 6;
const HIDDEN = '[secret]';
const SECRET_NAME = /token|secret|password|authorization|signature|cookie|api_?key/i;
// Tokens of chat platforms and providers that are known by how they begin, bearer headers, credentials in an address.
const SECRET_TEXT =
  /xox[a-z]-[\w-]+|xapp-[\w-]+|EAA[A-Za-z0-9]{20,}|(?<=bearer )\S+|(?<=:\/\/[^/\s:@]+:)[^@\s/]+(?=@)/gi;
const NUMBER = /\+\d{8,}/g;

/** `to` defaults to standard output; tests pass their own. */
export function createLog(options: { readonly level: LogLevel; readonly to?: DestinationStream }): Log {
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    options.to ?? pino.destination({ dest: 1, sync: true }),
  );
  return {
    info: (fields, message) => logger.info(cleanFields(fields), cleanText(message)),
    warn: (fields, message) => logger.warn(cleanFields(fields), cleanText(message)),
    error: (fields, message) => logger.error(cleanFields(fields), cleanText(message)),
  };
}

/** `+5491155551234` → `+549••••1234`. */
export function maskNumbers(text: string): string {
  return text.replace(NUMBER, (number) => `${number.slice(0, 4)}••••${number.slice(-4)}`);
}

function cleanText(text: string): string {
  return maskNumbers(text.replace(SECRET_TEXT, HIDDEN));
}

function cleanFields(fields: LogFields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, clean(name, value, 0)]));
}

function clean(name: string, value: unknown, depth: number): unknown {
  if (typeof value === 'string') return SECRET_NAME.test(name) ? HIDDEN : cleanText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '[deep]';
  if (value instanceof Error) return cleanError(value, depth);
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  if (value instanceof Date) return value.toISOString();
  if ('toJSON' in value && typeof value.toJSON === 'function') return clean(name, value.toJSON(), depth + 1);
  if (Array.isArray(value)) return value.map((item) => clean(name, item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clean(key, item, depth + 1)]));
}

function cleanError(error: Error, depth: number): Record<string, unknown> {
  return {
    type: error.name,
    message: cleanText(error.message),
    ...(error.stack === undefined ? {} : { stack: cleanText(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: clean('cause', error.cause, depth + 1) }),
  };
}
