// A make-believe application behind the console: enough of propose, decide, review, send and answer to drive every screen.
// `advance` plays the parts that time plays in real life.

import type { PreviewMessage } from '../../../src/domain/templates/preview.ts';
import type { ChatPlatform, Dispatch, Intent, MessageRef, Reply, Search } from '../../../src/ports/chat.ts';
import type { CustomerPhone, PhoneMessage } from '../../../src/ports/rehearsal.ts';
import type { Card, Form, Values } from '../../../src/views/view.ts';

const LANGUAGES = [
  'Spanish',
  'Spanish (Argentina)',
  'Spanish (Mexico)',
  'English',
  'English (US)',
  'Portuguese (Brazil)',
  'French',
].map((label) => ({
  value: label.toLowerCase().replaceAll(/[^a-z]+/g, '_'),
  label,
}));
export const EXAMPLE: Values = {
  name: 'order_ready',
  category: 'UTILITY',
  language: 'spanish_argentina_',
  body: 'Hola {{1}}, *tu pedido* está listo para retirar en {{2}}.\nTe esperamos hasta las 20 h.',
  footer: 'Responde BAJA para no recibir más mensajes',
};

export type Demo = {
  readonly dispatch: Dispatch;
  readonly search: Search;
  readonly phone: CustomerPhone;
  readonly intents: readonly Intent[];
  /** What the provider does next: the review ends, the message is delivered. */
  advance(): Promise<void>;
};

/** `platform` is asked when it is there: the demo is made first. */
export function createDemo(platform: () => ChatPlatform): Demo {
  const intents: Intent[] = [];
  const replies = new Map<string, Promise<Reply>>();
  const phone = createFakePhone((text) => report(text));
  let values: Values = {};
  let card: MessageRef | undefined;
  let sent: MessageRef | undefined;
  let next: (() => Promise<void>) | undefined;

  const posted = async (channel: string, what: Card, key: string) => {
    const result = await platform().post({ to: 'channel', channel }, what, key);
    if (!result.ok) throw new Error('post failed');
    return result.value;
  };
  async function report(text: string): Promise<void> {
    if (sent)
      await platform().post(
        { to: 'thread', root: sent },
        aCard(`+54 9 11 ••••1234: ${text}`, 'plain', []),
        `answer-${text}`,
      );
  }

  async function answer(intent: Intent): Promise<Reply> {
    intents.push(intent);
    switch (intent.kind) {
      case 'command':
        if (intent.command === 'send-active') return { show: 'form', form: sendForm({}) };
        return intent.text === 'propose'
          ? { show: 'form', form: proposeForm({}, {}) }
          : { show: 'notice', card: helpCard() };
      case 'form':
        return intent.form === 'send' ? confirmSend() : proposal(intent);
      case 'action':
        return decide(intent);
      case 'thread_message':
        return { show: 'nothing' };
    }
  }
  async function proposal(intent: Extract<Intent, { kind: 'form' }>): Promise<Reply> {
    const errors = faultsOf(intent.values);
    if (intent.button === 'live') return { show: 'form', form: proposeForm(intent.values, {}) };
    if (Object.keys(errors).length > 0) return { show: 'form', form: proposeForm(intent.values, errors) };
    values = intent.values;
    card = await posted('approvals', requestCard(values, intent.actor.name), `request-${intent.deliveryId}`);
    return { show: 'notice', card: aCard('Sent for approval', 'good', []) };
  }
  async function decide(intent: Extract<Intent, { kind: 'action' }>): Promise<Reply> {
    if (intent.action === 'open_propose') return { show: 'form', form: proposeForm({}, {}) };
    if (intent.action !== 'approve') return { show: 'notice', card: aCard('Nothing to do here', 'plain', []) };
    if (intent.actor.id === 'ana') {
      return {
        show: 'notice',
        card: {
          ...aCard('You may not decide', 'warning', []),
          sections: [{ kind: 'text', text: 'The role “approver” is needed. Ben Okafor can give it.' }],
        },
      };
    }
    next = async () => {
      if (!card) return;
      await platform().update(card, {
        ...requestCard(values, 'Ana Souza'),
        tone: 'good',
        actions: [{ id: 'disable_template', label: 'Disable', subject: 'x' }],
      });
      await platform().post({ to: 'thread', root: card }, aCard('WhatsApp approved order_ready', 'good', []), 'review');
      await platform().post(
        { to: 'person', id: 'ana' },
        aCard('Your template order_ready can be used', 'good', []),
        'told',
      );
    };
    return {
      show: 'card',
      card: {
        ...requestCard(values, 'Ana Souza'),
        tone: 'good',
        actions: [],
        footer: ['Approved by ', { strong: intent.actor.name }, '.'],
      },
    };
  }
  async function confirmSend(): Promise<Reply> {
    sent = await posted(
      'sends',
      aCard('Message to +54 9 11 ••••1234', 'working', [
        { id: 'cancel_send', label: 'Cancel', subject: 's1', style: 'danger' },
      ]),
      'send',
    );
    next = async () => {
      if (sent) await platform().update(sent, aCard('Message to +54 9 11 ••••1234', 'good', []));
      phone.deliver('+5491155551234', customerSees({ ...EXAMPLE, ...values }));
    };
    return { show: 'nothing' };
  }
  return {
    intents,
    phone,
    dispatch(intent) {
      const known = replies.get(intent.deliveryId) ?? answer(intent);
      replies.set(intent.deliveryId, known);
      return known;
    },
    search: async ({ text }) => LANGUAGES.filter((one) => one.label.toLowerCase().includes(text.toLowerCase())),
    async advance() {
      const step = next;
      next = undefined;
      await step?.();
    },
  };
}

function faultsOf(values: Values): Record<string, string> {
  return {
    ...(/^[a-z0-9_]+$/.test(values.name ?? '')
      ? {}
      : { name: 'Use lower-case letters, digits and underscores, for example order_ready.' }),
    ...((values.category ?? '') === '' ? { category: 'Choose one: WhatsApp charges and reviews by category.' } : {}),
    ...((values.body ?? '').endsWith('}}')
      ? { body: 'A variable may not stand at the end. Add a word after it.' }
      : {}),
    ...((values.body ?? '') === '' ? { body: 'The body is missing.' } : {}),
  };
}

function customerSees(values: Values): PreviewMessage {
  return {
    header: { kind: 'text', text: 'Tu pedido' },
    body: (values.body ?? '').replace('{{1}}', 'Marta').replace('{{2}}', 'Av. Corrientes 1234'),
    ...(values.footer ? { footer: values.footer } : {}),
    buttons: [
      { kind: 'quick_reply', label: 'Voy hoy', detail: '' },
      { kind: 'url', label: 'Ver en el mapa', detail: 'https://example.com/mapa' },
    ],
  };
}

export function proposeForm(values: Values, errors: Record<string, string>): Form {
  return {
    id: 'propose',
    context: 'draft-1',
    title: 'Propose template',
    summary: 'Propose a template, step 1 of 2',
    fields: [
      { kind: 'note', id: 'step', tone: 'plain', text: ['Step 1 of 2: ', { strong: 'what it says' }, '.'] },
      {
        kind: 'line',
        id: 'name',
        label: 'Name',
        max: 512,
        placeholder: 'order_ready',
        hint: 'Lower-case letters, digits and underscores. It cannot be changed later.',
      },
      { kind: 'search', id: 'language', label: 'Language', options: LANGUAGES.slice(0, 3), total: 70 },
      {
        kind: 'choice',
        id: 'category',
        label: 'Category',
        look: 'radio',
        options: [
          { value: 'UTILITY', label: 'Utility', hint: 'About something the customer ordered or asked for' },
          { value: 'MARKETING', label: 'Marketing', hint: 'Offers, news, reminders to buy' },
        ],
      },
      {
        kind: 'lines',
        id: 'body',
        label: 'Body',
        max: 1024,
        live: true,
        hint: 'Variables are {{1}}, {{2}} … Formatting: *bold*, _italic_.',
      },
      { kind: 'line', id: 'footer', label: 'Footer', max: 60, optional: true, live: true },
      { kind: 'preview', id: 'preview', label: 'What the customer will see', message: customerSees(values) },
    ],
    submit: 'Ask for approval',
    buttons: [],
    close: 'Cancel',
    values,
    errors,
  };
}

function sendForm(values: Values): Form {
  return {
    id: 'send',
    context: 'send-1',
    title: 'Message a customer',
    summary: 'Send a template to one customer',
    fields: [
      { kind: 'raw', id: 'to', label: 'To', text: '+54 9 11 ••••1234' },
      { kind: 'line', id: 'name', label: 'Customer name {{1}}' },
      { kind: 'preview', id: 'preview', label: 'What the customer will see', message: customerSees(EXAMPLE) },
    ],
    submit: 'Send to +54 ••••1234',
    buttons: [{ id: 'back', label: 'Other template' }],
    close: 'Cancel',
    values,
    errors: {},
  };
}

function requestCard(values: Values, by: string): Card {
  return {
    title: `Approve ${values.name ?? ''}?`,
    tone: 'plain',
    facts: [
      { label: 'Proposed by', value: by },
      { label: 'Category', value: 'Utility' },
      { label: 'Language', value: 'Spanish (Argentina)' },
      { label: 'Decide until', value: [{ time: '2026-03-06T18:00:00.000Z' }] },
    ],
    sections: [
      { kind: 'preview', label: 'What the customer will see', message: customerSees(values) },
      {
        kind: 'diff',
        label: 'Changes since revision 1',
        lines: [
          { mark: 'same', text: 'Hola {{1}},' },
          { mark: 'removed', text: 'ven cuando quieras.' },
          { mark: 'added', text: 'tu pedido está listo.' },
        ],
      },
      { kind: 'list', title: 'Worth a look', items: ['No opt-out line in the body.'] },
    ],
    actions: [
      { id: 'approve', label: 'Approve', style: 'primary', subject: 'p1/1' },
      { id: 'reject', label: 'Reject…', style: 'danger', subject: 'p1/1', opensForm: true },
      { id: 'request_changes', label: 'Request changes…', subject: 'p1/1', opensForm: true },
      {
        id: 'withdraw',
        label: 'Withdraw',
        subject: 'p1/1',
        confirm: {
          title: 'Withdraw the request?',
          text: 'Nobody can approve it afterwards.',
          yes: 'Withdraw',
          no: 'Keep it',
        },
      },
    ],
    footer: [{ mention: { name: 'Ben Okafor', ids: { console: 'ben' } } }, ' can decide. 0/1 approvals.'],
    summary: `${by} asks to approve ${values.name ?? ''}`,
  };
}

function helpCard(): Card {
  return {
    ...aCard('What Aval can do', 'plain', [
      { id: 'open_propose', label: 'Propose a template', style: 'primary', subject: '' },
    ]),
    facts: [],
    sections: [
      {
        kind: 'list',
        items: [
          [{ code: '/template propose' }, ' proposes a template'],
          [{ code: '/send-active +5491155551234' }, ' sends one to a customer'],
        ],
      },
    ],
  };
}

function aCard(title: string, tone: Card['tone'], actions: Card['actions']): Card {
  return {
    title,
    tone,
    facts: [{ label: 'Template', value: [{ code: 'order_ready' }] }],
    sections: [],
    actions,
    summary: title,
  };
}

export type FakePhone = CustomerPhone & { deliver(e164: string, preview: PreviewMessage): void };

function createFakePhone(onAnswer: (text: string) => Promise<void>): FakePhone {
  const messages = new Map<string, PhoneMessage[]>();
  const listeners = new Set<(e164: string) => void>();
  const add = (e164: string, message: PhoneMessage) => {
    messages.set(e164, [...(messages.get(e164) ?? []), message]);
    for (const listener of listeners) listener(e164);
  };
  const count = (e164: string) => messages.get(e164)?.length ?? 0;
  const at = () => new Date().toISOString();
  const answered = (e164: string, text: string, answers?: string) => {
    add(e164, {
      id: `out-${count(e164)}`,
      direction: 'out',
      at: at(),
      preview: { body: text, buttons: [] },
      ...(answers ? { answers } : {}),
    });
    void onAnswer(text);
    return true;
  };
  return {
    numbers: () => [...messages.keys()].map((e164) => ({ e164, unread: 0 })),
    messages: (e164) => messages.get(e164) ?? [],
    reply: (e164, { text }) => text !== '' && messages.has(e164) && answered(e164, text),
    tap(e164, id, index) {
      const button = messages.get(e164)?.find((one) => one.id === id)?.preview.buttons[index];
      return button?.kind === 'quick_reply' && answered(e164, button.label, id);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    deliver: (e164, preview) =>
      add(e164, { id: `in-${count(e164)}`, direction: 'in', at: at(), preview, status: 'delivered' }),
  };
}
