// What the form offers before a person has typed anything: what the chosen sender's provider takes, or with none chosen yet
// what any of them takes.
import { type Dialect, WHOLE_DIALECT } from './dialect.ts';

/** Everything that at least one of these takes; without any, nothing is ruled out. */
export function offerOf([first, ...others]: readonly Dialect[]): Dialect {
  return first === undefined ? WHOLE_DIALECT : others.reduce(either, first);
}

function either(a: Dialect, b: Dialect): Dialect {
  const longer = (part: keyof Dialect['lengths']) => {
    const [one, other] = [a.lengths[part], b.lengths[part]];
    return one === undefined || other === undefined ? {} : { [part]: Math.max(one, other) };
  };
  return {
    categories: joined(a.categories, b.categories),
    languages: a.languages === 'all' || b.languages === 'all' ? 'all' : joined(a.languages, b.languages),
    headers: joined(a.headers, b.headers),
    buttons: joined(a.buttons, b.buttons),
    footer: a.footer || b.footer,
    namedParameters: a.namedParameters || b.namedParameters,
    lengths: { ...longer('body'), ...longer('header'), ...longer('footer'), ...longer('buttonLabel') },
    mostButtons: Math.max(a.mostButtons, b.mostButtons),
    neverTells: a.neverTells.filter((news) => b.neverTells.includes(news)),
  };
}

function joined<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  return [...new Set([...a, ...b])];
}

/** `code` as the provider writes it. */
export function takesLanguage({ languages }: Pick<Dialect, 'languages'>, code: string): boolean {
  return languages === 'all' || languages.includes(code);
}
