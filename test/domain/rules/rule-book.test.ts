// Every rule with a template that breaks it and a near miss that does not. A rule without both fails the first test.
import { describe, expect, it } from 'vitest';
import { RULES, type RuleId, ruleInfo } from '../../../src/domain/rules/catalogue.ts';
import { checkAgainstExisting, checkTemplate } from '../../../src/domain/rules/rule-book.ts';
import type { Button, CarouselCard, Category, Template } from '../../../src/domain/templates/template.ts';
import { findingText } from '../../../src/views/words/finding-text.ts';
import { wordings } from '../../../src/views/words/word-lists.ts';
import { aCodeTemplate, aTemplate } from '../../support/app/builders.ts';
import { EVERY_WORDS } from '../../support/every-words.ts';

type Case = { readonly broken: readonly Template[]; readonly fine: readonly Template[] };

const OK = aTemplate();
const filler = ' and some more words so that the text is long enough for its variables';

function withBody(text: string, samples: Record<string, string> = {}, overrides: Partial<Template> = {}): Template {
  const keys = [...text.matchAll(/\{\{([a-z0-9_]+)\}\}/g)].map((match) => match[1] ?? '');
  return aTemplate({
    body: { text, samples: { ...Object.fromEntries(keys.map((key) => [key, 'x'])), ...samples } },
    ...overrides,
  });
}
const named = (text: string) => withBody(text, {}, { parameterFormat: 'named' });
const withHeader = (text: string, samples: Record<string, string> = {}, overrides: Partial<Template> = {}) =>
  aTemplate({ header: { format: 'text', text, samples }, ...overrides });
const withFooter = (footer: string, overrides: Partial<Template> = {}) => aTemplate({ footer, ...overrides });
const withButtons = (...buttons: Button[]) => aTemplate({ buttons });
const reply = (label = 'Yes'): Button => ({ kind: 'quick_reply', label });
const link = (url = 'https://example.com/', sample?: string, label = 'Open'): Button => ({
  kind: 'url',
  label,
  url,
  ...(sample === undefined ? {} : { sample }),
});
const call = (phone = '+5491155551234'): Button => ({ kind: 'phone', label: 'Call us', phone });
const code = (sample = 'SPRING25'): Button => ({ kind: 'copy_code', sample });
const replies = (count: number) => Array.from({ length: count }, (_, index) => reply(`Choice ${index + 1}`));
const card = (overrides: Partial<CarouselCard> = {}): CarouselCard => ({
  header: { format: 'image', sample: '4::handle' },
  body: { text: 'A chair made of oak.', samples: {} },
  buttons: [link()],
  ...overrides,
});
const withCards = (carousel: CarouselCard[], category: Category = 'MARKETING') => aTemplate({ category, carousel });
const offer = (overrides: Partial<Template> = {}) =>
  aTemplate({ category: 'MARKETING', limitedTimeOffer: { text: 'Ends soon!', hasExpiration: true }, ...overrides });
const ttl = (category: Category, ttlSeconds: number) =>
  category === 'AUTHENTICATION' ? aCodeTemplate({ ttlSeconds }) : aTemplate({ category, ttlSeconds });

const CASES: Partial<Record<RuleId, Case>> = {
  'name-missing': { broken: [aTemplate({ name: '' })], fine: [OK] },
  'name-characters': {
    broken: ['Order', 'order ready', 'order-ready', 'pedido_ñ', 'order.ready', '😀'].map((name) => aTemplate({ name })),
    fine: ['order_ready_2', '_', '42'].map((name) => aTemplate({ name })),
  },
  'name-too-long': { broken: [aTemplate({ name: 'a'.repeat(513) })], fine: [aTemplate({ name: 'a'.repeat(512) })] },
  'language-missing': { broken: [aTemplate({ language: '' })], fine: [OK] },
  'language-unknown': {
    broken: ['es-AR', 'ES', 'xx', 'english', 'constructor'].map((language) => aTemplate({ language })),
    fine: ['es_AR', 'en', 'fil', 'prs_AF'].map((language) => aTemplate({ language })),
  },
  'ttl-range': {
    broken: [
      ttl('AUTHENTICATION', 29),
      ttl('AUTHENTICATION', 901),
      ttl('UTILITY', 43_201),
      ttl('UTILITY', 30.5),
      ttl('MARKETING', 43_199),
      ttl('MARKETING', -1),
      ttl('MARKETING', 2_592_001),
    ],
    fine: [
      ttl('AUTHENTICATION', 30),
      ttl('AUTHENTICATION', -1),
      ttl('UTILITY', 43_200),
      ttl('UTILITY', -1),
      ttl('MARKETING', 43_200),
      ttl('MARKETING', 2_592_000),
    ],
  },
  'braces-broken': {
    broken: [
      'Hi {{1} there',
      'Hi {1}} there',
      'Hi {{{1}}} there',
      'Hi {{1 there',
      'Hi 1}} there',
      'Hi {{1}}} there',
    ].map((text) => withBody(text + filler)),
    fine: ['Hi {{1}} there', 'Hi {there', 'Hi } there', 'Use { and }'].map((text) => withBody(text + filler)),
  },
  'placeholder-empty': {
    broken: [withBody(`Hi {{}} there${filler}`), withBody(`Hi {{  }} there${filler}`)],
    fine: [OK],
  },
  'placeholder-spaces': {
    broken: [withBody(`Hi {{ 1 }} there${filler}`), withBody(`Hi {{1 }} there${filler}`)],
    fine: [withBody(`Hi  {{1}}  there${filler}`)],
  },
  'placeholder-number': {
    broken: [withBody(`Hi {{0}} there${filler}`), withBody(`Hi {{01}} there${filler}`)],
    fine: [OK],
  },
  'placeholder-characters': {
    broken: ['{{#1}}', '{{$name}}', '{{a%}}', '{{Name}}', '{{first name}}', '{{first-name}}', '{{1a}}'].map(
      (variable) => withBody(`Hi ${variable} there${filler}`),
    ),
    fine: [named(`Hi {{first_name}} there${filler}`), withBody(`It costs #5 or $5 or 5%, {{1}} said${filler}`)],
  },
  'placeholder-digits': {
    broken: [named(`Hi {{name2}} there${filler}`)],
    fine: [named(`Hi {{name_two}} there${filler}`)],
  },
  'braces-single': {
    broken: [withBody('Hi {1} there'), withBody('Hi {name} there')],
    fine: [withBody('Hi {a b} there'), withBody('Hi {} there')],
  },
  'variables-mixed': {
    broken: [named(`Hi {{1}} and {{name}} there${filler}`), withHeader('Hi {{name}}!', { name: 'Ana' })],
    fine: [withHeader('Hi {{1}}!', { '1': 'Ana' })],
  },
  'variables-format': {
    broken: [withBody(`Hi {{name}} there${filler}`), named(`Hi {{1}} there${filler}`)],
    fine: [named(`Hi {{name}} there${filler}`), named('Hi there')],
  },
  'variables-gap': {
    broken: [withBody(`Hi {{1}} and {{3}} there${filler}`), withBody(`Hi {{2}} there${filler}`)],
    fine: [withBody(`Hi {{1}} and {{2}} there${filler}`), withHeader('Hi {{1}}!', { '1': 'Ana' })],
  },
  'variables-order': {
    broken: [withBody(`Hi {{2}} and {{1}} there${filler}`)],
    fine: [withBody(`Hi {{1}} and {{2}} and {{1}} there${filler}`)],
  },
  'variable-name-repeated': {
    broken: [named(`Hi {{name}}, dear {{name}} there${filler}`)],
    fine: [
      {
        ...named(`Hi {{name}} there${filler}`),
        header: { format: 'text', text: 'For {{name}} only', samples: { name: 'Ana' } },
      },
    ],
  },
  'variable-number-repeated': { broken: [withBody(`Hi {{1}}, dear {{1}} there${filler}`)], fine: [OK] },
  'variables-adjacent': {
    broken: [withBody(`Hi {{1}}{{2}} there${filler}`)],
    fine: [withBody(`Hi {{1}}, {{2}} there${filler}`), withBody(`Hi {{1}} {{2}} there${filler}`)],
  },
  'variables-touching': {
    broken: [withBody(`Hi {{1}} {{2}} there${filler}`), withBody(`Hi {{1}}\n*{{2}}* there${filler}`)],
    fine: [withBody(`Hi {{1}}-{{2}} there${filler}`), withBody(`Hi {{1}}{{2}} there${filler}`)],
  },
  'sample-missing': {
    broken: [
      withBody(`Hi {{1}} there${filler}`, { '1': ' ' }),
      withHeader('Hi {{1}}!'),
      aTemplate({ body: { text: `Hi {{constructor}} there${filler}`, samples: {} }, parameterFormat: 'named' }),
    ],
    fine: [withBody('Hi there, no variables')],
  },
  'sample-line-break': {
    broken: [withBody(`Hi {{1}} there${filler}`, { '1': 'a\nb' })],
    fine: [withBody(`Hi {{1}} there${filler}`, { '1': 'a  b' })],
  },
  'header-empty': { broken: [withHeader(''), withHeader(' \n')], fine: [withHeader('Order')] },
  'header-too-long': {
    broken: [withHeader('x'.repeat(61))],
    fine: [withHeader('x'.repeat(60)), withHeader('😀'.repeat(60))],
  },
  'header-too-many-variables': {
    broken: [withHeader('From {{1}} to {{2}}!', { '1': 'A', '2': 'B' })],
    fine: [withHeader('From {{1}} on!', { '1': 'A' })],
  },
  'header-formatting': {
    broken: ['*Order*', 'Order*', '_Order_ ready', '~Old~ new', '`Order`', '*{{1}}* ready'].map((text) =>
      withHeader(text, { '1': 'x' }),
    ),
    fine: ['Order_ready now', 'About ~5 minutes', 'Sale {{1}} a_b_c', '2 - 3'].map((text) =>
      withHeader(text, { '1': 'x' }),
    ),
  },
  'header-line-break': { broken: [withHeader('Order\nready')], fine: [withHeader('Order ready')] },
  'header-emoji': { broken: [withHeader('Order 📦'), withHeader('Olé 🇺🇾')], fine: [withHeader('Nº 1 © 2026 ™')] },
  'header-media-missing': {
    broken: [
      aTemplate({ header: { format: 'image', sample: '' } }),
      aTemplate({ header: { format: 'document', sample: ' ' } }),
    ],
    fine: [
      aTemplate({ header: { format: 'image', sample: 'https://example.com/a.jpg' } }),
      aTemplate({ header: { format: 'location' } }),
    ],
  },
  'header-media-link': {
    broken: [
      'http://example.com/a.jpg',
      'photo.jpg',
      'my photo',
      'www.example.com/a.jpg',
      'https://exa mple.com/a',
      'hola',
      'C:\\photos\\a.jpg',
    ].map((sample) => aTemplate({ header: { format: 'image', sample } })),
    fine: ['https://example.com/a.jpg', '4::aW1hZ2UvanBlZw==:ARb'].map((sample) =>
      aTemplate({ header: { format: 'image', sample } }),
    ),
  },
  'header-media-private': {
    broken: [
      'https://localhost/a.jpg',
      'https://10.0.0.5/a.jpg',
      'https://2130706433/a.jpg',
      'https://nas.local/a',
    ].map((sample) => aTemplate({ header: { format: 'image', sample } })),
    fine: [aTemplate({ header: { format: 'image', sample: 'https://example.com/a.jpg' } })],
  },
  'header-media-type': {
    broken: [
      aTemplate({ header: { format: 'video', sample: 'https://example.com/a.png' } }),
      aTemplate({ header: { format: 'image', sample: 'https://example.com/a.webp?x=1' } }),
      aTemplate({ header: { format: 'document', sample: 'https://example.com/A.JPG' } }),
    ],
    fine: [
      aTemplate({ header: { format: 'video', sample: 'https://example.com/a.MP4' } }),
      aTemplate({ header: { format: 'image', sample: 'https://example.com/uc?id=1' } }),
      aTemplate({ header: { format: 'document', sample: 'https://example.com/v1.2' } }),
    ],
  },
  'header-location-category': {
    broken: [aCodeTemplate({ header: { format: 'location' } })],
    fine: [aTemplate({ header: { format: 'location' } })],
  },
  'header-gif': {
    broken: [aTemplate({ header: { format: 'gif', sample: '4::x' } })],
    fine: [aTemplate({ header: { format: 'video', sample: '4::x' } })],
  },
  'body-missing': { broken: [withBody(''), withBody(' \n ')], fine: [withBody('Hi')] },
  'body-too-long': {
    broken: [withBody('x'.repeat(1025)), withBody('😀'.repeat(1025))],
    fine: [withBody('x'.repeat(1024)), withBody('é'.repeat(1024)), withBody('😀'.repeat(1024))],
  },
  'body-variable-first': {
    broken: [withBody(`{{1}}, hello there${filler}`), withBody(` \n{{1}}, hello there${filler}`)],
    fine: [withBody(`Hi {{1}}, hello there${filler}`), aCodeTemplate()],
  },
  'body-variable-last': {
    broken: [withBody(`Hello there${filler} {{1}}`), withBody(`Hello there${filler} {{1}}\n`)],
    fine: [withBody(`Hello there${filler} {{1}}.`)],
  },
  'body-variable-edge-sign': {
    broken: [withBody(`Booking reference${filler} {{1}}.`), withBody(`¡{{1}}, ya está${filler}`)],
    fine: [withBody(`Booking {{1}} is kept${filler}`), withBody(`{{1}} hello${filler}`)],
  },
  'body-variable-edge-markup': {
    broken: [withBody(`*{{1}}* hello there${filler}`), withBody(`Hello there${filler} _{{1}}_`)],
    fine: [withBody(`Hello there${filler} ({{1}})`), withBody(`{{1}} hello${filler}`)],
  },
  'body-too-many-variables': {
    broken: [withBody('Hi {{1}}, from {{2}} and!'), withBody('Order {{1}}.')],
    fine: [
      withBody('Hi there {{1}}, from us {{2}}.'),
      withBody('您好{{1}}，您的订单{{2}}。', {}, { language: 'zh_CN' }),
    ],
  },
  'body-many-variables': {
    broken: [withBody('Hi there {{1}}.')],
    fine: [withBody('Hi there dear {{1}}.'), withBody('Order {{1}}.')],
  },
  'body-line-breaks': {
    broken: [withBody('Hi\n\n\nthere'), withBody('Hi\n \n\nthere'), withBody('Hi\r\n\r\n\r\nthere')],
    fine: [withBody('Hi\n\nthere\n\nfriend')],
  },
  'body-emoji-many': {
    broken: [withBody('Hi 😀😀😀😀😀😀😀😀😀😀😀')],
    fine: [withBody('Hi 😀😀😀😀😀😀😀😀😀👨‍👩‍👧‍👦')],
  },
  'body-spaces': { broken: [withBody('Hi     there'), withBody('Hi\tthere')], fine: [withBody('Hi    there')] },
  'length-emoji': {
    broken: [withBody('😀'.repeat(600)), withHeader('😀'.repeat(31))],
    fine: [withBody('😀'.repeat(512)), withBody('é'.repeat(1024))],
  },
  'footer-empty': { broken: [withFooter('')], fine: [OK] },
  'footer-too-long': { broken: [withFooter('x'.repeat(61))], fine: [withFooter('x'.repeat(60))] },
  'footer-variable': {
    broken: [withFooter('From {{1}}'), withFooter('From {{ name }}')],
    fine: [withFooter('From {us}')],
  },
  'footer-formatting': { broken: [withFooter('*Us*')], fine: [withFooter('Us & them')] },
  'footer-line-break': { broken: [withFooter('Us\nthem')], fine: [withFooter('Us, them')] },
  'footer-emoji': { broken: [withFooter('Bye 👋')], fine: [withFooter('Bye')] },
  'quick-reply-duplicate': {
    broken: [withButtons(reply('Yes'), reply('Yes '))],
    fine: [withButtons(reply('Yes'), reply('No')), withButtons(reply('Open'), link())],
  },
  'button-url-private': {
    broken: [
      'https://localhost/a',
      'https://10.1.2.3/',
      'http://intranet/x',
      'https://printer.local/{{1}}',
      'https://[::1]/',
    ].map((url) => withButtons(link(url))),
    fine: ['https://example.com/', 'https://172.32.0.1/', 'https://localhost.example.com/'].map((url) =>
      withButtons(link(url)),
    ),
  },
  'buttons-too-many': { broken: [withButtons(...replies(11))], fine: [withButtons(...replies(10))] },
  'buttons-url-limit': { broken: [withButtons(link(), link(), link())], fine: [withButtons(link(), link())] },
  'buttons-phone-limit': { broken: [withButtons(call(), call())], fine: [withButtons(call())] },
  'buttons-copy-code-limit': { broken: [withButtons(code(), code())], fine: [withButtons(code())] },
  'buttons-interleaved': {
    broken: [withButtons(reply('A'), link(), reply('B')), withButtons(link(), reply('A'), call())],
    fine: [withButtons(reply('A'), reply('B'), link(), call()), withButtons(link(), call(), reply('A'))],
  },
  'buttons-desktop-many': { broken: [withButtons(...replies(4))], fine: [withButtons(...replies(3))] },
  'buttons-desktop-mixed': {
    broken: [withButtons(reply(), link())],
    fine: [withButtons(link(), call()), withButtons(reply())],
  },
  'button-label-missing': {
    broken: [withButtons(reply(' ')), withButtons(link(undefined, undefined, ''))],
    fine: [withButtons(code())],
  },
  'button-label-too-long': { broken: [withButtons(reply('x'.repeat(26)))], fine: [withButtons(reply('x'.repeat(25)))] },
  'button-label-variable': { broken: [withButtons(reply('Hi {{1}}'))], fine: [withButtons(reply('Hi {1'))] },
  'button-label-line-break': { broken: [withButtons(reply('Yes\nNo'))], fine: [withButtons(reply('Yes / No'))] },
  'button-label-emoji': { broken: [withButtons(reply('Yes 👍'))], fine: [withButtons(reply('Sí, ¡ya!'))] },
  'button-label-formatting': { broken: [withButtons(reply('*Yes*'))], fine: [withButtons(reply('Yes!'))] },
  'button-label-duplicate': {
    broken: [withButtons(reply('Yes'), reply('yes '))],
    fine: [withButtons(reply('Yes'), reply('No'))],
  },
  'button-url-encoded-variable': {
    broken: [withButtons(link('https://example.com/%7B%7B1%7D%7D{{1}}', 'A-1'))],
    fine: [withButtons(link('https://example.com/{{1}}', 'A-1'))],
  },
  'button-url-missing': { broken: [withButtons(link(''))], fine: [withButtons(link())] },
  'button-url-invalid': {
    broken: [
      'example.com',
      'ftp://example.com',
      '/orders',
      'javascript:alert(1)',
      'https://',
      'https://exa mple.com',
      'www.example.com',
    ].map((url) => withButtons(link(url))),
    fine: ['https://example.com', 'http://example.com/a?b=c#d', 'HTTPS://EXAMPLE.COM/x', 'https://例え.jp/'].map(
      (url) => withButtons(link(url)),
    ),
  },
  'button-url-too-long': {
    broken: [withButtons(link(`https://example.com/${'a'.repeat(1981)}`))],
    fine: [withButtons(link(`https://example.com/${'a'.repeat(1980)}`))],
  },
  'button-url-variables-many': {
    broken: [withButtons(link('https://example.com/{{1}}/{{2}}', 'a'))],
    fine: [withButtons(link('https://example.com/{{1}}', 'a'))],
  },
  'button-url-variable-place': {
    broken: [
      withButtons(link('https://example.com/{{1}}/track', 'a')),
      withButtons(link('https://example.com/?a={{1}}&b=c', 'a')),
    ],
    fine: [withButtons(link('https://example.com/?a={{1}}', 'a'))],
  },
  'button-url-variable-name': {
    broken: [
      withButtons(link('https://example.com/{{code}}', 'a')),
      withButtons(link('https://example.com/{{2}}', 'a')),
    ],
    fine: [withButtons(link('https://example.com/{{1}}', 'a'))],
  },
  'button-url-sample-missing': {
    broken: [withButtons(link('https://example.com/{{1}}')), withButtons(link('https://example.com/{{1}}', ' '))],
    fine: [withButtons(link('https://example.com/{{1}}', 'a')), withButtons(link())],
  },
  'button-url-sample-other': {
    broken: [withButtons(link('https://example.com/{{1}}', 'https://evil.example/a'))],
    fine: [
      withButtons(link('https://example.com/{{1}}', 'https://example.com/a')),
      withButtons(link('https://example.com/{{1}}', 'a')),
    ],
  },
  'button-url-open-host': {
    broken: [withButtons(link('https://example.com{{1}}', '/a'))],
    fine: [withButtons(link('https://example.com?{{1}}', 'a'))],
  },
  'button-url-http': { broken: [withButtons(link('http://example.com/'))], fine: [withButtons(link())] },
  'button-phone-missing': { broken: [withButtons(call(''))], fine: [withButtons(call())] },
  'button-phone-invalid': {
    // A number that works inside one country only is approved, and dies at the provider.
    broken: ['call me', '+54 CALL', '12', '+54/11', '011 4555-1234', '(11) 5555.1234', '0800 555 1234'].map((phone) =>
      withButtons(call(phone)),
    ),
    fine: ['+54 9 11 5555-1234', '15550051310', '54 11 4555 1234', 'tel:+5491155551234'].map((phone) =>
      withButtons(call(phone)),
    ),
  },
  'button-phone-too-long': {
    broken: [withButtons(call('+54 9 11 5555 1234 56'))],
    fine: [withButtons(call('+54 9 11 5555 1234 5'))],
  },
  'button-phone-zero': {
    broken: [withButtons(call('+44 020 7946 0000')), withButtons(call('+5901234567'.replace('1', '01')))],
    fine: [withButtons(call('+18005551234')), withButtons(call('0800123456')), withButtons(call('+4920123456'))],
  },
  'button-copy-code-missing': { broken: [withButtons(code(''))], fine: [withButtons(code())] },
  'button-copy-code-too-long': {
    broken: [withButtons(code('A'.repeat(21)))],
    fine: [withButtons(code('A'.repeat(20)))],
  },
  'otp-category': { broken: [withButtons({ kind: 'otp', otpKind: 'copy_code' })], fine: [aCodeTemplate()] },
  'auth-otp-missing': { broken: [aCodeTemplate({ buttons: [] })], fine: [OK] },
  'auth-otp-many': {
    broken: [
      aCodeTemplate({
        buttons: [
          { kind: 'otp', otpKind: 'copy_code' },
          { kind: 'otp', otpKind: 'one_tap' },
        ],
      }),
    ],
    fine: [aCodeTemplate()],
  },
  'auth-button-kind': {
    broken: [aCodeTemplate({ buttons: [{ kind: 'otp', otpKind: 'copy_code' }, link()] })],
    fine: [withButtons(link())],
  },
  'auth-header': {
    broken: [
      aCodeTemplate({ header: { format: 'image', sample: '4::x' } }),
      aCodeTemplate({ header: { format: 'text', text: 'Code', samples: {} } }),
    ],
    fine: [aCodeTemplate()],
  },
  'auth-footer': { broken: [aCodeTemplate({ footer: 'Bye' })], fine: [aCodeTemplate()] },
  'auth-body': {
    broken: ['Your code', '{{1}} is {{2}}', '{{1}} is your code https://example.com', '{{1}} is your code 😀'].map(
      (text) => aCodeTemplate({ body: { text, samples: { '1': '1', '2': '2' } } }),
    ),
    fine: [aCodeTemplate({ body: { text: '*{{1}}* es tu código de verificación.', samples: { '1': '123456' } } })],
  },
  'auth-expiry-number': {
    broken: [aCodeTemplate({ authentication: { securityRecommendation: false, expiryMinutes: Number.NaN } })],
    fine: [aCodeTemplate({ authentication: { securityRecommendation: false, expiryMinutes: 91 } })],
  },
  'auth-expiry': {
    broken: [0, 91, 1.5].map((expiryMinutes) =>
      aCodeTemplate({ authentication: { securityRecommendation: false, expiryMinutes } }),
    ),
    fine: [1, 90].map((expiryMinutes) =>
      aCodeTemplate({ authentication: { securityRecommendation: false, expiryMinutes } }),
    ),
  },
  'auth-settings-category': {
    broken: [aTemplate({ authentication: { securityRecommendation: true } })],
    fine: [aTemplate({ authentication: { securityRecommendation: false } })],
  },
  'carousel-category': { broken: [withCards([card(), card()], 'UTILITY')], fine: [withCards([card(), card()])] },
  'carousel-cards': {
    broken: [withCards([card()]), withCards(Array.from({ length: 11 }, () => card()))],
    fine: [withCards([card(), card()]), withCards(Array.from({ length: 10 }, () => card()))],
  },
  'carousel-structure': {
    broken: [
      withCards([card(), card({ header: { format: 'video', sample: '4::x' } })]),
      withCards([card(), card({ buttons: [reply()] })]),
    ],
    fine: [withCards([card(), card({ buttons: [link('https://example.com/other', undefined, 'Other')] })])],
  },
  'carousel-header': {
    broken: [
      withCards([
        card({ header: { format: 'document', sample: '4::x' } }),
        card({ header: { format: 'document', sample: '4::x' } }),
      ]),
    ],
    fine: [withCards([{ buttons: [{ kind: 'other', type: 'SPM' }] }, { buttons: [{ kind: 'other', type: 'SPM' }] }])],
  },
  'carousel-body-too-long': {
    broken: [withCards([card(), card({ body: { text: 'x'.repeat(161), samples: {} } })])],
    fine: [withCards([card(), card({ body: { text: 'x'.repeat(160), samples: {} } })])],
  },
  'carousel-buttons': {
    broken: [withCards([card({ buttons: [link(), call(), reply()] }), card()])],
    fine: [withCards([card({ buttons: [link(), call()] }), card()])],
  },
  'offer-category': { broken: [offer({ category: 'UTILITY' })], fine: [offer()] },
  'offer-body-too-long': {
    broken: [offer({ body: { text: 'x'.repeat(601), samples: {} } })],
    fine: [offer({ body: { text: 'x'.repeat(600), samples: {} } })],
  },
  'offer-footer': { broken: [offer({ footer: 'Bye' })], fine: [offer()] },
  'offer-header': {
    broken: [offer({ header: { format: 'text', text: 'Hi', samples: {} } })],
    fine: [offer({ header: { format: 'video', sample: '4::x' } })],
  },
  'offer-text-missing': { broken: [offer({ limitedTimeOffer: { text: ' ', hasExpiration: false } })], fine: [offer()] },
  'offer-text-too-long': {
    broken: [offer({ limitedTimeOffer: { text: 'x'.repeat(17), hasExpiration: false } })],
    fine: [offer({ limitedTimeOffer: { text: 'x'.repeat(16), hasExpiration: false } })],
  },
  'offer-code-too-long': {
    broken: [offer({ buttons: [code('A'.repeat(16))] })],
    fine: [offer({ buttons: [code('A'.repeat(15))] }), withButtons(code('A'.repeat(16)))],
  },
  'link-whatsapp': {
    broken: [withBody('Write to wa.me/5491155551234 now'), withButtons(link('https://api.whatsapp.com/send'))],
    fine: [withBody('See https://example.com/wa.me today')],
  },
  'link-shortened': {
    broken: [withBody('See https://bit.ly/abc, please'), withBody('See tinyurl.com/abc')],
    fine: [withBody('See https://habit.ly.example.com/abc')],
  },
  'link-raw-ip': {
    broken: [
      withButtons(link('https://203.0.113.7/a')),
      withButtons(link('https://[2001:db8::1]/a')),
      withBody('See http://203.0.113.7:8080/x now'),
    ],
    fine: [withBody('Version 1.2.3.4 is out'), withButtons(link('https://203.example.com/'))],
  },
  'link-misleading': {
    broken: [
      withButtons(link('https://bank.example@evil.example/')),
      withButtons(link('https://xn--pple-43d.com/')),
      withButtons(link('https://аpple.com/')),
    ],
    fine: [withBody('Write to ana@example.com today'), withButtons(link('https://example.com/@ana'))],
  },
  'marketing-wording': {
    broken: [
      withBody('Get 20% off today'),
      withBody('Aprovechá esta oferta'),
      withBody('Cupom grátis para você'),
      withBody('A special offer for you'),
    ],
    fine: [
      withBody('Get 20% off today', {}, { category: 'MARKETING' }),
      withBody('Your resale ideal offset is ready'),
      withBody('Tu wholesale está listo'),
    ],
  },
  'sensitive-data': {
    broken: [
      withBody('Please reply with your card number.'),
      withBody('Envíanos el número de tu tarjeta.'),
      withBody('Por favor, informe seu CPF.'),
    ],
    fine: [
      withBody('Please reply with the last four digits of your card number.'),
      withBody('Your card number is safe. Please send us a photo.'),
      withBody('Tu DNI ya está listo para retirar.'),
    ],
  },
  'characters-invisible': {
    broken: [
      withBody('Hel\u200blo'),
      withBody('Hel\u200dlo'),
      withHeader('Or\u00adder'),
      withFooter('B\u2060ye'),
      withButtons(reply('Y\ufeffes')),
      withBody('Hi \u200fthere'),
    ],
    fine: [
      withBody('Hi 👨‍👩‍👧 and 🏴󠁧󠁢󠁥󠁮󠁧󠁿'),
      withBody('می‌خواهم', {}, { language: 'fa' }),
      withBody('مرحبا \u200fبك', {}, { language: 'ar' }),
      withBody('क्‍ष', {}, { language: 'hi' }),
    ],
  },
  'characters-direction': {
    broken: [withBody('Pay \u202e001\u202c now'), withButtons(reply('A\u2066b'))],
    fine: [withBody('שלום', {}, { language: 'he' })],
  },
  'characters-lookalike': {
    broken: [withBody('Your pаypal account')],
    fine: [withBody('Привет Hello'), withBody('Γειά σου, Anna')],
  },
};

const OWN_TESTS = (rule: RuleId) =>
  /^(json|value|category|dialect)-|^name-kept$/.test(rule) ||
  rule === 'wording-duplicate' ||
  // A choice nobody made: of the form, not of a template.
  rule === 'button-kind-missing';

const rulesOf = (template: Template) => checkTemplate(template, wordings).map(({ rule }) => rule);

describe('checkTemplate', () => {
  it('has a broken and a fine case for every rule', () => {
    const lacking = RULES.filter(
      (rule) => !OWN_TESTS(rule) && !(CASES[rule]?.broken.length && CASES[rule].fine.length),
    );

    expect(lacking).toEqual([]);
  });

  it.each(Object.entries(CASES))('%s is found where it is broken and nowhere else', (rule, { broken, fine }) => {
    for (const template of broken) expect(rulesOf(template), JSON.stringify(template)).toContain(rule);
    for (const template of fine) expect(rulesOf(template), JSON.stringify(template)).not.toContain(rule);
  });

  it('finds nothing in the default template', () => {
    expect(checkTemplate(OK, wordings)).toEqual([]);
    expect(checkTemplate(aCodeTemplate(), wordings)).toEqual([]);
  });

  it('reports a finding with its field, facts, example and source', () => {
    const found = checkTemplate(withHeader('x'.repeat(62)), wordings);

    expect(found).toEqual([
      {
        severity: 'error',
        rule: 'header-too-long',
        component: 'header',
        field: 'header_text',
        facts: { max: 60, length: 62, over: 2 },
        example: 'Order update',
        source: 'WhatsApp: template components, refusal 2388040',
      },
    ]);
  });

  it('reports each part at the field the form shows it in', () => {
    const template = aTemplate({
      name: 'X',
      header: { format: 'text', text: 'Hi {{1}}!', samples: {} },
      body: { text: `Hi {{1}} there${filler}`, samples: {} },
      footer: '',
      buttons: [reply(''), link('https://example.com/{{1}}'), call('x')],
    });

    const fields = checkTemplate(template, wordings)
      .filter(({ severity }) => severity === 'error')
      .map(({ field }) => field);

    expect(fields).toEqual([
      'name',
      'sample.header.1',
      'sample.body.1',
      'footer',
      'button.0.label',
      'sample.button.1',
      'button.2.value',
    ]);
  });

  it('says each finding in every language with all its facts', () => {
    const all = Object.values(CASES).flatMap(({ broken }) => broken.flatMap((one) => checkTemplate(one, wordings)));

    for (const found of all) {
      for (const [, words] of EVERY_WORDS) {
        const text = findingText(found, words);
        expect(text).not.toBe('');
        expect(text).not.toMatch(/undefined|NaN/);
      }
      expect(ruleInfo(found.rule as RuleId).source).not.toBe('');
    }
  });
});

describe('hostile input', () => {
  const units = [
    '{',
    '}}',
    '{{1',
    '{{1}}',
    '{{a}} ',
    '{1}',
    '.',
    '*a ',
    '_',
    '~a',
    '\n',
    '\r',
    ' ',
    '\u200d',
    '😀',
    'https://',
    'a@',
    '1 %',
    'ñ',
  ];

  it.each(units)(
    '64 kB of %j in every part are checked in linear time',
    (unit) => {
      const text = `${unit.repeat(Math.ceil(65_536 / unit.length))}x`;
      const template = aTemplate({
        name: text,
        language: text,
        header: { format: 'text', text, samples: { '1': text } },
        body: { text, samples: { '1': text } },
        footer: text,
        buttons: [reply(text), link(text, text), link(`https://example.com/${text}`, text), call(text), code(text)],
        carousel: [card({ body: { text, samples: {} } })],
        limitedTimeOffer: { text, hasExpiration: false },
      });
      const start = performance.now();

      const found = checkTemplate(template, wordings);

      // Quadratic work on so much text takes minutes.
      expect(performance.now() - start).toBeLessThan(15_000);
      expect(found.length).toBeGreaterThan(0);
    },
    30_000,
  );
});

describe('checkAgainstExisting', () => {
  const twin = aTemplate({ name: 'order_collect' });

  it('refuses wording another template already has', () => {
    expect(checkAgainstExisting(twin, [OK]).map(({ rule, facts }) => [rule, facts])).toEqual([
      ['wording-duplicate', { name: 'order_ready' }],
    ]);
  });

  it('takes the same wording in another language, with another footer, or for codes', () => {
    expect(checkAgainstExisting(twin, [{ ...OK, language: 'en' }])).toEqual([]);
    expect(checkAgainstExisting(twin, [{ ...OK, footer: 'Bye' }])).toEqual([]);
    expect(checkAgainstExisting(aCodeTemplate({ name: 'other_code' }), [aCodeTemplate()])).toEqual([]);
  });
});
