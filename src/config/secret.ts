// A value that never prints. JSON, template strings and util.inspect all show `[secret]`; only `reveal()` gives it away.
import { inspect } from 'node:util';

const SHOWN = '[secret]';

/** Wrap a token once, where it is read; unwrap it where the vendor's client is made. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. Never pass it to a log, an error or a page. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [inspect.custom](): string {
    return SHOWN;
  }
}
