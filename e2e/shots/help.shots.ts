// The pictures of the help pages, of the demo country only: `public/help/*.png`, 880 by 550 points.
import { resolve } from "node:path";
import { type Page, test } from "@playwright/test";
import { freshAddress, signIn } from "../support/person.js";
import { documents, next, start, where, who } from "../support/prereg.js";
import { administrator, registerTwice, signInStaff } from "../support/staff.js";

const out = resolve(import.meta.dirname, "../../public/help");

async function picture(page: Page, name: string): Promise<void> {
  await page.setViewportSize({ width: 880, height: 550 });
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `${out}/${name}.png` });
}

test("booking a visit", async ({ page, request }) => {
  const own = freshAddress("help");
  await page.setViewportSize({ width: 880, height: 550 });
  await signIn(page, request, own);
  const home = await start(page);
  await page.goto(`${home}/about/1`);
  await who(page);
  await next(page).click();
  await where(page, own);
  await next(page).click();
  await documents(page);
  await page.goto(`${home}/check`);
  await page.locator('form[action$="/submit"] button').click();
  await page.goto(`${home}/centre?all=1`);
  await page.goto(`${home}/time`);
  await page.locator("a.day").first().click();
  await page.locator("a.slot").first().waitFor();
  await picture(page, "book-time");
});

test("administration", async ({ page, baseURL }) => {
  registerTwice(baseURL!);
  await signInStaff(page, administrator);
  await page.goto("/admin");
  await picture(page, "admin-packets");
  await page.goto("/admin/jobs");
  await picture(page, "admin-jobs");
});
