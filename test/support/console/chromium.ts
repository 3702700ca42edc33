// The system's Chromium, without a window. A page that logs an error or breaks its security policy fails its test.
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

export type Chromium = {
  /** Resolves once the page's script has taken over, unless scripts are off. */
  open(address: string, options?: BrowserContextOptions): Promise<Page>;
  /** What pages complained about so far. */
  complaints(): readonly string[];
  close(): Promise<void>;
};

export async function startChromium(): Promise<Chromium> {
  const browser: Browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  const complaints: string[] = [];
  return {
    complaints: () => complaints,
    async open(address, options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', ...options });
      const page = await context.newPage();
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        // Refusals and restarts under test are answered with a status or not at all; those are told to the visitor.
        const expected = message.text().startsWith('Failed to load resource');
        if (message.type() === 'error' && !expected) complaints.push(message.text());
      });
      await page.goto(address);
      if (options.javaScriptEnabled !== false) await page.waitForSelector('html[data-ready]');
      return page;
    },
    close: () => browser.close(),
  };
}
