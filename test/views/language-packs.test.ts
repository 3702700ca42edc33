// Every language there is, held against English: complete, with the same facts, in its own words and its own plural forms.
// A new folder and its line in the registry are tested by this file without a change to it.
import { readFileSync } from 'node:fs';
import { parse } from '@formatjs/icu-messageformat-parser';
import { describe, expect, it } from 'vitest';
import { RULE_CATALOGUE } from '../../src/domain/rules/catalogue.ts';
import { inEveryLanguage, LANGUAGES, packOf } from '../../src/views/words/index.ts';
import type { LanguagePack } from '../../src/views/words/pack.ts';
import { filesUnder } from '../support/source-files.ts';

type Node = {
  readonly type: number;
  readonly value?: unknown;
  readonly options?: Readonly<Record<string, { value: Node[] }>>;
};

const LITERAL = 0;
const PLURAL = 6;
const POUND = 7;
const [ENGLISH, ...OTHERS] = LANGUAGES;
const english = textsOf(packOf(ENGLISH));

/** All ICU messages of a pack: sentences by their key, findings by `finding.<rule>`. */
function messagesOf({ messages, findings }: LanguagePack): Readonly<Record<string, string>> {
  const rules = Object.entries(findings).map(([rule, text]) => [`finding.${rule}`, text] as const);
  return { ...messages, ...Object.fromEntries(rules) };
}

/** With the console's page, whose sentences have plain `{slots}`: everything people read, by key. */
function textsOf(pack: LanguagePack): Readonly<Record<string, string>> {
  const page = Object.entries(pack.console).map(([word, text]) => [`console.${word}`, text] as const);
  return { ...messagesOf(pack), ...Object.fromEntries(page) };
}

function nodesOf(message: string): readonly Node[] {
  return parse(message, { ignoreTag: true }) as Node[];
}

function every(nodes: readonly Node[]): readonly Node[] {
  return nodes.flatMap((node) => [node, ...Object.values(node.options ?? {}).flatMap((option) => every(option.value))]);
}

/** Names a message asks for: everything but literals and the `#` of a plural. */
function argumentsOf(message: string): readonly string[] {
  const asked = every(nodesOf(message)).filter(({ type }) => type !== LITERAL && type !== POUND);
  return [...new Set(asked.map(({ value }) => String(value)))].sort();
}

/** The forms a language counts in, for numbers people meet. Spanish has one more, for whole millions. */
function formsOf(language: string): readonly string[] {
  const rules = new Intl.PluralRules(language);
  return [...new Set(Array.from({ length: 1001 }, (_, count) => rules.select(count)))].sort();
}

describe.each(LANGUAGES)('the language %s', (language) => {
  const pack = packOf(language);
  const messages = messagesOf(pack);
  const keys = Object.keys(messages);

  it('has every sentence', () => {
    expect(keys.sort()).toEqual(Object.keys(messagesOf(packOf(ENGLISH))).sort());
  });

  it('names the same facts as English in each of them', () => {
    const wanted = messagesOf(packOf(ENGLISH));
    // Which sentence says who, and which says it without, is the language's own affair.
    const facts = (text = '') => argumentsOf(text).filter((name) => name !== 'provider' && name !== 'console');

    const other = keys.filter((key) => String(facts(messages[key])) !== String(facts(wanted[key])));

    expect(other).toEqual([]);
  });

  it('counts in exactly its own plural forms', () => {
    const wrong = keys.flatMap((key) =>
      every(nodesOf(messages[key] ?? ''))
        .filter(({ type }) => type === PLURAL)
        .map(({ options = {} }) => Object.keys(options).filter((form) => !form.startsWith('=')))
        .filter((forms) => String(forms.sort()) !== String(neededForms(forms)))
        .map((forms) => `${key}: ${forms}`),
    );

    expect(wrong).toEqual([]);
  });

  // A message may say one thing for none and another for all counts: then `other` is all it needs.
  function neededForms(forms: readonly string[]): readonly string[] {
    return forms.length === 1 && forms[0] === 'other' ? forms : formsOf(language);
  }

  it('is calm: no exclamation marks, no empty messages, no straight apostrophes that ICU would eat', () => {
    for (const key of keys) expect(messages[key], key).toMatch(/^[^!¡']+$/);
  });

  it('names no chat platform and no way of typing: both are the platform’s own', () => {
    for (const key of keys) {
      if (!key.startsWith('platform.')) expect(messages[key], key).not.toMatch(/slack|teams/i);
      expect(messages[key], key).not.toMatch(/(^|\s)\/(template|send-active)/);
    }
  });

  it('has an example for each it is asked for, with the same variables', () => {
    const sources = new Set(
      Object.values(RULE_CATALOGUE).map((rule) => ('example' in rule ? rule.example : undefined)),
    );
    const variables = (text: string) => text.match(/\{\{\w+\}\}/g) ?? [];

    for (const [source, text] of Object.entries(pack.examples)) {
      expect(sources, source).toContain(source);
      expect(variables(text)).toEqual(variables(source));
    }
  });

  it('writes its lists so that they can match: lower case, and each part an expression of its own', () => {
    const { stop, start, greetings, ...wordings } = pack.lists;

    for (const list of [stop, start, greetings]) {
      expect(list.length).toBeGreaterThan(0);
      for (const word of list) expect(word).toBe(word.toLowerCase().trim());
    }
    for (const part of Object.values(wordings).flat()) {
      expect(() => new RegExp(`^(?:${part})$`, 'iu')).not.toThrow();
      expect('').not.toMatch(new RegExp(`^(?:${part})$`, 'iu'));
    }
  });

  it('fills the forms of a rehearsal in with the same fields as English', () => {
    const fieldsOf = ({ cast }: LanguagePack) =>
      Object.entries(cast.examples).map(([form, values]) => [form, Object.keys(values)]);

    expect(fieldsOf(pack)).toEqual(fieldsOf(packOf(ENGLISH)));
  });
});

describe.each(OTHERS)('%s beside English', (language) => {
  const pack = packOf(language);
  const texts = textsOf(pack);
  const same = Object.keys(texts).filter((key) => texts[key] === english[key]);

  it('is translated, but for what is listed with a reason', () => {
    expect(same.filter((key) => !Object.hasOwn(pack.sameAsEnglish, key))).toEqual([]);
  });

  it('lists nothing that is not the same, and gives each a reason', () => {
    expect(Object.keys(pack.sameAsEnglish).filter((key) => !same.includes(key))).toEqual([]);
    for (const reason of Object.values(pack.sameAsEnglish)) expect(reason).not.toBe('');
  });

  it('has examples, roles and names of its own', () => {
    const own = ({ examples, cast, anyProvider }: LanguagePack) => [
      ...Object.values(examples),
      ...Object.values(cast.roles),
      cast.simulator,
      ...Object.values(anyProvider),
    ];
    const others = own(packOf(ENGLISH));

    expect(own(pack).filter((text, index) => text === others[index])).toEqual([]);
  });
});

describe('all languages', () => {
  it('are folders, each with its line in the registry', () => {
    const folders = new Set(
      filesUnder('src/views/words', '.ts').flatMap((file) => /words\/([^/]+)\//.exec(file)?.[1] ?? []),
    );

    expect([...folders].sort()).toEqual([...LANGUAGES].sort());
    expect(Object.keys(inEveryLanguage(() => true))).toEqual(LANGUAGES);
  });

  it('are named nowhere else: what holds for one language stands in its folder', () => {
    const named = new RegExp(`(['"])(?:${LANGUAGES.join('|')})\\1`);
    const ALLOWED = [/^src\/views\/words\/index\.ts$/, /^src\/domain\/templates\/languages\.ts$/];

    const files = filesUnder('src', '.ts').filter(
      (file) => !ALLOWED.some((allowed) => allowed.test(file)) && !/words\/[a-z]{2}\//.test(file),
    );

    expect(files.filter((file) => named.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('have no message that nothing says', () => {
    const sources = [...filesUnder('src', '.ts'), ...filesUnder('adapters', '.ts')]
      .filter((file) => !/words\/[a-z]{2}\//.test(file))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    const whole = new Set(sources.match(/'[a-z_]+(?:\.[\w.]+)+'/g)?.map((quoted) => quoted.slice(1, -1)));
    const patterns = (sources.match(/`[a-z_]+\.[^`\s]*\$\{[^`\s]*`/g) ?? []).map(
      (literal) =>
        new RegExp(
          `^${literal
            .slice(1, -1)
            .replaceAll('.', '\\.')
            .replace(/\$\{[^}]*\}/g, '[\\w.]+')}$`,
        ),
    );
    const keys = Object.keys(packOf(ENGLISH).messages);

    const dead = keys.filter((key) => !whole.has(key) && !patterns.some((pattern) => pattern.test(key)));

    expect(dead).toEqual([]);
  });
});

it('the Spanish never calls a person vos or usted', () => {
  for (const [key, text] of Object.entries(textsOf(packOf('es'))))
    expect(text, key).not.toMatch(/\b(vos|usted|ustedes|vosotros|podés|querés|tenés)\b/i);
});
