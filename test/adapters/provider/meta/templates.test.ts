// Creating, editing, finding and listing templates at Meta, and the checks an operator runs.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Template } from '../../../../src/domain/templates/template.ts';
import { aProgress } from '../../../support/app/progress.ts';
import { type FakeMeta, startFakeMeta } from '../../../support/meta/fake-meta.ts';
import { aMetaTemplate, fixture, META, metaProvider, recorded } from '../../../support/meta/samples.ts';

const TEMPLATES = `/${META.wabaId}/message_templates`;
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

let meta: FakeMeta;
beforeEach(async () => {
  meta = await startFakeMeta();
});
afterEach(async () => {
  expect(meta.leftovers()).toEqual([]);
  await meta.close();
});

const provider = () => metaProvider({ apiUrl: meta.url, mediaHosts: [meta.host] }).provider;
const withImage = (sample: string): Template => aMetaTemplate({ header: { format: 'image', sample } });

describe('submitting', () => {
  test('sends name, language, category and components to the account', async () => {
    meta.answer(`POST ${TEMPLATES}`, { json: recorded('answer-template-created') });

    const submitted = await provider().submitTemplate(aMetaTemplate(), aProgress());

    expect(submitted).toEqual({
      ok: true,
      value: {
        externalId: '1234567890123456789',
        review: { state: 'pending', raw: 'PENDING' },
        category: 'UTILITY',
      },
    });
    expect(meta.calls[0]).toMatchObject({
      path: `/v25.0${TEMPLATES}`,
      json: { name: 'order_ready', language: 'en_US', category: 'UTILITY', components: [{ type: 'BODY' }] },
    });
  });

  test('tells the category Meta chose instead', async () => {
    meta.answer(`POST ${TEMPLATES}`, { json: recorded('answer-template-created-in-another-category') });

    const submitted = await provider().submitTemplate(aMetaTemplate(), aProgress());

    expect(submitted).toMatchObject({ value: { category: 'MARKETING', review: { state: 'approved' } } });
  });

  test('keeps an id written as a number beyond 2^53 to its last digit', async () => {
    meta.answer(`POST ${TEMPLATES}`, { text: '{"id":1234567890123456789,"status":"PENDING","category":"UTILITY"}' });

    const submitted = await provider().submitTemplate(aMetaTemplate(), aProgress());

    expect(submitted).toMatchObject({ value: { externalId: '1234567890123456789' } });
  });

  test('uploads the header sample first: session, then bytes, then the handle in the template', async () => {
    meta.answer('GET /sample.png', { file: PNG, type: 'image/png' });
    meta.answer(`POST /${META.appId}/uploads`, { json: { id: 'upload:MTphdHRh?sig=ARZq' } });
    meta.answer('POST /upload:MTphdHRh', { json: { h: '4::aW1hZ2U=:handle' } });
    meta.answer(`POST ${TEMPLATES}`, { json: recorded('answer-template-created') });

    const submitted = await provider().submitTemplate(withImage(`http://${meta.host}/sample.png`), aProgress());

    expect(submitted.ok).toBe(true);
    const [, session, upload, create] = meta.calls;
    expect(Object.fromEntries(session?.query ?? [])).toEqual({
      file_name: 'sample.png',
      file_length: '16',
      file_type: 'image/png',
    });
    expect(upload?.query.get('sig')).toBe('ARZq');
    expect(upload?.headers).toMatchObject({ authorization: 'OAuth access-token', file_offset: '0' });
    expect(upload?.body).toEqual(PNG);
    expect(create?.json).toMatchObject({
      components: [{ type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::aW1hZ2U=:handle'] } }, {}],
    });
  });

  test('uploads the samples of carousel cards as well', async () => {
    meta.answer('GET /card.png', { file: PNG, type: 'image/png' });
    meta.answer(`POST /${META.appId}/uploads`, { json: { id: 'upload:card' } });
    meta.answer('POST /upload:card', { json: { h: '4::card' } });
    meta.answer(`POST ${TEMPLATES}`, { json: recorded('answer-template-created') });
    const header = { format: 'image', sample: `http://${meta.host}/card.png` } as const;
    const old = { format: 'image', sample: '4::old' } as const;

    await provider().submitTemplate(
      aMetaTemplate({ category: 'MARKETING', carousel: [header, old].map((of) => ({ header: of, buttons: [] })) }),
      aProgress(),
    );

    const created = JSON.stringify(meta.calls.at(-1)?.json);
    expect(created).toContain('"header_handle":["4::card"]');
    expect(created).toContain('"header_handle":["4::old"]');
    expect(created).not.toContain('card.png');
  });

  test('takes a handle Meta gave before as it is', async () => {
    meta.answer(`POST ${TEMPLATES}`, { json: recorded('answer-template-created') });

    await provider().submitTemplate(withImage('4::aW1hZ2U=:handle'), aProgress());

    expect(meta.calls).toHaveLength(1);
    expect(JSON.stringify(meta.calls[0]?.json)).toContain('4::aW1hZ2U=:handle');
  });

  test.each([
    ['no sample at all', '', 'missing'],
    ['a sample inside our network', 'https://127.0.0.1/sample.png', 'not_public'],
  ])('is refused before any call with %s', async (_name, sample, why) => {
    const submitted = await provider().submitTemplate(withImage(sample), aProgress());

    expect(submitted).toMatchObject({ ok: false, error: { kind: 'rejected', fault: 'media_failed', sample: { why } } });
  });

  test('does not follow an upload session to another place', async () => {
    meta.answer('GET /sample.png', { file: PNG, type: 'image/png' });
    meta.answer(`POST /${META.appId}/uploads`, { json: { id: 'upload:x/../../elsewhere' } });

    const submitted = await provider().submitTemplate(withImage(`http://${meta.host}/sample.png`), aProgress());

    expect(submitted).toMatchObject({ ok: false, error: { fault: 'unreadable_answer' } });
  });
});

describe('editing', () => {
  test('replaces the components and sends the template back to review', async () => {
    meta.answer('POST /1234567890123456789', { json: { success: true } });

    const edited = await provider().editTemplate('1234567890123456789', aMetaTemplate());

    expect(edited).toMatchObject({ ok: true, value: { review: { state: 'pending' }, category: 'UTILITY' } });
    expect(Object.keys(meta.calls[0]?.json ?? {}).toSorted()).toEqual(['category', 'components']);
  });

  test('is not done when Meta does not confirm it', async () => {
    meta.answer('POST /1', { json: { success: false } });

    const edited = await provider().editTemplate('1', aMetaTemplate());

    expect(edited).toMatchObject({ ok: false, error: { fault: 'unreadable_answer' } });
  });
});

describe('finding', () => {
  test('takes the exact name and language out of what only contains them', async () => {
    meta.answer(`GET ${TEMPLATES}`, { json: recorded('answer-template-list-by-part-of-name') });

    const found = await provider().findTemplate('order_ready', 'en_US');

    expect(found).toMatchObject({
      ok: true,
      value: {
        externalId: '1234567890123456789',
        template: { name: 'order_ready', language: 'en_US', body: { samples: { 1: 'A-100' } } },
        review: { state: 'approved', raw: 'APPROVED' },
        quality: 'yellow',
        futureCategory: 'MARKETING',
      },
    });
    expect(meta.calls[0]?.query.get('name')).toBe('order_ready');
    expect(meta.calls[0]?.query.get('language')).toBe('en_US');
  });

  test('does not take a name that only contains it', async () => {
    meta.answer(`GET ${TEMPLATES}`, { json: recorded('answer-template-list-by-part-of-name') });

    expect(await provider().findTemplate('order', 'en_US')).toEqual({ ok: true, value: undefined });
  });
});

describe('listing', () => {
  test('follows cursors to the end and leaves out, counted, what it cannot read', async () => {
    meta.answer(
      `GET ${TEMPLATES}`,
      { text: fixture('answer-template-list-first-page') },
      { text: fixture('answer-template-list-last-page') },
    );
    const { provider, counted } = metaProvider({ apiUrl: meta.url });

    const listed = await provider.listTemplates();

    expect(listed.ok && listed.value.map((remote) => [remote.externalId, remote.review.state])).toEqual([
      ['1', 'approved'],
      ['2', 'rejected'],
      ['3', 'paused'],
    ]);
    expect(meta.calls.map((call) => call.query.get('after'))).toEqual([null, 'B']);
    expect(counted.map(({ metric }) => metric)).toContain('provider_unreadable_templates');
  });

  test('starts once more from the beginning when a cursor has gone stale', async () => {
    const stale = { json: recorded('answer-error-stale-cursor'), status: 400 };
    const [first, last] = ['answer-template-list-first-page', 'answer-template-list-last-page'].map(recorded);
    meta.answer(`GET ${TEMPLATES}`, { json: first }, stale, { json: first }, { json: last });

    const listed = await provider().listTemplates();

    expect(listed.ok && listed.value.length).toBe(3);
    expect(meta.calls.map((call) => call.query.get('after'))).toEqual([null, 'B', null, 'B']);
  });

  test('names a template once that moved to another page while we read', async () => {
    const first = recorded('answer-template-list-first-page');
    const { paging: _, ...last } = first as { paging: unknown }; // a recorded file of ours
    meta.answer(`GET ${TEMPLATES}`, { json: first }, { json: last });

    const listed = await provider().listTemplates();

    expect(listed.ok && listed.value.map((remote) => remote.externalId)).toEqual(['1', '2']);
  });

  test('goes on where only the address of the next page is told', async () => {
    const first = { ...Object(recorded('answer-template-list-first-page')) };
    first.paging = { next: 'https://graph.facebook.com/v26.0/1/message_templates?limit=100&after=B' };
    meta.answer(`GET ${TEMPLATES}`, { json: first }, { json: recorded('answer-template-list-last-page') });

    const listed = await provider().listTemplates();

    expect(listed.ok && listed.value.length).toBe(3);
    expect(meta.calls.map((call) => call.query.get('after'))).toEqual([null, 'B']);
  });

  test('never tells a part as the whole when more is promised and cannot be asked for', async () => {
    const first = { ...Object(recorded('answer-template-list-first-page')), paging: { next: 'nowhere' } };
    meta.answer(`GET ${TEMPLATES}`, { json: first });

    expect(await provider().listTemplates()).toMatchObject({ ok: false, error: { fault: 'unreadable_answer' } });
  });

  test('asks for smaller pages when Meta says that it is too much', async () => {
    const much = {
      json: { error: { code: 1, message: 'Please reduce the amount of data you are asking for' } },
      status: 500,
    };
    meta.answer(`GET ${TEMPLATES}`, much, { json: recorded('answer-template-list-last-page') });

    const listed = await provider().listTemplates();

    expect(listed.ok).toBe(true);
    expect(meta.calls.map((call) => call.query.get('limit'))).toEqual(['100', '20']);
  });

  test('gives up when the cursor goes stale twice', async () => {
    const stale = { json: recorded('answer-error-stale-cursor'), status: 400 };
    meta.answer(`GET ${TEMPLATES}`, stale, stale);

    expect(await provider().listTemplates()).toMatchObject({ ok: false, error: { code: '131059', reaction: 'retry' } });
  });

  test('gives up when the pages go round in a circle', async () => {
    const first = recorded('answer-template-list-first-page');
    meta.answer(`GET ${TEMPLATES}`, { json: first }, { json: first });

    expect(await provider().listTemplates()).toMatchObject({ ok: false, error: { fault: 'unreadable_answer' } });
  });
});

describe('the checks', () => {
  beforeEach(() => {
    meta.answer(`GET /${META.appId}/subscriptions`, { json: { error: { code: 10, message: 'no' } }, status: 400 });
  });
  const number = { id: META.phoneNumberId, verified_name: 'Shop', quality_rating: 'GREEN' };
  const subscribed = (id: string) => ({ json: { data: [{ whatsapp_business_api_data: { id, name: 'Aval' } }] } });

  test('are fine when number, account and subscription are', async () => {
    meta.answer(`GET /${META.phoneNumberId}`, { json: number });
    meta.answer(`GET ${TEMPLATES}`, { json: { data: [] } });
    meta.answer(`GET /${META.wabaId}/subscribed_apps`, subscribed(META.appId));

    const checks = await provider().check();

    expect(checks).toEqual([
      { name: 'WhatsApp number', status: 'ok', detail: 'Shop, quality GREEN', fix: '' },
      { name: 'WhatsApp Business Account', status: 'ok', detail: 'templates can be read', fix: '' },
      { name: 'webhook subscription', status: 'ok', detail: 'the app receives webhooks', fix: '' },
    ]);
  });

  test('say what to do: red number, missing permission, another app subscribed', async () => {
    const noPermission = { error: { code: 200, message: 'Permissions error' } };
    meta.answer(`GET /${META.phoneNumberId}`, { json: { ...number, quality_rating: 'RED' } });
    meta.answer(`GET ${TEMPLATES}`, { json: noPermission, status: 403 });
    meta.answer(`GET /${META.wabaId}/subscribed_apps`, subscribed('1'));

    const [numberCheck, account, subscription] = await provider().check();

    expect(numberCheck).toMatchObject({ status: 'warning' });
    expect(account).toMatchObject({ status: 'failed', detail: '200: Permissions error' });
    expect(account?.fix).toContain('whatsapp_business_management');
    expect(subscription).toMatchObject({ status: 'failed' });
    expect(subscription?.fix).toContain('subscribed_apps');
  });

  test('tell a bad token from a wrong id', async () => {
    const wrongId = { error: { code: 100, error_subcode: 33, message: 'Unsupported get request' } };
    meta.answer(`GET /${META.phoneNumberId}`, { json: wrongId, status: 400 });
    meta.answer(`GET ${TEMPLATES}`, { json: recorded('answer-error-token-expired'), status: 401 });
    meta.answer(`GET /${META.wabaId}/subscribed_apps`, { html: 'down', status: 503 });

    const fixes = (await provider().check()).map((check) => check.fix);

    expect(fixes[0]).toContain('Check phoneNumberId');
    expect(fixes[1]).toContain('accessToken');
    expect(fixes[2]).toContain('could not be reached');
  });
});
