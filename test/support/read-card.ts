// Cards, forms and replies as a person reads them.
import type { Reply } from '../../src/ports/chat.ts';
import type { ActionId, Card, Form, InputField, Section, Text } from '../../src/views/view.ts';

/** Everything written on a card, as one text. Mentions read `@name`. */
export function textOf(card: Card): string {
  const facts = card.facts.map((fact) => `${fact.label}: ${plain(fact.value)}`);
  return [
    card.title,
    ...facts,
    ...card.sections.flatMap(linesOf),
    card.footer === undefined ? '' : plain(card.footer),
  ].join('\n');
}

function linesOf(section: Section): readonly string[] {
  switch (section.kind) {
    case 'text':
      return [plain(section.text)];
    case 'list':
      return [section.title ?? '', ...section.items.map(plain)];
    case 'raw':
      return [section.label, section.text];
    case 'preview':
      return [section.label, section.message.body, ...section.message.buttons.map((button) => button.label)];
    case 'diff':
      return [section.label, ...section.lines.map((line) => `${line.mark}: ${line.text}`)];
  }
}

function plain(text: Text): string {
  if (typeof text === 'string') return text;
  const parts = text.map((part) => {
    if (typeof part === 'string') return part;
    if ('mention' in part) return `@${Object.values(part.mention.ids)[0] ?? part.mention.name}`;
    if ('link' in part) return part.text;
    if ('command' in part) return `“${part.command}”`;
    return 'strong' in part ? part.strong : 'code' in part ? part.code : part.time;
  });
  return parts.join('');
}

/** Who is notified by a card, by account id. */
export function mentionedIn(card: Card): readonly string[] {
  return [...textOf(card).matchAll(/@([\w-]+)/g)].map((match) => match[1] ?? '');
}

export function actionsOf(card: Card): readonly ActionId[] {
  return card.actions.map((action) => action.id);
}

/** What a line of the fact list says. */
export function factOf(card: Card, label: string): string | undefined {
  const fact = card.facts.find((one) => one.label === label);
  return fact && plain(fact.value);
}

export function formOf(reply: Reply): Form {
  if (reply.show !== 'form') throw new Error(`expected a form, got ${describe(reply)}`);
  return reply.form;
}

export function cardOf(reply: Reply): Card {
  if (reply.show !== 'card') throw new Error(`expected a card, got ${describe(reply)}`);
  return reply.card;
}

export function noticeOf(reply: Reply): Card {
  if (reply.show !== 'notice') throw new Error(`expected a notice, got ${describe(reply)}`);
  return reply.card;
}

function describe(reply: Reply): string {
  if (reply.show === 'form') return `form ${reply.form.title} ${JSON.stringify(reply.form.errors)}`;
  return 'card' in reply ? `${reply.show}: ${textOf(reply.card)}` : reply.show;
}

export function inputsOf(form: Form): readonly InputField[] {
  return form.fields.filter((field): field is InputField => !['note', 'raw', 'preview'].includes(field.kind));
}
