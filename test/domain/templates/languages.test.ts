// The template languages: codes, spellings, names and search.
import { describe, expect, it } from 'vitest';
import {
  isLanguage,
  LANGUAGES,
  languageLabel,
  languageName,
  normaliseLanguage,
  searchLanguages,
  suggestLanguage,
} from '../../../src/domain/templates/languages.ts';

const codes = (text: string) => searchLanguages(text, ['en', 'es']).map(({ code }) => code);

describe('languages', () => {
  it('are the 111 codes of Meta, each once', () => {
    expect(LANGUAGES).toHaveLength(111);
    expect(new Set(LANGUAGES.map(({ code }) => code)).size).toBe(111);
    expect(LANGUAGES.every(({ code, label }) => /^[a-z]{2,3}(_[A-Z]{2})?$/.test(code) && label !== '')).toBe(true);
  });

  it('are known only as Meta spells them', () => {
    expect(['es_AR', 'en', 'zh_HK'].map(isLanguage)).toEqual([true, true, true]);
    expect(['es-AR', 'EN', 'tlh', 'constructor'].map(isLanguage)).toEqual([false, false, false, false]);
    expect(languageLabel('es_AR')).toBe('Spanish (ARG)');
    expect(languageLabel('tlh')).toBe('tlh');
  });

  it('are taken in other spellings', () => {
    expect(['es-AR', 'ES_ar', ' pt-br ', 'EN', 'tlh'].map(normaliseLanguage)).toEqual([
      'es_AR',
      'es_AR',
      'pt_BR',
      'en',
      'tlh',
    ]);
  });

  it('are called as the reader calls them', () => {
    expect(languageName('es_AR', 'en')).toBe('Spanish (Argentina)');
    expect(languageName('es_AR', 'es')).toBe('Español (Argentina)');
    expect(languageName('en_US', 'en')).toBe('English (United States)');
  });

  it('are suggested for codes Meta does not have', () => {
    expect(['es-AR', 'es_ZZ', 'pt', 'zh', 'tlh'].map(suggestLanguage)).toEqual([
      'es_AR',
      'es',
      'pt_BR',
      'zh_CN',
      undefined,
    ]);
  });

  it('are found by code, label and part of a label', () => {
    expect(codes('es')[0]).toBe('es');
    expect(codes('es-ar')).toEqual(['es_AR']);
    expect(codes('Spanish')).toContain('es_CL');
    expect(codes('portu')).toEqual(['pt_BR', 'pt_PT']);
    expect(codes('English (en)')[0]).toBe('en');
    expect(codes('español arg')).toEqual(['es_AR']);
    expect(codes('Deutsch')).toEqual(['de', 'de_AT', 'de_CH']);
    expect(codes('alemán')).toEqual(['de', 'de_AT', 'de_CH']);
    expect(codes('日本')).toEqual(['ja']);
    expect(codes('klingon')).toEqual([]);
    expect(codes('()')).toEqual([]);
    expect(codes('  ')).toHaveLength(111);
  });
});
