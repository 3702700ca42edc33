// Bolt's logger → ours. Debug and info are dropped: they hold request bodies.
import type { Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../../src/ports/process.ts';

/** `warn` is Bolt's own value for LogLevel.WARN. */
export function boltLogger(log: Log, warn: LogLevel): Logger {
  const say = (parts: readonly unknown[]) => ({
    library: '@slack/bolt',
    note: parts.map(String).join(' ').slice(0, 200),
  });
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...parts) => log.warn(say(parts), 'Slack library warning'),
    error: (...parts) => log.error(say(parts), 'Slack library error'),
    setLevel: () => undefined,
    getLevel: () => warn,
    setName: () => undefined,
  };
}
