// Proof that something did nothing: what the database holds before and after, and that the process is well.
import { expect } from 'vitest';
import type { MetaTap } from '../meta/tap.ts';
import type { Child } from '../process/child-process.ts';
import type { Installation } from '../process/real-aval.ts';
import { CREATE, SEND } from '../stories/main-job.ts';
import { snapshot, TABLES, type Table } from './installation-rows.ts';

/** A workplace, whichever chat it is in. */
type Workplace = {
  readonly aval: Pick<Installation, 'databasePath' | 'url'>;
  readonly fake: { readonly calls: readonly unknown[] };
  readonly meta: Pick<MetaTap, 'of'>;
  child(): Child;
  /** What the chat would not have taken. */
  refused(): readonly string[];
};

const EFFECTS: readonly Table[] = [
  'proposals',
  'revisions',
  'votes',
  'templates',
  'sends',
  'contacts',
  'drafts',
  'senders',
];

/** What these tables hold is the same afterwards, and the chat was not called. */
export async function leavesNoTrace(
  at: Workplace,
  doing: () => Promise<unknown>,
  tables: readonly Table[] = TABLES,
): Promise<void> {
  const before = await rowsOf(at, tables);
  const calls = at.fake.calls.length;
  await doing();
  expect(await rowsOf(at, tables)).toEqual(before);
  expect(at.fake.calls.slice(calls)).toEqual([]);
}

/** That and why a request was refused is remembered, for `doctor`. */
async function rowsOf(at: Workplace, tables: readonly Table[]) {
  const rows = await snapshot(at, tables);
  return { ...rows, memory: rows.memory?.filter((row) => !row.includes('"key":"refused:')) };
}

/** Something may be recorded, such as the refusal, and a row touched by looking at it, but nothing came of it. */
export async function hasNoEffect(at: Workplace, doing: () => Promise<unknown>): Promise<void> {
  const before = await effects(at);
  await doing();
  expect(await effects(at)).toEqual(before);
}

async function effects(at: Workplace): Promise<string> {
  const held = JSON.stringify(await snapshot(at, EFFECTS), null, 1);
  return held.replaceAll(/\\"updated_at\\":\\"[^"]*"/g, '');
}

/** Up, ready, nothing broke on its side, nothing asked of Meta or in vain of the chat. */
export async function isWell(at: Workplace): Promise<void> {
  expect(at.child().isRunning()).toBe(true);
  expect((await fetch(`${at.aval.url}/ready`)).status).toBe(200);
  expect(at.child().output()).not.toMatch(/"level":"error"/);
  expect(at.refused()).toEqual([]);
  expect([...at.meta.of(CREATE), ...at.meta.of(SEND)]).toEqual([]);
}
