// Two digests of a template. `contentHash` is what approvers sign: everything, to the last sample. `providerFingerprint`
// covers only what a provider hands back unchanged, to notice that somebody edited the template there.
import { createHash } from 'node:crypto';
import { dialled, headerShape } from '../review/shape.ts';
import type { Button, Template } from './template.ts';

/**
 * SHA-256 (hex, 64 characters) over the canonical JSON of the whole template: keys sorted, absent and undefined the
 * same, strings untouched. The purpose is included although no provider sees it, because approvers do: changing it is a
 * new revision. `senderId` binds the decision to the sender as well; leave it out only where there is none.
 */
export function contentHash(template: Template, senderId = ''): string {
  return sha256(canonical({ senderId, template }));
}

/**
 * SHA-256 (hex) over name, language, parameter format, header format and text, body, footer and buttons. Left out:
 * samples and media (handles change), category and purpose (the provider may reassign the one and never had the other),
 * quick reply payloads (given at send), and for AUTHENTICATION all text, which WhatsApp writes.
 */
export function providerFingerprint(template: Template): string {
  const base = { name: template.name, language: template.language, buttons: template.buttons.map(buttonShape) };
  if (template.category === 'AUTHENTICATION') return sha256(canonical(base));
  return sha256(
    canonical({
      ...base,
      parameterFormat: hasVariables(template) ? template.parameterFormat : 'none',
      header: headerShape(template.header),
      body: template.body.text.trim(),
      footer: template.footer?.trim(),
      carousel: template.carousel?.map((card) => ({
        header: headerShape(card.header),
        body: card.body?.text.trim(),
        buttons: card.buttons.map(buttonShape),
      })),
      offer: template.limitedTimeOffer?.text,
    }),
  );
}

// Without variables the format means nothing, and a provider reports its default whatever was asked.
function hasVariables(template: Template): boolean {
  const header = template.header?.format === 'text' ? template.header.text : '';
  return `${header}\n${template.body.text}`.includes('{{');
}

function buttonShape(button: Button): Readonly<Record<string, string>> {
  switch (button.kind) {
    case 'quick_reply':
      return { kind: button.kind, label: button.label };
    case 'url':
      return { kind: button.kind, label: button.label, url: button.url };
    case 'phone':
      return { kind: button.kind, label: button.label, phone: dialled(button.phone) };
    case 'copy_code':
      return { kind: button.kind };
    case 'otp':
      return { kind: button.kind, otpKind: button.otpKind };
    case 'other':
      return { kind: button.kind, type: button.type };
  }
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
