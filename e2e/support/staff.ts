// Members of staff of the demo country, and registrations for them to look at.
import { type APIRequestContext, expect, type Page } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Sees the pipeline and decides cases. */
export const registrar = { user: "registrar", password: "demo-registrar-2026", name: "Yusuf Karim" };
/** Administers the country, its keys among it. */
export const administrator = { user: "admin", password: "demo-admin-2026", name: "Amina Farsi" };
/** Registers people at a desk; has no business in administration. */
export const operator = { user: "operator", password: "demo-operator-2026", name: "Leila Haddad" };

type Staff = typeof registrar;

/** Fills in the sign-in form that is open. */
export async function enter(page: Page, staff: Staff, password = staff.password): Promise<void> {
  await page.locator("#user").fill(staff.user);
  await page.locator("#password").fill(password);
  await page.locator('form[action="/_ui/admin/sign-in"] button').click();
}

/** Signs in and ends at a page of administration. */
export async function signInStaff(page: Page, staff: Staff = registrar, to = "/admin"): Promise<void> {
  await page.goto(to);
  await enter(page, staff);
  await expect(page).toHaveURL(new RegExp(`${to.replaceAll("/", "\\/")}$`));
}

/** Signs out; on a phone the button lies in the folded menu. */
export async function signOutStaff(page: Page): Promise<void> {
  const menu = page.locator("header .fold > summary");
  if (await menu.isVisible()) await menu.click();
  await page.locator('form[action="/_ui/admin/sign-out"] button:visible').click();
}

/** Ends the browser's session on the server only, as idleness does: the browser keeps its cookie. */
export async function endSession(page: Page, request: APIRequestContext): Promise<void> {
  const cookie = (await page.context().cookies()).map((one) => `${one.name}=${one.value}`).join("; ");
  await request.post("/_ui/admin/sign-out", { headers: { cookie }, maxRedirects: 0 });
}

const root = join(import.meta.dirname, "..", "..");
const program = join(process.env.CARGO_TARGET_DIR ?? "target", "debug", "tessera");

/** One person goes from a packet to a number and then comes again under another name: a case is open afterwards. */
export function registerTwice(url: string): void {
  const out = execFileSync(program, ["journey", "--url", url, "--people", "1", "--repeat-person", "--json"], {
    cwd: root,
    encoding: "utf8",
    timeout: 300_000,
  });
  const last = JSON.parse(out.trim().split("\n").at(-1)!) as { failures: unknown; adjudicated: unknown };
  expect(last.adjudicated, out).toBeTruthy();
}
