// POST /api/messages: raw bytes → activity → is it Microsoft's, is it ours → intent → answer. Until an activity has passed
// every check nothing is kept of it, nobody is called, and the answer says nothing but a status.

import type { RawRequest, RawResponse, Route } from '../../../../src/ports/http.ts';
import { isLocal, isOfSamePage } from '../../../shared/local-request.ts';
import { REQUEST_PATH } from '../app-facts.ts';
import { LIMITS } from '../drawing/limits.ts';
import { sentenceCard } from '../drawing/sentence-card.ts';
import { serviceUrlIn } from '../trust/bearer-token.ts';
import { inTimeOr } from '../trust/in-time.ts';
import { readJson } from '../trust/read-json.ts';
import { Activity, channelOf, isFromBot, isLeaving, isOfTenant, kindOf, placeOf, sightingOf } from './activity.ts';
import type { InboundDeps } from './inbound-deps.ts';
import { createInvokes, sentenceFor } from './invokes.ts';
import { createMessages } from './messages.ts';
import { actorAskingUs, parseJoining } from './parse.ts';
import { createRecentAnswers } from './recent-answers.ts';
import { type On, runIntent } from './run-intent.ts';
import { createShowing, sentence } from './showing.ts';
import { mentionsUs } from './typed-text.ts';

const BODY_MAX = 256 * 1024;
const DONE: RawResponse = { status: 200 };
/** How long a welcome waits for the event that names the language. */
const OTHER_EVENT_MS = 1500;
const NOT_KEPT: RawResponse = { status: 503 };

type Refusal = { readonly status: 400 | 401 | 403 | 413 | 503; readonly why: string };
type Accepted = { readonly activity: Activity; readonly tenant: string; readonly on: On };

/** The route to mount. Throws without a tenant outside the playground: every tenant would pass. */
export function createIntake(deps: InboundDeps): { readonly route: Route } {
  if (!deps.tenant && !deps.playground) throw new Error('the Teams tenant is not set');
  const showing = createShowing(deps);
  const welcomed = createRecentAnswers();
  /** Chats whose welcome waits for the language. */
  const languages = new Map<string, (language: string) => void>();
  const answerInvoke = createInvokes(deps, showing);
  const answerMessage = createMessages(deps, showing);

  /** The one event may name no language while the other, which comes at the same time, does. */
  async function languageOf(chat: string, person: string): Promise<string | undefined> {
    const inTheOther = new Promise<string | undefined>((resolve) => languages.set(chat, resolve));
    const known = await deps.references.localeOf(person);
    const language = known ?? (await inTimeOr(inTheOther, OTHER_EVENT_MS, undefined));
    languages.delete(chat);
    return language;
  }

  /** Teams does not wait for what follows from being added: nothing about it is answered. */
  async function answerUpdate({ activity, tenant, on }: Accepted): Promise<RawResponse> {
    const person = activity.from.aadObjectId;
    const chat = channelOf(activity);
    try {
      await deps.tellOfPlaces(activity, on.hear);
    } catch (cause) {
      // The database is away: Teams is to tell it again.
      deps.log.error({ err: cause }, 'what became of a place in Teams could not be kept');
      return NOT_KEPT;
    }
    if (person && kindOf(activity) === 'personal' && isLeaving(activity)) {
      deps.track(deps.references.forgetPerson(person));
      welcomed.forget(chat);
    }
    const intent = parseJoining(activity, tenant);
    if (!intent) return DONE;
    const { locale: told } = intent.actor;
    if (told) languages.get(chat)?.(told);
    // Teams tells of one installation twice: as an installation, and as a new member of the chat.
    return welcomed.once(chat, async () => {
      const locale = told ?? (await languageOf(chat, intent.actor.id));
      const actor = { ...intent.actor, ...(locale && { locale }) };
      const words = deps.words(locale);
      const outcome = await runIntent({ ...intent, actor }, on, words, deps.log);
      if (outcome.show === 'notice') showing.tell({ activity, actor, words }, outcome.card);
      else welcomed.forget(chat);
      return DONE;
    });
  }

  function turnAway(activity: Activity, tenant: string, doubt: Doubt): RawResponse {
    deps.count('teams_refused', { why: doubt });
    const words = deps.words(activity.locale ?? undefined);
    const text = doubt === 'not_of_ours' ? words.notOfOurs : words.notChecked;
    if (activity.type === 'invoke') return sentenceFor(activity, text);
    const actor = actorAskingUs(activity, tenant);
    if (actor) showing.tell({ activity, actor, words }, sentenceCard(words, text));
    return DONE;
  }

  /** Without a directory id nothing can be done, and nothing private said: who asked us is told so where they asked. */
  function answerNobody(activity: Activity): RawResponse {
    deps.count('teams_refused', { why: 'nobody' });
    const text = deps.words(activity.locale ?? undefined).nobody;
    if (activity.type === 'invoke') return sentenceFor(activity, text);
    const isToUs = kindOf(activity) === 'personal' || mentionsUs(activity);
    if (isToUs && !activity.recipient.isTargeted) deps.track(deps.send(placeOf(activity), sentence(text)));
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
    const person = personOf(activity);
    if (person && kindOf(activity) === 'personal' && !isLeaving(activity)) deps.track(deps.membership.met(person));
    if (isUnasked(activity)) deps.track(deps.hearing.heard());
    switch (activity.type) {
      case 'message':
      case 'invoke': {
        if (isNobody(activity)) return answerNobody(activity);
        const doubt = await doubtAbout(activity, deps);
        if (doubt) return turnAway(activity, tenant, doubt);
        if (activity.type === 'message') return answerMessage(activity, tenant, on);
        const answer = await answerInvoke(activity, tenant, on);
        if (isLarge(answer)) deps.count('teams_too_large', { what: activity.name ?? '' });
        return answer;
      }
      case 'installationUpdate':
      case 'conversationUpdate':
        return answerUpdate(seen);
      default:
        return DONE;
    }
  }

  return { route: { method: 'POST', path: REQUEST_PATH, bodyLimit: BODY_MAX, handle } };
}

/** Sent all the same: Teams names no limit for answers, and nothing in it can be spared. */
function isLarge({ body }: RawResponse): boolean {
  return typeof body === 'string' && 2 * body.length > LIMITS.cardBytes;
}

/** A channel's message that does not mention us comes only where we were allowed to hear all of them. */
function isUnasked(activity: Activity): boolean {
  const { type, value, recipient } = activity;
  const isTyped = type === 'message' && value == null && recipient.isTargeted !== true;
  return isTyped && kindOf(activity) === 'channel' && !isFromBot(activity) && !mentionsUs(activity);
}

function personOf(activity: Activity): string | undefined {
  return isFromBot(activity) ? undefined : (activity.from.aadObjectId ?? undefined);
}

/** A person, but Teams does not say which. */
function isNobody(activity: Activity): boolean {
  return !activity.from.aadObjectId && !isFromBot(activity);
}

type Doubt = 'not_of_ours' | 'not_checked';
/** How long Teams may take to say who somebody is; a press shows that it failed after some five seconds. */
const CHECK_MS = { invoke: 1500, message: 8000 };

/** Outside the private chat somebody need not be of our company. Undefined: they are, or it does not matter. */
async function doubtAbout(activity: Activity, deps: InboundDeps): Promise<Doubt | undefined> {
  const person = personOf(activity);
  if (deps.playground || !person || kindOf(activity) === 'personal') return undefined;
  const here = { serviceUrl: activity.serviceUrl, conversation: channelOf(activity) };
  const withinMs = activity.type === 'invoke' ? CHECK_MS.invoke : CHECK_MS.message;
  const standing = await deps.membership.standing(person, here, withinMs);
  if (standing === 'ours') return undefined;
  return standing === 'stranger' ? 'not_of_ours' : 'not_checked';
}

async function accept(request: RawRequest, deps: InboundDeps): Promise<Accepted | Refusal> {
  const { headers, body } = request;
  if (body.length > BODY_MAX) return { status: 413, why: 'too_large' };
  // Nothing is signed there, so what only a web page open on this machine would send is kept out.
  if (deps.playground && !(isLocal(request) && isOfSamePage(request))) return { status: 403, why: 'not_local' };
  if (!deps.playground) {
    const glanced = deps.glance(headers.authorization);
    if (!glanced.ok) return { status: glanced.error.status, why: glanced.error.why };
  }
  if (!headers['content-type']?.startsWith('application/json')) return { status: 400, why: 'malformed' };
  const json = readJson(body);
  if (!json) return { status: 400, why: 'malformed' };
  const read = Activity.safeParse(json);
  if (!read.success) return { status: 400, why: 'unknown_shape' };
  const { channelId } = read.data;
  const serviceUrl = read.data.serviceUrl || (deps.playground ? '' : serviceUrlIn(headers.authorization));
  if (serviceUrl === '') return { status: 400, why: 'no_service_url' };
  if (!deps.playground) {
    const verified = await deps.verify(headers.authorization, { channelId, serviceUrl });
    if (!verified.ok) return { status: verified.error.status, why: verified.error.why };
  }
  if (!deps.allowed(serviceUrl)) return { status: 403, why: 'service_url' };
  const tenant = deps.playground ? playgroundTenant(read.data, deps.tenant) : (deps.tenant ?? '');
  const named = { ...read.data, serviceUrl };
  const activity = deps.playground ? adopted(named, tenant) : named;
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
