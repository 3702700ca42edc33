// A visitor of the rehearsal's console in a real browser: acts as its people, types, presses and reads. Everything waits
// for what it needs to see; with AVAL_SCREENSHOTS set, steps leave pictures in that folder.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { vi } from 'vitest';
import type { Chromium } from './chromium.ts';

export type Visitor = {
  readonly page: Page;
  /** Who one acts as from now on, at the same place. */
  actAs(person: string): Promise<void>;
  /** A channel or `dm`. */
  goTo(place: string): Promise<void>;
  /** Opens the thread of the card in the channel whose title holds this. */
  openThread(title: string): Promise<void>;
  /** From a thread to where it hangs. */
  back(): Promise<void>;
  /** The card whose title holds this; the last one when there are several. */
  card(title: string): Locator;
  /** The last private answer. */
  notice(): Locator;
  dismiss(): Promise<void>;
  /** Types into the message box and sends it. */
  say(text: string): Promise<void>;
  /** Says it, and dismisses the private answer once it holds `answer`. */
  ask(text: string, answer: string): Promise<void>;
  /** The private answer holds this; it is dismissed. */
  isTold(answer: string, picture: string): Promise<void>;
  /** Presses the button of a card that stands for this action. */
  press(title: string, action: string): Promise<void>;
  dialog(): Locator;
  /** Types into the fields of the open form, by field id; radios and menus take a value, a search what is typed. */
  fill(values: Readonly<Record<string, string>>): Promise<void>;
  /** What stands in these fields of the open form. */
  typed(...fields: readonly string[]): Promise<readonly string[]>;
  /** How many messages of the conversation hold this. */
  count(text: string): Promise<number>;
  /** Presses a button of the open form. */
  send(button?: string): Promise<void>;
  /** Leaves the dialog by its cross and waits until it is gone. */
  close(): Promise<void>;
  /** Reads the last page of a form and closes it. */
  finish(): Promise<void>;
  /** On a narrow screen the customer's phone is a panel of its own. */
  lookAt(panel: 'conversation' | 'phone'): Promise<void>;
  /** Resolves once the page belongs to another process than it does when this is called. */
  comesBack(): Promise<void>;
  shot(name: string): Promise<void>;
  /** Resolves when there is such an element, seen or not, and there may be text to look for: `#feed >> text=Hello`. */
  until(selector: string): Promise<unknown>;
};

const WAIT_MS = 15_000;

/** `name` begins the names of its pictures. */
export async function visit(
  chromium: Chromium,
  address: string,
  name: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const page = await chromium.open(address, { reducedMotion: 'reduce', ...options });
  page.setDefaultTimeout(WAIT_MS);
  const folder = process.env.AVAL_SCREENSHOTS ?? '';
  let pictures = 0;

  const dialog = () => page.locator('#dialog');
  const field = (id: string) => dialog().locator(`[name="${id}"]`);
  const isFolded = () => page.locator('#switcher:not([open])').count();

  async function fromRail(selector: string): Promise<void> {
    if (await isFolded()) await page.click('#switcher > summary');
    await page.click(selector);
    await page.waitForSelector(`${selector}[aria-current]`, { state: 'attached' });
  }

  async function fillOne(id: string, value: string): Promise<void> {
    const combo = dialog().locator(`[id="combo-${id}"]`);
    if (await combo.count()) {
      await combo.fill(value);
      await dialog().locator(`[id="list-${id}"] [role=option]`).filter({ hasText: value }).first().click();
      return;
    }
    const radio = dialog().locator(`[type=radio][name="${id}"][value="${value}"]`);
    const menu = dialog().locator(`select[name="${id}"]`);
    if (await radio.count()) await radio.check();
    else if (await menu.count()) await menu.selectOption(value);
    else await field(id).fill(value);
  }

  async function valueIn(id: string): Promise<string> {
    const checked = dialog().locator(`[name="${id}"]:checked`);
    return (await checked.count()) > 0 ? checked.inputValue() : field(id).first().inputValue();
  }

  const visitor: Visitor = {
    page,
    actAs: (person) => fromRail(`#as-${person}`),
    goTo: (place) => fromRail(`#place-${place}`),
    async openThread(title) {
      await visitor.card(title).locator('.thread-link').click();
      await page.waitForSelector('#back');
    },
    async back() {
      await page.click('#back');
      await page.waitForSelector('#back', { state: 'detached' });
    },
    card: (title) => page.locator('#feed article:not(.notice)', { has: page.locator('h2', { hasText: title }) }).last(),
    notice: () => page.locator('#feed .notice').last(),
    async dismiss() {
      const id = await visitor.notice().getAttribute('id');
      await page.click(`#dismiss-${id} button`);
      await page.waitForSelector(`#${id}`, { state: 'detached' });
    },
    async say(text) {
      await page.fill('#composer-text', text);
      await page.keyboard.press('Enter');
      await vi.waitUntil(async () => (await page.inputValue('#composer-text')) === '', {
        timeout: WAIT_MS,
        interval: 20,
      });
    },
    async ask(text, answer) {
      await visitor.say(text);
      await visitor.isTold(answer, text.replaceAll(/\W+/g, '-').slice(1));
    },
    async isTold(answer, picture) {
      await visitor.notice().filter({ hasText: answer }).waitFor();
      await visitor.shot(picture);
      await visitor.dismiss();
    },
    press: (title, action) => visitor.card(title).locator(`[data-action=${action}]`).click(),
    dialog,
    async fill(values) {
      for (const [id, value] of Object.entries(values)) await fillOne(id, value);
    },
    typed: (...fields) => Promise.all(fields.map(valueIn)),
    count: (text) => page.locator('#feed article').filter({ hasText: text }).count(),
    send: (button) =>
      dialog()
        .locator(button === undefined ? '#form-submit' : `#form-button-${button}`)
        .click(),
    async close() {
      await dialog().locator('.close').click();
      await dialog().waitFor({ state: 'detached' });
    },
    async finish() {
      await page.click('#dialog-done');
      await dialog().waitFor({ state: 'detached' });
    },
    async lookAt(panel) {
      const tab = page.locator(`#panel-${panel}`);
      if (!(await tab.isVisible())) return;
      await tab.click();
      await page.waitForSelector(`#panel-${panel}[aria-current]`);
    },
    until: (selector) => page.waitForSelector(selector, { state: 'attached' }),
    async comesBack() {
      const token = await page.getAttribute('body', 'data-token');
      await page.waitForSelector(`body:not([data-token="${token}"])`);
    },
    async shot(what) {
      if (folder === '') return;
      mkdirSync(folder, { recursive: true });
      pictures += 1;
      const file = `${name}-${String(pictures).padStart(2, '0')}-${what}.png`;
      await page.screenshot({ path: join(folder, file) });
    },
  };
  return visitor;
}
