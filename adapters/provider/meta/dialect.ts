// Which templates Meta takes: all that WhatsApp has, since the rules are Meta's own.
import type { Dialect } from '../../../src/domain/senders/dialect.ts';

export const DIALECT: Dialect = {
  categories: ['MARKETING', 'UTILITY', 'AUTHENTICATION'],
  languages: 'all',
  headers: ['text', 'image', 'video', 'document', 'gif', 'location'],
  buttons: ['quick_reply', 'url', 'phone', 'copy_code', 'otp', 'other'],
  footer: true,
  namedParameters: true,
  lengths: {},
  // Meta, "Template components": up to 10 buttons.
  mostButtons: 10,
  neverTells: [],
};
