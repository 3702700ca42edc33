// What a provider hands back unchanged of a template, as one digest: it shows that somebody edited the template there.
import { canonical, sha256 } from '../templates/content-hash.ts';
import { dialled, headerShape } from '../templates/shape.ts';
import type { Button, Template } from '../templates/template.ts';

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
