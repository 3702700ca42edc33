// `/send-active`: what is typed, which template is meant, and the form that asks for every value.

import { describe, expect, test } from 'vitest';
import type { Settings } from '../../../src/app/deps.ts';
import { optionOf } from '../../../src/app/sends/steps.ts';
import { contactFor } from '../../../src/store/contacts/contacts.ts';
import type { StoredTemplate } from '../../../src/store/templates.ts';
import { DAY, startTestApp } from '../../support/app/app.ts';
import { aCodeTemplate, aTemplate } from '../../support/app/builders.ts';
import { PENDING, SERVICE_DOWN } from '../../support/app/fake-provider.ts';
import { CUSTOMER, contextOf, FILLED, press, sendable, storedTemplate } from '../../support/app/stories.ts';
import { cardOf, formOf, inputsOf, noticeOf, textOf } from '../../support/read-card.ts';

// The same variables in other words: nothing but the text tells them apart.
const OTHER_TEXT = aTemplate({ body: { ...aTemplate().body, text: `${aTemplate().body.text} Final notice.` } });
const OTHER = aTemplate({ ...OTHER_TEXT, name: 'last_call' });

describe('a number that is not right is answered with its fault and a corrected example', () => {
  test.each([
    ['+54 9 11 5555-1234', 'spaces', '+5491155551234'],
    ['+549-11-5555-1234', 'dashes', '+5491155551234'],
    ['005491155551234', '00', '+5491155551234'],
    ['5491155551234', 'no +', '+5491155551234'],
    ['+5491155551234 +5491155551235', 'two numbers', '+5491155551234'],
    ['1155551234', 'country code', '+5491155551234'],
    ['+54911ABC1234', 'letters', '+5491155551234'],
    ['+54', 'too short', '+5491155551234'],
    ['+541152639999', 'number we send from', ''],
  ])('%s: %s', async (typed, fault, corrected) => {
    const app = await startTestApp();
    await sendable(app);

    const refused = noticeOf(await app.person('lucia').types(`/send-active ${typed}`));

    expect(textOf(refused)).toContain(fault);
    expect(textOf(refused)).toContain(corrected);
  });

  test('the corrected number opens the form by its button', async () => {
    const app = await startTestApp();
    await sendable(app);
    const refused = noticeOf(await app.person('lucia').types('/send-active 5491155551234'));

    const form = formOf(await app.person('lucia').presses(refused, 'open_send'));

    expect(form.summary).toContain('1234');
  });
});

test('without a number it answers with examples', async () => {
  const app = await startTestApp();

  const help = noticeOf(await app.person('lucia').types('/send-active'));

  expect(textOf(help)).toContain('“send-active +');
});

test('words too many are not silently dropped', async () => {
  const app = await startTestApp();
  await sendable(app);

  const refused = noticeOf(await app.person('lucia').types(`/send-active ${CUSTOMER} order_ready en_US please`));

  expect(textOf(refused)).toContain('please');
});

test('who is no agent is refused, at the command and at every step', async () => {
  const app = await startTestApp();
  await sendable(app);
  const form = await app.person('lucia').opens(`/send-active ${CUSTOMER} order_ready`);

  const command = noticeOf(await app.person('sofia').types(`/send-active ${CUSTOMER}`));
  const step = noticeOf(await app.person('sofia').sends(form, FILLED));

  expect(textOf(command)).toContain('agent');
  expect(textOf(step)).toContain('agent');
});

test('a named template goes straight to its values', async () => {
  const app = await startTestApp();
  await sendable(app);

  const form = await app.person('lucia').opens(`/send-active ${CUSTOMER} order_ready`);

  expect(inputsOf(form).map((field) => field.id)).toEqual(['body.1', 'body.2']);
  expect(form.submit).toMatch(/1234$/);
  expect(form.submit).not.toContain('5555');
});

test('a template in two languages needs one to be named', async () => {
  const app = await startTestApp();
  await sendable(app);
  await sendable(app, aTemplate({ language: 'es_AR' }));

  const refused = noticeOf(await app.person('lucia').types(`/send-active ${CUSTOMER} order_ready`));
  const form = await app.person('lucia').opens(`/send-active ${CUSTOMER} order_ready es_AR`);
  const other = noticeOf(await app.person('lucia').types(`/send-active ${CUSTOMER} order_ready pt_BR`));

  expect(textOf(refused)).toMatch(/en_US.*es_AR/);
  expect(form.fields.some((field) => field.kind === 'note' && String(field.text).includes('es_AR'))).toBe(true);
  expect(textOf(other)).toContain('order_ready en_US');
});

test('of two languages, one that cannot be sent is no choice', async () => {
  const app = await startTestApp();
  await sendable(app);
  app.provider.holds(aTemplate({ language: 'es_AR' }), { review: PENDING });
  await app.tick('templates.sync');

  const form = await app.person('lucia').opens(`/send-active ${CUSTOMER} order_ready`);

  expect(form.context).toMatch(/:2:[0-9a-f]{16}$/);
});

test('an unknown template is answered with names that come close', async () => {
  const app = await startTestApp();
  await sendable(app);

  const refused = noticeOf(await app.person('lucia').types(`/send-active ${CUSTOMER} order_redy`));

  expect(textOf(refused)).toContain('order_ready');
});

test.each([
  ['not enabled', 'not enabled', {}],
  ['in review', 'in review', { review: PENDING }],
] as const)('a named template that is %s says so', async (_what, said, change) => {
  const app = await startTestApp();
  app.provider.holds(aTemplate(), change);
  await app.tick('templates.sync');

  const refused = noticeOf(await app.person('lucia').types(`/send-active ${CUSTOMER} order_ready`));

  expect(textOf(refused)).toContain(said);
});

test('without any sendable template the way to get one is said', async () => {
  const app = await startTestApp();

  const refused = noticeOf(await app.person('lucia').types(`/send-active ${CUSTOMER}`));

  expect(textOf(refused)).toContain('“template propose”');
});

test('the search offers only what can be sent, by name, text and language, and only to agents', async () => {
  const app = await startTestApp();
  await sendable(app);
  await sendable(app, aTemplate({ name: 'otra', language: 'es_AR' }));
  app.provider.holds(aTemplate({ name: 'waiting' }), { review: PENDING });
  await app.tick('templates.sync');
  const lucia = app.person('lucia');
  const form = await lucia.opens(`/send-active ${CUSTOMER}`);
  const names = async (text: string) => (await lucia.searches(form, 'template', text)).map((option) => option.label);

  expect(await names('')).toEqual(['order_ready (en_US)', 'otra (es_AR)']);
  expect(await names('MAIN desk es_ar')).toEqual(['otra (es_AR)']);
  expect(await names('order_r')).toEqual(['order_ready (en_US)']);
  expect(await names('100%')).toEqual([]);
  expect(await app.person('sofia').searches(form, 'template', '')).toEqual([]);
});

test('a customer found by name stands for their number; only agents find any, and the number is masked', async () => {
  const app = await startTestApp();
  await sendable(app);
  const lucia = app.person('lucia');
  const make = { newId: () => 'contact-rosa', at: app.clock.iso(), name: 'Rosa' };
  await app.store.write((tx) => contactFor(tx.db, [{ kind: 'phone', value: CUSTOMER }], make));
  const form = await lucia.opens(`/send-active ${CUSTOMER}`);

  const found = await lucia.searches(form, 'contact', 'ros');

  expect(found.map((option) => option.label)).toEqual(['Rosa · +54 9 11 ••••1234']);
  expect(JSON.stringify(found)).not.toContain(CUSTOMER);
  expect(formOf(await lucia.types(`/send-active ${found[0]?.value}`)).summary).toContain('1234');
  expect(await app.person('sofia').searches(form, 'contact', 'ros')).toEqual([]);
  noticeOf(await app.person('sofia').types(`/send-active ${found[0]?.value}`));
  expect(textOf(noticeOf(await lucia.types('/send-active contact:nobody')))).toContain('letters');
});

test('an empty value is answered with the example its own hint gives', async () => {
  const app = await startTestApp();
  await sendable(app);
  const lucia = app.person('lucia');
  const form = await lucia.opens(`/send-active ${CUSTOMER} order_ready`);

  const refused = formOf(await lucia.sends(form, { 'body.1': 'Eva' }));

  expect(inputsOf(refused).find(({ id }) => id === 'body.2')?.hint).toContain('A-1042');
  expect(refused.errors['body.2']).toMatch(/Example: A-1042$/);
});

test('choosing leads to the values, and back to the choice with nothing lost', async () => {
  const app = await startTestApp();
  const template = await sendable(app);
  await sendable(app, aTemplate({ name: 'another_one' }));
  const lucia = app.person('lucia');

  const choose = await lucia.opens(`/send-active ${CUSTOMER}`);
  const nothing = formOf(await lucia.sends(choose));
  const fill = formOf(await lucia.sends(nothing, { template: template.id }));
  const back = formOf(await lucia.sends(fill, { 'body.1': 'Ana' }, { button: 'back' }));
  const again = formOf(await lucia.sends(back));

  expect(Object.keys(nothing.errors)).toEqual(['template']);
  expect(back.values.template).toBe(template.id);
  expect(again.values['body.1']).toBe('Ana');
});

test('every parameter of every component has its field, and the preview follows what is typed', async () => {
  const app = await startTestApp();
  await sendable(
    app,
    aTemplate({
      parameterFormat: 'named',
      header: { format: 'image', sample: 'https://example.com/a.jpg' },
      body: {
        text: 'Hi {{first_name}}, your order {{code}} is ready at our desk.',
        samples: { first_name: 'A', code: 'B' },
      },
      buttons: [
        { kind: 'quick_reply', label: 'Thanks' },
        { kind: 'url', label: 'Track it', url: 'https://example.com/{{1}}', sample: 'A-1' },
        { kind: 'copy_code', sample: 'SAVE10' },
      ],
    }),
  );
  const lucia = app.person('lucia');
  const form = await lucia.opens(`/send-active ${CUSTOMER} order_ready`);

  const redrawn = formOf(await lucia.sends(form, { 'body.first_name': 'Ana' }, { button: 'refresh' }));

  expect(inputsOf(form).map((field) => field.id)).toEqual([
    'header.link',
    'body.first_name',
    'body.code',
    'button.1',
    'button.2',
  ]);
  expect(redrawn.errors).toEqual({});
  expect(redrawn.fields.find((field) => field.kind === 'preview')).toMatchObject({
    message: { body: expect.stringContaining('Hi Ana, your order') },
  });
});

test('a text header and a location each ask for what they need, and a code is asked once', async () => {
  const app = await startTestApp();
  await sendable(app, aTemplate({ header: { format: 'text', text: 'Order {{1}}', samples: { '1': 'A' } } }));
  await sendable(app, aTemplate({ name: 'here_we_are', header: { format: 'location' } }));
  await sendable(app, aCodeTemplate());
  const fields = async (name: string) =>
    inputsOf(await app.person('lucia').opens(`/send-active ${CUSTOMER} ${name}`)).map((field) => field.id);

  expect(await fields('order_ready')).toEqual(['header.1', 'body.1', 'body.2']);
  expect((await fields('here_we_are')).slice(0, 4)).toEqual([
    'header.latitude',
    'header.longitude',
    'header.name',
    'header.address',
  ]);
  expect(await fields('login_code')).toEqual(['body.1']);
});

test('missing and impossible values are refused at their fields, and everything typed stays', async () => {
  const app = await startTestApp();
  await sendable(app, aTemplate({ header: { format: 'image', sample: 'https://example.com/a.jpg' } }));
  const lucia = app.person('lucia');
  const form = await lucia.opens(`/send-active ${CUSTOMER} order_ready`);

  const refused = formOf(await lucia.sends(form, { 'header.link': 'http://example.com/a.jpg', 'body.1': 'Ana' }));

  expect(Object.keys(refused.errors).sort()).toEqual(['body.2', 'header.link']);
  expect(refused.values).toMatchObject({ 'header.link': 'http://example.com/a.jpg', 'body.1': 'Ana' });
  expect(await app.store.db.selectFrom('sends').select('id').execute()).toEqual([]);
});

test('line breaks become spaces, and the agent looks once more before it leaves', async () => {
  const app = await startTestApp();
  await sendable(app);
  const lucia = app.person('lucia');
  const form = await lucia.opens(`/send-active ${CUSTOMER} order_ready`);

  const shown = formOf(await lucia.sends(form, { 'body.1': 'Ana\nMaría', 'body.2': 'A-1' }));
  noticeOf(await lucia.sends(shown));

  expect(Object.keys(shown.errors)).toEqual(['body.1']);
  expect(shown.values['body.1']).toBe('Ana María');
  const [send] = await app.store.db.selectFrom('sends').select('slot_values').execute();
  expect(JSON.parse(send!.slot_values)).toEqual({ 'body.1': 'Ana María', 'body.2': 'A-1' });
});

test('nobody uses another agent’s form, nor one older than a day', async () => {
  const app = await startTestApp();
  await sendable(app);
  const form = await app.person('lucia').opens(`/send-active ${CUSTOMER} order_ready`);

  const foreign = noticeOf(await app.person('bruno').sends(form, FILLED));
  app.skip(DAY);
  const late = noticeOf(await app.person('lucia').sends(form, FILLED));

  for (const notice of [foreign, late]) expect(textOf(notice)).toContain('no longer open');
  expect(await app.store.db.selectFrom('sends').select('id').execute()).toEqual([]);
});

test('a form posted by hand cannot bring a template that may not be sent', async () => {
  const app = await startTestApp();
  await sendable(app);
  app.provider.holds(aTemplate({ name: 'waiting' }), { review: PENDING });
  await app.tick('templates.sync');
  const form = await app.person('lucia').opens(`/send-active ${CUSTOMER}`);
  const hidden = await storedTemplate(app, aTemplate({ name: 'waiting' }));

  const refused = noticeOf(await app.person('lucia').sends(form, { template: hidden.id }));
  const made = await app.person('lucia').posts({
    id: 'send',
    context: `${contextOf(form).draft}:2:${'0'.repeat(16)}`,
    values: { ...FILLED, templateId: hidden.id },
  });

  expect(textOf(refused)).toContain('in review');
  expect(formOf(made).context).toMatch(/:1$/);
});

test('a text that changed after the form was drawn never leaves', async () => {
  const app = await startTestApp();
  const { id } = await sendable(app);
  const lucia = app.person('lucia');
  const form = await lucia.opens(`/send-active ${CUSTOMER} order_ready`);
  app.provider.holds(OTHER_TEXT);
  await app.run('template.refresh', { templateId: id });
  cardOf(await app.person('andres').clicks('accept_provider_content', id));

  const refused = noticeOf(await lucia.sends(form, FILLED));

  expect(textOf(refused)).toContain('not the text this form showed');
  await app.pass(60_000);
  expect(app.provider.sends).toEqual([]);
});

test('a form left open in one window never sends the template that another window chose', async () => {
  const app = await startTestApp();
  await sendable(app);
  await sendable(app, OTHER);
  const lucia = app.person('lucia');
  const choose = await lucia.opens(`/send-active ${CUSTOMER}`);
  const first = formOf(await lucia.sends(choose, { template: (await storedTemplate(app)).id }));
  formOf(await lucia.sends(choose, { template: (await storedTemplate(app, OTHER)).id }));

  const refused = noticeOf(await lucia.sends(first, FILLED));

  expect(textOf(refused)).toContain('not the text this form showed');
  expect(await app.store.db.selectFrom('sends').select('id').execute()).toEqual([]);
});

test('an admin who sends another’s message again is asked for values when the text is another', async () => {
  const app = await startTestApp();
  const { id } = await sendable(app);
  app.provider.script('sendTemplate', ...Array.from({ length: 8 }, () => SERVICE_DOWN));
  const send = await press(app);
  await app.pass(DAY);
  app.provider.holds(OTHER_TEXT);
  await app.run('template.refresh', { templateId: id });
  cardOf(await app.person('andres').clicks('accept_provider_content', id));

  const form = formOf(await app.person('marta').clicks('retry_send', send.id));

  expect(form.id).toBe('send');
  await app.pass(60_000);
  expect(app.provider.sends).toHaveLength(8);
});

test('values nobody asked for are not stored with the message', async () => {
  const app = await startTestApp();
  await sendable(app);

  const send = await press(app, { ...FILLED, 'body.9': 'extra', to: '+1' });

  expect(send.values).toEqual(FILLED);
  expect(send.phone).toBe(CUSTOMER);
});

test.each([67, 68, 69])('the hint of a choice never ends in half a character (%i letters before it)', (letters) => {
  const body = { text: `${'a'.repeat(letters)}😀${'b'.repeat(20)}` };
  const { hint = '' } = optionOf({ settings: { senders: [] } as unknown as Settings, providers: new Map() }, {
    id: 't',
    name: 'n',
    language: 'es',
    content: { ...aTemplate(), body },
  } as StoredTemplate);

  expect(hint.isWellFormed()).toBe(true);
  expect(hint.length).toBeLessThanOrEqual(70);
  expect(hint).toMatch(/…$/);
});
