// A person at the portal: signs in with the code from the message sink, fills in forms by their labels.
import { type APIRequestContext, expect, type Page } from "@playwright/test";

let counter = 0;

/** An address nobody else in this run uses. */
export function freshAddress(project: string): string {
  counter += 1;
  return `${project.replaceAll(/[^a-z]/g, "")}.${Date.now()}.${counter}@example.org`;
}

/** The newest code sent to an address. */
export async function codeFor(request: APIRequestContext, address: string): Promise<string> {
  let code: string | undefined;
  await expect
    .poll(
      async () => {
        const answer = await request.get(`/mocksmtp/messages?recipient=${encodeURIComponent(address)}`);
        const messages = (await answer.json()) as { text: string }[];
        code = messages.map((message) => /\b(\d{6})\b/.exec(message.text)?.[1]).find(Boolean);
        return code;
      },
      { message: `a code for ${address}` },
    )
    .toBeTruthy();
  return code!;
}

/** Signs in to pre-registration; ends at the list of applications. */
export async function signIn(page: Page, request: APIRequestContext, address: string): Promise<void> {
  await page.goto("/prereg");
  await page.locator("#address").fill(address);
  await page.locator('form[action="/_ui/prereg/send-code"] button').first().click();
  await page.locator("#code").fill(await codeFor(request, address));
  await page.locator('form[action="/_ui/prereg/sign-in"] button').click();
  await expect(page).toHaveURL(/\/prereg$/);
  await expect(page.locator('a[href="/prereg/new"]').first()).toBeVisible();
}

/** A small PNG, one grey pixel. */
export const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==",
  "base64",
);
