// Help is there for everybody, without signing in and without scripts, in the reader's language.
import { expect, hydrated, sound, test } from "../support/test.js";

test("help is found, searched and read", async ({ page, javaScriptEnabled }) => {
  await page.goto("/");
  await page.locator('footer a[href="/help"]').click();
  await hydrated(page, javaScriptEnabled);
  await expect(page.locator("main h2")).not.toHaveCount(0);
  await sound(page);
  await page.locator("#q").fill("VID");
  await page.locator("main form button").click();
  await expect(page).toHaveURL(/\/help\?q=VID$/);
  await expect(page.locator("section[aria-labelledby=found] a").first()).toBeVisible();
  await sound(page);
  await page.goto("/help?q=xylophone");
  await expect(page.locator(".empty")).toBeVisible();
  await sound(page);
  for (const slug of ["apply", "book", "stuck", "glossary"]) {
    await page.goto(`/help/${slug}`);
    await hydrated(page, javaScriptEnabled);
    await expect(page.locator("article")).toBeVisible();
    await sound(page);
  }
  expect((await page.goto("/help/nothing-here"))?.status()).toBe(404);
});

test("every page of help shows its pictures", async ({ page, request }) => {
  await page.goto("/help");
  const pages = await page.locator('main a[href^="/help/"]').evaluateAll((links) => links.map((link) => link.getAttribute("href")!));
  expect(pages.length).toBeGreaterThan(10);
  for (const path of pages) {
    await page.goto(path);
    const pictures = await page.locator("article img").evaluateAll((images) => images.map((image) => image.getAttribute("src")!));
    for (const picture of pictures) {
      const answer = await request.get(picture);
      expect(answer.headers()["content-type"], picture).toContain("image/");
      expect((await answer.body()).length, picture).toBeLessThan(60_000);
    }
  }
});
