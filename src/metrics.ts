// Prometheus figures, in a registry of our own. Every label goes through `bounded`, so that no input from outside can
// grow the number of series.
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { SendState } from './domain/sends/state.ts';
import type { ProviderEvent } from './ports/provider.ts';

const MAX_LABEL_VALUES = 40;
// A database that does not answer turns into figures nobody knows; the scrape goes on.
const UNKNOWN: QueueFigures = {
  waiting: Number.NaN,
  oldestAgeMs: Number.NaN,
  buried: Number.NaN,
};
// The budget of a click is 50 ms; the buckets are densest around it.
const ACK_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3];

/** As `depth` of `store/outbox.ts` gives them: jobs due and not done, how long the oldest has been due, jobs given up. */
export type QueueFigures = {
  readonly waiting: number;
  readonly oldestAgeMs: number;
  readonly buried: number;
  /** Work that was tried and did not pass. `place`: `platform:channel`, or empty. */
  readonly stuck?: readonly { readonly state: string; readonly place: string; readonly count: number }[];
  /** Statuses of messages nobody knows. */
  readonly orphans?: { readonly waiting: number; readonly dropped: number };
};

export type Metrics = {
  readonly contentType: string;
  /** Everything, in Prometheus' text format. */
  text(): Promise<string>;
  /** `route` is the pattern, never the path. */
  answered(route: string, status: number, seconds: number): void;
  /** A command as understood, e.g. `template propose`; unknown ones as `unknown`. */
  command(name: string): void;
  decision(verdict: string): void;
  send(state: SendState): void;
  /** Somebody who could not be written to privately. */
  unreachable(what: 'person' | 'send'): void;
  webhookEvent(provider: string, kind: ProviderEvent['kind'] | 'unverified'): void;
  /** From the arrival of an intent to its answer; `slack http` and `teams http`: of a request to its acknowledgement. */
  acked(platform: string, seconds: number): void;
  /** What adapters count by themselves: calls to vendors, refused requests. `metric` and labels are few and closed. */
  counted(metric: string, labels: Readonly<Record<string, string>>): void;
};

/** `queue` is asked once per scrape. */
export function createMetrics(queue: () => Promise<QueueFigures>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const commands = new Counter({
    name: 'aval_commands_total',
    help: 'Commands typed, by command.',
    labelNames: ['command'],
    registers,
  });
  const decisions = new Counter({
    name: 'aval_decisions_total',
    help: 'Votes and other decisions, by verdict.',
    labelNames: ['verdict'],
    registers,
  });
  const sends = new Counter({
    name: 'aval_sends_total',
    help: 'Sends that entered a state, by state.',
    labelNames: ['state'],
    registers,
  });
  const unreachable = new Counter({
    name: 'aval_unreachable_total',
    help: 'Times a person could not be written to privately on any platform, by what waited for it.',
    labelNames: ['what'],
    registers,
  });
  const webhooks = new Counter({
    name: 'aval_webhook_events_total',
    help: 'Events received from providers, by provider and kind.',
    labelNames: ['provider', 'kind'],
    registers,
  });
  const acks = new Histogram({
    name: 'aval_ack_seconds',
    help: 'Time from the arrival of an intent to its answer.',
    labelNames: ['platform'],
    buckets: ACK_BUCKETS,
    registers,
  });
  const answers = new Histogram({
    name: 'aval_http_request_seconds',
    help: 'Time to answer an HTTP request, by route and status class.',
    labelNames: ['route', 'status'],
    buckets: ACK_BUCKETS,
    registers,
  });
  const adapters = new Counter({
    name: 'aval_adapter_total',
    help: 'What adapters count by themselves: calls to vendors, refused or late requests.',
    labelNames: ['what', 'detail'],
    registers,
  });
  const askQueue = queueGauges(registry, queue);

  const label = bounded();
  return {
    contentType: registry.contentType,
    text: async () => {
      await askQueue();
      return await registry.metrics();
    },
    command: (name) => commands.inc({ command: label('command', name) }),
    decision: (verdict) => decisions.inc({ verdict: label('verdict', verdict) }),
    unreachable: (what) => unreachable.inc({ what }),
    send: (state) => sends.inc({ state: label('state', state) }),
    webhookEvent: (provider, kind) =>
      webhooks.inc({ provider: label('provider', provider), kind: label('kind', kind) }),
    acked: (platform, seconds) => acks.observe({ platform: label('platform', platform) }, seconds),
    counted: (metric, labels) => {
      const what = label('what', metric);
      // Bounded for each: the many calls to one vendor must not hide the few refusals of another.
      adapters.inc({ what, detail: label(`detail of ${what}`, Object.values(labels).join(' ')) });
    },
    answered: (route, status, seconds) =>
      answers.observe({ route: label('route', route), status: `${Math.floor(status / 100)}xx` }, seconds),
  };
}

// Set before the registry is read: its own collectors run side by side, and one question has to fill all three.
function queueGauges(registry: Registry, queue: () => Promise<QueueFigures>): () => Promise<void> {
  const registers = [registry];
  const depth = new Gauge({ name: 'aval_outbox_depth', help: 'Jobs due and not done.', registers });
  const age = new Gauge({
    name: 'aval_outbox_oldest_seconds',
    help: 'How long the oldest job has been due.',
    registers,
  });
  const buried = new Gauge({ name: 'aval_outbox_buried', help: 'Jobs given up on.', registers });
  const stuck = new Gauge({
    name: 'aval_outbox_stuck',
    help: 'Jobs that were tried and did not pass, by state and by the place they are for.',
    labelNames: ['state', 'place'],
    registers,
  });
  const orphans = new Gauge({
    name: 'aval_orphaned_statuses',
    help: 'Statuses of messages nobody knows: waiting now, and dropped so far.',
    labelNames: ['state'],
    registers,
  });
  const label = bounded();
  return async () => {
    const figures = await queue().catch(() => UNKNOWN);
    depth.set(figures.waiting);
    age.set(figures.oldestAgeMs / 1_000);
    buried.set(figures.buried);
    stuck.reset();
    for (const { state, place, count } of figures.stuck ?? [])
      stuck.inc({ state, place: label('place', place) }, count);
    orphans.set({ state: 'waiting' }, figures.orphans?.waiting ?? Number.NaN);
    orphans.set({ state: 'dropped' }, figures.orphans?.dropped ?? Number.NaN);
  };
}

// The first values of a label are kept, everything after the limit is counted as `other`.
function bounded(): (name: string, value: string) => string {
  const seen = new Map<string, Set<string>>();
  return (name, value) => {
    const values = seen.get(name) ?? new Set();
    seen.set(name, values);
    if (values.size < MAX_LABEL_VALUES) values.add(value);
    return values.has(value) ? value : 'other';
  };
}
