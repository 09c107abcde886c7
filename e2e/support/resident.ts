// A person with a finished registration: made by the journey command over HTTP, once per run of a project.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { type APIRequestContext, expect, type Page } from "@playwright/test";

/** A UIN of the right form that the demo country never gave to anybody. */
export const nobodysNumber = "9998887772";
/** A registration number of the right form that no desk ever sent. */
export const nobodysSlip = "10001 10001 99999 20200101000000";

/** A person who has a card and was authenticated. */
export interface Person {
  uin: string;
  rid: string;
}

let made: Promise<Person> | undefined;

/** The one person of this run. */
export function person(url: string): Promise<Person> {
  made ??= makePerson(url);
  return made;
}

async function makePerson(url: string): Promise<Person> {
  const target = resolve(import.meta.dirname, "..", "..", process.env.CARGO_TARGET_DIR ?? "target");
  const binary = ["debug", "release"].map((profile) => join(target, profile, "tessera")).find(existsSync);
  if (!binary) throw new Error("no tessera binary: build it first");
  const out = mkdtempSync(join(tmpdir(), "tessera-person-"));
  await promisify(execFile)(binary, ["journey", "--url", url, "--people", "1", "--out", out, "--json"], { maxBuffer: 16 << 20 });
  const facts = readdirSync(out).find((name) => name.endsWith(".json"));
  if (!facts) throw new Error("the journey kept nobody");
  return JSON.parse(readFileSync(join(out, facts), "utf8")) as Person;
}

/** The newest code in the message sink that was sent after a moment, whoever it was sent to. */
export async function newestCode(request: APIRequestContext, after: number): Promise<string> {
  let code: string | undefined;
  await expect
    .poll(
      async () => {
        const answer = await request.get("/mocksmtp/messages");
        const messages = (await answer.json()) as { text: string; sentAt: string }[];
        const fresh = messages.filter((message) => Date.parse(message.sentAt) >= after);
        code = fresh.map((message) => /\b(\d{6})\b/.exec(message.text)?.[1]).find(Boolean);
        return code;
      },
      { message: "a code" },
    )
    .toBeTruthy();
  return code!;
}

/** Gives the number and asks for a code; ends at the page for the code. Gives the moment before it was asked for. */
export async function askForCode(page: Page, number: string): Promise<number> {
  const before = Date.now() - 1;
  await page.goto("/resident");
  await page.locator("#number").fill(number);
  await page.locator('form[action="/_ui/resident/send-code"] button').click();
  await expect(page).toHaveURL(/\/resident\/code/);
  await expect(page.locator("#code")).toBeVisible();
  return before;
}

/** Signs in; ends at the home page. */
export async function signIn(page: Page, request: APIRequestContext, number: string): Promise<void> {
  const before = await askForCode(page, number);
  await page.locator("#code").fill(await newestCode(request, before));
  await page.locator('form[action="/_ui/resident/sign-in"] button').click();
  await expect(page).toHaveURL(/\/resident\/home$/);
}
