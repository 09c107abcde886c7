// CFG-01, CFG-02, ADM-21, UI-ADM-23: settings that hold at once and can be taken back; files of master data that are looked at first.
import { expect, hydrated, sound, test } from "../support/test.js";
import { administrator, registrar, signInStaff } from "../support/staff.js";

test("a setting is changed, refused when it does not fit, and taken back", async ({ page, javaScriptEnabled }, info) => {
  // one setting for each project: they run side by side on one server
  const names = ["preregistration.pagination.size", "registration.processor.max.retry", "preregistration.timespan.rebook", "preregistration.timespan.cancel"];
  const name = names[["ltr-en", "rtl-ar", "no-js", "mobile"].indexOf(info.project.name)] ?? names[0];
  await signInStaff(page, administrator, "/admin/settings");
  await hydrated(page, javaScriptEnabled);
  await sound(page);
  await page.goto(`/admin/settings/${name}`);
  await hydrated(page, javaScriptEnabled);
  await page.locator("#value").fill("many");
  await page.locator('form[action="/_ui/admin/settings/change"] button').click();
  await expect(page.locator(".summary a")).toHaveAttribute("href", "#value");
  await expect(page.locator("#value")).toHaveAttribute("aria-invalid", "true");
  await sound(page);
  await page.locator("#value").fill("17");
  await page.locator('form[action="/_ui/admin/settings/change"] button').click();
  await expect(page.locator('.notice[data-kind="ok"]')).toBeVisible();
  await expect(page.locator("#value")).toHaveValue("17");
  await expect(page.locator("main table tbody tr").first()).toContainText("17");
  await sound(page);
  await page.locator('form[action="/_ui/admin/settings/default"] button').click();
  await expect(page.locator('.notice[data-kind="ok"]')).toBeVisible();
  await expect(page.locator("#value")).not.toHaveValue("17");
  // an earlier value comes back by its line
  await page.locator('form[action="/_ui/admin/settings/back"] button').first().click();
  await expect(page.locator("#value")).toHaveValue("17");
  await page.locator('form[action="/_ui/admin/settings/default"] button').click();
  await expect(page.locator("#value")).not.toHaveValue("17");
});

test("a file is checked, looked at, and its good rows are stored", async ({ page, javaScriptEnabled }, info) => {
  const code = `T${info.project.name.replace(/[^a-z]/g, "").toUpperCase()}${Date.now() % 100000}`.slice(0, 16);
  await signInStaff(page, administrator, "/admin/uploads");
  await hydrated(page, javaScriptEnabled);
  await sound(page);
  await page.locator('form[action="/_ui/admin/uploads/add"] button').click();
  await expect(page.locator(".summary a")).toHaveAttribute("href", "#file");
  await page.locator("#table").selectOption("title");
  const rows = `code,name,lang_code,is_active\n${code},Dame,eng,TRUE\n${code},Dame,deu,TRUE\n`;
  await page.locator("#file").setInputFiles({ name: `${code}.csv`, mimeType: "text/csv", buffer: Buffer.from(rows) });
  await page.locator('form[action="/_ui/admin/uploads/add"] button').click();
  await expect(page).toHaveURL(/\/admin\/uploads\/[0-9a-f-]{36}/);
  const store = page.locator('form[action$="/store"] button');
  await expect(async () => {
    await page.reload();
    await expect(store).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await expect(page.locator("#faults")).toBeVisible();
  await expect(page.locator("main table tbody tr").first()).toContainText("KER-MSD-999");
  await sound(page);
  await store.click();
  await expect(page).toHaveURL(/stored=1/);
  await expect(async () => {
    await page.reload();
    await expect(page.locator('.notice[data-kind="ok"]')).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await page.goto("/admin/uploads");
  await expect(page.locator("main table tbody")).toContainText(`${code}.csv`);
});

test("settings and files are for administrators", async ({ page, request }) => {
  await signInStaff(page, registrar, "/admin");
  for (const place of ["uploads", "settings"]) await expect(page.locator(`nav a[href="/admin/${place}"]`)).toHaveCount(0);
  for (const path of ["/admin/uploads", "/admin/settings", "/admin/settings/version"]) {
    expect((await page.goto(path))?.status(), path).toBe(403);
  }
  const answer = await request.post("/_ui/admin/settings/change", { form: { name: "version", value: "9" }, maxRedirects: 0 });
  expect(answer.status()).toBe(303);
  expect(answer.headers().location).toContain("/admin/signin");
});
