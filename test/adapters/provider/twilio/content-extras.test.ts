// What a content says and Aval cannot write is kept and counts, as it does with every provider.
import { describe, expect, it } from 'vitest';
import { readContent } from '../../../../adapters/provider/twilio/templates/content-read.ts';
import { providerFingerprint } from '../../../../src/domain/review/fingerprint.ts';

const digest = (types: Record<string, unknown>) => {
  const row = { sid: 'HX1', friendly_name: 'order_ready', language: 'en', variables: {}, types };
  const read = readContent(row as Parameters<typeof readContent>[0], { name: 'order_ready' });
  return read && providerFingerprint(read.template);
};
const code = (minutes: number) => ({
  'whatsapp/authentication': { code_expiration_minutes: minutes, actions: [{ type: 'COPY_CODE' }] },
});
const flow = (fields: object) => ({ 'whatsapp/flows': { body: 'Hi', button_text: 'Go', ...fields } });
const action = (fields: object) => ({
  'whatsapp/card': { body: 'Hi', actions: [{ type: 'URL', title: 'Open', url: 'https://example.com', ...fields }] },
});

describe('the fingerprint of a content', () => {
  it.each([
    ['minutes until a code expires', code(10), code(90)],
    ['the id of a flow', flow({ flow_id: '1' }), flow({ flow_id: '2' })],
    ['a web view', action({ webview_size: 'TALL' }), action({})],
    [
      'a second file',
      { 'twilio/media': { body: 'Hi', media: ['https://a.example/1.png', 'https://a.example/2.png'] } },
      { 'twilio/media': { body: 'Hi', media: ['https://a.example/1.png'] } },
    ],
  ])('tells %s apart', (_, one, other) => {
    expect(digest(one)).not.toBe(digest(other));
  });

  it('takes no notice of what says nothing', () => {
    expect(digest(action({ webview_size: 'NONE', phone: null }))).toBe(digest(action({})));
  });
});
