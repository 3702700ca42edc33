// What is said of a setting, kept beside its schema in zod's own registry: the README's table, every problem report, and
// which values are secret. Adapters write the same fields into the same registry for the settings of their senders.
import { z } from 'zod';

type SettingWords = {
  readonly description?: string | undefined;
  /** What a valid value looks like; never the value that was given. */
  readonly expected?: string;
  /** Where to find it, or what to do. */
  readonly hint?: string;
  /** Instead of the schema's default, where that says little. */
  readonly shownDefault?: string;
  /** A token or password: wrapped as it is read. */
  readonly secret?: boolean;
};

/** Used as `schema.register(settingWords, { … })`, at the end of a chain. */
export const settingWords: z.core.$ZodRegistry<SettingWords> = z.globalRegistry;

/** The value must never be shown. */
export function isSecret(schema: z.core.$ZodType): boolean {
  return settingWords.get(schema)?.secret === true;
}
