// The forms and cards of a send.
import { describe, expect, it } from 'vitest';
import { slotsOf } from '../../src/domain/sends/slots.ts';
import { inboundCard } from '../../src/views/conversations/inbound-card.ts';
import { plainText } from '../../src/views/parts/text.ts';
import { gateCard } from '../../src/views/refusals/gate-card.ts';
import { sendAnswerCard, sendCard } from '../../src/views/sends/card.ts';
import { chooseTemplateForm, fillTemplateForm } from '../../src/views/sends/form.ts';
import { sendStatusList, sendTimeline } from '../../src/views/sends/status-card.ts';
import type { Card, Form } from '../../src/views/view.ts';
import { wordsFor } from '../../src/views/words/index.ts';
import { aTemplate } from '../support/app/builders.ts';
import { aboutMeta } from '../support/every-words.ts';
import { AT, ana, aSend, CUSTOMER, failure, LARGE } from './every-view.ts';

const words = aboutMeta('en');

function explanation(card: Card): string {
  const [first] = card.sections;
  return first?.kind === 'text' ? plainText(first.text) : '';
}

function fill(overrides: Partial<Parameters<typeof fillTemplateForm>[1]> = {}): Form {
  return fillTemplateForm(words, {
    draftId: 'd1',
    to: CUSTOMER,
    sender: 'Main',
    template: aTemplate(),
    values: {},
    errors: {},
    askConsent: false,
    undoSeconds: 5,
    ...overrides,
  });
}

function ids(form: Form): readonly string[] {
  return form.fields.map((field) => field.id);
}

describe('choosing a template', () => {
  it('shows to whom, masked, and searches', () => {
    const form = chooseTemplateForm(words, {
      draftId: 'd1',
      to: CUSTOMER,
      contactName: 'Eva',
      options: [{ value: 't1', label: 'order_ready (en_US)' }],
      total: 40,
      values: { template: 't1' },
      errors: {},
    });

    expect(form.fields[0]).toMatchObject({ text: 'To Eva, +54 9 11 ••••7788.' });
    expect(form.fields[1]).toMatchObject({ kind: 'search', id: 'template', total: 40 });
    expect(form.values).toEqual({ template: 't1' });
  });
});

describe('filling a template in', () => {
  it('asks for one value per slot of every component', () => {
    const form = fill({ template: LARGE });

    const asked = form.fields.filter((field) => field.kind === 'line').map((field) => field.id);
    expect(asked).toEqual(slotsOf(LARGE).map((slot) => slot.id));
  });

  it('says of each variable where it stands and what one looks like', () => {
    expect(fill().fields.find((field) => field.id === 'body.1')).toMatchObject({
      label: 'Body {{1}}',
      hint: 'In the text: “Hi {{1}}, your order {{2}} is …” · For example: Ana',
    });
  });

  it('draws the preview from what is typed so far', () => {
    const preview = fill({ values: { 'body.1': 'Eva' } }).fields.find((field) => field.kind === 'preview');

    expect(preview?.kind === 'preview' && preview.message.body).toContain('Hi Eva, your order {{2}} is ready.');
  });

  it('says on the button to whom it goes', () => {
    expect(fill().submit).toBe('Send to +54 ••••7788');
    expect(fillTemplateForm(wordsFor('es'), { ...aFill(), to: '+59899123456' }).submit).toBe('Enviar a +598 ••••3456');
  });

  it('asks for the source of consent only where none is on record', () => {
    expect(ids(fill())).not.toContain('consent');
    expect(ids(fill({ askConsent: true }))).toEqual(expect.arrayContaining(['consent', 'consent_note']));
  });

  it('says that there is nothing to fill in, and then needs no refresh', () => {
    const form = fill({ template: aTemplate({ body: { text: 'Hello there', samples: {} } }) });

    expect(ids(form)).toContain('note.no_slots');
    expect(form.buttons.map((button) => button.id)).toEqual(['back']);
  });

  it.each([
    [0, 'The message leaves at once.'],
    [1, 'After sending you have one second to cancel.'],
    [5, 'After sending you have 5 seconds to cancel.'],
  ])('tells the undo window of %i s', (undoSeconds, text) => {
    expect(fill({ undoSeconds }).fields.at(-1)).toMatchObject({ text });
  });
});

function aFill() {
  return {
    draftId: 'd1',
    to: CUSTOMER,
    sender: 'Main',
    template: aTemplate(),
    values: {},
    errors: {},
    askConsent: false,
    undoSeconds: 5,
  };
}

describe('the gate', () => {
  it('shows every answer in words, passed or not, with reason and way out', () => {
    const card = gateCard(words, {
      to: CUSTOMER,
      answers: [
        { check: 'role', passed: true },
        { check: 'opt_in', passed: false, refusal: { kind: 'no_opt_in' } },
        { check: 'pair_rate', passed: true, until: AT },
      ],
      ask: [],
    });

    const [list] = card.sections;
    expect(list?.kind === 'list' && list.items.map(plainText)).toEqual([
      '✓ Your role: passed',
      '✗ Consent: not passed. No consent of this customer is on record. Say in the form how they agreed, or get their consent first.',
      '✓ Pace to this number: passed; the message waits until 2026-03-04 14:02 UTC',
    ]);
    expect(card.summary).toContain('Not sent: one check of 3 did not pass.');
  });
});

describe('the card of a send', () => {
  it('can be cancelled while it is held, and says for how long', () => {
    const card = sendCard(
      words,
      aSend({ state: 'held', at: '2026-03-04T14:02:00.000Z', holdUntil: '2026-03-04T14:02:05.000Z' }),
    );

    expect(card.actions).toMatchObject([{ id: 'cancel_send', subject: 's1' }]);
    expect(explanation(card)).toBe('It leaves 5 seconds after Send was pressed. Until then it can be cancelled.');
    const leaves = card.facts.find(({ label }) => label === 'Goes out at');
    expect(leaves && plainText(leaves.value)).toBe('2026-03-04 14:02:05 UTC');
    expect(sendCard(words, aSend({ state: 'sent' })).facts.map(({ label }) => label)).not.toContain('Goes out at');
  });

  it.each(['queued', 'accepted', 'sent', 'delivered', 'read', 'cancelled'] as const)(
    'has no buttons once it is %s',
    (state) => {
      expect(sendCard(words, aSend({ state })).actions).toEqual([]);
    },
  );

  it('as the answer to Send is kept by nobody, and its summary stays true whatever comes', () => {
    const [held, failed] = (['held', 'failed'] as const).map((state) => sendAnswerCard(words, aSend({ state })));

    expect(held).toMatchObject({
      fleeting: true,
      summary: expect.stringContaining('its own card shows how it is going'),
    });
    expect(held?.summary).toBe(failed?.summary);
    expect(sendCard(words, aSend({ state: 'held' })).fleeting).toBeUndefined();
  });

  it('explains what uncertain means and lets a person settle it either way', () => {
    const card = sendCard(words, aSend({ state: 'uncertain' }));

    expect(explanation(card)).toContain('It is not sent again by itself');
    expect(card.actions.map(({ id, subject }) => [id, subject])).toEqual([
      ['settle_send', 's1:arrived'],
      ['settle_send', 's1:lost'],
    ]);
  });

  it('says why it failed, what to do, and the vendor’s code', () => {
    const text = explanation(sendCard(words, aSend({ state: 'failed', failure })));

    expect(text).toContain('Meta does not accept a value in the request.');
    expect(text).toContain('Check the values and the template.');
    expect(text).toContain('Provider code 100/2388024, trace AbCdEf123');
  });

  it('offers to send again only where that can help', () => {
    const retries = (change: Partial<typeof failure>) =>
      sendCard(words, aSend({ state: 'failed', failure: { ...failure, ...change } })).actions.map(
        (action) => action.id,
      );

    expect(retries({ reaction: 'permanent', fault: 'undeliverable' })).toEqual([]);
    expect(retries({ reaction: 'template' })).toEqual([]);
    expect(retries({ reaction: 'permanent', fault: 'marketing_cap', retryAt: AT })).toEqual(['retry_send']);
    expect(retries({ reaction: 'retry', fault: 'service_down' })).toEqual(['retry_send']);
    expect(retries({ reaction: 'permanent', fault: 'no_answer' })).toEqual(['retry_send']);
  });

  it('explains a wait', () => {
    const card = sendCard(words, aSend({ wait: { why: 'pair_rate', until: AT } }));

    expect(explanation(card)).toBe(
      'It waits because WhatsApp limits how fast one number may be written to. Next try 2026-03-04 14:02 UTC.',
    );
  });

  it('shows the number masked and the message as it goes out', () => {
    const card = sendCard(words, aSend({ template: aTemplate(), values: { 'body.1': 'Eva', 'body.2': 'B-7' } }));

    expect(card.title).toBe('Message 17 to +54 9 11 ••••7788');
    const preview = card.sections.find((section) => section.kind === 'preview');
    expect(preview?.kind === 'preview' && preview.message.body).toContain('Hi Eva, your order B-7 is ready.');
  });
});

describe('a customer’s answer', () => {
  const inbound = { from: CUSTOMER, kind: 'text', text: 'Yes, please', at: AT, windowUntil: AT };

  it('shows the words as text, notifies the agent, and tells the window', () => {
    const card = inboundCard(words, { ...inbound, agent: ana, answers: { number: 17, template: 'order_ready' } });

    expect(card.summary).toBe('+54 9 11 ••••7788 answered: Yes, please');
    expect(JSON.stringify(card.sections)).toContain('"mention"');
    expect(plainText(card.footer ?? '')).toContain('open until 2026-03-04 14:02 UTC');
  });

  it('says at the end how much of a message without end was left out', () => {
    const shown = (length: number) =>
      inboundCard(words, { ...inbound, text: '👋'.repeat(length) }).sections.map((section) =>
        section.kind === 'text' ? plainText(section.text) : '',
      );

    expect(shown(15_000)).toHaveLength(6);
    expect(shown(15_007).join('')).toContain(`${'👋'.repeat(15_000)}The message goes on: 7 more characters are not`);
  });

  it('keeps the customer’s words whole, and lets them turn no line of ours', () => {
    const card = inboundCard(words, { ...inbound, text: 'Yes\u202E\n\nevig' });

    expect(explanation(card)).toBe('Yes\u202E\n\nevig');
    expect(card.summary).toBe('+54 9 11 ••••7788 answered: Yes evig');
  });

  it.each([
    ['image', '', 'An image'],
    ['image', 'the broken one', 'An image: the broken one'],
    ['button', 'Yes', 'Tapped: Yes'],
    ['hologram', '', 'A message of kind “hologram”'],
    ['text', '', 'A message of kind “text”'],
  ])('names what came: %s “%s”', (kind, text, said) => {
    expect(explanation(inboundCard(words, { ...inbound, kind, text }))).toBe(said);
  });
});

describe('status', () => {
  it('lists one’s sends with state and code', () => {
    const card = sendStatusList(words, [
      { number: 3, to: CUSTOMER, template: 'order_ready', state: 'failed', at: AT, failure },
    ]);

    const [list] = card.sections;
    expect(list?.kind === 'list' && list.items.map(plainText)).toEqual([
      '3 · +54 9 11 ••••7788 · order_ready · failed, 2026-03-04 14:02 UTC (100/2388024)',
    ]);
  });

  it('says how to start when there is nothing', () => {
    expect(explanation(sendStatusList(words, []))).toContain('send-active +5491155551234');
  });

  it('tells the story in order, and why it waited', () => {
    const card = sendTimeline(words, aSend({ state: 'sent', externalId: 'wamid.X' }), [
      { state: 'held', at: AT, by: 'Ana' },
      { state: 'queued', at: AT, wait: { why: 'pair_rate' } },
      { state: 'sent', at: AT },
    ]);

    const [list] = card.sections;
    expect(list?.kind === 'list' && list.items.map(plainText)).toEqual([
      '2026-03-04 14:02 UTC: Ana pressed Send; it waited in case of a change of mind.',
      '2026-03-04 14:02 UTC: It waits because WhatsApp limits how fast one number may be written to.',
      '2026-03-04 14:02 UTC: it left WhatsApp towards the phone.',
    ]);
    expect(plainText(card.footer ?? '')).toBe('Message id at the provider: wamid.X');
  });
});
