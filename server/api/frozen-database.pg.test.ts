import { TRPCError } from "@trpc/server";
import { sql } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import { openDatabases, withWorkspace } from "#db/client.ts";
import { seedOwner } from "#db/seed.ts";
import { testDatabase } from "#db/testing.ts";
import { cuttableProxy } from "../run/testing/cuttable-proxy.ts";
import { translateErrors } from "./translate-errors.ts";

const database = testDatabase();

afterEach(() => {
  vi.useRealTimers();
});

test("a frozen database is answered with 503 within 5 s; what was refused does not happen later; it recovers by itself", async () => {
  const { workspaceId } = await seedOwner(database.databases);
  const proxy = await cuttableProxy(database.url);
  const databases = openDatabases(proxy.url, { app: 2, engine: 1 });
  const inWorkspace = (statement: string) =>
    withWorkspace(databases.app, workspaceId, (tx) => tx.execute(sql.raw(statement)));
  const title = () => inWorkspace("select name from workspaces");
  const before = await Promise.all([title(), title()]);

  proxy.freeze();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  // More than there are connections: some wait for one.
  const asked = Array.from({ length: 5 }, () => inWorkspace("update workspaces set name = 'too late'"));
  const settled = Promise.allSettled(asked);
  await vi.advanceTimersByTimeAsync(5_000);
  for (const result of await settled) {
    const cause = result.status === "rejected" ? result.reason : null;
    const error = new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause });
    const answer = translateErrors({ next: async () => ({ ok: false, error }) });
    await expect(answer).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
  }
  vi.useRealTimers();

  proxy.thaw();
  expect(await title()).toEqual(before[0]);
  await databases.close();
  await proxy.close();
});
