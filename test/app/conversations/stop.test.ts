// A customer's word about messages: heard in what they type and tap, in the order they said it, for everyone they may be.
import { expect, test } from 'vitest';
import type { ProviderEvent } from '../../../src/ports/provider.ts';
import { contactByAlias } from '../../../src/store/contacts/contacts.ts';
import { mergeNamed, partContact } from '../../../src/store/contacts/merge.ts';
import { startTestApp, type TestApp } from '../../support/app/app.ts';
import { CUSTOMER, sendable, sendRoot, sent, under } from '../../support/app/stories.ts';
import { textOf } from '../../support/read-card.ts';

type Inbound = Extract<ProviderEvent, { kind: 'inbound' }>;
type Name = Inbound['from'][number];

const PHONE: Name = { kind: 'wa_id', value: CUSTOMER.slice(1) };
const BSUID: Name = { kind: 'bsuid', value: 'AR.1' };
const at = (minute: number) => `2026-11-20T13:${String(minute).padStart(2, '0')}:00.000Z`;
let written = 0;

function says(content: Partial<Inbound['content']>, minute = 0, from: readonly Name[] = [PHONE]): Inbound {
  written += 1;
  const id = `stop-${written}`;
  return { kind: 'inbound', id, externalId: id, at: at(minute), from, content: { kind: 'text', text: '', ...content } };
}

function prefers(wants: boolean, minute: number): ProviderEvent {
  written += 1;
  return { kind: 'marketing_preference', id: `pref-${written}`, at: at(minute), from: [PHONE], wants };
}

async function after(app: TestApp, ...events: readonly ProviderEvent[]) {
  for (const event of events) {
    await app.hook([event]);
    await app.settle();
  }
  const contact = await contactByAlias(app.store.db, [{ kind: 'phone', value: CUSTOMER }]);
  return { stopped: contact?.stopped?.at, optedOut: contact?.optedOutAt };
}

test.each<[string, Partial<Inbound['content']>]>([
  ['typed', { text: '*STOP*' }],
  ['tapped', { text: 'No, thanks', payload: 'STOP' }],
  ['under a picture', { kind: 'image', text: 'baja' }],
  ['in an edit', { kind: 'edit', text: 'stop' }],
])('a stop %s is heard', async (_, content) => {
  const app = await startTestApp();
  expect((await after(app, says(content))).stopped).toBe(at(0));
});

test.each(['contacts', 'location', 'order', 'reaction', 'sticker', 'audio'])(
  'a %s named Stop is none',
  async (kind) => {
    const app = await startTestApp();
    expect(await after(app, says({ kind, text: 'Stop' }))).toEqual({ stopped: undefined, optedOut: undefined });
  },
);

test('the button “Stop promotions” ends marketing only; STOP does so where the policy says it', async () => {
  const everything = await startTestApp();
  const marketing = await startTestApp({ stopMeans: 'marketing' });

  expect(await after(everything, says({ text: 'Stop promotions' }))).toEqual({ stopped: undefined, optedOut: at(0) });
  expect(await after(marketing, says({ text: 'STOP' }))).toEqual({ stopped: undefined, optedOut: at(0) });
});

test('what was said later counts, whatever arrives later', async () => {
  const app = await startTestApp();

  expect(await after(app, says({ text: 'STOP' }, 5), says({ text: 'START' }, 3))).toMatchObject({ stopped: at(5) });
  expect(await after(app, prefers(false, 10), prefers(true, 9))).toMatchObject({ optedOut: at(10) });
  expect(await after(app, says({ text: 'resume' }, 20))).toEqual({ stopped: undefined, optedOut: undefined });
  expect(await after(app, says({ text: 'STOP' }, 19), prefers(false, 18))).toEqual({
    stopped: undefined,
    optedOut: undefined,
  });
});

test('a customer with a new number keeps what they said', async () => {
  const app = await startTestApp();
  const OLD: Name = { kind: 'wa_id', value: '5491155550000' };
  const moved: ProviderEvent = { kind: 'identity', id: 'moved', at: at(2), names: [OLD, PHONE] };

  expect((await after(app, says({ text: 'STOP' }, 1, [OLD]), moved)).stopped).toBe(at(1));
});

test('in a group nobody opts out, and no send’s thread hears it', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await sent(app);

  const consent = await after(app, { ...says({ text: 'STOP' }), inGroup: true });

  expect(consent).toEqual({ stopped: undefined, optedOut: undefined });
  expect(under(app, sendRoot(app, send))).toEqual([]);
  const told = app.chat.channel('admins').map(({ card }) => textOf(card));
  expect(told.join()).toContain('STOP');
  expect(told.join()).not.toContain('window');
});

test('a reaction to a message we do not know goes under no send', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await sent(app);

  await after(app, { ...says({ kind: 'reaction', text: '👍' }), answers: 'wamid.unknown' });

  expect(under(app, sendRoot(app, send))).toEqual([]);
  expect(app.chat.channel('admins')).toHaveLength(1);
});

test('a long text comes whole; a message that comes late has no window left', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await sent(app);
  const text = Array.from({ length: 700 }, (_, i) => `w${i}`).join(' ');

  await after(app, { ...says({ text }), at: '2026-11-01T10:00:00.000Z' });

  const [card] = under(app, sendRoot(app, send));
  const parts = card!.sections.flatMap((section) => (section.kind === 'text' ? [String(section.text)] : []));
  expect(parts.join('')).toContain(text);
  expect(textOf(card!)).toContain('window is over');
});

test('contacts that one event names are one customer from then on: logged, the strictest counts, and can be parted', async () => {
  const app = await startTestApp();
  await after(app, says({ text: 'Hello' }, 1), says({ text: 'STOP' }, 2, [BSUID]));
  expect((await after(app)).stopped).toBeUndefined();

  expect((await after(app, says({ text: 'It is me' }, 3, [PHONE, BSUID]))).stopped).toBe(at(2));

  const merged = await app.store.db.selectFrom('contacts').select('id').where('same_as', 'is not', null).execute();
  expect(merged).toHaveLength(1);
  const events = await app.store.db.selectFrom('events').selectAll().where('kind', '=', 'contact_merged').execute();
  expect(events.map((event) => event.subject_id)).toEqual(merged.map(({ id }) => id));
  expect((await after(app, says({ text: 'START' }, 4, [BSUID]))).stopped).toBeUndefined();

  expect(await partContact(app.store.db, merged[0]!.id, at(5))).toBe(true);
  expect((await after(app, says({ text: 'STOP' }, 6, [BSUID]))).stopped).toBeUndefined();
  expect(await mergeNamed(app.store.db, [{ kind: 'phone', value: CUSTOMER }, BSUID])).toBeUndefined();
});
