// `aval doctor`: what it finds in an installation, and that looking changes nothing.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { meta } from '../../adapters/provider/meta/entry.ts';
import { type DoctorDeps, runDoctor } from '../../src/cli/doctor/doctor.ts';
import { openNotes } from '../../src/cli/doctor/notes.ts';
import { Secret } from '../../src/config/secret.ts';
import { clearSettings, senderOf } from '../../src/config/senders.ts';
import { type Config, loadConfig } from '../../src/config.ts';
import { createHttpServer, type HttpServer } from '../../src/http/server.ts';
import type { ChatPlatform } from '../../src/ports/chat.ts';
import type { Route } from '../../src/ports/http.ts';
import type { Check } from '../../src/ports/process.ts';
import type { Provider } from '../../src/ports/provider.ts';
import { createMemory } from '../../src/store/memory.ts';
import { openStore } from '../../src/store/open.ts';
import { roleTable } from '../support/app/settings.ts';

let folder: string;
let url: string;
const servers: HttpServer[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aval-doctor-'));
  url = `sqlite:${folder}/aval.db`;
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop(0)));
  rmSync(folder, { recursive: true, force: true });
});

const NOW = new Date('2026-11-20T10:00:00Z');
const offline: typeof fetch = async () => {
  throw new TypeError('fetch failed');
};

async function doctor(config: Partial<Config>, deps: Partial<DoctorDeps> = {}) {
  const rehearsal = loadConfig({}, () => undefined);
  if (!rehearsal.ok) throw new Error('the built-in configuration is broken');
  const lines: string[] = [];
  const status = await runDoctor(
    { ...rehearsal.value, databaseUrl: url, ...config },
    { platforms: [], providers: [], fetch: offline, now: () => NOW, ...deps },
    { out: (text) => lines.push(text), err: () => undefined, stdin: async () => '' },
  );
  return { status, text: lines.join('\n') };
}

const SENDER = senderOf(meta, {
  id: 'main',
  label: 'Main',
  wabaId: '1',
  phoneNumberId: '2',
  appId: '3',
  accessToken: 'token-abc',
  appSecret: 'secret-abc',
  verifyToken: 'verify-abc',
});
const REAL = {
  rehearsal: false,
  senders: [SENDER],
  slack: { botToken: new Secret('xoxb-abc'), apiUrl: 'https://slack.invalid/api/' },
} as const;

/** The real adapter, which the doctor asks how to know its webhook. */
async function aSender(): Promise<Provider> {
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const webhookUrl = () => undefined;
  const made = await meta.create(clearSettings(SENDER), 'main', { now: () => NOW, log, count: () => {}, webhookUrl });
  return { ...made, check: async () => [] };
}

async function aStore() {
  return await openStore({ url, now: () => NOW, newId: randomUUID });
}

function failing(name: string): Check {
  return { name, status: 'failed', detail: 'scope chat:write is missing', fix: 'reinstall the app' };
}

describe('the doctor', () => {
  it('finds nothing wrong with a rehearsal that was never started, and leaves no trace', async () => {
    const { status, text } = await doctor({});

    expect(status).toBe(0);
    expect(text).toMatch(/^ok +configuration +rehearsal/m);
    expect(text).toMatch(/^warning +database +sqlite:.*: does not exist yet\n +→ nothing to do/m);
    expect(text).toMatch(/\n2 checks: 1 ok, 1 with a warning, 0 failed$/);
    expect(existsSync(`${folder}/aval.db`)).toBe(false);
  });

  it('names what nobody may do, and what only admins may, by the configured roles', async () => {
    const without = await doctor({ roles: roleTable({ approver: ['slack:U1'] }) });
    const withAdmin = await doctor({ roles: roleTable({ admin: ['slack:U1'], approver: ['slack:U2'] }) });

    expect(without.text).toMatch(
      /^warning +roles +nobody may: send, .*\n +→ name somebody in roles.agent and roles.admin$/m,
    );
    expect(withAdmin.text).toMatch(/^ok +roles +nobody but admins may: send, find_customers$/m);
  });

  it('names the schema, tries to write, and counts the queue', async () => {
    const store = await aStore();
    await store.close();

    const { status, text } = await doctor({});

    expect(status).toBe(0);
    expect(text).toMatch(/^ok +database +sqlite:.*: schema \d{4}_\w+, writable$/m);
    expect(text).toMatch(/^ok +queue +0 due, oldest 0 s, 0 given up$/m);
  });

  it('warns when work waits and nobody does it', async () => {
    const store = await aStore();
    await store.write(async (tx) =>
      tx.enqueue({ kind: 'k', payload: {}, key: 'a', runAt: '2026-11-20T09:50:00.000Z' }),
    );
    await store.close();

    const { text } = await doctor({});

    expect(text).toMatch(/^warning +queue +1 due, oldest 600 s, 0 given up\n +→ .*is the server running/m);
  });

  it('writes nothing while it tries to write', async () => {
    const store = await aStore();
    await doctor({});

    const counters = await store.db.selectFrom('counters').selectAll().where('name', '=', 'doctor').execute();
    await store.close();

    expect(counters).toEqual([]);
  });

  it('fails on a database it cannot reach, without showing its password', async () => {
    const { status, text } = await doctor({ databaseUrl: 'postgres://aval:hush@127.0.0.1:1/aval' });

    expect(status).toBe(1);
    expect(text).toMatch(/^failed +database .*cannot be reached/m);
    expect(text).not.toContain('hush');
  });

  it('asks every platform about its own channels and people, and every provider', async () => {
    const asked: unknown[] = [];
    const platform = {
      id: 'slack',
      check: async (channels: readonly string[], people: readonly string[]) => {
        asked.push({ channels, people });
        return [failing('slack scopes')];
      },
    } as unknown as ChatPlatform; // the doctor uses nothing else of it
    const provider: Provider = { ...(await aSender()), check: () => Promise.reject(new Error('boom')) };
    const places = {
      approval: [
        { platform: 'slack', channel: 'C1' },
        { platform: 'teams', channel: 'T1' },
      ],
      admin: [{ platform: 'slack', channel: 'C1' }],
      sends: [{ platform: 'slack', channel: 'C2' }],
    };
    const roles = roleTable({
      admin: ['slack:U1', 'teams:e-1'],
      approver: ['slack:T1:U2', 'slack:U1'],
      proposer: ['slack:U3'],
    });

    const { status, text } = await doctor({ places, roles }, { platforms: [platform], providers: [provider] });

    expect(asked).toEqual([{ channels: ['C1', 'C2'], people: ['U1', 'U2', 'U3'] }]);
    expect(text).toMatch(/^failed +slack scopes +scope chat:write is missing\n +→ reinstall the app$/m);
    expect(text).toMatch(/^failed +main +boom$/m);
    expect(status).toBe(1);
  });
});

describe('the clock', () => {
  function clockAt(theirs: string): typeof fetch {
    return async () => new Response(null, { headers: { date: new Date(theirs).toUTCString() } });
  }

  it.each([
    ['2026-11-20T10:00:00Z', 'ok', 'agrees with slack.invalid'],
    ['2026-11-20T09:58:59Z', 'warning', '60 s ahead of slack.invalid'],
    ['2026-11-20T10:05:01Z', 'failed', '300 s behind slack.invalid'],
  ])('against %s is %s', async (theirs, status, detail) => {
    const { text } = await doctor(REAL, { fetch: clockAt(theirs) });

    expect(text).toMatch(new RegExp(`^${status} +clock +${detail}`, 'm'));
  });

  it('is unknown when no vendor answers', async () => {
    expect((await doctor(REAL)).text).toMatch(
      /^warning +clock +no answer with a date from slack.invalid, graph.facebook.com/m,
    );
  });
});

async function serverWith(handle: Route['handle'], at: Pick<Route, 'method' | 'path'> = WEBHOOK) {
  const server = await createHttpServer({
    host: '127.0.0.1',
    port: 0,
    routes: [{ ...at, handle }],
    log: { info: () => {}, warn: () => {}, error: () => {} },
    ready: async () => [],
    metrics: { contentType: '', text: async () => '', answered: () => {} },
  });
  servers.push(server);
  return { server: { host: '0.0.0.0', port: server.port } };
}

const WEBHOOK = { method: 'GET', path: '/webhooks/meta/:senderId' } as const;
const localOnly: typeof fetch = (input, init) =>
  String(input).includes('127.0.0.1') ? fetch(input, init) : offline(input, init);

describe('the webhook', () => {
  it('is fine when the running server answers the handshake', async () => {
    const config = await serverWith(({ query }) =>
      query.get('hub.verify_token') === 'verify-abc' && query.get('hub.mode') === 'subscribe'
        ? { status: 200, body: query.get('hub.challenge') ?? '' }
        : { status: 403 },
    );

    const { text } = await doctor({ ...REAL, ...config }, { providers: [await aSender()], fetch: localOnly });

    expect(text).toMatch(/^ok +webhook main +http:\/\/127.0.0.1:\d+\/webhooks\/meta\/main answers$/m);
  });

  it('fails when the server has another verify token', async () => {
    const config = await serverWith(() => ({ status: 403 }));

    const { status, text } = await doctor({ ...REAL, ...config }, { providers: [await aSender()], fetch: localOnly });

    expect(status).toBe(1);
    expect(text).toMatch(/^failed +webhook main .*answered 403/m);
    expect(text).not.toContain('verify-abc');
  });

  it('is a warning when no server runs here, a failure when the public address does not answer', async () => {
    const providers = [await aSender()];
    const local = await doctor({ ...REAL, server: { host: '127.0.0.1', port: 1 } }, { providers });
    const server = { host: '127.0.0.1', port: 1, publicUrl: 'https://aval.invalid' };
    const open = await doctor({ ...REAL, server }, { providers });

    expect(local.text).toMatch(/^warning +webhook main .*no server is running here/m);
    expect(open.text).toMatch(/^failed +webhook main +https:\/\/aval.invalid\/webhooks\/meta\/main is not reachable/m);
  });
});

describe('the webhook of a provider that has no handshake', () => {
  it.each([
    [401, 'ok'],
    [403, 'ok'],
    [200, 'failed'],
    [404, 'failed'],
  ])('answers an unsigned event with %i: %s', async (status, verdict) => {
    const config = await serverWith(() => ({ status }), { ...WEBHOOK, method: 'POST' });
    const { probeWebhook: _none, ...provider } = await aSender();

    const { text } = await doctor({ ...REAL, ...config }, { providers: [provider], fetch: localOnly });

    expect(text).toMatch(new RegExp(`^${verdict} +webhook main `, 'm'));
  });
});

describe('what a provider can do', () => {
  it('is one line per sender, with what it cannot', async () => {
    const sender = await aSender();
    const capabilities = { ...sender.capabilities, edits: false, lists: false, follows: 'polling' } as const;
    const dialect = { ...sender.dialect, neverTells: ['read'] } as const;

    const full = await doctor({}, { providers: [sender] });
    const lesser = await doctor({}, { providers: [{ ...sender, capabilities, dialect }] });

    expect(full.text).toMatch(
      /^ok +provider of main +Meta takes templates, .*tells of reviews; not: finds lost sends$/m,
    );
    expect(lesser.text).toMatch(
      /^ok .*is asked about reviews; not: changes refused ones, lists them, finds lost sends, tells of reading$/m,
    );
  });
});

describe('the Teams endpoint', () => {
  const MESSAGES = { method: 'POST', path: '/api/messages' } as const;
  const TEAMS = {
    rehearsal: false,
    teams: {
      appId: 'app-1',
      appPassword: new Secret('pass-abc'),
      tenantId: 'tenant-1',
      playground: false,
      forms: 'dialog',
      loginUrl: 'https://login.invalid',
      openIdUrl: 'https://openid.invalid/',
      serviceUrl: 'https://smba.invalid/',
      serviceHosts: [],
    },
  } as const;

  it('is fine when the running server refuses a request nobody signed, and its bot is named', async () => {
    const asked: unknown[] = [];
    const config = await serverWith((request) => {
      asked.push(request.headers.authorization, JSON.parse(request.body.toString()));
      return { status: 401 };
    }, MESSAGES);

    const { text } = await doctor({ ...TEAMS, ...config }, { fetch: localOnly });

    expect(text).toMatch(/^ok +teams endpoint +http:\/\/127.0.0.1:\d+\/api\/messages refuses .* bot app-1$/m);
    expect(asked).toEqual([undefined, expect.objectContaining({ channelId: 'msteams', type: 'message' })]);
    expect(text).not.toContain('pass-abc');
  });

  it.each([
    [200, 'something else answers there'],
    [404, 'something else answers there'],
    [503, 'TEAMS_OPENID_URL'],
  ])('fails when it answers %i', async (status, fix) => {
    const config = await serverWith(() => ({ status }), MESSAGES);

    const { text } = await doctor({ ...TEAMS, ...config }, { fetch: localOnly });

    expect(text).toMatch(new RegExp(`^failed +teams endpoint .*answered ${status}.*\n +→ .*${fix}`, 'm'));
  });

  it('is a warning when no server runs here, a failure when the public address does not answer or is not https', async () => {
    const server = { host: '127.0.0.1', port: 1 };
    const local = await doctor({ ...TEAMS, server });
    const open = await doctor({ ...TEAMS, server: { ...server, publicUrl: 'https://aval.invalid' } });
    const plain = await doctor({ ...TEAMS, server: { ...server, publicUrl: 'http://aval.invalid' } });

    expect(local.text).toMatch(/^warning +teams endpoint .*no server is running here/m);
    expect(open.text).toMatch(/^failed +teams endpoint +https:\/\/aval.invalid\/api\/messages is not reachable/m);
    expect(plain.text).toMatch(/^failed +teams endpoint .*https addresses only/m);
  });

  it('is not asked for with the Playground, and neither is the time', async () => {
    const { text } = await doctor({ rehearsal: true, teams: { ...TEAMS.teams, playground: true } });

    expect(text).toMatch(/^ok +configuration +rehearsal: Microsoft's Agents Playground$/m);
    expect(text).not.toMatch(/teams endpoint|clock/);
  });

  it('the time may be asked of Microsoft', async () => {
    expect((await doctor({ ...TEAMS, server: { host: '127.0.0.1', port: 1 } })).text).toMatch(
      /^warning +clock .*login.invalid/m,
    );
  });
});

describe('what adapters remember', () => {
  const memory = async () => await openNotes(url, () => NOW);

  it('is read as it is, and left as it is', async () => {
    const store = await aStore();
    await createMemory(store, 'teams', () => NOW).write('user:ana', 'known');
    const notes = await memory();

    await notes.memory('teams').write('user:ana', 'changed');
    const read = await Promise.all([notes.memory('teams').read('user:ana'), notes.memory('slack').read('user:ana')]);
    await notes.close();
    await store.close();

    expect(read).toEqual(['known', undefined]);
  });

  it('is nothing without a database, which is not created for it', async () => {
    const notes = await memory();

    expect(await notes.memory('teams').read('user:ana')).toBeUndefined();
    expect(await notes.memory('teams').list('')).toEqual([]);
    await notes.close();
    expect(existsSync(`${folder}/aval.db`)).toBe(false);
  });

  it.each(['postgres://aval:hush@127.0.0.1:1/aval', 'sqlite::memory:'])('is nothing in %s', async (address) => {
    const notes = await openNotes(address, () => NOW);

    expect(await notes.memory('teams').list('')).toEqual([]);
    await notes.close();
  });
});
