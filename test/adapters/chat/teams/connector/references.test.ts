// Where Teams' channels and people can be reached: what is learned from activities, kept and forgotten.
import { beforeEach, describe, expect, test } from 'vitest';
import { createReferences, type Ours, type Sighting } from '../../../../../adapters/chat/teams/connector/references.ts';
import { type FakeMemory, fakeMemory } from '../../../../support/app/fake-memory.ts';

const OURS: Ours = { serviceUrl: 'https://smba.example/teams/', tenant: 'tenant-1', bot: '28:app' };
const CHANNEL = '19:approvals@thread.tacv2';
const REF = { serviceUrl: 'https://smba.example/emea/', tenant: 'tenant-1', bot: '28:app' };
const ANA = { id: 'entra-ana', user: '29:ana', name: 'Ana', locale: 'es-AR' };

const inChannel = (change: Partial<Sighting> = {}): Sighting => ({
  ref: { ...REF, conversation: CHANNEL, team: '19:team@thread.tacv2', group: 'group-1' },
  kind: 'channel',
  ...change,
});
const inChat = (change: Partial<Sighting> = {}): Sighting => ({
  ref: { ...REF, conversation: 'a:ana' },
  kind: 'personal',
  person: ANA,
  ...change,
});

let memory: FakeMemory;
let warnings: string[];
beforeEach(() => {
  memory = fakeMemory();
  warnings = [];
});

/** A process of its own on the same memory. */
function references(ours: Ours = OURS) {
  const log = { info: () => undefined, warn: (_: object, said: string) => void warnings.push(said), error: () => {} };
  return createReferences({ memory, ours: () => ours, log });
}

describe('conversation references', () => {
  test('a channel that was never seen has the default address', async () => {
    expect(await references().ofChannel(CHANNEL)).toEqual({
      serviceUrl: OURS.serviceUrl,
      conversation: CHANNEL,
      tenant: 'tenant-1',
      bot: '28:app',
    });
  });

  test('what was seen is known after a restart', async () => {
    await references().learn(inChannel({ person: ANA }));
    await references().learn(inChat());

    const later = references();

    expect(await later.ofChannel(CHANNEL)).toEqual({ ...inChannel().ref, kind: 'channel' });
    expect(await later.ofPerson('entra-ana')).toEqual({ ...inChat().ref, kind: 'personal' });
    expect(await later.ofChannel('a:ana')).toEqual({ ...inChat().ref, kind: 'personal', person: 'entra-ana' });
    expect(await later.userOf('entra-ana')).toBe('29:ana');
    expect(await later.nameOf('entra-ana')).toBe('Ana');
    expect(await later.localeOf('entra-ana')).toBe('es-AR');
    expect(await later.channels()).toEqual([{ ...inChannel().ref, kind: 'channel' }]);
  });

  test('a person seen in a channel has no private chat by that', async () => {
    await references().learn(inChannel({ person: ANA }));

    expect(await references().ofPerson('entra-ana')).toBeUndefined();
  });

  test('a sighting that tells nothing new writes nothing, one that does writes what changed', async () => {
    const known = references();
    await known.learn(inChat());
    memory.writes.length = 0;

    await known.learn(inChat());
    await references().learn(inChat());
    expect(memory.writes).toEqual([]);

    await known.learn(inChat({ person: { ...ANA, locale: 'en-US' } }));
    expect(memory.writes).toEqual(['user:entra-ana']);
    expect(await known.localeOf('entra-ana')).toBe('en-US');
  });

  test('a sighting that leaves out the team, the name or the language does not take them away', async () => {
    const known = references();
    await known.learn(inChannel({ person: ANA }));

    const { locale: _, ...unnamed } = ANA;
    await known.learn({
      ref: { ...REF, conversation: CHANNEL, serviceUrl: 'https://smba.example/amer/' },
      kind: 'channel',
      person: { ...unnamed, name: '' },
    });

    expect(await known.ofChannel(CHANNEL)).toMatchObject({
      serviceUrl: 'https://smba.example/amer/',
      team: '19:team@thread.tacv2',
      group: 'group-1',
    });
    expect(await known.nameOf('entra-ana')).toBe('Ana');
    expect(await known.localeOf('entra-ana')).toBe('es-AR');
  });

  test.each([
    ['another tenant', { ...OURS, tenant: 'tenant-2' }],
    ['another app', { ...OURS, bot: '28:other' }],
  ])('what was learned as %s is not used', async (_, moved) => {
    await references().learn(inChannel());
    await references().learn(inChat());

    const now = references(moved);

    expect((await now.ofChannel(CHANNEL)).serviceUrl).toBe(OURS.serviceUrl);
    expect((await now.ofChannel(CHANNEL)).bot).toBe(moved.bot);
    expect(await now.ofPerson('entra-ana')).toBeUndefined();
    expect(await now.userOf('entra-ana')).toBeUndefined();
    expect(await now.channels()).toEqual([]);
  });

  test('in the Playground whatever comes is ours', async () => {
    const playground = references({ serviceUrl: 'http://127.0.0.1:56150/', tenant: undefined, bot: undefined });
    await playground.learn(inChat());

    expect(await playground.ofPerson('entra-ana')).toMatchObject({ conversation: 'a:ana' });
  });

  test('a private chat that is gone is forgotten by every process, and can be learned again', async () => {
    const one = references();
    await one.learn(inChat());
    await one.forgetPerson('entra-ana');

    expect(await one.ofPerson('entra-ana')).toBeUndefined();
    expect(await references().ofPerson('entra-ana')).toBeUndefined();
    expect(await one.userOf('entra-ana')).toBe('29:ana');

    await one.rememberPerson('entra-ana', { ...REF, conversation: 'a:ana-2' });
    expect(await references().ofPerson('entra-ana')).toMatchObject({ conversation: 'a:ana-2', kind: 'personal' });
    expect(await references().ofChannel('a:ana-2')).toMatchObject({ serviceUrl: REF.serviceUrl });
  });

  test('a write that fails is logged, holds nobody up, and is made at the next sighting', async () => {
    const known = references();
    memory.broken = true;
    await known.learn(inChat());
    expect(warnings).not.toEqual([]);

    memory.broken = false;
    await known.learn(inChat());

    expect(await references().ofPerson('entra-ana')).toMatchObject({ conversation: 'a:ana' });
  });

  test('unreadable memory is as good as none', async () => {
    for (const [key, text] of [
      [`channel:${CHANNEL}`, '{"serviceUrl":7}'],
      ['person:entra-ana', 'not json'],
      ['user:entra-ana', '[]'],
    ] as const)
      memory.texts.set(key, text);

    const known = references();

    expect((await known.ofChannel(CHANNEL)).serviceUrl).toBe(OURS.serviceUrl);
    expect(await known.ofPerson('entra-ana')).toBeUndefined();
    expect(await known.userOf('entra-ana')).toBeUndefined();
    expect(await known.channels()).toEqual([]);
  });
});
