// The measure of `ack.ts`: a Bolt app that acknowledges commands and does nothing else. Prints its address as JSON.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import bolt from '@slack/bolt';

const app = new bolt.App({
  signingSecret: process.env.SLACK_SIGNING_SECRET ?? '',
  authorize: async () => ({ botId: 'B0AVAL', botUserId: 'U0AVALBOT' }),
  logLevel: bolt.LogLevel.ERROR,
});
app.command('/template', async ({ ack }) => ack());
const server = (await app.start({ port: 0, host: '127.0.0.1' })) as Server; // HTTP mode: node's own server
console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
