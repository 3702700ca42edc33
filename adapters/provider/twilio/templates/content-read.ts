// A content of Twilio's as our template, and the one map from our slots to its variables. Nothing else in the product sees
// Twilio's keys. Types that Aval cannot fill are read as well, so that they are listed and refused by name.
import { z } from 'zod';
import { AUTHENTICATION_BODY } from '../../../../src/domain/templates/authentication-text.ts';
import type {
  Body,
  Button,
  CarouselCard,
  Category,
  Header,
  Template,
} from '../../../../src/domain/templates/template.ts';
import type { ContentRow } from '../schema.ts';
import { extrasOf, labelOf } from './content-extras.ts';
import { formatOfLink } from './media-link.ts';
import { countFromOne, cutAtVariable, fill, keysIn } from './variables.ts';

/** How one slot gets into the content: its value is `before` + the variable `key` + `after`. Without a key it is fixed. */
export type Filling = {
  readonly slot: string;
  readonly before: string;
  readonly key?: string;
  readonly after: string;
};

export type ReadContent = {
  readonly template: Template;
  readonly fillings: readonly Filling[];
  /** Every key the content has, in any of its types or as a default: each left out would be filled with its sample. */
  readonly keys: readonly string[];
};

const Action = z.object({
  type: z.string().nullish(),
  title: z.string().nullish(),
  id: z.string().nullish(),
  url: z.string().nullish(),
  phone: z.string().nullish(),
  code: z.string().nullish(),
  copy_code_text: z.string().nullish(),
});
type Action = z.infer<typeof Action>;

const Media = z.union([z.array(z.string()), z.string().transform((link) => [link])]).nullish();

const Type = z.object({
  body: z.string().nullish(),
  title: z.string().nullish(),
  subtitle: z.string().nullish(),
  header_text: z.string().nullish(),
  footer: z.string().nullish(),
  media: Media,
  actions: z.array(Action).nullish(),
  cards: z
    .array(
      z.object({
        body: z.string().nullish(),
        title: z.string().nullish(),
        media: Media,
        actions: z.array(Action).nullish(),
      }),
    )
    .nullish(),
  add_security_recommendation: z.boolean().nullish(),
  code_expiration_minutes: z.number().nullish(),
});
type Type = z.infer<typeof Type>;

/** Richest first: of several types WhatsApp is sent the richest one it takes. */
const FILLABLE = [
  'whatsapp/authentication',
  'whatsapp/card',
  'twilio/card',
  'twilio/quick-reply',
  'twilio/call-to-action',
  'twilio/media',
  'twilio/text',
];
const LISTED = [
  'twilio/carousel',
  'whatsapp/flows',
  'twilio/flows',
  'twilio/catalog',
  'twilio/list-picker',
  'twilio/location',
  'twilio/schedule',
];

/** `category` as WhatsApp's approval tells it; `type` the one that was approved, where known. Undefined: no type we know. */
export function readContent(
  row: ContentRow,
  known: { readonly name: string; readonly category?: Category | undefined; readonly type?: string | undefined },
): ReadContent | undefined {
  const name = typeOf(row, known.type);
  const type = Type.safeParse(name === undefined ? undefined : row.types[name]);
  if (name === undefined || !type.success) return undefined;
  const samples = samplesOf(row);
  const isCode = name === 'whatsapp/authentication';
  const parts = isCode ? codeParts(type.data, samples) : read(name, type.data, samples);
  const extras = extrasOf(name, row.types[name], LISTED.includes(name));
  return {
    template: {
      name: known.name,
      language: row.language.replaceAll('-', '_'),
      // Where nothing is known the strictest: no one who stopped marketing gets it.
      category: isCode ? 'AUTHENTICATION' : (known.category ?? 'MARKETING'),
      parameterFormat: 'positional',
      ...parts.template,
      ...(extras.length === 0 ? {} : { extras }),
    },
    fillings: parts.fillings,
    keys: [...new Set([...keysWithin(row.types), ...samples.keys(), ...(isCode ? ['1'] : [])])],
  };
}

const DEEPEST = 12;

/** The keys of every text inside; what nests deeper than any content is not looked into. */
function keysWithin(value: unknown, depth = 0): readonly string[] {
  if (typeof value === 'string') return keysIn(value);
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
  return Object.values(value).flatMap((member) => keysWithin(member, depth + 1));
}

type Parts = {
  readonly template: Pick<Template, 'body' | 'buttons' | 'header' | 'footer' | 'authentication' | 'carousel'>;
  readonly fillings: readonly Filling[];
};
type SampleMap = ReadonlyMap<string, string>;

function typeOf(row: ContentRow, approved: string | undefined): string | undefined {
  const has = (name: string) => Object.hasOwn(row.types, name) && row.types[name] !== null;
  if (approved !== undefined && has(approved)) return approved;
  return [...FILLABLE, ...LISTED].find(has);
}

function samplesOf(row: ContentRow): SampleMap {
  return new Map(
    Object.entries(row.variables ?? {}).map(([key, value]) => [key, typeof value === 'string' ? value : '']),
  );
}

/** WhatsApp writes the text of one-time codes itself; ours is the English wording. */
function codeParts(type: Type, samples: SampleMap): Parts {
  const label = type.actions?.[0]?.copy_code_text;
  return {
    template: {
      body: { text: AUTHENTICATION_BODY, samples: { 1: samples.get('1') ?? '' } },
      buttons: [{ kind: 'otp', otpKind: 'copy_code', ...(label ? { label } : {}) }],
      authentication: {
        securityRecommendation: type.add_security_recommendation === true,
        ...(type.code_expiration_minutes ? { expiryMinutes: type.code_expiration_minutes } : {}),
      },
    },
    fillings: [{ slot: 'body.1', before: '', key: '1', after: '' }],
  };
}

function read(name: string, type: Type, samples: SampleMap): Parts {
  const isCard = name === 'twilio/card';
  // A card's title is the text of the message and its subtitle the footer.
  const body = readText('body', type.body ?? type.title ?? '', samples);
  const footer = type.footer ?? (isCard ? type.subtitle : undefined);
  const header = readHeader(type, samples);
  const buttons = (type.actions ?? []).map((action, index) => readAction(action, index, samples));
  const other: readonly Button[] = LISTED.includes(name) && !type.cards ? [{ kind: 'other', type: labelOf(name) }] : [];
  return {
    template: {
      ...(header.header === undefined ? {} : { header: header.header }),
      body: body.part,
      ...(footer ? { footer } : {}),
      buttons: [...buttons.map((button) => button.button), ...other],
      ...(type.cards ? { carousel: type.cards.map((card) => readCard(card, samples)) } : {}),
    },
    fillings: [...header.fillings, ...body.fillings, ...buttons.flatMap((button) => button.fillings)],
  };
}

function readText(
  component: 'body' | 'header',
  written: string,
  samples: SampleMap,
): { readonly part: Body; readonly fillings: readonly Filling[] } {
  const { text, keys } = countFromOne(written);
  return {
    part: { text, samples: Object.fromEntries(keys.map((key, at) => [`${at + 1}`, samples.get(key) ?? ''])) },
    fillings: keys.map((key, at) => ({ slot: `${component}.${at + 1}`, before: '', key, after: '' })),
  };
}

function readHeader(
  type: Pick<Type, 'header_text' | 'media'>,
  samples: SampleMap,
): { readonly header?: Header; readonly fillings: readonly Filling[] } {
  const link = type.media?.[0];
  if (link !== undefined && link !== '') {
    const sample = fill(link, (key) => samples.get(key));
    return { header: { format: formatOfLink(sample) ?? 'image', sample }, fillings: whole('header.link', link) };
  }
  if (!type.header_text) return { fillings: [] };
  const { part, fillings } = readText('header', type.header_text, samples);
  return { header: { format: 'text', ...part }, fillings };
}

/** A value that is all of a text: with one variable in it, or fixed. Several variables cannot be told apart in a value. */
function whole(slot: string, text: string): readonly Filling[] {
  const cut = cutAtVariable(text);
  if (cut !== undefined) return [{ slot, ...cut }];
  return keysIn(text).length > 0 ? [] : [{ slot, before: text, after: '' }];
}

function readAction(
  action: Action,
  index: number,
  samples: SampleMap,
): { readonly button: Button; readonly fillings: readonly Filling[] } {
  const label = action.title ?? '';
  const slot = `button.${index}`;
  switch (action.type ?? 'QUICK_REPLY') {
    case 'QUICK_REPLY':
      return { button: { kind: 'quick_reply', label, ...(action.id ? { value: action.id } : {}) }, fillings: [] };
    case 'URL': {
      const { text: url, keys } = countFromOne(action.url ?? '');
      const key = keys[0];
      if (key === undefined || keys.length > 1) return { button: { kind: 'url', label, url }, fillings: [] };
      const sample = samples.get(key) ?? '';
      return { button: { kind: 'url', label, url, sample }, fillings: [{ slot, before: '', key, after: '' }] };
    }
    case 'PHONE_NUMBER':
      return { button: { kind: 'phone', label, phone: action.phone ?? '' }, fillings: [] };
    case 'COPY_CODE': {
      const code = action.code ?? '';
      const sample = fill(code, (key) => samples.get(key));
      return { button: { kind: 'copy_code', sample }, fillings: whole(slot, code) };
    }
    default:
      return { button: { kind: 'other', type: `${action.type}`, label }, fillings: [] };
  }
}

function readCard(
  card: {
    readonly body?: string | null | undefined;
    readonly media?: readonly string[] | null | undefined;
    readonly actions?: readonly Action[] | null | undefined;
  },
  samples: SampleMap,
): CarouselCard {
  const { header } = readHeader({ media: card.media ? [...card.media] : null }, samples);
  return {
    ...(header === undefined ? {} : { header }),
    ...(card.body ? { body: readText('body', card.body, samples).part } : {}),
    buttons: (card.actions ?? []).map((action, index) => readAction(action, index, samples).button),
  };
}
