// What tests about later steps need to have happened before: a proposal, a decision, a template agents can send, a send.

import { valuesFromTemplate } from '../../../src/domain/proposals/form.ts';
import type { Template } from '../../../src/domain/templates/template.ts';
import type { MessageRef } from '../../../src/ports/chat.ts';
import { findProposal, type Proposal } from '../../../src/store/proposals.ts';
import { type Send, sendByNumber } from '../../../src/store/sends/sends.ts';
import { type StoredTemplate, templateByKey, templateOfProposal } from '../../../src/store/templates.ts';
import type { Card, Form, Values } from '../../../src/views/view.ts';
import { cardOf, formOf, noticeOf } from '../read-card.ts';
import type { TestApp } from './app.ts';
import { aTemplate } from './builders.ts';
import type { Shown } from './fake-chat.ts';

export const CUSTOMER = '+5491155551234';

/** Everything the proposal form asks for, for this template. */
export function typed(template: Template = aTemplate()): Values {
  return { ...valuesFromTemplate(template, 'main') };
}

/** Fills in steps until the last one is shown. */
export async function toLastStep(app: TestApp, values: Values = typed(), form?: Form, who = 'sofia'): Promise<Form> {
  const person = app.person(who);
  let shown = form ?? (await person.opens('/template propose'));
  while (!shown.context.endsWith(':3')) {
    const next = formOf(await person.sends(shown, values));
    if (Object.keys(next.errors).length > 0) throw new Error(`refused: ${JSON.stringify(next.errors)}`);
    shown = next;
  }
  return shown;
}

/** A pending proposal with its card in the channel. */
export async function propose(app: TestApp, template: Template = aTemplate(), who = 'sofia'): Promise<Proposal> {
  const last = await toLastStep(app, typed(template), undefined, who);
  noticeOf(await app.person(who).sends(last));
  await app.settle();
  const row = await app.store.db
    .selectFrom('proposals')
    .select('id')
    .orderBy('number', 'desc')
    .executeTakeFirstOrThrow();
  return proposalNow(app, row.id);
}

export async function proposalNow(app: TestApp, id: string): Promise<Proposal> {
  const proposal = await findProposal(app.store.db, id);
  if (!proposal) throw new Error(`no proposal ${id}`);
  return proposal;
}

/** The proposal's card as it hangs in a channel. */
export function rootOf(app: TestApp, proposal: { readonly number: number }, channel = 'approvals'): Shown {
  const found = app.chat
    .channel(channel)
    .find(({ card }) => card.title.startsWith(`Template proposal ${proposal.number}:`));
  if (!found) throw new Error(`no card of proposal ${proposal.number} in ${channel}`);
  return found;
}

export function threadOf(app: TestApp, proposal: { readonly number: number }, channel = 'approvals'): readonly Card[] {
  return app.chat.thread(rootOf(app, proposal, channel).ref).map(({ card }) => card);
}

/** Approved by Andrés; with `settle`, also submitted. */
export async function approve(app: TestApp, proposal: Proposal, who = 'andres'): Promise<void> {
  cardOf(await app.person(who).presses(rootOf(app, proposal).card, 'approve'));
  await app.settle();
}

/** Proposed, approved and submitted; Meta has not answered yet. */
export async function submit(app: TestApp, template: Template = aTemplate()): Promise<Proposal> {
  const proposal = await propose(app, template);
  await approve(app, proposal);
  return proposalNow(app, proposal.id);
}

export async function templateNow(app: TestApp, proposal: Proposal): Promise<StoredTemplate> {
  const template = await templateOfProposal(app.store.db, proposal.id);
  if (!template) throw new Error(`proposal ${proposal.number} has no template`);
  return template;
}

/** A template that exists at the provider, is known here and enabled: agents can send it. */
export async function sendable(app: TestApp, template: Template = aTemplate()): Promise<StoredTemplate> {
  app.provider.holds(template);
  app.skip(1); // two syncs asked for in one millisecond are one
  await app.person('marta').types('/template sync');
  await app.settle();
  const found = await storedTemplate(app, template);
  cardOf(await app.person('marta').clicks('enable_template', found.id));
  return storedTemplate(app, template);
}

export async function storedTemplate(
  app: TestApp,
  { name, language }: Template = aTemplate(),
): Promise<StoredTemplate> {
  const found = await templateByKey(app.store.db, 'main', { name, language });
  if (!found) throw new Error(`no template ${name} (${language})`);
  return found;
}

export const FILLED: Values = { 'body.1': 'Ana', 'body.2': 'A-1042' };

/** The agent presses Send; the message is in its undo window. */
export async function press(app: TestApp, values: Values = FILLED, to = CUSTOMER, who = 'lucia'): Promise<Send> {
  const form = await app.person(who).opens(`/send-active ${to} order_ready`);
  noticeOf(await app.person(who).sends(form, values));
  const row = await app.store.db
    .selectFrom('sends')
    .select('number')
    .orderBy('number', 'desc')
    .executeTakeFirstOrThrow();
  return sendNow(app, row.number);
}

/** Sent and accepted by the provider. */
export async function sent(app: TestApp, to = CUSTOMER, who = 'lucia'): Promise<Send> {
  const send = await press(app, FILLED, to, who);
  await app.pass(5_000);
  return sendNow(app, send.number);
}

export async function sendNow(app: TestApp, number: number): Promise<Send> {
  const send = await sendByNumber(app.store.db, number);
  if (!send) throw new Error(`no send ${number}`);
  return send;
}

export function sendRoot(app: TestApp, send: { readonly number: number }, channel = 'sends'): Shown {
  const found = app.chat.channel(channel).find(({ card }) => card.title.startsWith(`Message ${send.number} `));
  if (!found) throw new Error(`no card of message ${send.number} in ${channel}`);
  return found;
}

export function under(app: TestApp, root: { readonly ref: MessageRef }): readonly Card[] {
  return app.chat.thread(root.ref).map(({ card }) => card);
}

/** What a form by hand would be posted with. */
export function contextOf(form: Form): { readonly draft: string; readonly step: string } {
  const [draft = '', step = ''] = form.context.split(':');
  return { draft, step };
}
