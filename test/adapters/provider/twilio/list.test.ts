// Reading contents and approvals at Twilio: every form of an answer, every page or none, and labels that repeat.
import { afterEach, describe, expect, test } from 'vitest';
import { type FakeMeta as Scripted, startFakeMeta as startScripted } from '../../../support/meta/fake-meta.ts';
import {
  aContent,
  anApproval,
  anError,
  aPage,
  aTemplate,
  at,
  CONTENT,
  twilioProvider,
} from '../../../support/twilio/samples.ts';

const LIST = 'GET /v1/ContentAndApprovals';

let twilio: Scripted;
afterEach(() => twilio.close());

async function listed(...pages: Parameters<Scripted['answer']>[1][]) {
  twilio = await startScripted();
  twilio.answer(LIST, ...pages);
  const noted = twilioProvider({ ...at(twilio.url), timeoutMs: 400 });
  return { ...noted, list: await noted.provider.listTemplates() };
}

const sid = (digit: string) => `HX${digit.repeat(32)}`;
const named = (digit: string, changes: Readonly<Record<string, unknown>> = {}) =>
  aContent({ sid: sid(digit), friendly_name: `t_${digit}`, ...changes });
const flat = anApproval({ status: 'approved' });

describe('the forms an approval comes in', () => {
  test.each<[string, unknown, object]>([
    ['flat', flat, { state: 'approved', raw: 'approved' }],
    ['under whatsapp', { whatsapp: anApproval({ status: 'paused' }) }, { state: 'paused', raw: 'paused' }],
    ['in a list', [anApproval({ status: 'pending' })], { state: 'pending', raw: 'pending' }],
    ['null', null, { state: 'unknown', raw: 'unsubmitted' }],
    ['an empty object', {}, { state: 'unknown', raw: 'unsubmitted' }],
    ['an empty text', '', { state: 'unknown', raw: 'unsubmitted' }],
    ['flat and never submitted', anApproval({ status: 'unsubmitted' }), { state: 'unknown', raw: 'unsubmitted' }],
    ['a new word', anApproval({ status: 'enchanted' }), { state: 'unknown', raw: 'enchanted' }],
  ])('%s', async (_name, approval_requests, review) => {
    const { list, counted } = await listed({ json: aPage([{ ...aContent(), approval_requests }]) });

    expect(list).toMatchObject({ ok: true, value: [{ externalId: CONTENT, review }] });
    expect(counted.map(({ metric }) => metric)).not.toContain('provider_unreadable_templates');
  });

  test('a fifth form is not taken for "never submitted": it is unknown and counted', async () => {
    const { list, counted } = await listed({
      json: aPage([{ ...aContent(), approval_requests: { verdicts: { whatsapp: 'approved' } } }]),
    });

    expect(list).toMatchObject({ ok: true, value: [{ review: { state: 'unknown', raw: 'unreadable object' } }] });
    expect(counted).toContainEqual({
      metric: 'provider_unreadable_templates',
      labels: { provider: 'twilio', sender: 'main' },
    });
  });

  test('a rejection keeps its code, and free words beside it', async () => {
    const rejected = (rejection_reason: string) => anApproval({ status: 'rejected', rejection_reason });
    const { list } = await listed({
      json: aPage([
        { ...named('a'), approval_requests: rejected('TAG_CONTENT_MISMATCH') },
        { ...named('b'), approval_requests: rejected('Wrong format (INVALID_FORMAT), see {{1}}.') },
      ]),
    });

    expect(list).toMatchObject({
      ok: true,
      value: [
        { review: { state: 'rejected', reason: 'TAG_CONTENT_MISMATCH' } },
        { review: { reason: 'INVALID_FORMAT', explanation: 'Wrong format (INVALID_FORMAT), see {{1}}.' } },
      ],
    });
  });

  test('the category is WhatsApp’s, former words included', async () => {
    const { list } = await listed({
      json: aPage([
        { ...named('a'), approval_requests: anApproval({ category: 'MARKETING' }) },
        { ...named('b'), approval_requests: anApproval({ category: 'transactional' }) },
      ]),
    });

    expect(list).toMatchObject({
      value: [{ template: { category: 'MARKETING' } }, { template: { category: 'UTILITY' } }],
    });
  });

  test('where the list does not tell it, the content itself is asked before anything is decided', async () => {
    const { provider } = await listed({ json: aPage([]) });
    twilio.answer(LIST, { json: aPage([{ ...aContent(), approval_requests: { verdicts: 1 } }]) });
    twilio.answer(`GET /v1/Content/${CONTENT}/ApprovalRequests`, { json: { sid: CONTENT, whatsapp: flat } });

    const found = await provider.findTemplate('order_ready', 'es');

    expect(found).toMatchObject({ ok: true, value: { review: { state: 'approved' } } });
  });
});

describe('a list is whole or it is a failure', () => {
  const url = (token: number) => `${twilioUrl()}/v1/ContentAndApprovals?PageSize=500&PageToken=${token}`;
  const twilioUrl = () => twilio.url;

  async function pages(...next: (() => string | null)[]) {
    twilio = await startScripted();
    const digits = 'abcdef';
    twilio.answer(LIST, ...next.map((link, at) => ({ json: aPage([named(digits[at] ?? 'a')], link()) })));
    return twilioProvider({ ...at(twilio.url), timeoutMs: 400 }).provider.listTemplates();
  }

  test('three pages are one list', async () => {
    const list = await pages(
      () => url(1),
      () => url(2),
      () => null,
    );

    expect(list.ok && list.value.map(({ externalId }) => externalId)).toEqual([sid('a'), sid('b'), sid('c')]);
    expect(twilio.leftovers()).toEqual([]);
  });

  test('a link that leads back ends the reading as a failure', async () => {
    const list = await pages(
      () => url(1),
      () => url(1),
      () => url(1),
    );

    expect(list).toMatchObject({ ok: false, error: { kind: 'unavailable', reaction: 'retry' } });
  });

  test('a page that fails makes the whole list fail', async () => {
    twilio = await startScripted();
    twilio.answer(LIST, { json: aPage([named('a')], url(1)) }, { json: anError(20500, 500), status: 500 });

    const list = await twilioProvider(at(twilio.url)).provider.listTemplates();

    expect(list).toMatchObject({ ok: false, error: { kind: 'unavailable' } });
  });

  test('a link to another host is not followed: our token is not for it', async () => {
    const list = await pages(() => 'https://elsewhere.example.com/v1/ContentAndApprovals?Page=1');

    expect(list).toMatchObject({
      ok: false,
      error: { kind: 'misconfigured', detail: expect.stringContaining('elsewhere') },
    });
    expect(twilio.calls).toHaveLength(1);
  });

  test('a content met on two pages is one; one that cannot be read is counted and hides no other', async () => {
    const { list, counted } = await listed({
      json: aPage([named('a'), named('a'), { sid: 'HX' }, named('b', { types: { 'twilio/hologram': { body: 'x' } } })]),
    });

    expect(list.ok && list.value).toHaveLength(1);
    expect(counted.filter(({ metric }) => metric === 'provider_unreadable_templates')).toHaveLength(2);
  });
});

describe('names are labels', () => {
  test('the suffix WhatsApp’s side adds is not shown', async () => {
    const approval_requests = anApproval({ status: 'approved', name: `order_ready_${CONTENT.toLowerCase()}` });
    const { list } = await listed({ json: aPage([{ ...aContent({ friendly_name: 'anything' }), approval_requests }]) });

    const filedAs = `order_ready_${CONTENT.toLowerCase()}`;
    expect(list).toMatchObject({ value: [{ template: { name: 'order_ready' }, filedAs }] });
  });

  test('a content that WhatsApp has no name for yet is filed under none', async () => {
    const { list } = await listed({ json: aPage([{ ...aContent(), approval_requests: flat }]) });

    expect(list.ok && list.value[0]).not.toHaveProperty('filedAs');
  });

  test('of two with one label the one at WhatsApp keeps it, the other is told apart by its SID', async () => {
    const { list, provider } = await listed({
      json: aPage([
        { ...aContent({ sid: sid('a') }), approval_requests: null },
        { ...aContent({ sid: sid('b') }), approval_requests: flat },
      ]),
    });
    twilio.answer(LIST, { json: aPage([{ ...aContent({ sid: sid('b') }), approval_requests: flat }]) });

    expect(list.ok && list.value.map(({ template }) => template.name)).toEqual([
      `order_ready_${sid('a').toLowerCase()}`,
      'order_ready',
    ]);
    expect(await provider.findTemplate('order_ready', 'es')).toMatchObject({ value: { externalId: sid('b') } });
  });

  test('three languages of one name are three templates', async () => {
    const { list } = await listed({
      json: aPage(['es', 'pt_BR', 'pt_PT'].map((language, index) => aContent({ language, sid: sid(`${index}`) }))),
    });

    expect(list.ok && list.value.map(({ template }) => [template.name, template.language])).toEqual([
      [aTemplate().name, 'es'],
      [aTemplate().name, 'pt_BR'],
      [aTemplate().name, 'pt_PT'],
    ]);
  });
});
