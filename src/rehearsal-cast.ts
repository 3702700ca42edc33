// Who plays in a rehearsal, and what "Use an example" writes into empty forms. Made-up people and a number from a range
// kept for fiction.
import type { Person } from '../adapters/chat/console/settings.ts';

const ROLES = {
  en: { proposer: 'Proposes templates', approver: 'Approves', agent: 'Writes to customers', admin: 'Admin' },
  es: { proposer: 'Propone plantillas', approver: 'Aprueba', agent: 'Escribe a clientes', admin: 'Administra' },
};

/** Ids are those of `config/rehearsal.ts`. */
export function consolePeople(language: 'en' | 'es'): readonly Person[] {
  const role = ROLES[language];
  const person = (id: string, name: string, part: NonNullable<Person['part']>) => ({
    id,
    name,
    role: role[part],
    part,
    locale: language,
  });
  return [
    person('sofia', 'Sofía', 'proposer'),
    person('andres', 'Andrés', 'approver'),
    person('elena', 'Elena', 'approver'),
    person('lucia', 'Lucía', 'agent'),
    person('marta', 'Marta', 'admin'),
  ];
}

/** The number the guided path writes to. */
const EXAMPLE_NUMBER = '+5491155551234';

export const rehearsalExamples = {
  exampleNumber: EXAMPLE_NUMBER,
  examples: {
    en: {
      propose: {
        name: 'order_ready_pickup',
        language: 'en',
        category: 'UTILITY',
        header_format: 'text',
        header_text: 'Your order is ready',
        body: 'Hi {{1}}, your order {{2}} is ready. You can pick it up at our shop until {{3}} in the evening.',
        footer: 'Reply to this message if you need help.',
        button_count: '2',
        'sample.body.1': 'Ana',
        'sample.body.2': 'A-1042',
        'sample.body.3': '8 pm',
        'button.0.kind': 'quick_reply',
        'button.0.label': 'I will come today',
        'button.1.kind': 'quick_reply',
        'button.1.label': 'Another day',
      },
      send: { 'body.1': 'Ana', 'body.2': 'A-1042', 'body.3': '8 pm', consent: 'customer_wrote' },
      reject: { reason: 'The wording could be read as advertising.' },
      request_changes: { reason: 'Please say until when the order can be picked up.' },
    },
    es: {
      propose: {
        name: 'pedido_listo_retiro',
        language: 'es',
        category: 'UTILITY',
        header_format: 'text',
        header_text: 'Tu pedido está listo',
        body: 'Hola {{1}}, tu pedido {{2}} está listo. Puedes retirarlo en nuestro local hasta las {{3}} de hoy.',
        footer: 'Responde a este mensaje si necesitas ayuda.',
        button_count: '2',
        'sample.body.1': 'Ana',
        'sample.body.2': 'A-1042',
        'sample.body.3': '20 h',
        'button.0.kind': 'quick_reply',
        'button.0.label': 'Paso hoy',
        'button.1.kind': 'quick_reply',
        'button.1.label': 'Otro día',
      },
      send: { 'body.1': 'Ana', 'body.2': 'A-1042', 'body.3': '20 h', consent: 'customer_wrote' },
      reject: { reason: 'El texto se puede leer como publicidad.' },
      request_changes: { reason: 'Falta decir hasta cuándo se puede retirar el pedido.' },
    },
  },
} as const;
