// UI-ADM-01, UI-ADM-20, RPR-15: staff signs in, sees where registrations are and why, and decides a case.
import { expect, hydrated, sound, test } from "../support/test.js";
import { endSession, enter, operator, registerTwice, registrar, signInStaff, signOutStaff } from "../support/staff.js";

test("a stranger is led to the sign-in page and afterwards to where they wanted to be", async ({ page, javaScriptEnabled }) => {
  await page.goto("/admin/adjudication");
  await expect(page).toHaveURL(/\/admin\/signin\?next=/);
  await hydrated(page, javaScriptEnabled);
  await sound(page);
  await test.step("nothing written", async () => {
    await page.locator('form[action="/_ui/admin/sign-in"] button').click();
    await expect(page.locator(".summary")).toBeVisible();
    await sound(page);
  });
  await test.step("a wrong password", async () => {
    await enter(page, registrar, "not the password");
    await expect(page.locator(".summary")).toBeVisible();
    await expect(page.locator("#user")).toHaveAttribute("aria-invalid", "true");
    expect(page.url()).not.toContain("registrar");
    await sound(page);
  });
  await enter(page, registrar);
  await expect(page).toHaveURL(/\/admin\/adjudication$/);
  await hydrated(page, javaScriptEnabled);
  await expect(page.getByText(registrar.name).first()).toBeAttached();
  await sound(page);
});

test("signing out ends it, also for the button back", async ({ page, javaScriptEnabled }) => {
  await signInStaff(page);
  await hydrated(page, javaScriptEnabled);
  await signOutStaff(page);
  await expect(page).toHaveURL(/\/admin\/signin\?out=1$/);
  await expect(page.locator('.notice[data-kind="ok"]')).toBeVisible();
  await sound(page);
  await page.goto("/admin");
  await expect(page.locator("#user")).toBeVisible();
});

test("a session that ended says so and leads back to the same page", async ({ page, request }) => {
  await signInStaff(page);
  await endSession(page, request);
  await page.goto("/admin?state=failed");
  await expect(page.locator('.notice[data-kind="warn"]')).toBeVisible();
  await sound(page);
  await enter(page, registrar);
  await expect(page).toHaveURL(/\/admin\?state=failed$/);
});

test("staff without the right sees a calm refusal and no section", async ({ page, javaScriptEnabled }) => {
  await page.goto("/admin");
  await enter(page, operator);
  const answer = await page.goto("/admin");
  expect(answer?.status()).toBe(403);
  await hydrated(page, javaScriptEnabled);
  await expect(page.getByText(operator.name).first()).toBeAttached();
  await expect(page.locator('nav a[href="/admin/adjudication"]')).toHaveCount(0);
  await sound(page);
  expect((await page.goto("/admin/adjudication"))?.status()).toBe(403);
});

test("addresses that lead nowhere are answered with 404", async ({ page }) => {
  await signInStaff(page);
  for (const path of ["/admin/nowhere", "/admin/pipeline/10001100770000120261123093000", "/admin/adjudication/none"]) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await sound(page);
  }
});

test("a search without a hit says so and is cleared", async ({ page, javaScriptEnabled }) => {
  await signInStaff(page);
  await hydrated(page, javaScriptEnabled);
  await page.locator('input[name="rid"]').fill("99999 99999");
  await page.locator("search button").click();
  await expect(page.locator(".empty")).toBeVisible();
  await sound(page);
  await page.locator('.empty a[href="/admin"]').click();
  await expect(page).toHaveURL(/\/admin$/);
});

test("messages of the development sink are read and filtered", async ({ page, request, javaScriptEnabled }, info) => {
  const address = `${info.project.name}.${Date.now()}@example.org`;
  await page.goto("/prereg");
  await page.locator("#address").fill(address);
  await page.locator('form[action="/_ui/prereg/send-code"] button').first().click();
  await expect(page.locator("#code")).toBeVisible();
  await expect.poll(async () => ((await (await request.get(`/mocksmtp/messages?recipient=${address}`)).json()) as unknown[]).length).toBeGreaterThan(0);
  await page.goto("/mocksmtp");
  await hydrated(page, javaScriptEnabled);
  await expect(page.getByText(address).first()).toBeVisible();
  await page.locator('input[name="recipient"]').fill("nobody@example.org");
  await page.locator('form[action="/mocksmtp"] button').click();
  await expect(page.locator(".empty")).toBeVisible();
  await sound(page);
  await page.locator('input[name="recipient"]').fill(address);
  await page.locator('form[action="/mocksmtp"] button').click();
  await expect(page.locator("main ol > li")).not.toHaveCount(0);
  await sound(page);
});

test.describe("with registrations", () => {
  test.describe.configure({ mode: "serial" });
  test.slow();

  test.beforeAll(({ baseURL }) => {
    test.setTimeout(320_000);
    registerTwice(baseURL!);
  });

  test("the pipeline shows where each one is and why", async ({ page, javaScriptEnabled }) => {
    await signInStaff(page);
    await hydrated(page, javaScriptEnabled);
    await expect(page.locator("main table tbody tr")).not.toHaveCount(0);
    await sound(page);
    await page.locator('main a.chip[href="/admin?state=decision"]').click();
    await expect(page).toHaveURL(/state=decision$/);
    await expect(page.locator('main a.chip[aria-current="true"]')).toHaveAttribute("href", "/admin?state=decision");
    const link = page.locator("main table tbody a").first();
    const rid = (await link.textContent())!;
    await link.click();
    await expect(page).toHaveURL(new RegExp(`/admin/pipeline/${rid}$`));
    await expect(page.locator(".ptiles .ptile")).toHaveCount(17);
    await expect(page.locator(".timeline > li")).not.toHaveCount(0);
    await expect(page.locator('form[action$="/act"]')).toHaveCount(0);
    await sound(page);
    await test.step("it is found by the beginning of its number", async () => {
      await page.locator('input[name="rid"]').fill(rid.slice(0, 17));
      await page.locator("search button").click();
      await expect(page.locator("main table tbody a").first()).toHaveText(rid);
    });
    await test.step("one with a number has nothing ahead", async () => {
      await page.goto("/admin?state=processed");
      await page.locator("main table tbody a").first().click();
      await expect(page.locator('.ptile[data-s="wait"]')).toHaveCount(0);
      await sound(page);
    });
  });

  test("a case is looked at side by side and decided", async ({ page, request, javaScriptEnabled }) => {
    await signInStaff(page, registrar, "/admin/adjudication");
    await hydrated(page, javaScriptEnabled);
    await expect(page.locator("main table tbody tr")).not.toHaveCount(0);
    await sound(page);
    await page.locator("main table tbody a").first().click();
    await expect(page.locator('form[action$="/decide"]')).toBeVisible();
    await test.step("pictures of both sides are there, and nobody else may have them", async () => {
      const images = page.locator("figure img");
      await expect(images).not.toHaveCount(0);
      await images.first().scrollIntoViewIfNeeded();
      await expect.poll(() => images.first().evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100);
      const src = (await images.first().getAttribute("src"))!;
      const mine = await page.request.get(src);
      expect(mine.headers()["content-type"]).toBe("image/png");
      expect(mine.headers()["cache-control"]).toContain("no-store");
      const stranger = await request.get(src);
      expect(stranger.status()).toBe(401);
    });
    await sound(page);
    await test.step("one pair is enlarged by a link", async () => {
      await page.locator('figure a[href*="zoom="]').first().click();
      await expect(page.locator("#zoomed")).toBeVisible();
      await sound(page);
    });
    await test.step("what is missing is named, what was written is kept", async () => {
      await page.locator("#reason").fill("a scar");
      await page.locator('form[action$="/decide"] button').click();
      await expect(page.locator(".summary li")).toHaveCount(2);
      await expect(page.locator("#reason")).toHaveValue("a scar");
      await sound(page);
    });
    await page.locator('input[name="decision"][value="same"]').check();
    await page.locator('input[name="impartial"]').check();
    await page.locator("#reason").fill("The same scar on the right index");
    await page.locator('form[action$="/decide"] button').click();
    await expect(page).toHaveURL(/\?decided=1$/);
    await expect(page.locator(".done-panel")).toBeVisible();
    await expect(page.getByText("The same scar on the right index")).toBeVisible();
    await expect(page.locator("figure img")).toHaveCount(0);
    await sound(page);
    await test.step("it is refused, and the pipeline says why", async () => {
      await page.locator("main dl a").first().click();
      await expect(page.locator('.tag[data-kind="bad"]').first()).toBeVisible();
      await sound(page);
    });
  });
});
