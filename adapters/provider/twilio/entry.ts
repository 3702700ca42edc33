// What Twilio's folder gives to the registry.
import { providerEntry } from '../entry.ts';
import { TWILIO } from './facts.ts';
import { TwilioSettings } from './settings.ts';

export const twilio = providerEntry({
  facts: TWILIO,
  settings: TwilioSettings,
  create: async (settings, senderId, deps) =>
    (await import('./index.ts')).createTwilioProvider({ ...settings, senderId }, deps),
  templateFiles: async () => (await import('./templates/file.ts')).readTemplateFile,
  rehearsal: async () => (await import('./rehearsal.ts')).startRehearsal,
});
