// The stable ids of all rules. Words files are `Record<RuleId, string>`, so a rule without a sentence does not compile.
import { RULE_CATALOGUE, type RuleInfo } from './catalogue.ts';

export type RuleId = keyof typeof RULE_CATALOGUE;

// `Object.keys` widens to string[]; the object is a literal with exactly these keys.
export const RULES = Object.keys(RULE_CATALOGUE) as readonly RuleId[];

export function isRuleId(text: string): text is RuleId {
  return Object.hasOwn(RULE_CATALOGUE, text);
}

/** Severity, source and example of a rule. */
export function ruleInfo(rule: RuleId): RuleInfo {
  return RULE_CATALOGUE[rule];
}
