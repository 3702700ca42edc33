// Words as a reader gets them: in their language, about the provider they are about.
import { describe, expect, it } from 'vitest';
import { META_NAMES } from '../../adapters/provider/meta/names.ts';
import { diffTemplates } from '../../src/domain/proposals/diff.ts';
import { diffLabels } from '../../src/views/parts/text.ts';
import { LANGUAGES, wordsAbout, wordsFor } from '../../src/views/words/index.ts';
import { aTemplate } from '../support/app/builders.ts';

describe('wordsFor', () => {
  it.each([
    ['es', 'es'],
    ['es-AR', 'es'],
    ['es_MX', 'es'],
    ['ES-419', 'es'],
    ['en-GB', 'en'],
    ['xx', 'en'],
    ['constructor', 'en'],
    ['', 'en'],
  ])('answers %s with %s', (locale, language) => {
    expect(wordsFor(locale).language).toBe(language);
  });

  it('knows every language by its code, English first', () => {
    expect(LANGUAGES[0]).toBe('en');
    expect(LANGUAGES.map((language) => wordsFor(language).language)).toEqual(LANGUAGES);
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

describe('words about a provider', () => {
  const ACME = { provider: 'acme.io', console: 'the Acme Console' };
  const said = (language: string, names?: typeof META_NAMES) => {
    const { say } = wordsAbout(wordsFor(language), names);
    return [
      say('fault.policy'),
      say('proposal.foot.review', { state: 'x' }),
      say('fault.maintenance'),
      say('fault.account_locked.next'),
    ];
  };

  it('name it and its console, in the languages the console has a name in', () => {
    expect(said('en', META_NAMES)).toEqual([
      'Meta finds that the content breaks its policies.',
      'Meta’s review: x.',
      'The WhatsApp account is under maintenance at Meta.',
      'An admin reads the reason in WhatsApp Manager and resumes the sender when it is unlocked.',
    ]);
    expect(said('es', META_NAMES)).toEqual([
      'A Meta le parece que el contenido no cumple sus políticas.',
      'Evaluación de Meta: x.',
      'La cuenta de WhatsApp está en mantenimiento en Meta.',
      'Un administrador lee el motivo en el Administrador de WhatsApp y reanuda el remitente cuando se desbloquee.',
    ]);
    expect(said('es', ACME)[3]).toContain('en the Acme Console y');
  });

  it('leave a name as its owner writes it, also at the start of a sentence', () => {
    expect(said('en', ACME)[0]).toBe('acme.io finds that the content breaks its policies.');
  });

  it('say “the provider” where none is meant, with the capitals and contractions of the language', () => {
    expect(said('en')).toEqual([
      'The provider finds that the content breaks its policies.',
      'The provider’s review: x.',
      'The WhatsApp account is under maintenance at the provider.',
      'An admin reads the reason in the provider’s console and resumes the sender when it is unlocked.',
    ]);
    expect(said('es')).toEqual([
      'Al proveedor le parece que el contenido no cumple sus políticas.',
      'Evaluación del proveedor: x.',
      'La cuenta de WhatsApp está en mantenimiento en el proveedor.',
      'Un administrador lee el motivo en la consola del proveedor y reanuda el remitente cuando se desbloquee.',
    ]);
  });

  it('take a name as text, whatever signs are in it', () => {
    const { say } = wordsAbout(wordsFor('en'), { provider: "O'Br{i}en #1", console: 'x' });

    expect(say('fault.template_exists')).toBe('O’Brien 1 already has a template with this name and language.');
    expect(say('propose.check.next', { quorum: 2, place: '#a' })).toContain('submitted to O’Brien 1.');
  });

  it('can be made about none again, and are one object per language and provider', () => {
    const about = wordsAbout(wordsFor('en'), META_NAMES);

    expect(wordsAbout(about, undefined)).toBe(wordsFor('en'));
    expect(wordsAbout(wordsFor('en'), { ...META_NAMES })).toBe(about);
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
