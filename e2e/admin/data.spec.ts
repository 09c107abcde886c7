// Master data by descriptors: UI-ADM-02 to UI-ADM-19.
import type { Page } from "@playwright/test";
import { expect, hydrated, sound, test } from "../support/test.js";
import { administrator, enter, operator, registrar, signInStaff } from "../support/staff.js";

/** A code nobody has used: letters and digits. */
const fresh = (prefix: string): string => `${prefix}${Date.now().toString(36)}${Math.floor(Math.random() * 1000)}`;
const codes = (page: Page): Promise<string[]> => page.locator("main table tbody .id.block").allTextContents();

/** Presses the button of a question: in the dialog with scripts, on the page without. */
async function answer(page: Page, deed: string, scripts: boolean | undefined): Promise<void> {
  await page.locator(`main a.btn[href*="ask=${deed}"]`).click();
  const place = scripts === false ? "section[aria-labelledby=question]" : `#${deed}-dialog`;
  const form = page.locator(`${place} form:has(input[name="deed"][value="${deed}"])`);
  await expect(form).toBeVisible();
  await sound(page);
  await form.locator("button").click();
}

/** Writes a document type through the form; ends at its page. */
async function documentType(page: Page, code: string): Promise<void> {
  await page.goto("/admin/data/documenttypes/new");
  await page.locator("#code").fill(code);
  await page.locator("#name").fill(`Paper ${code}`);
  await page.locator('form[action$="/save"] button').click();
  await expect(page).toHaveURL(new RegExp(`/admin/data/documenttypes/${code}\\?done=created$`));
}

// UI-ADM-08, UI-ADM-17
test("everything is reached from the first page, filtered, sorted and taken away as a file", async ({ page, javaScriptEnabled }) => {
  await signInStaff(page, administrator, "/admin/data");
  await hydrated(page, javaScriptEnabled);
  await expect(page.locator("main section h2")).toHaveCount(5);
  await sound(page);
  await page.locator('main a[href="/admin/data/documenttypes"]').click();
  await expect(page.locator("main table tbody tr").first()).toBeVisible();
  await sound(page);
  await test.step("a filter stands in the address", async () => {
    await page.locator("#filter-code").fill("PAS");
    await page.locator("main search button").click();
    await expect(page).toHaveURL(/code=PAS/);
    await expect(page.locator("main table tbody tr")).toHaveCount(1);
    expect(await codes(page)).toEqual(["PAS"]);
    await expect(page.locator("#filter-code")).toHaveValue("PAS");
  });
  await test.step("what is filtered is taken away as a file", async () => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator('main a[href*="/csv"]').click()]);
    expect(download.suggestedFilename()).toBe("documenttypes.csv");
    const lines = await (await download.createReadStream()).toArray();
    const text = Buffer.concat(lines as Buffer[]).toString("utf8").trim().split("\r\n");
    expect(text).toHaveLength(2);
    expect(text[1]).toContain("PAS");
  });
  await test.step("without a hit it says so and is cleared", async () => {
    await page.locator("#filter-code").fill("NONE");
    await page.locator("main search button").click();
    await expect(page.locator("main .empty")).toBeVisible();
    await sound(page);
    await page.locator('main .empty a[href="/admin/data/documenttypes"]').click();
    await expect(page.locator("main table tbody tr").nth(3)).toBeVisible();
  });
  await test.step("a head sorts, and sorts the other way", async () => {
    const head = page.locator("main thead th").first();
    await expect(head).toHaveAttribute("aria-sort", "ascending");
    const up = await codes(page);
    await head.locator("a").click();
    await expect(head).toHaveAttribute("aria-sort", "descending");
    await expect(page).toHaveURL(/sort=-name/);
    const down = await codes(page);
    expect(down).not.toEqual(up);
  });
});

// UI-ADM-05: references as choices, derived columns
test("machines are filtered by what they refer to", async ({ page, javaScriptEnabled }) => {
  await signInStaff(page, administrator, "/admin/data/machines");
  await hydrated(page, javaScriptEnabled);
  await sound(page);
  await page.locator("#filter-zoneCode").selectOption("HGL");
  await page.locator("#filter-mapStatus").selectOption("assigned");
  await page.locator("main search button").click();
  await expect(page).toHaveURL(/zoneCode=HGL/);
  expect(await codes(page)).not.toContain("10001");
  await expect(page.locator("main table tbody tr").first()).toBeVisible();
  await page.locator("main table tbody a").first().click();
  await expect(page).toHaveURL(/\/admin\/data\/machines\/\d+$/);
  await expect(page.locator("#history")).toBeVisible();
  await sound(page);
});

// UI-ADM-17: create, edit, clone to a language, delete
test("an entry is written after a mistake, changed, said in another language and deleted", async ({ page, javaScriptEnabled }) => {
  const code = fresh("E");
  await signInStaff(page, administrator, "/admin/data/documenttypes/new");
  await hydrated(page, javaScriptEnabled);
  await sound(page);
  await page.locator("#langCode").selectOption("eng");
  await page.locator("#code").fill("not a code!");
  await page.locator("#description").fill("Kept <b>as</b> typed");
  await page.locator('form[action$="/save"] button').click();
  await expect(page).toHaveURL(/draft=/);
  await expect(page.locator(".summary li")).toHaveCount(2);
  await expect(page.locator("#code")).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator("#name")).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator("#description")).toHaveValue("Kept <b>as</b> typed");
  await sound(page);
  await page.locator('.summary a[href="#code"]').click();
  await expect(page.locator("#code")).toBeFocused();
  await page.locator("#code").fill(code);
  await page.locator("#name").fill(`Paper ${code}`);
  await page.locator('form[action$="/save"] button').click();
  await expect(page).toHaveURL(new RegExp(`/${code}\\?done=created$`));
  await expect(page.locator('.notice[data-kind="ok"]')).toBeVisible();
  await sound(page);
  await test.step("the same code is taken", async () => {
    await page.goto("/admin/data/documenttypes/new");
    await page.locator("#langCode").selectOption("eng");
    await page.locator("#code").fill(code);
    await page.locator("#name").fill("Again");
    await page.locator('form[action$="/save"] button').click();
    await expect(page.locator("#code")).toHaveAttribute("aria-invalid", "true");
    await expect(page.locator("#name")).toHaveValue("Again");
  });
  await test.step("it is changed", async () => {
    await page.goto(`/admin/data/documenttypes/${code}`);
    await page.locator('main a[href$="/edit?language=eng"]').click();
    await expect(page.locator("#name")).toHaveValue(`Paper ${code}`);
    await page.locator("#name").fill(`Sheet ${code}`);
    await page.locator('form[action$="/save"] button').click();
    await expect(page).toHaveURL(/done=changed$/);
    await expect(page.locator("main table")).toContainText(`Sheet ${code}`);
  });
  await test.step("it is said in Arabic, beside the English", async () => {
    await page.locator('main a[href$="/edit?language=ara"]').click();
    await expect(page.locator(".field[dir=rtl] #name")).toHaveValue(`Sheet ${code}`);
    await sound(page);
    await page.locator("#name").fill("ورقة");
    await page.locator('form[action$="/save"] button').click();
    await expect(page).toHaveURL(/done=changed$/);
    await expect(page.locator("main td[lang=ar][dir=rtl]").first()).toHaveText("ورقة");
    await expect(page.locator("main td[lang=en][dir=ltr]").first()).toHaveText(`Sheet ${code}`);
    await sound(page);
  });
  await test.step("it is switched off and on", async () => {
    await answer(page, "deactivate", javaScriptEnabled);
    await expect(page).toHaveURL(/done=deactivate$/);
    await page.locator('form:has(input[value="activate"]) button').click();
    await expect(page).toHaveURL(/done=activate$/);
  });
  await answer(page, "delete", javaScriptEnabled);
  await expect(page).toHaveURL(/\/admin\/data\/documenttypes\?done=delete$/);
  expect((await page.goto(`/admin/data/documenttypes/${code}`))?.status()).toBe(404);
});

test("what is needed is not switched off, and what is mapped is not decommissioned", async ({ page, javaScriptEnabled }) => {
  await signInStaff(page, administrator, "/admin/data/documentcategories/POI");
  await hydrated(page, javaScriptEnabled);
  await expect(page.locator("#needed")).toBeVisible();
  await answer(page, "deactivate", javaScriptEnabled);
  await expect(page.locator('.notice[data-kind="bad"]')).toBeVisible();
  await expect(page.locator('main h1 ~ .tag[data-kind="ok"]')).toBeVisible();
  await sound(page);
  // UI-ADM-02: a centre with machines stays
  await page.goto("/admin/data/registrationcenters/10001");
  await hydrated(page, javaScriptEnabled);
  await sound(page);
  await answer(page, "decommission", javaScriptEnabled);
  await expect(page.locator('.notice[data-kind="bad"]')).toBeVisible();
  await expect(page).toHaveURL(/problem=KER-MSD-35\d/);
  // UI-ADM-05
  await page.goto("/admin/data/machines/10001");
  await hydrated(page, javaScriptEnabled);
  await answer(page, "decommission", javaScriptEnabled);
  await expect(page).toHaveURL(/problem=KER-MSD-256/);
  await sound(page);
});

// UI-ADM-18
test("a document is accepted for a category and no longer", async ({ page, javaScriptEnabled }) => {
  const code = fresh("M");
  await signInStaff(page, administrator, "/admin/data");
  await documentType(page, code);
  await page.goto("/admin/data/validdocuments");
  await hydrated(page, javaScriptEnabled);
  await sound(page);
  await page.locator("#category").selectOption("POE");
  await page.locator('main form[method="get"] button').click();
  await expect(page).toHaveURL(/category=POE/);
  await page.locator(`button[name="map"][value="${code}"]`).click();
  await expect(page.locator('.notice[data-kind="ok"]')).toBeVisible();
  await expect(page.locator(`section[aria-labelledby="mapped"] button[value="${code}"]`)).toBeVisible();
  await sound(page);
  await page.locator(`button[name="unmap"][value="${code}"]`).click();
  await expect(page.locator(`section[aria-labelledby="unmapped"] button[value="${code}"]`)).toBeVisible();
});

// UI-ADM-03
test("a centre's form keeps what was typed, and takes days on which it is closed", async ({ page, javaScriptEnabled }) => {
  await signInStaff(page, administrator, "/admin/data/registrationcenters/10006");
  await page.goto("/admin/data/registrationcenters/10006/edit?language=eng");
  await hydrated(page, javaScriptEnabled);
  await sound(page);
  const latitude = await page.locator("#latitude").inputValue();
  const reason = fresh("r");
  await page.locator("#latitude").fill("north");
  await page.locator("#contactPerson").fill("Samira Vance");
  const day = page.locator('input[name="closed.day"]').last();
  await day.fill("2031-05-01");
  await page.locator('input[name="closed.name"]').last().fill("Stocktaking");
  await page.locator('input[name="closed.reason"]').last().fill(reason);
  await page.locator('form[action$="/save"] button').click();
  await expect(page.locator(".summary a")).toHaveAttribute("href", "#latitude");
  await expect(page.locator("#contactPerson")).toHaveValue("Samira Vance");
  await expect(page.locator(`input[name="closed.reason"][value="${reason}"]`)).toHaveCount(1);
  await sound(page);
  await page.locator("#latitude").fill(latitude);
  await page.locator('form[action$="/save"] button').click();
  await expect(page).toHaveURL(/done=changed$/);
  await expect(page.locator("main")).toContainText("Stocktaking");
  await sound(page);
});

// UI-ADM-14
test("a dynamic field gets a value, in each language", async ({ page, javaScriptEnabled }) => {
  const code = fresh("D");
  await signInStaff(page, administrator, "/admin/data/dynamicfields/new");
  await hydrated(page, javaScriptEnabled);
  await page.locator("#name").fill("bloodType");
  await page.locator("#langCode").selectOption("eng");
  await page.locator("#dataType").fill("string");
  await page.locator("#description").fill("Blood group");
  await page.locator('form[action$="/save"] button').click();
  await expect(page.locator(".summary")).toBeVisible();
  await expect(page.locator("#name")).toHaveValue("bloodType");
  await sound(page);
  await page.locator('[id="fieldVal.code"]').fill(code);
  await page.locator('[id="fieldVal.value"]').fill("Rare");
  await page.locator('form[action$="/save"] button').click();
  await expect(page).toHaveURL(/done=created$/);
  await expect(page.locator("main")).toContainText(code);
  await sound(page);
});

// UI-ADM-12
test("a template is seen as it will be sent", async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "follows typing");
  await signInStaff(page, administrator, "/admin/data/templates/5001");
  await page.goto("/admin/data/templates/5001/edit?language=ara");
  await hydrated(page, javaScriptEnabled);
  await expect(page.locator("[data-preview] mark").first()).toHaveText("otp");
  await page.locator("#fileText").fill("مرحبا $name");
  await expect(page.locator("[data-preview]")).toHaveText("مرحبا name");
  await expect(page.locator("[data-preview]")).toHaveAttribute("dir", "rtl");
  await sound(page);
});

test("a list is walked and opened by keyboard alone", async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "keys beside Tab and Enter need scripts");
  await signInStaff(page, administrator, "/admin/data/gendertypes");
  await hydrated(page, javaScriptEnabled);
  await page.locator("main search button").focus();
  await page.keyboard.press("j");
  const rows = page.locator("main a[data-row]");
  await expect(rows.nth(0)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(rows.nth(0)).toBeFocused();
  await page.keyboard.press("/");
  await expect(page.locator("#filter-genderName")).toBeFocused();
  await page.keyboard.type("j/");
  await expect(page.locator("#filter-genderName")).toHaveValue("j/");
  await rows.nth(0).focus();
  const href = await rows.nth(0).getAttribute("href");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${href}$`));
});

test("centres stand on a map, and every point is reached by keyboard", async ({ page, javaScriptEnabled }) => {
  await signInStaff(page, administrator, "/admin/centres-map");
  await hydrated(page, javaScriptEnabled);
  await expect(page.locator("svg a.map-point")).not.toHaveCount(0);
  await sound(page);
  const first = page.locator("svg a.map-point").first();
  await first.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/admin\/data\/registrationcenters\/\d+$/);
});

test("who may only read changes nothing, and who may not read sees nothing", async ({ page, request }) => {
  await signInStaff(page, registrar, "/admin/data/gendertypes");
  await expect(page.locator("main table tbody tr").first()).toBeVisible();
  await expect(page.locator('main a[href$="/new"]')).toHaveCount(0);
  await sound(page);
  expect((await page.goto("/admin/data/gendertypes/new"))?.status()).toBe(403);
  await page.context().clearCookies();
  await page.goto("/admin/data");
  await enter(page, operator);
  await expect(page.locator("main a[href^='/admin/data/']")).toHaveCount(0);
  expect((await page.goto("/admin/data"))?.status()).toBe(403);
  for (const path of ["/_ui/admin/data/gendertypes/save", "/_ui/admin/data/gendertypes/act", "/_ui/admin/data/validdocuments/map"]) {
    const answer = await request.post(path, { form: { code: "MLE", deed: "deactivate", category: "POI", map: "PAS" }, maxRedirects: 0 });
    expect(answer.status(), path).toBe(303);
    expect(answer.headers()["location"], path).toContain("/admin/signin");
  }
  expect((await request.get("/_ui/admin/data/gendertypes/csv", { maxRedirects: 0 })).status()).toBe(303);
});
