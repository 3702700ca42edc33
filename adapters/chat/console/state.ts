// Everything that was said in the console, kept over restarts. Changes run one after the other and are written before they
// are visible, so a message that has a ref is a message that is kept.
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Clock, Log, NewId } from '../../../src/ports/process.ts';
import type { Card } from '../../../src/views/view.ts';
import { type Journal, memoryJournal, openJournal } from './journal.ts';

export type Content = { readonly kind: 'card'; readonly card: Card } | { readonly kind: 'text'; readonly text: string };

export type Message = {
  readonly id: string;
  /** Ours for cards, the delivery for what a person wrote: the same key is the same message. */
  readonly key: string;
  /** Channel id or `dm:<person>`. */
  readonly place: string;
  /** Root of its thread; its own id when it is a root. */
  readonly thread: string;
  readonly author: string;
  readonly at: string;
  readonly changedAt?: string;
  readonly alsoInChannel?: true;
  readonly content: Content;
};

export type NewMessage = Omit<Message, 'id' | 'at' | 'thread' | 'changedAt'> & { readonly thread?: string };

/** Milestones of the guided path that cannot be seen from the messages alone. */
export type Fact = 'approved' | 'reviewed';

export type ConsoleState = {
  /** Signs what pages offer; kept, so that a form open during a restart can still be sent. */
  readonly secret: Buffer;
  post(message: NewMessage): Promise<Message>;
  update(id: string, card: Card): Promise<Message | undefined>;
  message(id: string): Message | undefined;
  /** Oldest first: roots, and replies shown in the channel too. */
  feed(place: string): readonly Message[];
  /** Root first. */
  thread(root: string): readonly Message[];
  facts(): ReadonlySet<Fact>;
  learn(fact: Fact): Promise<void>;
  language(): string | undefined;
  setLanguage(language: string): Promise<void>;
  /** Called after each change. Returns how to stop listening. */
  onChange(listener: (message: Message | undefined) => void): () => void;
  close(): Promise<void>;
};

const text = z.string();
const card = z.looseObject({
  title: text,
  tone: text,
  facts: z.array(z.unknown()),
  sections: z.array(z.unknown()),
  actions: z.array(z.unknown()),
  summary: text,
});
const line = z.union([
  z.object({ secret: text }),
  z.object({ fact: z.enum(['approved', 'reviewed']) }),
  z.object({ language: text }),
  z.object({
    put: z.object({
      id: text,
      key: text,
      place: text,
      thread: text,
      author: text,
      at: text,
      changedAt: text.exactOptional(),
      alsoInChannel: z.literal(true).exactOptional(),
      content: z.union([
        // Only this file writes cards here, from typed values; the outline is checked, the inside is taken as written.
        z.object({ kind: z.literal('card'), card: card.transform((value) => value as unknown as Card) }),
        z.object({ kind: z.literal('text'), text }),
      ]),
    }),
  }),
]);

/** Rewrite once the file holds this many lines more than messages. */
const SLACK_LINES = 2_000;
/** Older roots leave with their threads, so that a console left running does not grow for ever. */
const MOST_MESSAGES = 5_000;

/** Without `path` nothing outlives the process. */
export async function openState(options: { path?: string; now: Clock; newId: NewId; log: Log }): Promise<ConsoleState> {
  const journal = options.path === undefined ? memoryJournal() : await openJournal(options.path);
  const messages = new Map<string, Message>();
  const byKey = new Map<string, string>();
  const facts = new Set<Fact>();
  const listeners = new Set<(message: Message | undefined) => void>();
  let language: string | undefined;
  let secret: string | undefined;
  let lines = journal.lines.length;

  function keep(message: Message): void {
    messages.set(message.id, message);
    byKey.set(message.key, message.id);
  }
  let unknown = journal.unreadable;
  for (const raw of journal.lines) {
    const parsed = line.safeParse(raw);
    if (!parsed.success) unknown += 1;
    else if ('put' in parsed.data) keep(parsed.data.put);
    else if ('fact' in parsed.data) facts.add(parsed.data.fact);
    else if ('language' in parsed.data) language = parsed.data.language;
    else secret = parsed.data.secret;
  }
  if (unknown > 0) options.log.warn({ lines: unknown }, 'console state: lines that could not be read were left out');

  secret ??= await newSecret(journal);
  const run = oneAtATime();
  const changed = (message?: Message) => {
    for (const listener of listeners) listener(message);
  };
  async function write(entry: object): Promise<void> {
    await journal.append(entry);
    lines += 1;
    if (messages.size > MOST_MESSAGES) forget(messages, byKey);
    if (lines > messages.size + SLACK_LINES) await compact();
  }
  async function compact(): Promise<void> {
    const all: object[] = [
      { secret },
      ...[...facts].map((fact) => ({ fact })),
      ...[...messages.values()].map((put) => ({ put })),
    ];
    if (language !== undefined) all.push({ language });
    await journal.rewrite(all);
    lines = all.length;
  }

  return {
    secret: Buffer.from(secret, 'base64url'),
    post: (message) =>
      run(async () => {
        const known = messages.get(byKey.get(message.key) ?? '');
        if (known !== undefined) return known;
        const id = options.newId();
        const put: Message = { ...message, id, thread: message.thread ?? id, at: options.now().toISOString() };
        await write({ put });
        keep(put);
        changed(put);
        return put;
      }),
    update: (id, fresh) =>
      run(async () => {
        const old = messages.get(id);
        if (old === undefined || old.content.kind !== 'card') return undefined;
        const put: Message = { ...old, changedAt: options.now().toISOString(), content: { kind: 'card', card: fresh } };
        await write({ put });
        keep(put);
        changed(put);
        return put;
      }),
    message: (id) => messages.get(id),
    feed: (place) =>
      [...messages.values()].filter(
        (one) => one.place === place && (one.thread === one.id || one.alsoInChannel === true),
      ),
    thread: (root) => [...messages.values()].filter((one) => one.thread === root),
    facts: () => facts,
    learn: (fact) =>
      run(async () => {
        if (facts.has(fact)) return;
        await write({ fact });
        facts.add(fact);
        changed();
      }),
    language: () => language,
    setLanguage: (chosen) =>
      run(async () => {
        await write({ language: chosen });
        language = chosen;
        changed();
      }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => run(() => journal.close()),
  };
}

async function newSecret(journal: Journal): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await journal.append({ secret });
  return secret;
}

function forget(messages: Map<string, Message>, byKey: Map<string, string>): void {
  const [oldest] = messages.values();
  for (const message of [...messages.values()].filter((one) => one.thread === oldest?.thread)) {
    messages.delete(message.id);
    byKey.delete(message.key);
  }
}

function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined); // the caller of `work` hears of it; the queue only has to go on
    return next;
  };
}
