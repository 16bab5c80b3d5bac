import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres, { type Sql } from "postgres";
import { type Databases, openDatabases } from "#db/client.ts";
import { startEmbeddedPostgres } from "#db/embedded.ts";
import { migrateDatabase } from "#db/migrate.ts";

export type BenchDatabase = {
  /** Of the owner. */
  readonly url: string;
  readonly databases: Databases;
  /** Of the owner, whom row-level security does not bind: for setting the stage. */
  readonly owner: Sql;
  readonly stop: () => Promise<void>;
};

/** A fresh embedded Postgres as people get it, durable commits included. Removed by `stop`. */
export async function openBenchDatabase(): Promise<BenchDatabase> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "heddle-bench-"));
  // Postgres does not run as root; its user must be able to enter.
  await chmod(dataDir, 0o755);
  const password = randomBytes(16).toString("hex");
  const server = await startEmbeddedPostgres({ dataDir, password, say: () => undefined });
  await migrateDatabase(server.url);
  const databases = openDatabases(server.url);
  const owner = postgres(server.url, { max: 1, onnotice: () => undefined });
  return {
    url: server.url,
    databases,
    owner,
    stop: async () => {
      await Promise.all([databases.close(), owner.end()]);
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
