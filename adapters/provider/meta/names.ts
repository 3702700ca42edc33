// What people call this provider and the place where its templates are looked after.
import type { ProviderNames } from '../../../src/domain/senders/names.ts';

export const META_NAMES: ProviderNames = {
  provider: 'Meta',
  console: 'WhatsApp Manager',
  consoleIn: { es: 'el Administrador de WhatsApp' },
};
