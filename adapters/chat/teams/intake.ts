// POST /api/messages: raw bytes → activity → is it Microsoft's, is it ours → intent → answer. Until an activity has passed
// every check nothing is kept of it, nobody is called, and the answer says nothing but a status.
import type { RawRequest, RawResponse, Route } from '../../../src/ports.ts';
import { Activity, isFromBot, isLeaving, isOfTenant, kindOf, sightingOf } from './activity.ts';
import { REQUEST_PATH } from './app-facts.ts';
import type { InboundDeps } from './inbound-deps.ts';
import { createInvokes } from './invokes.ts';
import { createMessages } from './messages.ts';
import { parseJoining } from './parse.ts';
import { readJson } from './read-json.ts';
import { type On, runIntent } from './run-intent.ts';
import { createShowing } from './showing.ts';
import { mentionsUs } from './typed-text.ts';

const BODY_MAX = 256 * 1024;
const DONE: RawResponse = { status: 200 };

type Refusal = { readonly status: 400 | 401 | 403 | 413 | 503; readonly why: string };
type Accepted = { readonly activity: Activity; readonly tenant: string; readonly on: On };

/** The route to mount. Throws without a tenant outside the playground: every tenant would pass. */
export function createIntake(deps: InboundDeps): { readonly route: Route } {
  if (!deps.tenant && !deps.playground) throw new Error('the Teams tenant is not set');
  const showing = createShowing(deps);
  const answerInvoke = createInvokes(deps, showing);
  const answerMessage = createMessages(deps, showing);

  /** Teams does not wait for what follows from being added: nothing about it is answered. */
  async function answerUpdate({ activity, tenant, on }: Accepted): Promise<RawResponse> {
    const person = activity.from.aadObjectId;
    if (person && kindOf(activity) === 'personal' && isLeaving(activity))
      deps.track(deps.references.forgetPerson(person));
    const intent = parseJoining(activity, tenant);
    if (!intent) return DONE;
    const words = deps.words(intent.actor.locale);
    const outcome = await runIntent(intent, on, words, deps.log);
    if (outcome.show === 'notice') showing.tell({ activity, actor: intent.actor, words }, outcome.card);
    return DONE;
  }

  async function handle(request: RawRequest): Promise<RawResponse> {
    const seen = await accept(request, deps);
    if ('why' in seen) {
      deps.count('teams_refused', { why: seen.why });
      return { status: seen.status };
    }
    const { activity, tenant, on } = seen;
    const sighting = sightingOf(activity, tenant);
    // Begun before anything follows from the activity, so that it can be answered and its person found again.
    if (sighting) deps.track(deps.references.learn(sighting));
    if (isUnasked(activity)) deps.track(deps.hearing.heard());
    switch (activity.type) {
      case 'message':
        return answerMessage(activity, tenant, on);
      case 'invoke':
        return answerInvoke(activity, tenant, on);
      case 'installationUpdate':
      case 'conversationUpdate':
        return answerUpdate(seen);
      default:
        return DONE;
    }
  }

  return { route: { method: 'POST', path: REQUEST_PATH, bodyLimit: BODY_MAX, handle } };
}

/** A channel's message that does not mention us comes only where we were allowed to hear all of them. */
function isUnasked(activity: Activity): boolean {
  const { type, value, recipient } = activity;
  const isTyped = type === 'message' && value == null && recipient.isTargeted !== true;
  return isTyped && kindOf(activity) === 'channel' && !isFromBot(activity) && !mentionsUs(activity);
}

async function accept(request: RawRequest, deps: InboundDeps): Promise<Accepted | Refusal> {
  const { headers, body } = request;
  if (body.length > BODY_MAX) return { status: 413, why: 'too_large' };
  // In the playground this keeps web pages out: a browser asks before it sends JSON elsewhere.
  if (!headers['content-type']?.startsWith('application/json')) return { status: 400, why: 'malformed' };
  const json = readJson(body);
  if (!json) return { status: 400, why: 'malformed' };
  const read = Activity.safeParse(json);
  if (!read.success) return { status: 400, why: 'unknown_shape' };
  const { channelId, serviceUrl } = read.data;
  if (!deps.playground) {
    const verified = await deps.verify(headers.authorization, { channelId, serviceUrl });
    if (!verified.ok) return { status: verified.error.status, why: verified.error.why };
  }
  if (!deps.allowed(serviceUrl)) return { status: 403, why: 'service_url' };
  const tenant = deps.playground ? playgroundTenant(read.data, deps.tenant) : (deps.tenant ?? '');
  const activity = deps.playground ? adopted(read.data, tenant) : read.data;
  if (!isOfTenant(activity, tenant)) return { status: 403, why: 'tenant' };
  const on = deps.on();
  return on ? { activity, tenant, on } : { status: 503, why: 'not_ready' };
}

/** The playground invents its tenant: whatever it says is ours. */
function playgroundTenant({ conversation, channelData }: Activity, ours: string | undefined): string {
  return ours ?? conversation.tenantId ?? channelData?.tenant?.id ?? 'playground';
}

function adopted(activity: Activity, id: string): Activity {
  const { conversation, channelData, from } = activity;
  return {
    ...activity,
    from: { ...from, tenantId: id },
    conversation: { ...conversation, tenantId: id },
    channelData: { ...channelData, tenant: { id } },
  };
}
