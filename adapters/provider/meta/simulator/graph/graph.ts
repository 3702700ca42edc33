// The table of Graph calls that are simulated: method and path in, answer out. The first path segment is the version and
// may be any; ids are those the simulator was started with.

import { type Answer, graphError, refuse } from '../errors.ts';
import { type Fields, fields, parseJson } from '../json.ts';
import type { StoredTemplate } from '../model.ts';
import { listTemplates, readTemplate } from '../templates/read.ts';
import { createTemplate, deleteTemplates, editTemplate, unpauseTemplate } from '../templates/templates.ts';
import type { World } from '../world.ts';
import {
  listNumbers,
  readAccount,
  readApp,
  readNumber,
  readSubscriptions,
  readToken,
  subscribe,
  unsubscribe,
} from './account.ts';
import { openUpload, readUpload, receiveUpload } from './media.ts';
import { sendMessage } from './messages.ts';

export type GraphCall = {
  readonly method: string;
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
};

/** Answers one call. The token must be the configured one, else code 190. */
export async function answerGraph(world: World, call: GraphCall): Promise<Answer> {
  const [version = '', node = '', edge] = call.url.pathname.split('/').slice(1).map(decodeURIComponent);
  if (!/^v\d+\.\d+$/.test(version)) return unknownPath(call);
  if (!isAuthorised(world, call))
    return refuse({ status: 401, code: 190, message: 'Invalid OAuth access token - Cannot parse access token' });

  if (node.startsWith('upload:')) return answerUpload(world, call, node);
  const query = withForm(call);
  const request = requestBody(call);
  if (!request) return refuse(graphError(100, 'The body is not valid JSON.'));
  const template = world.state.templates.get(node);
  if (template && template.status !== 'DELETED') return answerTemplate(world, call, template, { edge, query, request });
  return answerNode(world, call, {
    node,
    place: `${call.method} ${placeOf(world, node)}${edge ? `/${edge}` : ''}`,
    query,
    request,
  });
}

function placeOf(world: World, node: string): string {
  const { wabaId, phoneNumberId, otherNumberIds, appId } = world.settings;
  if (node === wabaId) return 'waba';
  if (node === phoneNumberId || otherNumberIds.includes(node)) return 'phone';
  return node === appId || node === 'app' ? 'app' : node;
}

type Parts = { readonly query: URLSearchParams; readonly request: Fields };

async function answerNode(
  world: World,
  call: GraphCall,
  parts: Parts & { readonly node: string; readonly place: string },
): Promise<Answer> {
  const { query, request } = parts;
  switch (parts.place) {
    case 'GET waba/message_templates':
      return listTemplates(world, query, call.url);
    case 'POST waba/message_templates':
      return createTemplate(world, request);
    case 'DELETE waba/message_templates':
      return deleteTemplates(world, query);
    case 'GET waba/subscribed_apps':
      return readSubscriptions(world);
    case 'POST waba/subscribed_apps':
      return await subscribe(world, request);
    case 'DELETE waba/subscribed_apps':
      return unsubscribe(world);
    case 'GET waba/phone_numbers':
      return listNumbers(world);
    case 'GET waba':
      return readAccount(world, query);
    case 'POST phone/messages':
      return sendMessage(world, request, parts.node);
    case 'GET phone':
      return readNumber(world, query, parts.node);
    case 'POST app/uploads':
      return openUpload(world, query);
    case 'GET app':
      return readApp(world);
    case 'GET debug_token':
      return readToken(world);
    default:
      return unknownPath(call);
  }
}

function answerTemplate(
  world: World,
  call: GraphCall,
  template: StoredTemplate,
  parts: Parts & { readonly edge: string | undefined },
): Answer {
  if (parts.edge === undefined && call.method === 'GET') return readTemplate(template, parts.query);
  if (parts.edge === undefined && call.method === 'POST') return editTemplate(world, template, parts.request);
  if (parts.edge === 'unpause' && call.method === 'POST') return unpauseTemplate(world, template);
  return unknownPath(call);
}

function answerUpload(world: World, call: GraphCall, id: string): Answer {
  if (call.method === 'GET') return readUpload(world, id);
  if (call.method === 'POST') return receiveUpload(world, id, call.headers.file_offset, call.body);
  return unknownPath(call);
}

function unknownPath(call: GraphCall): Answer {
  const message = `Unsupported ${call.method.toLowerCase()} request. Object with ID '${call.url.pathname}' does not exist`;
  return refuse({ status: 400, code: 100, subcode: 33, message });
}

function isAuthorised(world: World, call: GraphCall): boolean {
  const header = /^(?:Bearer|OAuth) (.+)$/.exec(call.headers.authorization ?? '')?.[1];
  return (header ?? call.url.searchParams.get('access_token')) === world.settings.accessToken;
}

/** Graph takes parameters from the query, a form or JSON alike; calls that read the query see all of them. */
function withForm(call: GraphCall): URLSearchParams {
  const query = new URLSearchParams(call.url.searchParams);
  const type = call.headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded')) {
    for (const [key, value] of new URLSearchParams(call.body.toString())) query.set(key, value);
  }
  if (type.startsWith('application/json')) {
    for (const [key, value] of Object.entries(fields(parseJson(call.body.toString())))) query.set(key, String(value));
  }
  return query;
}

function requestBody(call: GraphCall): Fields | undefined {
  if (call.body.length === 0 || !(call.headers['content-type'] ?? '').startsWith('application/json')) return {};
  const parsed = parseJson(call.body.toString());
  return parsed === undefined ? undefined : fields(parsed);
}
