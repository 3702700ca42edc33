// Which templates a provider takes, as data, where that is narrower than WhatsApp itself (`rules/limits.ts`).
import type { Button, Category, Header } from '../templates/template.ts';

export type HeaderKind = Header['format'];
export type ButtonKind = Button['kind'];

/** A part that is not listed is not offered by the form, and found by the rules where a draft or a file has it. */
export type Dialect = {
  readonly categories: readonly Category[];
  /** Language codes exactly as the provider writes them; `all` = every language of WhatsApp. */
  readonly languages: 'all' | readonly string[];
  readonly headers: readonly HeaderKind[];
  readonly buttons: readonly ButtonKind[];
  readonly footer: boolean;
  readonly namedParameters: boolean;
  /** Lengths that are shorter than WhatsApp's, in code points. */
  readonly lengths: {
    readonly body?: number;
    readonly header?: number;
    readonly footer?: number;
    readonly buttonLabel?: number;
  };
  readonly mostButtons: number;
  /** What it never tells: cards and `doctor` do not wait for it. */
  readonly neverTells: readonly ('read' | 'quality' | 'category_change' | 'held')[];
};

/** Everything WhatsApp itself has: what is offered before a sender is chosen, and what a provider takes that narrows nothing. */
export const WHOLE_DIALECT: Dialect = {
  categories: ['MARKETING', 'UTILITY', 'AUTHENTICATION'],
  languages: 'all',
  headers: ['text', 'image', 'video', 'document', 'gif', 'location'],
  buttons: ['quick_reply', 'url', 'phone', 'copy_code', 'otp', 'other'],
  footer: true,
  namedParameters: true,
  lengths: {},
  mostButtons: 10,
  neverTells: [],
};
