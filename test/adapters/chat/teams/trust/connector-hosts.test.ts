// Where our token may go: Teams' hosts over https, or one origin of this machine, and no trick with an address changes that.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isAllowedService,
  knowsTargeted,
  SERVICE_HOSTS,
} from '../../../../../adapters/chat/teams/trust/connector-hosts.ts';

describe('a service address', () => {
  test.each([
    'https://smba.trafficmanager.net/teams/',
    'https://smba.trafficmanager.net/amer/a1b2c3d4-e5f6-7890-abcd-ef1234567890/',
    'https://SMBA.TrafficManager.net/emea',
    'https://smba.trafficmanager.net:443/teams/',
    'https://canary.smba.trafficmanager.net/teams/',
    'https://smba.infra.gcc.teams.microsoft.com/gcc',
    'https://smba.infra.gov.teams.microsoft.us/gcch',
    'https://smba.infra.dod.teams.microsoft.us/dod',
  ])('of Teams is allowed: %s', (url) => {
    expect(isAllowedService(url)).toBe(true);
  });

  test.each([
    '',
    'smba.trafficmanager.net',
    'http://smba.trafficmanager.net/teams/',
    'wss://smba.trafficmanager.net/teams/',
    'file://smba.trafficmanager.net/teams/',
    'https://smba.trafficmanager.net:8443/teams/',
    'https://smba.trafficmanager.net./teams/',
    'https://trafficmanager.net/',
    'https://evil.trafficmanager.net/teams/',
    'https://xsmba.trafficmanager.net/teams/',
    'https://smba.trafficmanager.net.evil.example/teams/',
    'https://evil.example/smba.trafficmanager.net/',
    'https://user@smba.trafficmanager.net/',
    'https://smba.trafficmanager.net@evil.example/',
    'https://smba.trafficmanager.net\\@evil.example/',
    'https://smba.trafficmanager.net/teams/?x=1',
    'https://smba.trafficmanager.net/teams/#x',
    'https://smba.trafficmanager.net/teams/\n',
    ' https://smba.trafficmanager.net/teams/',
    'https://smba.trafficmanager。net/teams/',
    'https://smbа.trafficmanager.net/teams/',
    'https://xn--smb-7cd.trafficmanager.net/teams/',
    'https://127.0.0.1/',
    'http://127.0.0.1:3978/',
  ])('of anybody else is refused: %j', (url) => {
    expect(isAllowedService(url)).toBe(false);
  });

  test('that is longer than any of theirs is refused', () => {
    expect(isAllowedService(`https://smba.trafficmanager.net/${'a'.repeat(500)}`)).toBe(false);
  });

  test('of this machine is allowed where its very origin is listed', () => {
    const hosts = ['http://127.0.0.1:3978', 'http://[::1]:4000', 'http://localhost:5000'];
    const allowed = (url: string) => isAllowedService(url, hosts);

    expect(allowed('http://127.0.0.1:3978/connector/')).toBe(true);
    expect(allowed('http://[::1]:4000/')).toBe(true);
    expect(allowed('http://localhost:5000/x')).toBe(true);
    expect(allowed('http://127.0.0.1:3979/connector/')).toBe(false);
    expect(allowed('https://127.0.0.1:3978/connector/')).toBe(false);
    expect(allowed('http://localhost:3978/connector/')).toBe(false);
    expect(allowed('http://127.0.0.1.evil.example:3978/')).toBe(false);
    expect(allowed('https://smba.trafficmanager.net/teams/')).toBe(false);
  });

  test.each(['http://teams.example', 'https://teams.example', 'http://10.0.0.1:80', 'http://127.0.0.1.example:1'])(
    'is not allowed by an origin elsewhere in the list: %s',
    (origin) => {
      expect(isAllowedService(`${origin}/`, [origin])).toBe(false);
    },
  );

  test('is never allowed unless a browser, too, would send it to a listed host over https', () => {
    const piece = fc.constantFrom(
      ...SERVICE_HOSTS,
      'https:',
      'http:',
      '//',
      '/',
      '\\',
      '@',
      ':',
      '.',
      '443',
      'evil.example',
      '%2e',
      '%00',
      '\t',
      '。',
      'xn--',
      '?',
      '#',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
        const text = `https://${pieces.join('')}`;
        if (!isAllowedService(text)) return;
        const { protocol, hostname, port, username } = new URL(text);
        expect({ protocol, port, username }).toEqual({ protocol: 'https:', port: '', username: '' });
        expect(SERVICE_HOSTS.some((host) => hostname === host || hostname.endsWith(`.${host}`))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('of any other host is refused, whatever its name', () => {
    fc.assert(
      fc.property(fc.domain(), fc.constantFrom('/', '/teams/', ''), (host, path) => {
        expect(isAllowedService(`https://${host}${path}`)).toBe(false);
      }),
    );
  });
});

describe('a message for one reader in a channel', () => {
  test.each<[string, boolean]>([
    ['https://smba.trafficmanager.net/emea/', true],
    ['https://teams.proxy.example/x/', true],
    ['https://smba.infra.gcc.teams.microsoft.com/teams/', false],
    ['https://smba.infra.gov.teams.microsoft.us/teams/', false],
    ['https://smba.infra.dod.teams.microsoft.us/teams/', false],
    ['http://smba.trafficmanager.net/emea/', false],
    ['https://smba.trafficmanager.net.example/', false],
  ])('sent to %s is for one reader there: %s', (serviceUrl, known) => {
    expect(knowsTargeted(serviceUrl, ['teams.proxy.example'])).toBe(known);
  });
});
