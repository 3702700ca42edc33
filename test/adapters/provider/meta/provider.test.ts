// The Meta adapter under the contract every provider keeps.
import { type Fact, type ProviderSubject, providerContract, type ToldKind } from '../../../contracts/provider.ts';
import { type Answer, closedPort, sampleOn, startFakeMeta } from '../../../support/meta/fake-meta.ts';
import { aMetaTemplate, META, metaProvider, recorded, signed } from '../../../support/meta/samples.ts';

const TEMPLATES = `/${META.wabaId}/message_templates`;
const REQUEST = {
  submit: `POST ${TEMPLATES}`,
  find: `GET ${TEMPLATES}`,
  send: `POST /${META.phoneNumberId}/messages`,
};

// One recorded refusal per kind.
const REFUSALS: Readonly<Record<ToldKind, { readonly file: string; readonly status: number; readonly code: string }>> =
  {
    rejected: { file: 'answer-error-undeliverable', status: 400, code: '131026' },
    unauthorized: { file: 'answer-error-token-expired', status: 401, code: '190/463' },
    limited: { file: 'answer-error-pair-rate', status: 400, code: '131056' },
    unavailable: { file: 'answer-error-service-down', status: 500, code: '131016' },
    misconfigured: { file: 'answer-error-not-registered', status: 500, code: '131045' },
  };

const EXTERNAL_TEMPLATE = '1234567890123456789';
const WAMID = 'wamid.HBgNNTQ5MTE1NTU1MTIzNBUCABEYEjk5';

providerContract({ name: 'Meta', start });

async function start(): Promise<ProviderSubject> {
  const meta = await startFakeMeta();
  const nobody = `http://127.0.0.1:${await closedPort()}`;
  const { provider } = metaProvider({ apiUrl: meta.url, timeoutMs: 300, mediaHosts: [meta.host] });
  return {
    provider,
    unreachable: metaProvider({ apiUrl: nobody }).provider,
    template: aMetaTemplate(),
    values: { 'body.1': 'A-100' },
    vendor: {
      accepts: (call) => {
        const file = call === 'send' ? 'answer-message-accepted' : 'answer-template-created';
        meta.answer(REQUEST[call], { json: recorded(file) });
        return { externalId: call === 'send' ? WAMID : EXTERNAL_TEMPLATE };
      },
      holdsForQuality: () => meta.answer(REQUEST.send, { json: recorded('answer-message-held') }),
      hasTemplate: () => {
        meta.answer(REQUEST.submit, { json: recorded('answer-error-template-exists'), status: 400 });
        meta.answer(REQUEST.find, { json: recorded('answer-template-list-by-part-of-name') });
        return { externalId: EXTERNAL_TEMPLATE };
      },
      hasNoTemplate: () => meta.answer(REQUEST.find, { json: { data: [] } }),
      refuses: (call, kind) => {
        const { file, status, code } = REFUSALS[kind];
        meta.answer(REQUEST[call], { json: recorded(file), status });
        return { code };
      },
      misbehaves: (call, how) => {
        const answer: Answer = how === 'html' ? { html: '<h1>502 Bad Gateway</h1>', status: 502 } : { fails: how };
        meta.answer(REQUEST[call], answer);
      },
      sample: (how) => sampleOn(meta, how),
      sends: () =>
        meta.calls
          .filter((call) => call.path === `/${META.version}/${META.phoneNumberId}/messages`)
          .map((call) => call.body.toString('utf8')),
      leftovers: meta.leftovers,
    },
    signed: (facts) => [signed(JSON.stringify({ object: 'whatsapp_business_account', entry: facts.map(entryOf) }))],
    signedBytes: signed,
    stop: meta.close,
  };
}

function entryOf(fact: Fact): object {
  const metadata = { phone_number_id: META.phoneNumberId };
  const entry = (field: string, value: object) => ({ id: META.wabaId, changes: [{ field, value }] });
  const timestamp = '1763640100';
  switch (fact.kind) {
    case 'delivery': {
      const { externalId: id, messageId, status } = fact;
      const statuses = [{ id, status, timestamp, recipient_id: '549115', biz_opaque_callback_data: messageId }];
      return entry('messages', { metadata, statuses });
    }
    case 'inbound': {
      const { externalId: id, from, text } = fact;
      return entry('messages', { metadata, messages: [{ id, from, timestamp, type: 'text', text: { body: text } }] });
    }
    case 'unheard_of':
      return entry('hologram_settings', { anything: true });
  }
}
