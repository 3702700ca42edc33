// What every messaging provider must do, as one suite over a descriptor. The double behind it is the vendor's own (a local
// server speaking its protocol); the suite sees only the port. A vendor that cannot do something declares it in `skips`.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FailureKind } from '../../src/domain/fault.ts';
import type { DeliveryStatus } from '../../src/domain/sends/state.ts';
import type { Template } from '../../src/domain/templates/template.ts';
import type { RawRequest } from '../../src/ports/http.ts';
import type { Provider, ProviderEvent, SendTemplate } from '../../src/ports/provider.ts';
import { aProgress } from '../support/app/progress.ts';
import type { SampleHost } from '../support/meta/fake-meta.ts';

/** Ways a network or a vendor goes wrong after our bytes left. */
export type Misbehaviour = 'html' | 'hang' | 'drip' | 'drop' | 'cut';
export type VendorCall = 'submit' | 'send' | 'find';
/** The kinds a vendor tells in so many words. */
export type ToldKind = Exclude<FailureKind, 'uncertain'>;

/** One fact for a webhook, in our words; the descriptor writes it in the vendor's. */
export type Fact =
  | {
      readonly kind: 'delivery';
      readonly externalId: string;
      readonly messageId: string;
      readonly status: DeliveryStatus;
    }
  | { readonly kind: 'inbound'; readonly externalId: string; readonly from: string; readonly text: string }
  | { readonly kind: 'unheard_of' };

export type ProviderSubject = {
  readonly provider: Provider;
  /** The same provider with an address where nobody listens. */
  readonly unreachable: Provider;
  /** A template this vendor accepts, and values for its slots. */
  readonly template: Template;
  readonly values: SendTemplate['values'];
  readonly vendor: {
    /** The next call is answered well; the id is what the provider must hand back. */
    accepts(call: 'submit' | 'send'): { readonly externalId: string };
    holdsForQuality(): void;
    /** The next submit is refused because the template exists; the next find finds it. */
    hasTemplate(): { readonly externalId: string };
    hasNoTemplate(): void;
    /** Each call until the next script is refused with a recorded answer of this kind; the vendor's own code. */
    refuses(call: VendorCall, kind: ToldKind): { readonly code: string };
    misbehaves(call: VendorCall, how: Misbehaviour): void;
    /** Bodies of the send calls received, as text. */
    sends(): readonly string[];
    /** Of a vendor that needs several calls for a template: the next submit is cut between them, the one after goes well. */
    cutsSubmitShort?(): { readonly externalId: string; readonly creations: () => number };
    /** Of a vendor that can be asked for a send: the next look-up finds it under this id, or finds nothing. */
    knowsSend?(): { readonly externalId: string };
    knowsNoSend?(): void;
    /** A link to a picture whose host behaves like this when it is next asked. */
    sample(how: SampleHost): string;
    /** Calls that came unexpected or scripts never used; empty at the end of every test. */
    leftovers(): readonly string[];
  };
  /** Webhooks with these facts, in this order, as the vendor signs them: one batch, or one request a fact. */
  signed(facts: readonly Fact[]): readonly RawRequest[];
  /** Any bytes with a good signature. */
  signedBytes(body: Buffer): RawRequest;
  stop(): Promise<void>;
};

export type ProviderDescriptor = {
  readonly name: string;
  start(): Promise<ProviderSubject>;
  /** Test name → why this vendor cannot do it. */
  readonly skips?: Readonly<Record<string, string>>;
};

const AT = new Date('2026-11-20T12:00:00.000Z');
const KINDS: readonly ToldKind[] = ['rejected', 'unauthorized', 'limited', 'unavailable', 'misconfigured'];
const MISBEHAVIOURS: readonly Misbehaviour[] = ['html', 'hang', 'drip', 'drop', 'cut'];

/** Registers the suite for one provider. */
export function providerContract(descriptor: ProviderDescriptor): void {
  describe(`${descriptor.name} keeps the provider contract`, () => {
    let subject: ProviderSubject;
    beforeEach(async () => {
      subject = await descriptor.start();
    });
    afterEach(async () => {
      await subject.stop();
    });

    const scenario = (name: string, run: (subject: ProviderSubject) => Promise<void>) => {
      const why = descriptor.skips?.[name];
      if (why !== undefined) return test.skip(`${name} (${why})`);
      return test(name, async () => {
        await run(subject);
        expect(subject.vendor.leftovers()).toEqual([]);
      });
    };

    factScenarios(scenario);
    sampleScenarios(scenario);
    templateScenarios(scenario);
    sendScenarios(scenario);
    webhookScenarios(scenario);
  });
}

type Scenario = (name: string, run: (subject: ProviderSubject) => Promise<void>) => void;

function factScenarios(scenario: Scenario): void {
  scenario('its data is complete, and known without a call', async ({ provider }) => {
    const { limits, dialect, names, capabilities } = provider;
    const { throughput, pair, timeouts, ...figures } = limits;

    expect(provider.id).toMatch(/^[a-z][a-z0-9-]*$/);
    for (const name of Object.values(names)) expect(name).not.toBe('');
    for (const figure of [throughput, pair, timeouts, figures].flatMap((group): number[] => Object.values(group)))
      expect(figure).toBeGreaterThan(0);
    expect(dialect.categories.length).toBeGreaterThan(0);
    expect(dialect.languages === 'all' || dialect.languages.length > 0).toBe(true);
    expect(dialect.mostButtons > 0 || dialect.buttons.length === 0).toBe(true);
    expect(capabilities.reaches.length).toBeGreaterThan(0);
  });
}

function sampleScenarios(scenario: Scenario): void {
  scenario('a sample file that can be fetched is well', async ({ provider, vendor }) => {
    expect(await provider.trySample(vendor.sample('file'), 'image')).toEqual({ ok: true, value: undefined });
  });

  scenario('a sample file that cannot be had is refused for what it is', async ({ provider, vendor }) => {
    const refused = { ok: false, error: { kind: 'rejected', fault: 'media_failed', reaction: 'template' } };

    expect(await provider.trySample(vendor.sample('page'), 'image')).toMatchObject({
      ...refused,
      error: { ...refused.error, sample: { why: 'wrong_type', type: 'text/html' } },
    });
    expect(await provider.trySample(vendor.sample('gone'), 'image')).toMatchObject({
      ...refused,
      error: { ...refused.error, sample: { why: 'answers', status: 404 } },
    });
    expect(await provider.trySample('https://10.0.0.5/a.png', 'image')).toMatchObject({
      ...refused,
      error: { ...refused.error, sample: { why: 'not_public' } },
    });
  });

  scenario('a host of samples that is away may be asked again', async ({ provider, vendor }) => {
    for (const how of ['down', 'hang'] as const)
      expect(await provider.trySample(vendor.sample(how), 'image')).toMatchObject({
        ok: false,
        error: { kind: 'unavailable', fault: 'media_failed', reaction: 'retry' },
      });
  });
}

function templateScenarios(scenario: Scenario): void {
  scenario('a submitted template gives the id and the review it is in', async ({ provider, template, vendor }) => {
    const { externalId } = vendor.accepts('submit');

    const submitted = await provider.submitTemplate(template, aProgress());

    expect(submitted).toMatchObject({ ok: true, value: { externalId, category: template.category } });
    if (submitted.ok) expect(['pending', 'approved']).toContain(submitted.value.review.state);
  });

  scenario('submitting again says that the template exists, and it can be read back', async (the) => {
    const { externalId } = the.vendor.hasTemplate();

    const again = await the.provider.submitTemplate(the.template, aProgress());
    const found = await the.provider.findTemplate(the.template.name, the.template.language);

    expect(again).toMatchObject({ ok: false, error: { kind: 'rejected', fault: 'template_exists' } });
    expect(found).toMatchObject({ ok: true, value: { externalId, template: { name: the.template.name } } });
  });

  scenario('a submit cut between two calls is gone on with, and nothing is made twice', async (the) => {
    const cut = the.vendor.cutsSubmitShort?.();
    if (!cut) return; // one call makes the template, and a repeat is told that it exists
    const progress = aProgress();

    const first = await the.provider.submitTemplate(the.template, progress);
    const second = await the.provider.submitTemplate(the.template, progress);

    expect(first).toMatchObject({ ok: false, error: { reaction: 'retry' } });
    expect(second).toMatchObject({ ok: true, value: { externalId: cut.externalId } });
    expect(cut.creations()).toBe(1);
  });

  scenario('a template that is not there is found to be absent', async ({ provider, template, vendor }) => {
    vendor.hasNoTemplate();

    const found = await provider.findTemplate(template.name, template.language);

    expect(found).toEqual({ ok: true, value: undefined });
  });

  for (const how of MISBEHAVIOURS) {
    scenario(`a submit that meets ${how} may be tried again`, async ({ provider, template, vendor }) => {
      vendor.misbehaves('submit', how);

      const submitted = await provider.submitTemplate(template, aProgress());

      expect(submitted).toMatchObject({ ok: false, error: { kind: 'unavailable', reaction: 'retry' } });
    });
  }

  scenario('nobody at the address: a read may be tried again', async ({ unreachable, template }) => {
    const found = await unreachable.findTemplate(template.name, template.language);

    expect(found).toMatchObject({ ok: false, error: { kind: 'unavailable', reaction: 'retry' } });
  });
}

function sendScenarios(scenario: Scenario): void {
  const aSend = (the: ProviderSubject): SendTemplate => ({
    messageId: 'msg-000042',
    attempt: 1,
    to: { kind: 'phone', e164: '+5491155551234' },
    template: the.template,
    values: the.values,
  });

  scenario('a send carries our message id and gives the id of the vendor', async (the) => {
    const { externalId } = the.vendor.accepts('send');

    const sent = await the.provider.sendTemplate(aSend(the));

    expect(sent).toMatchObject({ ok: true, value: { externalId, held: false } });
    expect(the.vendor.sends()).toHaveLength(1);
    expect(the.vendor.sends()[0]).toContain('msg-000042');
  });

  scenario('a send held for a quality check says so', async (the) => {
    the.vendor.holdsForQuality();

    const sent = await the.provider.sendTemplate(aSend(the));

    expect(sent).toMatchObject({ ok: true, value: { held: true } });
  });

  const lost = (the: ProviderSubject) => {
    const { messageId, to, template } = aSend(the);
    return { messageId, to, template, after: AT.toISOString(), taken: [] };
  };

  scenario('a lost send is found, or certainly not there, or the vendor cannot tell', async (the) => {
    const { provider, vendor } = the;
    if (!provider.capabilities.looksUp) {
      expect(await provider.lookUp(lost(the))).toMatchObject({ ok: true, value: { found: 'unknown' } });
      return;
    }
    const known = vendor.knowsSend?.();
    expect(await provider.lookUp(lost(the))).toMatchObject({
      ok: true,
      value: { found: 'accepted', externalId: known?.externalId },
    });
    vendor.knowsNoSend?.();
    const gone = await provider.lookUp(lost(the));
    expect(gone.ok && gone.value.found).not.toBe('accepted');
  });

  for (const kind of KINDS) {
    scenario(`a send refused as ${kind} keeps the code of the vendor`, async (the) => {
      const { code } = the.vendor.refuses('send', kind);

      const sent = await the.provider.sendTemplate(aSend(the));

      expect(sent).toMatchObject({ ok: false, error: { kind, code } });
    });
  }

  for (const how of MISBEHAVIOURS) {
    scenario(`a send that meets ${how} is uncertain and not repeated`, async (the) => {
      the.vendor.misbehaves('send', how);

      const sent = await the.provider.sendTemplate(aSend(the));

      expect(sent).toMatchObject({ ok: false, error: { kind: 'uncertain' } });
      if (!sent.ok) expect(sent.error.reaction).not.toBe('retry');
      expect(the.vendor.sends()).toHaveLength(1);
    });
  }

  scenario('nobody at the address: a send may be tried again', async (the) => {
    const sent = await the.unreachable.sendTemplate(aSend(the));

    expect(sent).toMatchObject({ ok: false, error: { kind: 'unavailable', fault: 'unreachable', reaction: 'retry' } });
  });
}

function webhookScenarios(scenario: Scenario): void {
  const delivered: Fact = { kind: 'delivery', externalId: 'ext-1', messageId: 'msg-1', status: 'delivered' };
  const answered: Fact = { kind: 'inbound', externalId: 'ext-2', from: '5491155551234', text: 'thanks' };
  const events = (the: ProviderSubject, requests: readonly RawRequest[]): readonly ProviderEvent[] =>
    requests.flatMap((request) => {
      const read = the.provider.readWebhook(request, AT);
      return read.events.ok ? read.events.value : [];
    });

  scenario('every fact of a batch comes out, in order', async (the) => {
    const sent: Fact = { ...delivered, status: 'sent' };

    const read = events(the, the.signed([sent, delivered, answered]));

    expect(read).toMatchObject([
      { kind: 'delivery', externalId: 'ext-1', messageId: 'msg-1', status: 'sent' },
      { kind: 'delivery', externalId: 'ext-1', messageId: 'msg-1', status: 'delivered' },
      { kind: 'inbound', externalId: 'ext-2', content: { text: 'thanks' } },
    ]);
  });

  scenario('the same fact delivered twice has the same id, another fact another', async (the) => {
    const [first, second] = [events(the, the.signed([delivered])), events(the, the.signed([answered, delivered]))];

    expect(first[0]?.id).toBe(second[1]?.id);
    expect(second[0]?.id).not.toBe(second[1]?.id);
  });

  scenario('a fact nobody has heard of is kept as ignored and hides nothing', async (the) => {
    const read = events(the, the.signed([{ kind: 'unheard_of' }, delivered]));

    expect(read.map((event) => event.kind).toSorted()).toEqual(['delivery', 'ignored']);
  });

  scenario('bytes changed on the way are refused', async (the) => {
    const good = the.signed([delivered])[0] as RawRequest; // one fact is never less than one request
    const tampered = { ...good, body: Buffer.from(good.body.toString('utf8').replace('ext-1', 'ext-9')) };

    expect(the.provider.readWebhook(good, AT).events.ok).toBe(true);
    for (const forged of [tampered, { ...good, headers: {} }]) {
      const { events, answer } = the.provider.readWebhook(forged, AT);
      expect(events.ok).toBe(false);
      expect([401, 403]).toContain(answer.status);
    }
  });

  scenario('what is verified is answered well, and a GET nobody signed brings nothing', async (the) => {
    for (const request of the.signed([delivered, answered])) {
      const { status } = the.provider.readWebhook(request, AT).answer;
      expect(Math.floor(status / 100)).toBe(2);
      const bare = { ...request, method: 'GET', headers: {}, query: new URLSearchParams(), body: Buffer.alloc(0) };
      const { events, answer } = the.provider.readWebhook(bare, AT);
      expect(events.ok ? events.value : []).toEqual([]);
      expect(answer.status).toBeLessThan(500);
    }
  });

  scenario('a part below the address that is not ours makes nothing of its own and breaks nothing', async (the) => {
    for (const request of the.signed([answered])) {
      const below = { ...request, params: { ...request.params, part: '../%00nobody' } };
      const { events } = the.provider.readWebhook(below, AT);
      for (const event of events.ok ? events.value : []) expect(event.kind).not.toBe('delivery');
    }
  });

  scenario('no bytes whatever make it throw, signed or not', async (the) => {
    const nested = `${'[{"a":'.repeat(50_000)}1`;
    const cases = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.json().map((text) => Buffer.from(text)),
    );

    fc.assert(
      fc.property(cases, (bytes) => {
        const body = Buffer.from(bytes);
        the.provider.readWebhook(the.signedBytes(body), AT);
        the.provider.readWebhook({ ...the.signedBytes(body), headers: {} }, AT);
      }),
    );
    expect(() => the.provider.readWebhook(the.signedBytes(Buffer.from(nested)), AT)).not.toThrow();
  });
}
