// A template as its reader will see it, with samples or values.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderWithSamples, renderWithValues } from '../../../src/domain/sends/render.ts';
import { aCodeTemplate, aTemplate } from '../../support/app/builders.ts';

const full = aTemplate({
  header: { format: 'text', text: 'Order {{1}}!', samples: { '1': 'A-1042' } },
  body: { text: 'Hi {{1}}, *order* {{2}}.', samples: { '1': 'Ana' } },
  footer: 'Bye',
  buttons: [
    { kind: 'quick_reply', label: 'Yes', value: 'payload' },
    { kind: 'url', label: 'Track', url: 'https://example.com/t/{{1}}', sample: 'https://example.com/t/abc' },
    { kind: 'url', label: 'Open', url: 'https://example.com/' },
    { kind: 'copy_code', sample: 'SPRING25' },
    { kind: 'phone', label: 'Call', phone: '+5491155551234' },
    { kind: 'other', type: 'FLOW', label: 'Start' },
  ],
});

describe('rendering', () => {
  it('shows samples, and the variable itself where there is none', () => {
    expect(renderWithSamples(full)).toEqual({
      header: { kind: 'text', text: 'Order A-1042!' },
      body: 'Hi Ana, *order* {{2}}.',
      footer: 'Bye',
      buttons: [
        { kind: 'quick_reply', label: 'Yes', detail: '' },
        { kind: 'url', label: 'Track', detail: 'https://example.com/t/abc' },
        { kind: 'url', label: 'Open', detail: 'https://example.com/' },
        { kind: 'copy_code', label: 'Copy code', detail: 'SPRING25' },
        { kind: 'phone', label: 'Call', detail: '+5491155551234' },
        { kind: 'other', label: 'Start', detail: '' },
      ],
    });
  });

  it('shows values instead of samples', () => {
    const shown = renderWithValues(full, {
      'header.1': 'B-7',
      'body.1': 'Luis',
      'body.2': 'B-7',
      'button.1': 'b7',
      'button.3': 'X',
    });

    expect(shown.header).toEqual({ kind: 'text', text: 'Order B-7!' });
    expect(shown.body).toBe('Hi Luis, *order* B-7.');
    expect(shown.buttons.map(({ detail }) => detail)).toEqual([
      '',
      'https://example.com/t/b7',
      'https://example.com/',
      'X',
      '+5491155551234',
      '',
    ]);
  });

  it('never reads a value again', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (tail) => {
        const value = `{{1}}{{2}}${tail}`;
        expect(renderWithValues(full, { 'body.1': value, 'body.2': 'B' }).body).toBe(`Hi ${value}, *order* B.`);
      }),
    );
  });

  it('takes nothing from the prototype for a value', () => {
    const template = aTemplate({ parameterFormat: 'named', body: { text: 'Hi {{constructor}}.', samples: {} } });

    expect(renderWithSamples(template).body).toBe('Hi {{constructor}}.');
  });

  it('shows media and places', () => {
    const media = aTemplate({ header: { format: 'image', sample: '4::handle' } });
    const place = aTemplate({ header: { format: 'location' } });

    expect(renderWithSamples(media).header).toEqual({ kind: 'media', format: 'image', link: '4::handle' });
    expect(renderWithValues(media, { 'header.link': 'https://example.com/a.jpg' }).header).toEqual({
      kind: 'media',
      format: 'image',
      link: 'https://example.com/a.jpg',
    });
    expect(renderWithValues(place, { 'header.name': 'Us', 'header.address': 'Main 1' }).header).toEqual({
      kind: 'location',
      name: 'Us',
      address: 'Main 1',
    });
  });

  it("adds what Meta adds to a one-time code's text", () => {
    expect(renderWithSamples(aCodeTemplate())).toEqual({
      body: '123456 is your verification code. For your security, do not share this code.',
      footer: 'This code expires in 10 minutes.',
      buttons: [{ kind: 'copy_code', label: 'Copy code', detail: '123456' }],
    });
    expect(
      renderWithValues(aCodeTemplate({ authentication: { securityRecommendation: false } }), { 'body.1': '9' }),
    ).toEqual({
      body: '9 is your verification code.',
      buttons: [{ kind: 'copy_code', label: 'Copy code', detail: '9' }],
    });
  });

  it("leaves Meta's own text in another language alone", () => {
    const text = '*{{1}}* es tu código de verificación. Por tu seguridad, no lo compartas.';

    expect(renderWithSamples(aCodeTemplate({ body: { text, samples: { '1': '12' } } })).body).toBe(
      text.replace('{{1}}', '12'),
    );
  });
});
