// Reads the pixels of a PNG, to look at icons the way a client does.
import { inflateSync } from 'node:zlib';

export type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

/** A PNG with 8 bits per channel, colour or colour and alpha, not interlaced. */
export function pixelsOf(png: Uint8Array): { width: number; height: number; pixels: readonly Pixel[] } {
  const bytes = Buffer.from(png);
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const channels = { 2: 3, 6: 4 }[bytes[25]!] ?? 0;
  const parts: Buffer[] = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  }
  const data = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  const rows: Uint8Array[] = [];
  for (let row = 0; row < height; row += 1) {
    const start = row * (stride + 1);
    rows.push(unfiltered(data[start]!, data.subarray(start + 1, start + 1 + stride), rows.at(-1), channels));
  }
  const pixels = rows.flatMap((row) =>
    Array.from({ length: width }, (_, x): Pixel => {
      const [red, green, blue, alpha = 255] = row.subarray(x * channels, (x + 1) * channels);
      return [red!, green!, blue!, alpha];
    }),
  );
  return { width, height, pixels };
}

// PNG's five line filters (RFC 2083, section 6).
function unfiltered(filter: number, line: Uint8Array, above: Uint8Array | undefined, channels: number): Uint8Array {
  const out = new Uint8Array(line.length);
  for (let at = 0; at < line.length; at += 1) {
    const left = out[at - channels] ?? 0;
    const up = above?.[at] ?? 0;
    const corner = at < channels ? 0 : (above?.[at - channels] ?? 0);
    out[at] = line[at]! + [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [left, up, corner].map((value) => Math.abs(guess - value)) as [
    number,
    number,
    number,
  ];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
