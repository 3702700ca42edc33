// Proof that something did nothing: what the database holds before and after, and that the process is well.
import { expect } from 'vitest';
import { CREATE, SEND } from './slack-story.ts';
import { snapshot, TABLES, type Table, type Workplace } from './slack-workplace.ts';

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

/** What these tables hold is the same afterwards, and Slack was not called. */
export async function leavesNoTrace(
  at: Workplace,
  doing: () => Promise<unknown>,
  tables: readonly Table[] = TABLES,
): Promise<void> {
  const before = await snapshot(at, tables);
  const calls = at.fake.calls.length;
  await doing();
  expect(await snapshot(at, tables)).toEqual(before);
  expect(at.fake.calls.slice(calls).map((call) => call.method)).toEqual([]);
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

/** Up, ready, nothing broke on its side, nothing asked of Meta or in vain of Slack. */
export async function isWell(at: Workplace): Promise<void> {
  expect(at.child().isRunning()).toBe(true);
  expect((await fetch(`${at.aval.url}/ready`)).status).toBe(200);
  expect(at.child().output()).not.toMatch(/"level":"error"/);
  expect(at.fake.refused).toEqual([]);
  expect([...at.meta.of(CREATE), ...at.meta.of(SEND)]).toEqual([]);
}
