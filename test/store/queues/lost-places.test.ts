// What is known of places that do not take messages, on both engines.
import { expect, test } from 'vitest';
import {
  findPlace,
  hearOfLoss,
  hearOfReturn,
  losePlace,
  lostPlaces,
  movedPlaces,
  movePlace,
} from '../../../src/store/queues/lost-places.ts';
import { describeOnBothEngines } from '../../support/process/database.ts';

const place = { platform: 'chat', channel: 'approvals' };
const at = (minute: number) => `2026-11-20T08:0${minute}:00.000Z`;

describeOnBothEngines('lost places', ({ fresh }) => {
  test('a loss is one episode, whoever finds out, and a new one after the place was found', async () => {
    const { db } = (await fresh()).store;
    const first = await hearOfLoss(db, { ...place, fault: 'place_archived', episode: 'e1' }, { id: 'Ev1', at: at(1) });
    expect(first).toEqual({ episode: 'e1', knownBy: 'event', isNew: true });
    expect(await losePlace(db, { ...place, fault: 'place_gone', episode: 'e2' })).toEqual({
      episode: 'e1',
      knownBy: 'event',
      isNew: false,
    });
    expect(await lostPlaces(db)).toEqual([{ ...place, fault: 'place_archived' }]);

    expect(await findPlace(db, { ...place, onlyIn: ['place_gone'] })).toBe(false);
    expect(await findPlace(db, place)).toBe(true);
    expect(await findPlace(db, place)).toBe(false);
    expect(await losePlace(db, { ...place, fault: 'place_gone', episode: 'e3' })).toMatchObject({
      episode: 'e3',
      isNew: true,
    });
  });

  test('the newest event counts, and each once', async () => {
    const { db } = (await fresh()).store;
    const loss = { ...place, fault: 'place_closed', episode: 'e1' };
    expect(await hearOfReturn(db, place, { id: 'Ev2', at: at(2) })).toBe(false);
    expect(await hearOfLoss(db, loss, { id: 'Ev1', at: at(1) })).toBeUndefined();
    expect(await hearOfLoss(db, loss, { id: 'Ev3', at: at(3) })).toMatchObject({ isNew: true });
    expect(await hearOfLoss(db, loss, { id: 'Ev3', at: at(3) })).toBeUndefined();
    expect(await hearOfReturn(db, place, { id: 'Ev4', at: at(4) })).toBe(true);
  });

  test('one that moves twice is found under its newest id, and one that moves back under its own', async () => {
    const { db } = (await fresh()).store;
    const moves = (from: string, to: string, n: number) =>
      movePlace(db, { platform: 'chat', channel: from, to }, { id: `Ev${n}`, at: at(n) });
    expect(await moves('approvals', 'C2', 1)).toBe(true);
    expect(await moves('approvals', 'C2', 1)).toBe(false);
    await moves('C2', 'C3', 2);
    const newest = async () => (await movedPlaces(db)).map(({ channel, to }) => `${channel}→${to}`).toSorted();
    expect(await newest()).toEqual(['C2→C3', 'approvals→C3']);
    await moves('C3', 'approvals', 3);
    expect(await newest()).not.toContain('approvals→C3');
  });
});
