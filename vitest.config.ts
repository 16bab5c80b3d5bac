import { defineConfig } from "vitest/config";

/** Three kinds, told apart by name: plain units, `*.pg.test.ts` on a real Postgres, `*.fault.test.ts` that kill things. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["{core,components,server,db,bench,docs}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.pg.test.ts", "**/*.fault.test.ts", "**/node_modules/**"],
        },
      },
      {
        test: {
          name: "database",
          include: ["{server,db}/**/*.pg.test.ts"],
          globalSetup: ["db/testing-setup.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "fault",
          include: ["{server,db}/**/*.fault.test.ts"],
          globalSetup: ["db/testing-setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
