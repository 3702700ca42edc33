// What a provider hands back unchanged of a template, as one digest: it shows that somebody edited the template there.
import { canonical, sha256 } from '../templates/content-hash.ts';
import { dialled, headerShape, textShape } from '../templates/shape.ts';
import type { Button, Template } from '../templates/template.ts';

/** Counts with every change of what is compared: a stored digest of an older rule can then be told from a changed template. */
const RULE = 2;

/**
 * SHA-256 (hex) over everything a provider hands back of a template, what Aval cannot write included. Left out: samples
 * and media (handles change), category, purpose and time to live (the provider may set its own), quick reply payloads
 * (given at send), and for AUTHENTICATION all text, which WhatsApp writes, and the advice, which not every answer shows.
 */
export function providerFingerprint(template: Template): string {
  const { name, language, buttons, extras, authentication } = template;
  const base = { rule: RULE, name, language, buttons: buttons.map(buttonShape), extras };
  if (template.category === 'AUTHENTICATION')
    return sha256(canonical({ ...base, expires: authentication?.expiryMinutes }));
  return sha256(
    canonical({
      ...base,
      parameterFormat: hasVariables(template) ? template.parameterFormat : 'none',
      header: headerShape(template.header),
      body: textShape(template.body.text),
      footer: template.footer === undefined ? undefined : textShape(template.footer),
      carousel: template.carousel?.map((card) => ({
        header: headerShape(card.header),
        body: card.body && textShape(card.body.text),
        buttons: card.buttons.map(buttonShape),
      })),
      offer: template.limitedTimeOffer,
    }),
  );
}

/**
 * The digest an approved template's read-backs are held against, and whether the content read now takes the place of the
 * stored one. A digest of an older rule is made anew from the stored content; where that came from the provider itself, a
 * reading that only knows more of the same template is no change.
 */
export function approvedFingerprint(
  stored: { readonly content: Template; readonly fingerprint: string | undefined; readonly isOurs: boolean },
  remote: Template,
): { readonly fingerprint: string; readonly isReadAnew: boolean } {
  const now = providerFingerprint(stored.content);
  if (stored.fingerprint === undefined) return { fingerprint: providerFingerprint(remote), isReadAnew: false };
  if (stored.fingerprint === now || stored.isOurs) return { fingerprint: now, isReadAnew: false };
  const plain = ({ extras: _, ...template }: Template) => providerFingerprint(template);
  const isSame = plain(stored.content) === plain(remote);
  return { fingerprint: isSame ? providerFingerprint(remote) : now, isReadAnew: isSame };
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
