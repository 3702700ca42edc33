// Variables of one text (header, body, card body): braces, format, numbering, neighbours, samples.

import { own, type Placeholder, scanPlaceholders } from '../templates/placeholders.ts';
import type { Finding, ParameterFormat, Samples } from '../templates/template.ts';
import { finding, type Spot, when } from './finding.ts';

export type VariableText = Spot & {
  readonly text: string;
  readonly samples: Samples;
  readonly format: ParameterFormat;
  readonly sampleField: (placeholder: string) => string;
};

/** Every variable rule that holds for any text with variables. */
export function checkVariables(at: VariableText): readonly Finding[] {
  const { placeholders } = scanPlaceholders(at.text);
  return [
    ...checkBraces(at.text, at),
    ...checkFormat(placeholders, at),
    ...checkNumbering(placeholders, at),
    ...checkRepeats(placeholders, at),
    ...checkNeighbours(placeholders, at),
    ...checkSamples(placeholders, at),
  ];
}

const SHOWN = 5; // of each kind; after these a person has seen the pattern

function checkBraces(text: string, at: Spot): readonly Finding[] {
  const { faults, singles } = scanPlaceholders(text);
  return [
    ...faults
      .slice(0, SHOWN)
      .map(({ rule, text: written, at: offset }) => finding(rule, at, { written, position: position(text, offset) })),
    ...singles
      .slice(0, SHOWN)
      .map(({ text: written, at: offset }) =>
        finding('braces-single', at, { written, position: position(text, offset) }),
      ),
  ];
}

/** 1-based character position of a UTF-16 offset. */
function position(text: string, offset: number): number {
  return [...text.slice(0, offset)].length + 1;
}

function checkFormat(placeholders: readonly Placeholder[], at: VariableText): readonly Finding[] {
  const positional = placeholders.find((placeholder) => placeholder.kind === 'positional');
  const named = placeholders.find((placeholder) => placeholder.kind === 'named');
  if (positional && named) return [finding('variables-mixed', at, { number: positional.key, name: named.key })];
  const other = at.format === 'positional' ? named : positional;
  const digits = placeholders.find(({ kind, key }) => kind === 'named' && /\d/.test(key));
  return [
    ...(other ? [finding('variables-format', at, { variable: other.key, format: at.format })] : []),
    ...(digits ? [finding('placeholder-digits', at, { variable: digits.key })] : []),
  ];
}

function checkNumbering(placeholders: readonly Placeholder[], at: Spot): readonly Finding[] {
  const numbers = placeholders.filter(({ kind }) => kind === 'positional').map(({ key }) => Number(key));
  const seen = [...new Set(numbers)];
  const missing = seen.map((_, index) => index + 1).find((expected) => !seen.includes(expected));
  if (missing !== undefined) return [finding('variables-gap', at, { missing, highest: Math.max(...seen) })];
  const early = seen.find((number, index) => number !== index + 1);
  return early === undefined ? [] : [finding('variables-order', at, { variable: early })];
}

function checkRepeats(placeholders: readonly Placeholder[], at: Spot): readonly Finding[] {
  const seen = new Set<string>();
  const reported = new Map<string, Finding>();
  for (const { key, kind } of placeholders) {
    if (seen.has(key)) {
      const rule = kind === 'named' ? 'variable-name-repeated' : 'variable-number-repeated';
      reported.set(key, finding(rule, at, { variable: key }));
    }
    seen.add(key);
  }
  return [...reported.values()];
}

function checkNeighbours(placeholders: readonly Placeholder[], at: VariableText): readonly Finding[] {
  const found: Finding[] = [];
  for (const [index, right] of placeholders.entries()) {
    const left = placeholders[index - 1];
    if (!left) continue;
    const between = at.text.slice(left.end, right.start);
    const facts = { first: left.key, second: right.key };
    if (between === '') found.push(finding('variables-adjacent', at, facts));
    else if (/^[\s*_~`]+$/.test(between)) {
      // Taken with a sample for each, refused without.
      const hasSamples = [left, right].every(({ key }) => (own(at.samples, key) ?? '').trim() !== '');
      found.push(finding(hasSamples ? 'variables-touching' : 'variables-adjacent', at, facts));
    }
  }
  return found;
}

function checkSamples(placeholders: readonly Placeholder[], at: VariableText): readonly Finding[] {
  return [...new Set(placeholders.map(({ key }) => key))].flatMap((variable) => {
    const spot = { component: at.component, field: at.sampleField(variable) };
    const sample = own(at.samples, variable) ?? '';
    return [
      ...when(sample.trim() === '', 'sample-missing', spot, { variable }),
      ...when(/[\n\r\t]/.test(sample), 'sample-line-break', spot, { variable }),
    ];
  });
}
