// After a story: everything that was asked of Teams and answered to it, held against what had to be. Each function gives
// complaints, one sentence each; an empty list is the proof.

import { outwardOf } from '../process/outward.ts';
import { cardFaults } from './card-faults.ts';
import type { Asked, Call } from './fake-teams.ts';
import { splitConversation } from './fake-teams-world.ts';
import type { Node } from './read-teams.ts';
import type { Workplace } from './workplace.ts';

const WRITES: readonly Asked[] = ['create', 'send', 'targeted', 'update'];
/** Asked before anybody can be believed or written to; our keys and the SDK's are two readings. */
const PER_PROCESS: Readonly<Partial<Record<Asked, number>>> = { login: 1, metadata: 2, keys: 2 };
/** Looked up once per process. */
const LOOK_UPS: readonly Asked[] = ['member', 'team', 'channels'];
/** 80 KB, as Teams counts. */
const MAX_BYTES = 80 * 1024;

/** Calls that were refused, came without our token, too often, too large, or need not have been made. `forgiven`: planned faults. */
export function teamsComplaints(at: Workplace, forgiven: (call: Call) => boolean = () => false): string[] {
  const processes = at.children().length;
  const { calls } = at.fake;
  const known = [...WRITES, ...LOOK_UPS, ...Object.keys(PER_PROCESS)];
  return [
    ...at.refused(),
    ...calls.flatMap(({ operation, path }) => (known.includes(operation) ? [] : [`${operation} ${path} was called`])),
    ...calls.flatMap((call) =>
      (call.status !== undefined && call.status < 300) || forgiven(call)
        ? []
        : [`${call.operation} ${call.path} was answered ${call.status}`],
    ),
    ...calls.flatMap(tokenComplaints),
    ...Object.entries(PER_PROCESS).flatMap(([operation, times]) => {
      const { length } = at.fake.callsOf(operation as Asked); // keys of a literal
      return length <= times * processes ? [] : [`${operation} was called ${length} times by ${processes} processes`];
    }),
    ...repeated(at),
    ...calls.flatMap(bodyComplaints),
    ...at.answers.flatMap(({ status, body }) => (status === 200 ? sizeOf('an answer', body) : [`answered ${status}`])),
  ];
}

function tokenComplaints({ operation, path, authorization }: Call): string[] {
  const expected =
    operation in PER_PROCESS ? authorization === undefined : /^Bearer token-\d+$/.test(authorization ?? '');
  return expected ? [] : [`${operation} ${path} came with ${authorization}`];
}

function repeated({ fake, children }: Workplace): string[] {
  const asked = Map.groupBy(
    fake.calls.filter(({ operation }) => LOOK_UPS.includes(operation)),
    ({ path }) => path,
  );
  return [...asked].flatMap(([path, calls]) =>
    calls.length <= children().length ? [] : [`${path} was asked for ${calls.length} times`],
  );
}

function bodyComplaints({ operation, body, path }: Call): string[] {
  if (!WRITES.includes(operation)) return [];
  const activity = (operation === 'create' ? body.activity : body) as Node | undefined;
  const attachments = (activity?.attachments ?? []) as readonly { readonly content: object }[];
  return [
    ...sizeOf(`${operation} ${path}`, body),
    ...attachments.flatMap(({ content }) => cardFaults(content).map((fault) => `${operation} ${path}: ${fault}`)),
  ];
}

function sizeOf(what: string, body: unknown): string[] {
  const bytes = (JSON.stringify(body) ?? '').length * 2;
  return bytes <= MAX_BYTES ? [] : [`${what} has ${bytes} bytes`];
}

/** Where the processes went besides this Teams and this Meta. */
export function strayConnections(at: Workplace): readonly string[] {
  const ours = [at.fake.url, at.meta.url].map((url) => new URL(url).host);
  const visited = at.children().flatMap((child) => outwardOf(child.output()));
  return [...new Set(visited)].filter((host) => !ours.includes(host));
}

/** Everything anybody was shown, as it was sent. */
export function everythingShown({ fake, answers }: Workplace): string {
  return JSON.stringify([
    fake.calls.filter(({ operation }) => WRITES.includes(operation)).map(({ body }) => body),
    answers,
  ]);
}

/** Where how many messages were posted: `channel`, `thread`, `targeted` or the name of whose private chat it was. */
export function postsByPlace({ fake, channel }: Workplace): Readonly<Record<string, number>> {
  const places = fake.posts
    .filter((post) => !post.from)
    .map(({ conversation, root, id, onlyFor }) => {
      if (onlyFor) return 'targeted';
      if (splitConversation(conversation).conversation === channel) return root === id ? 'channel' : 'thread';
      return fake.privateChats.get(conversation)?.name ?? conversation;
    });
  return Object.fromEntries([...Map.groupBy(places, (place) => place)].map(([place, all]) => [place, all.length]));
}
