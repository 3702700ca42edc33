// Writes a zip file, as small as the format allows: nothing is compressed and every file has the same date, so that equal
// files are equal bytes on every machine. Format: PKWARE's APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16.
import { crc32 } from 'node:zlib';

export type ZipFile = { readonly name: string; readonly bytes: Uint8Array };

const VERSION = 20;
const UTF8_NAMES = 0x0800;
const STORED = 0;
const MIDNIGHT = 0;
const FIRST_OF_1980 = 0x0021;

/** A few small files: no more than 65535 of them, and less than 4 GiB altogether. */
export function zip(files: readonly ZipFile[]): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const path = Buffer.from(name, 'utf8');
    const facts = numbers([2, VERSION], [2, UTF8_NAMES], [2, STORED], [2, MIDNIGHT], [2, FIRST_OF_1980]);
    const sizes = numbers([4, crc32(bytes)], [4, bytes.length], [4, bytes.length], [2, path.length], [2, 0]);
    const local = Buffer.concat([numbers([4, 0x04034b50]), facts, sizes, path, bytes]);
    // No comment, disk 0, no attributes.
    const rest = numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]);
    entries.push(Buffer.concat([numbers([4, 0x02014b50], [2, VERSION]), facts, sizes, rest, path]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const counts: readonly Field[] = [
    [2, files.length],
    [2, files.length],
  ];
  const end = numbers([4, 0x06054b50], [2, 0], [2, 0], ...counts, [4, directory.length], [4, offset], [2, 0]);
  return Buffer.concat([...locals, directory, end]);
}

type Field = readonly [bytes: 2 | 4, value: number];

/** Little-endian, one after the other. */
function numbers(...fields: readonly Field[]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of fields) at = buffer.writeUIntLE(value, at, bytes);
  return buffer;
}
