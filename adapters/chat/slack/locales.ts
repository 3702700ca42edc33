// People's languages as Slack knows them. Requests do not carry them, so they are asked for once and kept; a command is never
// held up for it, the first answer may come in the default language.
import type { SlackClient } from './client.ts';

const KEPT = 5000;
const ASKING_MAX = 4;

export type Locales = {
  /** Without asking anybody; starts asking when not known. */
  known(userId: string): string | undefined;
  read(userId: string): Promise<string | undefined>;
};

export function createLocales(client: SlackClient, track: (work: Promise<unknown>) => void): Locales {
  /** `''`: Slack answered without one. */
  const kept = new Map<string, string>();
  const asking = new Map<string, Promise<string | undefined>>();

  async function ask(userId: string): Promise<string | undefined> {
    const got = await client.call('users.info', { user: userId, include_locale: true }, { lane: 'background' });
    if (!got.ok) return undefined;
    const user = got.value.answer.user as { readonly locale?: unknown } | undefined;
    const locale = typeof user?.locale === 'string' ? user.locale : '';
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? '');
    kept.set(userId, locale);
    return locale || undefined;
  }

  function read(userId: string): Promise<string | undefined> {
    const known = kept.get(userId);
    if (known !== undefined) return Promise.resolve(known || undefined);
    let asked = asking.get(userId);
    if (!asked) {
      asked = ask(userId).finally(() => asking.delete(userId));
      asking.set(userId, asked);
    }
    return asked;
  }

  return {
    read,
    known(userId) {
      const known = kept.get(userId);
      if (known === undefined && asking.size < ASKING_MAX && !asking.has(userId)) track(read(userId));
      return known || undefined;
    },
  };
}
