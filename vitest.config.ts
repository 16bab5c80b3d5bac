import { defineConfig } from "vitest/config";

/** Three kinds, told apart by name: plain units, `*.pg.test.ts` on a real Postgres, `*.fault.test.ts` that kill things. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          setupFiles: ["checks/property-seed.ts"],
          sequence: { groupOrder: 0 },
          include: ["{core,components,server,db,bench,docs}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.pg.test.ts", "**/*.fault.test.ts", "**/node_modules/**"],
        },
      },
      {
        test: {
          name: "database",
          setupFiles: ["checks/property-seed.ts"],
          sequence: { groupOrder: 0 },
          include: ["{server,db}/**/*.pg.test.ts"],
          globalSetup: ["db/testing-setup.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "fault",
          // After the others: what it kills and restarts wants the machine for itself.
          sequence: { groupOrder: 1 },
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
