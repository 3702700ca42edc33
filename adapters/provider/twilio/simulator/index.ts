// Starts the simulated Twilio: a small server that speaks its APIs on loopback, with the customers' phones. The production
// adapter is pointed at its address; nothing else is shared with Aval.
import { randomBytes } from 'node:crypto';
import type { CustomerPhone } from '../../../../src/ports/rehearsal.ts';
import { answerContents, planReview, review } from './contents.ts';
import { createPhone } from './customers.ts';
import { answerMessages, planStep } from './messages.ts';
import type { Answer, Approval, Memory, Settings, SimulatorCall, SimulatorOptions } from './model.ts';
import { seedContents } from './seed.ts';
import { startServer } from './server.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';
import { openMemory, refused, saveMemory, type World } from './world.ts';

export { MAGIC_NAMES, MAGIC_NUMBERS } from './magic.ts';

export type TwilioSimulator = {
  /** `http://127.0.0.1:<port>`: what the adapter takes for all of Twilio's addresses. */
  readonly url: string;
  readonly phone: CustomerPhone;
  /** What it holds, to look at. */
  readonly memory: Readonly<Memory>;
  readonly webhooks: Pick<Webhooks, 'spoil' | 'idle'>;
  /** WhatsApp changes its mind about a content. */
  readonly review: (sid: string, change: Partial<Approval>) => void;
  readonly stop: () => Promise<void>;
};

/** Rejects when the port is taken or the state file is damaged. Goes on with what a state file says was under way. */
export async function startTwilioSimulator(options: SimulatorOptions): Promise<TwilioSimulator> {
  const settings = settingsOf(options);
  const memory = openMemory(settings.stateFile);
  const listeners = new Set<(e164: string) => void>();
  const timers = new Set<NodeJS.Timeout>();
  const webhooks = createWebhooks(settings);
  const world: World = {
    settings,
    memory,
    webhooks,
    save: () => saveMemory(memory, settings.stateFile),
    newSid: (prefix) => `${prefix}${randomBytes(16).toString('hex')}`,
    later: (delayMs, act) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        act();
      }, delayMs);
      timers.add(timer.unref());
    },
    phoneChanged: (e164) => {
      for (const listener of listeners) listener(e164);
    },
  };
  if (settings.seed && memory.contents.length === 0) seedContents(world);
  const server = await startServer(settings.port, (call) => answer(world, call));
  for (const { sid } of memory.contents) planReview(world, sid);
  for (const { sid } of memory.messages) planStep(world, sid);

  return {
    url: `http://127.0.0.1:${server.port}`,
    phone: createPhone(world, listeners),
    memory,
    webhooks,
    review: (sid, change) => review(world, sid, change),
    stop: async () => {
      for (const timer of timers) clearTimeout(timer);
      await Promise.all([server.stop(), webhooks.stop()]);
    },
  };
}

function answer(world: World, call: SimulatorCall): Answer {
  const { accountSid, authToken, number } = world.settings;
  const given = call.headers.authorization ?? '';
  if (given !== `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`)
    return refused(401, 20003, 'Authenticate');
  if (call.url.pathname === '/v2/Channels/Senders') {
    const senders = [{ sid: `XE${'0'.repeat(32)}`, sender_id: `whatsapp:${number}`, status: 'ONLINE' }];
    return { status: 200, body: { senders, meta: { next_page_url: null, key: 'senders' } } };
  }
  return (
    answerContents(world, call) ??
    answerMessages(world, call) ??
    refused(404, 20404, `The requested resource ${call.url.pathname} was not found`)
  );
}

function settingsOf(options: SimulatorOptions): Settings {
  return {
    reviewDelayMs: 3_000,
    statusDelayMs: 400,
    webhookTries: 3,
    webhookRetryMs: 500,
    pageSize: 500,
    seed: false,
    now: () => new Date(),
    ...options,
  };
}
