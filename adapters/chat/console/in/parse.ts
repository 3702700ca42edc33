// Reads what a browser posts. Nothing in it is trusted: sizes, names and places are checked here, and whether our page
// offered it at all is proven by its seal.
import { z } from 'zod';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import type { RawRequest } from '../../../../src/ports/http.ts';
import type { Values } from '../../../../src/views/view.ts';
import { channelOf, type Desk, personOf } from '../desk.ts';
import { proofParts } from '../drawing/reader.ts';
import { checkProof, checkToken, type Refused } from '../guard.ts';
import { DIRECT, type Person } from '../settings.ts';
import { placeOf, readWhere, type Where } from '../where.ts';

export const MAX_BODY_BYTES = 256 * 1024;
const MAX_FIELDS = 200;
const MAX_NAME_CHARS = 128;
/** Far over any limit of a template, so that too long a text comes back with a fault at its field and not as an error page. */
const MAX_VALUE_CHARS = 20_000;
const DELIVERY = /^[\w-]{8,64}$/;

export type Post = ReadonlyMap<string, string>;
export type Posted = {
  readonly person: Person;
  readonly where: Where;
  readonly place: string;
  readonly deliveryId: string;
  readonly post: Post;
};

/** `application/x-www-form-urlencoded` into names and values, line breaks as `\n`. A name sent twice is refused. */
export function readPost(request: RawRequest): Result<Post, Refused> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return err({ status: 415, why: 'refused_form_only' });
  if (request.body.length > MAX_BODY_BYTES) return err({ status: 413, why: 'refused_too_long' });
  const post = new Map<string, string>();
  for (const [name, raw] of new URLSearchParams(request.body.toString('utf8'))) {
    const value = raw.replaceAll('\r\n', '\n');
    if (value.length > MAX_VALUE_CHARS) return err({ status: 413, why: 'refused_too_long' });
    if (name.length > MAX_NAME_CHARS || post.has(name) || post.size === MAX_FIELDS)
      return err({ status: 400, why: 'refused_malformed' });
    post.set(name, value);
  }
  return ok(post);
}

/** Who posts, from where. Unknown person 403, unknown place or thread 404. */
export function readPosted(desk: Desk, post: Post): Result<Posted, Refused> {
  const token = checkToken(post.get('_token'), desk.token);
  if (!token.ok) return token;
  const where = readWhere((name) => post.get(`_${name}`), { as: '', in: '' });
  const found = find(desk, where);
  if (!found.ok) return found;
  const delivery = post.get('_delivery') ?? '';
  if (!DELIVERY.test(delivery)) return err({ status: 400, why: 'refused_malformed' });
  // Two people can never share a delivery, whatever a form made by hand says.
  return ok({ person: found.value, where, place: placeOf(where), deliveryId: `console:${where.as}:${delivery}`, post });
}

/** The person of an address, when all of the address exists for them. */
export function find(desk: Desk, where: Where): Result<Person, Refused> {
  const person = personOf(desk, where.as);
  if (person === undefined) return err({ status: 403, why: 'refused_person' });
  if (where.in !== DIRECT && channelOf(desk, where.in) === undefined)
    return err({ status: 404, why: 'refused_missing' });
  if (where.thread === undefined) return ok(person);
  const root = desk.state.message(where.thread);
  const open = root?.thread === root?.id && root?.place === placeOf(where);
  return open ? ok(person) : err({ status: 404, why: 'refused_missing' });
}

export type SentForm = {
  readonly form: string;
  readonly context: string;
  readonly key: string;
  readonly button: string;
  readonly values: Values;
  /** What was typed into the plain search boxes. */
  readonly searches: Values;
};

const names = z.array(z.string().max(MAX_NAME_CHARS)).max(MAX_FIELDS);

/** A form as this console drew it: its own fields only, each with a value. `example` and `search:<field>` are the console's own. */
export function readForm(desk: Desk, { person, post }: Posted): Result<SentForm, Refused> {
  const sealed = ['form', 'context', 'fields', 'buttons', 'key'].map((name) => post.get(`_${name}`) ?? '');
  const proof = checkProof(desk.state.secret, proofParts(person.id, 'form', sealed), post.get('_proof'));
  if (!proof.ok) return proof;
  const [form = '', context = '', fieldList = '', buttonList = '', key = ''] = sealed;
  const [fields, buttons] = [names.parse(JSON.parse(fieldList)), names.parse(JSON.parse(buttonList))]; // sealed: ours
  const button = post.get('_button') ?? 'submit';
  const known =
    buttons.includes(button) || button === 'example' || fields.some((field) => button === `search:${field}`);
  const foreign = [...post.keys()].some((name) => !name.startsWith('_') && !fields.includes(name));
  if (!known || foreign) return err({ status: 400, why: 'refused_not_offered' });
  return ok({
    form,
    context,
    key,
    button,
    values: Object.fromEntries(fields.map((field) => [field, post.get(field) ?? ''])),
    searches: Object.fromEntries(fields.map((field) => [field, post.get(`_q_${field}`) ?? ''])),
  });
}

const question = z.object({ title: z.string(), text: z.string(), yes: z.string(), no: z.string() });

export type SentAction = {
  readonly action: string;
  readonly subject: string;
  /** Message, notice (`n-…`) or dialog (`d-…`) whose card has the button. */
  readonly at: string;
  readonly question?: z.infer<typeof question>;
};

export function readAction(desk: Desk, { person, post }: Posted): Result<SentAction, Refused> {
  const [at = '', action = '', subject = '', confirm = ''] = ['at', 'action', 'subject', 'confirm'].map(
    (name) => post.get(`_${name}`) ?? '',
  );
  if (!isShown(desk, person, at)) return err({ status: 404, why: 'refused_missing' });
  const proof = checkProof(
    desk.state.secret,
    proofParts(person.id, 'action', [at, action, subject, confirm]),
    post.get('_proof'),
  );
  if (!proof.ok) return proof;
  return ok({ at, action, subject, ...(confirm === '' ? {} : { question: question.parse(JSON.parse(confirm)) }) });
}

function isShown(desk: Desk, person: Person, at: string): boolean {
  const place = desk.state.message(at)?.place;
  if (place !== undefined) return !place.startsWith(`${DIRECT}:`) || place === `${DIRECT}:${person.id}`;
  return (
    desk.shown.notice(at, person.id) !== undefined ||
    (at.startsWith('d-') && desk.shown.dialog(at.slice(2), person.id) !== undefined)
  );
}

/** `/template propose` → command and the rest; undefined when it is no command of ours. */
export function readCommand(
  text: string,
): { readonly command: 'template' | 'send-active'; readonly text: string } | undefined {
  const [, command, rest] = /^\s*\/(template|send-active)(?:\s+([\s\S]*))?$/i.exec(text) ?? [];
  const name = command?.toLowerCase();
  return name === 'template' || name === 'send-active' ? { command: name, text: rest?.trim() ?? '' } : undefined;
}
