// The rehearsal in English: what people do, and an example for each form.
import type { Cast } from '../pack.ts';

export const cast: Cast = {
  roles: { proposer: 'Proposes templates', approver: 'Approves', agent: 'Writes to customers', admin: 'Admin' },
  simulator: 'Simulator',
  examples: {
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
};
