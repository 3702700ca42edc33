// A finding as one sentence in the reader's language. Messages are compiled when first said.
import { IntlMessageFormat } from 'intl-messageformat';
import { isRuleId, type RuleId } from '../../domain/rules/ids.ts';
import type { Finding } from '../../domain/templates/template.ts';
import { findingsEn } from './findings.en.ts';
import { findingsEs } from './findings.es.ts';

const SENTENCES = { en: findingsEn, es: findingsEs } satisfies Record<string, Readonly<Record<RuleId, string>>>;
type Language = keyof typeof SENTENCES;

const compiled = new Map<string, IntlMessageFormat>();

/** Sentence for a finding. A rule this version does not know (a stored finding of a later one) reads as its id. */
export function findingText(finding: Pick<Finding, 'rule' | 'facts'>, language: Language = 'en'): string {
  if (!isRuleId(finding.rule)) return finding.rule;
  return String(formatOf(finding.rule, language).format({ ...finding.facts }));
}

function formatOf(rule: RuleId, language: Language): IntlMessageFormat {
  const key = `${language} ${rule}`;
  const known = compiled.get(key);
  if (known) return known;
  const format = new IntlMessageFormat(SENTENCES[language][rule], language, undefined, { ignoreTag: true });
  compiled.set(key, format);
  return format;
}
