// RES-05, RES-09, RES-10, RES-27, RES-34: a person with a finished registration, from signing in to signing out; also without scripts.
import { person, signIn } from "../support/resident.js";
import { expect, hydrated, sound, test } from "../support/test.js";

test.describe.configure({ timeout: 240_000 });

test("a person sees their card, who used it, and makes a virtual number", async ({ page, request, baseURL, javaScriptEnabled }) => {
  const { uin, rid } = await person(baseURL!);

  await test.step("the status of the registration leads to signing in", async () => {
    await page.goto(`/resident/status?number=${rid}`);
    await expect(page.locator("ol.timeline > li")).toHaveCount(4);
    await expect(page.locator('section a[href="/resident"]')).toBeVisible();
    await sound(page);
  });

  await signIn(page, request, uin);
  await hydrated(page, javaScriptEnabled);

  await test.step("home", async () => {
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const grouped = `${uin.slice(0, 4)} ${uin.slice(4, 8)} ${uin.slice(8)}`;
    const number = page.locator(".idcard bdi");
    await expect(number).toHaveText(grouped);
    await sound(page);
    if (javaScriptEnabled !== false) {
      await page.locator("button.needs-script").filter({ has: page.locator(".icon-eye-slash") }).click();
      await expect(number).not.toHaveText(grouped);
    }
  });

  await test.step("the card is saved", async () => {
    const saved = page.waitForEvent("download");
    await page.locator('a[href="/_ui/resident/card.pdf"]').first().click();
    const file = await (await saved).createReadStream();
    const parts: Buffer[] = [];
    for await (const part of file) parts.push(part as Buffer);
    expect(Buffer.concat(parts).subarray(0, 5).toString()).toBe("%PDF-");
    await page.goto("/resident/card");
    await expect(page.locator('main a[href="/_ui/resident/card.pdf"]')).toBeVisible();
    await sound(page);
  });

  await test.step("uses", async () => {
    await page.goto("/resident/history");
    // the journey authenticates the person: the partner and what it did stand here
    await expect(page.locator("ol.timeline > li").first()).toBeVisible();
    await sound(page);
  });

  await test.step("a virtual number in two clicks", async () => {
    await page.goto("/resident/vids");
    const numbers = page.locator("main li.card .copy .id");
    const before = await numbers.count();
    await sound(page);
    await page.locator('input[name="kind"][value="Temporary"]').check();
    await page.locator('form[action="/_ui/resident/new-number"] button').click();
    await expect(page).toHaveURL(/made=1$/);
    await expect(numbers).toHaveCount(before + 1);
    await expect(numbers.first()).toHaveText(/^\d{4} \d{4} \d{4} \d{4}$/);
    await sound(page);
  });

  await test.step("pre-registration is another sign-in", async () => {
    await page.goto("/prereg");
    await expect(page.locator("#address")).toBeVisible();
  });

  await test.step("signing out", async () => {
    await page.goto("/resident");
    await page.locator('form[action="/_ui/resident/sign-out"] button').click();
    await expect(page).toHaveURL(/\/$/);
    expect((await page.goto("/resident/home"))?.status()).toBe(401);
  });
});
