// A view holds 100 blocks; a form with more one-line fields than that gets them packed: one multi-line input, one value per
// line. The block id names the fields, so that reading the answer back needs nothing but the payload.
import type { Field, FieldErrors, InputField, Values } from '../../../../src/views/view.ts';
import { type Block, plain } from './blocks.ts';
import { LIMITS } from './limits.ts';
import { splitText } from './render-text.ts';

const PREFIX = 'aval.pack:';
const SEPARATOR = ',';
const PACK_MAX = 12;

export type Pack = { readonly fields: readonly Field[]; readonly render: (errors: FieldErrors) => Block };
type Line = Extract<InputField, { kind: 'line' }>;

/** Packs runs of neighbouring `line` fields, from the last ones backwards, until at least `tooMany` blocks are saved. */
export function packLines(fields: readonly Field[], values: Values, tooMany: number): Pack[] {
  const packs: Pack[] = [];
  let saved = 0;
  let run: Line[] = [];
  const close = () => {
    if (run.length > 1) {
      packs.push(packOf(run, values));
      saved += run.length - 1;
    }
    run = [];
  };
  for (const field of fields.toReversed()) {
    if (saved >= tooMany) break;
    if (field.kind !== 'line' || !fits(run, field, values)) close();
    if (field.kind === 'line') run = [field, ...run];
    if (run.length === PACK_MAX || saved + run.length - 1 >= tooMany) close();
  }
  close();
  return packs;
}

function fits(run: readonly Line[], field: Line, values: Values): boolean {
  const fields = [field, ...run];
  return (
    packId(fields).length <= LIMITS.id &&
    packValue(fields, values).length <= LIMITS.inputText &&
    !field.id.includes(SEPARATOR)
  );
}

function packValue(fields: readonly Line[], values: Values): string {
  return fields.map((field) => (values[field.id] ?? '').replaceAll('\n', ' ')).join('\n');
}

function packId(fields: readonly Line[]): string {
  return PREFIX + fields.map((field) => field.id).join(SEPARATOR);
}

function packOf(fields: readonly Line[], values: Values): Pack {
  const id = packId(fields);
  return {
    fields,
    render: (errors) => {
      const value = packValue(fields, values);
      const faults = fields.flatMap((field) =>
        errors[field.id] === undefined ? [] : [`⚠️ ${field.label}: ${errors[field.id]}`],
      );
      const hints = fields.flatMap((field) => (field.hint ? [`${field.label}: ${field.hint}`] : []));
      const hint = splitText([...faults, ...hints].join('\n'), LIMITS.inputHint)[0];
      return {
        type: 'input',
        block_id: id,
        label: plain(
          splitText(fields.map((field, index) => `${index + 1}. ${field.label}`).join('\n'), LIMITS.inputLabel)[0] ??
            '',
        ),
        optional: fields.every((field) => field.optional),
        element: {
          type: 'plain_text_input',
          action_id: 'pack',
          multiline: true,
          max_length: LIMITS.inputText,
          ...(value.trim() !== '' && { initial_value: value }),
        },
        ...(hint && { hint: plain(hint) }),
      };
    },
  };
}

/** The fields' values out of a packed block; undefined when the block is an ordinary one. Missing lines are empty values. */
export function unpack(blockId: string, value: string): Values | undefined {
  if (!blockId.startsWith(PREFIX)) return undefined;
  const ids = blockId.slice(PREFIX.length).split(SEPARATOR);
  const lines = value.split('\n');
  return Object.fromEntries(ids.map((id, index) => [id, (lines[index] ?? '').trim()]));
}
