// Meta's part of a rehearsal: the simulator on loopback, set up as one sender's provider. Its secrets are made once per
// installation and kept in the data folder.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StandIn, StandInOptions } from '../entry.ts';
import { rehearsalSample } from './simulator/graph/sample-files.ts';
import { MAGIC_NAMES, MAGIC_NUMBERS, startSimulator } from './simulator/index.ts';

const IDS = { wabaId: '102290129340398', phoneNumberId: '106540352242922', appId: '634974688087057' };
const NUMBER = '+15550100123';

/** Starts the simulator with templates to begin with; it goes on with what it was at when it stopped. */
export async function startRehearsal(options: StandInOptions): Promise<StandIn> {
  const secrets = keptSecrets(options.dataDir);
  const simulator = await startSimulator({
    port: 0,
    webhookUrl: options.webhookUrl,
    ...secrets,
    ...IDS,
    displayPhoneNumber: NUMBER,
    now: options.now,
    newId: options.newId,
    seedTemplates: true,
    stateFile: join(options.dataDir, 'simulator.log'),
  });
  return {
    settings: { apiUrl: simulator.url, ...IDS, ...secrets },
    number: NUMBER,
    shownNumber: '+1 555 010 0123',
    phone: simulator.phone,
    readSample: rehearsalSample,
    help: [
      ...MAGIC_NUMBERS.map(({ suffix, does }) => ({ value: `…${suffix}`, what: does })),
      ...MAGIC_NAMES.map(({ part, does }) => ({ value: part, what: does })),
    ],
    stop: simulator.stop,
  };
}

type Secrets = { readonly appSecret: string; readonly accessToken: string; readonly verifyToken: string };

function keptSecrets(dataDir: string): Secrets {
  const path = join(dataDir, 'rehearsal.json');
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Secrets; // written below only
  const made = { appSecret: secret(), accessToken: secret(), verifyToken: secret() };
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(path, JSON.stringify(made), { mode: 0o600 });
  return made;
}

function secret(): string {
  return randomBytes(24).toString('hex');
}
