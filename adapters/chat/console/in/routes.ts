// The console's addresses. GET only looks; every change is a POST that passes the guard, runs once and redirects.

import { err, ok, type Result } from '../../../../src/domain/result.ts';
import type { RawRequest, RawResponse, Route } from '../../../../src/ports/http.ts';
import type { FormId } from '../../../../src/views/view.ts';
import { type Desk, firstWhere, readerOf, wordsFor } from '../desk.ts';
import { proofParts } from '../drawing/reader.ts';
import { checkLocal, checkOrigin, checkProof, checkSameSite, type Refused, respond } from '../guard.ts';
import { assetRoutes } from '../pages/assets.ts';
import { renderPage, renderRefusal } from '../pages/page.ts';
import { type ConsoleSettings, pageLanguage } from '../settings.ts';
import { addressOf, readWhere, stay, type Where } from '../where.ts';
import { actorOf, fillIn, press, say } from './act.ts';
import { find, MAX_BODY_BYTES, type Posted, readAction, readForm, readPost, readPosted } from './parse.ts';
import type { Events } from './sse.ts';

const HTML = 'text/html; charset=utf-8';
const MAX_SEARCH_CHARS = 200;

type Answer = Promise<Result<RawResponse, Refused>> | Result<RawResponse, Refused>;
type Doing = (desk: Desk, posted: Posted) => Promise<Result<Where, Refused>>;

/** `desk` is there from `start` to `stop`; in between every address answers 503. */
export function consoleRoutes(
  settings: ConsoleSettings,
  desk: () => Desk | undefined,
  events: Events,
): readonly Route[] {
  const guarded =
    (work: (request: RawRequest, desk: Desk) => Answer) =>
    async (request: RawRequest): Promise<RawResponse> => {
      const local = checkLocal(request);
      const at = desk();
      const answer = !local.ok
        ? local
        : at === undefined
          ? err({ status: 503, why: 'refused_starting' } as const)
          : await work(request, at);
      return answer.ok ? answer.value : refusal(settings, at, answer.error);
    };
  const get = (path: string, work: (request: RawRequest, desk: Desk) => Answer): Route => ({
    method: 'GET',
    path,
    handle: guarded(work),
  });
  const post = (path: string, doing: Doing): Route => ({
    method: 'POST',
    path,
    bodyLimit: MAX_BODY_BYTES,
    handle: guarded((request, at) => change(request, at, doing)),
  });
  return [
    get('/', showPage),
    get('/console/events', (request, at) => stream(request, at, events)),
    get('/console/search', search),
    post('/console/command', async (at, posted) => ok(await once(at, posted, () => say(at, posted)))),
    post('/console/action', async (at, posted) => {
      const sent = readAction(at, posted);
      return sent.ok ? ok(await once(at, posted, () => press(at, posted, sent.value))) : sent;
    }),
    post('/console/form', async (at, posted) => {
      const sent = readForm(at, posted);
      return sent.ok ? ok(await once(at, posted, () => fillIn(at, posted, sent.value))) : sent;
    }),
    post('/console/dismiss', async (at, posted) => {
      at.shown.dismiss(posted.post.get('_at') ?? '', posted.person.id);
      at.changed();
      return ok(stay(posted.where));
    }),
    post('/console/language', chooseLanguage),
    post('/console/phone', async (at, posted) => answerAsCustomer(at, posted)),
    ...assetRoutes((handle) => (request) => {
      const local = checkLocal(request);
      return local.ok ? handle() : refusal(settings, desk(), local.error);
    }),
  ];
}

function once(desk: Desk, posted: Posted, work: () => Promise<Where>): Promise<Where> {
  return desk.shown.once(posted.deliveryId, work);
}

function showPage(request: RawRequest, desk: Desk): Answer {
  const where = readWhere((name) => request.query.get(name) ?? undefined, firstWhere(desk));
  const person = find(desk, where);
  return person.ok ? ok(respond(200, HTML, renderPage(desk, readerOf(desk, person.value, where)))) : person;
}

function stream(request: RawRequest, _desk: Desk, events: Events): Answer {
  const site = checkSameSite(request);
  if (!site.ok) return site;
  const body = events.subscribe();
  return body === undefined
    ? err({ status: 503, why: 'refused_starting' })
    : ok(respond(200, 'text/event-stream; charset=utf-8', body));
}

/** Options for a search field of a form this console drew: the form's own seal is asked for. */
async function search(request: RawRequest, desk: Desk): Promise<Result<RawResponse, Refused>> {
  const site = checkSameSite(request);
  if (!site.ok) return site;
  const asked = (name: string) => request.query.get(name) ?? '';
  const person = find(desk, { as: asked('as'), in: firstWhere(desk).in });
  if (!person.ok) return person;
  const sealed = ['form', 'context', 'fields', 'buttons', 'key'].map(asked);
  const proof = checkProof(desk.state.secret, proofParts(person.value.id, 'form', sealed), asked('proof'));
  if (!proof.ok) return proof;
  const field = asked('field');
  if (!asked('fields').includes(JSON.stringify(field))) return err({ status: 400, why: 'refused_not_offered' });
  const form = asked('form') as FormId; // sealed: a form this console drew
  const text = asked('text').slice(0, MAX_SEARCH_CHARS);
  const options = await desk.on.search({
    actor: actorOf(desk, { person: person.value }),
    form,
    context: asked('context'),
    field,
    text,
  });
  desk.shown.learnOptions(`${form}.${field}`, options);
  return ok(respond(200, 'application/json; charset=utf-8', JSON.stringify(options)));
}

async function change(request: RawRequest, desk: Desk, doing: Doing): Promise<Result<RawResponse, Refused>> {
  const origin = checkOrigin(request);
  if (!origin.ok) return origin;
  const post = readPost(request);
  if (!post.ok) return post;
  const posted = readPosted(desk, post.value);
  if (!posted.ok) return posted;
  const where = await doing(desk, posted.value);
  return where.ok ? ok(respond(303, HTML, '', { location: addressOf(where.value) })) : where;
}

const chooseLanguage: Doing = async (desk, posted) => {
  const language = posted.post.get('language') ?? '';
  if (!Object.hasOwn(desk.settings.words, language)) return err({ status: 400, why: 'refused_malformed' });
  await desk.state.setLanguage(language);
  return ok(stay(posted.where));
};

function answerAsCustomer(desk: Desk, posted: Posted): Result<Where, Refused> {
  const { post } = posted;
  const [number, message, button] = [
    post.get('number') ?? '',
    post.get('message'),
    Number(post.get('button') ?? Number.NaN),
  ];
  const done =
    message === undefined
      ? desk.deps.phone?.reply(number, { text: (post.get('text') ?? '').trim() })
      : desk.deps.phone?.tap(number, message, button);
  return done === true ? ok(stay(posted.where)) : err({ status: 400, why: 'refused_phone' });
}

function refusal(settings: ConsoleSettings, desk: Desk | undefined, { status, why }: Refused): RawResponse {
  const locale = desk?.state.language() ?? settings.people[0]?.locale ?? 'en';
  const language = pageLanguage(settings.words, locale);
  const words = desk === undefined ? settings.words[language] : wordsFor(desk, locale).words;
  return respond(status, HTML, words === undefined ? '' : renderRefusal(words, language, words[why]));
}
