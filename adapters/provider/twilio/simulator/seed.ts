// Contents a fresh account already has, so that there is something to send at once.
import type { StoredContent } from './model.ts';
import type { World } from './world.ts';

/** Two approved ones, in two languages, and one that was never submitted. */
export function seedContents(world: World): void {
  const createdAt = world.settings.now().toISOString();
  const approved = (name: string, content_type: string) => ({
    name,
    category: 'UTILITY',
    content_type,
    status: 'approved',
    rejection_reason: '',
  });
  const contents: readonly Omit<StoredContent, 'sid' | 'createdAt'>[] = [
    {
      friendlyName: 'visit_reminder',
      language: 'en',
      variables: { 1: 'Ana', 2: 'Tuesday at 10', 3: '83' },
      types: {
        'whatsapp/card': {
          body: 'Hello {{1}}, we visit you on {{2}}. Does that suit you?',
          footer: 'Lumen, service team',
          actions: [
            { type: 'QUICK_REPLY', title: 'Yes', id: 'visit_yes' },
            { type: 'QUICK_REPLY', title: 'Another day', id: 'visit_later' },
            { type: 'URL', title: 'Details', url: 'https://example.com/visits/{{3}}' },
          ],
        },
      },
      approval: approved('visit_reminder', 'whatsapp/card'),
    },
    {
      friendlyName: 'pedido_listo',
      language: 'es_AR',
      variables: { 1: 'Ana', 2: 'A-100' },
      types: { 'twilio/text': { body: 'Hola {{1}}, tu pedido {{2}} está listo para retirar.' } },
      approval: approved('pedido_listo', 'twilio/text'),
    },
    {
      friendlyName: 'draft_in_console',
      language: 'en',
      variables: {},
      types: { 'twilio/text': { body: 'Somebody began this in the console and never submitted it.' } },
    },
  ];
  for (const content of contents) world.memory.contents.push({ ...content, sid: world.newSid('HX'), createdAt });
  world.save();
}
