// What people type after /template and /send-active, and what it is understood as.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  COMMANDS,
  parseCommand,
  parseSendCommand,
  parseTemplateCommand,
  type SendCommand,
  type TemplateCommand,
} from '../../src/domain/command.ts';
import { parsePhone } from '../../src/domain/contacts/phone.ts';
import { greetings } from '../../src/views/words/word-lists.ts';

describe('/template', () => {
  test.each<[string, TemplateCommand]>([
    ['', { name: 'help' }],
    ['  \n\t ', { name: 'help' }],
    ['help', { name: 'help' }],
    ['propose', { name: 'propose' }],
    ['  PROPOSE ', { name: 'propose' }],
    ['list', { name: 'list', text: '' }],
    ['list  order   Ready ', { name: 'list', text: 'order Ready' }],
    ['show', { name: 'list', text: '' }],
    ['show Order_Ready', { name: 'show', template: 'order_ready' }],
    ['show order_ready es_AR', { name: 'show', template: 'order_ready', language: 'es_AR' }],
    ['sync', { name: 'sync' }],
    ['link', { name: 'link' }],
    ['link ABCD-EFGH', { name: 'link', code: 'ABCD-EFGH' }],
    ['LINK abcd efgh', { name: 'link', code: 'abcdefgh' }],
    ['porpose', { name: 'unknown', word: 'porpose' }],
    ['Propose_now please', { name: 'unknown', word: 'Propose_now' }],
    ['constructor', { name: 'unknown', word: 'constructor' }],
  ])('“%s” is understood', (text, command) => {
    expect(parseTemplateCommand(text)).toEqual(command);
  });

  test('a wall of text is cut before it is shown back', () => {
    expect(parseTemplateCommand('x'.repeat(1_000_000))).toEqual({ name: 'unknown', word: 'x'.repeat(80) });
    expect(parseTemplateCommand(`list ${'ab '.repeat(300_000)}`)).toEqual({
      name: 'list',
      text: 'ab '.repeat(67).slice(0, 200),
    });
  });
});

describe('a typed line', () => {
  test.each<[string, ReturnType<typeof parseCommand>]>([
    ['template propose', { command: 'template', text: 'propose' }],
    ['/template propose', { command: 'template', text: 'propose' }],
    ['  / Template   list  order ', { command: 'template', text: 'list  order' }],
    ['SEND-ACTIVE +54 9 11', { command: 'send-active', text: '+54 9 11' }],
    ['/send-active', { command: 'send-active', text: '' }],
    ['template\u00a0help', { command: 'template', text: 'help' }],
    ['send-active +549\norder_ready', { command: 'send-active', text: '+549\norder_ready' }],
    ['hi', { command: 'template', text: 'help' }],
    ['Hello!', { command: 'template', text: 'help' }],
    ['¿ayuda?', { command: 'template', text: 'help' }],
    ['Ayuda?', { command: 'template', text: 'help' }],
    ['hola, ¿qué tal?', { command: 'template', text: 'help' }],
    ['Ola\u0301 Aval', { command: 'template', text: 'help' }],
    ['oi', { command: 'template', text: 'help' }],
    ['ajuda', { command: 'template', text: 'help' }],
    ['Tere!', { command: 'template', text: 'help' }],
    ['abi', { command: 'template', text: 'help' }],
    ['/help', { command: 'template', text: 'help' }],
    ['templates', undefined],
    ['the template is fine', undefined],
    ['send active', undefined],
    ['//template', undefined],
    ['history', undefined],
    ['', undefined],
    ['/', undefined],
    ['constructor', undefined],
  ])('“%s” is read', (line, read) => {
    expect(parseCommand(line, greetings)).toEqual(read);
  });
});

describe('/send-active', () => {
  const send = (number: string, more: Partial<SendCommand & { name: 'send' }> = {}) => ({
    name: 'send' as const,
    number,
    extra: '',
    ...more,
  });

  test.each<[string, SendCommand]>([
    ['', { name: 'help' }],
    ['   ', { name: 'help' }],
    ['Help', { name: 'help' }],
    ['status', { name: 'status' }],
    ['status 7', { name: 'status', number: '7' }],
    ['STATUS #7', { name: 'status', number: '7' }],
    ['+5491155551234', send('+5491155551234')],
    ['+54 9 11 5555-1234', send('+54 9 11 5555-1234')],
    ['+54 9 (11) 5555 - 1234', send('+54 9 (11) 5555 - 1234')],
    ['+54.9.11/5555 1234', send('+54.9.11/5555 1234')],
    ['+5491155551234 order_ready', send('+5491155551234', { template: 'order_ready' })],
    ['+54 9 11 5555-1234 Order_Ready', send('+54 9 11 5555-1234', { template: 'order_ready' })],
    [
      '+54 9 11 5555-1234 order_ready es_AR',
      send('+54 9 11 5555-1234', { template: 'order_ready', language: 'es_AR' }),
    ],
    ['+54 9 11 5555-1234 24h_reminder', send('+54 9 11 5555-1234', { template: '24h_reminder' })],
    [
      '+5491155551234 order_ready es_AR to Ana please',
      send('+5491155551234', { template: 'order_ready', language: 'es_AR', extra: 'to Ana please' }),
    ],
    ['+5491155551234, +5491155554321', send('+5491155551234, +5491155554321')],
    ['order_ready', send('order_ready')],
    ['order_ready +5491155551234', send('+5491155551234', { template: 'order_ready' })],
  ])('“%s” is understood', (text, command) => {
    expect(parseSendCommand(text)).toEqual(command);
  });

  test.each<[string, string]>([
    ['no-break spaces', '+54\u00a09\u00a011\u202f5555-1234'],
    ['dashes of a word processor', '+54 9 11 5555–1234'],
    ['a dash that stands alone', '+54 9 11 5555 – 1234'],
    ['marks of direction from an address book', '\u202a+54 9 11 5555-1234\u202c'],
    ['full-width digits', '＋54 9 11 ５５５５ １２３４'],
  ])('a number pasted with %s keeps its digits together, before a template and alone', (_what, pasted) => {
    for (const rest of ['', ' order_ready']) {
      const command = parseSendCommand(pasted + rest);

      expect(command).toMatchObject({ name: 'send', extra: '', ...(rest && { template: 'order_ready' }) });
      expect(parsePhone(command.name === 'send' ? command.number : '')).toEqual({
        ok: true,
        value: { e164: '+5491155551234', country: 'AR' },
      });
    }
  });

  test('a name of digits and underscores is a template, as the form allows it', () => {
    expect(parseSendCommand('+5491155551234 2026_11')).toEqual(send('+5491155551234', { template: '2026_11' }));
  });

  test('words after the language are kept to be told about, cut to a readable length', () => {
    const command = parseSendCommand(`+5491155551234 order_ready es_AR ${'word '.repeat(100_000)}`);

    expect(command).toMatchObject({ extra: 'word '.repeat(40) });
  });
});

describe('any text', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .array(
        fc.constantFrom(
          'help',
          'status',
          'send',
          'list',
          'show',
          '+54',
          '9',
          '11',
          '-',
          '(',
          '#',
          'a_b',
          'é',
          '😀',
          '\ud83d',
          ' ',
          '\n',
          '\u0000',
        ),
      )
      .map((parts) => parts.join(' ')),
  );

  test('is understood somehow, never an error', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(parseTemplateCommand(text).name).toMatch(/^(propose|list|show|sync|link|status|help|unknown)$/);
        expect(parseSendCommand(text).name).toMatch(/^(send|status|help)$/);
      }),
    );
  });

  test('of a send keeps its name, its number and its language, whichever comes first', () => {
    const names = fc.constantFrom('order_ready', '24h_reminder', 'a_b');
    const languages = fc.constantFrom([], ['es_AR'], ['en']);
    fc.assert(
      fc.property(names, languages, fc.boolean(), (template, language, swapped) => {
        const number = ['+54 9 11', '5555-1234'];
        const words = swapped ? [template, ...language, ...number] : [...number, template, ...language];

        expect(parseSendCommand(words.join(' '))).toEqual({
          name: 'send',
          number: '+54 9 11 5555-1234',
          template,
          ...(language[0] && { language: language[0] }),
          extra: '',
        });
      }),
    );
  });

  test('a line is a command or nothing, and the slash makes no difference', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const read = parseCommand(text, greetings);
        if (read) expect(COMMANDS).toContain(read.command);
        if (!/^\s*\//.test(text)) expect(parseCommand(`/${text}`, greetings)).toEqual(read);
      }),
    );
  });

  test('what follows a command word comes through whole, in any letter case and spacing', () => {
    const cases = fc.constantFrom('template', 'Template', 'TEMPLATE', 'send-active', 'Send-Active');
    const gap = fc.constantFrom(' ', '  ', '\n', '\t', '\u00a0');
    fc.assert(
      fc.property(
        cases,
        gap,
        fc.boolean(),
        fc.stringMatching(/^[\w%€😀é"'`*.,;:!?+() -]{0,80}$/u),
        (word, space, slash, rest) => {
          const read = parseCommand(`${slash ? '/' : ''}${word}${space}${rest}`, greetings);
          expect(read).toEqual({ command: word.toLowerCase(), text: rest.trim() });
        },
      ),
    );
  });
});
