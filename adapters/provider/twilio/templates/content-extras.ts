// What a content says beyond our template: a flow's id and pages, catalog items, members Twilio added later. Kept as read,
// so that a content we could not have written is never taken for one of ours.
import { canonical } from '../../../../src/domain/templates/content-hash.ts';
import type { Extra } from '../../../../src/domain/templates/template.ts';

const TYPE_READ = [
  'body',
  'title',
  'subtitle',
  'header_text',
  'footer',
  'media',
  'actions',
  'cards',
  'add_security_recommendation',
  'code_expiration_minutes',
];
const ACTION_READ = ['type', 'title', 'id', 'url', 'phone', 'code', 'copy_code_text'];
const CARD_READ = ['body', 'title', 'media', 'actions'];

/** `isListed`: a type Aval only lists, of which the texts of a card are no more than a part. */
export function extrasOf(name: string, type: unknown, isListed: boolean): readonly Extra[] {
  const at = labelOf(name);
  const cards = listOf(ownMember(type, 'cards'));
  return [
    ...beyond(type, TYPE_READ, at),
    // A second file is shown nowhere, and a subtitle only where it is the footer.
    ...listOf(ownMember(type, 'media'))
      .slice(1)
      .map((said) => ({ at: `${at}.media`, said: written(said) })),
    ...(isListed && says(ownMember(type, 'subtitle'))
      ? [{ at: `${at}.subtitle`, said: written(ownMember(type, 'subtitle')) }]
      : []),
    ...ofActions(type, at),
    ...cards.flatMap((card, index) => [
      ...beyond(card, CARD_READ, `${at}.${index}`),
      ...(says(ownMember(card, 'title'))
        ? [{ at: `${at}.${index}.title`, said: written(ownMember(card, 'title')) }]
        : []),
      ...ofActions(card, `${at}.${index}`),
    ]),
  ];
}

/** The vendor's word for a type, as other providers write theirs: `whatsapp/flows` is FLOWS. */
export function labelOf(type: string): string {
  return (type.split('/')[1] ?? type).toUpperCase().replaceAll('-', '_');
}

function ofActions(from: unknown, at: string): readonly Extra[] {
  return listOf(ownMember(from, 'actions')).flatMap((action, index) =>
    beyond(action, ACTION_READ, `${at}.button.${index}`),
  );
}

function beyond(from: unknown, read: readonly string[], at: string): readonly Extra[] {
  if (typeof from !== 'object' || from === null || Array.isArray(from)) return [];
  return Object.entries(from)
    .filter(([name, value]) => !read.includes(name) && says(value))
    .map(([name, value]) => ({ at: `${at}.${name}`, said: written(value) }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

/** An absent member and an empty one are the same; `NONE` is Twilio's word for no web view. */
function says(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '' || value === 'NONE') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

function written(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? `${value}` : canonical(value);
}

function ownMember(from: unknown, key: string): unknown {
  return typeof from === 'object' && from !== null && Object.hasOwn(from, key)
    ? (from as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
