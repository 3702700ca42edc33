// The whole main job through the real process, over HTTP and over Socket Mode: what people see at each step, and in the end
// every call that was made to Slack and to Meta. The tests of one way are one story, in order.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recorded } from '../support/app/installation-rows.ts';
import { eventually } from '../support/eventually.ts';
import { postsByPlace, slackComplaints } from '../support/slack/audit.ts';
import type { StoredMessage } from '../support/slack/fake-slack-methods.ts';
import { buttonsOf } from '../support/slack/read-slack.ts';
import {
  ask,
  card,
  direct,
  isTold,
  labelsOf,
  type Mode,
  offers,
  opens,
  openWorkplace,
  refOf,
  STAFF,
  seen,
  submits,
  thread,
  type Workplace,
} from '../support/slack/workplace.ts';
import { leaksIn, metaComplaints } from '../support/stories/audit.ts';
import {
  ANSWER,
  BAD_NUMBERS,
  BODY_2,
  CANARY,
  CREATE,
  CREATION,
  CUSTOMER,
  MESSAGE,
  REASON,
  SEND,
  SLOTS,
  STEP_1,
  STEP_2,
  TEMPLATE,
} from '../support/stories/main-job.ts';

describe.each<Mode>(['HTTP', 'Socket Mode'])('the main job over %s', (mode) => {
  let at: Workplace;
  let stale: StoredMessage;

  beforeAll(async () => {
    at = await openWorkplace(mode);
    // Meta tells everything twice and the newest first.
    await at.simulator.change('deliver', { duplicates: 1, shuffle: true });
  });
  afterAll(() => at?.close());

  const proposal = () => {
    const found = card(at.fake, 'Template proposal 1:');
    if (!found) throw new Error('the card is not there');
    return found;
  };
  const history = () => thread(at.fake, proposal());
  const type = (text: string) => at.person('sofia').command('/template', text);
  const sent = (n: number) => direct(at.fake, 'lucia').find((each) => seen(each).includes(`Mensaje ${n} `));

  test('help and unknown words are answered privately, with examples and buttons', async () => {
    expect(await ask(at, 'tom', '/template', '')).toContain('/template propose');
    expect(await ask(at, 'tom', '/template', 'help')).toContain('/template sync');
    expect(await ask(at, 'tom', '/template', 'aprove')).toMatch(
      /“aprove” is not a command of \/template[\s\S]*\/template propose/,
    );
    expect(await ask(at, 'tom', '/send-active', '')).toContain('/send-active +5491155551234');
    expect(await ask(at, 'tom', '/send-active', CUSTOMER)).toContain('needs the role agent. Ask marta.');

    const help = at.fake.whispers.filter((each) => each.user === STAFF.tom)[1];
    expect(labelsOf(help ?? { blocks: [] })).toEqual(['Propose template', 'List templates', 'What waits']);
    await ask(at, 'tom', '/template', 'help');
    const form = await opens(at, 'tom', () => at.person('tom').clickPrivate('open_propose'));
    const byShortcut = await opens(at, 'tom', () => at.person('tom').shortcut());
    expect([form.view.callback_id, byShortcut.view.callback_id]).toEqual(['propose', 'propose']);
    expect(at.fake.messages).toEqual([]);
  });

  test('a refused step shows each fault at its field and keeps what was typed, also for another day', async () => {
    const form = await opens(at, 'sofia', () => type('propose'));
    const typed = { ...STEP_1, name: 'Order Pickup!', body: '{{1}}, it is ready.' };
    const { errors } = await submits(at, 'sofia', typed);
    expect(Object.keys(errors).sort()).toEqual(['body', 'name']);
    expect(errors.name).toContain('order_pickup');
    expect(form.typed).toMatchObject(typed);

    form.open = false;
    const again = await opens(at, 'sofia', () => type('propose'));
    expect(again.typed).toMatchObject(typed);
    expect(await at.person('sofia').suggest('language', 'spanish (arg')).toEqual(['es_AR']);
  });

  test('three steps make a proposal, with a step back that loses nothing', async () => {
    expect((await submits(at, 'sofia', STEP_1)).errors).toEqual({});
    const { errors } = await submits(at, 'sofia', { ...STEP_2, 'sample.body.1': '' });
    expect(Object.keys(errors)).toEqual(['sample.body.1']);
    const check = await submits(at, 'sofia', STEP_2);
    expect(check.text).toContain('Hello Grace, your order A-1042 is ready.');
    const { modal } = at.person('sofia');
    const before = modal().hash;
    await at.person('sofia').pressInModal('back', 'aval.form_buttons');
    await eventually(() => modal().hash !== before);
    expect(modal().typed).toMatchObject(STEP_2);
    await submits(at, 'sofia');
    const { text } = await submits(at, 'sofia');
    expect(text).toContain(`Proposal 1, ${TEMPLATE} (en_US), is in #approvals. It needs 2 approvals.`);
  });

  test('the card waits in the channel, its details in its thread', async () => {
    await eventually(() => card(at.fake, 'Template proposal 1:') && history().length === 1);
    expect(seen(proposal())).toMatch(/Approvals: 0\/2/);
    expect(labelsOf(proposal())).toEqual(['Approve', 'Reject…', 'Request changes…', 'Edit', 'Withdraw']);
    expect(history()[0]).toContain('Proposal 1, revision 1');
    expect(history()[0]).toContain('sofia');
  });

  test('who may not decide is told so privately, and nothing moves', async () => {
    const approve = (name: 'tom' | 'sofia') => () => at.person(name).click(refOf(proposal()), 'approve');
    expect(await isTold(at, 'tom', approve('tom'))).toContain('needs the role approver');
    expect(await isTold(at, 'sofia', approve('sofia'))).toContain('Proposal 1 is yours');
    expect(seen(proposal())).toMatch(/Approvals: 0\/2/);
    expect(history()).toHaveLength(1);
  });

  test('asked-for changes bring a prefilled form, and a second revision in the same thread with the difference', async () => {
    stale = structuredClone(proposal());
    await opens(at, 'ana', () => at.person('ana').click(refOf(proposal()), 'request_changes'));
    expect(Object.keys((await submits(at, 'ana', { reason: ' ' })).errors)).toEqual(['reason']);
    await submits(at, 'ana', { reason: REASON });
    await eventually(() => history().some((each) => each.includes(REASON)));
    const told = await eventually(() => direct(at.fake, 'sofia').find((each) => seen(each).includes(REASON)));

    const form = await opens(at, 'sofia', () => at.person('sofia').click(refOf(told), 'edit'));
    expect(form.typed).toMatchObject(STEP_1);
    expect(seen(form.view as never)).toContain(REASON);
    await submits(at, 'sofia', { body: BODY_2 });
    expect((await submits(at, 'sofia')).text).toContain(`+ body: ${BODY_2}`);
    await submits(at, 'sofia');
    const details = await eventually(() => history().find((each) => each.includes('Proposal 1, revision 2')));
    expect(details).toMatch(/− body: Hello .* is ready\. [\s\S]*\+ body: Hello .* is ready at the main desk\./);
    await eventually(() => /Approvals: 0\/2\nRevision: 2/.test(seen(proposal())) && offers(proposal(), 'approve'));
  });

  test('approving the card of the first revision is refused', async () => {
    const [approve] = buttonsOf(stale.blocks);
    const payload = at.person('ben').clickPayload(stale, approve ?? {});
    const answer = await isTold(at, 'ben', () => at.transport.interaction(payload));
    expect(answer).toContain('revision 1 of proposal 1; revision 2 replaced it');
    expect(seen(proposal())).toMatch(/Approvals: 0\/2/);
  });

  test('two approvers whose clicks arrive four times each make one decision and one submission', async () => {
    await at.person('ana').click(refOf(proposal()), 'approve', 4);
    await eventually(() => /Approvals: 1\/2/.test(seen(proposal())) && offers(proposal(), 'approve'));
    expect(at.meta.of(CREATE)).toEqual([]);
    const late = structuredClone(proposal());
    await at.person('ben').click(refOf(proposal()), 'approve', 4);
    await eventually(() => at.meta.of(CREATE)[0]?.status === 200);
    await eventually(() => history().some((each) => each.includes('was submitted')));

    const [approve] = buttonsOf(late.blocks);
    const click = () => at.transport.interaction(at.person('marta').clickPayload(late, approve ?? {}));
    expect(await isTold(at, 'marta', click)).toMatch(/Proposal 1 is already approved, by (ana and ben|ben and ana)/);
    expect(at.meta.of(CREATE).map((call) => call.json)).toEqual([CREATION]);
    expect(history().filter((each) => /approved revision 2/.test(each))).toHaveLength(2);
    expect((await recorded(at)).filter((each) => each.startsWith('approve:'))).toEqual([
      'approve:pending',
      'approve:approved',
    ]);
  });

  test('the provider’s approval is told in the thread, and Enable lets agents send', async () => {
    await eventually(() => history().some((each) => each.includes(`Meta approved ${TEMPLATE}`)));
    await eventually(() => offers(proposal(), 'enable_template'));
    expect(await ask(at, 'lucia', '/send-active', `${CUSTOMER} ${TEMPLATE}`)).toContain('no está habilitada');
    await at.person('ana').click(refOf(proposal()), 'enable_template');
    await eventually(() => seen(proposal()).includes('Ready to send.') && !offers(proposal(), 'enable_template'));
    await eventually(() => history().some((each) => each.includes('ana enabled it for agents')));
  });

  test('a number written wrongly is answered in the agent’s language, with a corrected example', async () => {
    for (const [typed, corrected] of BAD_NUMBERS) {
      const answer = await ask(at, 'lucia', '/send-active', typed);
      expect.soft(answer, typed).toMatch(/No se hizo/);
      expect.soft(answer, typed).toContain(corrected);
    }
    expect(seen(proposal())).toMatch(/Category: Utility[\s\S]*Approvals: 2\/2/);
    expect(at.fake.modalOf(STAFF.lucia)).toBeUndefined();
  });

  test('the form previews what is typed, names who will get it, and a send can be taken back', async () => {
    const form = await opens(at, 'lucia', () => at.person('lucia').command('/send-active', CUSTOMER));
    expect(form.typed.template).not.toBe('');
    await submits(at, 'lucia');
    at.person('lucia').type(SLOTS);
    await at.person('lucia').pressInModal('body.1', 'body.1', { type: 'plain_text_input' });
    await eventually(() => seen(form.view as never).includes(`Hello Rosa ${CANARY}, your order A-7`));
    expect(form.view.submit).toMatchObject({ text: 'Enviar a +54 ••••7788' });
    const { errors } = await submits(at, 'lucia', { 'body.2': '' });
    expect(Object.keys(errors).sort()).toEqual(['body.2', 'consent']);
    await submits(at, 'lucia', { 'body.2': 'A-7', consent: 'contract' });
    const held = await eventually(() => sent(1));
    await at.person('lucia').click(refOf(held), 'cancel_send');
    await eventually(() => seen(sent(1)).includes('cancelado') && !offers(held, 'cancel_send'));
  });

  test('what is sent leaves once, exactly as filled in, and its card follows it', async () => {
    const command = `${CUSTOMER} ${TEMPLATE} en_US`;
    const form = await opens(at, 'lucia', () => at.person('lucia').command('/send-active', command));
    expect(Object.keys(form.typed)).toEqual(Object.keys(SLOTS));
    await submits(at, 'lucia', SLOTS);
    await eventually(() => seen(sent(2)).includes('leído'));
    const [accepted] = await at.simulator.accepted();
    expect(accepted).toMatchObject({ to: CUSTOMER, templateName: TEMPLATE, statuses: ['sent', 'delivered', 'read'] });
    const calls = at.meta.of(SEND).map((call) => call.json);
    expect(calls).toEqual([{ ...MESSAGE, biz_opaque_callback_data: accepted?.callbackData }]);
  });

  test('the customer’s answer arrives in the thread of the message and calls the agent', async () => {
    await at.simulator.change('reply', { e164: CUSTOMER, text: ANSWER });
    const root = sent(2);
    const answer = await eventually(() => at.fake.messages.find((each) => each.thread_ts === root?.ts));
    expect(seen(answer)).toContain(ANSWER);
    expect(JSON.stringify(answer.blocks)).toContain(`"type":"user","user_id":"${STAFF.lucia}"`);
    expect(answer.text).not.toContain('<!channel>');
  });

  test('list, show, sync and status tell what there is', async () => {
    await at.simulator.create({ ...CREATION, name: 'made_elsewhere_instant' });
    expect(await ask(at, 'tom', '/template', 'sync')).toContain('needs the role approver');
    expect(await ask(at, 'ana', '/template', 'sync')).toContain('Reading the templates');
    await eventually(() => direct(at.fake, 'ana').find((each) => /New made_elsewhere_instant/.test(seen(each))));
    const list = await ask(at, 'tom', '/template', 'list order');
    expect(list).toMatch(new RegExp(`${TEMPLATE} \\(en_US\\) · Utility · approved.* enabled`));
    expect(list).toContain('made_elsewhere_instant');
    expect(await ask(at, 'tom', '/template', `show ${TEMPLATE} en_US`)).toContain(BODY_2.slice(-30));
    expect(labelsOf(lastWhisper('tom'))).toEqual([]);
    expect(await ask(at, 'ana', '/template', 'show made_elsewhere_instant')).toContain('It was not proposed here');
    expect(labelsOf(lastWhisper('ana'))).toContain('Enable for agents');
    const mine = await ask(at, 'lucia', '/send-active', 'status');
    expect(mine).toMatch(/2 · \+54 9 11 ••••7788 · order_pickup · leído[\s\S]*1 · .* · cancelado/);
    expect(await ask(at, 'lucia', '/send-active', 'status 2')).toMatch(/lucia[\s\S]*WhatsApp[\s\S]*leyó/);
    expect(await ask(at, 'tom', '/send-active', 'status 2')).toContain('no message');
  });

  const lastWhisper = (name: 'tom' | 'ana') =>
    at.fake.whispers.findLast((each) => each.user === STAFF[name]) ?? { blocks: [] };

  test('no call was made to Slack or Meta but those that had to be', () => {
    expect(slackComplaints(at, mode)).toEqual([]);
    expect(metaComplaints(at)).toEqual([]);
    expect(postsByPlace(at)).toEqual({
      C0APPROVAL: 1,
      // Details twice, three votes, submitted, approved by Meta, enabled.
      'C0APPROVAL thread': 8,
      // Sent back, decided.
      'D-U0SOFIA': 2,
      'D-U0LUCIA': 2,
      'D-U0LUCIA thread': 1,
      'D-U0ANA': 1,
    });
  });

  test('the log at its most talkative holds no number, no token and nothing anybody wrote', async () => {
    const log = at.child().output();
    expect(log).toMatch(/is ready at[\s\S]*"send changed"/); // all of it is there, and it tells something
    expect(leaksIn(log)).toEqual([]);
    expect(leaksIn(await (await fetch(`${at.aval.url}/metrics`)).text())).toEqual([]);
    expect(log).not.toMatch(/"level":"error"/);
  });
});
