// One input per value of a template: made from the slots, so that nothing the provider asks for can be forgotten.
import { LIMITS } from '../../domain/rules/limits.ts';
import { asksFileName, FILE_NAME_FIELD, FILE_NAME_MAX } from '../../domain/sends/file-name.ts';
import { type Slot, slotsOf } from '../../domain/sends/slots.ts';
import { contextOf, variablesOf } from '../../domain/templates/placeholder-context.ts';
import type { Template } from '../../domain/templates/template.ts';
import { shorten } from '../parts/text.ts';
import type { Field } from '../view.ts';
import type { Words } from '../words/index.ts';

/** Fields with the slots' ids, in the order of the message; they redraw the preview as one types, where that works. */
export function slotFields(words: Words, template: Template): readonly Field[] {
  return slotsOf(template).flatMap((slot): readonly Field[] => [
    {
      kind: 'line',
      id: slot.id,
      label: labelOf(words, slot, template),
      ...hintOf(words, slot, template),
      ...maxOf(slot),
      live: true,
    },
    ...(slot.kind === 'link' && asksFileName(template) ? [fileNameField(words)] : []),
  ]);
}

function fileNameField(words: Words): Field {
  return {
    kind: 'line',
    id: FILE_NAME_FIELD,
    label: words.say('send.slot.file_name'),
    hint: words.say('send.slot.file_name.hint'),
    max: FILE_NAME_MAX,
    optional: true,
  };
}

/** Where the value goes, and what one looks like. */
function hintOf(words: Words, slot: Slot, template: Template): { readonly hint?: string } {
  const context = contextOfSlot(slot, template);
  const hints = [
    ...(context === undefined ? [] : [words.say('send.slot.context', { context: shorten(context, 200) })]),
    ...(slot.sample === '' ? [] : [words.say('send.slot.sample', { sample: shorten(slot.sample, 150) })]),
  ];
  return hints.length > 0 ? { hint: hints.join(' · ') } : {};
}

function contextOfSlot({ kind, component, placeholder }: Slot, { header, body }: Template): string | undefined {
  if (kind !== 'text' || component === 'buttons') return undefined;
  const text = component === 'body' ? body.text : header?.format === 'text' ? header.text : '';
  const variable = variablesOf(text).find((one) => one.placeholder === placeholder);
  return variable && contextOf(variable);
}

function maxOf(slot: Slot): { readonly max?: number } {
  if (slot.max !== undefined) return { max: slot.max };
  return slot.kind === 'link' ? { max: LIMITS.mediaLink } : {};
}

function labelOf(words: Words, slot: Slot, template: Template): string {
  const variable = shorten(`{{${slot.placeholder}}}`, 80);
  if (slot.component === 'buttons') {
    const label = slot.buttonLabel ?? '';
    return words.say(slot.kind === 'code' ? 'send.slot.button_code' : 'send.slot.button', { label });
  }
  switch (slot.kind) {
    case 'link':
      return words.say(`send.slot.link.${mediaFormat(template)}`);
    case 'latitude':
    case 'longitude':
      return words.say(`send.slot.${slot.kind}`);
    case 'code':
      return words.say('send.slot.code');
    case 'text':
      if (slot.placeholder === '')
        return words.say(slot.id === 'header.name' ? 'send.slot.place_name' : 'send.slot.address');
      return words.say(slot.component === 'header' ? 'send.slot.header' : 'send.slot.body', { variable });
  }
}

// A moving picture is a video file to the person who has to find a link for it.
function mediaFormat({ header }: Template): 'image' | 'video' | 'document' {
  return header?.format === 'image' || header?.format === 'document' ? header.format : 'video';
}
