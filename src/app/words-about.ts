// Which provider a text names: the one of the sender it is about. Texts about none, such as the help, name the provider that
// all senders have in common, where there is one.
import type { ProviderNames } from '../domain/senders/names.ts';
import { type Words, wordsAbout, wordsFor } from '../views/words/index.ts';
import type { AppDeps } from './deps.ts';

type Providers = Pick<AppDeps, 'providers'>;

/** Words of a language for texts about no sender in particular. */
export function wordsIn(deps: Providers, locale: string | undefined): Words {
  return wordsAbout(wordsFor(locale), namesInCommon(deps));
}

/** The same words about one sender. Of a sender that is not set up any more nobody knows the provider. */
export function wordsAboutSender(deps: Providers, words: Words, senderId: string): Words {
  return wordsAbout(words, deps.providers.get(senderId)?.names);
}

/** Somebody as they are spoken to about one sender; about none in particular where a form names none yet. */
export function aboutSender<T extends { readonly words: Words }>(
  deps: Providers,
  who: T,
  senderId: string | undefined,
): T {
  if (senderId === undefined || senderId === '') return who;
  return { ...who, words: wordsAboutSender(deps, who.words, senderId) };
}

function namesInCommon({ providers }: Providers): ProviderNames | undefined {
  const [first, ...others] = [...providers.values()];
  return others.every((other) => other.id === first?.id) ? first?.names : undefined;
}
