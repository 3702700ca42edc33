// Signs and posts what Twilio tells: forms for messages, JSON for news of templates. Surprise: like Twilio it tells a thing
// once or a few times and then forgets it; `spoil` makes it tell things twice and in another order.
import { createHash, createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Agent } from 'undici';
import type { Settings } from './model.ts';

export type Spoiling = {
  /** Times every event is told again. */
  readonly duplicates: number;
  /** Events wait for the next ones and leave in reverse. */
  readonly shuffle: boolean;
};

export type Webhooks = {
  form(url: string, fields: Readonly<Record<string, string>>): void;
  json(url: string, body: unknown): void;
  spoil(how: Partial<Spoiling>): void;
  /** Settles once everything told so far was answered or given up. */
  idle(): Promise<void>;
  stop(): Promise<void>;
};

type Post = { readonly url: string; readonly body: string; readonly type: string; readonly signature: string };

const GATHER_MS = 60;
const TIMEOUT_MS = 5_000;

export function createWebhooks(settings: Settings): Webhooks {
  const agent = new Agent();
  const stopping = new AbortController();
  const under = new Set<Promise<void>>();
  let how: Spoiling = { duplicates: 0, shuffle: false };
  let gathered: Post[] = [];

  const leave = (post: Post): void => {
    const going: Promise<void> = deliver(agent, post, settings, stopping.signal).finally(() => under.delete(going));
    under.add(going);
  };
  const flush = async (): Promise<void> => {
    await wait(GATHER_MS);
    const posts = gathered.toReversed();
    gathered = [];
    for (const post of posts) leave(post);
  };
  const tell = (post: Post): void => {
    const posts = Array.from({ length: how.duplicates + 1 }, () => post);
    if (!how.shuffle) {
      for (const one of posts) leave(one);
      return;
    }
    if (gathered.length === 0) {
      const flushing: Promise<void> = flush().finally(() => under.delete(flushing));
      under.add(flushing);
    }
    gathered.push(...posts);
  };

  return {
    form: (url, fields) => {
      const text = Object.keys(fields)
        .sort()
        .reduce((so, name) => `${so}${name}${fields[name] ?? ''}`, url);
      const body = new URLSearchParams(fields).toString();
      tell({ url, body, type: 'application/x-www-form-urlencoded', signature: sign(settings.authToken, text) });
    },
    json: (url, value) => {
      const body = JSON.stringify(value);
      const signed = `${url}${url.includes('?') ? '&' : '?'}bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
      tell({ url: signed, body, type: 'application/json', signature: sign(settings.authToken, signed) });
    },
    spoil: (change) => {
      how = { ...how, ...change };
    },
    idle: async () => {
      while (under.size > 0) await Promise.all(under);
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(under);
      await agent.destroy();
    },
  };
}

function sign(token: string, text: string): string {
  return createHmac('sha1', token).update(text, 'utf8').digest('base64');
}

async function deliver(agent: Agent, post: Post, settings: Settings, stopping: AbortSignal): Promise<void> {
  const { origin, pathname, search } = new URL(post.url);
  for (let attempt = 1; attempt <= settings.webhookTries && !stopping.aborted; attempt += 1) {
    try {
      const response = await agent.request({
        origin,
        path: `${pathname}${search}`,
        method: 'POST',
        headers: { 'content-type': post.type, 'x-twilio-signature': post.signature, 'user-agent': 'TwilioProxy/1.1' },
        body: post.body,
        signal: AbortSignal.any([stopping, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      await response.body.dump();
      if (response.statusCode < 300) return;
    } catch {
      // Nobody listens, or the simulator stops: tried again below, then forgotten, as Twilio does.
    }
    await wait(settings.webhookRetryMs, undefined, { signal: stopping }).catch(() => undefined);
  }
}
