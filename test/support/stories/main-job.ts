// What is proposed and sent in the story of the main job, and what Meta must be asked for it, word by word.
import { SIMULATOR_SECRETS } from '../meta/real-simulator.ts';

/** In every text people write here; it may never be in a log. */
export const CANARY = 'quetzal';
export const TEMPLATE = 'order_pickup';
export const CUSTOMER = '+5491155557788';
export const REASON = `Say where to pick it up, ${CANARY}.`;
export const ANSWER = `Thanks <!channel> & see you, ${CANARY}!`;

export const CREATE = `POST /${SIMULATOR_SECRETS.wabaId}/message_templates`;
export const LIST = `GET /${SIMULATOR_SECRETS.wabaId}/message_templates`;
export const SEND = `POST /${SIMULATOR_SECRETS.phoneNumberId}/messages`;

export const BODY_1 = `Hello {{1}}, your order {{2}} is ready. Our ${CANARY} is waiting for you.`;
export const BODY_2 = `Hello {{1}}, your order {{2}} is ready at the main desk. Our ${CANARY} is waiting for you.`;

export const STEP_1 = {
  name: TEMPLATE,
  language: 'en_US',
  category: 'UTILITY',
  header_format: 'text',
  header_text: 'Order {{1}}',
  body: BODY_1,
  footer: 'The shop on the corner',
  button_count: '2',
};

export const STEP_2 = {
  'sample.header.1': 'A-1042',
  'sample.body.1': 'Grace',
  'sample.body.2': 'A-1042',
  'button.0.kind': 'quick_reply',
  'button.0.label': 'On my way',
  'button.0.value': 'coming',
  'button.1.kind': 'url',
  'button.1.label': 'See the order',
  'button.1.value': 'https://shop.example.com/orders/{{1}}',
  'sample.button.1': 'https://shop.example.com/orders/A-1042',
};

/** The body of the one creation: revision 2, as it was approved. */
export const CREATION = {
  name: TEMPLATE,
  language: 'en_US',
  category: 'UTILITY',
  parameter_format: 'positional',
  components: [
    { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}', example: { header_text: ['A-1042'] } },
    { type: 'BODY', text: BODY_2, example: { body_text: [['Grace', 'A-1042']] } },
    { type: 'FOOTER', text: 'The shop on the corner' },
    {
      type: 'BUTTONS',
      buttons: [
        { type: 'QUICK_REPLY', text: 'On my way' },
        {
          type: 'URL',
          text: 'See the order',
          url: 'https://shop.example.com/orders/{{1}}',
          example: ['https://shop.example.com/orders/A-1042'],
        },
      ],
    },
  ],
};

export const SLOTS = { 'header.1': 'A-7', 'body.1': `Rosa ${CANARY}`, 'body.2': 'A-7', 'button.1': 'A-7' };

/** The body of the one send, besides our own id in it. */
export const MESSAGE = {
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  to: CUSTOMER,
  type: 'template',
  template: {
    name: TEMPLATE,
    language: { code: 'en_US' },
    components: [
      { type: 'header', parameters: [{ type: 'text', text: 'A-7' }] },
      {
        type: 'body',
        parameters: [
          { type: 'text', text: `Rosa ${CANARY}` },
          { type: 'text', text: 'A-7' },
        ],
      },
      { type: 'button', sub_type: 'quick_reply', index: '0', parameters: [{ type: 'payload', payload: 'coming' }] },
      { type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: 'A-7' }] },
    ],
  },
};

/** As typed after `/send-active`, and what the answer must hold. */
export const BAD_NUMBERS: readonly (readonly [typed: string, corrected: string])[] = [
  ['+54 9 11 5555 7788', CUSTOMER],
  ['+54-9-11-5555-7788', CUSTOMER],
  ['005491155557788', CUSTOMER],
  ['5491155557788', CUSTOMER],
  ['1155557788', '+5491155551234'],
  ['+54911CALLME', '+5491155551234'],
  ['+5491155557788,+5491155557789', CUSTOMER],
  ['+54911', '+5491155551234'],
  ['+999123456789', '+5491155551234'],
];
