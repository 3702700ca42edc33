// What approvers sign: everything of a template, to the last sample.
import { createHash } from 'node:crypto';
import type { Template } from './template.ts';

/**
 * SHA-256 (hex, 64 characters) over the canonical JSON of the whole template: keys sorted, absent and undefined the
 * same, strings untouched. The purpose is included although no provider sees it, because approvers do: changing it is a
 * new revision. `senderId` binds the decision to the sender as well; leave it out only where there is none.
 */
export function contentHash(template: Template, senderId = ''): string {
  return sha256(canonical({ senderId, template }));
}

const SHOWN_CHARS = 16;

/** The start of a content hash, as it stands in a form's context for what the form shows. */
export function shownHash(hash: string): string {
  return hash.slice(0, SHOWN_CHARS);
}

/** JSON with sorted keys; absent and undefined are the same. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'bigint') return `${value}`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}

/** Hex, 64 characters. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
