// The console's pages checked for accessibility (axe) and for overflowing or too small parts: light and dark, wide and narrow.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Chromium, startChromium } from '../support/console/chromium.ts';
import { createDemo, type Demo, EXAMPLE } from '../support/console/demo.ts';
import { type RunningDesk, startDesk } from '../support/console/desk.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LONG = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen'.repeat(3);

let chromium: Chromium;
let desk: RunningDesk;
let demo: Demo;
let thread: string;
beforeAll(async () => {
  chromium = await startChromium();
  demo = createDemo(() => desk.platform);
  desk = await startDesk({
    on: demo,
    deps: { phone: demo.phone, now: () => new Date(), help: [{ value: '+5491155550131', what: `Refused: ${LONG}` }] },
    settings: { guide: true, exampleNumber: '+5491155551234', examples: { en: { propose: EXAMPLE } } },
  });
  const page = await chromium.open(desk.origin);
  await page.click('#guide-go');
  await page.click('#use-example');
  await page.waitForSelector('.note-done');
  await page.fill('#field-name', 'order_ready');
  await page.click('#form-submit');
  await page.click('#dialog-done');
  await page.click('.thread-link');
  await page.waitForSelector('.back');
  thread = new URL(page.url()).searchParams.get('thread')!;
  await page.fill('#composer-text', `Looks fine. ${LONG}`);
  await page.click('#composer-send');
  await page.waitForSelector('#feed >> text=Looks fine');
  await page.click('#as-lucia');
  await page.click('#back');
  await page.click('#shortcut-1');
  await page.fill('#field-name', 'Marta');
  await page.click('#form-submit');
  await demo.advance();
  await page.waitForSelector('.bubble-in');
  await page.context().close();
});
afterAll(async () => {
  await chromium.close();
  await desk.stop();
});

const LOOKS = [
  { name: 'desk, light', options: { viewport: { width: 1280, height: 800 }, colorScheme: 'light' } },
  { name: 'desk, dark', options: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' } },
  { name: 'phone width, light', options: { viewport: { width: 375, height: 740 }, colorScheme: 'light' } },
  { name: 'phone width, dark', options: { viewport: { width: 320, height: 640 }, colorScheme: 'dark' } },
] as const;

const SCREENS: readonly {
  readonly name: string;
  readonly path: () => string;
  readonly act?: (page: Page) => Promise<void>;
}[] = [
  { name: 'the channel', path: () => '/?as=ben&in=approvals' },
  { name: 'a thread', path: () => `/?as=ben&in=approvals&thread=${thread}` },
  { name: 'the phone', path: () => '/?as=lucia&in=approvals&panel=phone', act: (page) => page.click('#magic summary') },
  { name: 'private messages', path: () => '/?as=ana&in=dm' },
  {
    name: 'a refusal',
    path: () => '/?as=ana&in=approvals',
    act: (page) => press(page, '[data-action=approve]', '.notice'),
  },
  {
    name: 'a question',
    path: () => '/?as=ben&in=approvals',
    act: (page) => press(page, '[data-action=withdraw]', '#open-question'),
  },
  { name: 'a form with faults', path: () => '/?as=ana&in=approvals', act: openFaults },
  { name: 'an open search list', path: () => '/?as=ana&in=approvals', act: openList },
];

async function press(page: Page, selector: string, until: string): Promise<void> {
  await page.click(selector);
  await page.waitForSelector(until);
}

async function openFaults(page: Page): Promise<void> {
  await press(page, '#shortcut-0', '#open-form');
  await page.fill('#field-name', `Wrong ${LONG}`);
  await press(page, '#form-submit', '#faults');
}

async function openList(page: Page): Promise<void> {
  await press(page, '#shortcut-0', '#open-form');
  await page.click('#combo-language');
  await page.waitForSelector('#list-language [data-value]');
  await page.keyboard.press('ArrowDown');
}

describe.each(LOOKS)('$name', ({ options }) => {
  test.each(SCREENS)('$name', async ({ path, act }) => {
    const page = await chromium.open(`${desk.origin}${path()}`, { ...options, reducedMotion: 'reduce' });
    await act?.(page);

    expect(await axe(page)).toEqual([]);
    expect(await overflowing(page)).toEqual([]);
    expect(await tooSmall(page)).toEqual([]);
    await page.context().close();
  });
});

test('no page broke its own policy or its script', () => {
  expect(chromium.complaints()).toEqual([]);
});

type Violation = {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
};

// Scripts for the page are text: the browser's own types are not part of this project.

/** Injected through the debugger, which the page's policy does not bind. */
async function axe(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const violations = await page.evaluate<readonly Violation[]>('axe.run().then((results) => results.violations)');
  return violations.flatMap((one) =>
    one.nodes.map((node) => `${one.id}: ${node.target.join(' ')} ${node.failureSummary}`),
  );
}

/** Nothing makes the page scroll sideways, nor the desk scroll as a whole. */
function overflowing(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    if (scrollWidth <= clientWidth && (clientWidth <= 900 || scrollHeight <= clientHeight)) return [];
    return [...document.querySelectorAll('*')]
      .filter((one) => one.getBoundingClientRect().right > clientWidth + 1 || one.getBoundingClientRect().bottom > scrollHeight - 1)
      .map((one) => one.tagName + '#' + one.id + '.' + one.className);
  })()`);
}

/** Fingers need 44 pixels. Links inside the list of faults are lines of text. */
function tooSmall(page: Page): Promise<readonly string[]> {
  const targets = 'button, a, summary, select, input:not([type=hidden]):not([type=radio]), textarea, .radio label';
  return page.evaluate<readonly string[]>(`[...document.querySelectorAll(${JSON.stringify(targets)})]
    .filter((one) => one.checkVisibility() && !one.matches('.skip, #faults a') && one.getBoundingClientRect().height < 44)
    .map((one) => one.tagName + '#' + one.id + '.' + one.className + ' ' + one.getBoundingClientRect().height)`);
}
