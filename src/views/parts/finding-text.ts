// Findings where people meet them: at a form field, as notes of the last step, as lines of a card.
import { CATEGORIES, type Finding } from '../../domain/templates/template.ts';
import type { Field, FieldErrors, Text } from '../view.ts';
import { findingText } from '../words/finding-text.ts';
import type { Words } from '../words/index.ts';
import { shorten } from './text.ts';

/** Samples of a template can be long; the hint of their input shows as much. */
const EXAMPLE_MAX = 150;

/** Each fault at its field, with a correct example; several at one field one after the other. */
export function fieldErrors(words: Words, findings: readonly Finding[]): FieldErrors {
  const errors: Record<string, string> = {};
  for (const finding of findings) {
    const text = withExample(words, finding);
    const before = Object.hasOwn(errors, finding.field) ? `${errors[finding.field]} ` : '';
    errors[finding.field] = `${before}${text}`;
  }
  return errors;
}

function withExample(words: Words, finding: Finding): string {
  const text = findingText(finding, words);
  // A sentence that suggests something needs no example besides.
  if (finding.example === undefined || finding.facts?.suggestion !== undefined) return text;
  const example = shorten(exampleIn(words, finding.example), EXAMPLE_MAX);
  return `${text} ${words.say('common.example', { example })}`;
}

function exampleIn(words: Words, example: string): string {
  const category = CATEGORIES.find((one) => one === example);
  if (category) return words.say(`category.${category}`);
  return words.example(example);
}

/** One note per finding, errors first; a note that says so when there are none. */
export function findingNotes(words: Words, findings: readonly Finding[]): readonly Field[] {
  if (findings.length === 0) {
    return [{ kind: 'note', id: 'note.clean', text: words.say('propose.check.clean'), tone: 'plain' }];
  }
  return errorsFirst(findings).map((finding, index) => ({
    kind: 'note',
    id: `finding.${index}`,
    text: sentence(words, finding),
    tone: finding.severity,
  }));
}

/** One line per finding for a card's list, errors first. */
export function findingTexts(words: Words, findings: readonly Finding[]): readonly Text[] {
  return errorsFirst(findings).map((finding) => sentence(words, finding));
}

function sentence(words: Words, finding: Finding): string {
  return words.say(`common.${finding.severity}`, { text: withExample(words, finding) });
}

function errorsFirst(findings: readonly Finding[]): readonly Finding[] {
  return [
    ...findings.filter(({ severity }) => severity === 'error'),
    ...findings.filter(({ severity }) => severity === 'warning'),
  ];
}
