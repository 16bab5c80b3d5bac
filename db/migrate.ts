import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

/**
 * Brings a database to the schema of this build and makes the partitions of the coming weeks. `url` is that of its
 * owner. Two starts on one database wait for each other. Throws what the database says when a migration fails.
 */
export async function migrateDatabase(url: string): Promise<void> {
  const owner = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
  try {
    await owner`select pg_advisory_lock(hashtext('heddle.migrations'))`;
    await migrate(drizzle(owner), { migrationsFolder: fileURLToPath(new URL("migrations", import.meta.url)) });
    await owner`select ensure_run_partitions()`;
  } finally {
    await owner.end({ timeout: 5 });
  }
}

/** Makes the partitions of this week and the next two; call it once a day. */
export async function ensurePartitions(url: string): Promise<void> {
  const owner = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
  try {
    await owner`select ensure_run_partitions()`;
  } finally {
    await owner.end({ timeout: 5 });
  }
}
