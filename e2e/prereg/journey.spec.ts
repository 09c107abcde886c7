// PRE-01 to PRE-30, UI-PRE-01 to UI-PRE-11: one person from signing in to the printed slip; also without scripts.
import { expect, hydrated, sound, test } from "../support/test.js";
import { codeFor, freshAddress, signIn } from "../support/person.js";
import { documents, next, where, who } from "../support/prereg.js";

test("one person books a visit", async ({ page, request, javaScriptEnabled }, info) => {
  test.slow();
  const address = freshAddress(info.project.name);
  await signIn(page, request, address);
  await hydrated(page, javaScriptEnabled);
  await sound(page);

  await test.step("languages and terms", async () => {
    await page.locator('a[href="/prereg/new"]').first().click();
    await expect(page.locator("#language")).toBeVisible();
    await sound(page);
    // the terms have to be accepted
    await page.locator('form[action="/_ui/prereg/start"] button').click();
    await expect(page.locator(".summary")).toBeVisible();
    await sound(page);
    const arabic = page.locator('input[name="language"][value="ara"]');
    if (!(await arabic.isChecked())) await arabic.check();
    await page.locator("#consent").check();
    await page.locator('form[action="/_ui/prereg/start"] button').click();
    await expect(page).toHaveURL(/\/prereg\/\d+\/about\/1$/);
  });
  const home = new URL(page.url()).pathname.replace("/about/1", "");

  await test.step("who: problems are named, what was typed is kept", async () => {
    await hydrated(page, javaScriptEnabled);
    await sound(page);
    await page.locator("#f-fullName-eng").fill("Layla Benhadi");
    await page.locator("#f-dateOfBirth").fill("31");
    await page.locator("#f-dateOfBirth-month").fill("2");
    await page.locator("#f-dateOfBirth-year").fill("1991");
    await next(page).click();
    await expect(page.locator(".summary li")).not.toHaveCount(0);
    await expect(page.locator("#f-fullName-eng")).toHaveValue("Layla Benhadi");
    await expect(page.locator("#f-dateOfBirth")).toHaveValue("31");
    await expect(page.locator("#f-dateOfBirth")).toHaveAttribute("aria-invalid", "true");
    await sound(page);
    await who(page);
    await next(page).click();
    await expect(page).toHaveURL(/\/about\/2$/);
  });

  await test.step("where: places depend on each other", async () => {
    await hydrated(page, javaScriptEnabled);
    await sound(page);
    await where(page, address);
    await next(page).click();
    await expect(page).toHaveURL(/\/documents$/);
  });

  await test.step("documents", async () => {
    await hydrated(page, javaScriptEnabled);
    await sound(page);
    await documents(page);
    await sound(page);
    await page.locator('main a[href$="/check"]').click();
  });

  await test.step("check and hand in", async () => {
    await hydrated(page, javaScriptEnabled);
    await expect(page.getByText(/Layla Benhadi|ليلى بن هادي/).first()).toBeVisible();
    await sound(page);
    await page.locator('form[action$="/submit"] button').click();
    await expect(page).toHaveURL(/\/time$/);
  });

  await test.step("day and time", async () => {
    await hydrated(page, javaScriptEnabled);
    await sound(page);
    await page.locator("a.day").first().click();
    await page.locator("a.slot").first().click();
    await expect(page.locator("#book button")).toBeVisible();
    await sound(page);
    await page.locator("#book button").click();
    await expect(page).toHaveURL(/\/slip$/);
  });

  await test.step("slip", async () => {
    await hydrated(page, javaScriptEnabled);
    await expect(page.locator(".slip .qr svg, .slip .qr img")).toBeVisible();
    await expect(page.locator(".slip .id")).toHaveText(home.split("/").pop()!);
    await sound(page);
  });

  await test.step("cancel gives the place back and keeps the details", async () => {
    await page.goto(`${home}/cancel`);
    await sound(page);
    await page.locator('form[action$="/cancel"] button').click();
    await expect(page).toHaveURL(/\/prereg$/);
    await page.goto(home);
    await expect(page.getByText(/Layla Benhadi|ليلى بن هادي/).first()).toBeVisible();
    await sound(page);
  });
});

test("a wrong code is refused in words and the address is kept", async ({ page, request, javaScriptEnabled }, info) => {
  const address = freshAddress(info.project.name);
  await page.goto("/prereg");
  await hydrated(page, javaScriptEnabled);
  await page.locator("#address").fill("not an address");
  await page.locator('form[action="/_ui/prereg/send-code"] button').first().click();
  await expect(page.locator("#address")).toHaveAttribute("aria-invalid", "true");
  await sound(page);
  await page.locator("#address").fill(address);
  await page.locator('form[action="/_ui/prereg/send-code"] button').first().click();
  const code = await codeFor(request, address);
  await page.locator("#code").fill(code === "000000" ? "000001" : "000000");
  await page.locator('form[action="/_ui/prereg/sign-in"] button').click();
  await expect(page.locator("#code")).toHaveAttribute("aria-invalid", "true");
  await sound(page);
  await page.locator("#code").fill(code);
  await page.locator('form[action="/_ui/prereg/sign-in"] button').click();
  await expect(page).toHaveURL(/\/prereg$/);
  await page.locator('form[action="/_ui/prereg/sign-out"] button').click();
  await expect(page).toHaveURL(/\/$/);
});

test("somebody else's application is not found, and nobody's page asks to sign in", async ({ page, request }, info) => {
  const answer = await page.goto("/prereg/47193026583013");
  expect(answer?.status()).toBe(401);
  await expect(page.locator('main a[href="/prereg/sign-in"]')).toBeVisible();
  await signIn(page, request, freshAddress(info.project.name));
  const foreign = await page.goto("/prereg/47193026583013/slip");
  expect(foreign?.status()).toBe(404);
  await sound(page);
});

test("a form of another site is refused", async ({ request }) => {
  const answer = await request.post("/_ui/prereg/sign-out", { headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" }, maxRedirects: 0 });
  expect(answer.status()).toBe(403);
});
