// The provider's memory: a few maps, each change appended to a log before the caller is answered. Surprise: a log whose
// last line is torn (killed mid-write) is fine, because nobody was told about that change yet.
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { fields, parseJson, text } from './json.ts';
import type { Knobs, Tables } from './model.ts';

type Row = { readonly id: string };

export type Collection<T extends Row> = {
  readonly get: (id: string) => T | undefined;
  /** In order of first writing. */
  readonly all: () => readonly T[];
  readonly size: () => number;
  readonly put: (row: T) => void;
  readonly remove: (id: string) => void;
};

export type State = { readonly [K in keyof Tables]: Collection<Tables[K]> } & {
  readonly readKnobs: () => Knobs;
  readonly setKnobs: (change: Partial<Omit<Knobs, 'id'>>) => void;
  readonly close: () => void;
};

const FRESH: Knobs = {
  id: 'knobs',
  sequence: 0,
  restricted: false,
  subscribed: true,
  duplicates: 0,
  shuffle: false,
  batch: 1,
  dropping: false,
  delivered: 0,
  dropped: 0,
  givenUp: 0,
};

const COMPACT_AFTER_LINES = 20_000;

/**
 * Opens the memory. With a file: replays it, compacts it, and from then on every change is written through (surviving a
 * killed process, not a power cut). Throws when the file is damaged anywhere but in its last line.
 */
export function openState(file: string | undefined): State {
  const maps = new Map<string, Map<string, Row>>();
  const log = file === undefined ? undefined : openLog(file, maps);
  const knobs = collection<Knobs>('knobs', maps, log);

  return {
    templates: collection('templates', maps, log),
    submissions: collection('submissions', maps, log),
    sends: collection('sends', maps, log),
    inbound: collection('inbound', maps, log),
    tasks: collection('tasks', maps, log),
    changes: collection('changes', maps, log),
    uploads: collection('uploads', maps, log),
    counters: collection('counters', maps, log),
    optOuts: collection('optOuts', maps, log),
    knobs,
    readKnobs: () => knobs.get('knobs') ?? FRESH,
    setKnobs: (change) => knobs.put({ ...(knobs.get('knobs') ?? FRESH), ...change }),
    close: () => log?.close(),
  };
}

type Log = { readonly write: (line: string) => void; readonly close: () => void };

function collection<T extends Row>(
  table: string,
  maps: Map<string, Map<string, Row>>,
  log: Log | undefined,
): Collection<T> {
  // The log holds only rows this same function wrote, so a table's rows have the table's type.
  const rows = tableOf(maps, table) as Map<string, T>;
  return {
    get: (id) => rows.get(id),
    all: () => [...rows.values()],
    size: () => rows.size,
    put: (row) => {
      rows.set(row.id, row);
      log?.write(JSON.stringify({ t: table, row }));
    },
    remove: (id) => {
      if (rows.delete(id)) log?.write(JSON.stringify({ t: table, gone: id }));
    },
  };
}

function tableOf(maps: Map<string, Map<string, Row>>, table: string): Map<string, Row> {
  const rows = maps.get(table) ?? new Map<string, Row>();
  maps.set(table, rows);
  return rows;
}

function openLog(file: string, maps: Map<string, Map<string, Row>>): Log {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file)) replay(readFileSync(file, 'utf8'), file, maps);
  let lines = compact(file, maps);
  let handle = openSync(file, 'a');

  return {
    write: (line) => {
      writeSync(handle, `${line}\n`);
      lines += 1;
      if (lines < COMPACT_AFTER_LINES) return;
      closeSync(handle);
      lines = compact(file, maps) - COMPACT_AFTER_LINES;
      handle = openSync(file, 'a');
    },
    close: () => closeSync(handle),
  };
}

function replay(source: string, file: string, maps: Map<string, Map<string, Row>>): void {
  const lines = source.split('\n');
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const entry = fields(parseJson(line));
    const table = text(entry.t);
    if (table === undefined) {
      if (index === lines.length - 1) return;
      throw new Error(`simulator state ${file} is damaged in line ${index + 1}; delete the file to start afresh`);
    }
    const gone = text(entry.gone);
    if (gone !== undefined) tableOf(maps, table).delete(gone);
    else applyRow(tableOf(maps, table), fields(entry.row));
  }
}

function applyRow(rows: Map<string, Row>, row: { readonly id?: unknown }): void {
  const id = text(row.id);
  if (id !== undefined) rows.set(id, { ...row, id });
}

/** Rewrites the log to what is still true; the old file stays whole until the new one is. Returns the number of lines. */
function compact(file: string, maps: Map<string, Map<string, Row>>): number {
  const draft = `${file}.new`;
  writeFileSync(draft, '');
  let lines = 0;
  for (const [table, rows] of maps) {
    for (const row of rows.values()) {
      appendFileSync(draft, `${JSON.stringify({ t: table, row })}\n`);
      lines += 1;
    }
  }
  renameSync(draft, file);
  return lines;
}
