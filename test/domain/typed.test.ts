// What keyboards, word processors and chat programs make of a command, and that it is understood all the same: each line of a
// table beside its kin.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCommand, parseSendCommand, parseTemplateCommand } from '../../src/domain/command.ts';
import { parsePhoneStrictly } from '../../src/domain/contacts/phone.ts';
import { typedText, typedWord, visibleText } from '../../src/domain/typed.ts';
import { commandWords, greetings } from '../../src/views/words/word-lists.ts';

const list = { name: 'list', text: '' };
const line = (text: string) => {
  const read = parseCommand(text, greetings);
  if (read === undefined) return undefined;
  return read.command === 'template'
    ? parseTemplateCommand(read.text, commandWords)
    : parseSendCommand(read.text, commandWords);
};

describe('a command line', () => {
  test.each<[string, string]>([
    ['smart quotes', '“template list”'],
    ['single smart quotes', '‘template’ list'],
    ['French quotes', '«template list»'],
    ['low quotes', '„template list“'],
    ['straight quotes', '"template list"'],
    ['back-ticks', '`template list`'],
    ['a code block', '```template list```'],
    ['back-ticks around the slash', '`/template list`'],
    ['bold', '*template list*'],
    ['bold of Markdown', '**template** list'],
    ['italics', '_template_ list'],
    ['strike-through', '~template list~'],
    ['a full stop', 'template list.'],
    ['an exclamation mark', 'template list!'],
    ['a question mark', 'template list?'],
    ['an ellipsis', 'template list…'],
    ['a comma after the command', 'template, list'],
    ['a colon after the command', 'template: list'],
    ['a quoted line', '> template list'],
    ['a quoted line with a slash', '>/template list'],
    ['a bullet', '• template list'.replace('•', '>')],
    ['the name of the bot and a colon', '@Aval: template list'],
    ['the name of the bot and a comma', 'Aval, template list'],
    ['a greeting first', 'hey Aval template list'],
    ['a greeting and a comma', 'Hola, template list'],
    ['somebody else addressed first', '@Ana template list'],
    ['thanks below', 'template list\n\nthanks'],
    ['thanks below, as Windows breaks lines', 'template list\r\n\r\nThanks, Ana'],
    ['a signature on the next line', 'template list\nAna'],
    ['full-width letters', 'ｔｅｍｐｌａｔｅ　ｌｉｓｔ'],
    ['letters of a bold font', '𝘁𝗲𝗺𝗽𝗹𝗮𝘁𝗲 list'],
    ['zero-width spaces', '\u200btem\u200bplate list\u200b'],
    ['marks of direction', '\u200etemplate\u200f list\u202c'],
    ['a soft hyphen', 'tem\u00adplate list'],
    ['no-break spaces', '\u00a0template\u00a0list\u00a0'],
    ['a byte order mark', '\ufefftemplate list'],
    ['Spanish', 'template listar'],
    ['Portuguese', 'template lista'],
  ])('with %s is a list', (_what, text) => {
    expect(line(text)).toEqual(list);
  });

  test.each([
    'Help!',
    'help?',
    '¿Ayuda?',
    '?',
    '??',
    '/?',
    'hey',
    'Hey!',
    '*help*',
    '“help”',
    'thanks!',
    '¡gracias!',
    'AJUDA',
  ])('“%s” asks for help', (text) => {
    expect(line(text)).toEqual({ name: 'help' });
  });

  test.each(['help!', '?', 'ayuda', '“help”', 'hey', '*help*.'])('“%s” after a command asks for help', (text) => {
    expect(parseTemplateCommand(text, commandWords)).toEqual({ name: 'help' });
    expect(parseSendCommand(text, commandWords)).toEqual({ name: 'help' });
  });

  test.each([
    'send-active estado',
    'template estado',
    'send-active status?',
    '“send-active status”',
    'send-active Estado!',
  ])('“%s” asks how sends fare', (text) => {
    expect(line(text)).toEqual({ name: 'status' });
  });

  test('a word inside a sentence is no command', () => {
    for (const text of ['the template list is long', 'I like template list', '//template', 'send active'])
      expect(line(text)).toBeUndefined();
  });
});

describe('what is searched', () => {
  test.each<[string, string]>([
    ['list R&amp;D', 'R&D'],
    ['list R&amp;amp;D', 'R&D'],
    ['list a &lt; b', 'a < b'],
    ['list cafe\u0301', 'café'],
    ['list “order ready”', 'order ready'],
    ['list `order`', 'order'],
    ['list 50%', '50%'],
    ['list order_ready', 'order_ready'],
    ['list hola…', 'hola…'],
  ])('“%s” looks for “%s”', (text, searched) => {
    expect(parseTemplateCommand(text)).toEqual({ name: 'list', text: searched });
  });
});

describe('a template’s name', () => {
  test.each([
    'order_ready',
    '`order_ready`',
    '“order_ready”',
    '*Order_Ready*',
    'order_ready.',
    '(order_ready)',
    '<order_ready>',
    'ORDER_READY,',
  ])('%s is order_ready', (name) => {
    expect(parseTemplateCommand(`show ${name}`)).toEqual({ name: 'show', template: 'order_ready' });
    expect(parseSendCommand(`+5491155551234 ${name}`)).toMatchObject({ template: 'order_ready' });
  });

  test('keeps its underscores, which belong to it', () => {
    expect(parseTemplateCommand('show _order_ready_')).toMatchObject({ template: '_order_ready_' });
  });
});

describe('a customer’s number', () => {
  test.each([
    'tel:+5491155551234',
    'TEL: +5491155551234',
    'whatsapp:+5491155551234',
    'WhatsApp: +5491155551234',
    'https://wa.me/5491155551234',
    'wa.me/5491155551234?text=hi',
    'https://api.whatsapp.com/send?phone=5491155551234',
    '`+5491155551234`',
    '“+5491155551234”',
    '*+5491155551234*',
    '+5491155551234,',
    '+5491155551234.',
    '\u202a+5491155551234\u202c',
    '+٥٤٩١١٥٥٥٥١٢٣٤',
    '+۵۴۹۱۱۵۵۵۵۱۲۳۴',
    '+५४९११५५५५१२३४',
    '＋５４９１１５５５５１２３４',
  ])('%s is understood, before the name and after it', (number) => {
    for (const text of [`${number} order_ready`, `order_ready ${number}`, number]) {
      const command = parseSendCommand(text);
      if (command.name !== 'send') throw new Error(`not a send: ${text}`);

      expect(parsePhoneStrictly(command.number)).toMatchObject({ value: { e164: '+5491155551234' } });
      expect(command.template).toBe(text === number ? undefined : 'order_ready');
      expect(command.extra).toBe('');
    }
  });

  test.each([
    'send‑active',
    'send–active',
    'send—active',
    'send−active',
    'Send-Active:',
    '/send‐active',
    'send_active',
  ])('%s begins a send', (word) => {
    expect(line(`${word} +5491155551234 order_ready`)).toMatchObject({
      number: '+5491155551234',
      template: 'order_ready',
    });
  });

  test.each<[string, string, string]>([
    ['+54 11 4555-1234 ext. 22', 'extension', '+541145551234'],
    ['+541145551234 ext 22', 'extension', '+541145551234'],
    ['+541145551234 x22', 'extension', '+541145551234'],
    ['+541145551234 #22', 'extension', '+541145551234'],
    ['+541145551234 int. 22', 'extension', '+541145551234'],
    ['+541145551234 ramal 22', 'extension', '+541145551234'],
    ['tel:+541145551234;ext=22', 'extension', '+541145551234'],
    ['+225 07181399', 'renumbered', '+2250707181399'],
    ['+225 05 04 03 02', 'renumbered', '+2250505040302'],
    ['+229 97 00 12 34', 'renumbered', '+2290197001234'],
    ['+84 120 123 4567', 'renumbered', '+84701234567'],
    ['+84 168 123 4567', 'renumbered', '+84381234567'],
    ['+237 77 12 34 56', 'renumbered', '+237677123456'],
  ])('%s is refused as %s, with %s to copy', (text, kind, example) => {
    const command = parseSendCommand(`${text} order_ready`);
    if (command.name !== 'send') throw new Error(`not a send: ${text}`);

    expect(command.template).toBe('order_ready');
    expect(parsePhoneStrictly(command.number)).toMatchObject({ error: { kind, example, corrected: true } });
    expect(parsePhoneStrictly(example)).toMatchObject({ value: { e164: example } });
  });
});

describe('any text', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .array(
        fc.constantFrom(
          '&',
          'amp;',
          'lt;',
          '&#39;',
          '"',
          '`',
          '*',
          '_',
          '/',
          '@a',
          '\u200b',
          '\u0301',
          'e',
          '+',
          '١',
          '٩',
          '—',
          ' ',
          '\n',
          '​\r',
          '𝟗',
          'ｅ',
          '´',
          '…',
        ),
      )
      .map((parts) => parts.join('')),
  );

  test('is read without an error, and reading it again changes nothing', () => {
    fc.assert(
      fc.property(anything, (text) => {
        for (const read of [typedText, typedWord, visibleText]) expect(read(read(text))).toBe(read(text));
        parsePhoneStrictly(text);
        line(text);
      }),
      { numRuns: 500 },
    );
  });

  test.each(['!\u0000\n\n¡', 'a\u0000\r\n\r\nb', 'a \u2028\u2029 b'])(
    '%j is read to its last letter and no further',
    (text) => {
      expect(typedText(text)).toBe(text.charAt(0));
      expect(typedText(typedText(text))).toBe(typedText(text));
    },
  );

  test.each(['_', '*', '"', '&amp;', '& ', '+', '> ', '@a ', 'hola ', '\n', '\u200b', '9', '٩', ' ext', '(', 'x '])(
    'of a million characters costs no more than a short one: %j',
    (part) => {
      const text = part.repeat(1_000_000 / part.length);
      const before = performance.now();
      line(text);
      line(`template show ${text}`);
      line(`send-active ${text}`);
      parsePhoneStrictly(text);

      expect(performance.now() - before).toBeLessThan(200);
    },
  );
});
