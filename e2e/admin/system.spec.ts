// COM-10, SCH-06: jobs, health and cross-check: what the people who look after the installation see, and what they do.
import { expect, hydrated, sound, test } from "../support/test.js";
import { administrator, registrar, signInStaff } from "../support/staff.js";

test("jobs are seen, and what runs by itself runs now", async ({ page, javaScriptEnabled }) => {
  await signInStaff(page, administrator, "/admin/jobs");
  await hydrated(page, javaScriptEnabled);
  await expect(page.locator("#dead")).toBeVisible();
  await expect(page.locator("section[aria-labelledby=periodic] tbody tr").first()).toBeVisible();
  await sound(page);
  await page.locator('form[action="/_ui/admin/jobs/run-now"] button').first().click();
  await expect(page).toHaveURL(/done=started$/);
  await expect(page.locator('.notice[data-kind="ok"]')).toBeVisible();
  await sound(page);
  await page.goto("/admin/jobs?kind=prereg.send_notice");
  await expect(page.locator("section[aria-labelledby=dead] .empty")).toBeVisible();
  await sound(page);
  expect((await page.goto("/admin/jobs/operations/019ab3c4-0000-7000-8000-000000000001"))?.status()).toBe(404);
});

test("health says of every part how it is", async ({ page, javaScriptEnabled }) => {
  await signInStaff(page, administrator, "/admin/health");
  await hydrated(page, javaScriptEnabled);
  await expect(page.locator("section[aria-labelledby=parts] li")).not.toHaveCount(0);
  await expect(page.locator("main")).toContainText("SQLite");
  await sound(page);
});

test("the demo country fits together", async ({ page, javaScriptEnabled }) => {
  await signInStaff(page, administrator, "/admin/cross-check");
  await hydrated(page, javaScriptEnabled);
  await expect(page.locator("main .notice")).toBeVisible();
  await sound(page);
});

test("the day begins with what needs attention", async ({ page, javaScriptEnabled }) => {
  await signInStaff(page, administrator, "/admin");
  await hydrated(page, javaScriptEnabled);
  await expect(page.locator("section[aria-labelledby=attention]")).toBeVisible();
  await sound(page);
});

test("they are for administrators of the country", async ({ page }) => {
  await signInStaff(page, registrar, "/admin");
  for (const place of ["jobs", "health", "cross-check", "schemas"]) {
    await expect(page.locator(`nav a[href="/admin/${place}"]`)).toHaveCount(0);
    expect((await page.goto(`/admin/${place}`))?.status(), place).toBe(403);
  }
});
