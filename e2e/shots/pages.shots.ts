// Every page in {360, 1440} px, {light, dark}, {English, Arabic}.
import { resolve } from "node:path";
import { type BrowserContext, type Page, test } from "@playwright/test";
import { freshAddress, signIn } from "../support/person.js";
import { documents, next, start, where, who } from "../support/prereg.js";
import { administrator, operator, enter, registerTwice, registrar, signInStaff, signOutStaff } from "../support/staff.js";
import { askForCode, nobodysNumber, nobodysSlip, person, signIn as signInResident } from "../support/resident.js";

const out = resolve(import.meta.dirname, "../../target/shots");
const looks = [360, 1440].flatMap((width) => ["light", "dark"].flatMap((theme) => ["eng", "ara"].map((language) => ({ width, theme, language }))));

async function shoot(page: Page, context: BrowserContext, name: string, path: string): Promise<void> {
  for (const { width, theme, language } of looks) {
    await context.addCookies([
      { name: "lang", value: language, url: page.url() },
      { name: "theme", value: theme, url: page.url() },
    ]);
    await page.setViewportSize({ width, height: width === 360 ? 740 : 900 });
    await page.goto(path);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: `${out}/${name}-${width}-${theme}-${language}.png`, fullPage: true });
  }
  await context.addCookies([{ name: "lang", value: "eng", url: page.url() }]);
}

test("public pages", async ({ page, context }) => {
  await page.goto("/");
  await shoot(page, context, "front-door", "/");
  await shoot(page, context, "not-found", "/no/such/page");
  await shoot(page, context, "prereg-sign-in", "/prereg/sign-in");
  await shoot(page, context, "prereg-sign-in-problem", "/prereg/sign-in?problem=PRG_PAM_LGN_008");
  await shoot(page, context, "prereg-signed-out", "/prereg/47193026583014");
  await shoot(page, context, "resident-status", "/resident/status");
  await shoot(page, context, "resident-status-unknown", `/resident/status?number=${encodeURIComponent(nobodysSlip)}`);
  await shoot(page, context, "resident-status-problem", "/resident/status?number=12345");
  await shoot(page, context, "resident-sign-in", "/resident");
  await shoot(page, context, "resident-sign-in-problem", "/resident?problem=RES-SER-018");
  await shoot(page, context, "resident-signed-out", "/resident/home");
  await askForCode(page, nobodysNumber);
  await shoot(page, context, "resident-code", "/resident/code");
});

test("pre-registration", async ({ page, context, request }) => {
  const address = freshAddress("shots");
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/prereg");
  await page.locator("#address").fill(address);
  await page.locator('form[action="/_ui/prereg/send-code"] button').first().click();
  await shoot(page, context, "prereg-code", "/prereg/sign-in/code");
  await context.clearCookies();
  const own = freshAddress("shots");
  await signIn(page, request, own);
  await shoot(page, context, "prereg-empty", "/prereg");
  await shoot(page, context, "prereg-new", "/prereg/new");
  const home = await start(page);
  await shoot(page, context, "prereg-who", `${home}/about/1`);
  await shoot(page, context, "prereg-who-problems", `${home}/about/1?checked=1`);
  await page.goto(`${home}/about/1`);
  await who(page);
  await next(page).click();
  await shoot(page, context, "prereg-where", `${home}/about/2`);
  await page.goto(`${home}/about/2`);
  await where(page, own);
  await next(page).click();
  await shoot(page, context, "prereg-documents", `${home}/documents`);
  await page.goto(`${home}/documents`);
  await documents(page);
  await shoot(page, context, "prereg-documents-done", `${home}/documents`);
  await shoot(page, context, "prereg-tasks", home);
  await shoot(page, context, "prereg-check", `${home}/check`);
  await page.goto(`${home}/check`);
  await page.locator('form[action$="/submit"] button').click();
  await shoot(page, context, "prereg-centre", `${home}/centre?all=1`);
  await page.goto(`${home}/time`);
  await page.locator("a.day").first().click();
  await page.locator("a.slot").first().click();
  await page.locator("#book button").waitFor();
  const chosen = new URL(page.url());
  await shoot(page, context, "prereg-time", chosen.pathname + chosen.search);
  await page.goto(chosen.pathname + chosen.search);
  await page.locator("#book button").click();
  await page.waitForURL(/\/slip$/);
  await shoot(page, context, "prereg-slip", `${home}/slip`);
  await shoot(page, context, "prereg-list", "/prereg");
  await shoot(page, context, "prereg-cancel", `${home}/cancel`);
});

test("administration", async ({ page, context, baseURL }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/admin/signin");
  await shoot(page, context, "admin-sign-in", "/admin/signin");
  await shoot(page, context, "admin-sign-in-problem", "/admin/signin?problem=KER-ATH-023");
  await shoot(page, context, "admin-sign-in-ended", "/admin/signin?ended=1");
  await shoot(page, context, "messages-empty", "/mocksmtp?recipient=nobody@example.org");
  await page.goto("/admin");
  await enter(page, operator);
  await shoot(page, context, "admin-denied", "/admin");
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/admin");
  await signOutStaff(page);
  await signInStaff(page, registrar);
  await shoot(page, context, "admin-packets-none", "/admin?rid=99999");
  await shoot(page, context, "admin-cases-empty", "/admin/adjudication");
  registerTwice(baseURL!);
  await shoot(page, context, "messages", "/mocksmtp");
  await shoot(page, context, "admin-packets", "/admin");
  await page.goto("/admin?state=decision");
  const packet = await page.locator("main table tbody a").first().getAttribute("href");
  await shoot(page, context, "admin-packet", packet!);
  await shoot(page, context, "admin-cases", "/admin/adjudication");
  await page.goto("/admin/adjudication");
  const found = (await page.locator("main table tbody a").first().getAttribute("href"))!;
  await shoot(page, context, "admin-case", found);
  await shoot(page, context, "admin-case-zoom", `${found}?zoom=1-0`);
  await shoot(page, context, "admin-case-problems", `${found}?checked=1`);
  await page.goto(found);
  await page.locator('input[name="decision"][value="same"]').check();
  await page.locator('input[name="impartial"]').check();
  await page.locator("#reason").fill("The same scar on the right index");
  await page.locator('form[action$="/decide"] button').click();
  await page.waitForURL(/decided=1$/);
  await shoot(page, context, "admin-case-decided", `${found}?decided=1`);
});

test("keys", async ({ page, context }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/admin");
  await signInStaff(page, administrator);
  await shoot(page, context, "admin-keys", "/admin/keys");
  await shoot(page, context, "admin-key", "/admin/keys/KERNEL/SIGN");
  await shoot(page, context, "admin-key-problem", "/admin/keys/IDA/PARTNER?problem=KER-KMS-014");
  await shoot(page, context, "admin-trust", "/admin/trust");
  await shoot(page, context, "admin-trust-problem", "/admin/trust?problem=KER-PCM-005");
});

test("resident", async ({ page, context, request, baseURL }) => {
  test.setTimeout(600_000);
  const { uin, rid } = await person(baseURL!);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/");
  await shoot(page, context, "resident-status-issued", `/resident/status?number=${rid}`);
  await signInResident(page, request, uin);
  await shoot(page, context, "resident-home", "/resident/home");
  await shoot(page, context, "resident-card", "/resident/card");
  await shoot(page, context, "resident-history", "/resident/history");
  await shoot(page, context, "resident-vids", "/resident/vids");
});

test("master data", async ({ page, context }) => {
  await signInStaff(page, administrator, "/admin/data");
  const pages = {
    home: "", list: "/registrationcenters", "list-empty": "/documenttypes?code=NONE", entry: "/registrationcenters/10001",
    "entry-question": "/machines/10001?ask=decommission", "entry-refused": "/documentcategories/POI?problem=KER-MSD-055", "form-new": "/machines/new",
    "form-centre": "/registrationcenters/10001/edit?language=eng", "form-template": "/templates/5001/edit?language=ara", documents: "/validdocuments",
  };
  for (const [name, path] of Object.entries(pages)) await shoot(page, context, `admin-data-${name}`, `/admin/data${path}`);
  await shoot(page, context, "admin-centres-map", "/admin/centres-map");
});
