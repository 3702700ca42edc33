// Makes findings out of the catalogue, so that a rule's severity and source are written once.

import type { ComponentName, Finding } from '../templates/template.ts';
import { type RuleId, ruleInfo } from './catalogue.ts';

/** Where a finding sits: the part of the template and the form field. */
export type Spot = { readonly component: ComponentName; readonly field: string };

export function finding(rule: RuleId, at: Spot, facts: Finding['facts'] = {}): Finding {
  return { rule, component: at.component, field: at.field, facts, ...ruleInfo(rule) };
}

/** The finding when `broken`, nothing otherwise. */
export function when(broken: boolean, rule: RuleId, at: Spot, facts: Finding['facts'] = {}): readonly Finding[] {
  return broken ? [finding(rule, at, facts)] : [];
}
