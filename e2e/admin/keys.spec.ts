// UI-ADM-25 to UI-ADM-28, KEY-02, KEY-05, KEY-10: an administrator sees keys, makes the next one, and says whom to trust.
import { expect, hydrated, sound, test } from "../support/test.js";
import { administrator, registrar, signInStaff } from "../support/staff.js";

test("keys are listed with what comes after them, and narrowed to an application", async ({ page, javaScriptEnabled }) => {
  await signInStaff(page, administrator, "/admin/keys");
  await hydrated(page, javaScriptEnabled);
  // machines and partners have keys too, so that what sorts last may stand on a later page
  await expect(page.locator("main table tbody tr").first()).toContainText("ADMIN_SERVICES");
  await sound(page);
  await page.locator('main a.chip[href="/admin/keys?app=IDA"]').click();
  await expect(page).toHaveURL(/app=IDA$/);
  await expect(page.locator('main a.chip[aria-current="true"]')).toHaveText("IDA");
  const names = await page.locator("main table tbody a").allTextContents();
  expect(new Set(names)).toEqual(new Set(["IDA"]));
  await page.goto("/admin/keys?app=ROOT");
  await expect(page.locator("main table tbody tr")).toHaveCount(1);
  await sound(page);
});

test("the next key is made after a question, and the old one goes on opening", async ({ page, javaScriptEnabled }) => {
  await signInStaff(page, administrator, "/admin/keys/RESIDENT");
  await hydrated(page, javaScriptEnabled);
  const rows = page.locator("main table tbody tr");
  const before = await rows.count();
  const current = await rows.first().locator("td").last().textContent();
  await page.locator('section a.btn[href*="ask=1"]').click();
  // a dialog with scripts, the same question on the page without
  const form = page.locator('form[action="/_ui/admin/keys/rotate"]');
  await expect(form).toBeVisible();
  await sound(page);
  await form.locator("button").click();
  await expect(page).toHaveURL(/rotated=1$/);
  await expect(page.locator('.notice[data-kind="ok"]')).toBeVisible();
  await expect(rows).toHaveCount(before + 1);
  await expect(rows.nth(1).locator("td").last()).toHaveText(current!);
  await sound(page);
});

test("a certificate request is handed out, a wrong certificate is explained", async ({ page, request, javaScriptEnabled }) => {
  await signInStaff(page, administrator, "/admin/keys/IDA/PARTNER");
  await hydrated(page, javaScriptEnabled);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator('form[action="/_ui/admin/keys/request"] button').click(),
  ]);
  expect(download.suggestedFilename()).toBe("IDA-PARTNER.csr");
  await page.locator("#certificate").fill("not a certificate");
  await page.locator('form[action="/_ui/admin/keys/certificate"] button').click();
  await expect(page.locator(".summary a")).toHaveAttribute("href", "#certificate");
  await expect(page.locator("#certificate")).toHaveAttribute("aria-invalid", "true");
  await sound(page);
  // a stranger gets nothing
  const answer = await request.post("/_ui/admin/keys/request", { form: { application: "IDA", reference: "PARTNER" }, maxRedirects: 0 });
  expect(answer.status()).toBe(303);
  expect(await answer.text()).not.toContain("BEGIN");
});

test("whom to trust needs a domain and a certificate", async ({ page, javaScriptEnabled }) => {
  await signInStaff(page, administrator, "/admin/trust");
  await hydrated(page, javaScriptEnabled);
  await sound(page);
  const add = page.locator('form[action="/_ui/admin/trust/add"] button');
  await add.click();
  await expect(page.locator(".summary a")).toHaveAttribute("href", "#domain");
  await page.locator("#domain").selectOption("AUTH");
  await page.locator("#certificate").fill("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
  await add.click();
  await expect(page.locator(".summary a")).toHaveAttribute("href", "#certificate");
  await sound(page);
});

test("keys are not everybody's", async ({ page }) => {
  await signInStaff(page, registrar, "/admin");
  await expect(page.locator('nav a[href="/admin/keys"]')).toHaveCount(0);
  for (const path of ["/admin/keys", "/admin/keys/KERNEL/SIGN", "/admin/trust"]) {
    expect((await page.goto(path))?.status(), path).toBe(403);
  }
});
