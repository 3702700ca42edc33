// Writing to a customer again after a stop: a later consent with its evidence, by an admin; another try at a number that could not
// be reached, by whoever decides. Recorded with who and why, and undone by whatever the customer says next.
import { describe, expect, test } from 'vitest';
import { type ContactChange, changeContact, contactFor } from '../../../src/store/contacts/contacts.ts';
import { DAY, startTestApp, type TestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { CUSTOMER, FILLED, sendable } from '../../support/app/stories.ts';
import { actionsOf, formOf, inputsOf, noticeOf, textOf } from '../../support/read-card.ts';

const EVIDENCE = { source: 'phone', reason: 'Called on 20 November, call 1042: “please write again”' };

async function known(app: TestApp, change: ContactChange): Promise<void> {
  await app.store.write(async (tx) => {
    const names = [{ kind: 'phone', value: CUSTOMER }] as const;
    const contact = await contactFor(tx.db, names, { newId: app.deps.newId, at: app.clock.iso() });
    await changeContact(tx.db, contact.id, change, app.clock.iso());
  });
  app.skip(60_000);
}

/** What an agent gets who fills in the form and presses Send. */
async function tries(app: TestApp, who = 'lucia') {
  const form = await app.person(who).opens(`/send-active ${CUSTOMER} order_ready`);
  return noticeOf(await app.person(who).sends(form, FILLED));
}

async function stopped(app: TestApp, by: 'customer' | 'provider' = 'customer'): Promise<void> {
  await known(app, { stopped: { at: app.clock.iso(), by } });
}

const command = `/send-active consent ${CUSTOMER}`;

describe('a stop', () => {
  test.each(['customer', 'provider'] as const)('of the %s is lifted by an admin, with the evidence', async (by) => {
    const app = await startTestApp();
    await sendable(app);
    await stopped(app, by);
    const refused = await tries(app, 'marta');
    const form = formOf(await app.person('marta').presses(refused, 'lift_block'));

    const done = noticeOf(await app.person('marta').sends(form, { ...EVIDENCE, scope: 'all' }));

    expect(textOf(done)).toContain('Nothing known here stops messages');
    expect((await tries(app)).title).toContain('Message 1');
    const [kept] = await app.store.db.selectFrom('lifted_blocks').selectAll().execute();
    expect(kept).toMatchObject({ what: 'consent', ...EVIDENCE, at: app.clock.iso() });
    const events = await app.store.db.selectFrom('events').selectAll().where('kind', '=', 'block_lifted').execute();
    expect(events).toMatchObject([{ actor: kept!.by_person, subject_id: kept!.contact_id, to_state: 'consent' }]);
    expect(JSON.stringify(events)).not.toContain('1042');
  });

  test('is lifted by nobody else: an agent and an approver are told who can', async () => {
    const app = await startTestApp();
    await sendable(app);
    await stopped(app);
    const { id } = await app.store.db.selectFrom('contacts').select('id').executeTakeFirstOrThrow();

    const refused = await tries(app);

    expect(actionsOf(refused)).toEqual([]);
    expect(textOf(refused)).toContain('An admin can record');
    for (const who of ['lucia', 'andres']) {
      expect(textOf(noticeOf(await app.person(who).types(command)))).toContain('does not want messages');
      const click = noticeOf(await app.person(who).clicks('lift_block', `${id}:consent`));
      const post = { id: 'lift_block', context: `${id}:consent`, values: { ...EVIDENCE, scope: 'all' } } as const;
      const sent = noticeOf(await app.person(who).posts(post));
      for (const answer of [click, sent]) expect(textOf(answer)).toContain('needs the role admin');
    }
    expect(await tries(app)).toMatchObject({ title: 'Not sent' });
  });

  test('stays without evidence, and says what is missing', async () => {
    const app = await startTestApp();
    await sendable(app);
    await stopped(app);
    const form = await app.person('marta').opens(command);

    const again = formOf(await app.person('marta').sends(form, { reason: '  ' }));

    expect(Object.keys(again.errors).toSorted()).toEqual(['reason', 'scope', 'source']);
    expect(await tries(app)).toMatchObject({ title: 'Not sent' });
  });

  test('of everything may be lifted for what the customer asked for only: marketing stays off', async () => {
    const app = await startTestApp();
    await sendable(app, aTemplate({ category: 'MARKETING' }));
    await stopped(app);
    const form = await app.person('marta').opens(command);

    await app.person('marta').sends(form, { ...EVIDENCE, scope: 'service' });

    expect(textOf(await tries(app))).toContain('does not want marketing messages');
  });

  test('that comes after it counts, and one that comes late from before it does not', async () => {
    const app = await startTestApp();
    await sendable(app);
    await stopped(app);
    const says = (id: string, at: string) =>
      app.hook([
        {
          kind: 'inbound',
          id,
          externalId: id,
          at,
          from: [{ kind: 'phone', value: CUSTOMER }],
          content: { kind: 'text', text: 'STOP' },
        } as never,
      ]);
    const before = app.clock.iso();
    app.skip(60_000);
    await app.person('marta').sends(await app.person('marta').opens(command), { ...EVIDENCE, scope: 'all' });

    await says('late', before);
    await app.settle();
    expect((await tries(app)).title).toContain('Message 1');

    app.skip(60_000);
    await says('new', app.clock.iso());
    await app.settle();
    expect(await tries(app)).toMatchObject({ title: 'Not sent' });
  });
});

test('marketing that was switched off is lifted the same way, without asking how much', async () => {
  const app = await startTestApp();
  await sendable(app, aTemplate({ category: 'MARKETING' }));
  await known(app, { optedOutAt: app.clock.iso() });
  const form = await app.person('marta').opens(command);
  expect(inputsOf(form).map(({ id }) => id)).toEqual(['source', 'reason']);

  await app.person('marta').sends(form, EVIDENCE);

  expect((await tries(app)).title).toContain('Message 1');
});

describe('a number that could not be reached', () => {
  test('is left alone for a week, which is said, and then tried again', async () => {
    const app = await startTestApp();
    await sendable(app);
    await known(app, { unreachableAt: app.clock.iso() });

    expect(textOf(await tries(app))).toMatch(/left alone until .*An approver or admin/s);
    app.skip(7 * DAY);

    expect((await tries(app)).title).toContain('Message 1');
  });

  test('is tried before when an approver says why', async () => {
    const app = await startTestApp();
    await sendable(app);
    await known(app, { unreachableAt: app.clock.iso() });
    const form = await app.person('andres').opens(command);

    await app.person('andres').sends(form, { reason: 'They installed WhatsApp yesterday' });

    expect((await tries(app)).title).toContain('Message 1');
    const [kept] = await app.store.db.selectFrom('lifted_blocks').selectAll().execute();
    expect(kept).toMatchObject({ what: 'reach', reason: 'They installed WhatsApp yesterday' });
  });
});

test('the command says when nothing is in the way, and shows the line to type for a wrong number', async () => {
  const app = await startTestApp();

  expect(textOf(noticeOf(await app.person('marta').types(command)))).toContain('Nothing known here stops');
  const wrong = textOf(noticeOf(await app.person('marta').types('/send-active consentimiento 5491155551234')));
  expect(wrong).toContain('send-active consent +5491155551234');
});
