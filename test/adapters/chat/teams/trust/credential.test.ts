// What may stand for the client secret at the login: a certificate's signature, or the token of another identity provider.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Credential } from '../../../../../adapters/chat/teams/trust/credential.ts';
import { createTokenSource } from '../../../../../adapters/chat/teams/trust/token.ts';
import { makeCertificate, type Pem, thumbprintOf } from '../../../../support/certificate.ts';
import { type FakeTeams, startFakeTeams } from '../../../../support/teams/fake-teams.ts';
import { type RunningTeams, startTeams } from '../../../../support/teams/platform.ts';

const ours = makeCertificate();
const another = makeCertificate();
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzeXN0ZW06YXZhbCJ9.c2lnbmF0dXJl';

let folder: string;
let file: string;
let fake: FakeTeams;
let running: RunningTeams | undefined;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aval-credential-'));
  file = join(folder, 'credential');
  fake = await startFakeTeams();
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await running?.stop();
  running = undefined;
  await fake.stop();
});

const pem = ({ certificate, key }: Pem) => `${certificate}${key}`;

async function login(kind: 'certificate' | 'federated', now = new Date()) {
  const { loginUrl, tenant, appId } = fake;
  const credential: Credential = { kind, file };
  const source = createTokenSource(
    { loginUrl, tenantId: tenant, appId, appSecret: '', credential },
    { now: () => now },
  );
  const got = await source.token();
  await source.close();
  return got.ok ? got.value : got.error;
}

describe('a certificate', () => {
  test('signs a short assertion for this login alone, and no secret is sent', async () => {
    writeFileSync(file, pem(ours));
    fake.trusted.certificates.push(ours.certificate);

    expect(await login('certificate')).toBe('token-1');

    const { body } = fake.callsOf('login')[0]!;
    expect(body).not.toHaveProperty('client_secret');
    const [header, claims] = String(body.client_assertion)
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
    expect(header).toEqual({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprintOf(ours) });
    expect(claims).toMatchObject({
      iss: fake.appId,
      sub: fake.appId,
      aud: `${fake.loginUrl}/${fake.tenant}/oauth2/v2.0/token`,
    });
    expect(claims.exp - claims.nbf).toBe(300);
  });

  test('may stand after its key, and before those that signed it', async () => {
    writeFileSync(file, `${ours.key}${ours.certificate}${another.certificate}`);
    fake.trusted.certificates.push(ours.certificate);

    expect(await login('certificate')).toBe('token-1');
  });

  test('that was renewed counts at the next login', async () => {
    writeFileSync(file, pem(another));
    fake.trusted.certificates.push(ours.certificate);
    expect(await login('certificate')).toMatchObject({ code: 'AADSTS700027', reaction: 'credentials' });

    writeFileSync(file, pem(ours));

    expect(await login('certificate')).toBe('token-1');
  });

  test.each<[string, string, string]>([
    ['without its key', ours.certificate, 'certificate_unreadable'],
    ['alone as a key', ours.key, 'certificate_unreadable'],
    ['that is empty', '', 'certificate_unreadable'],
    ['that is no PEM', 'secret-words', 'certificate_unreadable'],
    ['with the key of another', `${ours.certificate}${another.key}`, 'certificate_key'],
    ['that is not RSA', pem(makeCertificate({}, 'ec')), 'certificate_key'],
    ['that has expired', pem(makeCertificate({ until: new Date('2024-01-01') })), 'certificate_expired'],
    ['of next year', pem(makeCertificate({ from: new Date('2048-01-01') })), 'certificate_not_yet'],
  ])('%s asks nobody, says what is wrong and shows nothing of the file', async (_, text, code) => {
    writeFileSync(file, text);

    const failure = await login('certificate');

    expect(failure).toMatchObject({ code, reaction: 'credentials' });
    expect(Object.keys(failure).sort()).toEqual(['code', 'fault', 'kind', 'reaction']);
    expect(fake.calls).toEqual([]);
  });

  test('whose file is not there is told so', async () => {
    expect(await login('certificate')).toMatchObject({ code: 'certificate_unreadable' });
  });
});

describe('a federated credential', () => {
  test('is the token as it stands in the file at that moment', async () => {
    fake.trusted.federated.push(TOKEN);
    writeFileSync(file, 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln');
    expect(await login('federated')).toMatchObject({ reaction: 'credentials' });

    writeFileSync(file, `${TOKEN}\n`);

    expect(await login('federated')).toBe('token-1');
    expect(fake.callsOf('login').at(-1)!.body).toMatchObject({
      client_assertion: TOKEN,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });
  });

  test.each([[undefined], [''], ['not a token'], [`${TOKEN} ${TOKEN}`]])('%j in the file asks nobody', async (text) => {
    if (text !== undefined) writeFileSync(file, text);

    expect(await login('federated')).toMatchObject({ code: 'federated_unreadable' });
    expect(fake.calls).toEqual([]);
  });
});

test.each([
  ['certificate', 'TEAMS_CERTIFICATE_FILE'],
  ['federated', 'TEAMS_FEDERATED_TOKEN_FILE'],
] as const)(
  'the doctor names the setting of a %s that cannot be read, and no log has what is in it',
  async (kind, key) => {
    writeFileSync(file, 'secret-words');
    running = await startTeams({ settings: { appPassword: '', credential: { kind, file } } });

    const checks = await running.platform.check([], []);

    expect(checks[0]).toMatchObject({ name: 'teams token', status: 'failed', fix: expect.stringContaining(key) });
    expect(JSON.stringify([checks, running.logged])).not.toContain('secret-words');
  },
);
