// The two steps of the send form: choose a template, fill it in.

import { aliasesOfPhone } from '../../domain/contacts/aliases.ts';
import { contentHash, shownHash } from '../../domain/templates/content-hash.ts';
import type { Reply } from '../../ports/chat.ts';
import { contactByAlias } from '../../store/contacts.ts';
import { senderStop } from '../../store/senders.ts';
import { listTemplates, type StoredTemplate } from '../../store/templates.ts';
import { shorten } from '../../views/parts/text.ts';
import { chooseTemplateForm, fillTemplateForm } from '../../views/sends/form.ts';
import type { FieldErrors, Option, Values } from '../../views/view.ts';
import { type AppDeps, senderLabel } from '../deps.ts';
import { refusalReply } from '../people/refuse.ts';
import { namesToAsk, type Staff } from '../people/staff.ts';
import { aboutSender } from '../words-about.ts';

const OPTIONS_SHOWN = 100;

export type SendData = {
  /** E.164. */
  readonly to: string;
  readonly templateId?: string;
  readonly values: Values;
};
/** Stands in the form's context for the text it shows, so that Send never means another one. */
export function shownText(template: StoredTemplate): string {
  return shownHash(contentHash(template.content, template.senderId));
}

export async function showChoose(
  deps: AppDeps,
  staff: Staff,
  draftId: string,
  data: SendData,
  errors: FieldErrors,
): Promise<Reply> {
  const { templates, total } = await listTemplates(deps.store.db, { sendable: true, limit: OPTIONS_SHOWN });
  if (total === 0) return refusalReply(staff, { kind: 'no_sendable_templates', ask: await namesToAsk(deps, 'admin') });
  const contact = await contactByAlias(deps.store.db, aliasesOfPhone(data.to));
  const form = chooseTemplateForm(staff.words, {
    draftId: `${draftId}:1`,
    to: data.to,
    ...(contact?.name && { contactName: contact.name }),
    options: templates.map(optionOf),
    total,
    values: total === 1 && templates[0] ? { template: templates[0].id, ...data.values } : data.values,
    errors,
  });
  return { show: 'form', form };
}

const HINT_CHARS = 70;

export function optionOf(template: StoredTemplate): Option {
  const hint = template.content.body.text.replace(/\s+/g, ' ');
  return {
    value: template.id,
    label: `${template.name} (${template.language})`,
    hint: shorten(hint, HINT_CHARS),
  };
}

/** The second step, with the preview drawn from what is typed so far. */
export async function showFill(
  deps: AppDeps,
  person: Staff,
  draftId: string,
  data: SendData,
  template: StoredTemplate,
  errors: FieldErrors,
): Promise<Reply> {
  const staff = aboutSender(deps, person, template.senderId);
  const contact = await contactByAlias(deps.store.db, aliasesOfPhone(data.to));
  const stopped = await senderStop(deps.store.db, template.senderId);
  if (stopped) {
    const ask = await namesToAsk(deps, 'admin');
    return refusalReply(staff, {
      kind: 'sender_stopped',
      sender: senderLabel(deps.settings, template.senderId),
      fault: stopped.fault,
      since: stopped.since,
      ask,
    });
  }
  const form = fillTemplateForm(staff.words, {
    draftId: `${draftId}:2:${shownText(template)}`,
    to: data.to,
    ...(contact?.name && { contactName: contact.name }),
    sender: senderLabel(deps.settings, template.senderId),
    template: template.content,
    values: data.values,
    errors,
    askConsent: deps.settings.requireOptIn && contact?.optedInAt === undefined,
    undoSeconds: Math.round(deps.settings.undoMs / 1000),
  });
  return { show: 'form', form };
}
