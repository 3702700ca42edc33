// A visitor of Microsoft's Agents Playground in a real browser: writes, presses the buttons of cards, fills their fields.
// Everything waits for what it needs to see; with AVAL_SCREENSHOTS set, steps leave pictures in that folder.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

export type PlaygroundVisitor = {
  readonly page: Page;
  /** `Personal Chat` or a channel's name. */
  goTo(place: string): Promise<void>;
  /** Types into the open personal chat and sends it. */
  say(text: string): Promise<void>;
  /** Chooses one of the message extension's commands, by its id. */
  choose(commandId: string): Promise<void>;
  dialog(): Locator;
  closeDialog(): Promise<void>;
  /** The newest card that holds this. Cards below shown buttons count for themselves. */
  card(text: string | RegExp): Locator;
  /** Presses a button of the newest card that holds this. */
  press(text: string | RegExp, button: string): Promise<void>;
  /** What the client says below a card after a button. */
  told(text: string): Locator;
  shot(name: string): Promise<void>;
};

export type PlaygroundBrowser = {
  /** `as`: id of the member of the team the page acts as; clicks and dialogs only, in channels only. */
  visit(address: string, name: string, as?: string): Promise<PlaygroundVisitor>;
  /** Addresses outside this machine that a page got an answer from. */
  outside(): readonly string[];
  /** Errors no page caught. */
  complaints(): readonly string[];
  close(): Promise<void>;
};

const WAIT_MS = 15_000;

/** The system's Chromium, without a window, that can reach nothing but this machine. */
export async function startPlaygroundBrowser(): Promise<PlaygroundBrowser> {
  const nowhere = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1';
  const browser: Browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', nowhere],
  });
  const outside: string[] = [];
  const complaints: string[] = [];
  return {
    outside: () => outside,
    complaints: () => complaints,
    async visit(address, name, as) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 1500 }, locale: 'en-GB' });
      const page = await context.newPage();
      page.setDefaultTimeout(WAIT_MS);
      page.on('pageerror', (error) => complaints.push(`${name}: ${error.message}`));
      page.on('response', (answer) => {
        if (!answer.url().startsWith(address) && !answer.url().startsWith('data:')) outside.push(answer.url());
      });
      if (as !== undefined) await actAs(page, as);
      await page.goto(address);
      await page.getByRole('treeitem', { name: 'Personal Chat' }).waitFor();
      return visitorOf(page, name);
    },
    close: () => browser.close(),
  };
}

type Served = {
  readonly config: {
    currentUser: { readonly id: string };
    users: readonly { readonly id: string }[];
    readonly groupChats: readonly Group[];
    readonly teams: readonly Group[];
  };
};
type Group = { members: readonly string[] };

// The page acts as whom its server names the current user, and the server takes clicks of every member of the team.
async function actAs(page: Page, id: string): Promise<void> {
  await page.route('**/_internal/v1/config', async (route) => {
    const answer = await route.fetch();
    const served = (await answer.json()) as Served; // as version 0.2 of the Playground answers
    const { config } = served;
    const [was, becomes] = [config.currentUser, config.users.find((user) => user.id === id)];
    if (!becomes) throw new Error(`${id} is not in the Playground`);
    config.currentUser = becomes;
    config.users = config.users.map((user) => (user === becomes ? was : user));
    for (const group of [...config.groupChats, ...config.teams]) {
      group.members = group.members.map((member) => (member === id ? was.id : member));
    }
    await route.fulfill({ response: answer, json: served });
  });
}

function visitorOf(page: Page, name: string): PlaygroundVisitor {
  const folder = process.env.AVAL_SCREENSHOTS ?? '';
  let pictures = 0;
  const dialog = () => page.getByRole('dialog');
  const visitor: PlaygroundVisitor = {
    page,
    async goTo(place) {
      await page.getByRole('treeitem', { name: place }).click();
    },
    async say(text) {
      const box = page.getByRole('textbox').last();
      await box.click();
      await page.keyboard.insertText(text);
      await page.keyboard.press('Enter');
    },
    async choose(commandId) {
      await page.getByRole('button', { name: 'Trigger Message Extension App' }).first().click();
      await page.getByRole('menuitem').filter({ hasText: 'Action' }).click();
      await dialog().getByPlaceholder('Input command id').fill(commandId);
      await dialog().getByRole('button', { name: 'Create' }).click();
    },
    dialog,
    async closeDialog() {
      await dialog().getByRole('button', { name: 'Close' }).click();
      await dialog().waitFor({ state: 'detached' });
    },
    card: (text) => page.locator('.ac-adaptiveCard').filter({ hasText: text }).last(),
    press: (text, button) => visitor.card(text).getByRole('button', { name: button, exact: true }).click(),
    told: (text) => page.getByText(text).last(),
    async shot(what) {
      if (folder === '') return;
      mkdirSync(folder, { recursive: true });
      pictures += 1;
      await page.screenshot({
        path: join(folder, `playground-${name}-${String(pictures).padStart(2, '0')}-${what}.png`),
      });
    },
  };
  return visitor;
}

/** Fills fields of a card or dialog by their labels: text, number, menu, searchable menu, radio buttons. */
export async function fillIn(form: Locator, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(values)) await fillOne(form, label, value);
}

async function fillOne(form: Locator, label: string, value: string): Promise<void> {
  // What is wrong with a field becomes part of its name, after the label.
  const name = new RegExp(`^${RegExp.escape(label)}`);
  const menu = form.getByRole('combobox', { name });
  if ((await menu.count()) > 0) {
    await menu.first().click();
    await form.page().getByRole('option', { name: value }).first().click();
    return;
  }
  const group = form.getByRole('radiogroup', { name });
  if ((await group.count()) > 0) {
    await group.getByLabel(value).check();
    return;
  }
  const box = form.getByLabel(name).first();
  await box.click(); // what is typed into a field that was never touched gets lost
  await box.fill(value);
}

/** What stands in these fields of a card or dialog, by label. */
export function typedIn(form: Locator, ...labels: readonly string[]): Promise<readonly string[]> {
  return Promise.all(labels.map((label) => form.getByLabel(label).first().inputValue()));
}
