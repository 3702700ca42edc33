// What the console's page does with copies of itself that arrive late, in a real browser. The application is make-believe.
import { expect, test } from 'vitest';
import { aCard } from '../support/chat-samples.ts';
import { startChromium } from '../support/console/chromium.ts';
import { createDemo } from '../support/console/demo.ts';
import { deskDeps, type RunningDesk, startDesk } from '../support/console/desk.ts';

const AS_ANA = '**/?as=ana&in=approvals';

test('a copy asked for before a click never undoes the click', async () => {
  const demo = createDemo(() => desk.platform);
  const desk: RunningDesk = await startDesk({ on: demo, deps: { ...deskDeps(), phone: demo.phone } });
  const chromium = await startChromium();
  try {
    const page = await chromium.open(`${desk.origin}/?as=ana&in=approvals`);
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    await page.route(AS_ANA, async (route) => {
      await held;
      await route.continue();
    });
    const asked = page.waitForRequest(AS_ANA);
    await desk.platform.post({ to: 'channel', channel: 'approvals' }, aCard({ title: 'News' }), 'k1');
    await asked;
    await page.click('#as-ben');
    await page.waitForSelector('#as-ben[aria-current]');
    await page.evaluate(`new MutationObserver(() => {
      if (document.querySelector('#as-ana[aria-current]')) document.body.id = 'undone';
    }).observe(document.querySelector('#rail'), { subtree: true, attributes: true })`);

    const late = page.waitForResponse(AS_ANA);
    release();
    await (await late).finished();
    await desk.platform.post({ to: 'channel', channel: 'approvals' }, aCard({ title: 'Later news' }), 'k2');
    await page.waitForSelector('#feed >> text=Later news');

    expect(await page.getAttribute('body', 'id')).toBeNull();
    expect(chromium.complaints()).toEqual([]);
  } finally {
    await chromium.close();
    await desk.stop();
  }
});
