// Whom a listener without a password may serve.
import { describe, expect, test } from 'vitest';
import { type Asking, isLocal, isOfSamePage } from '../../../adapters/shared/local-request.ts';

const asking = (headers: Asking['headers'] = {}, remoteAddress = '127.0.0.1'): Asking => ({
  remoteAddress,
  headers: { host: '127.0.0.1:3000', ...headers },
});

describe('a request from this machine', () => {
  test.each(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])('is one by its address %s', (address) => {
    expect(isLocal(asking({}, address))).toBe(true);
  });

  test.each(['localhost', 'LOCALHOST:3000', '127.0.0.1', '[::1]:3000'])('asks for it as %s', (host) => {
    expect(isLocal(asking({ host }))).toBe(true);
  });

  test.each(['10.0.0.1', '192.168.1.5', '::ffff:10.0.0.1', '127.0.0.1.example', ''])('is not %s', (address) => {
    expect(isLocal(asking({}, address))).toBe(false);
  });

  test.each([
    'evil.example:3000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '127.0.0.1:3000@evil',
    undefined,
  ])('does not ask for %s, as a page would whose name was pointed here', (host) => {
    expect(isLocal(asking({ host }))).toBe(false);
  });

  test.each([
    'via',
    'forwarded',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
    'x-real-ip',
    'cf-connecting-ip',
  ])('does not come through a proxy, as %s would tell', (name) => {
    expect(isLocal(asking({ [name]: 'x' }))).toBe(false);
  });
});

describe('a POST', () => {
  test('of a program says nothing about a page', () => {
    expect(isOfSamePage(asking())).toBe(true);
  });

  test('of a page of ours names it', () => {
    expect(isOfSamePage(asking({ origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-origin' }))).toBe(true);
  });

  test.each([
    { origin: 'http://evil.example' },
    { origin: 'https://127.0.0.1:3000' },
    { origin: 'http://127.0.0.1:3001' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
  ])('of another page is told by %o', (headers) => {
    expect(isOfSamePage(asking(headers))).toBe(false);
  });
});
