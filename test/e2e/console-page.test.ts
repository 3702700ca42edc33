// The console in a real browser: the guided path, and what the script adds to it. The application is make-believe.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createConsolePlatform } from '../../adapters/chat/console/index.ts';
import { createHttpServer } from '../../src/http/server.ts';
import { aCard } from '../support/chat-samples.ts';
import { type Chromium, startChromium } from '../support/console/chromium.ts';
import { createDemo, type Demo, EXAMPLE } from '../support/console/demo.ts';
import { deskDeps, deskSettings, type RunningDesk, silentLog, startDesk } from '../support/console/desk.ts';

let chromium: Chromium;
let desk: RunningDesk;
let demo: Demo;
let folder: string;
beforeAll(async () => {
  chromium = await startChromium();
});
afterAll(() => chromium.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'console-'));
  demo = createDemo(() => desk.platform);
  desk = await startDesk({
    on: demo,
    deps: { phone: demo.phone, now: () => new Date() },
    settings: {
      guide: true,
      exampleNumber: '+5491155551234',
      examples: { en: { propose: EXAMPLE } },
      statePath: join(folder, 'console.log'),
    },
  });
});
afterEach(async () => {
  await desk.stop();
  await rm(folder, { recursive: true });
  expect(chromium.complaints()).toEqual([]);
});

const visit = (path = '/', options = {}) => chromium.open(`${desk.origin}${path}`, options);
const gone = (page: Page, selector: string) => page.waitForSelector(selector, { state: 'detached' });
const focused = (page: Page) => page.evaluate<string>('document.activeElement?.id');
const formIntents = () => demo.intents.filter((intent) => intent.kind === 'form');

describe('the guided path', () => {
  test('from the first visit to the customer’s answer, with the mistakes people make', async () => {
    const page = await visit();
    await page.click('#guide-go');
    await page.fill('#field-name', 'Order Ready');
    await page.click('#form-submit');
    await page.waitForSelector('#faults');
    expect(await focused(page)).toBe('faults');
    expect(await page.inputValue('#field-name')).toBe('Order Ready');

    await page.click('#use-example');
    await page.waitForSelector('.note-done');
    expect(await page.inputValue('#combo-language')).toBe('Spanish (Argentina)');
    await page.fill('#field-name', 'order_ready');
    await page.click('#form-submit');
    await page.click('#dialog-done');
    await gone(page, '#dialog');

    await page.click('[data-action=approve]');
    await page.waitForSelector('.notice >> text=You may not decide');
    await page.click('#guide-go');
    await page.waitForSelector('#as-ben[aria-current]');
    await page.click('[data-action=approve]');
    await gone(page, '[data-action=approve]');
    expect(await page.textContent('.step-now')).toContain('WhatsApp reviews');

    await demo.advance();
    await page.waitForSelector('.step-now >> text=Send');
    await page.click('#guide-go');
    await page.waitForSelector('#as-lucia[aria-current]');
    await page.click('#guide-go');
    await page.fill('#field-name', 'Marta');
    await page.click('#form-submit');
    await gone(page, '#dialog');
    await demo.advance();
    await page.waitForSelector('.bubble-in');
    await page.click('.bubble-in form button');
    await page.waitForSelector('.bubble-out');
    await page.click('#place-sends');
    await page.click('.thread-link');
    await page.waitForSelector('#feed >> text=Voy hoy');
    expect(await page.locator('.step-done').count()).toBe(5);
  });
});

describe('forms', () => {
  async function openForm(page: Page): Promise<void> {
    await page.click('#shortcut-0');
    await page.waitForSelector('dialog:modal #open-form');
  }

  test('a dialog takes the focus, keeps it inside, closes with Escape and gives it back', async () => {
    const page = await visit();
    await openForm(page);
    expect(await focused(page)).toBe('field-name');
    for (let turn = 0; turn < 30; turn++) await page.keyboard.press('Tab');
    expect(
      await page.evaluate<boolean>(
        "document.activeElement === document.body || document.activeElement.closest('dialog') !== null",
      ),
    ).toBe(true);

    await page.keyboard.press('Escape');
    await gone(page, '#dialog');

    expect(await focused(page)).toBe('shortcut-0');
    expect(page.url()).not.toContain('form=');
  });

  test('the preview follows the typing, and neither focus nor a letter is lost', async () => {
    const page = await visit();
    await openForm(page);
    await page.focus('#field-body');
    const text = 'Hola {{1}}, *todo* listo 👍';
    await page.keyboard.type(text, { delay: 25 });
    await page.waitForSelector('#wrap-preview .wa-body strong >> text=todo');
    await page.waitForSelector('#wrap-preview >> text=listo 👍');

    expect(await focused(page)).toBe('field-body');
    expect(await page.inputValue('#field-body')).toBe(text);
    expect(await page.evaluate<number>('document.activeElement.selectionStart')).toBe(text.length);
    expect(await page.textContent('#limit-body')).toBe(`${[...text].length} of 1024 characters`);
    expect(formIntents().every((intent) => intent.kind === 'form' && intent.button === 'live')).toBe(true);
    expect(new Set(formIntents().map((intent) => intent.deliveryId)).size).toBe(formIntents().length);
  });

  test('closing tells the application the last words, for its draft', async () => {
    const page = await visit();
    await openForm(page);
    await page.fill('#field-name', 'half_done');
    await page.click('dialog .button.quiet');
    await gone(page, '#dialog');

    expect(formIntents().at(-1)).toMatchObject({ button: 'live', values: { name: 'half_done' } });
  });

  test('a language is found by typing and chosen with the keyboard alone', async () => {
    const page = await visit();
    await openForm(page);
    await page.focus('#combo-language');
    await page.keyboard.type('portug');
    await page.waitForSelector('#list-language [role=option] >> text=Portuguese (Brazil)');
    await page.waitForSelector('#list-language:not(:has(li:nth-child(2)))');
    await page.keyboard.press('ArrowDown');
    expect(await page.getAttribute('#combo-language', 'aria-activedescendant')).toBe('list-language-0');
    await page.keyboard.press('Enter');
    expect(await page.inputValue('#combo-language')).toBe('Portuguese (Brazil)');

    await page.fill('#field-name', 'Wrong Name');
    await page.click('#form-submit');
    await page.waitForSelector('#faults');

    expect(formIntents().at(-1)).toMatchObject({ values: { language: 'portuguese_brazil_' } });
    expect(await page.inputValue('#combo-language')).toBe('Portuguese (Brazil)');
    await page.click('#faults a[data-field=name]');
    expect(await focused(page)).toBe('field-name');
  });

  test('Escape closes an open list first and the dialog second; nothing found says so', async () => {
    const page = await visit();
    await openForm(page);
    await page.focus('#combo-language');
    await page.keyboard.type('zzz');
    await page.waitForSelector('#list-language .none');
    await page.keyboard.press('Escape');
    await page.waitForSelector('#list-language', { state: 'hidden' });
    expect(await page.locator('#dialog').count()).toBe(1);
    await page.keyboard.press('Escape');
    await gone(page, '#dialog');
  });

  test('Enter in a line sends the form, and an impatient double click is one', async () => {
    const page = await visit();
    await openForm(page);
    await page.fill('#field-name', 'order_ready');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#faults');
    expect(formIntents().at(-1)).toMatchObject({ button: 'submit' });
    const before = formIntents().length;

    await page.evaluate(
      "const button = document.querySelector('#form-submit'); button.click(); button.click(); button.click();",
    );
    await page.waitForSelector('#form-submit:not([aria-busy])');

    expect(formIntents().length - before).toBe(1);
  });
});

describe('news', () => {
  test('a second window sees a message at once, without losing what is being typed', async () => {
    const first = await visit('/?as=ana&in=approvals');
    await first.focus('#composer-text');
    await first.keyboard.type('/template pro');

    await desk.platform.post({ to: 'channel', channel: 'approvals' }, aCard({ title: 'Fresh news' }), 'k');
    await first.waitForSelector('#feed >> text=Fresh news');

    expect(await first.inputValue('#composer-text')).toBe('/template pro');
    expect(await focused(first)).toBe('composer-text');
    expect(await first.textContent('#announce')).toContain('Order ready: please decide');
  });

  test('a repaint leaves an open form alone; other places are marked as new', async () => {
    const page = await visit('/?as=ana&in=approvals');
    await page.click('#shortcut-0');
    await page.fill('#field-name', 'typing_here');
    await desk.platform.post({ to: 'channel', channel: 'sends' }, aCard(), 'k1');
    await page.waitForSelector('#place-sends .badge:not([hidden])', { state: 'attached' });

    expect(await page.inputValue('#field-name')).toBe('typing_here');
    await page.keyboard.press('Escape');
    await gone(page, '#dialog');
    await page.click('#place-sends');
    await page.waitForSelector('#place-sends .badge', { state: 'hidden' });
  });

  test('times are in the visitor’s own zone', async () => {
    const page = await visit('/', { timezoneId: 'America/Argentina/Buenos_Aires' });
    await desk.platform.post(
      { to: 'channel', channel: 'approvals' },
      aCard({ facts: [{ label: 'Until', value: [{ time: '2026-03-06T18:00:00.000Z' }] }] }),
      'k',
    );

    expect(await page.textContent('.facts time')).toBe('6 Mar 2026, 15:00');
  });

  test('over a restart the page comes back by itself, and a form that was open can still be sent', async () => {
    const page = await visit('/?as=ana&in=approvals');
    await desk.platform.post({ to: 'channel', channel: 'approvals' }, aCard({ title: 'Kept' }), 'k');
    await page.click('#shortcut-0');
    await page.fill('#field-name', 'over_the_restart');
    const { port } = desk.server;
    await desk.stop();
    desk = await restart(port);

    await desk.platform.post({ to: 'channel', channel: 'approvals' }, aCard({ title: 'After' }), 'k2');
    await page.waitForSelector('#feed >> text=After', { state: 'attached' });
    await page.click('#form-submit');
    await page.waitForSelector('#faults');

    expect(formIntents().at(-1)).toMatchObject({ values: { name: 'over_the_restart' } });
    expect(await page.locator('#feed h2').allTextContents()).toEqual(['Kept', 'After']);
  });

  test('on a phone the page opens at the newest card', async () => {
    for (const title of ['First', 'Second', 'Third', 'Fourth', 'Newest'])
      await desk.platform.post({ to: 'channel', channel: 'approvals' }, aCard({ title }), title);
    const page = await visit('/?as=ana&in=approvals', { viewport: { width: 375, height: 740 } });

    const seen = await page.locator('#feed > article:last-child h2').boundingBox();
    expect(seen?.y).toBeGreaterThanOrEqual(0);
    expect(seen?.y).toBeLessThan(740);
  });

  test('a reload keeps what was typed, and Back closes the form without losing it', async () => {
    const page = await visit('/?as=ana&in=approvals');
    const before = page.url();
    await page.click('#shortcut-0');
    await page.fill('#field-name', 'half_typed');
    await page.reload();
    await page.waitForSelector('#open-form');
    expect(await page.inputValue('#field-name')).toBe('half_typed');

    await page.fill('#field-name', 'typed_on');
    await page.goBack();
    await gone(page, '#dialog');
    expect(page.url()).toBe(before);
    await page.goForward();
    await page.waitForSelector('#open-form');

    expect(await page.inputValue('#field-name')).toBe('typed_on');
  });

  test('typing is kept while it goes on, and faults stay in sight while they are mended', async () => {
    const page = await visit('/?as=ana&in=approvals');
    await page.click('#shortcut-0');
    await page.fill('#field-name', 'Order Ready');
    await page.click('#form-submit');
    await page.waitForSelector('#faults');

    const kept = page.waitForResponse((response) => response.url().endsWith('/console/form'));
    await page.fill('#field-name', 'order_ready');
    await kept;

    expect(formIntents().at(-1)).toMatchObject({ button: 'live', values: { name: 'order_ready' } });
    expect(await page.locator('#faults').count()).toBe(1);
  });

  async function restart(port: number): Promise<RunningDesk> {
    const settings = deskSettings({ guide: true, statePath: join(folder, 'console.log') });
    let ids = 0;
    const platform = createConsolePlatform(settings, {
      ...deskDeps(),
      phone: demo.phone,
      now: () => new Date(),
      newId: () => `second-${++ids}`,
    });
    await platform.start(demo);
    const metrics = { contentType: 'text/plain', text: async () => '', answered: () => undefined };
    const server = await createHttpServer({
      host: '127.0.0.1',
      port,
      routes: platform.routes,
      log: silentLog,
      ready: async () => [],
      metrics,
    });
    return {
      platform,
      server,
      origin: `http://127.0.0.1:${port}`,
      async stop() {
        await platform.stop();
        await server.stop(1_000);
      },
    };
  }

  test('while nobody answers, the page says so and keeps everything', async () => {
    const page = await visit();
    await page.route('**/console/command', (route) => route.abort());
    await page.fill('#composer-text', '/template help');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#problem >> text=cannot be reached');

    expect(await page.inputValue('#composer-text')).toBe('/template help');
  });
});

describe('without scripts', () => {
  test('a template is proposed and approved with plain pages', async () => {
    const page = await visit('/', { javaScriptEnabled: false });
    await page.click('#shortcut-0');
    expect(await focused(page).catch(() => 'off')).toBeDefined();
    await page.fill('#field-name', 'order_ready');
    await page.selectOption('#field-language', 'spanish');
    await page.check('#field-category');
    await page.fill('#field-body', 'Hola {{1}}, listo.');
    await page.click('#form-submit');
    await page.click('#dialog-done');
    await page.click('#as-ben');
    await page.click('[data-action=approve]');

    expect(await page.locator('[data-action=approve]').count()).toBe(0);
    expect(demo.intents.at(-1)).toMatchObject({ kind: 'action', action: 'approve', actor: { id: 'ben' } });
  });
});
