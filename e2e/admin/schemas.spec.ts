// SCH-01, SCH-02, SCH-07: a form is drafted, changed field by field, looked at, and deleted; a published one has no editor.
import { expect, hydrated, sound, test } from "../support/test.js";
import { administrator, signInStaff } from "../support/staff.js";

test("a draft of the form is edited and looked at", async ({ page, javaScriptEnabled }) => {
  await signInStaff(page, administrator, "/admin/schemas");
  await hydrated(page, javaScriptEnabled);
  await sound(page);
  // the one that people fill in at home
  const row = page.locator("section[aria-labelledby=form] tbody tr", { hasText: "pre-registration/schema" }).last();
  await row.locator("a").first().click();
  await hydrated(page, javaScriptEnabled);
  await expect(page.locator("#preview")).toBeVisible();
  await expect(page.locator('form[action="/_ui/admin/schemas/json"]')).toHaveCount(0);
  await sound(page);
  await page.goto("/admin/schemas");
  await row.locator("button").click();
  await expect(page).toHaveURL(/\/admin\/schemas\/form\/[0-9a-f-]{36}\?done=drafted$/);
  await hydrated(page, javaScriptEnabled);
  await sound(page);
  const draft = new URL(page.url()).pathname;

  await page.goto(`${draft}/field`);
  await hydrated(page, javaScriptEnabled);
  await sound(page);
  await page.locator("#name").fill("email");
  await page.locator('form[action="/_ui/admin/schemas/field"] button').click();
  await expect(page.locator(".summary a")).toHaveAttribute("href", "#name");
  await sound(page);
  await page.goto(`${draft}/field/gender`);
  await page.locator("#label-eng").fill("Sex as in the passport");
  await page.locator('form[action="/_ui/admin/schemas/field"] button').click();
  await expect(page).toHaveURL(/done=saved/);
  await hydrated(page, javaScriptEnabled);
  await expect(page.locator("section[aria-labelledby=preview]")).toContainText(/Sex as in the passport|الجنس/);

  // a document that cannot be read is refused beside its field
  await page.locator("details.card > summary").click();
  await page.locator("#json").fill("{");
  await page.locator('form[action="/_ui/admin/schemas/json"] button').click();
  await expect(page.locator(".summary a")).toHaveAttribute("href", "#json");
  await expect(page.locator("#json")).toHaveAttribute("aria-invalid", "true");
  await sound(page);

  await page.locator(`form[action="${draft}/publish"] button`).click();
  await expect(page.locator('form[action="/_ui/admin/schemas/publish"] button')).toBeVisible();
  await sound(page);
  await page.goto(`${draft}?ask=discard`);
  await page.locator('form[action="/_ui/admin/schemas/discard"] button:visible').click();
  await expect(page).toHaveURL(/\/admin\/schemas\?done=discarded$/);
});
