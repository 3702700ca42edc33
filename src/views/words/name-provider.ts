// Writes a provider's name into a message before it is compiled. What reads well around a name ("at {provider}") has to read
// well around "the provider", too: it is capitalised at the start of a sentence and melts into a preposition where the
// language wants that.
import type { ProviderNames } from '../../domain/senders/names.ts';
import type { LanguagePack } from './pack.ts';

// A word before it, for contractions; letters only, so that a brace or a dash is none.
const NAMED = /(?:(\p{L}+) )?\{(provider|console)\}/gu;

/** `message` with `{provider}` and `{console}` filled in: by these names, or by what the pack says for none in particular. */
export function nameProvider(
  message: string,
  pack: Pick<LanguagePack, 'anyProvider' | 'contractions'>,
  language: string,
  names: ProviderNames | undefined,
): string {
  if (!message.includes('{provider}') && !message.includes('{console}')) return message;
  return message.replace(NAMED, (_, before: string | undefined, what: 'provider' | 'console', at: number) => {
    const name = nameOf(what, pack, language, names);
    if (before !== undefined) return joined(before, name, pack.contractions);
    // A company writes its name as it likes; an article is ours to capitalise.
    const isOurs = names === undefined || what === 'console';
    return isOurs && /(?:^|[.?!] )$/u.test(message.slice(0, at)) ? capital(name) : name;
  });
}

function nameOf(
  what: 'provider' | 'console',
  pack: Pick<LanguagePack, 'anyProvider'>,
  language: string,
  names: ProviderNames = pack.anyProvider,
): string {
  const name = what === 'provider' ? names.provider : (names.consoleIn?.[language] ?? names.console);
  // Signs the message format reads have no place in a name.
  return name.replaceAll("'", '’').replace(/[{}#|<>]/g, '');
}

function joined(before: string, name: string, contractions: LanguagePack['contractions']): string {
  const [article = '', ...rest] = name.split(' ');
  const contracted = contractions[`${before.toLowerCase()} ${article}`];
  if (contracted === undefined) return `${before} ${name}`;
  return [/^\p{Lu}/u.test(before) ? capital(contracted) : contracted, ...rest].join(' ');
}

function capital(text: string): string {
  return text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}
