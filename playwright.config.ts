import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { youngHeap } from "./bench/stage/young-heap.ts";
import { findChromium } from "./checks/browser.ts";

/**
 * The product itself, as `npm start` runs it, on a fresh data folder; the browser is a real Chromium. With
 * `HEDDLE_E2E_URL` the specs use a server that already runs. Workers evaluate this file too: what it draws by chance
 * travels to them in the environment.
 */
const running = process.env.HEDDLE_E2E_URL;
process.env.HEDDLE_E2E_PORT ??= String(20_000 + Math.floor(Math.random() * 20_000));
process.env.HEDDLE_E2E_DATA ??= mkdtempSync(join(tmpdir(), "heddle-e2e-"));
const baseURL = running ?? `http://localhost:${process.env.HEDDLE_E2E_PORT}`;

export default defineConfig({
  testDir: "e2e/specs",
  outputDir: "test-results",
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  retries: 0,
  reporter: [["list"], ["json", { outputFile: "test-results/results.json" }]],
  use: {
    baseURL,
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    actionTimeout: 10_000,
    permissions: ["clipboard-read", "clipboard-write"],
    launchOptions: {
      executablePath: await findChromium(),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  ...(running
    ? {}
    : {
        webServer: {
          command: `node ${youngHeap} server/start.ts`,
          url: `${baseURL}/api/health`,
          env: { PORT: process.env.HEDDLE_E2E_PORT, HEDDLE_DATA_DIR: process.env.HEDDLE_E2E_DATA },
          timeout: 300_000,
          gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
          stdout: "pipe",
        },
      }),
});
