// Every sentence in every language: complete, calm, free of platforms' names.
import { readFileSync } from 'node:fs';
import { parse } from '@formatjs/icu-messageformat-parser';
import { describe, expect, it } from 'vitest';
import { diffTemplates } from '../../src/domain/proposals/diff.ts';
import { diffLabels } from '../../src/views/text.ts';
import { MESSAGES, type MessageKey, wordsFor } from '../../src/views/words/index.ts';
import { aTemplate } from '../support/app/builders.ts';
import { filesUnder } from '../support/source-files.ts';

const keys = Object.keys(MESSAGES.en) as MessageKey[]; // a literal object has exactly these keys

type Node = {
  readonly type: number;
  readonly value?: unknown;
  readonly options?: Readonly<Record<string, { value: Node[] }>>;
};

/** Names a message asks for: everything but literals and the `#` of a plural. */
function argumentsOf(nodes: readonly Node[]): Set<string> {
  const found = new Set<string>();
  for (const node of nodes) {
    if (node.type !== 0 && node.type !== 7) found.add(String(node.value));
    for (const option of Object.values(node.options ?? {}))
      for (const name of argumentsOf(option.value)) found.add(name);
  }
  return found;
}

function argumentNames(message: string): string[] {
  return [...argumentsOf(parse(message, { ignoreTag: true }) as Node[])].sort();
}

// Words that are spelled alike, names, commands and signs.
const SAME_IN_BOTH = new Set<string>([
  'category.MARKETING',
  'chat.notice_title',
  'platform.slack',
  'platform.teams',
  'common.error',
  'help.line',
  'diff.gif',
  'diff.no',
  'diff.video',
  'header.video',
  'list.item',
  'notice.approved.command',
  'send.card.failed',
  'send.card.state',
  'send.card.to_named',
  'status.list.item',
  'status.list.item_code',
  'sync.change',
  'timeline.wait',
]);

describe('words', () => {
  it.each(keys)('%s asks for the same facts in both languages', (key) => {
    expect(argumentNames(MESSAGES.es[key])).toEqual(argumentNames(MESSAGES.en[key]));
  });

  it('has no Spanish message that is still English', () => {
    const same = keys.filter((key) => MESSAGES.es[key] === MESSAGES.en[key] && !SAME_IN_BOTH.has(key));

    expect(same).toEqual([]);
  });

  it('is calm: no exclamation marks, no empty messages, no straight apostrophes that ICU would eat', () => {
    for (const language of ['en', 'es'] as const) {
      for (const key of keys) expect(MESSAGES[language][key], key).toMatch(/^[^!¡']+$/);
    }
  });

  it('names no chat platform and no way of typing: both are the platform’s own', () => {
    for (const language of ['en', 'es'] as const) {
      for (const key of keys) {
        if (!key.startsWith('platform.')) expect(MESSAGES[language][key], key).not.toMatch(/slack|teams/i);
        expect(MESSAGES[language][key], key).not.toMatch(/(^|\s)\/(template|send-active)/);
      }
    }
  });

  it('never calls a person vos or usted', () => {
    for (const key of keys)
      expect(MESSAGES.es[key], key).not.toMatch(/\b(vos|usted|ustedes|vosotros|podés|querés|tenés)\b/i);
  });

  it('has no message that nothing says', () => {
    const sources = [...filesUnder('src', '.ts'), ...filesUnder('adapters', '.ts')]
      .filter((file) => !/words\/.*\.(en|es)\.ts$/.test(file))
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

    const dead = keys.filter((key) => !whole.has(key) && !patterns.some((pattern) => pattern.test(key)));

    expect(dead).toEqual([]);
  });
});

describe('wordsFor', () => {
  it.each([
    ['es', 'es'],
    ['es-AR', 'es'],
    ['es_MX', 'es'],
    ['ES-419', 'es'],
    ['en-GB', 'en'],
    ['fr', 'en'],
    ['constructor', 'en'],
    ['', 'en'],
  ] as const)('answers %s with %s', (locale, language) => {
    expect(wordsFor(locale).language).toBe(language);
  });

  it('speaks English where the locale is not known', () => {
    expect(wordsFor(undefined).say('common.close')).toBe('Close');
  });

  it('gives the same words for the same language, so that messages are compiled once', () => {
    expect(wordsFor('es-AR')).toBe(wordsFor('es-MX'));
  });

  it('fills facts in and takes them as text', () => {
    const said = wordsFor('en').say('common.example', { example: '{{1}} <b> {name}' });

    expect(said).toBe('Example: {{1}} <b> {name}');
  });

  it('keeps inline parts whole and flattens texts put into texts', () => {
    const words = wordsFor('en');

    const text = words.rich('gate.failed', { check: 'Consent', why: ['since ', { time: '2026-03-04T14:02:00.000Z' }] });

    expect(text).toEqual(['✗ Consent: not passed. since ', { time: '2026-03-04T14:02:00.000Z' }]);
  });

  it('throws when a fact is missing, because that is a bug of ours', () => {
    expect(() => wordsFor('en').say('common.example')).toThrow(/example/);
  });

  it('joins names as the language does', () => {
    expect(wordsFor('es').list(['Ana', 'Luis', 'Eva'])).toBe('Ana, Luis y Eva');
    expect(wordsFor('en').list(['Ana', 'Luis'], 'or')).toBe('Ana or Luis');
  });
});

describe('a diff', () => {
  it('names the parts of a template in the reader’s language', () => {
    const before = aTemplate();
    const after = aTemplate({ footer: 'Hasta pronto' });

    const texts = diffTemplates(before, after, diffLabels(wordsFor('es'))).map(({ text }) => text);

    expect(texts).toContain('pie: Hasta pronto');
    expect(texts.filter((text) => /^(body|footer|name|category)/.test(text))).toEqual([]);
  });
});
