// What part of the console a page shows, and its address. The person acted as is in the address, not in a cookie, so two
// tabs can be two people.
import type { MessageRef } from '../../../src/ports/chat.ts';
import { type Html, html } from './drawing/html.ts';
import { DIRECT, privatePlace } from './settings.ts';

export type Where = {
  readonly as: string;
  /** Channel id, or `dm`. */
  readonly in: string;
  /** Root message of the open thread. */
  readonly thread?: string;
  /** Key of the open dialog. */
  readonly form?: string;
  /** E.164 number whose phone is shown. */
  readonly phone?: string;
  /** Narrow screens show one panel at a time. */
  readonly panel?: 'phone';
  /** Element to bring into view. */
  readonly at?: string;
};

const PARTS = ['as', 'in', 'thread', 'form', 'phone', 'panel', 'at'] as const;
/** Hidden inputs of every form that say where to come back to. */
const KEPT = ['as', 'in', 'thread', 'phone', 'panel'] as const;

export function addressOf(where: Where): string {
  const query = new URLSearchParams();
  for (const part of PARTS) {
    const value = where[part];
    if (value !== undefined) query.set(part, value);
  }
  return `/?${query}${where.at === undefined ? '' : `#${encodeURIComponent(where.at)}`}`;
}

/** `first`: where a visitor without an address arrives. Nothing here is checked against what exists. */
export function readWhere(get: (name: string) => string | undefined, first: { as: string; in: string }): Where {
  const optional = (name: string) => get(name) || undefined;
  const [thread, form, phone, at] = [optional('thread'), optional('form'), optional('phone'), optional('at')];
  return {
    as: optional('as') ?? first.as,
    in: optional('in') ?? first.in,
    ...(thread === undefined ? {} : { thread }),
    ...(form === undefined ? {} : { form }),
    ...(phone === undefined ? {} : { phone }),
    ...(get('panel') === 'phone' ? { panel: 'phone' as const } : {}),
    ...(at === undefined ? {} : { at }),
  };
}

/** The same place without what is only for a moment: dialog and focus. */
export function stay(where: Where): Where {
  const { form: _form, at: _at, ...rest } = where;
  return rest;
}

/** The same place, with its dialog if one is open, in the conversation panel. */
export function conversation(where: Where): Where {
  const { panel: _panel, ...rest } = stay(where);
  return rest;
}

/** Another place as the same person. */
export function goTo(where: Where, place: string, thread?: string): Where {
  return {
    as: where.as,
    in: place,
    ...(thread === undefined ? {} : { thread }),
    ...(where.phone === undefined ? {} : { phone: where.phone }),
  };
}

export function whereInputs(where: Where): Html {
  return html`${KEPT.map((part) => where[part] !== undefined && html`<input type="hidden" name="_${part}" value="${where[part]}">`)}`;
}

/** Channel id above the adapter: private conversations carry their person. */
export function placeOf(where: Where): string {
  return where.in === DIRECT ? privatePlace(where.as) : where.in;
}

/** Where a person finds a message. */
export function whereIs(ref: MessageRef, as: string): Where {
  const place = ref.channel.startsWith(`${DIRECT}:`) ? DIRECT : ref.channel;
  return {
    as: place === DIRECT ? ref.channel.slice(DIRECT.length + 1) : as,
    in: place,
    ...(ref.thread === ref.message ? {} : { thread: ref.thread }),
    at: `m-${ref.message}`,
  };
}
