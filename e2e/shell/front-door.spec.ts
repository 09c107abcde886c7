// UI-PRE-14, UI-RES-01: the front door, its switches, and the calm pages.
import { expect, hydrated, sound, test } from "../support/test.js";

test("the front door is whole and alive", async ({ page, javaScriptEnabled }) => {
  await page.goto("/");
  await hydrated(page, javaScriptEnabled);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await sound(page);
});

test("the language stays after it was chosen, and turns the page", async ({ page, javaScriptEnabled }) => {
  await page.goto("/?from=slip");
  await hydrated(page, javaScriptEnabled);
  await page.locator("details.menu summary").first().click();
  await page.getByRole("link", { name: "Français" }).click();
  await expect(page).toHaveURL(/\/\?from=slip$/);
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await page.locator("details.menu summary").first().click();
  await page.getByRole("link", { name: "العربية" }).click();
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await page.goto("/prereg");
  await expect(page.locator("html")).toHaveAttribute("lang", "ar");
  await sound(page);
});

test("the theme is chosen without scripts", async ({ page }) => {
  await page.goto("/");
  await page.locator('footer button[value="dark"]').click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await sound(page);
  await page.locator('footer button[name="contrast"]').click();
  await expect(page.locator("html")).toHaveAttribute("data-contrast", "high");
  await sound(page);
  await page.locator('footer button[value="system"]').click();
  await expect(page.locator("html")).not.toHaveAttribute("data-theme", /./);
});

test("an unknown address is answered calmly with 404", async ({ page, javaScriptEnabled }) => {
  const response = await page.goto("/no/such/page");
  expect(response?.status()).toBe(404);
  await hydrated(page, javaScriptEnabled);
  await expect(page.locator('main a[href="/"]')).toBeVisible();
  await sound(page);
});

test("a portal's code is a chunk of its own, fetched when it is opened", async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "no code is fetched without scripts");
  const chunks: string[] = [];
  page.on("request", (request) => {
    if (/split_\w+_portal_\d+\.wasm$/.test(request.url())) chunks.push(request.url());
  });
  await page.goto("/");
  await hydrated(page, javaScriptEnabled);
  expect(chunks).toEqual([]);
  await page.locator('main a[href="/prereg"]').first().click();
  await expect(page).toHaveURL(/\/prereg/);
  await expect.poll(() => chunks.length).toBeGreaterThan(0);
});

test("assets are named by content and arrive compressed", async ({ page, request }) => {
  await page.goto("/");
  const sheet = await page.locator('link[rel="stylesheet"]').first().getAttribute("href");
  const answer = await request.get(sheet!, { headers: { "accept-encoding": "br" } });
  expect(answer.headers()["content-encoding"]).toBe("br");
  expect(answer.headers()["cache-control"]).toContain("immutable");
});
