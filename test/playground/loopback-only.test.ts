// What is loaded before the Playground keeps any process on this machine.
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { startChild } from '../support/process/child-process.ts';

const PRELOAD = new URL('./loopback-only.ts', import.meta.url).href;
// A server without a host, its page read by itself, and a look around the network (192.0.2.1 is nobody's).
const PROGRAM = `
const http = require('node:http');
const server = http.createServer((request, response) => response.end('page')).listen(0, () => {
  const { address, port } = server.address();
  http.get({ host: '127.0.0.1', port, agent: false }, (response) => {
    const policy = response.headers['content-security-policy'];
    http.get('http://192.0.2.1/').on('error', (error) => {
      console.log(JSON.stringify({ address, policy, error: error.message }) + ' done');
    });
  });
});`;

it('listens for this machine only, forbids the page to load from elsewhere, and connects nowhere else', async () => {
  const child = await startChild({
    script: '-e',
    args: [PROGRAM],
    nodeFlags: ['--import', PRELOAD],
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    ready: /(\{.*\}) done/,
  });
  const told = JSON.parse(child.ready[1] ?? '') as Record<string, string>;
  await child.end('SIGTERM');

  expect(told.address).toBe('127.0.0.1');
  expect(told.policy).toContain("default-src 'self'");
  expect(told.error).toBe('192.0.2.1 is not this machine');
  expect(child.output()).toContain('Refused to connect to 192.0.2.1');
});
