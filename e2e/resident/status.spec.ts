// RES-27, UI-RES-04: where is my card, from the front door, without signing in.
import { nobodysSlip } from "../support/resident.js";
import { expect, hydrated, sound, test } from "../support/test.js";

test("the front door leads to the status of a registration", async ({ page, javaScriptEnabled }) => {
  await page.goto("/");
  await hydrated(page, javaScriptEnabled);
  await page.locator('form[action="/resident/status"] input[name="number"]').fill(nobodysSlip);
  await page.locator('form[action="/resident/status"] button').click();
  await expect(page).toHaveURL(/\/resident\/status\?number=/);
  await expect(page.locator(".notice")).toBeVisible();
  await expect(page.locator("#number")).toHaveValue(nobodysSlip);
  await sound(page);
});

test("what is no number of a slip is said beside the field", async ({ page, javaScriptEnabled }) => {
  await page.goto("/resident/status?number=12345");
  await hydrated(page, javaScriptEnabled);
  await expect(page.locator("#number")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("alert")).toBeVisible();
  await sound(page);
  await page.goto("/resident/status");
  await expect(page.locator("#number")).not.toHaveAttribute("aria-invalid", "true");
  await sound(page);
});
