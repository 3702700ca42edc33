// Reading Block Kit as a person (and as Slack's client) would.
import type { Json } from './fake-slack-methods.ts';

export function buttonsOf(blocks: readonly Json[]): Json[] {
  return blocks.flatMap((block) =>
    block.type === 'actions'
      ? (block.elements as Json[]).map((element) => ({ ...element, block_id: block.block_id }))
      : [],
  );
}

/** `view.state.values` as Slack builds it from what stands in the inputs. */
export function stateOf(view: Json, typed: Readonly<Record<string, string>>): Json {
  const inputs = (view.blocks as Json[]).filter((block) => block.type === 'input');
  return Object.fromEntries(
    inputs.map((block) => {
      const { type, action_id } = block.element as { type: string; action_id: string };
      const value = typed[String(block.block_id)] ?? '';
      const state =
        type === 'plain_text_input'
          ? { type, value: value === '' ? null : value }
          : {
              type,
              selected_option: value === '' ? null : { text: { type: 'plain_text', text: 'x', emoji: true }, value },
            };
      return [block.block_id, { [action_id]: state }];
    }),
  );
}

/** Everything a reader sees in blocks, as text. */
export function readable(blocks: readonly Json[]): string {
  return blocks.map((block) => wordsIn(block)).join('\n');
}

function wordsIn(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsIn).join('');
  if (typeof value !== 'object' || value === null) return '';
  const node = value as Json;
  if (typeof node.text === 'string') return node.text;
  if (node.type === 'date') return String(node.fallback);
  return ['label', 'text', 'hint', 'element', 'elements', 'options', 'description', 'title']
    .map((key) => (key in node ? `${wordsIn(node[key])} ` : ''))
    .join('');
}

/** Anything in Slack's own words that rings somebody or leads somewhere. */
export function alarmsIn(text: string, blocks: readonly Json[]): string[] {
  const json = JSON.stringify(blocks);
  const elements = [
    '"type":"mrkdwn"',
    '"type":"link"',
    '"type":"broadcast"',
    '"type":"user"',
    '"type":"usergroup"',
    '"type":"channel"',
    '"emoji":true',
    '"type":"emoji"',
  ];
  return [...elements.filter((element) => json.includes(element)), ...(text.match(/<[@!#a-z][^>]*>/g) ?? [])];
}
