// Which parts of a template this sender's provider cannot take. WhatsApp's own rules are in the rest of the rule book; these
// are narrower and say what has to change before this provider can have the template.
import type { Dialect } from '../senders/dialect.ts';
import { takesLanguage } from '../senders/offer.ts';
import { buttonField } from '../templates/fields.ts';
import type { Button, Finding, Template } from '../templates/template.ts';
import { finding, type Spot, when } from './finding.ts';
import { countChars } from './text-measure.ts';

const TEMPLATE: Spot = { component: 'template', field: 'sender' };

/** Nothing to say about parts that are left out. `provider`: the name people know it by. */
export function checkDialect(template: Template, dialect: Dialect, provider: string): readonly Finding[] {
  const { category, language, header, body, footer } = template;
  const hasNames = template.parameterFormat === 'named';
  return [
    ...when(
      !dialect.categories.includes(category),
      'dialect-category',
      { component: 'category', field: 'category' },
      {
        provider,
        category,
        allowed: dialect.categories.join(', '),
      },
    ),
    // An empty one is missing, which another rule says.
    ...when(
      language !== '' && !takesLanguage(dialect, language),
      'dialect-language',
      { component: 'language', field: 'language' },
      { provider, language },
    ),
    ...(header ? checkHeaderKind(header.format, dialect, provider) : []),
    ...(header?.format === 'text' ? tooLong('header', header.text, dialect, provider) : []),
    ...when(hasNames && !dialect.namedParameters, 'dialect-named', { component: 'body', field: 'body' }, { provider }),
    ...tooLong('body', body.text, dialect, provider),
    ...when(
      footer !== undefined && !dialect.footer,
      'dialect-footer',
      { component: 'footer', field: 'footer' },
      {
        provider,
      },
    ),
    ...tooLong('footer', footer ?? '', dialect, provider),
    ...checkButtonKinds(template.buttons, dialect, provider),
    ...when(template.carousel !== undefined && !dialect.buttons.includes('other'), 'dialect-special', TEMPLATE, {
      provider,
    }),
  ];
}

function checkHeaderKind(kind: Dialect['headers'][number], { headers }: Dialect, provider: string): readonly Finding[] {
  const at = { component: 'header', field: 'header_format' } as const;
  return when(!headers.includes(kind), 'dialect-header', at, { provider, kind });
}

const FIELDS = { header: 'header_text', body: 'body', footer: 'footer' } as const;

function tooLong(part: keyof typeof FIELDS, text: string, { lengths }: Dialect, provider: string): readonly Finding[] {
  const max = lengths[part];
  const length = countChars(text);
  if (max === undefined || length <= max) return [];
  return [finding('dialect-too-long', { component: part, field: FIELDS[part] }, { provider, part, max, length })];
}

function checkButtonKinds(
  buttons: readonly Button[],
  { buttons: kinds, mostButtons, lengths }: Dialect,
  provider: string,
): readonly Finding[] {
  const count = buttons.length;
  const many = { component: 'buttons', field: 'button_count' } as const;
  const at = (index: number, part: 'kind' | 'label') =>
    ({ component: 'buttons', field: buttonField(index, part) }) as const;
  return [
    ...when(count > mostButtons, 'dialect-buttons-many', many, { provider, max: mostButtons, count }),
    ...buttons.flatMap((button, index) => {
      const label = 'label' in button ? (button.label ?? '') : '';
      const max = lengths.buttonLabel;
      const length = countChars(label);
      const facts = { provider, n: index + 1 };
      return [
        ...when(!kinds.includes(button.kind), 'dialect-button', at(index, 'kind'), { ...facts, kind: button.kind }),
        ...(max !== undefined && length > max
          ? [finding('dialect-too-long', at(index, 'label'), { provider, part: 'button', max, length })]
          : []),
      ];
    }),
  ];
}

/** The provider refused this name once and changes nothing in place: the next revision needs another one. */
export function keptName(name: string, provider: string): Finding {
  return finding('name-kept', { component: 'name', field: 'name' }, { name, provider });
}
