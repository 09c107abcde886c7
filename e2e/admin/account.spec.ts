// ADM-01, ADM-03, ADM-13: one's own account with passkeys, recovery codes and sessions; the people who work here.
import { type CDPSession, type Page } from "@playwright/test";
import { expect, hydrated, sound, test } from "../support/test.js";
import { administrator, enter, operator, registrar, signInStaff, signOutStaff } from "../support/staff.js";

/** Chromium's own authenticator in software: keeps passkeys, verifies its user without asking. */
async function authenticator(page: Page): Promise<{ cdp: CDPSession; id: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { cdp, id: authenticatorId };
}

let counter = 0;
/** A user name nobody else in this run has. */
function freshName(project: string): string {
  counter += 1;
  return `p${project.replaceAll(/[^a-z]/g, "")}.${Date.now()}.${counter}`;
}

interface Person { user: string; password: string; name: string }

/** The administrator makes a member of staff; ends at the page with the first password. */
async function hire(page: Page, user: string, roles: string[]): Promise<string> {
  await page.goto("/admin/users/new");
  await page.locator("#user").fill(user);
  await page.locator("#name").fill("Samira Nour");
  for (const role of roles) await page.locator(`input[name="roles"][value="${role}"]`).check();
  await page.locator('form[action="/_ui/admin/users/create"] button').click();
  await expect(page).toHaveURL(new RegExp(`/admin/users/of/${user}/password$`));
  return (await page.locator("main ol .id").textContent())!;
}

/** Somebody new who has chosen a password and is signed in at their account. */
async function newcomer(page: Page, project: string, roles = ["REGISTRATION_ADMIN"]): Promise<Person> {
  const user = freshName(project);
  await signInStaff(page, administrator, "/admin/users");
  const first = await hire(page, user, roles);
  await signOutStaff(page);
  await page.goto("/admin/account");
  await enter(page, { user, password: first, name: "" });
  await expect(page).toHaveURL(/\/admin\/signin\/password/);
  await sound(page);
  const password = "seven green bicycles";
  await page.locator("#new-password").fill(password);
  await page.locator('form[action="/_ui/admin/sign-in/choose"] button').click();
  await expect(page).toHaveURL(/\/admin\/account$/);
  return { user, password, name: "Samira Nour" };
}

const done = (page: Page) => page.locator('main .notice[data-kind="ok"]');

test("a passkey is added, named, signs in alone, is the second factor, confirms, and is removed", async ({ page, javaScriptEnabled }, info) => {
  test.skip(javaScriptEnabled === false, "an authenticator is asked by a script");
  const person = await newcomer(page, info.project.name);
  await hydrated(page, javaScriptEnabled);
  const { cdp, id } = await authenticator(page);

  await page.locator("#passkey-name").fill("My phone");
  await page.locator('form[action="/_ui/admin/account/passkey/add"] button').click();
  await expect(page).toHaveURL(/done=passkey-added/);
  await expect(page.locator('section[aria-labelledby="passkeys"] li')).toContainText("My phone");
  expect((await cdp.send("WebAuthn.getCredentials", { authenticatorId: id })).credentials).toHaveLength(1);
  await sound(page);

  // another name
  await page.locator('section[aria-labelledby="passkeys"] li details > summary').click();
  await page.locator('form[action="/_ui/admin/account/passkey/rename"] input[name="name"]').fill("Work phone");
  await page.locator('form[action="/_ui/admin/account/passkey/rename"] button').click();
  await expect(page.locator('section[aria-labelledby="passkeys"] li')).toContainText("Work phone");

  // signing in without name or password
  await signOutStaff(page);
  await page.goto("/admin/account");
  await hydrated(page, javaScriptEnabled);
  await sound(page);
  await page.locator('form[action="/_ui/admin/sign-in/passkey"] button').click();
  await expect(page).toHaveURL(/\/admin\/account$/);
  await expect(page.locator("main")).toContainText(person.user);

  // the second factor: the password alone opens nothing
  await page.locator('form[action="/_ui/admin/account/second-factor"] button').click();
  await expect(done(page)).toBeVisible();
  await signOutStaff(page);
  await page.goto("/admin/account");
  await enter(page, person);
  await expect(page).toHaveURL(/\/admin\/signin\/second/);
  await hydrated(page, javaScriptEnabled);
  await sound(page);
  await page.locator('form[action="/_ui/admin/sign-in/second/passkey"] button').click();
  await expect(page).toHaveURL(/\/admin\/account$/);

  // confirming by passkey
  await page.goto("/admin/confirm?next=/admin/account");
  await hydrated(page, javaScriptEnabled);
  await sound(page);
  await page.locator('form[action="/_ui/admin/confirm"] button').first().click();
  await expect(page).toHaveURL(/confirmed=1/);

  // removed after a question, by keyboard; the second factor goes with the last passkey
  await hydrated(page, javaScriptEnabled);
  const remove = page.locator('section[aria-labelledby="passkeys"] li a.btn');
  await remove.focus();
  await page.keyboard.press("Enter");
  const dialog = page.locator("dialog[open]");
  await expect(dialog).toBeVisible();
  await sound(page);
  await dialog.locator("button").first().click();
  await expect(page).toHaveURL(/done=passkey-removed/);
  await expect(page.locator('section[aria-labelledby="passkeys"] li')).toHaveCount(0);
  await expect(page.locator('form[action="/_ui/admin/account/second-factor"]')).toHaveCount(0);
});

test("an authenticator that is not used leaves the page as it is and says so", async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "an authenticator is asked by a script");
  await page.goto("/admin/signin");
  await hydrated(page, javaScriptEnabled);
  const { cdp, id } = await authenticator(page);
  await cdp.send("WebAuthn.setUserVerified", { authenticatorId: id, isUserVerified: false });
  await page.locator('form[action="/_ui/admin/sign-in/passkey"] button').click();
  await expect(page.locator('form[action="/_ui/admin/sign-in/passkey"] [role="status"]')).toHaveClass(/text-bad/);
  await expect(page).toHaveURL(/\/admin\/signin$/);
  await sound(page);
});

test("recovery codes are shown once and open the account once", async ({ page }, info) => {
  const person = await newcomer(page, info.project.name);
  await page.locator('form[action="/_ui/admin/account/codes"] button').click();
  await expect(page).toHaveURL(/\/admin\/account\/codes$/);
  const codes = await page.locator("main ol .id").allTextContents();
  expect(codes).toHaveLength(10);
  await sound(page);
  await page.reload();
  await expect(page.locator("main ol")).toHaveCount(0);
  await sound(page);
  await signOutStaff(page);
  const open = async (code: string) => {
    await page.goto("/admin/signin/recovery?next=/admin/account");
    await page.locator("#user").fill(person.user);
    await page.locator("#password").fill(person.password);
    await page.locator("#code").fill(code);
    await page.locator('form[action="/_ui/admin/sign-in/recovery"] button').click();
  };
  await open(codes[0]!);
  await expect(page).toHaveURL(/\/admin\/account$/);
  await signOutStaff(page);
  await open(codes[0]!);
  await expect(page.locator(".summary a")).toHaveAttribute("href", "#user");
  await sound(page);
});

test("sessions are listed and ended", async ({ page, browser }, info) => {
  const person = await newcomer(page, info.project.name);
  const elsewhere = await browser.newContext({ locale: "en-GB" });
  try {
    const other = await elsewhere.newPage();
    await signInStaff(other, person, "/admin/account");
    await page.goto("/admin/account");
    const rows = page.locator('section[aria-labelledby="sessions"] tbody tr');
    await expect(rows).toHaveCount(2);
    await expect(rows.first()).toContainText(/Chrome/);
    await sound(page);
    await page.locator('form[action="/_ui/admin/account/sessions/end"] button').click();
    await expect(rows).toHaveCount(1);
    await other.goto("/admin/account");
    await expect(other).toHaveURL(/\/admin\/signin\?next=/);
    await signInStaff(other, person, "/admin/account");
    await page.goto("/admin/account");
    await page.locator('form[action="/_ui/admin/account/sessions/end-others"] button').click();
    await expect(done(page)).toBeVisible();
    await expect(rows).toHaveCount(1);
  } finally {
    await elsewhere.close();
  }
});

test("the password is changed, a weak one is explained", async ({ page }, info) => {
  const person = await newcomer(page, info.project.name);
  const change = async (current: string, fresh: string) => {
    await page.locator("#current-password").fill(current);
    await page.locator("#new-password").fill(fresh);
    await page.locator('form[action="/_ui/admin/account/password"] button').click();
  };
  await change(person.password, "short");
  await expect(page.locator(".summary a")).toHaveAttribute("href", "#new-password");
  await change("not the password", "eight blue bicycles");
  await expect(page.locator(".summary a")).toHaveAttribute("href", "#current-password");
  await sound(page);
  await change(person.password, "eight blue bicycles");
  await expect(done(page)).toBeVisible();
  await signOutStaff(page);
  await signInStaff(page, { ...person, password: "eight blue bicycles" }, "/admin/account");
});

test("people are found, changed, reset and deactivated", async ({ page, javaScriptEnabled }, info) => {
  const user = freshName(info.project.name);
  await signInStaff(page, administrator, "/admin/users");
  await hydrated(page, javaScriptEnabled);
  await sound(page);
  // nothing written is lost when something is wrong
  await page.goto("/admin/users/new");
  await sound(page);
  await page.locator("#user").fill("operator");
  await page.locator("#name").fill("Somebody Else");
  await page.locator('input[name="roles"][value="DEFAULT"]').check();
  await page.locator('form[action="/_ui/admin/users/create"] button').click();
  await expect(page.locator(".summary a")).toHaveAttribute("href", "#user");
  await expect(page.locator("#name")).toHaveValue("Somebody Else");
  await expect(page.locator('input[name="roles"][value="DEFAULT"]')).toBeChecked();
  await sound(page);
  await page.locator('input[name="roles"][value="DEFAULT"]').uncheck();
  await hire(page, user, ["REGISTRATION_OFFICER"]);
  await sound(page);

  await page.goto("/admin/users");
  await page.locator('main input[name="q"]').fill(user);
  await page.locator('main form[action="/admin/users"] button').click();
  const rows = page.locator("main table tbody tr");
  await expect(rows).toHaveCount(1);
  await rows.first().locator("a").click();
  await expect(page).toHaveURL(new RegExp(`/admin/users/of/${user}$`));
  await hydrated(page, javaScriptEnabled);
  await page.locator('input[name="roles"][value="REGISTRATION_SUPERVISOR"]').check();
  await page.locator("#email").fill("samira@sahlara.example");
  await page.locator('form[action="/_ui/admin/users/change"] button').click();
  await expect(done(page)).toBeVisible();
  await expect(page.locator('input[name="roles"][value="REGISTRATION_SUPERVISOR"]')).toBeChecked();
  await sound(page);

  const ask = async (id: string, action: string) => {
    await hydrated(page, javaScriptEnabled);
    await page.locator(`section[aria-labelledby="access"] a.btn[href$="ask=${id}"]`).click();
    const form = page.locator(`form[action="${action}"]`);
    await expect(form).toBeVisible();
    await sound(page);
    await form.locator("button").click();
  };
  await ask("reset", "/_ui/admin/users/reset");
  await expect(page.locator("main ol .id")).toHaveCount(1);
  await page.goto(`/admin/users/of/${user}`);
  await ask("deactivate", "/_ui/admin/users/active");
  await expect(done(page)).toBeVisible();
  await page.goto(`/admin/users?state=inactive&q=${user}`);
  await expect(rows).toHaveCount(1);
  await page.goto("/admin/users?q=nobody-has-this-name");
  await expect(page.locator("main .empty")).toBeVisible();
  await sound(page);
});

test("people are the administrators' business", async ({ page }) => {
  await signInStaff(page, registrar, "/admin");
  await expect(page.locator('nav a[href="/admin/users"]')).toHaveCount(0);
  for (const path of ["/admin/users", "/admin/users/new", "/admin/users/of/operator"]) {
    expect((await page.goto(path))?.status(), path).toBe(403);
  }
  await page.goto("/admin/account");
  await sound(page);
});

test("the pages of accounts and people hold in the dark", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/admin/signin");
  await sound(page);
  await page.goto("/admin/signin/recovery");
  await sound(page);
  await signInStaff(page, administrator, "/admin/account");
  await sound(page);
  for (const path of ["/admin/users", "/admin/users/new", `/admin/users/of/${operator.user}`, "/admin/users/of/admin"]) {
    await page.goto(path);
    await sound(page);
  }
});
