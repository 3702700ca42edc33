// A rehearsal on Twilio: the registry's entry starts the simulator, and a sender made from its settings works with it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { twilio } from '../../../../adapters/provider/twilio/entry.ts';
import { clearSettings, senderOf } from '../../../../src/config/senders.ts';

test('the stand-in’s settings make a sender that lists, checks and hears', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'twilio-'));
  const start = await twilio.rehearsal?.();
  const options = { senderId: 'main', dataDir, now: () => new Date(), newId: () => 'id' };
  const standIn = await start?.({ ...options, webhookUrl: () => 'http://127.0.0.1:9/webhooks/twilio/main' });
  if (standIn === undefined) throw new Error('no rehearsal');

  const sender = senderOf(twilio, { id: 'main', number: standIn.number, ...standIn.settings });
  const provider = await twilio.create(clearSettings(sender), 'main', {
    now: () => new Date(),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    count: () => undefined,
    readSample: standIn.readSample,
    webhookUrl: () => 'http://127.0.0.1:9/webhooks/twilio/main',
  });
  const list = await provider.listTemplates();
  const checks = await provider.check();
  // A link that leads nowhere: in a rehearsal none is ever fetched.
  const sample = await provider.trySample('https://example.invalid/a.jpg', 'image');
  await standIn.stop();
  rmSync(dataDir, { recursive: true });

  expect(list.ok && list.value.map(({ review }) => review.raw)).toEqual(['approved', 'approved', 'unsubmitted']);
  expect(sample.ok).toBe(true);
  expect(checks.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect(JSON.stringify(sender)).not.toContain(`${standIn.settings.authToken}`);
  expect(standIn.help.length).toBeGreaterThan(20);
});
