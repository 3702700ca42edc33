// What is told of one send at the same moment in two processes: no error, no try used, and everything told is kept.
import { expect, test } from 'vitest';
import { applyDelivery } from '../../src/app/delivery/apply-status.ts';
import { accepted } from '../../src/app/delivery/outcomes.ts';
import type { AppDeps } from '../../src/app/deps.ts';
import type { ProviderEvent } from '../../src/ports/provider.ts';
import { findSend, timelineOf } from '../../src/store/sends/sends.ts';
import { settingsWith } from '../support/app/settings.ts';
import { storedSend } from '../support/app/stored.ts';
import { describeOnBothEngines, type TestStore } from '../support/process/database.ts';

const ROUNDS = 15;

describeOnBothEngines('statuses of one send that come at once', ({ fresh }) => {
  test('end in the furthest state, each without an error, with the id of the answer that came with them', async () => {
    const { store, another } = await fresh();
    const other = await another();

    for (let round = 1; round <= ROUNDS; round += 1) {
      const phone = `+54911555512${String(round).padStart(2, '0')}`;
      const queued = { id: `send-${round}`, state: 'queued', phone } as const;
      const send = await storedSend(store, { ...queued, attemptedAt: store.clock.iso() });
      const externalId = `wamid.${round}`;
      const answer = { externalId, held: false, aliases: [] };

      const outcomes = await Promise.all([
        accepted(depsOn(store), send, answer),
        applyDelivery(depsOn(other), 'shop', status('sent', externalId, send.id), { number: 1 }),
        applyDelivery(depsOn(store), 'shop', status('delivered', externalId, send.id), { number: 1 }),
        applyDelivery(depsOn(other), 'shop', status('read', externalId, send.id), { number: 1 }),
      ]);

      expect(outcomes).toEqual([{ done: true }, { done: true }, { done: true }, { done: true }]);
      expect(await findSend(store.db, send.id)).toMatchObject({ state: 'read', externalId });
      const states = (await timelineOf(store.db, send.id)).map(({ state }) => state);
      expect(states).toContain('read');
    }
  });
});

function status(state: 'sent' | 'delivered' | 'read', externalId: string, messageId: string) {
  const at = '2026-11-20T12:00:01.000Z';
  const event = {
    kind: 'delivery',
    id: `${externalId}:${state}`,
    at,
    externalId,
    messageId,
    status: state,
    aliases: [],
  };
  return event as Extract<ProviderEvent, { kind: 'delivery' }>;
}

function depsOn(store: TestStore): AppDeps {
  const silent = () => undefined;
  return {
    store,
    now: store.clock.now,
    newId: store.newId,
    log: { info: silent, warn: silent, error: silent },
    settings: settingsWith(),
    platforms: new Map(),
    providers: new Map(),
    counts: { command: silent, decision: silent, send: silent, unreachable: silent },
    channelNames: new Map(),
    askedAgainAt: new Map(),
    firstForms: new Map(),
  };
}
