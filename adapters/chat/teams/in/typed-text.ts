// What a person typed, out of what Teams sends: without the mention of us, and without the leftovers of its HTML.
import type { Activity } from './activity.ts';

/** Enough for any command; free text is only looked at for its first words. */
const TEXT_MAX = 2000;
const MARKER = /<\/?(?:at|attachment|p|div|span|br)\b[^<>]{0,300}>/giu;
const ENTITIES: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};
const ENTITY = /&(?:nbsp|lt|gt|quot|#39|amp);/gu;

/** Whether the message mentions us, by the id in it. A name alone is no mention: anybody may be called like us. */
export function mentionsUs({ entities, recipient }: Activity): boolean {
  return entities?.some((entity) => entity?.type === 'mention' && entity.mentioned?.id === recipient.id) === true;
}

/** One line of plain words; other people's mentions stay as their names. */
export function typedText(activity: Activity): string {
  let text = (activity.text ?? '').slice(0, TEXT_MAX);
  for (const mark of ownMentions(activity)) text = text.replaceAll(mark, ' ');
  return plainLine(text);
}

const QUOTED = /<(blockquote|quoted)\b[^<>]{0,300}(?:\/>|>[\s\S]{0,2000}?<\/\1>)/giu;
const QUOTED_LINES = /^(?:[ \t]{0,3}(?:&gt;|>)[^\n]{0,2000}\n)+/u;
const OTHERS_FIRST = /^(?:\s{0,9}<at\b[^<>]{0,300}>[^<>]{0,200}<\/at>[\s,:]{0,9})+/iu;
const PARAGRAPH_END = /\n[ \t\r]*\n|<br\b[^<>]{0,9}>\s{0,9}<br\b|<\/p>\s{0,9}<p\b/iu;

/** What may be a command in it: without what it quotes, whom it names first, and what comes after its first paragraph. */
export function commandText(activity: Activity): string {
  let text = (activity.text ?? '').slice(0, TEXT_MAX).replace(QUOTED, ' ').trimStart().replace(QUOTED_LINES, '');
  for (const mark of ownMentions(activity)) text = text.replaceAll(mark, ' ');
  text = text
    .trim()
    .replace(OTHERS_FIRST, '')
    .replace(/^(?:<\/?(?:p|div|span|br)\b[^<>]{0,300}>|\s)+/iu, '');
  return plainLine(text.split(PARAGRAPH_END)[0] ?? '');
}

/** The exact texts that stand for us. Some clients leave the text out of the mention; it is then made of the name in it. */
function ownMentions({ entities, recipient }: Activity): readonly string[] {
  const ours = (entities ?? []).filter((entity) => entity?.type === 'mention' && entity.mentioned?.id === recipient.id);
  const marks = ours.map(
    (entity) => entity?.text || (entity?.mentioned?.name ? `<at>${entity.mentioned.name}</at>` : ''),
  );
  return marks.filter((mark) => mark !== '');
}

/** Text without markers and HTML's names of characters, blanks of every kind made one. */
export function plainLine(text: string): string {
  return text
    .replace(MARKER, (marker) => (/^<\/?(?:at|span)\b/i.test(marker) ? '' : ' '))
    .replace(ENTITY, (entity) => ENTITIES[entity] ?? entity)
    .replace(/[\s\u00a0\u200b\u2060\ufeff]+/gu, ' ')
    .trim();
}
