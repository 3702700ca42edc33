// The sample fetcher: a person types the link, so it must not lead into our own network, nor bring in just anything.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fetchSample, type SampleOptions } from '../../../adapters/shared/fetch-sample.ts';
import { isPublicAddress } from '../../../adapters/shared/public-address.ts';
import type { MediaFormat } from '../../../src/domain/templates/template.ts';
import { type Answer, type FakeMeta, startFakeMeta } from '../../support/meta/fake-meta.ts';

const OFFICE = 'application/vnd.openxmlformats-officedocument.';
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const NOT_ASKED: SampleOptions = {
  mediaHosts: [],
  timeoutMs: 1_000,
  resolve: () => Promise.reject(new Error('the name server was asked')),
};

function resolvingTo(...addresses: string[]): SampleOptions {
  return {
    ...NOT_ASKED,
    resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  };
}

describe('an address', () => {
  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'ff02::1',
    'not an address',
    '',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(['8.8.8.8', '157.240.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a03:2880::1'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  test('written as IPv4 inside IPv6 is never public', () => {
    fc.assert(fc.property(fc.ipV4(), (address) => !isPublicAddress(`::ffff:${address}`)));
  });
});

describe('a link', () => {
  test.each([
    ['no address', 'sample.png', 'no_link'],
    ['plain http', 'http://cdn.example/a.png', 'not_https'],
    ['a file', 'file:///etc/passwd', 'not_https'],
    ['a port', 'https://cdn.example:8443/a.png', 'port'],
    ['a password', 'https://me:secret@cdn.example/a.png', 'password'],
  ])('with %s is refused before any name is looked up', async (_name, link, why) => {
    const fetched = await fetchSample(link, 'image', NOT_ASKED);

    expect(fetched).toMatchObject({ ok: false, error: { kind: 'rejected', reaction: 'template', sample: { why } } });
  });

  test.each([
    ['a private address', ['10.0.0.5']],
    ['the metadata service', ['169.254.169.254']],
    ['one private address among public ones', ['8.8.8.8', '192.168.0.1']],
    ['this machine by IPv6', ['::1']],
  ])('whose name leads to %s is refused', async (_name, addresses) => {
    const fetched = await fetchSample('https://cdn.example/a.png', 'image', resolvingTo(...addresses));

    expect(fetched).toMatchObject({ ok: false, error: { kind: 'rejected', sample: { why: 'not_public' } } });
  });

  test.each(['https://127.0.0.1/a.png', 'https://2130706433/a.png', 'https://0x7f.1/a.png', 'https://[::1]/a.png'])(
    'that is this machine in disguise is refused: %s',
    async (link) => {
      const fetched = await fetchSample(link, 'image', { mediaHosts: [], timeoutMs: 1_000 });

      expect(fetched).toMatchObject({ ok: false, error: { kind: 'rejected', fault: 'media_failed' } });
    },
  );

  test('whose name server does not answer may be tried later', async () => {
    const fetched = await fetchSample('https://cdn.example/a.png', 'image', {
      ...NOT_ASKED,
      timeoutMs: 50,
      resolve: () => new Promise(() => {}),
    });

    expect(fetched).toMatchObject({ ok: false, error: { kind: 'unavailable', reaction: 'retry' } });
  });
});

describe('a download', () => {
  let meta: FakeMeta;
  beforeEach(async () => {
    meta = await startFakeMeta();
  });
  afterEach(() => meta.close());

  const fetchIt = (answer: Answer, format: MediaFormat = 'image') => {
    meta.answer('GET /a%20b.png', answer);
    return fetchSample(`http://${meta.host}/a%20b.png`, format, { mediaHosts: [meta.host], timeoutMs: 300 });
  };

  test('brings bytes, type and a tame name', async () => {
    const fetched = await fetchIt({ file: PNG, type: 'image/png; charset=binary' });

    expect(fetched).toEqual({ ok: true, value: { bytes: PNG, type: 'image/png', name: 'a_20b.png' } });
  });

  test.each([
    ['attachment; filename="Price list.png"', 'Price_list.png'],
    ['attachment; filename=prices.png; size=3', 'prices.png'],
    ['inline; filename="x.png"; filename*=UTF-8\'\'a%C3%B1o.png', 'a_o.png'],
    ['inline; filename="x.png"; filename*=UTF-8\'\'100%.png', 'x.png'],
    ['attachment; filename="../../etc/passwd"', '.._.._etc_passwd'],
    ['attachment', 'a_20b.png'],
  ])('is called what its server calls it: %s', async (disposition, name) => {
    const headers = { 'content-disposition': disposition };
    const fetched = await fetchIt({ file: PNG, type: 'image/png', headers });

    expect(fetched).toMatchObject({ ok: true, value: { name } });
  });

  test('goes to the address that was checked, not to what the name means a moment later', async () => {
    meta.answer('GET /a.png', { file: PNG, type: 'image/png' });
    const host = `nowhere.invalid:${new URL(meta.url).port}`;
    let lookUps = 0;

    const fetched = await fetchSample(`http://${host}/a.png`, 'image', {
      mediaHosts: [host],
      timeoutMs: 1_000,
      resolve: async () => {
        lookUps += 1;
        return [{ address: '127.0.0.1', family: 4 }];
      },
    });

    expect(fetched.ok).toBe(true);
    expect(lookUps).toBe(1);
  });

  test.each([
    [
      'a redirect',
      { text: '', status: 302, headers: { location: 'http://127.0.0.1/secret' } },
      { why: 'not_https', redirected: true },
    ],
    ['a missing file', { html: 'gone', status: 404 }, { why: 'answers', status: 404 }],
    ['another type', { html: '<p>hi</p>', status: 200 }, { why: 'wrong_type', type: 'text/html' }],
    [
      'a type that is a lie',
      { file: Buffer.from('<html>'), type: 'image/png' },
      { why: 'mislabelled', said: 'image/png', type: 'text/html' },
    ],
    ['nothing', { file: Buffer.alloc(0), type: 'image/png' }, { why: 'empty' }],
    [
      'too much',
      { file: Buffer.concat([PNG, Buffer.alloc(5 * 1024 * 1024)]), type: 'image/png' },
      { why: 'too_large', most: 5 },
    ],
  ] as const)('of %s is refused', async (_name, answer, sample) => {
    const fetched = await fetchIt(answer);

    expect(fetched).toMatchObject({ ok: false, error: { kind: 'rejected', fault: 'media_failed', sample } });
    expect(meta.calls).toHaveLength(1);
  });

  test.each([
    ['image', PNG, 'image/png'],
    ['video', Buffer.from('\0\0\0\x18ftypmp42'), 'video/mp4'],
    ['document', Buffer.from('%PDF-1.7 …'), 'application/pdf'],
    ['document', Buffer.from('PK\x03\x04……word/document.xml'), `${OFFICE}wordprocessingml.document`],
  ] as const)('of a %s is told by its bytes, whatever its server calls it', async (format, file, type) => {
    for (const said of ['application/octet-stream', 'binary/octet-stream', 'text/plain', 'image/webp'])
      expect(await fetchIt({ file, type: said }, format)).toMatchObject({ ok: true, value: { type } });
  });

  test('of a picture for a video is refused, though its server calls it one', async () => {
    expect(await fetchIt({ file: PNG, type: 'video/mp4' }, 'video')).toMatchObject({
      ok: false,
      error: { sample: { why: 'mislabelled', said: 'video/mp4', type: 'image/png' } },
    });
  });

  test('follows a redirect to a host that may be asked', async () => {
    meta.answer('GET /real', { file: PNG, type: 'image/png' });

    expect(await fetchIt({ text: '', status: 302, headers: { location: '/real' } })).toMatchObject({ ok: true });
  });

  test('does not follow redirects for ever', async () => {
    const loop = { text: '', status: 302, headers: { location: '/a%20b.png' } } as const;
    for (let times = 0; times < 9; times += 1) meta.answer('GET /a%20b.png', loop);

    expect(await fetchIt(loop)).toMatchObject({ ok: false, error: { kind: 'rejected' } });
    expect(meta.calls.length).toBeLessThan(8);
  });

  test.each([
    'http://127.0.0.1/',
    'https://10.0.0.5/',
    'https://[::1]/',
    'https://169.254.169.254/',
    'file:///etc/passwd',
  ])('never follows a redirect to %s', async (location) => {
    const fetched = await fetchIt({ text: '', status: 307, headers: { location } });

    expect(fetched).toMatchObject({ ok: false, error: { kind: 'rejected', fault: 'media_failed' } });
    expect(meta.calls).toHaveLength(1);
  });

  test.each([
    ['hangs', { fails: 'hang' }],
    ['is dropped', { fails: 'drop' }],
    ['is down', { html: 'down', status: 503 }],
    ['is asked too often', { html: 'slow down', status: 429 }],
  ] as const)('that %s may be tried later', async (_name, answer) => {
    const fetched = await fetchIt(answer);

    expect(fetched).toMatchObject({
      ok: false,
      error: { kind: 'unavailable', fault: 'media_failed', reaction: 'retry' },
    });
  });

  test.each([
    ['document', Buffer.from('%PDF-1.7 …'), 'application/pdf'],
    ['video', Buffer.from('\0\0\0\x18ftypmp42'), 'video/mp4'],
    ['document', Buffer.from('plain words'), 'text/plain'],
  ] as const)('of a %s takes what Meta takes', async (format, file, type) => {
    expect(await fetchIt({ file, type }, format)).toMatchObject({ ok: true, value: { type } });
  });
});
