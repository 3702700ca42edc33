// A workplace in Slack: the real process, a Slack and a Meta on this machine, and people at their clients. What a test asks
// is what somebody there would see.
import { vi } from 'vitest';
import type { MessageRef } from '../../../src/ports/chat.ts';
import type { Values } from '../../../src/views/view.ts';
import { isSettled } from '../app/installation-rows.ts';
import { eventually, SOON } from '../eventually.ts';
import { type RealSimulator, SIMULATOR_SECRETS, startRealSimulator } from '../meta/real-simulator.ts';
import { type MetaTap, startMetaTap } from '../meta/tap.ts';
import type { Child } from '../process/child-process.ts';
import { type Installation, installAval, SIGNING_SECRET } from '../process/real-aval.ts';
import { type FakeSlack, startFakeSlack } from './fake-slack.ts';
import type { Json, OpenModal, StoredMessage } from './fake-slack-methods.ts';
import { buttonsOf, readable } from './read-slack.ts';
import { httpTransport, socketTransport, type Transport } from './transport.ts';
import { createSlackUser, type SlackUser } from './user.ts';

export const CHANNEL = 'C0APPROVAL';
export const APP_TOKEN = 'xapp-workplace';
/** Name → Slack user id. Tom has no role but the one everybody has. */
export const STAFF = {
  sofia: 'U0SOFIA',
  ana: 'U0ANA',
  ben: 'U0BEN',
  marta: 'U0MARTA',
  lucia: 'U0LUCIA',
  tom: 'U0TOM',
} as const;
/** Everybody but Tom is named in the configuration. */
const CONFIGURED = Object.keys(STAFF).length - 1;
export type Name = keyof typeof STAFF;
export type Mode = 'HTTP' | 'Socket Mode';

export type Workplace = {
  readonly fake: FakeSlack;
  readonly meta: MetaTap;
  readonly simulator: RealSimulator;
  readonly aval: Installation;
  readonly transport: Transport;
  /** The running process; another one after `restart`. */
  child(): Child;
  restart(): Promise<void>;
  person(name: Name): SlackUser;
  /** What Slack would not have taken. */
  refused(): readonly string[];
  close(): Promise<void>;
};

/** Quorum 2, English channel, Lucía's Slack in Spanish. `undoSeconds`: 3. */
export async function openWorkplace(mode: Mode, policy: object = {}): Promise<Workplace> {
  const fake = await startFakeSlack();
  fake.locales.set(STAFF.lucia, 'es-AR');
  for (const [name, id] of Object.entries(STAFF)) fake.names.set(id, name);
  fake.channels.set(CHANNEL, { ...fake.channels.get(CHANNEL), name: 'approvals' });
  const aval = await installAval({
    slackApiUrl: fake.apiUrl,
    env: { LOG_LEVEL: 'debug', ...(mode === 'Socket Mode' && { SLACK_APP_TOKEN: APP_TOKEN }) },
  });
  const simulator = await startRealSimulator({
    folder: aval.folder,
    webhookUrl: `${aval.url}/webhooks/meta/main`,
  });
  const meta = await startMetaTap(simulator.url);
  // YAML reads JSON.
  aval.configure(JSON.stringify(configuration(meta.url, policy)));
  let child = await start();
  const transport =
    mode === 'HTTP'
      ? httpTransport({ url: `${aval.url}/slack/events`, secret: SIGNING_SECRET })
      : socketTransport(fake);

  async function start(): Promise<Child> {
    const started = await aval.start();
    if (mode === 'Socket Mode') await vi.waitUntil(() => fake.sockets() > 0, SOON);
    await vi.waitUntil(() => isSettled({ aval }, CONFIGURED), SOON);
    return started;
  }

  return {
    fake,
    meta,
    simulator,
    aval,
    transport,
    child: () => child,
    restart: async () => {
      await child.end('SIGTERM');
      child = await start();
    },
    refused: () => fake.refused,
    person: (name) => createSlackUser(fake, transport, STAFF[name], name),
    close: async () => {
      await child.end('SIGTERM');
      await simulator.stop();
      await meta.stop();
      await fake.stop();
      aval.remove();
    },
  };
}

function configuration(apiUrl: string, policy: object): object {
  const ids = (...names: Name[]) => names.map((name) => `slack:${STAFF[name]}`);
  return {
    senders: [{ id: 'main', label: 'Main number', provider: 'meta', apiUrl, ...SIMULATOR_SECRETS, timeoutMs: 10_000 }],
    places: { approval: [`slack:${CHANNEL}`] },
    roles: { admin: ids('marta'), approver: ids('ana', 'ben', 'sofia'), agent: ids('lucia') },
    policy: { quorum: 2, undoSeconds: 3, ...policy },
  };
}

// ------------------------------------------------------------------ what people see

export function seen(message: { readonly blocks: readonly Json[] } | undefined): string {
  return message ? readable(message.blocks) : '';
}

export function refOf(message: StoredMessage): MessageRef {
  return {
    platform: 'slack',
    channel: message.channel,
    message: message.ts,
    thread: message.thread_ts ?? message.ts,
  };
}

export function labelsOf(message: { readonly blocks: readonly Json[] }): string[] {
  return buttonsOf(message.blocks).map((button) => String((button.text as Json).text));
}

export function offers(message: { readonly blocks: readonly Json[] }, action: string): boolean {
  return buttonsOf(message.blocks).some((button) => button.action_id === action);
}

/** The one card in the channel that has this in it. */
export function card(fake: FakeSlack, text: string, channel: string = CHANNEL): StoredMessage | undefined {
  return fake.messages.find((each) => each.channel === channel && !each.thread_ts && seen(each).includes(text));
}

/** What hangs under a card, oldest first. */
export function thread(fake: FakeSlack, root: StoredMessage): string[] {
  return fake.messages.filter((each) => each.thread_ts === root.ts).map(seen);
}

/** What only this person sees: in answer to something, newest last. */
export function whispers(fake: FakeSlack, name: Name): string[] {
  return fake.whispers.filter((each) => each.user === STAFF[name]).map(seen);
}

/** Direct messages, oldest first. */
export function direct(fake: FakeSlack, name: Name): StoredMessage[] {
  return fake.messages.filter((each) => each.channel === `D-${STAFF[name]}` && !each.thread_ts);
}

// ------------------------------------------------------------------ what people do

/** Types a command and reads its private answer. */
export async function ask(at: Workplace, name: Name, command: string, text: string): Promise<string> {
  const before = whispers(at.fake, name).length;
  const { status } = await at.person(name).command(command, text);
  if (status !== 200) throw new Error(`${command} ${text}: HTTP ${status}`);
  return eventually(() => whispers(at.fake, name)[before]);
}

/** Does something that opens a form, and waits for it. */
export async function opens(at: Workplace, name: Name, doing: () => Promise<unknown>): Promise<OpenModal> {
  const before = at.fake.modals.size;
  await doing();
  return eventually(() => [...at.fake.modals.values()].slice(before).find((modal) => modal.user === STAFF[name]));
}

/** Fills in and presses the form's own button. Gives what is shown then, or the errors. */
export async function submits(
  at: Workplace,
  name: Name,
  values: Values = {},
): Promise<{ readonly errors: Readonly<Record<string, string>>; readonly text: string }> {
  const person = at.person(name);
  const modal = person.modal();
  person.type(values);
  await person.submit();
  return { errors: modal.errors, text: readable(modal.view.blocks as Json[]) };
}

/** Fills in the whole proposal form; the card follows by itself. */
export async function proposes(at: Workplace, name: Name, ...steps: readonly Values[]): Promise<void> {
  await opens(at, name, () => at.person(name).command('/template', 'propose'));
  for (const values of [...steps, {}]) {
    const { errors } = await submits(at, name, values);
    if (Object.keys(errors).length > 0) throw new Error(`refused: ${JSON.stringify(errors)}`);
  }
}

/** Clicks and waits for the private answer. */
export async function isTold(at: Workplace, name: Name, doing: () => Promise<unknown>): Promise<string> {
  const before = whispers(at.fake, name).length;
  await doing();
  return eventually(() => whispers(at.fake, name)[before]);
}
