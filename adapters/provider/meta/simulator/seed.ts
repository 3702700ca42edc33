// Two approved templates that somebody made elsewhere, so that a first sync finds something to list.
import type { StoredTemplate } from './model.ts';
import { nextTemplateId } from './templates/templates.ts';
import type { World } from './world.ts';

/** Only into an empty account: a restarted simulator keeps what became of them. */
export function seedTemplates(world: World): void {
  if (world.state.templates.size() > 0) return;
  world.state.templates.put({
    ...common(world),
    name: 'order_ready',
    language: 'es_AR',
    parameterFormat: 'POSITIONAL',
    components: [
      {
        type: 'BODY',
        text: 'Hola {{1}}, tu pedido {{2}} ya está listo para retirar en nuestro local.',
        example: { body_text: [['Lucía', 'A-1042']] },
      },
      { type: 'FOOTER', text: 'Respondé este mensaje si necesitás ayuda' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Voy hoy' },
          { type: 'QUICK_REPLY', text: 'Otro día' },
        ],
      },
    ],
  });
  world.state.templates.put({
    ...common(world),
    name: 'appointment_reminder',
    language: 'en_US',
    parameterFormat: 'NAMED',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Your appointment' },
      {
        type: 'BODY',
        text: 'Hi {{first_name}}, this is a reminder of your appointment on {{day}} at {{time}}. See you soon.',
        example: {
          body_text_named_params: [
            { param_name: 'first_name', example: 'Grace' },
            { param_name: 'day', example: 'Monday 4 May' },
            { param_name: 'time', example: '10:30' },
          ],
        },
      },
      {
        type: 'BUTTONS',
        buttons: [
          {
            type: 'URL',
            text: 'See details',
            url: 'https://example.com/visits/{{1}}',
            example: ['https://example.com/visits/83'],
          },
        ],
      },
    ],
  });
}

function common(world: World): Omit<StoredTemplate, 'name' | 'language' | 'parameterFormat' | 'components'> {
  return {
    id: nextTemplateId(world),
    category: 'UTILITY',
    status: 'APPROVED',
    rejectedReason: 'NONE',
    score: 'GREEN',
    strikes: 0,
    createdAt: world.settings.now().toISOString(),
    approvedEdits: [],
  };
}
