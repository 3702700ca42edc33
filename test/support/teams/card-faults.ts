// What Teams would refuse in a card, as sentences; empty when it would be accepted. Three judges: our own table of Adaptive
// Cards 1.5, Microsoft's parser, and Microsoft's schema where it lies beside this repository.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';

type Json = Readonly<Record<string, unknown>>;

const LIMIT_BYTES = 80 * 1024;
const LIMIT_ACTIONS = 6;

export function cardFaults(card: object): readonly string[] {
  const json = JSON.parse(JSON.stringify(card)) as Json;
  return [
    ...over(JSON.stringify(card).length * 2, LIMIT_BYTES, 'bytes'),
    ...rootFaults(json),
    ...parserFaults(json),
    ...schemaFaults(json),
  ];
}

function over(size: number, max: number, what: string): string[] {
  return size > max ? [`${size} of ${max} ${what}`] : [];
}

// ---------------------------------------------------------------- our table

type Check = (value: unknown) => boolean;
type Shape = { readonly needs: readonly string[]; readonly may: Readonly<Record<string, Check>> };

const text: Check = (value) => typeof value === 'string';
const filled: Check = (value) => typeof value === 'string' && value !== '';
const flag: Check = (value) => typeof value === 'boolean';
const count: Check = (value) => Number.isInteger(value) && Number(value) > 0;
const record: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const list: Check = Array.isArray;
const oneOf =
  (...allowed: readonly string[]): Check =>
  (value) =>
    allowed.includes(value as string);

const opensUrl: Check = (value) => /^\{"type":"Action\.OpenUrl","url":"https:/.test(JSON.stringify(value));

const ELEMENT = { id: filled, spacing: oneOf('none', 'small', 'medium', 'large'), separator: flag };
const RUN = {
  weight: oneOf('bolder'),
  size: oneOf('small', 'medium', 'large'),
  color: oneOf('good', 'attention', 'warning', 'accent'),
  fontType: oneOf('monospace'),
  isSubtle: flag,
  italic: flag,
  strikethrough: flag,
  selectAction: opensUrl,
};
const ACTION = { title: filled, style: oneOf('positive', 'destructive'), mode: oneOf('secondary') };

const SHAPES: Readonly<Record<string, Shape>> = {
  TextRun: { needs: ['text'], may: { text: filled, ...RUN } },
  RichTextBlock: { needs: ['inlines'], may: { inlines: list, ...ELEMENT } },
  TextBlock: {
    needs: ['text', 'wrap'],
    may: { text: filled, wrap: flag, style: oneOf('heading'), size: RUN.size, weight: RUN.weight, ...ELEMENT },
  },
  Container: {
    needs: ['items'],
    may: { items: list, style: oneOf('default', 'emphasis', 'good', 'attention', 'warning', 'accent'), ...ELEMENT },
  },
  'Input.Text': {
    needs: ['id', 'label'],
    may: { label: text, value: text, placeholder: text, isMultiline: flag, maxLength: count, ...ELEMENT },
  },
  'Input.ChoiceSet': {
    needs: ['id', 'label', 'choices', 'style'],
    may: {
      label: text,
      value: text,
      placeholder: text,
      wrap: flag,
      choices: list,
      style: oneOf('compact', 'expanded', 'filtered'),
      'choices.data': (value) => record(value) && (value as Json).type === 'Data.Query',
      ...ELEMENT,
    },
  },
  'Action.Submit': { needs: ['title', 'data'], may: { data: record, ...ACTION } },
  'Action.Execute': {
    needs: ['title', 'data', 'verb'],
    may: { data: record, verb: filled, fallback: record, ...ACTION },
  },
  'Action.ShowCard': { needs: ['title', 'card'], may: { card: record, ...ACTION } },
  AdaptiveCard: {
    needs: ['body'],
    may: {
      body: list,
      actions: list,
      version: oneOf('1.5'),
      fallbackText: filled,
      msteams: record,
      $schema: oneOf('http://adaptivecards.io/schemas/adaptive-card.json'),
    },
  },
};

function rootFaults(card: Json): readonly string[] {
  const faults: string[] = [];
  const ids: unknown[] = [];
  visit(card, 'card', (node, path, inside) => {
    faults.push(...shapeFaults(node, path));
    if ('id' in node) ids.push(node.id);
    if (node.type === 'Action.ShowCard' && inside.includes('Action.ShowCard')) faults.push(`${path}: nested ShowCard`);
  });
  const actions = (card.actions ?? []) as Json[];
  return [
    ...faults,
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `id twice: ${id}`),
    ...over(actions.filter((action) => action.mode !== 'secondary').length, LIMIT_ACTIONS, 'buttons in sight'),
    ...['version', 'fallbackText'].filter((key) => !(key in card)).map((key) => `card: no ${key}`),
    ...mentionFaults(card),
  ];
}

function visit(node: Json, path: string, see: (node: Json, path: string, inside: readonly string[]) => void): void {
  const walk = (at: Json, where: string, inside: readonly string[]) => {
    see(at, where, inside);
    const deeper = [...inside, String(at.type)];
    for (const key of ['body', 'items', 'inlines', 'actions']) {
      for (const [index, child] of ((at[key] ?? []) as Json[]).entries())
        walk(child, `${where}.${key}[${index}]`, deeper);
    }
    for (const key of ['card', 'fallback']) {
      if (record(at[key])) walk(at[key] as Json, `${where}.${key}`, deeper);
    }
  };
  walk(node, path, []);
}

function shapeFaults(node: Json, path: string): readonly string[] {
  const shape = SHAPES[String(node.type)];
  if (!shape) return [`${path}: unknown type ${node.type}`];
  return [
    ...shape.needs.filter((key) => !(key in node)).map((key) => `${path}: no ${key}`),
    ...Object.entries(node)
      .filter(([key, value]) => key !== 'type' && !shape.may[key]?.(value))
      .map(([key, value]) => `${path}: ${key} is ${JSON.stringify(value).slice(0, 60)}`),
  ];
}

function mentionFaults(card: Json): readonly string[] {
  const entities = (((card.msteams as Json | undefined)?.entities ?? []) as Json[]).map((entity) =>
    String(entity.text),
  );
  const blocks: string[] = [];
  visit(card, 'card', (node) => {
    if (node.type === 'TextBlock') blocks.push(String(node.text));
  });
  const tags = blocks.flatMap((block) => block.match(/<at>.*?<\/at>/g) ?? []);
  return [
    ...entities
      .filter((entity, index) => entities.indexOf(entity) !== index)
      .map((entity) => `mention twice: ${entity}`),
    ...entities.filter((entity) => !tags.includes(entity)).map((entity) => `mention without text: ${entity}`),
    ...tags.filter((tag) => !entities.includes(tag)).map((tag) => `text without mention: ${tag}`),
  ];
}

// ---------------------------------------------------------------- Microsoft's parser

type Parser = {
  readonly AdaptiveCard: new () => {
    parse(json: object, context: ParseContext): void;
    validateProperties(): { readonly validationEvents: readonly { readonly message: string }[] };
  };
  readonly SerializationContext: new (version: unknown) => ParseContext;
  readonly Versions: { readonly v1_5: unknown };
};
type ParseContext = { readonly eventCount: number; getEventAt(index: number): { readonly message: string } };

// Its module entry cannot be loaded outside a bundler; the bundled file can.
const parser = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as Parser;
/** Not so in Teams: its clients know the newer property, show six buttons and put the rest behind a button. */
const ELSEWHERE = [
  'Property "choices.data" is supported in version 1.6, but you are using version 1.5.',
  'Maximum number of actions exceeded (5).',
];

function parserFaults(card: Json): readonly string[] {
  const context = new parser.SerializationContext(parser.Versions.v1_5);
  const parsed = new parser.AdaptiveCard();
  parsed.parse(card, context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index));
  return [...events, ...parsed.validateProperties().validationEvents]
    .map((event) => event.message)
    .filter((message) => !ELSEWHERE.includes(message))
    .map((message) => `parser: ${message}`);
}

// ---------------------------------------------------------------- Microsoft's schema

const schemaFile = new URL('../../../../shared/specs/adaptive-card-1.5.0.schema.json', import.meta.url);

/** The schema is Microsoft's and not part of this repository: without it our own table judges alone. */
const validate = existsSync(schemaFile) ? compiled(readFileSync(schemaFile, 'utf8')) : undefined;

function compiled(source: string) {
  const draft6 = createRequire(import.meta.url)('ajv/dist/refs/json-schema-draft-06.json') as Json;
  const { id, ...schema } = JSON.parse(source) as Json;
  return new Ajv({ strict: false, validateFormats: false })
    .addMetaSchema(draft6)
    .compile({ ...schema, $id: String(id) });
}

function schemaFaults(card: Json): readonly string[] {
  if (!validate || validate(withoutTeams(card))) return [];
  // One wrong place fails every branch above it: the deepest ones say most.
  const errors = (validate.errors ?? []).toSorted((a, b) => b.instancePath.length - a.instancePath.length);
  return errors.slice(0, 3).map((error) => `schema: ${error.instancePath} ${error.message}`);
}

/** Without what Teams adds, and without the `filtered` of 1.5, which Microsoft's parser knows and their schema forgot. */
function withoutTeams(card: Json): Json {
  return JSON.parse(
    JSON.stringify(card, (key, value) => {
      if (key === 'msteams' || key === 'choices.data') return undefined;
      return key === 'style' && value === 'filtered' ? 'compact' : value;
    }),
  );
}
