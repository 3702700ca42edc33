// A messaging provider in memory: keeps templates, counts every call, and answers as scripted. Without a script every call
// goes well.
import { META } from '../../../adapters/provider/meta/facts.ts';
import type { Failure } from '../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../src/domain/result.ts';
import type { Review } from '../../../src/domain/review/review.ts';
import type { Template } from '../../../src/domain/templates/template.ts';
import type { RawRequest } from '../../../src/ports/http.ts';
import type {
  Accepted,
  LookedUp,
  Provider,
  ProviderEvent,
  ProviderFacts,
  RemoteTemplate,
  SendTemplate,
  Submitted,
} from '../../../src/ports/provider.ts';

type Answers = {
  trySample: Result<undefined, Failure>;
  submitTemplate: Result<Submitted, Failure>;
  editTemplate: Result<Submitted, Failure>;
  findTemplate: Result<RemoteTemplate | undefined, Failure>;
  listTemplates: Result<readonly RemoteTemplate[], Failure>;
  sendTemplate: Result<Accepted, Failure>;
  lookUp: Result<LookedUp, Failure>;
};
export type ProviderCall = keyof Answers;

/** One scripted turn: runs what happens meanwhile, and may replace the answer the provider would have given. */
type Turn<K extends ProviderCall> = (would: () => Answers[K]) => Answers[K] | Promise<Answers[K]>;

export type FakeProvider = Provider & {
  /** Every call in order. */
  readonly calls: readonly { readonly call: ProviderCall; readonly template?: Template; readonly id?: string }[];
  /** Messages handed over, in order, whatever was answered. */
  readonly sends: readonly SendTemplate[];
  /** What the next calls of this kind do; one turn each. */
  script<K extends ProviderCall>(call: K, ...turns: readonly (Turn<K> | Failure)[]): void;
  /** Puts a template there, or replaces the one of the same name and language. */
  holds(template: Template, change?: Partial<Omit<RemoteTemplate, 'template'>>): RemoteTemplate;
  forgets(name: string, language: string): void;
  /** A signed webhook with these events. */
  webhook(events: readonly ProviderEvent[]): RawRequest;
  count(call: ProviderCall): number;
};

export const PENDING: Review = { state: 'pending', raw: 'PENDING' };
export const APPROVED: Review = { state: 'approved', raw: 'APPROVED' };
export const REJECTED: Review = { state: 'rejected', raw: 'REJECTED' };

export function aFailure(change: Partial<Failure> & Pick<Failure, 'fault'>): Failure {
  return { kind: 'rejected', reaction: 'permanent', ...change };
}

export const NO_ANSWER: Failure = { kind: 'uncertain', fault: 'no_answer', reaction: 'permanent' };
export const SERVICE_DOWN: Failure = { kind: 'unavailable', fault: 'service_down', reaction: 'retry', code: '131016' };

/** Whose templates a sender sees; handed to a second one, both see the same. */
export type FakeAccount = { readonly id: string; readonly templates: Map<string, RemoteTemplate> };

/** `facts`: what it can and cannot do; Meta's when left out, which is what most tests are about. */
export function fakeProvider(
  senderId = 'main',
  facts: ProviderFacts = META,
  { id: account, templates }: FakeAccount = { id: `sender ${senderId}`, templates: new Map() },
): FakeProvider {
  const calls: FakeProvider['calls'][number][] = [];
  const sends: SendTemplate[] = [];
  const turns = new Map<ProviderCall, unknown[]>();
  let made = 0;

  async function answer<K extends ProviderCall>(
    call: K,
    about: { readonly template?: Template; readonly id?: string },
    would: () => Answers[K],
  ): Promise<Answers[K]> {
    calls.push({ call, ...about });
    const turn = turns.get(call)?.shift() as Turn<K> | Failure | undefined; // filled by `script` alone
    if (turn === undefined) return would();
    return typeof turn === 'function' ? await turn(would) : (err(turn) as Answers[K]);
  }

  function holds(template: Template, change: Partial<Omit<RemoteTemplate, 'template'>> = {}): RemoteTemplate {
    const known = templates.get(keyOf(template.name, template.language));
    made += known ? 0 : 1;
    const base = known ?? { externalId: `${9_000_000 + made}`, review: APPROVED, quality: 'unknown' as const };
    const remote: RemoteTemplate = { ...base, ...change, template };
    templates.set(keyOf(template.name, template.language), remote);
    return remote;
  }

  function create(template: Template): Result<Submitted, Failure> {
    if (templates.has(keyOf(template.name, template.language))) {
      return err(aFailure({ fault: 'template_exists', reaction: 'template', code: '100/2388024' }));
    }
    const { externalId, review } = holds(template, { review: PENDING });
    return ok({ externalId, review, category: template.category });
  }

  function edit(externalId: string, template: Template): Result<Submitted, Failure> {
    const known = [...templates.values()].find((remote) => remote.externalId === externalId);
    if (!known) return err(aFailure({ fault: 'template_missing', reaction: 'template' }));
    holds(template, { externalId, review: PENDING });
    return ok({ externalId, review: PENDING, category: template.category });
  }

  return {
    ...facts,
    senderId,
    account,
    keys: [`number ${senderId}`, 'account'],
    mediaHosts: [],
    trySample: (link) => answer('trySample', { id: link }, () => ok(undefined)),
    submitTemplate: (template) => answer('submitTemplate', { template }, () => create(template)),
    editTemplate: (id, template) => answer('editTemplate', { id, template }, () => edit(id, template)),
    findTemplate: (name, language) => answer('findTemplate', {}, () => ok(templates.get(keyOf(name, language)))),
    listTemplates: () => answer('listTemplates', {}, () => ok([...templates.values()])),
    sendTemplate: (send) => {
      sends.push(send);
      const accepted = { externalId: `wamid.${sends.length}`, held: false, aliases: [] };
      return answer('sendTemplate', { template: send.template, id: send.messageId }, () => ok(accepted));
    },
    lookUp: (lookUp) =>
      answer('lookUp', { template: lookUp.template, id: lookUp.messageId }, () =>
        ok({ found: 'unknown', why: 'fake' }),
      ),
    readWebhook: (request) => {
      if (request.method === 'GET')
        return { events: ok([]), answer: { status: 200, body: request.query.get('hub.challenge') ?? '' } };
      if (request.headers['x-signature'] !== 'good')
        return { events: err({ status: 401, why: 'signature' }), answer: { status: 401 } };
      const events = JSON.parse(request.body.toString('utf8')) as readonly ProviderEvent[]; // written by `webhook` below
      return { events: ok(events), answer: { status: 200, body: 'ok' } };
    },
    check: async () => [],
    calls,
    sends,
    script: (call, ...next) => void turns.set(call, [...(turns.get(call) ?? []), ...next]),
    holds,
    forgets: (name, language) => void templates.delete(keyOf(name, language)),
    webhook: (events) => signed({ id: facts.id, senderId }, events),
    count: (call) => calls.filter((made) => made.call === call).length,
  };
}

function keyOf(name: string, language: string): string {
  return `${name} ${language}`;
}

function signed(
  { id, senderId }: { readonly id: string; readonly senderId: string },
  events: readonly ProviderEvent[],
): RawRequest {
  return {
    method: 'POST',
    path: `/webhooks/${id}/${senderId}`,
    url: `https://aval.example.com/webhooks/${id}/${senderId}`,
    params: { senderId },
    query: new URLSearchParams(),
    headers: { 'x-signature': 'good' },
    body: Buffer.from(JSON.stringify(events)),
    remoteAddress: '127.0.0.1',
  };
}
