// Twilio's part of a rehearsal: the simulator on loopback, set up as one sender's provider. Its token is made once per
// installation and kept in the data folder.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ok } from '../../../src/domain/result.ts';
import type { StandIn, StandInOptions } from '../entry.ts';
import { MAGIC_NAMES, MAGIC_NUMBERS, startTwilioSimulator } from './simulator/index.ts';

const ACCOUNT = `AC${'0'.repeat(31)}1`;
const NUMBER = '+15550100123';

/** Starts the simulator with contents to begin with; it goes on with what it was at when it stopped. */
export async function startRehearsal(options: StandInOptions): Promise<StandIn> {
  const authToken = keptToken(options.dataDir);
  const simulator = await startTwilioSimulator({
    port: 0,
    accountSid: ACCOUNT,
    authToken,
    number: NUMBER,
    webhookUrl: options.webhookUrl,
    now: options.now,
    seed: true,
    stateFile: join(options.dataDir, 'twilio-simulator.json'),
  });
  const { url } = simulator;
  return {
    settings: {
      accountSid: ACCOUNT,
      authToken,
      from: `whatsapp:${NUMBER}`,
      apiUrl: url,
      contentUrl: url,
      messagingUrl: url,
    },
    number: NUMBER,
    shownNumber: '+1 555 010 0123',
    phone: simulator.phone,
    // In a rehearsal no link a person types is ever fetched; contents name their files by link and need no bytes.
    readSample: async () => ok({ bytes: Buffer.alloc(0), type: 'application/octet-stream', name: 'sample' }),
    help: [
      ...MAGIC_NUMBERS.map(({ suffix, does }) => ({ value: `…${suffix}`, what: does })),
      ...MAGIC_NAMES.map(({ part, does }) => ({ value: part, what: does })),
    ],
    stop: simulator.stop,
  };
}

function keptToken(dataDir: string): string {
  const path = join(dataDir, 'twilio-rehearsal-token');
  if (existsSync(path)) return readFileSync(path, 'utf8');
  const token = randomBytes(16).toString('hex');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(path, token, { mode: 0o600 });
  return token;
}
