// What each provider can do, from the data in the registry: the README's table, checked by a test.
import type { ProviderEntry } from '../../adapters/provider/entry.ts';
import { PROVIDERS } from '../../adapters/provider/registry.ts';
import type { ProviderFacts } from '../ports/provider.ts';

/** The text that stands in the README between its two `providers` markers. */
export function providersTableText(entries: readonly ProviderEntry[] = PROVIDERS): string {
  return [
    `| Provider | \`provider\` | ${COLUMNS.map(([head]) => head).join(' | ')} |`,
    `| --- | --- |${' --- |'.repeat(COLUMNS.length)}`,
    ...entries.map(({ facts }) => {
      const cells = COLUMNS.map(([, cell]) => cell(facts));
      return `| [${facts.names.provider}](adapters/provider/${facts.id}/readme.md) | \`${facts.id}\` | ${cells.join(' | ')} |`;
    }),
  ].join('\n');
}

type Column = readonly [head: string, cell: (facts: ProviderFacts) => string];

const COLUMNS: readonly Column[] = [
  ['Submits', ({ capabilities }) => (capabilities.submits === 'api' ? 'yes' : 'by hand')],
  ['Edits', ({ capabilities }) => yes(capabilities.edits)],
  ['Lists', ({ capabilities }) => yes(capabilities.lists)],
  [
    'Follows reviews by',
    ({ capabilities }) => (capabilities.follows === 'webhook' ? 'webhook, and polling for lost ones' : 'polling'),
  ],
  ['Finds lost sends', ({ capabilities }) => yes(capabilities.looksUp)],
  ['Named variables', ({ dialect }) => yes(dialect.namedParameters)],
  [
    'Free answers (Aval sends none yet)',
    ({ capabilities: { session } }) => listed({ text: session.text, media: session.media }),
  ],
  [
    'Conversations',
    ({ capabilities }) =>
      listed({
        'hears reactions': capabilities.inboundReactions,
        'opens its own': capabilities.opensConversations,
        'answers routed per send': capabilities.returnRoutes,
      }),
  ],
  ['Customers without a number', ({ capabilities }) => yes(capabilities.reaches.includes('bsuid'))],
  ['Never tells', ({ dialect }) => dialect.neverTells.map((what) => what.replaceAll('_', ' ')).join(', ') || '–'],
];

function listed(parts: Readonly<Record<string, boolean>>): string {
  return (
    Object.entries(parts)
      .flatMap(([part, has]) => (has ? [part] : []))
      .join(', ') || 'no'
  );
}

function yes(has: boolean): string {
  return has ? 'yes' : 'no';
}
