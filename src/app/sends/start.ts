// `/send-active +phone`: choose a template, fill in every value, see what the customer will see, confirm.
import type { SendCommand } from '../../domain/command.ts';
import { addressRefusal } from '../../domain/gate.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { normaliseLanguage } from '../../domain/templates/languages.ts';
import type { Intent, Reply } from '../../ports/chat.ts';
import { loadDraft, reviseDraft, saveDraft } from '../../store/drafts.ts';
import { findTemplate, listTemplates, type StoredTemplate } from '../../store/templates.ts';
import { type AppDeps, isoIn, isoNow, senderLabel } from '../deps.ts';
import { idOfDelivery } from '../news/once.ts';
import { refusalReply, refuseNow, refuseOpening } from '../people/refuse.ts';
import { namesToAsk, requireRight, rightsOf, type Staff } from '../people/staff.ts';
import { refusalFor, textChanged } from '../templates/refusal.ts';
import { nameMeant, similarNames } from '../templates/similar-names.ts';
import { aboutSender } from '../words-about.ts';
import { type Addressee, addresseeMeant, addressOf } from './addressee.ts';
import { alreadySent } from './already-sent.ts';
import { confirmSend } from './confirm.ts';
import { isShown, type SendData, showChoose, showFill } from './steps.ts';

const DRAFT_KEPT_MS = 24 * 3_600_000;

/** `<draft>:1`, or `<draft>:2:<text shown>`. */
const CONTEXT = /^([\w-]{1,64}):(?:1|2:([0-9a-f]{16}))$/;

type Sending = Extract<SendCommand, { name: 'send' }>;

/**
 * Opens the form, at the second step when the command names one sendable template. A copy of the delivery opens the same form:
 * it has one draft, so it sends once.
 */
export async function openSend(deps: AppDeps, staff: Staff, intent: Intent, command: Sending): Promise<Reply> {
  const missing = await requireRight(deps, staff, 'send');
  if (missing) return refuseOpening(deps, staff, intent, missing);
  if (command.extra !== '')
    return refusalReply(staff, { kind: 'too_many_words', command: 'send-active', extra: command.extra });
  const to = await addresseeMeant(deps, command.number);
  if ('kind' in to) return refusalReply(staff, to.kind === 'bad_number' ? { ...to, rest: restOf(command) } : to);
  const named = await namedTemplate(deps, staff, command);
  if (named && 'kind' in named) return refusalReply(staff, named);
  const draftId = idOfDelivery(intent);
  if (named === undefined || 'atSeveral' in named) {
    const data: SendData = { ...to, values: {}, ...(named && { named: named.atSeveral }) };
    await keep(deps, staff, draftId, data);
    return showChoose(deps, staff, draftId, data, {});
  }
  const refusal = notReached(deps, named, to);
  if (refusal) return refusalReply(staff, refusal);
  const data: SendData = { ...to, values: {}, templateId: named.id };
  await keep(deps, staff, draftId, data);
  return showFill(deps, staff, draftId, data, named, {});
}

function restOf({ template, language }: Sending): string {
  return [template, language].filter((word) => word !== undefined).join(' ');
}

/** Asked as soon as template and customer are known, so that nobody fills in a form in vain. */
function notReached(deps: AppDeps, template: StoredTemplate, to: Addressee): Refusal | undefined {
  const kind = addressOf(to);
  const reaches = deps.providers.get(template.senderId)?.capabilities.reaches ?? ['phone'];
  const sender = senderLabel(deps.settings, template.senderId);
  return addressRefusal({ kind, taken: reaches.includes(kind) }, template.category, sender);
}

type AtSeveral = { readonly atSeveral: { readonly name: string; readonly language: string } };

/**
 * The template a command names: undefined when it names none, a refusal when it cannot be sent or its language is not clear.
 * One that several senders have is left to be chosen.
 */
async function namedTemplate(
  deps: AppDeps,
  staff: Staff,
  command: Sending,
): Promise<StoredTemplate | AtSeveral | Refusal | undefined> {
  if (command.template === undefined) return undefined;
  const name = await nameMeant(deps.store.db, command.template);
  const { templates } = await listTemplates(deps.store.db, { name, limit: 50 });
  if (templates.length === 0)
    return { kind: 'unknown_template', name, known: await similarNames(deps.store.db, name, { sendable: true }) };
  const language = command.language === undefined ? undefined : normaliseLanguage(command.language);
  const wanted = language === undefined ? templates : templates.filter((t) => t.language === language);
  if (wanted.length === 0) {
    return {
      kind: 'unknown_template',
      name,
      ...(language && { language }),
      known: templates.map((t) => `${t.name} ${t.language}`),
    };
  }
  const sendable = wanted.filter((t) => refusalFor(t, []) === undefined);
  if (sendable.length === 1 && sendable[0]) return sendable[0];
  const languages = [...new Set(sendable.map((t) => t.language))];
  if (languages.length > 1) return { kind: 'language_needed', name, languages };
  if (languages[0] !== undefined) return { atSeveral: { name, language: languages[0] } };
  return wanted[0] && unsendable(deps, staff, wanted[0]);
}

async function unsendable(deps: AppDeps, staff: Staff, template: StoredTemplate): Promise<Refusal | undefined> {
  return refusalFor(template, await namesToAsk(deps, 'admin', staff.person), rightsOf(staff));
}

/** A step was sent, Back was pressed, or a live field changed. */
export async function continueSend(
  deps: AppDeps,
  staff: Staff,
  intent: Extract<Intent, { kind: 'form' }>,
): Promise<Reply> {
  const missing = await requireRight(deps, staff, 'send');
  if (missing) return refuseNow(deps, staff, missing);
  const draftId = CONTEXT.exec(intent.context)?.[1];
  const stored =
    draftId === undefined
      ? undefined
      : await loadDraft(deps.store.db, { id: draftId, personId: staff.person.id, now: deps.now() });
  if (draftId === undefined || stored?.form !== 'send') return notOpen(deps, staff, draftId ?? '', intent);
  const before = stored.data as SendData; // saved below only
  const data: SendData = { ...before, values: { ...before.values, ...intent.values } };
  const shown = shownIn(intent.context);
  return shown === undefined
    ? chosen(deps, staff, draftId, data, intent)
    : filled(deps, staff, draftId, { ...data, shown }, intent);
}

/** A form whose draft is gone or was sent. */
async function notOpen(
  deps: AppDeps,
  staff: Staff,
  draftId: string,
  { context, button, values }: Extract<Intent, { kind: 'form' }>,
): Promise<Reply> {
  const pressed = { draftId, shown: button === 'submit' ? shownIn(context) : undefined, values };
  return (await alreadySent(deps, staff, pressed)) ?? refusalReply(staff, { kind: 'form_expired' });
}

function shownIn(context: string): string | undefined {
  return CONTEXT.exec(context)?.[2];
}

async function chosen(
  deps: AppDeps,
  staff: Staff,
  draftId: string,
  data: SendData,
  intent: Extract<Intent, { kind: 'form' }>,
): Promise<Reply> {
  const picked = data.values.template ?? '';
  if (intent.button !== 'submit') return showChoose(deps, staff, draftId, data, {});
  const template = picked === '' ? undefined : await findTemplate(deps.store.db, picked);
  if (!template) return showChoose(deps, staff, draftId, data, { template: staff.words.say('send.template.missing') });
  const refusal = (await unsendable(deps, staff, template)) ?? notReached(deps, template, data);
  if (refusal) return refusalReply(aboutSender(deps, staff, template.senderId), refusal);
  const next = { ...data, templateId: template.id };
  if (!(await revise(deps, staff, draftId, next))) return notOpen(deps, staff, draftId, intent);
  return showFill(deps, staff, draftId, next, template, {});
}

async function filled(
  deps: AppDeps,
  staff: Staff,
  draftId: string,
  { shown, ...data }: SendData & { readonly shown: string },
  intent: Extract<Intent, { kind: 'form' }>,
): Promise<Reply> {
  const template = data.templateId === undefined ? undefined : await findTemplate(deps.store.db, data.templateId);
  if (!(await revise(deps, staff, draftId, data))) return notOpen(deps, staff, draftId, intent);
  if (!template || intent.button === 'back') return showChoose(deps, staff, draftId, data, {});
  if (intent.button !== 'submit') return showFill(deps, staff, draftId, data, template, {});
  // Another window, or the provider, changed the text after this form was drawn.
  if (!isShown(deps, template, shown)) return refusalReply(staff, textChanged(template));
  return confirmSend(deps, staff, intent, { draftId, data, template });
}

async function keep(deps: AppDeps, staff: Staff, id: string, data: SendData): Promise<void> {
  await saveDraft(deps.store.db, {
    id,
    personId: staff.person.id,
    form: 'send',
    step: '',
    data,
    updatedAt: isoNow(deps),
    expiresAt: isoIn(deps, DRAFT_KEPT_MS),
  });
}

// The draft is the right to send once: a second press that loaded it just before it was used up must not bring it back.
async function revise(deps: AppDeps, staff: Staff, id: string, data: SendData): Promise<boolean> {
  const personId = staff.person.id;
  return reviseDraft(deps.store.db, {
    id,
    personId,
    data,
    updatedAt: isoNow(deps),
    expiresAt: isoIn(deps, DRAFT_KEPT_MS),
  });
}
