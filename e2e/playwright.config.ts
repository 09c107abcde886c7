import { defineConfig, devices } from "@playwright/test";
import { existsSync } from "node:fs";

// The debug server with the WASM that ships; TESSERA_URL points at a running server instead.
const port = 3180;
const url = process.env.TESSERA_URL ?? `http://localhost:${port}`;
const target = process.env.CARGO_TARGET_DIR ?? "target";
const chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

const desktop = {
  ...devices["Desktop Chrome"],
  launchOptions: {
    executablePath: process.env.CHROMIUM ?? chromium,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  },
};

export default defineConfig({
  testDir: ".",
  outputDir: "test-results",
  fullyParallel: false,
  workers: 1,
  retries: 0, // flaky is broken
  timeout: 120_000, // ends what hangs; the whole journey without scripts takes most of a minute on a busy machine
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: { baseURL: url, trace: "retain-on-failure" },
  projects: [
    { name: "ltr-en", use: { ...desktop, locale: "en-GB" } },
    { name: "rtl-ar", use: { ...desktop, locale: "ar" } },
    { name: "no-js", use: { ...desktop, locale: "en-GB", javaScriptEnabled: false } },
    { name: "mobile", use: { ...desktop, ...{ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }, locale: "en-GB" } },
  ],
  webServer: process.env.TESSERA_URL
    ? undefined
    : {
        command: `${target}/debug/tessera serve --demo --data-dir target/e2e-data --listen 127.0.0.1:${port}`,
        cwd: "..",
        url: `${url}/`,
        timeout: 60_000,
        reuseExistingServer: false,
      },
});
