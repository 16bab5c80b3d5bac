import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded.ts";
import { migrateDatabase } from "./migrate.ts";
import { databaseUrl, templateName } from "./testing.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Of the owner of the test server; its databases are made by `testDatabase`. */
    serverUrl: string;
  }
}

let server: EmbeddedPostgres | undefined;
let folder: string | undefined;

/** One Postgres for all the test files, with one migrated database that each file gets a copy of. */
export async function setup(project: TestProject): Promise<void> {
  folder = await mkdtemp(path.join(tmpdir(), "heddle-test-"));
  // Postgres does not run as root; its user must be able to enter.
  await chmod(folder, 0o755);
  server = await startEmbeddedPostgres({
    dataDir: folder,
    password: randomBytes(16).toString("hex"),
    say: () => undefined,
    overrides: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" },
  });
  const owner = postgres(server.url, { max: 1 });
  await owner.unsafe(`create database ${templateName}`);
  await owner.end();
  await migrateDatabase(databaseUrl(server.url, templateName));
  project.provide("serverUrl", server.url);
}

export async function teardown(): Promise<void> {
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
}
