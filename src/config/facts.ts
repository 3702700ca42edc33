// What the rules between settings may look at: the environment, and what is valid of the file so far.
import type { LoadedFile } from './load-file.ts';

export type Facts = Omit<LoadedFile, 'value' | 'problems'> & {
  /** Non-empty variables as they were given, valid or not. */
  readonly env: Readonly<Record<string, string>>;
};
