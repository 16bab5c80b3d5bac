import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { missingMigration } from "./check-migrations.ts";

test("the migrations are in step with the schema", { timeout: 30_000 }, async () => {
  expect(await missingMigration()).toBeNull();
});

test("migrations are applied in the order in which they were written", async () => {
  const journal = JSON.parse(await readFile(new URL("migrations/meta/_journal.json", import.meta.url), "utf8"));
  const order = journal.entries.map((entry: { when: number }) => entry.when);
  expect(order).toEqual([...order].sort((a, b) => a - b));
});
