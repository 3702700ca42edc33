// A customer may be written to again: an admin records a later consent with its evidence, or somebody who decides has a number
// tried that could not be reached. With who said so and why; whatever the customer says later counts again.
import { cut } from '../../domain/cut.ts';
import { recipientRefusals } from '../../domain/gate.ts';
import { may } from '../../domain/people/may.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { OURS } from '../../domain/rules/limits.ts';
import type { Intent, Reply } from '../../ports/chat.ts';
import { type Contact, type ContactChange, changeContact, contactById } from '../../store/contacts/contacts.ts';
import { contactsNamedLike, insertLifted } from '../../store/contacts/lifted.ts';
import { bsuidOf, numberOf } from '../../store/contacts/search.ts';
import { refusalSentence } from '../../views/refusals/sentence.ts';
import { CONSENT_SOURCES } from '../../views/sends/data.ts';
import { consentCard, LIFT_SCOPES, LIFTS, type Lift, liftAction, liftForm } from '../../views/sends/lift-form.ts';
import type { Action, FieldErrors, Values } from '../../views/view.ts';
import { type AppDeps, type Db, isoNow } from '../deps.ts';
import { once } from '../news/once.ts';
import { refusalReply, refuse, refuseNow } from '../people/refuse.ts';
import { requireRight, rightsOf, type Staff } from '../people/staff.ts';
import { addresseeMeant, contactOf } from './addressee.ts';
import { contactFacts } from './gate.ts';

type Found = { readonly contact: Contact; readonly to: string };

/** `/send-active consent +number`: where the customer stands, or the form when one thing can be done about it. */
export async function showConsent(deps: AppDeps, staff: Staff, number: string): Promise<Reply> {
  const missing = may(staff.roles, 'lift_unreachable') ? undefined : await requireRight(deps, staff, 'send');
  if (missing) return refuseNow(deps, staff, missing);
  const meant = await addresseeMeant(deps, number);
  if ('kind' in meant) {
    return refusalReply(staff, meant.kind === 'bad_number' ? { ...meant, word: 'consent' } : meant);
  }
  const contact = await contactOf(deps.store.db, meant);
  const found = contact && { contact, to: meant.to };
  const actions = found ? liftActions(staff, found, deps.now()) : [];
  const [only] = actions;
  if (found && only && actions.length === 1)
    return showForm(deps, staff, found, liftOf(only.subject)?.what ?? 'consent');
  const blocks = found ? blocksOf(staff, found, deps.now()) : [];
  const name = contact?.name;
  const card = consentCard(staff.words, { to: meant.to, ...(name && { contactName: name }), blocks, actions });
  return { show: 'notice', card };
}

/** The button: asks for the evidence, or the reason. */
export async function openLift(deps: AppDeps, staff: Staff, _intent: Intent, subject: string): Promise<Reply> {
  const lift = liftOf(subject);
  if (!lift) return refusalReply(staff, { kind: 'form_expired' });
  const missing = await mayNot(deps, staff, lift.what);
  if (missing) return refuseNow(deps, staff, missing);
  const found = await findContact(deps.store.db, lift.contactId);
  return found ? showForm(deps, staff, found, lift.what) : refusalReply(staff, { kind: 'form_expired' });
}

/** The form was sent. */
export async function liftBlock(
  deps: AppDeps,
  staff: Staff,
  intent: Extract<Intent, { kind: 'form' }>,
): Promise<Reply> {
  const lift = liftOf(intent.context);
  if (!lift) return refusalReply(staff, { kind: 'form_expired' });
  const missing = await mayNot(deps, staff, lift.what);
  if (missing) return refuseNow(deps, staff, missing);
  const known = await findContact(deps.store.db, lift.contactId);
  if (!known || intent.button !== 'submit') return refusalReply(staff, { kind: 'form_expired' });
  const errors = errorsOf(staff, known.contact, lift.what, intent.values);
  if (Object.keys(errors).length > 0) return showForm(deps, staff, known, lift.what, intent.values, errors);
  return once(deps, intent, async (tx) => {
    const at = isoNow(deps);
    const found = await findContact(tx.db, lift.contactId);
    if (!found) return refuse(deps, tx, staff, { kind: 'form_expired' });
    const { contact } = found;
    const reason = cut((intent.values.reason ?? '').trim(), OURS.reason);
    const source = lift.what === 'consent' ? (intent.values.source ?? '') : '';
    const by = staff.person.id;
    for (const id of await contactsNamedLike(tx.db, contact.id)) {
      const one = await contactById(tx.db, id);
      if (one) await changeContact(tx.db, id, changeOf(one, lift.what, intent.values, at), at);
    }
    if (lift.what === 'consent')
      await changeContact(tx.db, contact.id, { optIn: { at, source: `${source}: ${reason}`, by } });
    await insertLifted(tx.db, { id: deps.newId(), contactId: contact.id, what: lift.what, source, reason, by, at });
    tx.record({
      actor: by,
      kind: 'block_lifted',
      subjectKind: 'contact',
      subjectId: contact.id,
      to: lift.what,
      deliveryId: intent.deliveryId,
      ...(source !== '' && { detail: source }),
    });
    const now = await findContact(tx.db, contact.id);
    const blocks = now ? blocksOf(staff, now, deps.now()) : [];
    const { name } = contact;
    return {
      show: 'notice',
      card: consentCard(staff.words, { to: found.to, ...(name && { contactName: name }), blocks, actions: [] }),
    };
  });
}

/** What this person may do about what stands between us and the customer, as buttons. */
export function liftActions(staff: Staff, { contact }: Pick<Found, 'contact'>, now: Date): readonly Action[] {
  const { stopped, optedOutAt, unreachableAt } = contactFacts(contact, now);
  const rights = rightsOf(staff);
  return [
    ...((stopped || optedOutAt) && rights.has('lift_stop') ? [liftAction(staff.words, contact.id, 'consent')] : []),
    ...(unreachableAt && rights.has('lift_unreachable') ? [liftAction(staff.words, contact.id, 'reach')] : []),
  ];
}

async function showForm(
  deps: AppDeps,
  staff: Staff,
  { contact, to }: Found,
  what: Lift,
  values: Values = {},
  errors: FieldErrors = {},
): Promise<Reply> {
  const { stopped } = contactFacts(contact, deps.now());
  const form = liftForm(staff.words, {
    contactId: contact.id,
    what,
    to,
    ...(contact.name && { contactName: contact.name }),
    blocks: blocksOf(staff, { contact, to }, deps.now()),
    asksScope: stopped !== undefined,
    values,
    errors,
  });
  return { show: 'form', form };
}

function blocksOf(staff: Staff, { contact }: Found, now: Date) {
  return recipientRefusals(contactFacts(contact, now)).map((refusal) => refusalSentence(staff.words, refusal));
}

/** Stops at this moment: what was said before it is settled, what comes after counts. */
function changeOf({ stopped }: Contact, what: Lift, values: Values, at: string): ContactChange {
  if (what === 'reach') return { unreachableAt: null };
  const noMarketing = stopped !== undefined && values.scope === 'service';
  return { stopped: null, optedOutAt: noMarketing ? at : null };
}

function errorsOf(staff: Staff, { stopped }: Contact, what: Lift, values: Values): FieldErrors {
  const { words } = staff;
  const isConsent = what === 'consent';
  const errors: Record<string, string> = {};
  if ((values.reason ?? '').trim() === '') errors.reason = words.say(`lift.${what}.reason.missing`);
  if (isConsent && !CONSENT_SOURCES.some((one) => one === values.source))
    errors.source = words.say('lift.source.missing');
  if (isConsent && stopped && !LIFT_SCOPES.some((one) => one === values.scope))
    errors.scope = words.say('lift.scope.missing');
  return errors;
}

function mayNot(deps: AppDeps, staff: Staff, what: Lift): Promise<Refusal | undefined> {
  return what === 'consent' ? requireRight(deps, staff, 'lift_stop') : requireRight(deps, staff, 'lift_unreachable');
}

/** As the gate sees them: with whatever holds for anybody else of the same number. */
async function findContact(db: Db, id: string): Promise<Found | undefined> {
  const stored = await contactById(db, id);
  if (!stored) return undefined;
  const to = (await numberOf(db, stored.id)) ?? '';
  if (to === '' && (await bsuidOf(db, stored.id)) === undefined) return { contact: stored, to };
  const contact = await contactOf(db, { to, contactId: stored.id });
  return contact && { contact, to };
}

function liftOf(subject: string): { readonly contactId: string; readonly what: Lift } | undefined {
  const [contactId = '', how] = subject.split(':');
  const what = LIFTS.find((one) => one === how);
  return what && contactId !== '' ? { contactId, what } : undefined;
}
