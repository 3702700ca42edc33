// What Meta's folder gives to the registry.
import { providerEntry } from '../entry.ts';
import { META } from './facts.ts';
import { MetaSettings } from './settings.ts';

export const meta = providerEntry({
  facts: META,
  settings: MetaSettings,
  create: async (settings, senderId, deps) =>
    (await import('./index.ts')).createMetaProvider({ ...settings, senderId }, deps),
  templateFiles: async () => (await import('./templates/file.ts')).readTemplateFile,
  rehearsal: async () => (await import('./rehearsal.ts')).startRehearsal,
});
