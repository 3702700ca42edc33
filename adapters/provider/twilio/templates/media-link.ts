// What kind of file a link leads to, told by its ending: a content of Twilio's names its media by a link and nothing else.
import type { MediaFormat } from '../../../../src/domain/templates/template.ts';

const FORMATS: Readonly<Record<string, MediaFormat>> = {
  jpg: 'image',
  jpeg: 'image',
  png: 'image',
  mp4: 'video',
  '3gp': 'video',
  pdf: 'document',
  txt: 'document',
  doc: 'document',
  docx: 'document',
  xls: 'document',
  xlsx: 'document',
  ppt: 'document',
  pptx: 'document',
};

/** Undefined when it is no web link, names no file, or ends in something WhatsApp does not show. */
export function formatOfLink(link: string): MediaFormat | undefined {
  const url = URL.parse(link);
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  const ending = /\.([a-z0-9]+)$/i.exec(url.pathname)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(FORMATS, ending) ? FORMATS[ending] : undefined;
}
