// Reading an Adaptive Card as a person (and as Teams' client) would: what stands there, what can be pressed, what is sent.
import { type CardData, readCardData } from '../../../adapters/chat/teams/drawing/card-data.ts';
import type { Values } from '../../../src/views/view.ts';

export type Node = Readonly<Record<string, unknown>>;

export type SeenAction = {
  /** Action id, form button id (`submit` too), `command` or `close`. */
  readonly id: string;
  /** Subject of an action, context of a form, text of a command. */
  readonly subject: string;
  readonly label: string;
  readonly data: CardData | undefined;
  readonly kind: 'execute' | 'submit' | 'dialog';
  /** `data` as it stands in the card, markers included. */
  readonly raw: Node;
  readonly style: string;
  /** Behind the "…" button. */
  readonly hidden: boolean;
  /** What is asked before, in a card that unfolds; '' when it acts at once. */
  readonly question: string;
};

export type SeenField = {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** '' when nothing is wrong. */
  readonly error: string;
  readonly hint: string;
  readonly multiline: boolean;
  /** Undefined for a field one types in. */
  readonly choices: readonly { readonly title: string; readonly value: string }[] | undefined;
  /** Where typing asks for more choices. */
  readonly dataset: string | undefined;
};

export type SeenCard = {
  /** Everything readable, top to bottom, a line for each block; without button labels. */
  readonly text: string;
  readonly actions: readonly SeenAction[];
  readonly fields: readonly SeenField[];
  /** Who is rung. */
  readonly mentions: readonly { readonly id: string; readonly name: string }[];
  /** Times shown in the reader's zone, as ISO. */
  readonly times: readonly string[];
};

const TIME = /\{\{DATE\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z), SHORT\)\}\} \{\{TIME\(\1\)\}\}/g;
/** What clients replace, in any form they know. */
const MACRO =
  /\{\{(?:DATE|TIME)\(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[-+]\d{2}:\d{2})(?:, ?(?:COMPACT|LONG|SHORT))?\)\}\}/g;

/** Any card of ours, or an attachment or a task that holds one. */
export function readCard(source: unknown): SeenCard {
  const card = cardIn(source as Node);
  const body = elementsOf(card.body);
  const byId = new Map(body.map((element) => [element.id, element]));
  const said = (id: string) => (byId.has(id) ? lineOf(byId.get(id)!) : '');
  return {
    text: [...body, ...questions(card)].map(lineOf).join('\n'),
    actions: nodes(card.actions).flatMap((action) => actionsOf(action)),
    fields: body.filter(isInput).map((input) => ({
      id: String(input.id),
      label: visible(String(input.label ?? '')),
      value: String(input.value ?? ''),
      error: said(`${input.id}~error`),
      hint: said(`${input.id}~hint`),
      multiline: input.isMultiline === true,
      choices: input.type === 'Input.ChoiceSet' ? choicesOf(input) : undefined,
      dataset: (input['choices.data'] as Node | undefined)?.dataset as string | undefined,
    })),
    mentions: entitiesOf(card).map((entity) => entity.mentioned as { id: string; name: string }),
    times: body.flatMap((element) => textsIn(element).flatMap((text) => [...text.matchAll(TIME)].map((m) => m[1]!))),
  };
}

/** What Teams sends when a button is pressed: the inputs, `typed` over what stands in them, beside the button's data. */
export function submitted(source: unknown, button: string, typed: Values = {}): Node {
  const seen = readCard(source);
  const action = seen.actions.find((each) => each.id === button) ?? seen.actions.find((each) => each.label === button);
  if (!action) throw new Error(`no button ${button}, but ${seen.actions.map((each) => each.id).join(', ')}`);
  const shown = seen.fields.flatMap((field): [string, string][] => {
    const value = (Object.hasOwn(typed, field.id) ? typed[field.id] : undefined) ?? field.value;
    // A client leaves out a list in which nothing is chosen.
    return field.choices && value === '' ? [] : [[field.id, value]];
  });
  return { ...action.raw, ...Object.fromEntries(shown) };
}

/** Anything in a card that rings somebody, leads somewhere or could be read as markup. */
export function alarmsIn(source: unknown): readonly string[] {
  const card = cardIn(source as Node);
  const elements = [...elementsOf(card.body), ...questions(card)];
  const entities = entitiesOf(card).map((entity) => String(entity.text));
  return [
    ...entities.map((text) => `mention ${text}`),
    ...elements.flatMap((element) => textsIn(element).flatMap((text) => text.replace(TIME, '').match(MACRO) ?? [])),
    ...elements.flatMap((element) =>
      element.type === 'TextBlock' ? markupAlarms(element, entities) : tagsIn(element),
    ),
    ...(JSON.stringify(card).match(/"(?:Action\.OpenUrl|Image|Media|FactSet)"|"(?:selectAction|url|iconUrl)":/g) ?? []),
  ];
}

/** Mentions are told by their tag: none may stand where no entry of ours belongs to it. */
function tagsIn(element: Node): readonly string[] {
  return textsIn(element).flatMap((text) => text.match(/<\/?at\b/gi) ?? []);
}

function markupAlarms(element: Node, entities: readonly string[]): readonly string[] {
  let text = String(element.text).replace(TIME, 'x').replace(/\*\*/g, '');
  for (const entity of entities) text = text.replaceAll(entity, 'x');
  return /[\\`*_~[\]<>#|&{}\n]|\w\.\w|:\/\/|^\s|^\d+[.)]|^[-+]/.test(text) ? [`markup ${text}`] : [];
}

function cardIn(source: Node): Node {
  if (source.type === 'AdaptiveCard') return source;
  const inner = source.content ?? source.card ?? (source.attachments as Node[] | undefined)?.[0];
  if (typeof inner !== 'object' || inner === null)
    throw new Error(`no card in ${JSON.stringify(source).slice(0, 200)}`);
  return cardIn(inner as Node);
}

function nodes(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value : [];
}

/** Leaves of the body, top to bottom. */
function elementsOf(body: unknown): readonly Node[] {
  return nodes(body).flatMap((element) => (element.type === 'Container' ? elementsOf(element.items) : [element]));
}

function isInput(element: Node): boolean {
  return String(element.type).startsWith('Input.');
}

function questions(card: Node): readonly Node[] {
  return nodes(card.actions).flatMap((action) => elementsOf((action.card as Node | undefined)?.body));
}

function entitiesOf(card: Node): readonly Node[] {
  return nodes((card.msteams as Node | undefined)?.entities);
}

/** The texts of an element that a client reads one by one. */
function textsIn(element: Node): readonly string[] {
  if (element.type === 'TextBlock') return [String(element.text)];
  if (element.type === 'RichTextBlock') return nodes(element.inlines).map((run) => String(run.text));
  return [String(element.label ?? ''), ...nodes(element.choices).map((choice) => String(choice.title))];
}

function lineOf(element: Node): string {
  if (element.type === 'TextBlock') {
    return visible(
      String(element.text)
        .replace(/\*\*/g, '')
        .replace(/<at>(.*?)<\/at>/g, '@$1'),
    );
  }
  if (element.type === 'RichTextBlock')
    return nodes(element.inlines)
      .map((run) => visible(String(run.text)))
      .join('');
  const value = String(element.value ?? '');
  const chosen = choicesOf(element);
  const shown = element.style === 'expanded' ? chosen : chosen.filter((choice) => choice.value === value);
  return [visible(String(element.label ?? '')), ...(chosen.length > 0 ? shown.map((each) => each.title) : [value])]
    .filter((part) => part !== '')
    .join('\n');
}

function choicesOf(element: Node): { readonly title: string; readonly value: string }[] {
  return nodes(element.choices).map((choice) => ({
    title: visible(String(choice.title)),
    value: String(choice.value),
  }));
}

/** Times as ISO; the marks that keep text from being read, and spaces from being folded, as nothing and as spaces. */
function visible(text: string): string {
  return text.replace(TIME, '$1').replaceAll('\u2060', '').replaceAll('\u00A0', ' ');
}

function actionsOf(action: Node, question = '', hidden = false): readonly SeenAction[] {
  const isHidden = hidden || action.mode === 'secondary';
  if (action.type === 'Action.ShowCard') {
    const card = action.card as Node;
    const asked = elementsOf(card.body).map(lineOf).join('\n');
    return nodes(card.actions).flatMap((inner) => actionsOf({ ...inner, title: action.title }, asked, isHidden));
  }
  const raw = (action.data ?? {}) as Node;
  const data = readCardData(raw)?.data;
  return [
    {
      ...nameOf(data),
      label: String(action.title),
      data,
      kind: action.type === 'Action.Execute' ? 'execute' : raw.msteams === undefined ? 'submit' : 'dialog',
      raw,
      style: String(action.style ?? ''),
      hidden: isHidden,
      question,
    },
  ];
}

function nameOf(data: CardData | undefined): { readonly id: string; readonly subject: string } {
  switch (data?.do) {
    case 'action':
      return { id: data.action, subject: data.subject };
    case 'form':
      return { id: data.button, subject: data.context };
    case 'command':
      return { id: 'command', subject: data.text };
    case 'close':
      return { id: 'close', subject: '' };
    case undefined:
      return { id: '', subject: '' };
  }
}
