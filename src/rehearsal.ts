// A rehearsal: nothing is configured, so a simulator of Meta runs beside Aval on loopback and stands in as the sender's
// provider. Loaded only then. Its secrets are made once per installation and kept in the data folder.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rehearsalSample } from '../adapters/provider/meta/simulator/graph/sample-files.ts';
import {
  MAGIC_NAMES,
  MAGIC_NUMBERS,
  type Simulator,
  startSimulator,
} from '../adapters/provider/meta/simulator/index.ts';
import { senderFromMeta } from './config/senders.ts';
import type { Config } from './config.ts';
import type { Clock, NewId } from './ports/process.ts';
import { packOf } from './views/words/index.ts';

const SENDER_ID = 'main';
const IDS = { wabaId: '102290129340398', phoneNumberId: '106540352242922', appId: '634974688087057' };
const SENDER_NUMBER = '+15550100123';

export type Rehearsal = {
  readonly config: Config;
  readonly simulator: Simulator;
  readonly readSample: typeof rehearsalSample;
  /** What the console explains: names and numbers the simulator reacts to. */
  readonly help: readonly { readonly value: string; readonly what: string }[];
};

/** Starts the simulator and returns the configuration with its sender. `webhookPort` is asked when a webhook leaves. */
export async function startRehearsal(
  config: Config,
  deps: { readonly now: Clock; readonly newId: NewId; readonly webhookPort: () => number },
): Promise<Rehearsal> {
  const secrets = keptSecrets(config.dataDir);
  const simulator = await startSimulator({
    port: 0,
    webhookUrl: () => `http://127.0.0.1:${deps.webhookPort()}/webhooks/meta/${SENDER_ID}`,
    ...secrets,
    ...IDS,
    displayPhoneNumber: SENDER_NUMBER,
    now: deps.now,
    newId: deps.newId,
    seedTemplates: true,
    stateFile: join(config.dataDir, 'simulator.log'),
  });
  const sender = senderFromMeta(SENDER_ID, `${packOf(config.policy.language).cast.simulator} +1 555 010 0123`, {
    provider: 'meta',
    apiUrl: simulator.url,
    ...IDS,
    ...secrets,
  });
  const help = [
    ...MAGIC_NUMBERS.map(({ suffix, does }) => ({ value: `…${suffix}`, what: does })),
    ...MAGIC_NAMES.map(({ part, does }) => ({ value: part, what: does })),
  ];
  return {
    config: { ...config, senders: [{ ...sender, number: SENDER_NUMBER }] },
    simulator,
    readSample: rehearsalSample,
    help,
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
