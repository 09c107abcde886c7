// What every test does: no console error, no sideways scrolling, no axe violation.
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test as base, type Page } from "@playwright/test";

export const test = base.extend<{ quiet: void }>({
  quiet: [
    async ({ page }, use) => {
      const said: string[] = [];
      page.on("console", (message) => {
        // a page answered with 4xx on purpose is not an error of the page
        const wanted = /Failed to load resource: the server responded with a status of (401|403|404)/;
        if (message.type() === "error" && !wanted.test(message.text())) said.push(message.text());
      });
      page.on("pageerror", (error) => said.push(String(error)));
      await use();
      expect(said, "console errors").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Waits until the page's portal is alive; without scripts there is nothing to wait for. */
export async function hydrated(page: Page, scripts: boolean | undefined): Promise<void> {
  if (scripts !== false) await page.waitForFunction(() => document.documentElement.dataset.alive === "yes");
}

/** What holds on every page. */
export async function sound(page: Page): Promise<void> {
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(sideways, "the page scrolls sideways").toBeLessThanOrEqual(0);
  const result = await axe(page);
  const found = result.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target).join(" | ")}`);
  expect(found, "axe").toEqual([]);
}

/** Where scripts are off, timers never fire and axe would wait for ever: it looks at the same address in a twin that may run axe, but none of the page's own scripts. */
async function axe(page: Page): Promise<Awaited<ReturnType<AxeBuilder["analyze"]>>> {
  if (test.info().project.use.javaScriptEnabled !== false) return await new AxeBuilder({ page }).analyze();
  const twin = await page.context().browser()!.newContext({
    javaScriptEnabled: true,
    viewport: page.viewportSize(),
    locale: test.info().project.use.locale,
  });
  try {
    await twin.addCookies(await page.context().cookies());
    const copy = await twin.newPage();
    await copy.route(/\.(js|wasm)$/, (route) => route.abort());
    await copy.goto(page.url());
    return await new AxeBuilder({ page: copy }).analyze();
  } finally {
    await twin.close();
  }
}
