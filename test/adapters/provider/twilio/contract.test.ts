// The Twilio adapter under the contract every provider keeps.
import { type Fact, type ProviderSubject, providerContract, type ToldKind } from '../../../contracts/provider.ts';
import { type Answer, closedPort, sampleOn, startFakeMeta as startScripted } from '../../../support/meta/fake-meta.ts';
import {
  ACCOUNT,
  aContent,
  aMessage,
  anApproval,
  anError,
  anInbound,
  aPage,
  aStatus,
  aTemplate,
  at,
  CONTENT,
  MESSAGE,
  signedForm,
  signedJson,
  twilioProvider,
} from '../../../support/twilio/samples.ts';

const REQUEST = {
  list: 'GET /v1/ContentAndApprovals',
  create: 'POST /v1/Content',
  read: `GET /v1/Content/${CONTENT}`,
  approval: `GET /v1/Content/${CONTENT}/ApprovalRequests`,
  approve: `POST /v1/Content/${CONTENT}/ApprovalRequests/whatsapp`,
  send: `POST /2010-04-01/Accounts/${ACCOUNT}/Messages.json`,
  messages: `GET /2010-04-01/Accounts/${ACCOUNT}/Messages.json`,
};

const REFUSALS: Readonly<Record<ToldKind, { readonly code: number; readonly status: number }>> = {
  rejected: { code: 21211, status: 400 },
  unauthorized: { code: 20003, status: 401 },
  limited: { code: 20429, status: 429 },
  unavailable: { code: 63012, status: 400 },
  misconfigured: { code: 21703, status: 400 },
};

providerContract({
  name: 'Twilio',
  start,
  skips: { 'a send held for a quality check says so': 'Twilio never tells that WhatsApp holds a message' },
});

async function start(): Promise<ProviderSubject> {
  const twilio = await startScripted();
  const nobody = `http://127.0.0.1:${await closedPort()}`;
  const { provider } = twilioProvider({ ...at(twilio.url), timeoutMs: 300, mediaHosts: [twilio.host] });
  const there = { json: aPage([{ ...aContent(), approval_requests: anApproval({ status: 'approved' }) }]) };
  // A send without an id looks its template up, then reads it.
  const findsTemplate = () => {
    twilio.answer(REQUEST.list, there);
    twilio.answer(REQUEST.read, { json: aContent() });
  };
  return {
    provider,
    unreachable: twilioProvider(at(nobody)).provider,
    template: aTemplate(),
    values: { 'body.1': 'Eva', 'body.2': 'A-100' },
    vendor: {
      accepts: (call) => {
        if (call === 'send') {
          findsTemplate();
          twilio.answer(REQUEST.send, { json: aMessage(), status: 201 });
          return { externalId: MESSAGE };
        }
        twilio.answer(REQUEST.list, { json: aPage([]) });
        twilio.answer(REQUEST.create, { json: aContent(), status: 201 });
        twilio.answer(REQUEST.approval, { json: { sid: CONTENT, whatsapp: null } });
        twilio.answer(REQUEST.approve, { json: anApproval(), status: 201 });
        return { externalId: CONTENT };
      },
      holdsForQuality: () => undefined,
      hasTemplate: () => {
        twilio.answer(REQUEST.list, there, there);
        return { externalId: CONTENT };
      },
      hasNoTemplate: () => twilio.answer(REQUEST.list, { json: aPage([]) }),
      refuses: (_call, kind) => {
        const { code, status } = REFUSALS[kind];
        findsTemplate();
        twilio.answer(REQUEST.send, { json: anError(code, status), status });
        return { code: `${code}` };
      },
      misbehaves: (call, how) => {
        const answer: Answer = how === 'html' ? { html: '<h1>502 Bad Gateway</h1>', status: 502 } : { fails: how };
        if (call === 'send') findsTemplate();
        else twilio.answer(REQUEST.list, { json: aPage([]) });
        twilio.answer(call === 'send' ? REQUEST.send : REQUEST.create, answer);
      },
      sample: (how) => sampleOn(twilio, how),
      sends: () =>
        twilio.calls
          .filter((call) => `${call.method} ${call.path}` === REQUEST.send)
          .map((call) => call.body.toString('utf8')),
      cutsSubmitShort: () => {
        twilio.answer(REQUEST.list, { json: aPage([]) });
        twilio.answer(REQUEST.create, { json: aContent(), status: 201 });
        twilio.answer(REQUEST.approval, { fails: 'drop' }, { json: { sid: CONTENT, whatsapp: null } });
        twilio.answer(REQUEST.read, { json: aContent() });
        twilio.answer(REQUEST.approve, { json: anApproval(), status: 201 });
        const creations = () => twilio.calls.filter((call) => `${call.method} ${call.path}` === REQUEST.create).length;
        return { externalId: CONTENT, creations };
      },
      knowsSend: () => {
        const message = aMessage({ to: 'whatsapp:+5491155551234', status: 'sent' });
        twilio.answer(REQUEST.messages, { json: { messages: [message], next_page_uri: null } });
        return { externalId: MESSAGE };
      },
      knowsNoSend: () => {
        const nothing = { json: { messages: [], next_page_uri: null } };
        twilio.answer(REQUEST.messages, nothing, nothing);
      },
      leftovers: twilio.leftovers,
    },
    signed: (facts) => facts.map(requestOf),
    signedBytes: signedJson,
    stop: twilio.close,
  };
}

function requestOf(fact: Fact) {
  switch (fact.kind) {
    case 'delivery': {
      const { externalId: MessageSid, messageId, status: MessageStatus } = fact;
      return signedForm(aStatus({ MessageSid, MessageStatus }), { below: `${messageId}.1` });
    }
    case 'inbound': {
      const { externalId: MessageSid, from, text: Body } = fact;
      return signedForm(anInbound({ MessageSid, From: `whatsapp:+${from}`, Body }));
    }
    case 'unheard_of':
      return signedJson(JSON.stringify([{ id: 'EZ1', type: 'com.twilio.hologram.moved', data: {} }]));
  }
}
