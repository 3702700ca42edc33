// Who is of our company: the roster tells, once, and nobody who is known waits for it.
import { beforeEach, describe, expect, test } from 'vitest';
import {
  createReferences,
  type Ours,
  type References,
} from '../../../../../adapters/chat/teams/connector/references.ts';
import { createMembership, type Membership } from '../../../../../adapters/chat/teams/people/membership.ts';
import { createRosters } from '../../../../../adapters/chat/teams/people/rosters.ts';
import { type FakeMemory, fakeMemory } from '../../../../support/app/fake-memory.ts';
import { AWAY, type ScriptedConnector, scriptedConnector } from '../../../../support/teams/scripted-connector.ts';

const OURS: Ours = { serviceUrl: 'https://smba.example/teams/', tenant: 'tenant-1', bot: '28:app' };
const HERE = { serviceUrl: 'https://smba.example/emea/', conversation: '19:shared@thread.tacv2' };
const TEAM = '19:approvals@thread.tacv2';
const HOUR = 3_600_000;
const SOON = 200;

let connector: ScriptedConnector;
let memory: FakeMemory;
let references: References;
let membership: Membership;
let at: number;
beforeEach(() => {
  connector = scriptedConnector();
  memory = fakeMemory();
  at = Date.parse('2026-11-20T12:00:00.000Z');
  restart();
});

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

function restart(): void {
  references = createReferences({ memory, ours: () => OURS, log });
  const rosters = createRosters({ connector, references, channels: [TEAM] });
  membership = createMembership({ rosters, references, ours: () => OURS, now: () => new Date(at), log });
}

const ask = (withinMs = SOON) => membership.standing('ana', HERE, withinMs);
const reads = () => connector.calls.filter((each) => each.call === 'read').length;

function listed(conversation: string, change: object = {}): void {
  connector.answers.set(`v3/conversations/${encodeURIComponent(conversation)}/members/ana`, {
    aadObjectId: 'ANA',
    tenantId: 'Tenant-1',
    userRole: 'user',
    ...change,
  });
}

describe('a person of our company', () => {
  test('is asked about once, also by several presses at the same time, and after a restart', async () => {
    listed(HERE.conversation);

    expect(await Promise.all([ask(), ask(), ask()])).toEqual(['ours', 'ours', 'ours']);
    restart();
    expect(await ask()).toBe('ours');

    expect(reads()).toBe(1);
  });

  test('is one whose roster entry names no company', async () => {
    listed(HERE.conversation, { tenantId: undefined });

    expect(await ask()).toBe('ours');
  });

  test('is known from the private chat, without a look', async () => {
    await membership.met('ana');

    expect(await ask()).toBe('ours');
    restart();
    expect(await ask()).toBe('ours');
    expect(reads()).toBe(0);
  });

  test('is found in the private chat where they used us in a chat we are not in', async () => {
    await references.rememberPerson('ana', { ...OURS, conversation: 'a:ana', tenant: 'tenant-1', bot: '28:app' });
    listed('a:ana');

    expect(await ask()).toBe('ours');
  });

  test('is found on the roster of a team otherwise', async () => {
    listed(TEAM);

    expect(await ask()).toBe('ours');
  });

  test('is known when a roster told of them on another occasion, after a restart too', async () => {
    membership.saw('ana', { tenantId: 'tenant-1', userRole: 'user' });
    expect(await ask()).toBe('ours');
    await expect.poll(() => references.memberSince('ana')).toBeDefined();
    restart();

    expect(await ask()).toBe('ours');
    expect(reads()).toBe(0);
  });

  test('who is told to be a guest on another occasion is none any more', async () => {
    await membership.met('ana');

    membership.saw('ana', { userRole: 'guest' });

    expect(await ask()).toBe('stranger');
    await expect.poll(() => references.memberSince('ana')).toBeUndefined();
  });

  test('is looked at again after a day, beside the work', async () => {
    listed(HERE.conversation);
    await ask();
    at += 25 * HOUR;
    connector.read = () => new Promise(() => undefined);

    expect(await ask(0)).toBe('ours');
  });

  test('who became a guest is none from the look on', async () => {
    listed(HERE.conversation);
    await ask();
    at += 25 * HOUR;
    listed(HERE.conversation, { userRole: 'guest' });
    await ask();

    await expect.poll(() => ask()).toBe('stranger');
    restart();
    listed(HERE.conversation, { userRole: 'guest' });
    expect(await ask()).toBe('stranger');
  });

  test('stays one while Teams cannot be asked again', async () => {
    listed(HERE.conversation);
    await ask();
    at += 25 * HOUR;
    connector.fails('read', AWAY, AWAY);
    await ask();
    await expect.poll(() => reads()).toBe(3);

    expect(await ask()).toBe('ours');
  });
});

describe('a stranger', () => {
  test.each<[string, object]>([
    ['of another company', { tenantId: 'tenant-2' }],
    ['who is a guest', { userRole: 'Guest' }],
    ['who has no account', { userRole: 'anonymous' }],
    ['whose name says guest', { userPrincipalName: 'ana_example.com#EXT#@contoso.example' }],
  ])('%s is none of us, though another roster is never asked', async (_, change) => {
    listed(HERE.conversation, change);
    listed(TEAM);

    expect(await ask()).toBe('stranger');
  });

  test('is who is on no roster at all, and is asked about again after ten minutes', async () => {
    expect(await ask()).toBe('stranger');
    const asked = reads();
    expect(await ask()).toBe('stranger');
    expect(reads()).toBe(asked);

    at += 10 * 60_000;
    listed(HERE.conversation);
    expect(await ask()).toBe('ours');
  });

  test('is not taken for one of us because somebody else is in the answer', async () => {
    listed(HERE.conversation, { aadObjectId: 'ben' });

    expect(await ask()).toBe('stranger');
  });
});

describe('while Teams does not say', () => {
  test('nobody is believed, and the next press asks again', async () => {
    connector.fails('read', AWAY, AWAY);
    expect(await ask()).toBe('unknown');

    listed(HERE.conversation);
    expect(await ask()).toBe('ours');
  });

  test('nobody waits longer than they can, and what comes later counts', async () => {
    let answer: (read: Awaited<ReturnType<ScriptedConnector['read']>>) => void = () => undefined;
    connector.read = () =>
      new Promise((resolve) => {
        answer = resolve;
      });

    expect(await ask(20)).toBe('unknown');
    answer({ ok: true, value: { aadObjectId: 'ana' } });

    await expect.poll(() => ask(20)).toBe('ours');
  });

  test('a memory that is away believes nobody either', async () => {
    memory.read = () => Promise.reject(new Error('away'));

    expect(await ask()).toBe('unknown');
  });
});
