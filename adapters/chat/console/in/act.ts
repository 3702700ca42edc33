// Carries out what was posted: hands it to the application as an Intent and shows its Reply. Each function returns where
// the browser goes next.
import type { Intent, MessageRef, Reply } from '../../../../src/ports/chat.ts';
import type { ActionId, Card, Form, FormId, Values } from '../../../../src/views/view.ts';
import { type Desk, localeOf, readerOf } from '../desk.ts';
import { hearsTyping, isInput } from '../drawing/render-form.ts';
import { exampleFor } from '../pages/example.ts';
import { refOf, repaint } from '../posts.ts';
import type { Page } from '../shown.ts';
import { stay, type Where } from '../where.ts';
import type { Posted, SentAction, SentForm } from './parse.ts';
import { readCommand } from './parse.ts';

/** A command, or a text for a thread. A text that is neither gets a private hint. */
export async function say(desk: Desk, posted: Posted): Promise<Where> {
  const text = (posted.post.get('text') ?? '').trim();
  if (text === '') return stay(posted.where);
  const command = readCommand(text);
  if (command !== undefined)
    return show(desk, posted, await desk.on.dispatch({ ...base(desk, posted), kind: 'command', ...command }));
  const root = posted.where.thread === undefined ? undefined : desk.state.message(posted.where.thread);
  if (root === undefined) return notice(desk, posted, hint(desk, posted));
  const said = await desk.state.post({
    key: posted.deliveryId,
    place: root.place,
    thread: root.id,
    author: posted.person.id,
    content: { kind: 'text', text },
  });
  const reply = await desk.on.dispatch({
    ...base(desk, posted),
    kind: 'thread_message',
    root: refOf(root),
    text,
    ...(/@aval\b/i.test(text) && { toUs: true }),
  });
  return show(desk, { ...posted, where: { ...posted.where, at: `m-${said.id}` } }, reply);
}

export async function press(desk: Desk, posted: Posted, sent: SentAction): Promise<Where> {
  if (sent.question !== undefined) {
    const action = { id: sent.action, subject: sent.subject, at: sent.at };
    return open(desk, posted, { kind: 'question', question: { ...sent.question, action } });
  }
  const message = desk.state.message(sent.at);
  const reply = await desk.on.dispatch({
    ...base(desk, posted),
    kind: 'action',
    action: sent.action as ActionId, // sealed: an action of a card this console drew
    subject: sent.subject,
    ...(message === undefined ? {} : { message: refOf(message) }),
  });
  if (reply.show === 'card') return replaceCard(desk, posted, sent.at, message && refOf(message), reply.card);
  // A button of a dialog's last page answers in the dialog.
  if (reply.show === 'notice' && sent.at.startsWith('d-'))
    return open(desk, posted, { kind: 'card', card: reply.card }, sent.at.slice(2));
  return show(desk, posted, reply, message?.id);
}

export async function fillIn(desk: Desk, posted: Posted, sent: SentForm): Promise<Where> {
  const shown = desk.shown.dialog(sent.key, posted.person.id);
  if (sent.button === 'example' || sent.button.startsWith('search:')) return help(desk, posted, sent, shown?.page);
  const reply = await desk.on.dispatch({
    ...base(desk, posted),
    kind: 'form',
    form: sent.form as FormId, // sealed: a form this console drew
    context: sent.context,
    button: sent.button,
    values: sent.values,
  });
  switch (reply.show) {
    case 'form':
      return open(desk, posted, { kind: 'form', form: reply.form }, sent.key);
    case 'notice':
      return open(desk, posted, { kind: 'card', card: reply.card }, sent.key);
    // The card the form was about is repainted where it stands; a copy in the dialog would have somebody else's buttons.
    case 'card':
    case 'nothing':
      desk.shown.closeDialog(sent.key);
      return stay(posted.where);
  }
}

/** Fills the example into what is empty, or lists what a plain search finds. */
async function help(desk: Desk, posted: Posted, sent: SentForm, page: Page | undefined): Promise<Where> {
  // After a restart the page is gone; the draft offers it again.
  if (page?.kind !== 'form') return stay(posted.where);
  const form: Form = { ...page.form, values: { ...page.form.values, ...sent.values } };
  if (sent.button === 'example') {
    const example = exampleFor(desk, readerOf(desk, posted.person, posted.where), form);
    await nameOptions(desk, posted, form, example);
    const filled = await redrawn(desk, posted, { ...form, values: { ...form.values, ...example }, errors: {} });
    return open(desk, posted, { kind: 'form', form: filled, exampled: true }, sent.key);
  }
  const field = sent.button.slice('search:'.length);
  const options = await desk.on.search({
    actor: actorOf(desk, posted),
    form: form.id,
    context: form.context,
    field,
    text: sent.searches[field] ?? '',
  });
  desk.shown.learnOptions(`${form.id}.${field}`, options);
  const fields = form.fields.map((one) => (one.id === field && one.kind === 'search' ? { ...one, options } : one));
  return open(desk, posted, { kind: 'form', form: { ...form, fields } }, sent.key);
}

/** The application hears of what the example filled in as if it were typed: its preview follows, its draft has it. */
async function redrawn(desk: Desk, posted: Posted, form: Form): Promise<Form> {
  if (!hearsTyping(form)) return form;
  const values = Object.fromEntries(form.fields.filter(isInput).map(({ id }) => [id, form.values[id] ?? '']));
  const { id, context } = form;
  const typed = { ...base(desk, posted), kind: 'form', form: id, context, button: 'live', values } as const;
  const reply = await desk.on.dispatch(typed);
  return reply.show === 'form' ? reply.form : form;
}

/** An example's choice in a search field is shown by its name, which only the search knows. */
async function nameOptions(desk: Desk, posted: Posted, form: Form, values: Values): Promise<void> {
  for (const field of form.fields) {
    const value = values[field.id];
    if (field.kind !== 'search' || value === undefined || field.options.some((option) => option.value === value))
      continue;
    const options = await desk.on.search({
      actor: actorOf(desk, posted),
      form: form.id,
      context: form.context,
      field: field.id,
      text: value,
    });
    desk.shown.learnOptions(`${form.id}.${field.id}`, options);
  }
}

function base(desk: Desk, posted: Posted): Pick<Intent, 'actor' | 'deliveryId' | 'channel'> {
  return { actor: actorOf(desk, posted), deliveryId: posted.deliveryId, channel: posted.place };
}

export function actorOf(desk: Desk, { person }: Pick<Posted, 'person'>): Intent['actor'] {
  return { platform: 'console', tenant: 'local', id: person.id, name: person.name, locale: localeOf(desk, person) };
}

function show(desk: Desk, posted: Posted, reply: Reply, anchor?: string): Where {
  switch (reply.show) {
    case 'form':
      return open(desk, posted, { kind: 'form', form: reply.form });
    case 'notice':
    case 'card':
      return notice(desk, posted, reply.card, anchor);
    case 'nothing':
      return anchor === undefined
        ? { ...stay(posted.where), ...(posted.where.at === undefined ? {} : { at: posted.where.at }) }
        : stay(posted.where);
  }
}

function open(desk: Desk, posted: Posted, page: Page, key = localName(posted)): Where {
  desk.shown.openDialog({ key, person: posted.person.id, page });
  return { ...stay(posted.where), form: key };
}

function notice(desk: Desk, posted: Posted, card: Card, anchor?: string): Where {
  const { thread } = posted.where;
  const id = `n-${localName(posted)}`;
  desk.shown.addNotice({
    id,
    person: posted.person.id,
    place: posted.place,
    ...(thread === undefined ? {} : { thread }),
    ...(anchor === undefined ? {} : { anchor }),
    at: desk.deps.now().toISOString(),
    card,
  });
  desk.changed();
  return { ...stay(posted.where), at: id };
}

async function replaceCard(
  desk: Desk,
  posted: Posted,
  at: string,
  ref: MessageRef | undefined,
  card: Card,
): Promise<Where> {
  if (ref !== undefined) {
    await repaint(desk.state, ref, card);
    return stay(posted.where);
  }
  const known = desk.shown.notice(at, posted.person.id);
  if (known === undefined) return open(desk, posted, { kind: 'card', card }, at.slice(2));
  desk.shown.addNotice({ ...known, card });
  desk.changed();
  return stay(posted.where);
}

/** A re-sent delivery draws the same notice and the same dialog again, not a second one. */
function localName(posted: Posted): string {
  return posted.post.get('_delivery') ?? '';
}

function hint(desk: Desk, posted: Posted): Card {
  const { words } = readerOf(desk, posted.person, posted.where);
  return {
    title: words.not_a_command_title,
    tone: 'plain',
    facts: [],
    sections: [{ kind: 'text', text: words.not_a_command_text }],
    actions: [],
    summary: `${words.not_a_command_title} ${words.not_a_command_text}`,
  };
}
