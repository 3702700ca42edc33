// One line per sender: what its provider does and does not do, so that nobody looks for a fault where there is none.
import type { Capabilities } from '../../domain/senders/capabilities.ts';
import type { Check } from '../../ports/process.ts';
import type { Provider } from '../../ports/provider.ts';

export function abilities(provider: Provider): Check {
  const { capabilities, dialect, names } = provider;
  const told = [...DOES.filter(([has]) => has(capabilities)), ...tellsOf(provider)].map(([, words]) => words);
  const lacks = DOES.filter(([has]) => !has(capabilities)).map(([, words]) => words);
  const never = dialect.neverTells.map((what) => `tells of ${NEVER_TELLS[what]}`);
  const cannot = [...lacks, ...never];
  const detail = `${names.provider} ${told.join(', ')}${cannot.length === 0 ? '' : `; not: ${cannot.join(', ')}`}`;
  return { name: `provider of ${provider.senderId}`, status: 'ok', detail, fix: '' };
}

type Ability = readonly [(capabilities: Capabilities) => boolean, string];

const DOES: readonly Ability[] = [
  [({ submits }) => submits === 'api', 'takes templates'],
  [({ edits }) => edits, 'changes refused ones'],
  [({ lists }) => lists, 'lists them'],
  [({ looksUp }) => looksUp, 'finds lost sends'],
  [({ reaches }) => reaches.includes('bsuid'), 'reaches customers without a number'],
];

function tellsOf({ capabilities }: Provider): readonly Ability[] {
  return [[() => true, capabilities.follows === 'webhook' ? 'tells of reviews' : 'is asked about reviews']];
}

const NEVER_TELLS = {
  read: 'reading',
  quality: 'quality',
  category_change: 'changes of category',
  held: 'messages held back',
} as const;
