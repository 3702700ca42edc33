// Why requests were refused: told once a day in the log, and to the doctor with what mends it.
import { beforeEach, describe, expect, test } from 'vitest';
import { createRefusals, type Refusals } from '../../../../../adapters/chat/teams/trust/refusals.ts';
import { fakeMemory } from '../../../../support/app/fake-memory.ts';
import { type FakeClock, fakeClock } from '../../../../support/fake-clock.ts';

const DAY = 24 * 3_600_000;
let clock: FakeClock;
let refusals: Refusals;
let logged: string[];

beforeEach(() => {
  clock = fakeClock();
  logged = [];
  const warn = (fields: object) => void logged.push(JSON.stringify(fields));
  refusals = createRefusals({
    memory: fakeMemory(),
    now: clock.now,
    log: { info: () => undefined, warn, error: () => undefined },
  });
});

describe('a reason for a refusal', () => {
  test('is logged once a day, however often it happens', () => {
    for (let i = 0; i < 100; i += 1) refusals.note('audience');
    refusals.note('tenant');
    expect(logged).toEqual(['{"why":"audience"}', '{"why":"tenant"}']);

    clock.advance(DAY);
    refusals.note('audience');
    expect(logged).toHaveLength(3);
  });

  test('is told by the doctor with what mends it, for three days', async () => {
    refusals.note('audience');

    expect(await refusals.check()).toMatchObject([
      {
        name: 'teams refusals',
        status: 'warning',
        detail: expect.stringContaining('audience'),
        fix: expect.stringContaining('TEAMS_APP_ID'),
      },
    ]);
    clock.advance(3 * DAY + 1);
    expect(await refusals.check()).toEqual([]);
  });

  test('that anybody on the net can cause is no matter for the doctor', async () => {
    refusals.note('no_token');
    refusals.note('malformed');

    expect(await refusals.check()).toEqual([]);
  });
});
