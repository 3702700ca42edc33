// What kind of file bytes are, by the bytes: names and headers of servers are guesses, and an error page calls itself a
// picture. Only the kinds that matter for header samples are told apart.

const OFFICE = 'application/vnd.openxmlformats-officedocument.';
const LOOKED_AT = 1024 * 1024;

/** Each with what its bytes begin with. Formats no header takes are listed so that they can be named. */
const BEGINNINGS: readonly (readonly [string, Buffer])[] = [
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47])],
  ['image/gif', Buffer.from('GIF8')],
  ['application/pdf', Buffer.from('%PDF')],
  ['image/bmp', Buffer.from('BM')],
];
/** In containers with a table of contents at their start or end: a name that only one kind holds. */
const ZIPPED: readonly (readonly [string, string])[] = [
  [`${OFFICE}wordprocessingml.document`, 'word/'],
  [`${OFFICE}spreadsheetml.sheet`, 'xl/'],
  [`${OFFICE}presentationml.presentation`, 'ppt/'],
];
const OLD_OFFICE: readonly (readonly [string, string])[] = [
  ['application/msword', 'WordDocument'],
  ['application/vnd.ms-excel', 'Workbook'],
  ['application/vnd.ms-powerpoint', 'PowerPoint Document'],
];

/** Undefined when the bytes do not tell. */
export function typeOfBytes(bytes: Buffer): string | undefined {
  const known = BEGINNINGS.find(([, mark]) => bytes.subarray(0, mark.length).equals(mark));
  if (known) return known[0];
  if (holds(bytes, 0, 'RIFF') && holds(bytes, 8, 'WEBP')) return 'image/webp';
  if (holds(bytes, 4, 'ftyp')) return typeOfBrand(bytes.subarray(8, 12).toString('latin1'));
  if (holds(bytes, 0, 'PK\x03\x04')) return named(bytes, ZIPPED, 'latin1') ?? 'application/zip';
  if (bytes.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) return named(bytes, OLD_OFFICE, 'utf16le');
  return isText(bytes) ? typeOfText(bytes.subarray(0, 1024).toString('utf8')) : undefined;
}

function holds(bytes: Buffer, at: number, mark: string): boolean {
  return bytes.subarray(at, at + mark.length).equals(Buffer.from(mark, 'latin1'));
}

/** Pictures, films and sound share one container; its first brand says which. */
function typeOfBrand(brand: string): string {
  if (/^3g[gpers2]/.test(brand)) return 'video/3gpp';
  if (/^(?:hei|hev|mif1|msf1)/.test(brand)) return 'image/heic';
  if (/^avi[fs]/.test(brand)) return 'image/avif';
  if (/^qt/.test(brand)) return 'video/quicktime';
  return /^M4[AB]/.test(brand) ? 'audio/mp4' : 'video/mp4';
}

function named(
  bytes: Buffer,
  table: readonly (readonly [string, string])[],
  encoding: 'latin1' | 'utf16le',
): string | undefined {
  const ends = [bytes.subarray(0, LOOKED_AT), bytes.subarray(-LOOKED_AT)];
  return table.find(([, name]) => ends.some((part) => part.includes(Buffer.from(name, encoding))))?.[0];
}

function isText(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 4096);
  if (start.some((byte) => byte < 9 || (byte > 13 && byte < 32))) return false;
  // A letter of several bytes may be cut where the look ends.
  return !start.toString('utf8').slice(0, -1).includes('\ufffd');
}

function typeOfText(start: string): string {
  return /^\s*(?:<!doctype html|<html|<head|<body|<p>|<\?xml|<svg|<!--)/i.test(start) ? 'text/html' : 'text/plain';
}
