// What `aval doctor` says about Teams, and how the platform starts and stops.
import { afterEach, describe, expect, test } from 'vitest';
import { createHearing } from '../../../../adapters/chat/teams/hearing.ts';
import { createTeamsPlatform } from '../../../../adapters/chat/teams/index.ts';
import { ok } from '../../../../src/domain/result.ts';
import type { Check } from '../../../../src/ports/process.ts';
import { greetings } from '../../../../src/views/words/word-lists.ts';
import { fakeMemory } from '../../../support/app/fake-memory.ts';
import { aCard } from '../../../support/chat-samples.ts';
import { fakeClock } from '../../../support/fake-clock.ts';
import { type RunningTeams, settingsFor, startTeams } from '../../../support/teams/platform.ts';
import { teamsWords } from '../../../support/teams/words.ts';

let teams: RunningTeams;
afterEach(() => teams.stop());

const lines = (checks: readonly Check[]) => checks.map((check) => `${check.name}: ${check.status}`);
const named = (checks: readonly Check[], name: string) => checks.find((check) => check.name === name);

describe('the doctor', () => {
  test('is content with a good tenant, and shows nobody anything', async () => {
    teams = await startTeams();
    await teams.ana.type('help');
    const root = await teams.platform.post({ to: 'channel', channel: teams.channel }, aCard(), 'k');
    if (!root.ok) throw new Error('not posted');
    await teams.ben.say(root.value, 'looks good to me');
    const before = teams.fake.posts.length;

    const checks = await teams.platform.check([teams.channel, teams.channel], [teams.ana.id, teams.ben.id]);

    expect(lines(checks)).toEqual([
      'teams token: ok',
      'teams keys: ok',
      'teams clock: ok',
      `teams channel ${teams.channel}: ok`,
      'teams people: ok',
      'teams threads: ok',
    ]);
    expect(named(checks, 'teams people')?.detail).toBe('2 of 2 can be written to privately');
    expect(teams.fake.posts).toHaveLength(before);
  });

  test.each([
    ['the secret', { appPassword: 'wrong' }, 'AADSTS7000215', 'TEAMS_APP_PASSWORD'],
    ['the app id', { appId: 'other-app' }, 'AADSTS700016', 'TEAMS_APP_ID'],
    ['the tenant', { tenantId: 'other-tenant' }, 'AADSTS90002', 'TEAMS_TENANT_ID'],
  ])('says that %s is wrong, and asks no further', async (_, settings, code, fix) => {
    teams = await startTeams({ settings });

    const checks = await teams.platform.check([teams.channel], [teams.ana.id]);

    expect(lines(checks)).toEqual(['teams token: failed', 'teams keys: ok', 'teams clock: ok']);
    expect(checks[0]).toMatchObject({ detail: expect.stringContaining(code), fix: expect.stringContaining(fix) });
  });

  test('says that nothing can be reached', async () => {
    const nowhere = 'http://127.0.0.1:9';
    teams = await startTeams({ settings: { loginUrl: nowhere, openIdUrl: `${nowhere}/keys` } });

    const checks = await teams.platform.check([], []);

    expect(lines(checks)).toEqual(['teams token: failed', 'teams keys: failed']);
    expect(checks.map((check) => check.fix)).toEqual([
      expect.stringContaining('TEAMS_LOGIN_URL'),
      expect.stringContaining('TEAMS_OPENID_URL'),
    ]);
  });

  test('says that what answers at the key address is something else', async () => {
    teams = await startTeams();
    teams.fake.behave('metadata', { html: true });

    expect(named(await teams.platform.check([], []), 'teams keys')).toMatchObject({
      status: 'failed',
      fix: expect.stringContaining('TEAMS_OPENID_URL'),
    });
  });

  test('notices a clock that is off', async () => {
    teams = await startTeams({ deps: { now: () => new Date(Date.now() + 400_000) } });

    expect(named(await teams.platform.check([], []), 'teams clock')).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining('ahead of'),
    });
  });

  test.each([
    ['of another company, as in a shared channel', { tenant: 'aaaaaaaa-0000-4000-8000-000000000000' }],
    ['guests', { guest: true }],
  ])('warns of a channel where people read the cards who are %s', async (_, change) => {
    teams = await startTeams();
    teams.team.members.add(teams.fake.addPerson('Eve Outside', change));

    const checks = await teams.platform.check([teams.channel], []);

    expect(named(checks, `teams channel ${teams.channel}`)).toMatchObject({
      status: 'warning',
      detail: expect.stringContaining('1 of 3 people asked about are guests or of another company'),
      fix: expect.stringContaining('your company’s alone'),
    });
  });

  test('says how to mend each channel that will not do', async () => {
    teams = await startTeams();
    const away = teams.fake.addTeam('Elsewhere', [], { installed: false });

    const checks = await teams.platform.check([away.id, '19:typo@thread.tacv2'], []);

    expect(named(checks, `teams channel ${away.id}`)).toMatchObject({
      status: 'failed',
      detail: 'BotNotInConversationRoster',
      fix: expect.stringContaining('Add the app to the team'),
    });
    expect(named(checks, 'teams channel 19:typo@thread.tacv2')).toMatchObject({
      status: 'failed',
      detail: 'ConversationNotFound',
      fix: expect.stringContaining('Copy the link'),
    });
  });

  test('names who cannot be told anything privately, and what happens instead', async () => {
    teams = await startTeams();
    await teams.ben.type('help');
    teams.ben.person.blocked = true;
    const carla = teams.fake.addPerson('Carla Diaz');

    const checks = await teams.platform.check([], [teams.ana.id, teams.ben.id, carla.id]);

    const people = named(checks, 'teams people');
    expect(people).toMatchObject({
      status: 'warning',
      fix: expect.stringContaining('mentioned in the thread instead'),
    });
    expect(people?.detail).toBe(
      `1 of 3 can be written to privately; have not installed the app, or blocked it: ${teams.ben.id}, ${carla.id}`,
    );
    expect(teams.fake.posts.filter((post) => !post.from)).toEqual([]);
  });

  test('does not take an outage for people without the app', async () => {
    teams = await startTeams();
    teams.fake.behave('create', { status: 500 });

    expect(named(await teams.platform.check([], [teams.ana.id]), 'teams people')?.detail).toBe(
      `0 of 1 can be written to privately; could not be asked about: ${teams.ana.id}`,
    );
  });

  test('does not know whether threads are heard until one was', async () => {
    teams = await startTeams();
    await teams.ana.type('help', 'channel');

    expect(named(await teams.platform.check([], []), 'teams threads')).toMatchObject({
      status: 'warning',
      detail: expect.stringContaining('ChannelMessage.Read.Group'),
    });
  });

  test('asks nothing of the Playground', async () => {
    teams = await startTeams({ settings: { playground: true } });

    expect(lines(await teams.platform.check([teams.channel], [teams.ana.id]))).toEqual(['teams playground: ok']);
    expect(teams.fake.calls).toEqual([]);
  });
});

describe('what was heard without a mention', () => {
  const DAY_MS = 24 * 3_600_000;

  test('is noted once a day, and known after a restart', async () => {
    teams = await startTeams();
    const memory = fakeMemory();
    const clock = fakeClock('2026-11-20T12:00:00.000Z');
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const hearing = createHearing({ memory, now: clock.now, log });

    for (const wait of [0, DAY_MS - 1, 1]) {
      clock.advance(wait);
      await hearing.heard();
    }

    expect(memory.writes).toHaveLength(2);
    expect(await createHearing({ memory, now: clock.now, log }).last()).toBe('2026-11-21T12:00:00.000Z');
  });

  test('that cannot be noted is logged, and disturbs nobody', async () => {
    teams = await startTeams();
    const memory = fakeMemory();
    memory.broken = true;
    const warnings: string[] = [];
    const log = {
      info: () => undefined,
      warn: (_: object, said: string) => void warnings.push(said),
      error: () => undefined,
    };

    await createHearing({ memory, now: () => new Date(), log }).heard();

    expect(warnings).toHaveLength(1);
  });
});

describe('the platform', () => {
  test.each(['appId', 'appPassword', 'tenantId'])('is not made with an empty %s', async (missing) => {
    teams = await startTeams();

    expect(() => platformOf({ [missing]: '' })).toThrow('Teams needs');
    expect(() => platformOf({ appId: '', appPassword: '', tenantId: '', playground: true })).not.toThrow();
  });

  test('answers 503 before it was started and after it was stopped', async () => {
    teams = await startTeams();
    const { platform } = teams;
    const [route] = platformOf({}).routes;

    const early = await route!.handle({
      method: 'POST',
      path: '/api/messages',
      url: 'https://aval.example.com/api/messages',
      params: {},
      query: new URLSearchParams(),
      headers: { 'content-type': 'application/json', authorization: 'Bearer x' },
      body: Buffer.from(JSON.stringify(teams.ana.typed('help'))),
      remoteAddress: '127.0.0.1',
    });
    await platform.stop();

    expect(early).toEqual({ status: 503 });
    expect((await teams.ana.type('help')).status).toBe(503);
  });

  test('knows its tenant, and measures its answers', async () => {
    teams = await startTeams();
    await teams.ana.type('help');

    expect(teams.platform.id).toBe('teams');
    expect(teams.platform.tenant()).toBe(teams.fake.tenant);
    expect(teams.acks).toHaveLength(1);
  });

  test('waits with its end for answers on their way', async () => {
    teams = await startTeams({ dispatch: async () => ({ show: 'notice', card: aCard({ actions: [] }) }) });
    teams.fake.behave('send', { delayMs: 150 });
    await teams.ana.type('help');

    await teams.stopPlatform();

    expect(teams.ana.fromBot(teams.ana.chat())).toHaveLength(1);
  });

  test.each<[string, string | undefined]>([
    ['the address it is configured with', undefined],
    ['the first address that it names, where none is', 'https://smba.trafficmanager.net/teams/'],
  ])('knows the Playground by %s', async (_, serviceUrl) => {
    const settings = { playground: true, appId: '', appPassword: '', tenantId: '', ...(serviceUrl && { serviceUrl }) };
    teams = await startTeams({ settings });
    teams.fake.asksToken = false;
    const typed = () => teams.ana.typed('help');

    expect((await teams.fake.deliver(typed(), { authorization: undefined })).status).toBe(200);
    const elsewhere = { ...typed(), serviceUrl: 'http://127.0.0.1:9/' };
    expect((await teams.fake.deliver(elsewhere, { authorization: undefined })).status).toBe(403);
  });

  test('takes the tenant of the Playground as it comes, without a signature and without a token', async () => {
    teams = await startTeams({
      settings: { playground: true, appId: '', appPassword: '', tenantId: '' },
      dispatch: async () => ({ show: 'notice', card: aCard({ title: 'Welcome', actions: [] }) }),
    });
    teams.fake.asksToken = false;
    expect(teams.platform.tenant()).toBeUndefined();

    const done = await teams.fake.deliver(teams.ana.typed('help'), { authorization: undefined });
    const posted = await teams.platform.post({ to: 'person', id: teams.ana.id }, aCard({ title: 'Later' }), 'k');

    expect(done.status).toBe(200);
    expect(posted).toMatchObject({ ok: true });
    expect(teams.platform.tenant()).toBe(teams.fake.tenant);
    expect(
      await teams.platform.linkTo({ platform: 'teams', channel: teams.channel, message: '1', thread: '1' }),
    ).toBeUndefined();
    expect(teams.fake.callsOf('login')).toEqual([]);
  });

  test('tells names, addresses, channels and links from what Teams knows', async () => {
    teams = await startTeams();
    await teams.ben.type('help', 'channel');
    const guest = teams.fake.addPerson('Gus Guest', { guest: true });
    teams.team.members.add(guest);

    const { platform, ana, ben, channel } = teams;
    const root = { platform: 'teams', channel, message: '1790000000001', thread: '1790000000001' };

    expect(await platform.nameOf(ana.id)).toBe('Ana Sosa');
    expect(await platform.emailOf(ana.id)).toEqual(ok('ana.sosa@contoso.example'));
    expect(await platform.emailOf(guest.id)).toEqual(ok(undefined));
    expect(await platform.localeOf(ben.id)).toBe('en-US');
    expect(await platform.channelName(channel)).toBe('Approvals');
    expect(await platform.linkTo(root)).toContain(`groupId=${teams.team.group}&parentMessageId=1790000000001`);
  });

  function platformOf(change: Partial<Parameters<typeof createTeamsPlatform>[0]>) {
    const { fake, channel } = teams;
    return createTeamsPlatform(
      { ...settingsFor(fake, channel), ...change },
      {
        now: () => new Date(),
        log: { info: () => undefined, warn: () => undefined, error: () => undefined },
        words: () => teamsWords,
        greetings,
        count: () => undefined,
        observe: () => undefined,
        memory: fakeMemory(),
      },
    );
  }
});
