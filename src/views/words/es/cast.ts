// El ensayo en español: qué hace cada persona, y un ejemplo para cada formulario.
import type { Cast } from '../pack.ts';

export const cast: Cast = {
  roles: { proposer: 'Propone plantillas', approver: 'Aprueba', agent: 'Escribe a clientes', admin: 'Administra' },
  simulator: 'Simulador',
  examples: {
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
};
