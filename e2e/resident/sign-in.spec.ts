// RES-01 (by code), RES-38: signing in tells nobody whether a number is somebody's.
import { askForCode, nobodysNumber } from "../support/resident.js";
import { expect, hydrated, sound, test } from "../support/test.js";

test("a number of the wrong form is refused at once", async ({ page, javaScriptEnabled }) => {
  await page.goto("/resident");
  await hydrated(page, javaScriptEnabled);
  await sound(page);
  await page.locator("#number").fill("5619 4038 2");
  await page.locator('form[action="/_ui/resident/send-code"] button').click();
  await expect(page.locator("#number")).toHaveAttribute("aria-invalid", "true");
  await sound(page);
});

test("a number of nobody is answered like any other", async ({ page, javaScriptEnabled }) => {
  await askForCode(page, nobodysNumber);
  await hydrated(page, javaScriptEnabled);
  await sound(page);
  await page.locator("#code").fill("000000");
  await page.locator('form[action="/_ui/resident/sign-in"] button').click();
  await expect(page.locator("#code")).toHaveAttribute("aria-invalid", "true");
  await sound(page);
  // asking again while the code works says so, and does not send another
  await askForCode(page, nobodysNumber);
  await expect(page).toHaveURL(/still=1/);
  await expect(page.getByRole("status").first()).toBeVisible();
});

test("the wait for another code is counted down", async ({ page, javaScriptEnabled }) => {
  await askForCode(page, nobodysNumber);
  const again = page.locator('form[action="/_ui/resident/send-again"] button');
  if (javaScriptEnabled === false) {
    await expect(again).toBeEnabled();
    await again.click();
    await expect(page).toHaveURL(/still=1/);
  } else {
    await expect(again).toBeDisabled();
    const left = page.locator('form[action="/_ui/resident/send-again"] span').first();
    const before = await left.textContent();
    await expect(left).not.toHaveText(before ?? "");
  }
});

test("nobody's pages ask to sign in", async ({ page }) => {
  for (const path of ["/resident/home", "/resident/card", "/resident/history", "/resident/vids"]) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(401);
    await expect(page.locator('main a[href="/resident"]')).toBeVisible();
  }
  await sound(page);
  expect((await page.request.get("/_ui/resident/photo")).status()).toBe(401);
  const card = await page.request.get("/_ui/resident/card.pdf", { maxRedirects: 0 });
  expect([card.status(), card.headers()["location"]]).toEqual([303, expect.stringContaining("/resident?problem=")]);
});
