// Ids of everything we make.
import { randomUUID } from 'node:crypto';

/** Sortable by time, unguessable in the rest: draft and send ids travel through chat clients. */
export function newId(): string {
  return `${Date.now().toString(36).padStart(9, '0')}${randomUUID().replaceAll('-', '').slice(0, 20)}`;
}
