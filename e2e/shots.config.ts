// Pictures of every page: `npm run shots`, written to target/shots.
import { defineConfig } from "@playwright/test";
import base from "./playwright.config.js";

export default defineConfig({
  ...base,
  testDir: "shots",
  testMatch: "*.shots.ts",
  timeout: 600_000,
  projects: base.projects!.filter((project) => project.name === "ltr-en"),
});
