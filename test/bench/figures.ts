// Numbers of a benchmark, and how people read them.
import { readFileSync } from 'node:fs';

/** The value below which `part` (0…1) of the values lie; 0 for none. Sorts a copy. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** `12.3 (11.0…15.2)`: the best of several rounds, and their spread. */
export function bestOf(values: readonly number[], best: 'lowest' | 'highest', digits = 1): string {
  const [low, high] = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(digits));
  return `${best === 'lowest' ? low : high} (${low}…${high})`;
}

export function verdict(met: boolean): 'PASS' | 'MISS' {
  return met ? 'PASS' : 'MISS';
}

/** Columns as wide as their widest cell; the first row is the head. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Kernel ticks per second; 100 on every Linux there is. */
const TICKS = 100;

/**
 * Milliseconds of processor a process has used, all threads. Unlike times by the clock it hardly depends on what else the
 * machine does. NaN where there is no /proc.
 */
export function cpuMsOf(pid: number): number {
  const fields = statOf(pid, 'stat')?.split(') ').at(-1)?.split(' ') ?? [];
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
}

/** Resident memory of a process in MB (10^6 bytes). NaN where there is no /proc. */
export function rssMbOf(pid: number): number {
  return (Number(/VmRSS:\s+(\d+) kB/.exec(statOf(pid, 'status') ?? '')?.[1]) * 1024) / 1e6;
}

function statOf(pid: number, file: 'stat' | 'status'): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // Not Linux, or gone: the caller prints NaN.
    return undefined;
  }
}
