// An append-only file of JSON lines. A line cut off by a crash is the last one and is dropped; rewriting goes through a
// second file and a rename, so that there is always one whole file.
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

export type Journal = {
  /** What the file held when it was opened, in order; lines that are not JSON are counted, not returned. */
  readonly lines: readonly unknown[];
  readonly unreadable: number;
  /** Resolves once the operating system has the line: it survives the end of this process, not a power cut. */
  append(line: object): Promise<void>;
  /** Replaces everything. */
  rewrite(lines: readonly object[]): Promise<void>;
  close(): Promise<void>;
};

/** Keeps nothing: for consoles without a file. */
export function memoryJournal(): Journal {
  const nothing = () => Promise.resolve();
  return { lines: [], unreadable: 0, append: nothing, rewrite: nothing, close: nothing };
}

/** Creates the folder and the file (readable by the owner only) where missing. */
export async function openJournal(path: string): Promise<Journal> {
  await mkdir(dirname(path), { recursive: true });
  const text = await readOrEmpty(path);
  const { lines, unreadable } = parseLines(text);
  // A cut-off last line must not swallow the next one.
  let file = await open(path, 'a', 0o600);
  if (text !== '' && !text.endsWith('\n')) await file.appendFile('\n');
  return {
    lines,
    unreadable,
    append: (line) => file.appendFile(`${JSON.stringify(line)}\n`),
    async rewrite(all) {
      const fresh = await open(`${path}.new`, 'w', 0o600);
      await fresh.writeFile(all.map((line) => `${JSON.stringify(line)}\n`).join(''));
      await fresh.sync();
      await fresh.close();
      await rename(`${path}.new`, path);
      await file.close();
      file = await open(path, 'a', 0o600);
    },
    close: () => file.close(),
  };
}

async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    // No file yet is how every console starts.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

function parseLines(text: string): { readonly lines: readonly unknown[]; readonly unreadable: number } {
  const lines: unknown[] = [];
  let unreadable = 0;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    try {
      lines.push(JSON.parse(line));
    } catch {
      // Half a line: the process ended while writing it, and nobody was told it had been kept.
      unreadable += 1;
    }
  }
  return { lines, unreadable };
}
