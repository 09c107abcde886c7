// Fills in the demo country's pre-registration form by the ids of its controls; used by the journey and by the pictures.
import type { Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { png } from "./person.js";

export const next = (page: Page) => page.locator('button[name="then"][value="next"]');

/** Languages and terms; ends at the first page of the form and gives the application's own path. */
export async function start(page: Page): Promise<string> {
  await page.goto("/prereg/new");
  const arabic = page.locator('input[name="language"][value="ara"]');
  if (!(await arabic.isChecked())) await arabic.check();
  await page.locator("#consent").check();
  await page.locator('form[action="/_ui/prereg/start"] button').click();
  await expect(page).toHaveURL(/\/prereg\/\d+\/about\/1$/);
  return new URL(page.url()).pathname.replace("/about/1", "");
}

/** Name, birth, gender: everything on the first page but a correct day. */
export async function who(page: Page): Promise<void> {
  const names: Record<string, string> = { eng: "Layla Benhadi", fra: "Layla Benhadi", ara: "ليلى بن هادي" };
  for (const [language, name] of Object.entries(names)) {
    const input = page.locator(`#f-fullName-${language}`);
    if (await input.count()) await input.fill(name);
  }
  await page.locator("#f-dateOfBirth").fill("14");
  await page.locator("#f-dateOfBirth-month").fill("3");
  await page.locator("#f-dateOfBirth-year").fill("1991");
  await page.locator("#f-gender").selectOption({ index: 1 });
  await page.locator("#f-residenceStatus").selectOption({ index: 1 });
}

/** Chooses a place; without scripts the places below it come with a button. */
async function place(page: Page, field: string): Promise<void> {
  const options = page.locator(`#f-${field} option`);
  const button = page.locator('button[value="stay"]');
  if ((await options.count()) < 2 && (await button.isVisible())) await button.click();
  await expect.poll(() => options.count(), { message: `places of ${field}` }).toBeGreaterThan(1);
  await page.locator(`#f-${field}`).selectOption({ index: 1 });
}

/** Address, places and how to reach the person. */
export async function where(page: Page, address: string): Promise<void> {
  for (const language of ["eng", "fra", "ara"]) {
    const line = page.locator(`#f-addressLine1-${language}`);
    if (await line.count()) await line.fill(language === "ara" ? "8 شارع المصباح" : "8 Lamp Street");
  }
  for (const field of ["region", "city", "postalCode"]) await place(page, field);
  await page.locator("#f-phone").fill("912044718");
  await page.locator("#f-email").fill(address);
  await page.locator("#f-preferredLang").selectOption({ index: 1 });
}

/** Adds the documents that are needed. */
export async function documents(page: Page): Promise<void> {
  for (const category of ["POI", "POA"]) {
    await page.locator(`#type-${category}`).selectOption({ index: 1 });
    await page.locator(`#file-${category}`).setInputFiles({ name: `${category}.png`, mimeType: "image/png", buffer: png });
    await page.locator(`form[action$="/upload/${category}"] button`).click();
    await expect(page.getByRole("link", { name: `${category}.png` })).toBeVisible();
  }
}
