// A finding as one sentence in the reader's language.
import { isRuleId } from '../../domain/rules/catalogue.ts';
import type { Finding } from '../../domain/templates/template.ts';
import { type Words, wordsFor } from './index.ts';

/** Sentence for a finding. A rule this version does not know (a stored finding of a later one) reads as its id. */
export function findingText(finding: Pick<Finding, 'rule' | 'facts'>, words: Words = wordsFor(undefined)): string {
  return isRuleId(finding.rule) ? words.finding(finding.rule, finding.facts) : finding.rule;
}
