// The 111 language codes WhatsApp takes for templates (its list of November 2025). `en` and `en_US` are different templates.

const LABELS: readonly (readonly [code: string, label: string])[] = [
  ['af', 'Afrikaans'],
  ['sq', 'Albanian'],
  ['ar', 'Arabic'],
  ['ar_EG', 'Arabic (EGY)'],
  ['ar_AE', 'Arabic (UAE)'],
  ['ar_LB', 'Arabic (LBN)'],
  ['ar_MA', 'Arabic (MAR)'],
  ['ar_QA', 'Arabic (QAT)'],
  ['az', 'Azerbaijani'],
  ['be_BY', 'Belarusian'],
  ['bn', 'Bengali'],
  ['bn_IN', 'Bengali (IND)'],
  ['bg', 'Bulgarian'],
  ['ca', 'Catalan'],
  ['zh_CN', 'Chinese (CHN)'],
  ['zh_HK', 'Chinese (HKG)'],
  ['zh_TW', 'Chinese (TAI)'],
  ['hr', 'Croatian'],
  ['cs', 'Czech'],
  ['da', 'Danish'],
  ['prs_AF', 'Dari'],
  ['nl', 'Dutch'],
  ['nl_BE', 'Dutch (BEL)'],
  ['en', 'English'],
  ['en_GB', 'English (UK)'],
  ['en_US', 'English (US)'],
  ['en_AE', 'English (UAE)'],
  ['en_AU', 'English (AUS)'],
  ['en_CA', 'English (CAN)'],
  ['en_GH', 'English (GHA)'],
  ['en_IE', 'English (IRL)'],
  ['en_IN', 'English (IND)'],
  ['en_JM', 'English (JAM)'],
  ['en_MY', 'English (MYS)'],
  ['en_NZ', 'English (NZL)'],
  ['en_QA', 'English (QAT)'],
  ['en_SG', 'English (SGP)'],
  ['en_UG', 'English (UGA)'],
  ['en_ZA', 'English (ZAF)'],
  ['et', 'Estonian'],
  ['fil', 'Filipino'],
  ['fi', 'Finnish'],
  ['fr', 'French'],
  ['fr_BE', 'French (BEL)'],
  ['fr_CA', 'French (CAN)'],
  ['fr_CH', 'French (CHE)'],
  ['fr_CI', 'French (CIV)'],
  ['fr_MA', 'French (MAR)'],
  ['ka', 'Georgian'],
  ['de', 'German'],
  ['de_AT', 'German (AUT)'],
  ['de_CH', 'German (CHE)'],
  ['el', 'Greek'],
  ['gu', 'Gujarati'],
  ['ha', 'Hausa'],
  ['he', 'Hebrew'],
  ['hi', 'Hindi'],
  ['hu', 'Hungarian'],
  ['id', 'Indonesian'],
  ['ga', 'Irish'],
  ['it', 'Italian'],
  ['ja', 'Japanese'],
  ['kn', 'Kannada'],
  ['kk', 'Kazakh'],
  ['rw_RW', 'Kinyarwanda'],
  ['ko', 'Korean'],
  ['ky_KG', 'Kyrgyz (Kyrgyzstan)'],
  ['lo', 'Lao'],
  ['lv', 'Latvian'],
  ['lt', 'Lithuanian'],
  ['mk', 'Macedonian'],
  ['ms', 'Malay'],
  ['ml', 'Malayalam'],
  ['mr', 'Marathi'],
  ['nb', 'Norwegian'],
  ['ps_AF', 'Pashto'],
  ['fa', 'Persian'],
  ['pl', 'Polish'],
  ['pt_BR', 'Portuguese (BR)'],
  ['pt_PT', 'Portuguese (POR)'],
  ['pa', 'Punjabi'],
  ['ro', 'Romanian'],
  ['ru', 'Russian'],
  ['sr', 'Serbian'],
  ['si_LK', 'Sinhala'],
  ['sk', 'Slovak'],
  ['sl', 'Slovenian'],
  ['es', 'Spanish'],
  ['es_AR', 'Spanish (ARG)'],
  ['es_CL', 'Spanish (CHL)'],
  ['es_CO', 'Spanish (COL)'],
  ['es_CR', 'Spanish (CRI)'],
  ['es_DO', 'Spanish (DOM)'],
  ['es_EC', 'Spanish (ECU)'],
  ['es_HN', 'Spanish (HND)'],
  ['es_MX', 'Spanish (MEX)'],
  ['es_PA', 'Spanish (PAN)'],
  ['es_PE', 'Spanish (PER)'],
  ['es_ES', 'Spanish (SPA)'],
  ['es_UY', 'Spanish (URY)'],
  ['sw', 'Swahili'],
  ['sv', 'Swedish'],
  ['ta', 'Tamil'],
  ['te', 'Telugu'],
  ['th', 'Thai'],
  ['tr', 'Turkish'],
  ['uk', 'Ukrainian'],
  ['ur', 'Urdu'],
  ['uz', 'Uzbek'],
  ['vi', 'Vietnamese'],
  ['zu', 'Zulu'],
];

export type Language = { readonly code: string; readonly label: string };

export const LANGUAGES: readonly Language[] = LABELS.map(([code, label]) => ({ code, label }));

const BY_CODE = new Map(LANGUAGES.map((language) => [language.code, language]));
const BY_FOLDED = new Map(LANGUAGES.map((language) => [language.code.toLowerCase(), language.code]));

/** Exactly as WhatsApp spells it. */
export function isLanguage(code: string): boolean {
  return BY_CODE.has(code);
}

/** WhatsApp's English label, or the code itself when it is not on the list. */
export function languageLabel(code: string): string {
  return BY_CODE.get(code)?.label ?? code;
}

/** What people and other systems write → WhatsApp's code: `es-AR`, `ES_ar` → `es_AR`. Unknown codes come back trimmed. */
export function normaliseLanguage(input: string): string {
  const code = input.trim();
  return BY_FOLDED.get(code.replaceAll('-', '_').toLowerCase()) ?? code;
}

/** The code somebody probably meant: other spelling first, then the plain language. */
export function suggestLanguage(input: string): string | undefined {
  const code = normaliseLanguage(input);
  if (isLanguage(code)) return code;
  const base = code.split(/[-_]/, 1)[0]?.toLowerCase() ?? '';
  return BY_FOLDED.get(base) ?? LANGUAGES.find((language) => language.code.startsWith(`${base}_`))?.code;
}

/** What a language is called in another: `es_AR` is “Spanish (Argentina)” in `en`, “Español (Argentina)” in `es`. */
export function languageName(code: string, locale: string): string {
  const name = displayNames(locale).of(code.replaceAll('_', '-')) ?? code;
  return name.replace(/^./u, (letter) => letter.toLocaleUpperCase(locale));
}

const known = new Map<string, Intl.DisplayNames>();

function displayNames(locale: string): Intl.DisplayNames {
  const made = known.get(locale) ?? new Intl.DisplayNames(locale, { type: 'language', languageDisplay: 'standard' });
  known.set(locale, made);
  return made;
}

/**
 * Languages that fit every word of the text, best first: exact code, then code prefix, then a word of a name. Names are
 * WhatsApp's, those in the languages of `readers` and the language's own. Accents and case do not matter. An empty text
 * gives all.
 */
export function searchLanguages(text: string, readers: readonly string[]): readonly Language[] {
  if (text.trim() === '') return LANGUAGES;
  const words = wordsOf(text.replaceAll('-', '_'));
  if (words.length === 0) return [];
  const names = namesFor(readers);
  return LANGUAGES.map((language) => {
    const called = names.get(language.code) ?? [];
    return { language, ranks: words.map((word) => rankOf(language, called, word)) };
  })
    .filter(({ ranks }) => !ranks.includes(0))
    .sort((a, b) => sum(b.ranks) - sum(a.ranks))
    .map(({ language }) => language);
}

// Made at the first search: it takes a few milliseconds.
const namesMade = new Map<string, ReadonlyMap<string, readonly string[]>>();

function namesFor(readers: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const known = namesMade.get(readers.join());
  if (known) return known;
  const made = new Map(LANGUAGES.map((language) => [language.code, namesOf(language, readers)]));
  namesMade.set(readers.join(), made);
  return made;
}

function namesOf({ code, label }: Language, readers: readonly string[]): readonly string[] {
  const own = code.split('_', 1)[0] ?? code;
  return wordsOf([label, ...[...readers, own].map((locale) => languageName(code, locale))].join(' '));
}

function rankOf({ code }: Language, called: readonly string[], wanted: string): number {
  const folded = code.toLowerCase();
  if (folded === wanted) return 4;
  if (folded.startsWith(`${wanted}_`)) return 3;
  if (called.some((word) => word.startsWith(wanted)) || folded.startsWith(wanted)) return 2;
  return called.some((word) => word.includes(wanted)) ? 1 : 0;
}

function wordsOf(text: string): readonly string[] {
  const folded = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return folded.split(/[^\p{L}\p{N}_]+/u).filter((word) => word !== '');
}

function sum(ranks: readonly number[]): number {
  return ranks.reduce((total, rank) => total + rank, 0);
}
