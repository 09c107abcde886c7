// CFG-01, CFG-02, ADM-21, UI-ADM-22, UI-ADM-23, UI-ADM-24: settings that hold at once and can be taken back; files of master data that are looked at first.
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

// UI-ADM-24: packets from files; what is no packet is said at the field
test("packets are handed in and their report names what was not taken", async ({ page, javaScriptEnabled }) => {
  await signInStaff(page, administrator, "/admin/uploads");
  await page.goto("/admin/uploads?category=packet");
  await hydrated(page, javaScriptEnabled);
  await sound(page);
  const send = page.locator('form[action="/_ui/admin/uploads/packets"] button');
  await send.click();
  await expect(page.locator(".summary a")).toHaveAttribute("href", "#packets");
  const name = "10001100010000120260105080000-10001_10001-20260105080000.zip";
  await page.locator("#packets").setInputFiles({ name, mimeType: "application/zip", buffer: Buffer.from("no packet") });
  await send.click();
  await expect(page).toHaveURL(/\/admin\/uploads\/[0-9a-f-]{36}/);
  await expect(async () => {
    await page.reload();
    await expect(page.locator("main table tbody tr").first()).toContainText("RPR-PKR-001", { timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await sound(page);
});

// UI-ADM-22: a lost number is looked for by days; what is known of the person stands in no address
test("a lost number is looked for without a trace in the address", async ({ page, javaScriptEnabled }) => {
  await signInStaff(page, registrar, "/admin/lost");
  await hydrated(page, javaScriptEnabled);
  await sound(page);
  const send = page.locator('form[action="/_ui/admin/lost"] button');
  await send.click();
  await expect(page.locator(".summary a").first()).toHaveAttribute("href", "#from");
  await page.locator("#from").fill("2026-01-01");
  await page.locator("#to").fill("2026-01-20");
  await page.locator("#name").fill("Nobody Atall");
  await send.click();
  await expect(page).toHaveURL(/\/admin\/lost\?asked=1$/);
  await expect(page.locator("#name")).toHaveValue("Nobody Atall");
  await expect(page.locator("main .empty").first()).toBeVisible();
  await page.locator('form[action="/_ui/admin/lost/clear"] button').click();
  await expect(page.locator("#name")).toHaveValue("");
});

test("settings and files are for administrators", async ({ page, request }) => {
  await signInStaff(page, registrar, "/admin");
  await expect(page.locator('nav a[href="/admin/settings"]')).toHaveCount(0);
  for (const path of ["/admin/uploads?category=masterdata", "/admin/settings", "/admin/settings/version"]) {
    expect((await page.goto(path))?.status(), path).toBe(403);
  }
  // UI-ADM-24: whoever looks after registrations brings packets, and no rows of master data
  await page.goto("/admin/uploads");
  await expect(page.locator('form[action="/_ui/admin/uploads/add"]')).toHaveCount(0);
  await expect(page.locator("#packets")).toBeVisible();
  const answer = await request.post("/_ui/admin/settings/change", { form: { name: "version", value: "9" }, maxRedirects: 0 });
  expect(answer.status()).toBe(303);
  expect(answer.headers().location).toContain("/admin/signin");
});
